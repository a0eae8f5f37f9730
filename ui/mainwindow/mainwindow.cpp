// SPDX-License-Identifier: MIT
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/papersession.h"

#include "core/manager/status.h"
#include "ui/charts/chartspage.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/mainwindow/accountbox.h"
#include "ui/mainwindow/consolestatusbar.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/models/formats.h"
#include "ui/models/pairstatesmodel.h"
#include "ui/models/positionsmodel.h"
#include "ui/models/whendone.h"
#include "ui/views/cards.h"
#include "ui/views/detailsdock.h"
#include "ui/views/firstpage.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"
#include "ui/views/theme.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QUrl>

namespace tradestate {

namespace {

/// Charts show this many saves; more would not be told apart.
constexpr int historyLimit = 500;

QString storeName(const StoreInfo& store)
{
    if (store.type == QLatin1String("file"))
        return QFileInfo(store.url).fileName();
    const QUrl url(store.url, QUrl::StrictMode);
    const QString host = url.port() > 0 ? QStringLiteral("%1:%2").arg(url.host()).arg(url.port()) : url.host();
    return store.bucket.isEmpty() ? host : MainWindow::tr("%1 on %2", "bucket on host").arg(store.bucket, host);
}

} // namespace

MainWindow::MainWindow(Parts parts, QWidget* parent)
    : QMainWindow(parent)
    , m_parts(std::move(parts))
    , m_actions(new ConsoleActions(this))
    , m_refresher(new Refresher(this))
    , m_positionsModel(new PositionsModel(this))
    , m_pairStatesModel(new PairStatesModel(this))
{
    if (!m_parts.clock)
        m_parts.clock = std::make_shared<SystemClock>();
    setWindowTitle(tr("Trading State Console"));
    resize(1280, 800);
    buildCentre();
    buildDocks();
    buildToolBar();
    buildMenus();
    connectActions();
    m_strip->setWaiting(tr("No store is open yet"));

    connect(m_refresher, &Refresher::loaded, this, &MainWindow::take);
    connect(m_refresher, &Refresher::failed, this, &MainWindow::showFailedRefresh);
    connect(m_refresher, &Refresher::started, this, &MainWindow::updateWork);
    connect(m_refresher, &Refresher::ended, this, &MainWindow::updateWork);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &MainWindow::tick);
    m_tick.start();
    m_filterDelay.setSingleShot(true);
    m_filterDelay.setInterval(150);
    connect(&m_filterDelay, &QTimer::timeout, this, &MainWindow::applyFilter);

    m_firstState = saveState();
    readLayout();
    applyZone();
    applyTheme();
    updateActions();
    updateFirstPage();
}

MainWindow::~MainWindow()
{
    // Continuations of what still runs are bound to this window and end with it; the service stops its work first.
    m_refresher->setService(nullptr);
    if (m_service)
        m_service->cancel();
}

Timestamp MainWindow::now() const
{
    return m_parts.clock->now();
}

Timestamp MainWindow::agesCountTo() const
{
    // A past save or file shows how long positions had been held then.
    const Snapshot* shown = m_shown.snapshot.get();
    if (shown && shown->viewing && shown->ageSeconds)
        return shown->readAt.plusNanoseconds(-*shown->ageSeconds * nanosecondsPerSecond);
    return now();
}

void MainWindow::take(const Loaded& loaded, bool local)
{
    m_asking = local;
    m_failure.reset();
    Loaded before = std::exchange(m_record, loaded);
    m_status->setSnapshot(*m_record.snapshot);
    if (m_source.isEmpty())
        showLoaded(loaded, {});
    else
        updateActions();
    discard(std::move(before));
    if (loaded.options != m_refresher->options())
        remakeRows(); // the zone was changed while it was read
    if (m_restoreDialog)
        m_restoreDialog->setCurrent(m_record.snapshot);
    tellOverwritten(*m_record.snapshot);
    if (!local) {
        askAccounts();
        loadHistory();
    }
}

