// SPDX-License-Identifier: MIT
#include "app/state_manager/command.h"
#include "app/state_manager/plantext.h"
#include "app/state_manager/snapshottext.h"
#include "core/base/plaintext.h"
#include "core/manager/migration.h"

#include <QCommandLineParser>
#include <QFileInfo>

#include <algorithm>
#include <functional>

namespace tradestate {

namespace {

/// It forbids to write, and says nothing against what the plan shows.
bool isAboutWriting(const Error& blocker)
{
    return blocker.code == ErrorCode::TradingSystemLive || blocker.code == ErrorCode::ReadOnly
        || blocker.code == ErrorCode::MayNotWrite || blocker.code == ErrorCode::LayoutUndecided;
}

/// A preview goes to standard output; that the change would be refused belongs where errors do.
void tellObstacles(const Invocation& invocation, const ChangePlan& plan)
{
    std::vector<Error> told;
    for (const auto* list : { &plan.blockers, &plan.forceable }) {
        for (const Error& blocker : *list) {
            if (!isAboutWriting(blocker) || std::find(told.begin(), told.end(), blocker) != told.end())
                continue;
            invocation.output.important(
                { QStringLiteral("state-manager: now it would be refused: ") + describe(blocker) });
            told.push_back(blocker);
        }
    }
}

/// What stands in the way and is not lifted by --force; of a preview only what makes it worthless.
std::optional<Error> blockerOf(const ChangePlan& plan, bool force, bool dryRun)
{
    for (const Error& blocker : plan.blockers) {
        if (dryRun && isAboutWriting(blocker))
            continue;
        const bool lifted
            = force && std::find(plan.forceable.begin(), plan.forceable.end(), blocker) != plan.forceable.end();
        if (!lifted)
            return blocker;
    }
    for (const Error& blocker : plan.forceable) {
        if (!force && !(dryRun && isAboutWriting(blocker)))
            return blocker;
    }
    return std::nullopt;
}

Exit confirmation(const Invocation& invocation, bool confirmed, const std::optional<Error>& primaryError)
{
    if (confirmed && primaryError) {
        // The save itself is where it should be; what was to follow it failed.
        invocation.output.error(*primaryError);
        return Exit::Failed;
    }
    if (confirmed)
        return Exit::Done;
    const Error error = primaryError ? *primaryError : Error { ErrorCode::NotConfirmed, QString(), QString() };
    invocation.output.important(
        { QStringLiteral("Saved on this machine only; the primary has not confirmed it. %1").arg(describe(error)) });
    return Exit::NotConfirmed;
}

Exit tellReport(const Invocation& invocation, const ChangePlan& plan, const ChangeReport& report)
{
    Output& output = invocation.output;
    for (const QString& line : report.banner)
        output.line(withoutControls(line));
    output.line(QStringLiteral("Save: %1 (%2)").arg(report.record.saveId, saveReasonText(report.record.reason)));
    if (!report.rescueFile.isEmpty())
        output.line(QStringLiteral("Rescue copy: ") + withoutControls(report.rescueFile));
    if (!report.removedEventsFile.isEmpty())
        output.line(QStringLiteral("Removed events: ") + withoutControls(report.removedEventsFile));
    if (!report.broughtBack.empty()) {
        QStringList pairs;
        for (const QString& pair : report.broughtBack)
            pairs.append(pair);
        output.line(output.coloured(StatusLevel::Warning,
            withoutControls(
                QStringLiteral("⚠ The Python trading system will bring back: ") + pairs.join(QStringLiteral(", ")))));
    }
    const bool takesGhost = plan.purpose == ChangePurpose::Remove && !plan.purges.empty();
    if (!report.rescueFile.isEmpty() && !takesGhost)
        output.note(QStringLiteral("Take it back with: state-manager undo"));
    return confirmation(invocation, report.confirmed, report.primaryError);
}

/// Preview, question, change. A record that changes in between is planned and asked about again.
Exit change(const Invocation& invocation, const std::function<Result<ChangePlan>()>& makePlan)
{
    constexpr int attempts = 3;
    Output& output = invocation.output;
    const bool force = invocation.isSet("force");
    const bool dryRun = invocation.isSet("dry-run");
    const bool hasPrimary = invocation.manager.settings().storeType != StoreType::File;
    for (int attempt = 1;; ++attempt) {
        const auto plan = makePlan();
        if (!plan)
            return invocation.fail(plan.error());
        // A plan that was refused before anything was compared has nothing to show.
        const QStringList preview
            = plan->rows.empty() && !plan->blockers.empty() ? QStringList() : planText(*plan, output);
        if (dryRun)
            output.lines(preview);
        else
            output.important(preview);
        if (dryRun)
            tellObstacles(invocation, *plan);
        const auto blocker = blockerOf(*plan, force, dryRun);
        if (blocker && blocker->code != ErrorCode::NothingToChange)
            return invocation.fail(*blocker);
        if (dryRun) {
            output.note(QStringLiteral("Nothing was changed (--dry-run)."));
            return Exit::Done;
        }
        if (blocker || !plan->changesAnything()) {
            output.note(QStringLiteral("The record already is as it would become; nothing was changed."));
            return Exit::Done;
        }
        if (const auto declined = askToConfirm(invocation, planInNumbers(*plan) + QLatin1Char('?')))
            return invocation.fail(*declined);

        ApplyOptions options;
        options.systemIsStopped = force;
        options.withoutPrimary = force;
        options.keepRemoved = invocation.isSet("keep-removed");
        options.purgeGhosts = invocation.isSet("purge-ghosts");
        const auto report = invocation.manager.apply(
            *plan, options,
            [&](ChangeStep step, StepState state) {
                if (step != ChangeStep::Write || hasPrimary) // the file store is its journal
                    output.step(step, state);
            },
            invocation.interrupt.token());
        output.endOfSteps();
        if (report)
            return tellReport(invocation, *plan, *report);
        if (report.error().code != ErrorCode::HeadChanged || attempt == attempts)
            return invocation.fail(report.error());
        output.note(QStringLiteral("Something was saved in the meantime; planning again."));
    }
}

std::optional<Error> refusedAsReadOnly(const Invocation& invocation)
{
    if (!invocation.manager.settings().readOnly || invocation.isSet("dry-run"))
        return std::nullopt;
    return Error { ErrorCode::ReadOnly, QString(), QString() };
}

} // namespace

std::optional<Error> askToConfirm(const Invocation& invocation, const QString& question)
{
    if (invocation.isSet("yes"))
        return std::nullopt;
    if (!invocation.output.canAsk())
        return Error { ErrorCode::Declined, QString(), QStringLiteral("there is no terminal to ask on") };
    invocation.output.important({ question + QStringLiteral(" Type y and Enter to confirm:") });
    const auto answer = invocation.interrupt.readLine();
    if (invocation.interrupt.requested())
        return Error { ErrorCode::Cancelled, QString(), QString() };
    const QString word = answer ? answer->trimmed().toLower() : QString();
    if (word == QLatin1String("y") || word == QLatin1String("yes"))
        return std::nullopt;
    return Error { ErrorCode::Declined, QString(), QString() };
}

Exit runBackup(const Invocation& invocation)
{
    const QString target
        = invocation.isSet("output") ? QFileInfo(invocation.value("output")).absoluteFilePath() : QString();
    const auto report
        = invocation.manager.backup(invocation.value("description"), target, invocation.interrupt.token());
    if (!report)
        return invocation.fail(report.error());
    // The path as it is: scripts open it.
    invocation.output.line(report->path);
    invocation.output.note(QStringLiteral("Backed up %1 %2, %3 bytes, status %4.")
                               .arg(report->positions)
                               .arg(report->positions == 1 ? QStringLiteral("position") : QStringLiteral("positions"))
                               .arg(report->bytes)
                               .arg(report->status));
    for (int i = 0; i <= int(Condition::Empty); ++i) {
        if (conditionText(Condition(i)) == report->status)
            return exitFor(Condition(i));
    }
    return Exit::Done;
}

/// Where the file itself is what is wrong: which other one there is.
void offerOtherBackup(const Invocation& invocation, const QString& refused)
{
    const auto viewed = invocation.manager.viewFile(refused);
    if (viewed && exitForViewed(*viewed) != Exit::Invalid)
        return;
    const auto backups = invocation.manager.backups(invocation.interrupt.token());
    if (!backups)
        return; // what was refused is told; this was only to help
    const QString itself = QFileInfo(refused).canonicalFilePath();
    const auto good = std::find_if(backups->begin(), backups->end(), [&](const BackupEntry& entry) {
        return entry.document && entry.document->isComplete() && entry.document->proof != Proof::Torn
            && QFileInfo(entry.path).canonicalFilePath() != itself;
    });
    if (good == backups->end())
        return;
    invocation.output.important({ withoutControls(
        QStringLiteral("The newest undamaged backup here is %1; see what it would change with: state-manager restore "
                       "--dry-run --file %2")
            .arg(good->path, shellWord(good->path))) });
}

Exit runRestore(const Invocation& invocation)
{
    const bool fromFile = invocation.isSet("file");
    if (fromFile == invocation.isSet("save")) {
        return invocation.fail(
            { ErrorCode::WrongUse, QStringLiteral("restore"), QStringLiteral("give either --file or --save") });
    }
    if (const auto refused = refusedAsReadOnly(invocation))
        return invocation.fail(*refused);
    const QString source = fromFile ? QFileInfo(invocation.value("file")).absoluteFilePath() : invocation.value("save");
    if (fromFile && !QFileInfo::exists(source))
        return invocation.fail({ ErrorCode::FileNotFound, source, QString() });
    PlanOptions options;
    options.only = invocation.options.values(QStringLiteral("only"));
    options.acceptSalvaged = invocation.isSet("accept-salvaged");
    options.keepRemoved = invocation.isSet("keep-removed");
    options.purgeGhosts = invocation.isSet("purge-ghosts");
    const Exit exit = change(
        invocation, [&] { return invocation.manager.planRestore(source, options, invocation.interrupt.token()); });
    if (fromFile && exit == Exit::Invalid)
        offerOtherBackup(invocation, source);
    return exit;
}

Exit runUndo(const Invocation& invocation)
{
    if (const auto refused = refusedAsReadOnly(invocation))
        return invocation.fail(*refused);
    PlanOptions options;
    options.keepRemoved = invocation.isSet("keep-removed");
    return change(invocation, [&] { return invocation.manager.planUndo(options, invocation.interrupt.token()); });
}

Exit runRemove(const Invocation& invocation)
{
    const QString reason = invocation.value("reason").trimmed();
    const QString pair = invocation.arguments.front();
    if (reason.isEmpty())
        return invocation.fail({ ErrorCode::ReasonRequired, pair, QString() });
    if (const auto refused = refusedAsReadOnly(invocation))
        return invocation.fail(*refused);
    invocation.output.note(QStringLiteral("Check the broker first: one leg may still be open."));
    PlanOptions options;
    options.keepRemoved = invocation.isSet("keep-removed");
    return change(
        invocation, [&] { return invocation.manager.planRemove(pair, reason, options, invocation.interrupt.token()); });
}

Exit runSave(const Invocation& invocation)
{
    if (const auto refused = refusedAsReadOnly(invocation))
        return invocation.fail(*refused);
    if (!invocation.isSet("yes") && invocation.output.canAsk()) {
        const auto snapshot = invocation.manager.load(invocation.interrupt.token());
        if (!snapshot)
            return invocation.fail(snapshot.error());
        invocation.output.important(statusSentences(
            statusWords(*snapshot, snapshot->readAt, invocation.manager.settings().saveIntervalSeconds)));
    }
    if (const auto declined = askToConfirm(invocation, QStringLiteral("Save a checkpoint of what is on record now?")))
        return invocation.fail(*declined);
    const auto report = invocation.manager.save(
        invocation.value("description"), invocation.isSet("force"), invocation.interrupt.token());
    if (!report)
        return invocation.fail(report.error());
    invocation.output.line(
        QStringLiteral("Save: %1, %2 positions").arg(report->record.saveId).arg(report->record.positionCount));
    return confirmation(invocation, report->confirmed, report->primaryError);
}

} // namespace tradestate
