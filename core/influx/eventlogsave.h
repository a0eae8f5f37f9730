// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/eventlog.h"
#include "core/state/statestore.h"

#include <QTimeZone>

#include <map>
#include <set>

namespace tradestate {

struct EventLogOptions
{
    QString account = QStringLiteral("default");
    QTimeZone zoneOfNaive = QTimeZone::utc();
    qint64 intervalNanoseconds = 300 * nanosecondsPerSecond; ///< between two saves of the trading system
};

/// A part of an event log from which its newest Python save can be told: the newest three save marks, every position
/// event after the third of them, and of every other state_id the newest version. More events change nothing; the
/// whole log is such a part too.
struct EventLogSlice
{
    std::vector<LogEvent> events; ///< in any order
    std::vector<OwnCommit> commits; ///< all saves of ours; rows of others that look like ours are ignored
    std::set<QString> returned; ///< keys of positions that came back after a save without them (returnedGhost)
    /// Where the portfolio is no longer written, the pair state whose versions stand for it; empty: the one that was
    /// written most often, which needs all events after the newest portfolio.
    QString markStateId;
};

/// The newest save of the Python trading system, with the versions since. None where it never saved anything.
[[nodiscard]] std::optional<StoredSave> newestPythonSave(const EventLogSlice& slice, const EventLogOptions& options);

/// What the Python system traded after a save of ours that it has not taken over in a save of its own yet: a save of
/// its folder that stands for those trades. own is the newest save of ours; python the newest one of the Python system;
/// positionEvents are the position events of the Python system after that. None where there is nothing that own does
/// not know.
[[nodiscard]] std::optional<StoredSave> pythonTradesAfter(const StoredSave& own,
    const std::optional<StoredSave>& python, const std::vector<LogEvent>& positionEvents,
    const EventLogOptions& options);

/// A save of ours as its rows say. rows: the events between its time and its commit; others are passed over.
[[nodiscard]] StoredSave ownSave(const LogEvent& commit, const std::vector<LogEvent>& rows);
/// The record that a commit holds; one that cannot be read still tells its save_id, folder and time.
[[nodiscard]] SaveRecord recordOfCommit(const LogEvent& commit);

/// Position events that count no more and were never deleted: their newest version is older than the save, and the
/// save has no such position. Adds a finding for each.
void addGhosts(StoredSave& save, const std::vector<LogEvent>& newestVersions);

/// A stretch in which a position was missing from at least one save.
struct VersionGap
{
    qint64 before = 0; ///< the last version before it
    qint64 after = 0; ///< the first version after it
};
/// The newest gap between the versions of one position, given the times of all its versions that are no deletions and
/// of all portfolios, both ascending. Some of those portfolios may be no saves: cameBack decides.
[[nodiscard]] std::optional<VersionGap> newestGap(
    const std::vector<qint64>& versionTimes, const std::vector<qint64>& portfolioTimes);
/// True where the position that came after the gap is the one from before it: the Python system took up what it had
/// lost or closed. versions: its events up to the gap's end; portfolios: those inside the gap.
[[nodiscard]] bool cameBack(const VersionGap& gap, const std::vector<LogEvent>& versions,
    const std::vector<LogEvent>& portfolios, const std::vector<OwnCommit>& commits, const QTimeZone& zoneOfNaive);

} // namespace tradestate
