// SPDX-License-Identifier: MIT
#pragma once

#include "core/config/settings.h"
#include "core/files/replicationnotes.h"
#include "core/influx/connectiontest.h"
#include "core/manager/changeplan.h"
#include "core/manager/doctor.h"
#include "core/manager/healthfolder.h"

namespace tradestate {

/// Everything that a doctor's report is made of. What could not be found out is absent, and told as not checked.
struct DoctorFacts
{
    std::optional<Settings> settings; ///< none where not even the .env could be read
    std::vector<Error> wrongSettings;
    std::optional<FolderHealth> folder;
    std::vector<ConnectionCheckResult> connection; ///< empty where it was not tried
    std::optional<Snapshot> snapshot;
    std::optional<Error> notRead; ///< why there is no snapshot
    std::optional<Error> layoutUndecided;
    bool restoreVersionWins = false; ///< event log: a portfolio that the Python system would load for ever
    std::vector<RefusedSave> refused;
    std::vector<VerifyLine> journalFiles;
    std::vector<VerifyLine> backupFiles;
    std::vector<VerifyLine> otherFiles; ///< of the Python system and its predecessors, in the same folder
    std::vector<Error> filesNotRead; ///< folders that could not be listed
    QStringList told; ///< what reading had to warn of: damaged notes, folders that are a copy
    Timestamp now;
};

/// Pure.
[[nodiscard]] DoctorReport reportOf(const DoctorFacts& facts);

/// The settings that are wrong leave open which server is meant.
[[nodiscard]] bool leavesServerOpen(const std::vector<Error>& wrongSettings);
/// They leave open which record is meant.
[[nodiscard]] bool leavesRecordOpen(const std::vector<Error>& wrongSettings);

/// The parts of the report.
void addConnectionChecks(DoctorReport& report, const DoctorFacts& facts);
void addRecordChecks(DoctorReport& report, const DoctorFacts& facts);
void addFindingChecks(DoctorReport& report, const Snapshot& snapshot);
void addFileChecks(DoctorReport& report, const DoctorFacts& facts);

/// "What failed: on what (why)"; the advice stands apart.
[[nodiscard]] QString evidenceOf(const Error& error);
/// What an error means for a script.
[[nodiscard]] DoctorTrouble troubleOf(ErrorCode code);

} // namespace tradestate