void MainWindow::showFailedRefresh(const Error& error)
{
    const bool isNew = !m_failure || !(*m_failure == error);
    m_failure = error;
    m_asking = false;
    if (isNew)
        writeLog(LogLevel::Error, describe(error));
    if (m_shown.snapshot)
        updateStrip();
    else
        m_strip->setWaiting(describe(error), StatusLevel::Danger, TruthStrip::Offer::Retry);
}

void MainWindow::showSnapshot(const Snapshot& snapshot)
{
    Loaded loaded = prepare(snapshot, m_refresher->options());
    if (!snapshot.viewing) {
        m_record = loaded;
        m_status->setSnapshot(snapshot);
    }
    showLoaded(loaded, snapshot.viewing ? snapshot.viewingWhat : QString());
}

void MainWindow::showLoaded(Loaded loaded, const QString& source)
{
    const bool sameSource = m_shown.snapshot && m_source == source;
    const bool wasViewing = m_shown.snapshot && m_shown.snapshot->viewing;
    Loaded before = std::exchange(m_shown, std::move(loaded));
    m_source = source;
    updateCards();
    m_frame->show();
    m_positionsModel->setZone(m_shown.options.shownZone);
    m_pairStatesModel->setZone(m_shown.options.shownZone);
    // Ages first, so that a row that comes in shows the right one at once.
    m_positionsModel->setNow(agesCountTo());
    m_pairStatesModel->setNow(agesCountTo());
    if (sameSource) {
        m_positionsModel->merge(*m_shown.tables);
        m_pairStatesModel->merge(*m_shown.tables);
    } else {
        m_positionsModel->reset(*m_shown.tables);
        m_pairStatesModel->reset(*m_shown.tables);
    }
    const Snapshot& snapshot = *m_shown.snapshot;
    m_cards->setSnapshot(snapshot, m_shown.tables->longCount, m_shown.tables->shortCount,
        { m_shown.options.shownZone, m_shown.options.writerZone });
    m_charts->setZone(m_shown.options.shownZone);
    m_charts->setSnapshot(snapshot);
    m_strip->setSnapshot(snapshot);
    updateFirstPage();
    updateTabs();
    if (!m_details->refresh(snapshot))
        updateDetails();
    updateActions();
    updateTitle();
    if (snapshot.viewing != wasViewing)
        applyTheme();
    tick();
    discard(std::move(before));
}

void MainWindow::tick()
{
    m_cards->setNow(now());
    m_status->setNow(now());
    m_positionsModel->setNow(agesCountTo());
    m_pairStatesModel->setNow(agesCountTo());
    updateStrip();
    if (m_shown.snapshot)
        updateEmptyTexts();
}

void MainWindow::updateStrip()
{
    if (!m_shown.snapshot)
        return;
    const Snapshot& snapshot = *m_shown.snapshot;
    const int interval = m_service ? m_service->settings().saveIntervalSeconds : 300;
    const StatusWords words = statusWords(snapshot, now(), interval);
    TruthStrip::Extra extra;
    if (snapshot.viewing)
        extra.offer = TruthStrip::Offer::BackToNow;
    else if (snapshot.has(Condition::Fork))
        extra.offer = TruthStrip::Offer::Choose;
    else if (snapshot.has(Condition::Torn))
        extra.offer = TruthStrip::Offer::Details;
    else if (waitsToBePutBack(snapshot) && snapshot.mayWriteRecord)
        extra.offer = TruthStrip::Offer::PutBack;
    else if (snapshot.record && snapshot.undoable && snapshot.record->saveId == snapshot.undoable->saveId)
        extra.offer = TruthStrip::Offer::Undo;
    const bool proven = snapshot.status() == Condition::Verified || snapshot.status() == Condition::Flat;
    if (extra.offer == TruthStrip::Offer::Undo && proven && snapshot.record->restoredFrom) {
        const RestoredFrom& from = *snapshot.record->restoredFrom;
        const QString name = from.file.isEmpty() ? from.saveId : QFileInfo(from.file).fileName();
        if (snapshot.record->reason == SaveReason::Restore)
            extra.sentence = tr("Restored from %1").arg(name);
    }
    if (m_asking && !snapshot.viewing)
        extra.sentence = tr("Asking InfluxDB; meanwhile this is what was last seen here");
    if (m_failure && !snapshot.viewing) {
        extra.refreshError = m_failure;
        extra.shownAgeSeconds = Formats::secondsBetween(snapshot.readAt, now());
        extra.offer = TruthStrip::Offer::Retry;
    }
    m_strip->setWords(words, extra);
}

