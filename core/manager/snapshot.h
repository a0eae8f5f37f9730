// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/statestore.h"

namespace tradestate {

/// Everything that holds of what is on record, worst first: the status is the first that holds. Empty stands alone.
enum class Condition { Unreachable, Fork, Torn, Pending, Stale, Unverified, Flat, Verified, Empty };
[[nodiscard]] QString conditionText(Condition condition); ///< "unreachable", …

/// A trading system that would overwrite a change made by hand.
struct LiveSystem
{
    QString writer;
    std::optional<Timestamp> lastSave; ///< recorded_at; none: it holds the session lock and has not saved yet
    std::optional<Timestamp> nextSaveDue;
    bool holdsSessionLock = false;
};

/// A restore, undo or removal that another writer's later save took back.
struct Overwritten
{
    SaveRecord change;
    SaveRecord by;
};

/// What is on record and how far it is proven: the one computation that console, check and status show. A value; safe
/// to copy between threads.
struct Snapshot
{
    std::vector<Condition> conditions; ///< in the order of Condition; never empty after a load
    Proof proof = Proof::None;
    std::optional<SaveRecord> record; ///< the head, or the save that is viewed; none where nothing was ever saved
    TradingState state;
    std::vector<Position> ghosts;
    std::vector<Finding> findings;
    qint64 tradesSince = 0;
    std::optional<qint64> ageSeconds; ///< of the last full save, by recorded_at
    std::optional<Timestamp> staleFrom; ///< from then on it is stale unless it is saved again; none after a shutdown
    int pendingSaves = 0;
    int refusedSaves = 0;
    std::vector<SaveRecord> forkCandidates; ///< the shown one first; only in a fork
    std::optional<SaveRecord> tornSave; ///< the newest save, only where what is shown is an older whole one
    qint64 tornPositions = 0; ///< how many positions of it were found
    std::optional<Error> primaryError; ///< why the primary was not read, or the last replication failed
    std::optional<Timestamp> nextTry; ///< of the outbox
    bool lostSaves = false; ///< the primary no longer has saves that it had confirmed; primaryError says so too
    /// Pairs of positions that are open in the event log of a primary that lacks the newest save, and that this save
    /// knows to be closed: the Python system would load them.
    std::vector<QString> closedSince;
    std::optional<LiveSystem> live;
    std::optional<Overwritten> overwritten;
    std::optional<SaveRecord> undoable; ///< the restore, undo or removal that undo would take back
    bool mayWriteRecord = true;
    std::optional<Error> whyNotWrite; ///< read-only, fork, token without the right, layout undecided
    StoreInfo store;
    QString folder;
    QString envFile;
    std::optional<Timestamp> newestBackup;
    Timestamp readAt;
    QTimeZone writerZone = QTimeZone::utc(); ///< of stored times without a zone
    bool viewing = false; ///< a file or past save is looked at; it is not the state
    QString viewingWhat; ///< path or save
    std::vector<QString> recovered; ///< of a salvaged file

    [[nodiscard]] Condition status() const { return conditions.empty() ? Condition::Empty : conditions.front(); }
    [[nodiscard]] bool has(Condition condition) const;
    [[nodiscard]] bool hasFinding(const QString& code) const;
    /// The primary answers, and does not hold the newest save. In a fork, and where that save is torn, nobody says so:
    /// what is newest is the question there.
    [[nodiscard]] bool isMissedByPrimary() const;
    /// Whether there is a state of which a number of positions may be named: not where nothing was ever saved, where
    /// nothing is known of a store that does not answer, and in a backup that was made while nothing could be read.
    [[nodiscard]] bool isKnown() const;
    /// The conditions as time goes on without another read: what was read a while ago may have become stale.
    [[nodiscard]] std::vector<Condition> conditionsAt(const Timestamp& now) const;
};

/// Forked or TornSave: somebody must choose a save before anything goes on from here. None otherwise.
[[nodiscard]] std::optional<Error> whyToChoose(const Snapshot& snapshot);

} // namespace tradestate
