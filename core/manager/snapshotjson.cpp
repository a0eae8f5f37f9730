// SPDX-License-Identifier: MIT
#include "core/manager/snapshotjson.h"

#include <set>
#include <utility>

namespace tradestate {

namespace {

Json textOrNull(const QString& text)
{
    return text.isEmpty() ? Json() : Json(text);
}

/// Replaces what JSON cannot say and tells of each replacement, unless a finding already does.
class Cleaner
{
public:
    explicit Cleaner(std::vector<Finding>& list)
        : m_findings(list)
    {
        for (const Finding& finding : list) {
            if (finding.code == findings::notANumber)
                m_told.insert({ finding.pair, finding.field });
        }
    }

    void clean(Json& value, const QString& pair, std::string_view field)
    {
        if (const Decimal* number = value.asNumber(); number && !number->isFinite()) {
            tell(pair, toQString(field), number->toString());
            value = Json();
        } else if (Json::Array* array = value.asArray()) {
            for (Json& item : *array)
                clean(item, pair, field);
        } else if (Json::Object* object = value.asObject()) {
            cleanFields(*object, pair, field);
        }
    }

    Json cleaned(Json::Object object, const QString& pair)
    {
        cleanFields(object, pair, {});
        return Json(std::move(object));
    }

private:
    void cleanFields(Json::Object& object, const QString& pair, std::string_view field)
    {
        // Findings name the row's field; what is inside it is for the reader to look at.
        for (auto& [name, item] : object)
            clean(item, pair, field.empty() ? std::string_view(name) : field);
    }

    void tell(const QString& pair, const QString& field, const QString& text)
    {
        if (m_told.insert({ pair, field }).second) {
            m_findings.push_back({ Severity::Warning, findings::notANumber, pair, field,
                QStringLiteral("%1 holds %2, which is not a number.").arg(field, text) });
        }
    }

