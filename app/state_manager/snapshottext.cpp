// SPDX-License-Identifier: MIT
#include "app/state_manager/snapshottext.h"

#include "app/state_manager/texttable.h"
#include "core/base/plaintext.h"
#include "core/state/measured.h"

#include <algorithm>
#include <map>
#include <utility>

namespace tradestate {

namespace {

using Align = TextTable::Align;

QString directionText(Direction direction, const QString& asStored)
{
    switch (direction) {
    case Direction::Long:
        return QStringLiteral("▲ long");
    case Direction::Short:
        return QStringLiteral("▼ short");
    case Direction::Unknown:
        break;
    }
    return asStored.isEmpty() ? QString() : QStringLiteral("? ") + asStored;
}

QString pairPositionText(const PairState& state)
{
    switch (state.position()) {
    case PairPosition::None:
        return QStringLiteral("none");
    case PairPosition::Long:
        return QStringLiteral("▲ long");
    case PairPosition::Short:
        return QStringLiteral("▼ short");
    case PairPosition::Unknown:
        break;
    }
    return fieldAsShown(state.fields(), "position");
}

/// "buy 0.1 BTCUSD @ 50000.0"; empty where nothing of the leg was stored. A long position buys its first leg.
QString legText(const Position& position, int leg)
{
    const Json::Object& fields = position.fields();
    const QString volume = fieldAsShown(fields, leg == 1 ? "volume1" : "volume2");
    const QString price = fieldAsShown(fields, leg == 1 ? "entry_price1" : "entry_price2");
    if (volume.isEmpty() && price.isEmpty())
        return QString();
    QStringList words;
    if (position.direction() != Direction::Unknown) {
        const bool buys = (position.direction() == Direction::Long) == (leg == 1);
        words.append(buys ? QStringLiteral("buy") : QStringLiteral("sell"));
    }
    words.append(volume.isEmpty() ? QStringLiteral("–") : volume);
    words.append(leg == 1 ? position.symbol1() : position.symbol2());
    if (!price.isEmpty())
        words.append(QStringLiteral("@ ") + price);
    return words.join(QLatin1Char(' '));
}

using NotesByPair = std::map<QString, QStringList>;

NotesByPair notesOf(const Snapshot& snapshot)
{
    NotesByPair notes;
    for (const Finding& finding : snapshot.findings) {
        if (!finding.pair.isEmpty() && !notes[finding.pair].contains(finding.code))
            notes[finding.pair].append(finding.code);
    }
    return notes;
}

TextTable positionTable()
{
    return TextTable({ { QStringLiteral("Pair") }, { QStringLiteral("Direction") },
        { QStringLiteral("Quantity"), Align::Right }, { QStringLiteral("Entry price"), Align::Right },
        { QStringLiteral("Entry time") }, { QStringLiteral("Leg 1"), Align::Left, true },
        { QStringLiteral("Leg 2"), Align::Left, true }, { QStringLiteral("Stop"), Align::Right, true },
        { QStringLiteral("Target"), Align::Right, true }, { QStringLiteral("Notes"), Align::Left, true, true } });
}

void addPosition(TextTable& table, const QString& key, const Position& position, const NotesByPair& notes)
{
    const Json::Object& fields = position.fields();
    const auto note = notes.find(key);
    table.addRow(
        { key, directionText(position.direction(), fieldAsShown(fields, "direction")), fieldAsShown(fields, "quantity"),
            fieldAsShown(fields, "entry_price"), fieldAsShown(fields, "entry_time"), legText(position, 1),
            legText(position, 2), fieldAsShown(fields, "stop_loss"), fieldAsShown(fields, "take_profit"),
            note == notes.end() ? QString() : note->second.join(QStringLiteral(", ")) });
}

/// "Heading", then "  label   value" lines; empty values show as unknown.
class Section
{
public:
    void add(const QString& label, const QString& value) { m_entries.push_back({ label, value }); }
    void addKnown(const QString& label, const QString& value)
    {
        if (!value.isEmpty())
            add(label, value);
    }
    [[nodiscard]] QStringList lines() const
    {
        int width = 0;
        for (const auto& [label, value] : m_entries)
            width = std::max(width, cellWidth(label));
        QStringList result;
        for (const auto& [label, value] : m_entries) {
            result.append(QStringLiteral("  ") + label + QString(width - cellWidth(label) + 2, QLatin1Char(' '))
                + (value.isEmpty() ? QStringLiteral("–") : withoutControls(value)));
        }
        return result;
    }

private:
    std::vector<std::pair<QString, QString>> m_entries;
};

QString storeText(const Snapshot& snapshot)
{
    const StoreInfo& store = snapshot.store;
    if (store.type == QLatin1String("file"))
        return QStringLiteral("files in %1, account %2").arg(store.url, store.account);
    QString text = QStringLiteral("InfluxDB");
    if (!store.version.isEmpty())
        text += QLatin1Char(' ') + store.version;
    text += QStringLiteral(" at ") + store.url;
    if (!store.bucket.isEmpty())
        text += QStringLiteral(", bucket ") + store.bucket;
    if (!store.layout.isEmpty())
        text += QStringLiteral(", layout ") + store.layout;
    return text + QStringLiteral(", account ") + store.account;
}

QStringList sourceLines(const Snapshot& snapshot)
{
    Section section;
    if (snapshot.viewing) {
        section.add(QStringLiteral("Viewing"), snapshot.viewingWhat + QStringLiteral(" (not what is on record now)"));
    } else {
        section.add(QStringLiteral("Store"), storeText(snapshot));
        section.add(QStringLiteral("Journal and backups"), snapshot.folder);
        section.add(QStringLiteral("Settings"),
            snapshot.envFile.isEmpty() ? QStringLiteral("no .env; environment and defaults") : snapshot.envFile);
    }
    return section.lines();
}

QStringList statusLines(const Snapshot& snapshot, const Settings& settings, const Output& output)
{
    StatusWords words = statusWords(snapshot, snapshot.readAt, settings.saveIntervalSeconds);
    words.viewing.clear(); // named above
    QStringList lines = statusSentences(words);
    lines.front() = output.coloured(words.level, lines.front());
    for (size_t i = 0; i < words.others.size(); ++i)
        lines[qsizetype(i) + 1] = output.coloured(words.others[i].level, lines[qsizetype(i) + 1]);
    if (!words.worst.detail.isEmpty() && words.level != StatusLevel::Good)
        lines.insert(1, QStringLiteral("  ") + withoutControls(words.worst.detail));
    if (snapshot.overwritten) {
        lines.append(output.coloured(StatusLevel::Warning,
            QStringLiteral("⚠ The %1 of %2 was overwritten at %3 by %4")
                .arg(saveReasonText(snapshot.overwritten->change.reason),
                    momentText(snapshot.overwritten->change.savedAt), momentText(snapshot.overwritten->by.savedAt),
                    withoutControls(snapshot.overwritten->by.writer))));
    }
    return lines;
}

QStringList sessionLines(const Snapshot& snapshot)
{
    const SessionInfo& session = snapshot.state.session;
    Section section;
    section.add(QStringLiteral("Data provider"), session.dataProvider());
    section.add(QStringLiteral("Broker"), session.broker());
    section.add(QStringLiteral("Strategy"), session.strategy());
    section.add(QStringLiteral("Trading mode"), session.tradingMode());
    section.addKnown(QStringLiteral("System version"), session.systemVersion());
    const auto saveTime = session.saveTime();
    section.add(QStringLiteral("Save time"), saveTime ? saveTime->original() : QString());
    if (snapshot.record) {
        const SaveRecord& record = *snapshot.record;
        section.add(QStringLiteral("Save"),
            QStringLiteral("%1 (%2, %3)")
                .arg(record.saveId, saveReasonText(record.reason), momentText(record.savedAt)));
        section.addKnown(QStringLiteral("Saved by"), record.writer);
        section.addKnown(QStringLiteral("Description"), record.description);
    }
    return section.lines();
}

QStringList pairStateLines(const Snapshot& snapshot)
{
    TextTable table({ { QStringLiteral("Pair") }, { QStringLiteral("Position") },
        { QStringLiteral("Cooldown"), Align::Right }, { QStringLiteral("Z-score"), Align::Right },
        { QStringLiteral("Spread"), Align::Right, true }, { QStringLiteral("Last update") } });
    for (const auto& [key, state] : snapshot.state.pairStates) {
        const Json::Object& fields = state.fields();
        table.addRow({ key, pairPositionText(state), fieldAsShown(fields, "cooldown"), fieldAsShown(fields, "z_score"),
            fieldAsShown(fields, "spread"), fieldAsShown(fields, "last_update") });
    }
    return table.lines();
}

QStringList portfolioLines(const Snapshot& snapshot)
{
    static const std::pair<const char*, const char*> measuredFields[]
        = { { "Total value", "total_value" }, { "Available balance", "available_balance" },
              { "Total P&L", "total_pnl" }, { "Daily P&L", "daily_pnl" }, { "Peak value", "peak_value" } };
    const Json::Object& fields = snapshot.state.portfolio.fields();
    const bool measured = portfolioIsMeasured(snapshot.state);
    Section section;
    for (const auto& [label, field] : measuredFields) {
        const bool stored = fields.find(std::string_view(field)) != fields.end();
        section.add(QString::fromLatin1(label),
            measured || !stored ? fieldAsShown(fields, field) : QStringLiteral("– not recorded"));
    }
    section.add(QStringLiteral("Open positions"), fieldAsShown(fields, "open_positions"));
    return section.lines();
}

StatusLevel levelOf(Severity severity)
{
    switch (severity) {
    case Severity::Information:
        return StatusLevel::Information;
    case Severity::Warning:
        return StatusLevel::Warning;
    case Severity::Error:
        return StatusLevel::Danger;
    }
    return StatusLevel::Neutral;
}

QStringList findingLines(const std::vector<Finding>& findings, const Output& output)
{
    QStringList lines;
    for (const Finding& finding : findings) {
        QString where = finding.pair;
        if (!finding.field.isEmpty())
            where += (where.isEmpty() ? QString() : QStringLiteral(" ")) + finding.field;
        const QString severity = severityText(finding.severity);
        lines.append(QStringLiteral("  ") + output.coloured(levelOf(finding.severity), severity)
            + QString(std::max<qsizetype>(13 - severity.size(), 1), QLatin1Char(' '))
            + withoutControls(finding.code + (where.isEmpty() ? QString() : QStringLiteral(" · ") + where)
                + QStringLiteral(": ") + finding.message));
    }
    return lines;
}

QString counted(const QString& heading, size_t count)
{
    return QStringLiteral("%1 (%2)").arg(heading).arg(count);
}

} // namespace

QStringList snapshotText(const Snapshot& snapshot, const Settings& settings, const Output& output)
{
    const TradingState& state = snapshot.state;
    const NotesByPair notes = notesOf(snapshot);
    QStringList lines = sourceLines(snapshot);
    const auto section = [&](const QString& heading, const QStringList& content) {
        lines.append(QString());
        if (!heading.isEmpty())
            lines.append(output.heading(heading));
        lines.append(content);
    };
    section(QString(), statusLines(snapshot, settings, output));
    if (snapshot.has(Condition::Empty))
        return lines;
    if (!snapshot.isKnown()) {
        if (!snapshot.findings.empty())
            section(QStringLiteral("Findings"), findingLines(snapshot.findings, output));
        return lines;
    }

    if (!snapshot.recovered.empty())
        section(QStringLiteral("Recovered from the damaged file"), [&] {
            QStringList recovered;
            for (const QString& line : snapshot.recovered)
                recovered.append(QStringLiteral("  ") + withoutControls(line));
            return recovered;
        }());

    TextTable positions = positionTable();
    for (const auto& [key, position] : state.positions)
        addPosition(positions, key, position, notes);
    section(counted(QStringLiteral("Positions"), state.positions.size()),
        positions.isEmpty() ? QStringList { QStringLiteral("  none") } : positions.lines());

    if (!snapshot.ghosts.empty()) {
        TextTable ghosts = positionTable();
        for (const Position& ghost : snapshot.ghosts)
            addPosition(ghosts, ghost.pair(), ghost, notes);
        section(counted(QStringLiteral("Suspected ghosts, not part of the last save"), snapshot.ghosts.size()),
            ghosts.lines());
    }

    section(QStringLiteral("Current trading state"), sessionLines(snapshot));
    section(counted(QStringLiteral("Pair states"), state.pairStates.size()),
        state.pairStates.empty() ? QStringList { QStringLiteral("  none") } : pairStateLines(snapshot));
    section(QStringLiteral("Portfolio"), portfolioLines(snapshot));
    section(counted(QStringLiteral("Findings"), snapshot.findings.size()),
        snapshot.findings.empty() ? QStringList { QStringLiteral("  none") } : findingLines(snapshot.findings, output));
    if (!snapshot.viewing) {
        QString pending = QStringLiteral("  %1").arg(snapshot.pendingSaves);
        if (snapshot.refusedSaves > 0)
            pending += QStringLiteral(", and %1 that InfluxDB refused").arg(snapshot.refusedSaves);
        section(QStringLiteral("Pending saves"), { pending });
    }
    return lines;
}

QString momentText(const Timestamp& time)
{
    return time.toDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
}

QString positionInWords(const Json& row)
{
    const Json::Object* fields = row.asObject();
    if (!fields)
        return QString();
    QStringList words;
    const QString direction = fieldAsShown(*fields, "direction");
    if (!direction.isEmpty())
        words.append(direction);
    if (const QString quantity = fieldAsShown(*fields, "quantity"); !quantity.isEmpty())
        words.append(quantity);
    if (const QString price = fieldAsShown(*fields, "entry_price"); !price.isEmpty())
        words.append(QStringLiteral("@ ") + price);
    return words.isEmpty() ? QStringLiteral("?") : words.join(QLatin1Char(' '));
}

QString shortened(const QString& text, int characters)
{
    return text.size() <= characters ? text : text.left(characters - 1) + QStringLiteral("…");
}

} // namespace tradestate