void MainWindow::updateTabs()
{
    const bool isKnown = m_shown.snapshot && m_shown.snapshot->isKnown();
    const auto count = [isKnown](const RecordPage* page) {
        return isKnown ? page->countText() : QStringLiteral("–"); // not read is not none
    };
    m_tabs->setTabText(m_tabs->indexOf(m_positions), tr("Positions %1").arg(count(m_positions)));
    m_tabs->setTabText(m_tabs->indexOf(m_pairStates), tr("Pair states %1").arg(count(m_pairStates)));
}

void MainWindow::updateDetails()
{
    const RecordView* view = currentView();
    const auto current = view ? view->currentRecord() : std::nullopt;
    if (!current || !m_shown.snapshot) {
        m_details->showNothing();
        return;
    }
    const Snapshot& snapshot = *m_shown.snapshot;
    std::vector<Finding> found;
    for (const Finding& finding : snapshot.findings) {
        if (finding.pair == current->key)
            found.push_back(finding);
    }
    if (view == m_pairStates->view()) {
        if (const auto at = snapshot.state.pairStates.find(current->key); at != snapshot.state.pairStates.end())
            m_details->showRecord(tr("Pair state %1").arg(current->key), at->second.fields(), found);
        return;
    }
    if (current->inGroup) {
        // The group's keys are those of makeTableData: repeated pairs carry a number.
        const auto ghost = std::find_if(snapshot.ghosts.begin(), snapshot.ghosts.end(), [&](const Position& position) {
            return current->key == position.pair() || current->key.startsWith(position.pair() + QLatin1Char('#'));
        });
        if (ghost != snapshot.ghosts.end())
            m_details->showRecord(tr("Suspected ghost %1").arg(current->key), ghost->fields(), found);
        return;
    }
    if (const auto at = snapshot.state.positions.find(current->key); at != snapshot.state.positions.end())
        m_details->showRecord(current->key, at->second.fields(), found);
}

void MainWindow::updateActions()
{
    ConsoleActions::Situation situation;
    situation.hasService = m_service != nullptr;
    if (m_onlyViewing && m_failure)
        situation.noStore = tr("No store is open: %1").arg(describe(*m_failure));
    situation.canReopen = m_onlyViewing && m_parts.open;
    situation.busyWith = m_busyWith;
    situation.record = m_record.snapshot.get();
    situation.viewing = !m_source.isEmpty();
    situation.viewingSample = situation.viewing && m_viewingSample;
    situation.viewingWhat = m_shown.snapshot ? m_shown.snapshot->viewingWhat : QString();
    const RecordView* view = currentView();
    situation.positionSelected = view && view == m_positions->view() && view->currentRecord();
    situation.hasTable = view && m_pages->currentIndex() == 1;
    situation.canChoose = m_parts.open != nullptr;
    situation.hasPaper = !m_parts.paper.program.isEmpty();
    situation.paperRuns = m_paper && m_paper->isRunning();
    m_actions->apply(situation);
    m_accounts->setReason(m_busyWith.isEmpty() ? QString() : tr("%1 Wait until it is done.").arg(m_busyWith));
}

