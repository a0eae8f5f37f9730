// SPDX-License-Identifier: MIT
#include "ui/dialogs/restoredialog.h"

#include "ui/dialogs/backuplistmodel.h"
#include "ui/dialogs/planmodel.h"
#include "ui/dialogs/steplist.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QSplitter>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

namespace tradestate {

namespace {

QLabel* plainLabel(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

QString titleOf(RestoreDialog::Purpose purpose, const QString& source)
{
    switch (purpose) {
    case RestoreDialog::Purpose::Restore:
        return RestoreDialog::tr("Restore a backup");
    case RestoreDialog::Purpose::Undo:
        return RestoreDialog::tr("Undo the last change");
    case RestoreDialog::Purpose::Choose:
        return RestoreDialog::tr("Choose which save goes on");
    case RestoreDialog::Purpose::Remove:
        return RestoreDialog::tr("Remove %1 from the record").arg(source);
    }
    return {};
}

} // namespace

RestoreDialog::RestoreDialog(StateService& service, const Snapshot& current, Request request, QWidget* parent)
    : QDialog(parent)
    , m_service(service)
    , m_current(current)
    , m_request(std::move(request))
    , m_source(m_request.source)
    , m_planModel(new PlanModel(this))
    , m_backupModel(new BackupListModel(this))
    , m_tick(new QTimer(this))
{
    setWindowTitle(titleOf(m_request.purpose, m_request.source));
    setAcceptDrops(m_request.purpose == Purpose::Restore);
    buildLayout();
    resize(1120, 640);

    connect(m_planModel, &PlanModel::ticksChanged, this, &RestoreDialog::updateConfirm);
    connect(&m_service, &StateService::stepChanged, this, [this](ChangeStep step, StepState state) {
        if (!m_working)
            return;
        m_steps->setStep(step, state);
        if (step == ChangeStep::Journal && state == StepState::Started) {
            m_writing = true;
            m_cancel->setEnabled(false);
        }
    });
    m_tick->setInterval(1000);
    connect(m_tick, &QTimer::timeout, this, &RestoreDialog::updateLiveText);
    m_tick->start();

    if (m_request.purpose == Purpose::Restore) {
        loadBackups();
        if (!m_source.isEmpty())
            setSource(m_source);
        else
            updateConfirm();
    } else {
        makePlan(false);
    }
}

void RestoreDialog::setCurrent(const Snapshot& snapshot)
{
    const QString before = m_current.record ? m_current.record->saveId : QString();
    const QString after = snapshot.record ? snapshot.record->saveId : QString();
    m_current = snapshot;
    if (!m_working && before != after && m_havePlan)
        makePlan(true);
    updateLiveText();
}

const ChangePlan* RestoreDialog::plan() const
{
    return m_havePlan ? &m_planModel->plan() : nullptr;
}

bool RestoreDialog::hasBackups() const
{
    return m_haveBackups || m_request.purpose != Purpose::Restore;
}

void RestoreDialog::buildLayout()
{
    auto* splitter = new QSplitter(this);
    m_sourcePane = buildSourcePane();
    splitter->addWidget(m_sourcePane);
    splitter->addWidget(buildPreviewPane());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 5);
    splitter->setChildrenCollapsible(false);
    m_sourcePane->setVisible(m_request.purpose == Purpose::Restore);

    auto* promise = plainLabel(
        tr("Nothing is sent to the broker: this changes what the trading system believes at its next start. "
           "A rescue copy of the present record is made first."),
        this);
    m_steps = new StepList(this);
    m_steps->hide();
    m_error = plainLabel(QString(), this);
    m_error->setObjectName(QStringLiteral("error"));
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_error->hide();
    m_confirmReason = plainLabel(QString(), this);
    m_confirmReason->setObjectName(QStringLiteral("confirmReason"));
    m_confirmReason->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_confirm = new QPushButton(this);
    m_confirm->setObjectName(QStringLiteral("confirm"));
    m_confirm->setAutoDefault(false);
    m_cancel->setDefault(true);
    connect(m_cancel, &QPushButton::clicked, this, &RestoreDialog::reject);
    connect(m_confirm, &QPushButton::clicked, this, &RestoreDialog::confirm);
    for (const auto& keys : { QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter) }) {
        auto* shortcut = new QShortcut(keys, this);
        connect(shortcut, &QShortcut::activated, m_confirm, &QPushButton::click);
    }
    m_confirm->setToolTip(tr("Ctrl+Enter"));

    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_confirmReason, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_confirm);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_error);
    layout->addWidget(m_steps);
    layout->addWidget(promise);
    layout->addLayout(buttons);
    // Cancel is where a stray Enter lands.
    m_cancel->setFocus();
}

