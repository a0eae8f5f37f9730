// SPDX-License-Identifier: MIT
#include "core/influx/versionspoints.h"

#include "core/documents/pythonjson.h"
#include "core/influx/eventlogrows.h"

#include <algorithm>

namespace tradestate {

namespace {

constexpr qint64 microsecond = 1000;
/// What a string field may hold on 2.x and on later 1.x.
constexpr size_t textLimit = size_t(1) << 20;

/// Puts the events of one save behind each other.
class SaveEvents
{
public:
    explicit SaveEvents(const SaveRecord& record)
        : m_record(record)
    {
    }

    void add(const QString& stateId, const QString& type, const Json& data, const QString& description,
        const QString& userId = {})
    {
        LogEvent event;
        event.stateId = stateId;
        event.stateType = type;
        event.operation = QStringLiteral("update");
        event.versionId = ownVersionId(stateId, m_record.savedAt, m_record.saveId);
        event.time = m_record.savedAt.nanoseconds() + static_cast<qint64>(m_events.size()) * microsecond;
        event.data = compactJson(data);
        event.checksum = pythonChecksum(data);
        event.description = description;
        event.userId = userId;
        m_events.push_back(std::move(event));
    }
    [[nodiscard]] std::vector<LogEvent> take() && { return std::move(m_events); }

private:
    const SaveRecord& m_record;
    std::vector<LogEvent> m_events;
};

Result<void> checkStorable(const LogEvent& event)
{
    if (event.data.size() > textLimit) {
        return failure(ErrorCode::CannotBeStored, eventKey(event),
            QStringLiteral("%1 bytes in one row; InfluxDB holds at most %2").arg(event.data.size()).arg(textLimit));
    }
    return {};
}

} // namespace

Result<std::vector<LogEvent>> eventsOfSave(const StoredSave& save)
{
    if (ownSaveId(QLatin1Char('_') + save.record.saveId) != save.record.saveId) {
        return failure(ErrorCode::CannotBeStored, save.record.saveId,
            QStringLiteral("a save in the event log needs a UUID in lower case as its id"));
    }
    const QString by = saveReasonText(save.record.reason);
    SaveEvents events(save.record);
    for (const auto& [pair, position] : save.state.positions) {
        events.add(eventlog::positionPrefix + pair, QStringLiteral("position"), Json(position.fields()),
            QStringLiteral("Position of %1, save by %2").arg(pair, by));
    }
    for (const auto& [pair, pairState] : save.state.pairStates) {
        events.add(eventlog::pairPrefix + pair, QStringLiteral("pair_state"), Json(pairState.fields()),
            QStringLiteral("Pair state of %1, save by %2").arg(pair, by));
    }
    events.add(eventlog::portfolioId, QStringLiteral("portfolio"), Json(joinedPortfolio(save.state)),
        QStringLiteral("Portfolio, save by %1").arg(by));
    events.add(eventlog::commitId, QStringLiteral("configuration"), toJson(save.record), save.record.description,
        save.record.folder);
    std::vector<LogEvent> result = std::move(events).take();
    for (const LogEvent& event : result) {
        if (auto storable = checkStorable(event); !storable)
            return tl::unexpected(storable.error());
    }
    return result;
}

Result<std::string> encodeEvent(const LogEvent& event)
{
    return encodeLine(LinePoint { eventlog::measurement,
        { { "operation", event.operation.toStdString() }, { "state_id", event.stateId.toStdString() },
            { "state_type", event.stateType.toStdString() }, { "version_id", event.versionId.toStdString() } },
        { { "checksum", event.checksum.toStdString() }, { "data", event.data },
            { "description", event.description.toStdString() }, { "user_id", event.userId.toStdString() } },
        event.time });
}

Result<std::string> linesOf(const QueryResult& answer, const std::set<std::string>& integerFields)
{
    std::vector<std::pair<qint64, std::string>> lines;
    for (const InfluxSeries& series : answer.series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            LinePoint point;
            point.measurement = series.name;
            point.nanoseconds = series.time(row);
            for (const auto& [name, value] : series.tags) {
                if (!value.empty())
                    point.tags.emplace_back(name, value);
            }
            for (size_t column = 0; column < series.columns.size(); ++column) {
                const std::string& name = series.columns[column];
                const InfluxValue& value = series.at(row, column);
                if (name == "time" || value.isNull())
                    continue;
                if (const std::string* text = value.asText()) {
                    point.fields.emplace_back(name, *text);
                } else if (const auto boolean = value.asBool()) {
                    point.fields.emplace_back(name, *boolean);
                } else if (const auto integer = value.asInteger(); integer && integerFields.contains(name)) {
                    point.fields.emplace_back(name, *integer);
                } else if (const auto number = value.asNumber()) {
                    point.fields.emplace_back(name, number->toDouble());
                }
            }
            auto line = encodeLine(point);
            if (!line)
                return tl::unexpected(line.error());
            lines.emplace_back(point.nanoseconds, std::move(*line));
        }
    }
    std::sort(lines.begin(), lines.end());
    std::string text;
    for (const auto& [time, line] : lines) {
        text += line;
        text.push_back('\n');
    }
    return text;
}

} // namespace tradestate
