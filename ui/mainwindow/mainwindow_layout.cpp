// SPDX-License-Identifier: MIT
// How the main window is put together, and how its layout is kept.
#include "ui/charts/chartspage.h"
#include "ui/mainwindow/accountbox.h"
#include "ui/mainwindow/consolestatusbar.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/models/formats.h"
#include "ui/models/pairstatesmodel.h"
#include "ui/models/positionsmodel.h"
#include "ui/views/cards.h"
#include "ui/views/detailsdock.h"
#include "ui/views/firstpage.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"
#include "ui/views/theme.h"

#include <QActionGroup>
#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolBar>
#include <QVBoxLayout>

#include <array>

namespace tradestate {

namespace {

/// Raised when panes change so that a kept layout no longer fits.
constexpr int layoutVersion = 1;
constexpr int usualRefreshSeconds = 5;
constexpr std::array refreshSeconds { 2, 5, 10, 30, 60 };
/// Fewer lines of text than this in the window: the cards give way to the tables.
constexpr int linesOfRoom = 30;
/// Fewer than this: the panes below are closed too, or no row would be seen. The View menu, or a warning, opens them.
constexpr int linesForPanes = 24;

} // namespace

void MainWindow::buildCentre()
{
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_strip = new TruthStrip(centre);
    m_notice = new NoticeBar(centre);
    connect(m_notice, &NoticeBar::shownChanged, this, &MainWindow::updateCards);
    m_pages = new QStackedWidget;
    column->addWidget(m_strip);
    column->addWidget(m_notice);
    column->addWidget(m_pages, 1);

    m_firstPage = new FirstPage(
        { m_actions->useEnv, m_actions->connectInflux, m_actions->openFile, m_actions->sample, m_actions->tryPaper });
    m_pages->addWidget(m_firstPage);

    auto* recordArea = new QWidget;
    auto* recordColumn = new QVBoxLayout(recordArea);
    recordColumn->setContentsMargins(0, 0, 0, 0);
    recordColumn->setSpacing(0);
    m_cards = new Cards;
    recordColumn->addWidget(m_cards);
    m_frame = new QFrame;
    m_frame->setObjectName(QStringLiteral("viewingFrame"));
    m_frame->setAutoFillBackground(true);
    auto* inFrame = new QVBoxLayout(m_frame);
    inFrame->setContentsMargins(0, 0, 0, 0);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAutoFillBackground(true);
    m_positions = new RecordPage(m_positionsModel, QStringLiteral("positions"));
    m_positions->view()->setAccessibleName(tr("Positions"));
    m_pairStates = new RecordPage(m_pairStatesModel, QStringLiteral("pairStates"));
    m_pairStates->view()->setAccessibleName(tr("Pair states"));
    m_charts = new ChartsPage(m_parts.layout);
    m_tabs->addTab(m_positions, tr("Positions"));
    m_tabs->addTab(m_pairStates, tr("Pair states"));
    m_tabs->addTab(m_charts, tr("Charts"));
    inFrame->addWidget(m_tabs);
    recordColumn->addWidget(m_frame, 1);
    m_pages->addWidget(recordArea);
    setCentralWidget(centre);

    for (RecordPage* page : { m_positions, m_pairStates }) {
        RecordView* view = page->view();
        connect(view, &RecordView::currentRecordChanged, this, [this] {
            updateDetails();
            updateActions();
        });
        connect(view, &RecordView::contextMenuWanted, this,
            [this, view](const QPoint& place) { showContextMenu(view, place); });
        connect(page, &RecordPage::clearFilterWanted, m_actions->clearFilter, &QAction::trigger);
    }
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        updateDetails();
        updateActions();
        if (m_record.snapshot)
            loadHistory();
    });
    connect(m_strip, &TruthStrip::offerTaken, this, &MainWindow::takeOffer);
    connect(m_strip, &TruthStrip::findingsWanted, this,
        [this] { showInDetails([this](const Snapshot& snapshot) { m_details->showFindings(snapshot); }); });
    connect(m_cards, &Cards::detailsWanted, this, [this](StatePart part) {
        showInDetails([this, part](const Snapshot& snapshot) { m_details->showPart(part, snapshot); });
    });

    m_status = new ConsoleStatusBar;
    setStatusBar(m_status);
    connect(m_status, &ConsoleStatusBar::cancelWanted, this, [this] {
        // A file that is still being read is no longer waited for.
        ++m_viewNumber;
        m_readingFile.clear();
        if (m_service)
            m_service->cancel();
        updateWork();
    });
}