QWidget* RestoreDialog::buildSourcePane()
{
    auto* pane = new QWidget(this);
    auto* title = plainLabel(tr("Backups in %1").arg(QFileInfo(m_service.settings().folder).fileName()), pane);
    title->setToolTip(m_service.settings().folder.toHtmlEscaped());
    m_backups = new QListView(pane);
    m_backups->setObjectName(QStringLiteral("backups"));
    m_backups->setAccessibleName(tr("Backups"));
    m_backups->setModel(m_backupModel);
    m_backups->setWordWrap(true);
    m_backups->setTextElideMode(Qt::ElideRight);
    m_backups->setAlternatingRowColors(true);
    auto* choose = new QPushButton(tr("Choose &file…"), pane);
    choose->setAutoDefault(false);
    auto* drop = plainLabel(tr("or drop a file here"), pane);
    connect(choose, &QPushButton::clicked, this, &RestoreDialog::chooseFile);
    connect(m_backups->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& index) {
        if (index.isValid())
            setSource(index.data(BackupListModel::PathRole).toString());
    });
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(choose);
    bottom->addWidget(drop, 1);
    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title);
    layout->addWidget(m_backups, 1);
    layout->addLayout(bottom);
    pane->setMinimumWidth(260);
    return pane;
}

QWidget* RestoreDialog::buildPreviewPane()
{
    auto* pane = new QWidget(this);
    m_sourceLabel = plainLabel(QString(), pane);
    m_tree = new QTreeView(pane);
    m_tree->setObjectName(QStringLiteral("preview"));
    m_tree->setAccessibleName(tr("What would change on record"));
    m_tree->setModel(m_planModel);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(QHeaderView::Interactive);

    m_all = new QPushButton(tr("&All"), pane);
    m_none = new QPushButton(tr("&None"), pane);
    m_onlyThis = new QPushButton(tr("&Only this"), pane);
    for (QPushButton* button : { m_all, m_none, m_onlyThis })
        button->setAutoDefault(false);
    connect(m_all, &QPushButton::clicked, this, [this] { m_planModel->tickAll(true); });
    connect(m_none, &QPushButton::clicked, this, [this] { m_planModel->tickAll(false); });
    connect(m_onlyThis, &QPushButton::clicked, this, [this] { m_planModel->tickOnly(m_tree->currentIndex()); });
    auto* tickButtons = new QHBoxLayout;
    tickButtons->addStretch();
    for (QPushButton* button : { m_all, m_none, m_onlyThis })
        tickButtons->addWidget(button);

    m_warnings = plainLabel(QString(), pane);
    m_warnings->setObjectName(QStringLiteral("warnings"));
    m_warnings->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* warningArea = new QScrollArea(pane);
    warningArea->setWidget(m_warnings);
    warningArea->setWidgetResizable(true);
    warningArea->setFrameShape(QFrame::NoFrame);
    warningArea->setMaximumHeight(150);
    warningArea->setAccessibleName(tr("Warnings"));

    m_stopped = new QCheckBox(pane);
    m_stopped->setObjectName(QStringLiteral("stopped"));
    m_offline
        = new QCheckBox(tr("InfluxDB cannot be reached: change the record on this machine and send it later"), pane);
    m_salvage = new QCheckBox(tr("I have seen what was recovered and what was lost; use it"), pane);
    m_salvage->setObjectName(QStringLiteral("salvage"));
    m_keepRemoved
        = new QCheckBox(tr("Leave the events of removed rows (the Python system will bring them back)"), pane);
    m_purgeGhosts = new QCheckBox(
        tr("Also take the suspected ghosts away, so that the Python system no longer loads them"), pane);
    for (QCheckBox* box : { m_stopped, m_offline, m_salvage, m_keepRemoved, m_purgeGhosts })
        box->hide();
    connect(m_stopped, &QCheckBox::toggled, this, &RestoreDialog::updateConfirm);
    connect(m_offline, &QCheckBox::toggled, this, &RestoreDialog::updateConfirm);
    connect(m_salvage, &QCheckBox::toggled, this, [this] { makePlan(true); });
    connect(m_keepRemoved, &QCheckBox::toggled, this, [this] { makePlan(true); });
    connect(m_purgeGhosts, &QCheckBox::toggled, this, [this] { makePlan(true); });

    auto* layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_sourceLabel);
    layout->addWidget(m_tree, 1);
    layout->addLayout(tickButtons);
    layout->addWidget(warningArea);
    for (QCheckBox* box : { m_salvage, m_keepRemoved, m_purgeGhosts, m_offline, m_stopped })
        layout->addWidget(box);
    return pane;
}