void MainWindow::updateEmptyTexts()
{
    const Snapshot& snapshot = *m_shown.snapshot;
    const qint64 since = snapshot.viewing ? 0 : std::max<qint64>(0, Formats::secondsBetween(snapshot.readAt, now()));
    const bool isKnown = snapshot.ageSeconds && *snapshot.ageSeconds + since >= -futureToleranceSeconds;
    const QString age = isKnown ? Formats::age(*snapshot.ageSeconds + since) : QString();
    if (snapshot.hasFinding(findings::nothingRead)) {
        const QString heading = tr("This backup was taken while the state could not be read.");
        m_positions->setEmptyText(heading, tr("It says nothing about positions: it is not a flat book."));
        m_pairStates->setEmptyText(heading, QString());
        return;
    }
    if (snapshot.status() == Condition::Empty) {
        const QString heading = tr("Nothing was ever saved here.");
        const QString advice = tr("Start the trading system with this store, or restore a backup.");
        m_positions->setEmptyText(heading, advice);
        m_pairStates->setEmptyText(heading, advice);
        return;
    }
    if (!snapshot.record && snapshot.has(Condition::Unreachable)) {
        const QString heading = tr("Nothing is known yet: InfluxDB could not be read.");
        const QString advice = snapshot.primaryError ? describe(*snapshot.primaryError) : QString();
        m_positions->setEmptyText(heading, advice);
        m_pairStates->setEmptyText(heading, advice);
        return;
    }
    const bool proven = snapshot.proof == Proof::Verified;
    const QString when = age.isEmpty() ? tr("the save") : tr("the last save, %1 ago,").arg(age);
    m_positions->setEmptyText(proven ? tr("Flat: %1 holds no position.").arg(when)
                                     : tr("No position: %1 holds none, but nothing proves it.").arg(when),
        QString());
    m_pairStates->setEmptyText(tr("No pair states: %1 holds none.").arg(when),
        tr("Some programs save positions alone, for instance after comparing with the broker."));
}

void MainWindow::updateFirstPage()
{
    const bool nothing = !m_shown.snapshot || m_shown.snapshot->status() == Condition::Empty;
    const bool first = !m_configured && !m_opening && m_source.isEmpty() && nothing;
    if (first != (m_pages->currentIndex() == 0) || !isVisible())
        showPanes(!first);
    m_pages->setCurrentIndex(first ? 0 : 1);
    m_filterField->setEnabled(!first);
}

void MainWindow::updateTitle()
{
    const StoreInfo& store = m_shown.snapshot->store;
    const QString program = tr("Trading State Console");
    if (m_shown.snapshot->viewing)
        setWindowTitle(tr("Viewing %1 — %2").arg(m_shown.snapshot->viewingWhat, program));
    else if (showsPaper())
        setWindowTitle(tr("Paper session — %1").arg(program));
    else
        setWindowTitle(QStringLiteral("%1 · %2 — %3").arg(store.account, storeName(store), program));
}

void MainWindow::tellOverwritten(const Snapshot& snapshot)
{
    if (!snapshot.overwritten || snapshot.overwritten->by.saveId == m_toldOverwritten)
        return;
    const Overwritten& what = *snapshot.overwritten;
    m_toldOverwritten = what.by.saveId;
    const QString sentence
        = tr("The %1 of %2 was overwritten at %3 by %4.")
              .arg(saveReasonText(what.change.reason), Formats::dayAndTime(what.change.recordedAt, now(), m_zone),
                  Formats::dayAndTime(what.by.recordedAt, now(), m_zone), what.by.writer);
    m_notice->show(StatusLevel::Warning, sentence);
    writeLog(LogLevel::Warning, sentence);
}

void MainWindow::loadHistory()
{
    if (!m_service || !m_record.snapshot->record || m_tabs->currentWidget() != m_charts)
        return;
    const QString saveId = m_record.snapshot->record->saveId;
    if (saveId == m_historyOf)
        return;
    m_historyOf = saveId;
    whenDone(m_service->history({}, historyLimit), this, [this, saveId](Result<std::vector<HistoryEntry>> history) {
        if (saveId != m_historyOf)
            return;
        if (history) {
            showHistory(*history);
            return;
        }
        m_historyOf.clear();
        if (history.error().code != ErrorCode::Cancelled)
            tellError(tr("The history could not be read"), history.error());
    });
}

