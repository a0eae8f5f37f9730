// SPDX-License-Identifier: MIT
#include "core/influx/versionsconditions.h"
#include "core/influx/versionslayout.h"
#include "core/influx/versionspoints.h"

#include <algorithm>

namespace tradestate {

using namespace versions;

namespace {

std::vector<QString> stateIdsOf(const RowKeys& keys)
{
    std::vector<QString> ids;
    for (const QString& pair : keys.positions)
        ids.push_back(eventlog::positionPrefix + pair);
    for (const QString& pair : keys.pairStates)
        ids.push_back(eventlog::pairPrefix + pair);
    return ids;
}

} // namespace

Result<void> VersionsLayout::writeEvents(const std::vector<LogEvent>& events, const std::stop_token& stop)
{
    std::vector<std::string> lines;
    for (const LogEvent& event : events) {
        auto line = encodeEvent(event);
        if (!line)
            return tl::unexpected(line.error());
        lines.push_back(std::move(*line));
    }
    return m_client.write(lines, stop);
}

Result<void> VersionsLayout::proveWritten(
    const SaveRecord& record, std::vector<LogEvent> meant, const std::stop_token& stop)
{
    auto found = m_reader.events(
        "time >= " + influxTime(meant.front().time) + " AND time <= " + influxTime(meant.back().time), {}, stop);
    if (!found)
        return tl::unexpected(found.error());
    std::erase_if(*found, [&record](const LogEvent& event) { return ownSaveId(event.versionId) != record.saveId; });
    std::sort(found->begin(), found->end(), earlierEvent);
    std::sort(meant.begin(), meant.end(), earlierEvent);
    if (*found == meant)
        return {};
    const auto same = std::count_if(meant.begin(), meant.end(),
        [&found](const LogEvent& event) { return std::find(found->begin(), found->end(), event) != found->end(); });
    const QString why = QStringLiteral("%1 of %2 rows were read back as they were written").arg(same).arg(meant.size());
    auto retention = m_client.retention(stop);
    const SystemClock systemClock;
    const Clock& clock = m_context.clock ? *m_context.clock : systemClock;
    if (retention && *retention && meant.front().time < clock.now().nanoseconds() - **retention)
        return failure(ErrorCode::BeyondRetention, m_client.settings().bucket, why);
    return failure(ErrorCode::NotConfirmed, record.saveId, why);
}

Result<void> VersionsLayout::write(const StoredSave& save, const std::stop_token& stop)
{
    auto events = eventsOfSave(save);
    if (!events)
        return tl::unexpected(events.error());
    // A commit that cannot be written must not leave rows behind: every line is made before the first is sent.
    for (const LogEvent& event : *events) {
        if (auto line = encodeEvent(event); !line)
            return tl::unexpected(line.error());
    }
    const std::vector<LogEvent> commit { events->back() };
    events->pop_back();
    // The same save may be there already, with its commit: only its rows are compared before the commit is sent.
    if (auto written = writeEvents(*events, stop); !written)
        return written;
    if (auto proven = proveWritten(save.record, *events, stop); !proven)
        return proven;
    if (auto written = writeEvents(commit, stop); !written)
        return written;
    events->push_back(commit.front());
    if (auto proven = proveWritten(save.record, *events, stop); !proven)
        return proven;
    auto stored = m_reader.ownSaveOf(commit.front(), stop);
    if (!stored)
        return tl::unexpected(stored.error());
    if (stored->proof == Proof::Torn || !(stored->record == save.record) || !(stored->state == save.state))
        return failure(ErrorCode::NotConfirmed, save.record.saveId,
            QStringLiteral("it was read back otherwise than it was written"));
    return {};
}

Result<std::string> VersionsLayout::exportRows(const RowKeys& keys, const std::stop_token& stop)
{
    std::set<std::string> integerFields;
    auto types = m_client.query("SHOW FIELD KEYS FROM " + influxName(eventlog::measurement), stop);
    if (!types)
        return tl::unexpected(types.error());
    for (const InfluxSeries& series : types->series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            if (series.at(row, "fieldType").toString() == QLatin1String("integer"))
                integerFields.insert(series.at(row, "fieldKey").text);
        }
    }
    std::string lines;
    for (const QString& stateId : stateIdsOf(keys)) {
        auto answer = m_client.query(
            "SELECT * FROM " + influxName(eventlog::measurement) + " WHERE " + isStateId(stateId) + " GROUP BY *",
            stop);
        if (!answer)
            return tl::unexpected(answer.error());
        auto exported = linesOf(*answer, integerFields);
        if (!exported)
            return tl::unexpected(exported.error());
        lines += *exported;
        std::optional<qint64>& newest = m_exported[stateId];
        newest.reset();
        for (const InfluxSeries& series : answer->series) {
            for (size_t row = 0; row < series.rowCount(); ++row)
                newest = std::max(newest.value_or(series.time(row)), series.time(row));
        }
    }
    return lines;
}

Result<void> VersionsLayout::removeRows(const RowKeys& keys, const std::stop_token& stop)
{
    const std::vector<QString> stateIds = stateIdsOf(keys);
    for (const QString& stateId : stateIds) {
        if (!m_exported.contains(stateId))
            return failure(ErrorCode::WrongUse, stateId, QStringLiteral("its events were not exported first"));
    }
    m_reader.forget();
    for (const QString& stateId : stateIds) {
        const std::optional<qint64> newest = m_exported[stateId];
        if (newest) {
            auto removed = m_client.deleteRows(
                eventlog::measurement, isStateId(stateId) + " AND time <= " + influxTime(*newest), stop);
            if (!removed)
                return removed;
        }
        auto left = m_reader.events(isStateId(stateId), newestFirst(1), stop);
        if (!left)
            return tl::unexpected(left.error());
        if (left->empty())
            continue;
        if (!newest || left->front().time > *newest) {
            return failure(ErrorCode::HeadChanged, stateId,
                QStringLiteral("the trading system wrote it again after its events were exported"));
        }
        return failure(ErrorCode::NotConfirmed, stateId, QStringLiteral("its events are still there"));
    }
    return {};
}

} // namespace tradestate