void RestoreDialog::loadBackups()
{
    m_service.backups().then(this, [this](const Result<std::vector<BackupEntry>>& entries) {
        m_haveBackups = true;
        if (!entries) {
            showFailure(entries.error());
            return;
        }
        m_backupModel->setEntries(*entries, m_service.clock().now());
        if (const QModelIndex index = m_backupModel->indexOf(m_source); index.isValid()) {
            m_backups->setCurrentIndex(index);
        } else if (m_source.isEmpty() && !m_havePlan && m_backupModel->rowCount() > 0) {
            m_backups->setCurrentIndex(m_backupModel->index(0));
        }
    });
}

void RestoreDialog::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose a backup or state file"),
        m_service.settings().folder, tr("State files (*.json *.json.* *.backup);;All files (*)"));
    if (!path.isEmpty())
        setSource(path);
}

void RestoreDialog::setSource(const QString& source)
{
    if (m_working)
        return;
    const bool changed = source != m_source || !m_havePlan;
    m_source = source;
    if (!changed)
        return;
    m_salvage->blockSignals(true);
    m_salvage->setChecked(false);
    m_salvage->blockSignals(false);
    makePlan(false);
}

void RestoreDialog::makePlan(bool keepTicks)
{
    if (m_working)
        return;
    const int number = ++m_planNumber;
    m_failure.reset();
    m_error->hide();
    if (!keepTicks) {
        m_havePlan = false;
        m_sourceLabel->setText(tr("Reading %1 …").arg(m_source));
        updateConfirm();
    }
    PlanOptions options;
    options.acceptSalvaged = m_salvage->isChecked();
    options.keepRemoved = m_keepRemoved->isChecked();
    options.purgeGhosts = m_purgeGhosts->isChecked();
    QFuture<Result<ChangePlan>> future;
    switch (m_request.purpose) {
    case Purpose::Restore:
    case Purpose::Choose:
        future = m_service.planRestore(m_source, options);
        break;
    case Purpose::Undo:
        future = m_service.planUndo();
        break;
    case Purpose::Remove:
        future = m_service.planRemove(m_request.source, m_request.reason);
        break;
    }
    future.then(this, [this, number, keepTicks](const Result<ChangePlan>& plan) {
        if (number != m_planNumber || m_working)
            return;
        if (plan)
            showPlan(*plan, keepTicks);
        else
            showFailure(plan.error());
    });
}

void RestoreDialog::showPlan(ChangePlan plan, bool keepTicks)
{
    const bool firstOfSource = !m_havePlan;
    m_havePlan = true;
    QStringList lines;
    for (const QString& line : plan.recovered)
        lines.append(QStringLiteral("◌ ") + line);
    for (const PlanWarning& warning : plan.warnings)
        lines.append(QStringLiteral("⚠ ") + warning.message);
    m_warnings->setText(lines.join(QLatin1Char('\n')));
    m_warnings->parentWidget()->parentWidget()->setVisible(!lines.isEmpty());

    const bool salvageable = !plan.recovered.empty();
    m_salvage->setVisible(salvageable);
    const bool versions = m_current.store.layout == QLatin1String("versions");
    m_keepRemoved->setVisible(versions && plan.count(ChangeKind::Removed) > 0);
    m_purgeGhosts->setVisible(versions && !m_current.ghosts.empty() && m_request.purpose == Purpose::Restore);
    if (m_request.purpose == Purpose::Restore)
        m_sourceLabel->setText(tr("From %1").arg(plan.source));
    else if (m_request.purpose == Purpose::Remove)
        m_sourceLabel->setText(tr(
            "Check the broker first: one leg may still be open. The removal only takes the position off the record."));
    else
        m_sourceLabel->setText(plan.source);

    m_planModel->setPlan(std::move(plan), keepTicks);
    if (firstOfSource) {
        // Rows with few fields are open, the fold of what stays is not.
        for (int row = 0; row < m_planModel->rowCount(); ++row) {
            const QModelIndex index = m_planModel->index(row, 0);
            const int planRow = index.data(PlanModel::RowIndexRole).toInt();
            m_tree->setExpanded(index, planRow >= 0 && m_planModel->rowCount(index) <= 6);
        }
        m_tree->setColumnWidth(PlanModel::WhatColumn, 230);
        m_tree->setColumnWidth(PlanModel::FieldColumn, 150);
        for (const int column : { PlanModel::NowColumn, PlanModel::BackupColumn, PlanModel::AfterColumn })
            m_tree->setColumnWidth(column, 120);
        m_tree->setCurrentIndex(m_planModel->index(0, 0));
    }
    updateLiveText();
    updateConfirm();
}

