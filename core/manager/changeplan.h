// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"
#include "core/manager/snapshot.h"
#include "core/state/difference.h"

#include <functional>

namespace tradestate {

enum class ChangePurpose { Restore, Undo, Remove, Choose };

/// One row of a plan: what is on record now, what it would become, and whether it is taken.
struct PlanRow
{
    StatePart part = StatePart::Position;
    QString key; ///< the pair; empty for portfolio and session
    ChangeKind kind = ChangeKind::Unchanged;
    std::optional<Json> now; ///< the whole row on record; none where there is none
    std::optional<Json> proposed; ///< the whole row of the backup; none: the row goes
    std::vector<FieldDifference> fields; ///< of Changed rows: before = now, after = proposed
    bool ticked = true;
    bool conflict = false; ///< undo: changed since, stays unless ticked
    QString reason; ///< why it starts unticked, or what to mind; English
};

/// Something to read before confirming.
struct PlanWarning
{
    QString code; ///< "other-strategy", "other-broker", "other-pairs", "other-version", "old-cooldowns", "partial",
                  ///< "unverified", "salvaged", "python-brings-back", "readable-by", "not-there", …
    QString message; ///< one English sentence
};

/// What a restore, undo, removal or choice would do. Made from one head; applied only while that is still the head.
struct ChangePlan
{
    ChangePurpose purpose = ChangePurpose::Restore;
    QString source; ///< path of the file, or the save
    bool sourceIsFile = false;
    std::optional<SaveRecord> sourceRecord;
    std::optional<Checksum> sourceChecksum; ///< of the source's state
    Proof sourceProof = Proof::None;
    bool sourceComplete = true;
    bool countsItself = true; ///< the proposed portfolio counts the proposed positions, and no others
    std::optional<SaveRecord> head; ///< the save that it is about (a torn one too); none where nothing is on record
    TradingState now;
    TradingState proposed; ///< with every row taken; what a partial source lacks is as it is now
    std::vector<PlanRow> rows; ///< all rows of both states; changed ones first
    std::vector<PlanWarning> warnings;
    std::vector<Error> blockers; ///< why it may not be applied; those that --force lifts are in forceable
    std::vector<Error> forceable;
    std::vector<Finding> findings; ///< of the source
    std::vector<QString> recovered; ///< of a salvaged source
    std::vector<QString> resolves; ///< Choose: the candidates that are given up
    QString reason; ///< Remove: the operator's words
    QString undoes; ///< Undo: the save that is taken back
    std::vector<QString> purges; ///< pairs whose suspected ghosts are taken out of the event log
    std::vector<QString> closedSince; ///< Snapshot::closedSince; those that are not in the outcome go with it
    QString layout; ///< in which an empty bucket is to be written; empty where that is settled or there is none
    bool mendsRecord = false; ///< nothing is on record, or the newest save is torn: even the same state is worth saving
    bool putsBack = false; ///< restore: the primary answers without the newest save, so the same state is saved again

    /// The state after applying the ticked rows: portfolio and session stay where their rows are not ticked, and
    /// open_positions is recounted where only some positions are taken.
    [[nodiscard]] TradingState outcome() const;
    [[nodiscard]] int count(ChangeKind kind) const; ///< ticked positions of that kind
    /// Some ticked row differs, a ghost goes, a fork is resolved, or the record is mended or put back.
    [[nodiscard]] bool changesAnything() const;
};

struct PlanOptions
{
    QStringList only; ///< pairs; empty: everything
    bool acceptSalvaged = false;
    bool keepRemoved = false; ///< versions layout: leave the events of removed rows
    bool purgeGhosts = false;
    bool ghost = false; ///< removal: the suspected ghost is meant, not a position of its name
};

struct ApplyOptions
{
    bool systemIsStopped = false; ///< whatever its saves and its lock say
    bool withoutPrimary = false; ///< it cannot be read: change the record on this machine, to be sent later
    bool keepRemoved = false;
    bool purgeGhosts = false;
    QString description;
};

enum class ChangeStep { RescueCopy, ReadAgain, Journal, Write, ReadBack };
enum class StepState { Started, Done, Skipped, Failed };
using StepCallback = std::function<void(ChangeStep, StepState)>;

struct ChangeReport
{
    SaveRecord record; ///< the save that was made
    QString rescueFile; ///< empty where nothing was on record
    QString removedEventsFile; ///< the exported line protocol, if rows were taken away
    bool confirmed = false; ///< the primary has it (the file store counts as confirmed)
    std::optional<Error> primaryError; ///< why not; or, although it is confirmed, why removed rows are still there
    QStringList banner;
    std::vector<QString> broughtBack; ///< pairs that the Python system will bring back
};

struct BackupReport
{
    QString path;
    qint64 bytes = 0;
    int positions = 0;
    QString status;
};

struct SaveReport
{
    SaveRecord record;
    bool confirmed = false;
    std::optional<Error> primaryError;
};

/// One file of the backup folder, as a list shows it.
struct BackupEntry
{
    QString path;
    qint64 bytes = 0;
    std::optional<Document> document; ///< none where it could not be read at all
    std::optional<Error> error;
    Timestamp fileTime; ///< modification time
};

/// Saves as they are listed.
struct HistoryReport
{
    std::vector<HistoryEntry> entries; ///< newest first
    std::optional<Error> primaryError; ///< why the primary was not read: these are the saves of this machine alone
};

struct VerifyLine
{
    QString source; ///< path, or the primary's name
    QString saveId;
    QString status; ///< "verified", "unverified", "torn", "damaged", "salvaged", "unreachable", …
    std::vector<Finding> findings;
};

} // namespace tradestate
