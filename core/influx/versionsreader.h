// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/eventlogsave.h"
#include "core/influx/influxclient.h"

namespace tradestate {

/// How much of each event is asked for: with every field a read costs more.
enum class EventFields {
    Data, ///< tags and data
    Row, ///< and the checksum
    All
};

/// Reads the event log with few queries that touch little of it: a log has one series per event, and asking for the
/// newest version of everything takes a server a second where the newest minutes take milliseconds.
class VersionsReader
{
public:
    /// The client must outlive the reader.
    VersionsReader(InfluxClient& client, EventLogOptions options);

    /// Everything as LogEvent that the condition (InfluxQL, empty: everything) and what follows it select.
    [[nodiscard]] Result<std::vector<LogEvent>> events(const std::string& condition, const std::string& rest,
        const std::stop_token& stop, EventFields fields = EventFields::All);
    /// The version_id of the newest version of a state_id, empty where there is none. since remembers where it was.
    [[nodiscard]] Result<QString> newestVersion(
        const QString& stateId, std::optional<qint64>& since, const std::stop_token& stop);
    /// All commits of ours, without their records; oldest first.
    [[nodiscard]] Result<std::vector<OwnCommit>> commits(const std::stop_token& stop);
    /// The newest save mark of the Python system that is a portfolio; none where there is none.
    [[nodiscard]] Result<std::optional<LogEvent>> newestPythonPortfolio(const std::stop_token& stop);
    /// The newest Python save; with upTo as it was at that time. Only without upTo are positions looked for that came
    /// back after a save without them.
    [[nodiscard]] Result<std::optional<StoredSave>> pythonSave(
        const std::vector<OwnCommit>& commits, std::optional<qint64> upTo, const std::stop_token& stop);
    /// A save of ours, by its commit.
    [[nodiscard]] Result<StoredSave> ownSaveOf(const LogEvent& commit, const std::stop_token& stop);
    /// Position events of the Python system after a time.
    [[nodiscard]] Result<std::vector<LogEvent>> pythonPositionsAfter(qint64 time, const std::stop_token& stop);
    /// The newest version of every position at a time.
    [[nodiscard]] Result<std::vector<LogEvent>> newestPositions(
        const std::vector<OwnCommit>& commits, qint64 upTo, const std::stop_token& stop);

    /// Forgets what was remembered of the log: after rows were taken away.
    void forget();

private:
    struct Window;

    [[nodiscard]] Result<void> readMarks(Window& window, const std::stop_token& stop);
    [[nodiscard]] Result<void> readOlderPortfolioMarks(Window& window, const std::stop_token& stop);
    [[nodiscard]] Result<void> readRecent(Window& window, const std::stop_token& stop);
    [[nodiscard]] Result<void> readMissing(Window& window, const std::string& types, const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<LogEvent>> newestOf(const std::vector<QString>& stateIds, const std::string& types,
        int versions, const Window& window, const std::stop_token& stop);
    [[nodiscard]] Result<std::set<QString>> rowIds(const std::stop_token& stop);
    [[nodiscard]] Result<std::set<QString>> returnedAmong(
        const StoredSave& save, const std::vector<OwnCommit>& commits, const std::stop_token& stop);
    [[nodiscard]] Result<void> readTimes(const std::stop_token& stop);
    [[nodiscard]] Result<bool> isReturned(const QString& stateId, const VersionGap& gap,
        const std::vector<OwnCommit>& commits, const std::stop_token& stop);

    InfluxClient& m_client;
    EventLogOptions m_options;
    std::optional<qint64> m_marksSince; ///< the third newest mark when the log was last read
    // The times of all versions, so that a position's whole life need not be read again each time. They only point to
    // what is then read and judged.
    std::map<QString, std::vector<qint64>> m_versionTimes;
    std::vector<qint64> m_portfolioTimes;
    std::optional<qint64> m_timesReadUpTo;
    std::map<std::tuple<QString, qint64, qint64>, bool> m_judgedGaps;
};

} // namespace tradestate