void MainWindow::buildDocks()
{
    m_log = new LogDock(this);
    m_details = new DetailsDock(this);
    addDockWidget(Qt::BottomDockWidgetArea, m_log);
    splitDockWidget(m_log, m_details, Qt::Horizontal);
    resizeDocks({ m_log, m_details }, { 800, 480 }, Qt::Horizontal);
    resizeDocks({ m_log }, { 240 }, Qt::Vertical);
    connect(m_log, &LogDock::attentionWanted, this, [this] {
        m_log->show();
        m_log->raise();
    });
    connect(m_log, &LogDock::saveFailed, this,
        [this](const Error& error) { tellError(tr("The log could not be saved"), error); });
    connect(m_log, &LogDock::saved, this,
        [this](const QString& path) { m_notice->show(StatusLevel::Good, tr("Saved the log to %1").arg(path)); });
}

void MainWindow::buildToolBar()
{
    QToolBar* bar = addToolBar(tr("Main toolbar"));
    bar->setObjectName(QStringLiteral("mainToolBar"));
    bar->setMovable(false);
    m_toolBar = bar;
    m_actions->addToToolBar(bar);
    auto* gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(gap);
    m_accounts = new AccountBox;
    m_accountsInBar = bar->addWidget(m_accounts);
    connect(m_accounts, &AccountBox::accountChosen, this, &MainWindow::openAccount);
    showAccounts({});
    m_filterField = new QLineEdit;
    m_filterField->setObjectName(QStringLiteral("filterField"));
    m_filterField->setPlaceholderText(
        tr("Filter… (%1)").arg(m_actions->filter->shortcut().toString(QKeySequence::NativeText)));
    m_filterField->setAccessibleName(tr("Filter: show only rows that contain these words"));
    m_filterField->setToolTip(tr("Show only rows that contain these words, in any column"));
    m_filterField->setClearButtonEnabled(true);
    m_filterField->setMinimumWidth(120);
    m_filterField->setMaximumWidth(360);
    bar->addWidget(m_filterField);
    connect(m_filterField, &QLineEdit::textChanged, &m_filterDelay, qOverload<>(&QTimer::start));
    // Return: at once, and on to the rows.
    connect(m_filterField, &QLineEdit::returnPressed, this, [this] {
        m_filterDelay.stop();
        applyFilter();
        if (RecordView* view = currentView())
            view->setFocus();
    });
}

void MainWindow::buildMenus()
{
    const auto menu = [this](const QString& title) {
        QMenu* result = menuBar()->addMenu(title);
        result->setToolTipsVisible(true);
        return result;
    };
    QMenu* file = menu(tr("&File"));
    file->addActions({ m_actions->openFile, m_actions->sample });
    file->addSeparator();
    file->addActions({ m_actions->useEnv, m_actions->connectInflux });
    file->addSeparator();
    file->addActions({ m_actions->tryPaper, m_actions->stopPaper });
    file->addSeparator();
    file->addAction(m_actions->exportCsv);
    file->addSeparator();
    file->addAction(m_actions->quit);

    QMenu* edit = menu(tr("&Edit"));
    edit->addActions({ m_actions->copy, m_actions->copyCsv, m_actions->selectAll });
    edit->addSeparator();
    edit->addActions({ m_actions->filter, m_actions->clearFilter });

    QMenu* view = menu(tr("&View"));
    view->addActions({ m_actions->refresh, m_actions->autoRefresh });
    QMenu* every = view->addMenu(tr("Refresh &every"));
    m_intervals = new QActionGroup(this);
    for (const int seconds : refreshSeconds) {
        QAction* action = every->addAction(Formats::age(seconds));
        action->setData(seconds);
        action->setCheckable(true);
        m_intervals->addAction(action);
    }
    QMenu* zone = view->addMenu(tr("&Times in"));
    m_zones = new QActionGroup(this);
    const auto addZone = [&](const QString& title, const QString& id) {
        QAction* action = zone->addAction(title);
        action->setCheckable(true);
        action->setData(id);
        m_zones->addAction(action);
        return action;
    };
    addZone(tr("&UTC"), QStringLiteral("utc"))->setChecked(true);
    addZone(
        tr("&This computer's zone (%1)").arg(Formats::zoneName(QTimeZone::systemTimeZone())), QStringLiteral("local"));
    addZone(tr("The trading &system's zone"), QStringLiteral("writer"));
    view->addSeparator();
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        QAction* action = view->addAction(tr("Show %1").arg(m_tabs->tabText(tab)));
        action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(tab + 1)));
        connect(action, &QAction::triggered, this, [this, tab] { m_tabs->setCurrentIndex(tab); });
    }
    view->addSeparator();
    QMenu* columns = view->addMenu(tr("&Columns"));
    connect(columns, &QMenu::aboutToShow, this, [this, columns] {
        columns->clear();
        if (RecordView* table = currentView())
            table->fillColumnsMenu(columns);
        else
            columns->addAction(tr("Show a table first."))->setEnabled(false);
    });
    view->addActions({ m_log->toggleViewAction(), m_details->toggleViewAction() });
    view->addActions({ m_actions->nextPane, m_actions->previousPane, m_actions->resetLayout });
    view->addSeparator();
    view->addAction(m_actions->backToNow);

    QMenu* state = menu(tr("&State"));
    state->addActions({ m_actions->save, m_actions->backup });
    state->addSeparator();
    state->addActions({ m_actions->restore, m_actions->undo, m_actions->remove, m_actions->choose });

    QMenu* help = menu(tr("&Help"));
    help->addActions({ m_actions->help, m_actions->about, m_actions->aboutQt });
}

