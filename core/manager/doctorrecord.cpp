// SPDX-License-Identifier: MIT
#include "core/base/plaintext.h"
#include "core/manager/doctorreport.h"
#include "core/manager/outbox.h"
#include "core/manager/statuswords.h"

#include <algorithm>

namespace tradestate {

namespace {

DoctorSeverity severityOf(StatusLevel level)
{
    switch (level) {
    case StatusLevel::Good:
        break;
    case StatusLevel::Information:
    case StatusLevel::Neutral:
        return DoctorSeverity::Note;
    case StatusLevel::Warning:
        return DoctorSeverity::Warning;
    case StatusLevel::Danger:
        return DoctorSeverity::Error;
    }
    return DoctorSeverity::Ok;
}

DoctorTrouble troubleOf(Condition condition)
{
    switch (condition) {
    case Condition::Unreachable:
        return DoctorTrouble::Refused;
    case Condition::Fork:
    case Condition::Torn:
        return DoctorTrouble::Invalid;
    case Condition::Empty:
        return DoctorTrouble::NothingStored;
    case Condition::Pending:
        return DoctorTrouble::NotConfirmed;
    case Condition::Stale:
    case Condition::Unverified:
    case Condition::Flat:
    case Condition::Verified:
        break;
    }
    return DoctorTrouble::None;
}

QString adviceOn(Condition condition)
{
    switch (condition) {
    case Condition::Unreachable:
        return QString(); // its sentence has it
    case Condition::Fork:
        return QStringLiteral("Compare both with the broker, then choose: state-manager restore --save CANDIDATE.");
    case Condition::Torn:
        return QStringLiteral("Compare the positions with the broker; see the saves with: state-manager history, and "
                              "go back to a whole one with: state-manager restore --save SAVE.");
    case Condition::Stale:
        return QStringLiteral("Look whether the trading system still runs.");
    case Condition::Unverified:
        return QStringLiteral("Compare the positions with the broker before you rely on them.");
    case Condition::Empty:
        return errorAdvice({ ErrorCode::NothingStored, {}, {} });
    case Condition::Pending:
        return QStringLiteral("They are sent as soon as InfluxDB takes them: let the console or the trading system "
                              "run, or make a save by hand with: state-manager save.");
    case Condition::Flat:
    case Condition::Verified:
        break;
    }
    return QString();
}

QString momentText(const Timestamp& time)
{
    return time.toDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
}

/// Everything that holds, but for what waits to be sent: that has a check of its own.
void addRecord(DoctorReport& report, const DoctorFacts& facts)
{
    const Snapshot& snapshot = *facts.snapshot;
    const StatusWords words = statusWords(snapshot, facts.now, facts.settings->saveIntervalSeconds);
    DoctorCheck check = doctorCheck("record", "What is on record");
    DoctorCheck pending = doctorCheck("pending-saves", "Saves waiting to be sent");
    QStringList advice;
    std::vector<StatusSentence> sentences { words.worst };
    sentences.insert(sentences.end(), words.others.begin(), words.others.end());
    for (const StatusSentence& sentence : sentences) {
        const bool waits = sentence.condition == Condition::Pending;
        DoctorCheck& into = waits ? pending : check;
        const DoctorSeverity severity = severityOf(sentence.level);
        into.severity = std::max({ into.severity, severity, waits ? DoctorSeverity::Warning : DoctorSeverity::Ok });
        into.trouble = std::max(into.trouble, troubleOf(sentence.condition));
        into.evidence.append(withoutControls(sentence.text));
        const QString whatToDo = adviceOn(sentence.condition);
        if (sentence.condition == Condition::Unreachable)
            advice.append(sentence.detail);
        else if (severity != DoctorSeverity::Ok && !sentence.detail.isEmpty())
            into.evidence.append(withoutControls(sentence.detail));
        if (waits)
            into.whatToDo = whatToDo;
        else if (!whatToDo.isEmpty())
            advice.append(whatToDo);
    }
    if (!words.what.isEmpty())
        check.evidence.append(words.what + QStringLiteral(" · ") + words.broker);
    if (snapshot.primaryError && snapshot.primaryError->code == ErrorCode::InvalidSetting)
        check.trouble = DoctorTrouble::WrongSettings;
    check.whatToDo = withoutControls(advice.join(QLatin1Char(' ')));
    report.checks.push_back(std::move(check));
    if (facts.settings->storeType != StoreType::InfluxDb)
        return;
    if (pending.evidence.isEmpty())
        pending.evidence = { snapshot.has(Condition::Unreachable)
                ? QStringLiteral("None that this machine knows of; InfluxDB was not asked")
                : QStringLiteral("None") };
    report.checks.push_back(std::move(pending));
}

void addRefused(DoctorReport& report, const DoctorFacts& facts)
{
    DoctorCheck check = doctorCheck("refused-saves", "Saves that InfluxDB refuses");
    for (const RefusedSave& save : facts.refused) {
        const bool isAside = isSetAside(save);
        check.evidence.append(withoutControls(
            QStringLiteral("Save %1 of %2: %3 (%4); refused since %5, tried %6 times, last at %7%8")
                .arg(save.saveId, momentText(save.savedAt), save.errorId, save.reason, momentText(save.firstRefused),
                    QString::number(save.tries), momentText(save.lastTried),
                    isAside ? QStringLiteral("; set aside, later saves go on") : QString())));
        check.severity = DoctorSeverity::Warning;
        check.trouble = DoctorTrouble::NotConfirmed;
        check.whatToDo = QStringLiteral("Mend what the server names. They stay in the journal on this machine and are "
                                        "tried again at each start.");
    }
    if (check.evidence.isEmpty())
        check.evidence = { QStringLiteral("None") };
    report.checks.push_back(std::move(check));
}

void addOverwritten(DoctorReport& report, const Snapshot& snapshot)
{
    DoctorCheck check = doctorCheck("restores", "Restores that were overwritten");
    if (snapshot.overwritten) {
        const SaveRecord& change = snapshot.overwritten->change;
        const SaveRecord& by = snapshot.overwritten->by;
        check.severity = DoctorSeverity::Warning;
        check.evidence = { withoutControls(
            QStringLiteral("The %1 of %2 was overwritten at %3 by %4")
                .arg(saveReasonText(change.reason), momentText(change.savedAt), momentText(by.savedAt), by.writer)) };
        check.whatToDo = QStringLiteral("Stop the trading system, take the change back on record with: state-manager "
                                        "restore --save %1, then start it again: it reads its state only at start.")
                             .arg(change.saveId);
    } else {
        check.evidence = { QStringLiteral("None") };
    }
    report.checks.push_back(std::move(check));
}

void addLive(DoctorReport& report, const DoctorFacts& facts)
{
    DoctorCheck check = doctorCheck("trading-system", "Trading system");
    const auto& live = facts.snapshot->live;
    if (!live) {
        check.evidence = { QStringLiteral("None seems to be running: restore, undo, remove and save are possible") };
    } else {
        check.severity = DoctorSeverity::Note;
        check.evidence
            = { withoutControls(live->holdsSessionLock || !live->lastSave || !live->nextSaveDue
                        ? QStringLiteral("%1 runs a trading session on this folder").arg(live->writer)
                        : QStringLiteral("%1 saved at %2; its next save is due at %3")
                              .arg(live->writer, momentText(*live->lastSave), momentText(*live->nextSaveDue))),
                  QStringLiteral("Restore, undo, remove and save are refused until it is stopped") };
    }
    report.checks.push_back(std::move(check));
}

bool isSound(const VerifyLine& line)
{
    return line.status == proofText(Proof::Verified) || line.status == proofText(Proof::Unverified);
}

/// Removed by another program since the folder was listed.
bool isGone(const VerifyLine& line)
{
    return std::any_of(line.findings.begin(), line.findings.end(), [](const Finding& finding) {
        return finding.code == errorId(ErrorCode::NoSuchSave) || finding.code == errorId(ErrorCode::FileNotFound);
    });
}

QString evidenceOf(const VerifyLine& line)
{
    QString text = QStringLiteral("%1: %2").arg(line.source, line.status);
    for (const Finding& finding : line.findings) {
        if (finding.severity == Severity::Error)
            text += QStringLiteral("; ") + finding.message;
    }
    return withoutControls(text);
}

DoctorCheck filesCheck(const char* id, const char* title, const std::vector<VerifyLine>& lines)
{
    DoctorCheck check = doctorCheck(id, title);
    int sound = 0;
    int unproven = 0;
    for (const VerifyLine& line : lines) {
        if (isSound(line)) {
            ++sound;
            unproven += line.status == proofText(Proof::Unverified) ? 1 : 0;
        } else if (!isGone(line)) {
            check.severity = DoctorSeverity::Error;
            check.trouble = DoctorTrouble::Invalid;
            check.evidence.append(evidenceOf(line));
        }
    }
    QString summary = QStringLiteral("%1 read whole").arg(sound);
    if (unproven > 0)
        summary += QStringLiteral(", %1 of them without a checksum").arg(unproven);
    check.evidence.prepend(summary);
    return check;
}

} // namespace

void addRecordChecks(DoctorReport& report, const DoctorFacts& facts)
{
    if (!facts.snapshot) {
        DoctorCheck check = doctorCheck("record", "What is on record");
        check.severity = DoctorSeverity::Note;
        if (facts.notRead) {
            check.severity = DoctorSeverity::Error;
            check.trouble = troubleOf(facts.notRead->code);
            check.evidence = { evidenceOf(*facts.notRead) };
            check.whatToDo = errorAdvice(*facts.notRead);
        } else {
            check.evidence = { QStringLiteral("Not checked: the settings leave open which record is meant") };
        }
        report.checks.push_back(std::move(check));
        return;
    }
    report.recordStatus = conditionText(facts.snapshot->status());
    addRecord(report, facts);
    if (facts.settings->storeType == StoreType::InfluxDb)
        addRefused(report, facts);
    addOverwritten(report, *facts.snapshot);
    addLive(report, facts);
}

void addFileChecks(DoctorReport& report, const DoctorFacts& facts)
{
    for (const Error& error : facts.filesNotRead) {
        DoctorCheck check = doctorCheck("files", "Files");
        check.severity = DoctorSeverity::Error;
        check.trouble = DoctorTrouble::Refused;
        check.evidence = { evidenceOf(error) };
        check.whatToDo = errorAdvice(error);
        report.checks.push_back(std::move(check));
    }
    if (!facts.folder || !facts.folder->exists)
        return;
    if (facts.snapshot) {
        DoctorCheck journal = filesCheck("journal-files", "Saves of the journal", facts.journalFiles);
        if (journal.severity != DoctorSeverity::Ok)
            journal.whatToDo = QStringLiteral(
                "Leave the named files where they are and check the disk. Later saves do not need them.");
        report.checks.push_back(std::move(journal));
    }
    DoctorCheck backups = filesCheck("backup-files", "Backup files", facts.backupFiles);
    if (backups.severity != DoctorSeverity::Ok)
        backups.whatToDo = QStringLiteral("Do not rely on the named files; make a new one with: state-manager backup.");
    if (facts.backupFiles.empty()) {
        backups.severity = DoctorSeverity::Note;
        backups.evidence = { QStringLiteral("There is none yet") };
        backups.whatToDo = QStringLiteral("Make one with: state-manager backup.");
    }
    report.checks.push_back(std::move(backups));
    if (facts.otherFiles.empty())
        return;
    DoctorCheck others = filesCheck("other-files", "State files of the Python system", facts.otherFiles);
    others.trouble = DoctorTrouble::None; // nothing that is on record depends on them
    others.severity = std::min(others.severity, DoctorSeverity::Warning);
    if (others.severity == DoctorSeverity::Ok)
        others.severity = DoctorSeverity::Note;
    for (const VerifyLine& line : facts.otherFiles) {
        if (isSound(line))
            others.evidence.append(withoutControls(QStringLiteral("%1 is no part of the record").arg(line.source)));
    }
    others.whatToDo = QStringLiteral("See what one holds with: state-manager show FILE.");
    report.checks.push_back(std::move(others));
}

} // namespace tradestate