void MainWindow::showHistory(const std::vector<HistoryEntry>& history)
{
    m_charts->setHistory(history);
}

void MainWindow::applyFilter()
{
    m_positions->setFilterText(m_filterField->text());
    m_pairStates->setFilterText(m_filterField->text());
    updateTabs();
}

RecordView* MainWindow::currentView() const
{
    if (m_tabs->currentWidget() == m_positions)
        return m_positions->view();
    return m_tabs->currentWidget() == m_pairStates ? m_pairStates->view() : nullptr;
}

void MainWindow::applyZone()
{
    const Settings* settings = m_service ? &m_service->settings() : nullptr;
    const QAction* chosen = m_zones->checkedAction();
    const QString id = chosen ? chosen->data().toString() : QString();
    m_zone = QTimeZone::utc();
    if (id == QLatin1String("local"))
        m_zone = QTimeZone::systemTimeZone();
    else if (id == QLatin1String("writer") && settings)
        m_zone = settings->writerZone;
    TableOptions options;
    options.writerZone = settings ? settings->writerZone : QTimeZone::utc();
    options.barSeconds = settings ? settings->barSeconds : 0;
    options.shownZone = m_zone;
    m_refresher->setOptions(options);
    m_log->setZone(m_zone);
    m_status->setZone(m_zone);
    remakeRows();
}

/// Rows hold times as text: in another zone they are made again, off this thread.
void MainWindow::remakeRows()
{
    const int number = ++m_rowsNumber;
    const auto remake = [this, options = m_refresher->options()](const Loaded& loaded, auto then) {
        if (!loaded.snapshot || loaded.options == options)
            return;
        const auto make
            = [options](const std::shared_ptr<const Snapshot>& snapshot) { return prepare(snapshot, options); };
        whenDone(QtFuture::makeReadyFuture(loaded.snapshot).then(QtFuture::Launch::Async, make), this, then);
    };
    remake(m_record, [this, number](const Loaded& fresh) {
        if (number != m_rowsNumber || fresh.snapshot != m_record.snapshot)
            return;
        m_record = fresh;
        if (m_source.isEmpty())
            showLoaded(fresh, {});
    });
    if (m_source.isEmpty())
        return;
    remake(m_shown, [this, number](const Loaded& fresh) {
        if (number == m_rowsNumber && fresh.snapshot == m_shown.snapshot)
            showLoaded(fresh, m_source);
    });
}

bool MainWindow::event(QEvent* event)
{
    // The status bar keeps saying which store this is; what an action does stands in its tooltip.
    if (event->type() == QEvent::StatusTip)
        return true;
    return QMainWindow::event(event);
}

void MainWindow::changeEvent(QEvent* event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        applyTheme();
    if (event->type() == QEvent::FontChange)
        applyDensity();
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    applyDensity();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_busyWith.isEmpty()) {
        QMessageBox box(QMessageBox::Question, tr("Close the console?"), tr("%1 It is not done yet.").arg(m_busyWith),
            QMessageBox::NoButton, this);
        box.setTextFormat(Qt::PlainText);
        QPushButton* finish = box.addButton(tr("Finish it, then close"), QMessageBox::AcceptRole);
        box.addButton(tr("Keep open"), QMessageBox::RejectRole);
        box.setDefaultButton(finish);
        box.exec();
        m_closeWhenDone = box.clickedButton() == finish;
        // It may have ended while the question stood.
        if (!m_closeWhenDone || !m_busyWith.isEmpty()) {
            event->ignore();
            return;
        }
    }
    if (m_paper && m_paper->isRunning()) {
        // Its last save comes first; the window stays until then, and does not wait.
        m_closeWhenPaperEnds = true;
        stopPaper();
        event->ignore();
        return;
    }
    writeLayout();
    QMainWindow::closeEvent(event);
}

} // namespace tradestate