void MainWindow::readLayout()
{
    const auto value = [this](const char* key, const QVariant& usual) {
        return m_parts.layout ? m_parts.layout->value(QLatin1String(key), usual) : usual;
    };
    const int seconds = value("refreshSeconds", usualRefreshSeconds).toInt();
    const bool automatic = value("autoRefresh", true).toBool();
    for (QAction* action : m_intervals->actions())
        action->setChecked(action->data().toInt() == seconds);
    m_actions->autoRefresh->setChecked(automatic);
    m_refresher->setInterval(automatic ? std::max(seconds, 1) : 0);
    const QString zone = value("zone", QStringLiteral("utc")).toString();
    for (QAction* action : m_zones->actions())
        action->setChecked(action->data().toString() == zone);
    if (!m_parts.layout)
        return;
    restoreGeometry(value("geometry", QByteArray()).toByteArray());
    restoreState(value("panes", QByteArray()).toByteArray(), layoutVersion);
    m_positions->view()->readLayout(*m_parts.layout);
    m_pairStates->view()->readLayout(*m_parts.layout);
    m_filterField->setText(value("filter", QString()).toString());
    m_filterDelay.stop();
    applyFilter();
}

void MainWindow::writeLayout() const
{
    if (!m_parts.layout)
        return;
    QSettings& layout = *m_parts.layout;
    layout.setValue(QStringLiteral("geometry"), saveGeometry());
    layout.setValue(QStringLiteral("panes"), saveState(layoutVersion));
    layout.setValue(QStringLiteral("filter"), m_filterField->text());
    layout.setValue(QStringLiteral("autoRefresh"), m_actions->autoRefresh->isChecked());
    if (const QAction* seconds = m_intervals->checkedAction())
        layout.setValue(QStringLiteral("refreshSeconds"), seconds->data());
    if (const QAction* zone = m_zones->checkedAction())
        layout.setValue(QStringLiteral("zone"), zone->data());
    m_positions->view()->writeLayout(layout);
    m_pairStates->view()->writeLayout(layout);
    layout.sync();
}

void MainWindow::resetLayout()
{
    restoreState(m_firstState);
    m_positions->view()->resetLayout();
    m_pairStates->view()->resetLayout();
    m_filterField->clear();
}

void MainWindow::applyTheme()
{
    m_actions->applyTheme(palette());
    QPalette own = palette();
    const bool viewing = m_shown.snapshot && m_shown.snapshot->viewing;
    if (viewing)
        own.setColor(QPalette::Window, Theme::level(StatusLevel::Information, palette()));
    m_frame->setPalette(own);
    m_tabs->setPalette(palette());
    const int width = viewing ? 4 : 0;
    m_frame->layout()->setContentsMargins(width, width, width, width);
}

void MainWindow::applyDensity()
{
    const int lines = height() / std::max(1, fontMetrics().lineSpacing());
    const Room room = lines < linesForPanes ? Room::Least : lines < linesOfRoom ? Room::Little : Room::Enough;
    if (room == m_room)
        return; // panes stay as they were left
    m_room = room;
    m_cards->setCompact(room != Room::Enough);
    m_notice->setMostLines(room == Room::Least ? 2 : 4);
    updateCards();
    updateToolBar();
    if (m_log->isFloating() || m_details->isFloating())
        return;
    const bool tabs = !tabifiedDockWidgets(m_log).isEmpty();
    if (room != Room::Enough && !tabs) {
        tabifyDockWidget(m_details, m_log);
        resizeDocks({ m_log }, { fontMetrics().lineSpacing() * 6 }, Qt::Vertical);
        m_tabifiedByRoom = true;
    } else if (room == Room::Enough && m_tabifiedByRoom) {
        splitDockWidget(m_log, m_details, Qt::Horizontal);
        m_tabifiedByRoom = false;
    }
    showPanes(m_pages->currentIndex() != 0);
}

/// At large fonts a notice takes their place for as long as it is there: the rows stay.
void MainWindow::updateCards()
{
    m_cards->setVisible(m_shown.snapshot && (m_room != Room::Least || m_notice->isHidden()));
}

/// The account box and the filter must not go where only a small arrow tells of them.
void MainWindow::updateToolBar()
{
    const bool narrow = m_room == Room::Least && m_accounts->isWanted();
    m_toolBar->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

/// There is nothing in them on the first page, and no room for them at large fonts.
void MainWindow::showPanes(bool wanted)
{
    const bool close = !wanted || m_room == Room::Least;
    if (close == m_panesClosed)
        return;
    m_panesClosed = close;
    m_log->setVisible(!close);
    m_details->setVisible(!close);
}

} // namespace tradestate
