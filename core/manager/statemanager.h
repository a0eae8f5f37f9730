// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/config/settings.h"
#include "core/files/locks.h"
#include "core/manager/changeplan.h"

#include <memory>

namespace tradestate {

struct DoctorReport;
struct HealthReport;
struct MigrationOptions;
struct MigrationReport;
struct SystemStatus;

/// Everything that can be done with a state on record, as plain blocking calls; StateService runs them off the UI
/// thread. The calls fall into two groups that may run at the same time on one thread each: those marked [disk] never
/// touch the network, those marked [network] may read and write the journal too. What both share is guarded inside.
class StateManager
{
public:
    struct Parts
    {
        Settings settings;
        std::shared_ptr<const Clock> clock; ///< the system's where null
        std::shared_ptr<Log> log; ///< nowhere where null
        QString program; ///< for SaveRecord::writer, such as "trading-state-console"
        /// An empty record begins with the legacy files beside the .env and in the folder; see loadOrMigrate().
        bool autoMigrate = false;
    };

    explicit StateManager(Parts parts);
    ~StateManager();
    StateManager(const StateManager&) = delete;
    StateManager& operator=(const StateManager&) = delete;

    [[nodiscard]] const Settings& settings() const;

    /// [network] Reads journal and primary, applies the rule of the head, and says what is on record. Fails only where
    /// not even the journal can be read; an unreachable primary is a condition.
    [[nodiscard]] Result<Snapshot> load(const std::stop_token& stop = {});
    /// [disk] The same from the journal and what was last seen of the primary.
    [[nodiscard]] Result<Snapshot> loadLocal();
    /// [network] A past save, for viewing: "head", a save_id or a unique prefix of 6 or more, or an ISO time (the
    /// newest save at or before it; Unreachable holds too where that is of this machine alone); an existing file's path
    /// reads that file.
    [[nodiscard]] Result<Snapshot> view(const QString& reference, const std::stop_token& stop = {});
    /// [disk] A document, for viewing.
    [[nodiscard]] Result<Snapshot> viewFile(const QString& path) const;

    /// [network] Reads and writes a verified backup file; directoryOrFile empty: the backup folder.
    [[nodiscard]] Result<BackupReport> backup(
        const QString& description, const QString& directoryOrFile = {}, const std::stop_token& stop = {});
    /// [disk] Writes what the snapshot shows.
    [[nodiscard]] Result<BackupReport> backupOf(
        const Snapshot& snapshot, const QString& description, const QString& directoryOrFile = {});
    /// [disk] Newest first.
    [[nodiscard]] Result<std::vector<BackupEntry>> backups(const std::stop_token& stop = {}) const;

    /// [network] load(); with Parts::autoMigrate an empty record is filled from legacy files first. Fails with
    /// NothingStored where there are some and none can be taken: that is not an empty book.
    [[nodiscard]] Result<Snapshot> loadOrMigrate(const std::stop_token& stop = {});
    /// [network] The state on record, where it is certain which save is the newest: else fails with NothingStored,
    /// Forked, TornSave or why the primary was not read (load() tells what is known all the same). How far that save is
    /// proven tells systemStatus(). Migrates as loadOrMigrate() does.
    [[nodiscard]] Result<TradingState> loadTradingState(const std::stop_token& stop = {});
    /// [network] Parts of loadTradingState().
    [[nodiscard]] Result<Positions> allPositions(const std::stop_token& stop = {});
    [[nodiscard]] Result<PortfolioSummary> portfolioSummary(const std::stop_token& stop = {});
    /// [network] How the store is, and how far what is on record is proven.
    [[nodiscard]] Result<SystemStatus> systemStatus(const std::stop_token& stop = {});
    /// [network] backup() and its path.
    [[nodiscard]] Result<QString> createBackup(const QString& description = {}, const std::stop_token& stop = {});
    /// [network] planRestore() of a file and apply() in one step. Refuses what they refuse; rows that a plan leaves
    /// unticked, such as positions whose pair state says none, are not taken: who wants to see them looks at the plan.
    [[nodiscard]] Result<ChangeReport> restoreBackup(
        const QString& file, const ApplyOptions& options = {}, const std::stop_token& stop = {});