    std::vector<Finding>& m_findings;
    std::set<std::pair<QString, QString>> m_told;
};

Json rowOf(const TradingState& state, const RowDifference& row)
{
    switch (row.part) {
    case StatePart::Position: {
        const auto found = state.positions.find(row.key);
        return found == state.positions.end() ? Json() : Json(found->second.fields());
    }
    case StatePart::PairState: {
        const auto found = state.pairStates.find(row.key);
        return found == state.pairStates.end() ? Json() : Json(found->second.fields());
    }
    case StatePart::Portfolio:
        return Json(state.portfolio.fields());
    case StatePart::Session:
        return Json(state.session.fields());
    }
    return Json();
}

Json conditionsJson(const Snapshot& snapshot)
{
    Json::Array list;
    for (const Condition condition : snapshot.conditions)
        list.push_back(Json(conditionText(condition)));
    return Json(std::move(list));
}

Json storeJson(const StoreInfo& store)
{
    return Json(Json::Object { { "type", Json(store.type) }, { "url", textOrNull(store.url) },
        { "version", textOrNull(store.version) }, { "layout", textOrNull(store.layout) },
        { "account", textOrNull(store.account) } });
}

Json findingsJson(const std::vector<Finding>& list)
{
    Json::Array array;
    array.reserve(list.size());
    for (const Finding& finding : list)
        array.push_back(toJson(finding));
    return Json(std::move(array));
}

Json diffEntry(const RowDifference& row, Json field, const Json& before, const Json& after)
{
    return Json(Json::Object { { "kind", Json(statePartText(row.part)) }, { "key", textOrNull(row.key) },
        { "field", std::move(field) }, { "before", withoutNonFinite(before) }, { "after", withoutNonFinite(after) } });
}

} // namespace

Json snapshotJson(Snapshot snapshot)
{
    std::vector<Finding> list = snapshot.findings;
    Cleaner cleaner(list);
    Json::Array positions;
    for (auto& [key, position] : snapshot.state.positions)
        positions.push_back(cleaner.cleaned(std::move(position).takeFields(), key));
    Json::Array ghosts;
    for (const Position& ghost : snapshot.ghosts)
        ghosts.push_back(cleaner.cleaned(ghost.fields(), ghost.pair()));
    Json::Object pairStates;
    for (auto& [key, pairState] : snapshot.state.pairStates) {
        pairStates.emplace_hint(
            pairStates.end(), key.toStdString(), cleaner.cleaned(std::move(pairState).takeFields(), key));
    }

    Json::Object json;
    json["status"] = Json(conditionText(snapshot.status()));
    json["conditions"] = conditionsJson(snapshot);
    json["proof"] = Json(proofText(snapshot.proof));
    json["age_seconds"] = snapshot.ageSeconds ? Json::integer(*snapshot.ageSeconds) : Json();
    if (!snapshot.viewing)
        json["store"] = storeJson(snapshot.store);
    Json save = snapshot.record ? toJson(*snapshot.record) : Json();
    cleaner.clean(save, {}, "save");
    json["save"] = std::move(save);
    json["positions"] = Json(std::move(positions));
    json["ghosts"] = Json(std::move(ghosts));
    json["pair_states"] = Json(std::move(pairStates));
    json["portfolio"] = cleaner.cleaned(std::move(snapshot.state.portfolio).takeFields(), {});
    json["session"] = cleaner.cleaned(std::move(snapshot.state.session).takeFields(), {});
    json["findings"] = findingsJson(list);
    json["pending_saves"] = Json::integer(snapshot.pendingSaves);
    return Json(std::move(json));
}

Json historyJson(const std::vector<HistoryEntry>& entries)
{
    Json::Array array;
    for (const HistoryEntry& entry : entries) {
        Json record = withoutNonFinite(toJson(entry.record));
        record.asObject()->insert_or_assign("proof", Json(proofText(entry.proof)));
        array.push_back(std::move(record));
    }
    return Json(std::move(array));
}

Json verifyJson(const std::vector<VerifyLine>& lines)
{
    Json::Array array;
    for (const VerifyLine& line : lines) {
        array.push_back(Json(Json::Object { { "source", Json(line.source) }, { "save_id", textOrNull(line.saveId) },
            { "status", Json(line.status) }, { "findings", findingsJson(line.findings) } }));
    }
    return Json(std::move(array));
}

Json diffJson(const std::vector<RowDifference>& rows, const TradingState& before, const TradingState& after)
{
    Json::Array array;
    for (const RowDifference& row : rows) {
        switch (row.kind) {
        case ChangeKind::Unchanged:
            break;
        case ChangeKind::Added:
            array.push_back(diffEntry(row, Json(), Json(), rowOf(after, row)));
            break;
        case ChangeKind::Removed:
            array.push_back(diffEntry(row, Json(), rowOf(before, row), Json()));
            break;
        case ChangeKind::Changed:
            for (const FieldDifference& field : row.fields)
                array.push_back(diffEntry(row, Json(field.field), field.before, field.after));
            break;
        }
    }
    return Json(std::move(array));
}

Json errorJson(const Error& error)
{
    return Json(Json::Object { { "error",
        Json(Json::Object { { "code", Json(errorId(error.code)) }, { "message", Json(errorWhat(error.code)) },
            { "subject", textOrNull(error.subject) }, { "reason", textOrNull(error.reason) },
            { "advice", Json(errorAdvice(error)) } }) } });
}

Json toJson(const Finding& finding)
{
    return Json(Json::Object { { "severity", Json(severityText(finding.severity)) }, { "code", Json(finding.code) },
        { "pair", textOrNull(finding.pair) }, { "field", textOrNull(finding.field) },
        { "message", Json(finding.message) } });
}

Json withoutNonFinite(Json value)
{
    std::vector<Finding> ignored;
    Cleaner(ignored).clean(value, {}, {});
    return value;
}

} // namespace tradestate