void RestoreDialog::showFailure(const Error& error)
{
    m_failure = error;
    m_havePlan = false;
    m_planModel->setPlan({}, false);
    m_sourceLabel->setText(m_source);
    m_warnings->clear();
    m_error->setText(describe(error));
    m_error->show();
    updateConfirm();
}

bool RestoreDialog::forceIsNeeded(ErrorCode code) const
{
    if (!m_havePlan)
        return false;
    const auto& forceable = m_planModel->plan().forceable;
    return std::any_of(forceable.begin(), forceable.end(), [code](const Error& error) { return error.code == code; });
}

QString RestoreDialog::confirmReason() const
{
    if (m_working)
        return QString();
    if (m_failure)
        return tr("This cannot be restored.");
    if (!m_havePlan)
        return m_source.isEmpty() && m_request.purpose == Purpose::Restore ? tr("Choose a backup.") : tr("Reading …");
    const ChangePlan& plan = m_planModel->plan();
    if (!plan.blockers.empty())
        return errorWhat(plan.blockers.front().code) + QStringLiteral(". ") + errorAdvice(plan.blockers.front());
    if (!plan.changesAnything())
        return tr("Nothing is ticked that would change the record.");
    if (forceIsNeeded(ErrorCode::TradingSystemLive) && !m_stopped->isChecked())
        return tr("A trading system is running: stop it first.");
    if (forceIsNeeded(ErrorCode::Unreachable) && !m_offline->isChecked())
        return tr("InfluxDB cannot be reached.");
    return QString();
}

void RestoreDialog::updateConfirm()
{
    const QString reason = confirmReason();
    m_confirmReason->setText(reason);
    m_confirm->setEnabled(reason.isEmpty() && !m_working);
    const QString text = m_havePlan ? confirmText(m_planModel->plan()) : QString();
    m_confirm->setText(text.isEmpty() ? tr("Restore") : text);
    m_confirm->setAccessibleDescription(reason);
    for (QPushButton* button : { m_all, m_none, m_onlyThis })
        button->setEnabled(m_havePlan && !m_working);
}

void RestoreDialog::updateLiveText()
{
    const bool live = forceIsNeeded(ErrorCode::TradingSystemLive);
    m_stopped->setVisible(live);
    m_offline->setVisible(forceIsNeeded(ErrorCode::Unreachable));
    if (!live || !m_current.live)
        m_stopped->setText(tr("The trading system is stopped"));
    else {
        const Timestamp now = m_service.clock().now();
        const qint64 since = (now.nanoseconds() - m_current.live->lastSave.nanoseconds()) / nanosecondsPerSecond;
        const qint64 due = (m_current.live->nextSaveDue.nanoseconds() - now.nanoseconds()) / nanosecondsPerSecond;
        m_stopped->setText(due > 0
                ? tr("A trading system saved %1 ago. It is stopped (its next save would be due in %2:%3)")
                      .arg(shortAge(since))
                      .arg(due / 60)
                      .arg(due % 60, 2, 10, QLatin1Char('0'))
                : tr("A trading system saved %1 ago. It is stopped (its next save is overdue)").arg(shortAge(since)));
    }
    updateConfirm();
}

void RestoreDialog::confirm()
{
    if (m_working || !confirmReason().isEmpty())
        return;
    setWorking(true);
    ApplyOptions options;
    options.force = m_stopped->isChecked() || m_offline->isChecked();
    options.keepRemoved = m_keepRemoved->isChecked();
    options.purgeGhosts = m_purgeGhosts->isChecked();
    m_service.apply(m_planModel->plan(), options).then(this, [this](const Result<ChangeReport>& report) {
        setWorking(false);
        if (report) {
            Q_EMIT applied(*report);
            accept();
            return;
        }
        if (report.error().code == ErrorCode::HeadChanged) {
            makePlan(true);
            m_error->setText(describe(report.error()));
            m_error->show();
            return;
        }
        m_error->setText(describe(report.error()));
        m_error->show();
    });
}

void RestoreDialog::setWorking(bool working)
{
    m_working = working;
    m_writing = false;
    m_steps->reset();
    m_steps->setVisible(working);
    m_error->hide();
    m_tree->setEnabled(!working);
    m_sourcePane->setEnabled(!working);
    m_cancel->setEnabled(true);
    updateConfirm();
}

void RestoreDialog::reject()
{
    if (m_working) {
        if (!m_writing)
            m_service.cancel(); // the answer then comes as Cancelled
        return;
    }
    QDialog::reject();
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
