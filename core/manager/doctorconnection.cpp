// SPDX-License-Identifier: MIT
#include "core/manager/doctorreport.h"

#include <algorithm>

namespace tradestate {

namespace {

struct CheckName
{
    const char* id;
    const char* title;
};

CheckName nameOf(ConnectionCheck check)
{
    switch (check) {
    case ConnectionCheck::ServerAnswers:
        return { "server", "Server" };
    case ConnectionCheck::Version:
        return { "version", "Version" };
    case ConnectionCheck::TokenAccepted:
        return { "token", "Token" };
    case ConnectionCheck::BucketFound:
        return { "bucket", "Bucket" };
    case ConnectionCheck::MayRead:
        return { "right-to-read", "Right to read" };
    case ConnectionCheck::MayWrite:
        return { "right-to-write", "Right to write" };
    case ConnectionCheck::ClockAgrees:
        return { "clock", "Clock" };
    case ConnectionCheck::Stored:
        break;
    }
    return { "stored", "What the bucket holds" };
}

/// Where a step passed without a word to show.
QString passedText(ConnectionCheck check)
{
    switch (check) {
    case ConnectionCheck::TokenAccepted:
        return QStringLiteral("Accepted");
    case ConnectionCheck::MayRead:
    case ConnectionCheck::MayWrite:
        return QStringLiteral("Yes");
    default:
        break;
    }
    return QStringLiteral("As it should be");
}

DoctorCheck checkOf(const ConnectionCheckResult& step, bool onlyReads)
{
    const CheckName name = nameOf(step.check);
    DoctorCheck check = doctorCheck(name.id, name.title);
    switch (step.outcome) {
    case CheckOutcome::Passed:
        check.evidence = { step.found.isEmpty() ? passedText(step.check) : step.found };
        return check;
    case CheckOutcome::NotReached:
        check.severity = DoctorSeverity::Note;
        check.evidence = { QStringLiteral("Not checked: a check before it failed") };
        return check;
    case CheckOutcome::Warned:
        check.severity = DoctorSeverity::Warning;
        break;
    case CheckOutcome::Failed:
        check.severity = DoctorSeverity::Error;
        check.trouble = DoctorTrouble::Refused;
        break;
    }
    if (step.error) {
        check.evidence = { evidenceOf(*step.error) };
        check.whatToDo = errorAdvice(*step.error);
    }
    if (step.check == ConnectionCheck::MayWrite && step.outcome == CheckOutcome::Warned) {
        // Nothing that is saved here ever reaches the server; who only reads is not concerned.
        check.severity = onlyReads ? DoctorSeverity::Note : DoctorSeverity::Error;
        check.trouble = onlyReads ? DoctorTrouble::None : DoctorTrouble::Refused;
        if (onlyReads)
            check.whatToDo.clear();
    }
    return check;
}

void addLayout(DoctorReport& report, const DoctorFacts& facts)
{
    DoctorCheck check = doctorCheck("layout", "Layout");
    const QString layout = facts.snapshot ? facts.snapshot->store.layout : QString();
    if (facts.layoutUndecided) {
        check.severity = DoctorSeverity::Error;
        check.trouble = DoctorTrouble::Refused;
        check.evidence = { evidenceOf(*facts.layoutUndecided),
            QStringLiteral("Shown is the newest save, in %1; nothing can be written").arg(layout) };
        check.whatToDo = errorAdvice(*facts.layoutUndecided);
    } else if (layout == QLatin1String("versions")) {
        check.evidence = { QStringLiteral("versions: the event log of the Python system") };
    } else if (layout == QLatin1String("tables")) {
        check.evidence = { QStringLiteral("tables") };
    } else {
        check.severity = DoctorSeverity::Note;
        check.evidence = { QStringLiteral("Not settled: it is chosen when something is saved into an empty bucket") };
    }
    report.checks.push_back(std::move(check));
    if (!facts.restoreVersionWins)
        return;
    DoctorCheck wins = doctorCheck("restore-version", "Portfolio of a restore");
    wins.severity = DoctorSeverity::Warning;
    wins.evidence = { QStringLiteral("The event log holds a portfolio_main of operation=restore; the Python system "
                                     "loads it instead of every later portfolio") };
    wins.whatToDo = QStringLiteral("Take those events out of the event log (operation=restore of state_id "
                                   "portfolio_main) before the Python system starts again.");
    report.checks.push_back(std::move(wins));
}

void addRetention(DoctorReport& report, const Snapshot& snapshot)
{
    DoctorCheck check = doctorCheck("retention", "Retention");
    for (const Finding& finding : snapshot.findings) {
        if (finding.code != findings::retention)
            continue;
        check.severity = DoctorSeverity::Warning;
        check.evidence.append(finding.message);
        check.whatToDo = QStringLiteral("Let the bucket keep data for ever, or make sure that something is saved "
                                        "well within that time.");
    }
    if (check.evidence.isEmpty())
        check.evidence = { QStringLiteral("No limit is told by the server") };
    report.checks.push_back(std::move(check));
}

} // namespace

void addConnectionChecks(DoctorReport& report, const DoctorFacts& facts)
{
    if (leavesServerOpen(facts.wrongSettings) || !facts.settings) {
        DoctorCheck check = doctorCheck("server", "Server");
        check.severity = DoctorSeverity::Note;
        check.evidence = { QStringLiteral("Not checked: the settings that name it are wrong") };
        report.checks.push_back(std::move(check));
        return;
    }
    if (facts.settings->storeType != StoreType::InfluxDb)
        return;
    for (const ConnectionCheckResult& step : facts.connection)
        report.checks.push_back(checkOf(step, facts.settings->readOnly));
    if (facts.snapshot && !facts.snapshot->has(Condition::Unreachable)) {
        addLayout(report, facts);
        addRetention(report, *facts.snapshot);
    }
}

} // namespace tradestate