    /// [network] A checkpoint of the current state, reason manual.
    [[nodiscard]] Result<SaveReport> save(const QString& description, bool force, const std::stop_token& stop = {});
    /// [disk] Journals a state of this program (identity under the lock, then durably); replicate() sends it. Where
    /// the file fallback is off there is no journal: then it is [network], and acknowledged when InfluxDB has it.
    [[nodiscard]] Result<SaveRecord> journalSave(
        const TradingState& state, SaveReason reason, const QString& description);
    /// [any thread] For the life of a trading session; LockHeld, with the holder's name, where another one runs.
    [[nodiscard]] Result<FileLock> lockSession();
    /// [network] Sends what is pending; the number that is still pending afterwards.
    [[nodiscard]] Result<int> replicate(const std::stop_token& stop = {});
    /// [any thread] When it makes sense to call replicate again: later after each failure; none after success.
    [[nodiscard]] std::optional<Timestamp> nextTry() const;

    /// [network] Plans. Choosing a fork's candidate is planRestore with its save_id.
    [[nodiscard]] Result<ChangePlan> planRestore(
        const QString& fileOrSave, const PlanOptions& options = {}, const std::stop_token& stop = {});
    [[nodiscard]] Result<ChangePlan> planUndo(const PlanOptions& options = {}, const std::stop_token& stop = {});
    [[nodiscard]] Result<ChangePlan> planRemove(
        const QString& pair, const QString& reason, const PlanOptions& options = {}, const std::stop_token& stop = {});
    /// [network] Rescue copy, heads read again, append under the lock, write, read back, banner. HeadChanged where the
    /// plan is no longer about the head.
    [[nodiscard]] Result<ChangeReport> apply(const ChangePlan& plan, const ApplyOptions& options = {},
        const StepCallback& progress = {}, const std::stop_token& stop = {});

    /// [network] Takes legacy files into an empty record, each as a save, the newest last; see migration.h. Changes
    /// nothing on record otherwise, and no file. Unreachable and Forked: then nothing tells that it is empty.
    [[nodiscard]] Result<MigrationReport> migrate(const MigrationOptions& options, const std::stop_token& stop = {});

    /// [network] Journal and primary together, newest first.
    [[nodiscard]] Result<std::vector<HistoryEntry>> history(
        const std::optional<Timestamp>& since = {}, int limit = 100, const std::stop_token& stop = {});
    /// [network] The same, and whether the primary's are among them.
    [[nodiscard]] Result<HistoryReport> historyReport(
        const std::optional<Timestamp>& since = {}, int limit = 100, const std::stop_token& stop = {});
    /// [network] Rows that differ between two references (see view).
    [[nodiscard]] Result<std::vector<RowDifference>> diff(
        const QString& a, const QString& b, const std::stop_token& stop = {});
    /// [network] Proves the primary's head, or with all every file, journal entry and primary save; or one file.
    [[nodiscard]] Result<std::vector<VerifyLine>> verify(
        const QString& file, bool all, const std::stop_token& stop = {});
    /// [network] Whose saves are kept in this folder or in the primary, sorted; the account of the settings is always
    /// among them. A primary that cannot be read adds none.
    [[nodiscard]] Result<QStringList> accounts(const std::stop_token& stop = {});
    /// [any thread] One line for the log that the settings name. May wait for the disk.
    void writeLog(LogLevel level, const QString& line) const;

    /// [network] Whether the store can do its work, and of what kind the trouble is if not. Writes nothing.
    [[nodiscard]] HealthReport healthCheck(const std::stop_token& stop = {}) const;
    /// [network] Everything that can be checked, each with evidence and what to do. Writes nothing, whatever the
    /// settings allow. wrongSettings: what was found wrong in them before; these settings have the defaults there.
    [[nodiscard]] DoctorReport examine(
        const std::vector<Error>& wrongSettings = {}, const std::stop_token& stop = {}) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate
