// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"
#include "core/manager/snapshot.h"

#include <QStringList>

#include <functional>
#include <map>

namespace tradestate {

/// What becomes of one legacy file.
enum class MigrationOutcome {
    ToMigrate, ///< would become a save
    Migrated, ///< is a save now
    OnRecord, ///< its state was on record before
    SameAsAnother, ///< another file holds the same state, and that one counts
    Older, ///< without a journal an event log keeps the newest alone
    Partial, ///< not taken: a whole document, or a newer one of its kind, is there
    Refused, ///< the record holds something else
    Changed, ///< the file is no longer the one that was looked at
    NothingRead, ///< a backup of nothing read: never taken
    Damaged, ///< nothing of it can be taken
    NotReadable, ///< the file could not be read
    OwnDocument, ///< a backup of this program: restored, not migrated
    NoState, ///< another kind of file
};
[[nodiscard]] QString migrationOutcomeText(MigrationOutcome outcome); ///< "to-migrate", "migrated", …

/// One file that was looked at, without its state: a folder may hold more of them than fit in memory.
struct MigrationItem
{
    QString file;
    std::optional<DocumentShape> shape; ///< none where nothing of it could be read
    qint64 positions = 0;
    qint64 pairStates = 0;
    MigrationOutcome outcome = MigrationOutcome::NoState;
    QString saveId; ///< of the save that holds its state
    QString why; ///< English; empty where the outcome says it all
    std::optional<Timestamp> stateTime; ///< the document's own time, else its newest row's, else the file's
    std::optional<Timestamp> newestRow;
    Timestamp modified; ///< the file's
    std::optional<Checksum> checksum; ///< of its state
    bool isWhole = false; ///< undamaged, with positions and pair states
    bool salvaged = false;
    std::vector<Finding> findings;
    std::vector<QString> recovered; ///< of a salvaged one
    std::optional<Error> error; ///< why it could not be read
};

/// The files that were looked at, and what was or would be done with them.
struct MigrationReport
{
    std::vector<MigrationItem> items; ///< oldest state first; then what holds none
    bool dryRun = false;
    bool confirmed = true; ///< the primary has the newest (the file store counts as confirmed)
    std::optional<Error> primaryError; ///< why not
    std::optional<Error> obstacle; ///< of a dry run: why it would be refused now

    [[nodiscard]] int count(MigrationOutcome outcome) const;
};

struct MigrationOptions
{
    QStringList paths; ///< files, or folders: those also with what lies in their state_fallback/ and data/
    bool dryRun = false;
    /// Asked once, between looking and writing; an error ends it and nothing is written. Null: goes ahead.
    std::function<Result<void>(const MigrationReport&)> confirm;
    /// How far it is; the file is the one that is begun. writing: it becomes a save.
    std::function<void(int number, int of, const QString& file, bool writing)> progress;
};

/// A file that may hold a legacy state.
struct LegacyFile
{
    QString path;
    Timestamp modified;
};

/// [disk] The files to look at: each given file, and of each given folder what its name or its first character makes a
/// candidate. FileNotFound where a path is missing.
[[nodiscard]] Result<std::vector<LegacyFile>> legacyFilesOf(const QStringList& paths);
/// A word as a shell takes it, for advice that can be copied.
[[nodiscard]] QString shellWord(const QString& text);

/// What a file holds, before it is decided what becomes of it.
[[nodiscard]] MigrationItem migrationItemOf(
    const LegacyFile& file, const Result<Document>& document, const QTimeZone& writerZone, const Timestamp& now);
/// Sorts the items, decides which are taken (ToMigrate) and why others are not; the indexes of those, oldest first.
[[nodiscard]] std::vector<size_t> decideMigration(std::vector<MigrationItem>& items, bool newestOnly);

/// What is on record, as a migration must know it.
struct MigrationRecord
{
    bool isEmpty = false;
    std::vector<SaveRecord> line; ///< the head and its parents, as far as they are known
    std::map<QString, QString> states; ///< save_id by the value of the state's checksum
};

/// How many saves one migration makes, and which of them this is; kept in the record, so that one which was interrupted
/// goes on where it stopped.
struct MigrationPlace
{
    qint64 number = 0;
    qint64 of = 0;
};
inline constexpr const char* migrationPlaceField = "migration";
[[nodiscard]] Json toJson(const MigrationPlace& place);
[[nodiscard]] std::optional<MigrationPlace> migrationPlaceOf(const SaveRecord& record);

/// Compares what was decided with the record: what is there already, what is refused. Returns those of order that are
/// left to write. Nothing is written over a record, except to finish what a migration of these files began; and nothing
/// at all where a newer backup of this program shows that an empty record is one that was lost.
[[nodiscard]] std::vector<size_t> compareWithRecord(
    std::vector<MigrationItem>& items, const std::vector<size_t>& order, const MigrationRecord& record);

/// {outcome, dry_run, confirmed, items: [{file, shape, state_time, positions, pair_states, outcome, save_id, why,
/// findings}]} and the error, if there is one.
[[nodiscard]] Json migrationJson(const MigrationReport& report);
/// "migrated", "to-migrate", "nothing-to-do", "refused", "nothing-taken" or "nothing-found".
[[nodiscard]] QString migrationResultText(const MigrationReport& report);

} // namespace tradestate
