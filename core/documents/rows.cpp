// SPDX-License-Identifier: MIT
#include "core/documents/rows.h"

#include <iterator>

namespace tradestate {

namespace {

QString rowName(RowKind kind)
{
    return kind == RowKind::Position ? QStringLiteral("position") : QStringLiteral("pair state");
}

bool isDeleteMarker(const Json::Object& fields)
{
    const auto found = fields.find("deleted");
    const bool* deleted = found == fields.end() ? nullptr : found->second.asBool();
    return deleted && *deleted;
}

/// Puts rows under their keys, and tells what was no row and which keys clashed.
template <typename Rows, typename Row>
class RowCollector
{
public:
    RowCollector(RowKind kind, RowSource source, std::vector<Finding>& findings)
        : m_kind(kind)
        , m_source(source)
        , m_findings(findings)
    {
    }

    void add(QString key, Json& json)
    {
        Json::Object* fields = json.asObject();
        if (!fields) {
            tell(Severity::Warning, findings::invalidValue, key, {},
                QStringLiteral("What stands here as a %1 is no record; it was left out").arg(rowName(m_kind)));
            return;
        }
        if (m_source == RowSource::Foreign && isDeleteMarker(*fields)) {
            tell(Severity::Information, findings::invalidValue, key, QStringLiteral("deleted"),
                QStringLiteral("A delete marker stands among the %1s; it is none and was left out")
                    .arg(rowName(m_kind)));
            return;
        }
        const QString own = free(key);
        if (own != key) {
            tell(Severity::Warning, findings::duplicatePair, own, {},
                QStringLiteral("There are two %1s of %2; this one is kept as %3").arg(rowName(m_kind), key, own));
        }
        const QString pair = textField(*fields, "pair");
        if (m_kind == RowKind::Position && !pair.isEmpty() && pair != key) {
            tell(Severity::Warning, findings::invalidValue, own, QStringLiteral("pair"),
                QStringLiteral("The position says that its pair is %1, but stands under %2").arg(pair, key));
        }
        if constexpr (std::is_same_v<Row, Position>)
            m_rows.emplace_hint(m_rows.end(), own, Position(own, std::move(*fields)));
        else
            m_rows.emplace_hint(m_rows.end(), own, Row(std::move(*fields)));
    }

    [[nodiscard]] Rows rows() && { return std::move(m_rows); }

private:
    void tell(Severity severity, const QString& code, const QString& pair, const QString& field, const QString& message)
    {
        m_findings.push_back({ severity, code, pair, field, message });
    }

    [[nodiscard]] QString free(const QString& key) const
    {
        if (m_rows.empty() || CodePointLess {}(std::prev(m_rows.end())->first, key)) // as documents are written
            return key;
        QString candidate = key;
        for (int number = 2; m_rows.contains(candidate); ++number)
            candidate = key + QLatin1Char('#') + QString::number(number);
        return candidate;
    }

    RowKind m_kind;
    RowSource m_source;
    std::vector<Finding>& m_findings;
    Rows m_rows;
};

template <typename Rows, typename Row>
Rows takeRows(Json& json, RowKind kind, RowSource source, std::vector<Finding>& findings)
{
    RowCollector<Rows, Row> collector(kind, source, findings);
    if (Json::Array* list = json.asArray()) {
        for (size_t i = 0; i < list->size(); ++i) {
            Json& row = (*list)[i];
            const Json::Object* fields = row.asObject();
            const Json* pair = row.find("pair");
            const bool isExact = source == RowSource::Own && pair && pair->asText();
            QString key = isExact ? toQString(*pair->asText()) : fields ? keyOfRow(*fields, kind) : QString();
            // A position without any name is still a position: it is shown, never dropped.
            if (key.isEmpty() && fields && !isExact && !isDeleteMarker(*fields))
                key = QStringLiteral("unnamed-%1").arg(i + 1);
            collector.add(std::move(key), row);
        }
    } else if (Json::Object* map = json.asObject()) {
        for (auto& [key, row] : *map)
            collector.add(toQString(key), row);
    }
    return std::move(collector).rows();
}

} // namespace

QString keyOfRow(const Json::Object& fields, RowKind kind)
{
    const QString stateId = textField(fields, "state_id");
    const QString prefix = kind == RowKind::Position ? QStringLiteral("position_") : QStringLiteral("pair_");
    if (stateId.size() > prefix.size() && stateId.startsWith(prefix))
        return stateId.mid(prefix.size());
    QString pair = textField(fields, "pair");
    if (!pair.isEmpty())
        return pair;
    const QString symbol1 = textField(fields, "symbol1");
    const QString symbol2 = textField(fields, "symbol2");
    if (symbol1.isEmpty() || symbol2.isEmpty())
        return symbol1 + symbol2;
    return symbol1 + QLatin1Char('-') + symbol2;
}

Positions takePositions(Json& json, RowSource source, std::vector<Finding>& findings)
{
    return takeRows<Positions, Position>(json, RowKind::Position, source, findings);
}

PairStates takePairStates(Json& json, RowSource source, std::vector<Finding>& findings)
{
    return takeRows<PairStates, PairState>(json, RowKind::PairState, source, findings);
}

} // namespace tradestate
