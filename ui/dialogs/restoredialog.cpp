// SPDX-License-Identifier: MIT
#include "ui/dialogs/restoredialog.h"

#include "ui/dialogs/backupspane.h"
#include "ui/dialogs/planmodel.h"
#include "ui/dialogs/planview.h"
#include "ui/dialogs/planwords.h"
#include "ui/dialogs/restoreoptions.h"
#include "ui/dialogs/steplist.h"
#include "ui/models/erroradvice.h"
#include "ui/models/formats.h"
#include "ui/models/tooltips.h"
#include "ui/models/whendone.h"

#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>

#include <algorithm>

namespace tradestate {

namespace {

QString titleOf(const RestoreDialog::Request& request)
{
    switch (request.purpose) {
    case RestoreDialog::Purpose::Restore:
        return RestoreDialog::tr("Restore a backup");
    case RestoreDialog::Purpose::Undo:
        return RestoreDialog::tr("Undo the last change");
    case RestoreDialog::Purpose::Choose:
        return RestoreDialog::tr("Choose which save goes on");
    case RestoreDialog::Purpose::Remove:
        return request.ghost ? RestoreDialog::tr("Take the ghost %1 away").arg(request.source)
                             : RestoreDialog::tr("Remove %1 from the record").arg(request.source);
    }
    return {};
}

/// Of the record, all that a plan depends on. Two snapshots with the same key make the same plan.
QString planKey(const Snapshot& snapshot)
{
    QStringList parts { snapshot.record ? snapshot.record->saveId : QString(),
        snapshot.tornSave ? snapshot.tornSave->saveId : QString(), QString::number(snapshot.tradesSince),
        snapshot.undoable ? snapshot.undoable->saveId : QString(), snapshot.store.layout,
        snapshot.has(Condition::Unreachable) ? QStringLiteral("unreachable") : QString(),
        snapshot.has(Condition::Fork) ? QStringLiteral("fork") : QString(),
        snapshot.live ? QStringLiteral("live") : QString(),
        snapshot.whyNotWrite ? errorId(snapshot.whyNotWrite->code) : QString() };
    for (const SaveRecord& candidate : snapshot.forkCandidates)
        parts.append(candidate.saveId);
    for (const Position& ghost : snapshot.ghosts)
        parts.append(ghost.pair());
    return parts.join(QLatin1Char('\n'));
}

bool isSame(const PlanOptions& left, const PlanOptions& right)
{
    return left.acceptSalvaged == right.acceptSalvaged && left.keepRemoved == right.keepRemoved
        && left.purgeGhosts == right.purgeGhosts;
}

bool has(const std::vector<Error>& errors, ErrorCode code)
{
    return std::any_of(errors.begin(), errors.end(), [code](const Error& error) { return error.code == code; });
}

/// What has to be accepted of the plan's source before its rows may be taken; empty where it is sound.
QString whatToAccept(const ChangePlan& plan)
{
    const bool fromSource = plan.purpose == ChangePurpose::Restore || plan.purpose == ChangePurpose::Choose;
    if (!fromSource || has(plan.blockers, ErrorCode::NothingRead))
        return QString();
    const bool salvaged = std::any_of(plan.warnings.begin(), plan.warnings.end(),
        [](const PlanWarning& warning) { return warning.code == QLatin1String("salvaged"); });
    if (salvaged)
        return RestoreDialog::tr("I have seen what was recovered and what was lost; use it");
    if (plan.sourceProof != Proof::Torn)
        return QString();
    return plan.sourceIsFile ? RestoreDialog::tr("It was changed or damaged after it was made; use it all the same")
                             : RestoreDialog::tr("This save is incomplete; use what was found of it");
}

} // namespace

RestoreDialog::RestoreDialog(
    StateService& service, std::shared_ptr<const Snapshot> current, Request request, QWidget* parent)
    : QDialog(parent)
    , m_service(service)
    , m_current(current ? std::move(current) : std::make_shared<const Snapshot>())
    , m_request(std::move(request))
    , m_planModel(new PlanModel(this))
{
    setWindowTitle(titleOf(m_request));
    setAcceptDrops(m_request.purpose == Purpose::Restore);
    buildLayout();
    resize(m_backups ? QSize(1120, 640) : QSize(880, 520));

    connect(m_planModel, &PlanModel::ticksChanged, this, &RestoreDialog::updateTicks);
    connect(m_options, &RestoreOptions::consentsChanged, this, &RestoreDialog::updateConfirm);
    connect(m_options, &RestoreOptions::choicesChanged, this, [this] { makePlan(true); });
    connect(&m_service, &StateService::stepChanged, this, &RestoreDialog::showStep);
    auto* tick = new QTimer(this);
    connect(tick, &QTimer::timeout, this, &RestoreDialog::updateStoppedText);
    tick->start(std::chrono::seconds(1));

    if (m_backups) {
        connect(m_backups, &BackupsPane::chosen, this, &RestoreDialog::setSource);
        if (!m_request.source.isEmpty())
            setSource(m_request.source);
        else
            updateConfirm();
        m_backups->load();
    } else {
        m_source = m_request.source;
        makePlan(false);
    }
}

RestoreDialog::~RestoreDialog()
{
    m_planStop.request_stop();
}

void RestoreDialog::setCurrent(std::shared_ptr<const Snapshot> snapshot)
{
    const auto lastSave = [](const Snapshot& of) { return of.live ? of.live->lastSave : std::nullopt; };
    const bool savedAgain = snapshot->live && lastSave(*snapshot) > lastSave(*m_current);
    m_current = std::move(snapshot);
    // Nobody has said that a system is stopped which has saved since.
    if (savedAgain)
        m_options->withdrawStopped();
    followCurrent();
    updateStoppedText();
}

void RestoreDialog::followCurrent()
{
    const bool hasSource = m_request.purpose != Purpose::Restore || !m_source.isEmpty();
    if (!m_working && hasSource && planKey(*m_current) != m_plannedFor)
        makePlan(true);
}

const ChangePlan* RestoreDialog::plan() const
{
    return m_havePlan ? &m_planModel->plan() : nullptr;
}

bool RestoreDialog::hasBackups() const
{
    return !m_backups || m_backups->isReady();
}

void RestoreDialog::setSource(const QString& source)
{
    if (m_working || !m_backups)
        return;
    m_backups->setSource(source);
    if (source == m_source && (m_havePlan || m_planning))
        return;
    m_source = source;
    m_options->forget();
    m_steps->hide();
    makePlan(false);
}

void RestoreDialog::makePlan(bool sameSource)
{
    if (m_working)
        return;
    const int number = ++m_planNumber;
    m_planStop.request_stop(); // nobody waits for the one before any more
    m_planStop = std::stop_source();
    m_plannedFor = planKey(*m_current);
    m_planning = true;
    m_failure.reset();
    m_error->hide();
    if (!sameSource) {
        m_havePlan = false;
        m_sourceLabel->setText(tr("Reading …"));
    }
    updateConfirm();
    const PlanOptions options = m_options->planOptions();
    whenDone(startPlan(options), this, [this, number, sameSource, options](Result<ChangePlan> plan) {
        if (number != m_planNumber || m_working)
            return;
        m_planning = false;
        if (plan)
            showPlan(std::move(*plan), sameSource && m_havePlan, options);
        else if (plan.error().code == ErrorCode::Cancelled && m_havePlan)
            m_plannedFor.clear(); // by somebody else: the one before stands until the record is read again
        else
            showFailure(plan.error());
        updateConfirm();
    });
}

QFuture<Result<ChangePlan>> RestoreDialog::startPlan(const PlanOptions& options)
{
    const std::stop_token stop = m_planStop.get_token();
    switch (m_request.purpose) {
    case Purpose::Restore:
    case Purpose::Choose:
        break;
    case Purpose::Undo:
        return m_service.planUndo(options, stop);
    case Purpose::Remove: {
        PlanOptions removal = options;
        removal.ghost = m_request.ghost;
        return m_service.planRemove(m_request.source, m_request.reason, removal, stop);
    }
    }
    return m_service.planRestore(m_source, options, stop);
}

void RestoreDialog::showPlan(ChangePlan plan, bool sameSource, const PlanOptions& options)
{
    m_havePlan = true;
    m_sourceLabel->setText(PlanWords::source(plan, m_service.clock().now(), m_request.zone));
    setPlainToolTip(*m_sourceLabel, plan.sourceIsFile ? plan.source : QString());
    m_preview->setColumnHidden(PlanModel::BackupColumn, plan.purpose == ChangePurpose::Remove);
    m_preview->showPlan(std::move(plan), sameSource);
    updateNeeds();
    updateWarnings();
    // A box that went away took its choice along.
    if (!isSame(options, m_options->planOptions()))
        makePlan(true);
}

void RestoreDialog::showFailure(const Error& error)
{
    m_failure = error;
    m_havePlan = false;
    m_planModel->setPlan({}, false);
    m_sourceLabel->setText(m_source);
    updateNeeds();
    updateWarnings();
    showError(describeInWindow(error));
}

void RestoreDialog::showError(const QString& text)
{
    m_error->setText(text);
    m_error->show();
}

bool RestoreDialog::isForceable(ErrorCode code) const
{
    return m_havePlan && has(m_planModel->plan().forceable, code);
}

ChangePurpose RestoreDialog::changePurpose() const
{
    switch (m_request.purpose) {
    case Purpose::Restore:
        break;
    case Purpose::Undo:
        return ChangePurpose::Undo;
    case Purpose::Choose:
        return ChangePurpose::Choose;
    case Purpose::Remove:
        return ChangePurpose::Remove;
    }
    return ChangePurpose::Restore;
}

QString RestoreDialog::confirmReason() const
{
    if (m_working)
        return m_cancelling ? tr("Cancelling …") : QString();
    if (m_planning)
        return tr("Reading …");
    if (m_failure)
        return m_request.purpose == Purpose::Restore ? tr("This cannot be restored.") : tr("This cannot be done.");
    if (!m_havePlan)
        return tr("Choose a backup.");
    const ChangePlan& plan = m_planModel->plan();
    if (!plan.blockers.empty())
        return briefInWindow(plan.blockers.front());
    if (!plan.changesAnything())
        return tr("Nothing is ticked that would change the record.");
    if (isForceable(ErrorCode::TradingSystemLive) && !m_options->systemIsStopped())
        return tr("A trading system is running: stop it first.");
    if (isForceable(ErrorCode::Unreachable) && !m_options->withoutPrimary())
        return tr("InfluxDB cannot be reached.");
    return QString();
}

void RestoreDialog::updateTicks()
{
    const auto& warnings = m_planModel->plan().warnings;
    if (std::any_of(warnings.begin(), warnings.end(), PlanWords::dependsOnTicks))
        updateWarnings();
    updateConfirm();
}

void RestoreDialog::updateWarnings()
{
    const QStringList lines = m_havePlan ? PlanWords::warnings(m_planModel->plan()) : QStringList();
    m_warnings->setText(lines.join(QLatin1Char('\n')));
    m_warningArea->setVisible(!lines.isEmpty());
}

void RestoreDialog::updateConfirm()
{
    const QString reason = confirmReason();
    m_confirmReason->setText(reason);
    m_confirm->setEnabled(reason.isEmpty() && !m_working);
    const QString text = m_havePlan ? PlanWords::confirm(m_planModel->plan()) : QString();
    m_confirm->setText(text.isEmpty() ? PlanWords::confirm(changePurpose()) : text);
    m_confirm->setAccessibleDescription(reason);
    for (QPushButton* button : { m_all, m_none, m_onlyThis })
        button->setEnabled(m_havePlan && !m_working);
}

void RestoreDialog::updateNeeds()
{
    RestoreOptions::Needs needs;
    needs.stopped = isForceable(ErrorCode::TradingSystemLive);
    needs.offline = isForceable(ErrorCode::Unreachable);
    if (m_havePlan) {
        const ChangePlan& plan = m_planModel->plan();
        const bool eventLog = m_current->store.layout == QLatin1String("versions");
        needs.accept = whatToAccept(plan);
        const bool removes = std::any_of(plan.rows.begin(), plan.rows.end(),
            [](const PlanRow& row) { return row.part == StatePart::Position && row.kind == ChangeKind::Removed; });
        needs.keepRemoved = eventLog && (removes || !plan.closedSince.empty());
        needs.purgeGhosts = eventLog && m_request.purpose == Purpose::Restore && !m_current->ghosts.empty();
    }
    m_options->setNeeds(needs);
    updateStoppedText();
}

void RestoreDialog::updateStoppedText()
{
    if (!isForceable(ErrorCode::TradingSystemLive))
        return;
    const auto& live = m_current->live;
    if (!live || !live->lastSave || !live->nextSaveDue) {
        m_options->setStoppedText(tr("The trading system is stopped"));
        return;
    }
    const Timestamp now = m_service.clock().now();
    const QString ago = Formats::age(Formats::secondsBetween(*live->lastSave, now));
    const qint64 due = Formats::secondsBetween(now, *live->nextSaveDue);
    m_options->setStoppedText(due > 0
            ? tr("A trading system saved %1 ago. It is stopped (its next save would be due in %2)")
                  .arg(ago, Formats::countdown(due))
            : tr("A trading system saved %1 ago. It is stopped (its next save is overdue)").arg(ago));
}

void RestoreDialog::confirm()
{
    if (m_working || !confirmReason().isEmpty())
        return;
    m_applyStop = std::stop_source();
    m_steps->reset();
    m_steps->show();
    setWorking(true);
    const PlanOptions choices = m_options->planOptions();
    ApplyOptions options;
    options.systemIsStopped = m_options->systemIsStopped();
    options.withoutPrimary = m_options->withoutPrimary();
    options.keepRemoved = choices.keepRemoved;
    options.purgeGhosts = choices.purgeGhosts;
    whenDone(m_service.apply(m_planModel->plan(), options, m_applyStop.get_token()), this,
        [this](const Result<ChangeReport>& report) { showResult(report); });
}

void RestoreDialog::showResult(const Result<ChangeReport>& report)
{
    setWorking(false);
    if (report) {
        Q_EMIT applied(*report);
        accept();
        return;
    }
    // The steps stay, so that one sees how far it came.
    if (report.error().code == ErrorCode::HeadChanged)
        makePlan(true);
    else
        followCurrent();
    showError(describeInWindow(report.error()));
}

void RestoreDialog::showStep(ChangeStep step, StepState state)
{
    if (!m_working)
        return;
    m_steps->setStep(step, state);
    if (step == ChangeStep::Journal && state == StepState::Started) {
        m_writing = true;
        m_cancel->setEnabled(false);
    }
}

void RestoreDialog::setWorking(bool working)
{
    m_working = working;
    m_cancelling = false;
    m_writing = false;
    m_error->hide();
    m_preview->setEnabled(!working);
    m_options->setEnabled(!working);
    if (m_backups)
        m_backups->setEnabled(!working);
    m_cancel->setEnabled(true);
    updateConfirm();
}

void RestoreDialog::reject()
{
    if (!m_working) {
        m_planStop.request_stop();
        QDialog::reject();
        return;
    }
    if (m_writing)
        return;
    m_cancelling = true; // the answer then comes as Cancelled
    m_cancel->setEnabled(false);
    m_applyStop.request_stop();
    updateConfirm();
}

void RestoreDialog::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (!m_working && urls.size() == 1 && urls.front().isLocalFile())
        event->acceptProposedAction();
}

void RestoreDialog::dropEvent(QDropEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.front().isLocalFile()) {
        event->acceptProposedAction();
        setSource(urls.front().toLocalFile());
    }
}

} // namespace tradestate
