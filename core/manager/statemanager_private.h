// SPDX-License-Identifier: MIT
#pragma once

#include "core/files/journal.h"
#include "core/files/seenfolder.h"
#include "core/manager/head.h"
#include "core/manager/migration.h"
#include "core/manager/outbox.h"
#include "core/manager/primaryview.h"
#include "core/manager/restoreplan.h"
#include "core/manager/statemanager.h"
#include "core/manager/statemanager_primary.h"
#include "core/manager/status.h"

#include <mutex>

namespace tradestate {

/// The record as it was read at one moment. Stays where it is: the decision points into the input.
struct RecordReading
{
    std::shared_ptr<StateFolder> folder; ///< null where there is none and none can be made
    std::optional<Error> folderError; ///< why it cannot be written
    HeadInput input;
    HeadDecision decision;
    ReplicationState notes;
    std::vector<Finding> findings; ///< of files on this machine and of the server
    std::optional<Error> primaryError;
    PrimaryKey key;
    StoreInfo store;
    bool asked = false; ///< the primary was asked
    std::optional<StoredSave> olderWhole; ///< shown where the head is torn
    std::optional<std::map<QString, JournalEntry>> journalPaths; ///< by save_id, once it was needed

    RecordReading() = default;
    RecordReading(const RecordReading&) = delete;
    RecordReading& operator=(const RecordReading&) = delete;

    [[nodiscard]] const StoredSave* shown() const
    {
        if (olderWhole)
            return &*olderWhole;
        return decision.head ? decision.head->save : nullptr;
    }
    [[nodiscard]] const std::vector<StoredSave>* heads() const
    {
        return input.primaryHeads ? &*input.primaryHeads : nullptr;
    }
};

/// A reference that is a file rather than a save: what is there, and every absolute path, so that a folder or a missing
/// file is told as such. "head" is the record, even where a file of that name lies about.
[[nodiscard]] bool namesFile(const QString& reference);

/// A new save, before it has an identity.
struct AppendRequest
{
    TradingState state;
    SaveReason reason = SaveReason::Manual;
    QString description;
    std::optional<RestoredFrom> restoredFrom;
    Json::Object other; ///< kept in the record beside its own fields
    std::optional<SaveRecord> parent;
    std::vector<SaveRecord> resolved;
    bool ownLine = false; ///< a running trading system: goes on along its own line, whatever else was saved
    QString layout; ///< of the primary that it is for; empty where it is not known
    std::optional<Timestamp> newestEvent; ///< of an event log
};

/// What is left of a migration once it is decided.
struct MigrationWork
{
    std::vector<size_t> left; ///< the items that become saves, oldest first
    size_t of = 0; ///< how many saves the whole migration makes
    std::optional<SaveRecord> parent;
    QString layout; ///< in which an empty bucket is to be written
};

/// What the primary is asked for when the record is read.
enum class AskPrimary {
    Nothing,
    Saves,
    SavesAndRights, ///< for a reader who is told next what may be done
};

struct StateManager::Private
{
    explicit Private(Parts given);

    [[nodiscard]] Timestamp now() const { return clock->now(); }
    void log(LogLevel level, const QString& line) const;

    [[nodiscard]] bool hasPrimary() const { return settings.storeType == StoreType::InfluxDb; }
    [[nodiscard]] bool hasJournal() const { return !hasPrimary() || settings.enableFileFallback; }
    /// ReadOnly where the settings say so.
    [[nodiscard]] Result<void> mayWrite() const;

    // Any thread.
    [[nodiscard]] Result<std::shared_ptr<StateFolder>> folder();
    /// How every document is read, wherever it comes from: journal, seen saves, backups and files alike.
    [[nodiscard]] DocumentOptions documentOptions() const;
    [[nodiscard]] Result<Document> readDocumentFile(const QString& path) const;
    [[nodiscard]] Journal journal(const std::shared_ptr<StateFolder>& in) const
    {
        return { in, settings.account, documentOptions() };
    }
    [[nodiscard]] SeenFolder seenSaves(const std::shared_ptr<StateFolder>& in, const PrimaryKey& key) const
    {
        return SeenFolder(in->seenFolder(key.id()), documentOptions());
    }
    [[nodiscard]] Result<LocalReading> beginLocal(const std::shared_ptr<StateFolder>& in, const PrimaryKey& key) const;
    [[nodiscard]] LocalPlaces localPlaces(
        const std::shared_ptr<StateFolder>& in, const Journal& own, const PrimaryKey& key, bool recordsAlone) const;
    [[nodiscard]] Result<LocalView> readLocalView(
        const std::shared_ptr<StateFolder>& in, const PrimaryKey& key, bool recordsAlone = false) const;
    /// The layout as it was seen, as set, or as what is kept on this machine tells; tables where nothing does.
    [[nodiscard]] QString knownLayout(const std::shared_ptr<StateFolder>& in);
    /// The same, but empty where nothing tells.
    [[nodiscard]] QString layoutOnRecord(const std::shared_ptr<StateFolder>& in);
    /// When the newest save was made that this machine knows of the primary in that layout.
    [[nodiscard]] std::optional<Timestamp> newestKnown(
        const std::shared_ptr<StateFolder>& in, const QString& layout) const;
    void rememberLayout(const QString& layout);

    // Reading: what asks the primary only on the network thread.
    [[nodiscard]] Result<std::unique_ptr<RecordReading>> readRecord(AskPrimary ask, const std::stop_token& stop);
    /// Before a change by hand: looks everywhere, however slow the primary is to search.
    [[nodiscard]] Result<std::unique_ptr<RecordReading>> readForChange(const std::stop_token& stop);
    [[nodiscard]] Result<Snapshot> snapshot(RecordReading& view, const std::stop_token& stop);
    [[nodiscard]] Result<void> openForView(RecordReading& view);
    void takeLocal(RecordReading& view, LocalView local) const;
    /// The heads of the primary and what is on this machine, each while the other is read.
    [[nodiscard]] Result<void> readWithPrimary(RecordReading& view, AskPrimary ask, const std::stop_token& stop);
    void rememberHeads(RecordReading& view);
    void findOlderWhole(RecordReading& view, const std::stop_token& stop);
    [[nodiscard]] StatusInput statusInput(const RecordReading& view) const;

    // Saves by id, from any store; cached, because a save never changes.
    [[nodiscard]] std::optional<SaveRecord> findRecord(
        RecordReading& view, const QString& saveId, const std::stop_token& stop);
    [[nodiscard]] Result<StoredSave> readSave(
        RecordReading& view, const SaveRecord& record, const std::stop_token& stop);
    [[nodiscard]] std::optional<TradingState> parentState(
        RecordReading& view, const SaveRecord& of, const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<HistoryEntry>> history(
        RecordReading& view, const Timestamp& since, int limit, const std::stop_token& stop);
    /// See StateManager::view; a file is read by the caller.
    /// byTimeHere becomes true where it is the newest save before a time, and the primary may have a newer one but was
    /// not read.
    [[nodiscard]] Result<SaveRecord> resolveReference(
        RecordReading& view, const QString& reference, const std::stop_token& stop, bool* byTimeHere = nullptr);
    [[nodiscard]] Result<StoredSave> saveOfReference(
        RecordReading& view, const QString& reference, const std::stop_token& stop, bool* byTimeHere = nullptr);
    void addGuards(RecordReading& view, Snapshot& snapshot, const std::stop_token& stop);
    [[nodiscard]] std::vector<SaveRecord> recentSaves(RecordReading& view, const std::stop_token& stop);
    [[nodiscard]] std::optional<SaveRecord> newestChange(RecordReading& view, const std::stop_token& stop);
    /// What was on record before a restore, undo or removal: its rescue file's, else its parent's state.
    [[nodiscard]] std::optional<TradingState> stateBefore(
        RecordReading& view, const SaveRecord& change, const std::stop_token& stop);
    [[nodiscard]] std::optional<Overwritten> overwritten(
        RecordReading& view, const SaveRecord& change, const std::stop_token& stop);

    /// What is on record as a migration must know it; fails where that cannot be told.
    [[nodiscard]] Result<MigrationRecord> migrationRecord(
        RecordReading& view, const Snapshot& snapshot, const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<MigrationItem>> migrationItems(
        const MigrationOptions& options, const std::stop_token& stop) const;
    [[nodiscard]] Result<AppendRequest> migrationRequest(const MigrationWork& work, const std::stop_token& stop);
    [[nodiscard]] Result<MigrationReport> carryOutMigration(
        const MigrationOptions& options, MigrationReport report, MigrationWork work, const std::stop_token& stop);

    // Proving files.
    [[nodiscard]] VerifyLine verifyFile(const QString& path) const;
    [[nodiscard]] Result<std::vector<VerifyLine>> verifyBackups(const std::stop_token& stop) const;
    [[nodiscard]] Result<std::vector<VerifyLine>> verifyJournal(
        const RecordReading& view, const std::stop_token& stop) const;

    [[nodiscard]] Result<PlanSource> planSource(
        RecordReading& view, const QString& fileOrSave, const std::stop_token& stop);

    // Writing.
    [[nodiscard]] Result<BackupReport> writeBackup(
        const Snapshot& snapshot, BackupKind kind, const QString& description, const QString& directoryOrFile) const;
    /// Identity under the lock, then durably into the journal (without one: verified in InfluxDB).
    [[nodiscard]] Result<StoredSave> append(const AppendRequest& request, const std::stop_token& stop);
    [[nodiscard]] Result<Outbox::Report> replicate(std::chrono::milliseconds wait, const std::stop_token& stop);
    /// A save that was made, read again: its state must be what was meant.
    [[nodiscard]] Result<void> readBack(const StoredSave& save);
    /// After append: sends it, and says whether the primary has it.
    [[nodiscard]] SaveReport confirm(const SaveRecord& record, const std::stop_token& stop);
    void thin(Journal& in, const std::shared_ptr<StateFolder>& at);
    /// An empty bucket gets the layout that was chosen when the newest save was made.
    [[nodiscard]] QString layoutForEmptyBucket(const std::shared_ptr<StateFolder>& at);

    Settings settings;
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<Log> logSink;
    QString program;
    bool autoMigrate = false;

    // Network thread.
    [[nodiscard]] Primary& primary();
    std::unique_ptr<Primary> primaryStore;
    std::unique_ptr<Outbox> outbox;
    QString historyReadFor; ///< the heads for which the primary's newest saves are in the cache

    std::mutex mutex; // guards what follows
    std::shared_ptr<StateFolder> openFolder;
    StoreInfo lastStore;
    QString lastLayout;
    std::optional<Error> lastPrimaryError;
    std::optional<std::vector<StoredSave>> lastHeads; ///< of the primary, without states; none where it was not read
    std::optional<Timestamp> nextTry;
    std::map<QString, SaveRecord> records;
    std::optional<StoredSave> lastParent;
    QString overwrittenFor; ///< the change and the saves for which the next was found
    std::optional<Overwritten> lastOverwritten;
    struct
    {
        QString saveId; ///< of the change
        Timestamp until; ///< later saves up to this one were looked at
    } overwrittenChecked;
};

} // namespace tradestate
