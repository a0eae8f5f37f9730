// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/pythonjson.h"
#include "core/influx/eventlogsave.h"

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace tradestate::test {

inline constexpr qint64 second = nanosecondsPerSecond;
inline const QString ownId = QStringLiteral("0a1b2c3d-1111-4222-8333-444455556666");

inline std::set<QString> returnedKeys(const std::vector<LogEvent>& events, const std::vector<OwnCommit>& commits = {})
{
    std::map<QString, std::vector<LogEvent>> versions;
    std::vector<LogEvent> portfolios;
    std::vector<qint64> portfolioTimes;
    for (const LogEvent& event : events) {
        if (eventPart(event) == EventPart::Portfolio) {
            portfolios.push_back(event);
            portfolioTimes.push_back(event.time);
        } else if (eventPart(event) == EventPart::Position && !isDeletion(event)) {
            versions[eventKey(event)].push_back(event);
        }
    }
    std::set<QString> keys;
    for (const auto& [key, list] : versions) {
        std::vector<qint64> times;
        for (const LogEvent& version : list)
            times.push_back(version.time);
        const auto gap = newestGap(times, portfolioTimes);
        if (gap && cameBack(*gap, list, portfolios, commits, QTimeZone::utc()))
            keys.insert(key);
    }
    return keys;
}

inline std::optional<StoredSave> newest(const std::vector<LogEvent>& events, const std::vector<OwnCommit>& commits = {})
{
    return newestPythonSave({ events, commits, returnedKeys(events, commits), {} }, {});
}

/// Events of a log made up in a test; the checksum is the one that the Python system would store.
class LogMaker
{
public:
    LogEvent& add(const QString& stateId, const QString& type, qint64 seconds, const char* data)
    {
        LogEvent event;
        event.stateId = stateId;
        event.stateType = type;
        event.operation = QStringLiteral("update");
        event.time = seconds * second;
        event.versionId = stateId + QStringLiteral("_update_") + QString::number(seconds);
        event.data = data;
        event.checksum = pythonChecksum(parseJson(data)->value);
        events.push_back(event);
        return events.back();
    }
    LogEvent& position(const QString& pair, qint64 seconds, const char* data = fullPosition)
    {
        return add(QStringLiteral("position_") + pair, QStringLiteral("position"), seconds, data);
    }
    LogEvent& pairState(const QString& pair, qint64 seconds)
    {
        return add(QStringLiteral("pair_") + pair, QStringLiteral("pair_state"), seconds, "{\"position\": \"none\"}");
    }
    LogEvent& portfolio(qint64 seconds, int open)
    {
        return add(QStringLiteral("portfolio_main"), QStringLiteral("portfolio"), seconds,
            QStringLiteral("{\"total_value\": 1.5, \"open_positions\": %1}").arg(open).toUtf8().constData());
    }
    void remove(const QString& pair, qint64 seconds)
    {
        LogEvent& event = position(pair, seconds, "{\"deleted\": true}");
        event.operation = QStringLiteral("delete");
        event.checksum.clear();
    }
    /// The newest event becomes one of a save of ours.
    void own(const QString& saveId = ownId)
    {
        LogEvent& event = events.back();
        event.versionId = ownVersionId(event.stateId, Timestamp::fromNanoseconds(event.time / second * second), saveId);
    }

    static constexpr const char* fullPosition = "{\"direction\": \"long\", \"quantity\": 2.0, \"entry_price\": 10.5, "
                                                "\"entry_time\": \"2025-07-20 08:00:00\"}";
    static constexpr const char* placeholder = "{\"direction\": \"LONG\", \"quantity\": 0.01, \"entry_price\": 1.0, "
                                               "\"entry_time\": \"2025-07-21 08:00:00\"}";

    std::vector<LogEvent> events;
};

} // namespace tradestate::test
