// SPDX-License-Identifier: MIT
// What the main window does when it is asked to.
#include "ui/dialogs/removedialog.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/dialogs/savedialog.h"
#include "ui/mainwindow/consolestatusbar.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/models/formats.h"
#include "ui/models/whendone.h"
#include "ui/views/detailsdock.h"
#include "ui/views/firstpage.h"
#include "ui/views/helpdialog.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QTabWidget>
#include <QTreeView>
#include <QUrl>

#include <algorithm>

namespace tradestate {

void MainWindow::connectActions()
{
    const auto on = [this](QAction* action, auto function) { connect(action, &QAction::triggered, this, function); };
    on(m_actions->refresh, [this] { refreshNow(); });
    on(m_actions->save, [this] { doSave(); });
    on(m_actions->backup, [this] { doBackup(); });
    on(m_actions->restore, [this] { openRestore(m_source.isEmpty() ? QString() : m_viewedPath); });
    on(m_actions->undo, [this] { openUndo(); });
    on(m_actions->remove, [this] { openRemove(); });
    on(m_actions->choose, [this] { openChoose(); });
    on(m_actions->useEnv, [this] { useEnv(); });
    on(m_actions->connectInflux, [this] { connectToInflux(); });
    on(m_actions->openFile, [this] { chooseFileToView(); });
    on(m_actions->sample, [this] { viewSample(); });
    on(m_actions->tryPaper, [this] { tryPaper(); });
    on(m_actions->stopPaper, [this] { stopPaper(); });
    on(m_actions->backToNow, [this] { backToNow(); });
    on(m_actions->exportCsv, [this] { exportCsv(); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->copy, [this] { copy(false); });
    on(m_actions->copyCsv, [this] { copy(true); });
    on(m_actions->selectAll, [this] {
        // Where the keyboard is: a list of the log or details too.
        for (QAbstractItemView* view :
            { static_cast<QAbstractItemView*>(m_log->view()), static_cast<QAbstractItemView*>(m_details->view()) }) {
            if (view->hasFocus()) {
                view->selectAll();
                return;
            }
        }
        if (RecordView* view = currentView())
            view->selectAll();
    });
    on(m_actions->filter, [this] {
        m_filterField->setFocus(Qt::ShortcutFocusReason);
        m_filterField->selectAll();
    });
    on(m_actions->clearFilter, [this] {
        m_filterField->clear();
        m_filterDelay.stop();
        applyFilter();
    });
    connect(m_actions->autoRefresh, &QAction::toggled, this, [this] { applyInterval(); });
    connect(m_intervals, &QActionGroup::triggered, this, [this] { applyInterval(); });
    connect(m_zones, &QActionGroup::triggered, this, &MainWindow::applyZone);
    on(m_actions->nextPane, [this] { focusNextPane(1); });
    on(m_actions->previousPane, [this] { focusNextPane(-1); });
    on(m_actions->resetLayout, [this] { resetLayout(); });
    on(m_actions->help, [this] { showHelp(); });
    on(m_actions->about, [this] { showAbout(); });
    on(m_actions->aboutQt, [] { QApplication::aboutQt(); });
}

void MainWindow::startWork(const QString& what, bool canCancel)
{
    m_busyWith = what;
    m_busyCanCancel = canCancel;
    updateWork();
    updateActions();
}

void MainWindow::endWork()
{
    m_busyWith.clear();
    updateWork();
    updateActions();
    if (m_closeWhenDone)
        close();
}

void MainWindow::updateWork()
{
    if (!m_busyWith.isEmpty())
        m_status->setWork(m_busyWith, m_busyCanCancel);
    else if (!m_readingFile.isEmpty())
        m_status->setWork(m_readingFile, true);
    else if (m_refresher->isRunning())
        m_status->setWork(tr("Reading the record…"), true);
    else
        m_status->setWork({}, false);
}

void MainWindow::tellError(const QString& what, const Error& error)
{
    const QString sentence = QStringLiteral("%1. %2").arg(what, describe(error));
    const bool wasAsked = error.code == ErrorCode::Cancelled;
    m_notice->show(wasAsked ? StatusLevel::Information : StatusLevel::Danger, sentence);
    writeLog(wasAsked ? LogLevel::Information : LogLevel::Error, sentence);
}

/// Into the log file, where it outlives this window; and into the pane at once, also where no file can be written.
void MainWindow::writeLog(LogLevel level, const QString& sentence)
{
    m_log->addLine(level, now(), sentence);
    if (m_service)
        m_service->writeLog(level, sentence);
}

void MainWindow::refreshNow()
{
    if (m_onlyViewing) {
        reopen();
        return;
    }
    m_accountsAsked = AccountsAsked::No; // another one may have come meanwhile
    m_refresher->refresh();
}

void MainWindow::doBackup()
{
    startWork(tr("Backing up…"), true);
    whenDone(m_service->backup(QString()), this, [this](Result<BackupReport> report) {
        endWork();
        if (!report) {
            tellError(tr("The backup was not made"), report.error());
            return;
        }
        const QString path = report->path;
        m_notice->show(StatusLevel::Good, tr("Backed up %n position(s) to %1", nullptr, report->positions).arg(path),
            { { tr("Open folder"),
                  [path] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath())); } },
                { tr("Copy path"), [path] { QApplication::clipboard()->setText(path); } } });
        m_refresher->refresh();
    });
}

void MainWindow::doSave()
{
    auto* dialog = new SaveDialog(*m_record.snapshot, now(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        startWork(tr("Saving…"), false);
        whenDone(m_service->save(dialog->description(), dialog->force()), this, [this](Result<SaveReport> report) {
            endWork();
            if (!report) {
                tellError(tr("Nothing was saved"), report.error());
                return;
            }
            const int count = static_cast<int>(report->record.positionCount);
            if (report->confirmed)
                m_notice->show(StatusLevel::Good, tr("Saved %n position(s)", nullptr, count));
            else
                m_notice->show(StatusLevel::Warning,
                    tr("Saved %n position(s) on this machine; InfluxDB has not confirmed it yet. %1", nullptr, count)
                        .arg(report->primaryError ? describe(*report->primaryError) : QString()));
            m_refresher->refresh();
        });
    });
    dialog->open();
}

void MainWindow::openRestoreDialog(int purpose, const QString& source, const QString& reason, bool ghost)
{
    if (!m_service || !m_record.snapshot || m_restoreDialog)
        return;
    RestoreDialog::Request request;
    request.purpose = static_cast<RestoreDialog::Purpose>(purpose);
    request.source = source;
    request.reason = reason;
    request.ghost = ghost;
    request.zone = m_zone;
    m_restoreDialog = new RestoreDialog(*m_service, m_record.snapshot, request, this);
    m_restoreDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_restoreDialog->setWindowModality(Qt::WindowModal);
    // From then on another one may be opened, although this one still waits for its end.
    connect(m_restoreDialog, &QDialog::finished, this, [this] { m_restoreDialog = nullptr; });
    connect(m_restoreDialog, &RestoreDialog::applied, this, &MainWindow::tellChange);
    m_restoreDialog->open();
}

void MainWindow::tellChange(const ChangeReport& report)
{
    QStringList sentences;
    if (report.confirmed)
        sentences += tr("Done: %n position(s) on record, read back and verified.", nullptr,
            static_cast<int>(report.record.positionCount));
    else
        sentences += tr("Saved on this machine only; InfluxDB has not confirmed it yet.");
    if (report.primaryError)
        sentences += describe(*report.primaryError);
    if (!report.rescueFile.isEmpty())
        sentences += tr("What was on record before is kept in %1.").arg(report.rescueFile);
    if (!report.removedEventsFile.isEmpty())
        sentences += tr("The events that were taken away are kept in %1.").arg(report.removedEventsFile);
    if (!report.broughtBack.empty()) {
        QStringList pairs;
        for (const QString& pair : report.broughtBack)
            pairs += pair;
        sentences += tr("The Python system will bring back: %1.").arg(pairs.join(QStringLiteral(", ")));
    }
    const bool plain = report.confirmed && !report.primaryError && report.broughtBack.empty();
    m_notice->show(plain ? StatusLevel::Good : StatusLevel::Warning, sentences.join(QLatin1Char(' ')));
    m_log->show();
    m_log->raise();
    backToNow();
    m_refresher->refresh();
}

void MainWindow::openRestore(const QString& source)
{
    openRestoreDialog(static_cast<int>(RestoreDialog::Purpose::Restore), source, {});
}

void MainWindow::openUndo()
{
    const Snapshot& record = *m_record.snapshot;
    const bool savedSince = !record.record || !record.undoable || record.record->saveId != record.undoable->saveId;
    if (savedSince || record.live)
        openRestoreDialog(static_cast<int>(RestoreDialog::Purpose::Undo), {}, {});
    else
        undoAtOnce();
}

/// Nothing was saved since: there is nothing to choose, and undoing the undo is redo.
void MainWindow::undoAtOnce()
{
    startWork(tr("Taking the last change back…"), false);
    const auto preview = [this] {
        endWork();
        openRestoreDialog(static_cast<int>(RestoreDialog::Purpose::Undo), {}, {});
    };
    whenDone(m_service->planUndo(), this, [this, preview](Result<ChangePlan> plan) {
        if (!plan) {
            endWork();
            tellError(tr("Nothing was taken back"), plan.error());
            return;
        }
        const bool conflicts
            = std::any_of(plan->rows.begin(), plan->rows.end(), [](const PlanRow& row) { return row.conflict; });
        if (conflicts || !plan->blockers.empty() || !plan->forceable.empty() || !plan->changesAnything()) {
            preview();
            return;
        }
        whenDone(m_service->apply(*plan), this, [this, preview](Result<ChangeReport> report) {
            if (!report && report.error().code == ErrorCode::HeadChanged) {
                preview();
                return;
            }
            endWork();
            if (report)
                tellChange(*report);
            else
                tellError(tr("Nothing was taken back"), report.error());
        });
    });
}

void MainWindow::openChoose()
{
    const std::vector<SaveRecord>& candidates = m_record.snapshot->forkCandidates;
    if (candidates.empty())
        return;
    // Which of them: a small menu of what they are, then the preview.
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const SaveRecord& candidate : candidates) {
        const QString text = tr("%1 · %2 positions · %3")
                                 .arg(Formats::dayAndTime(candidate.recordedAt, now(), m_zone))
                                 .arg(candidate.positionCount)
                                 .arg(candidate.writer);
        QString shown = text;
        shown.replace(QLatin1Char('&'), QStringLiteral("&&"));
        connect(menu->addAction(shown), &QAction::triggered, this, [this, id = candidate.saveId] {
            openRestoreDialog(static_cast<int>(RestoreDialog::Purpose::Choose), id, {});
        });
    }
    menu->popup(m_strip->offerButton()->isVisible()
            ? m_strip->offerButton()->mapToGlobal(QPoint(0, m_strip->offerButton()->height()))
            : mapToGlobal(rect().center()));
}

void MainWindow::openRemove()
{
    const auto current = m_positions->view()->currentRecord();
    if (!current)
        return;
    auto* dialog = new RemoveDialog(current->key, current->inGroup, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, current = *current] {
        openRestoreDialog(
            static_cast<int>(RestoreDialog::Purpose::Remove), current.key, dialog->reason(), current.inGroup);
    });
    dialog->open();
}

void MainWindow::takeOffer(TruthStrip::Offer offer)
{
    switch (offer) {
    case TruthStrip::Offer::None:
        break;
    case TruthStrip::Offer::BackToNow:
        backToNow();
        break;
    case TruthStrip::Offer::Choose:
        m_actions->choose->trigger();
        break;
    case TruthStrip::Offer::Undo:
        m_actions->undo->trigger();
        break;
    case TruthStrip::Offer::Retry:
        refreshNow();
        break;
    case TruthStrip::Offer::Details:
        showInDetails([this](const Snapshot& snapshot) { m_details->showIncomplete(snapshot); });
        break;
    case TruthStrip::Offer::PutBack:
        if (m_record.snapshot && m_record.snapshot->record)
            openRestore(m_record.snapshot->record->saveId);
        break;
    }
}

/// Something about the whole of what is shown takes the place of the row.
void MainWindow::showInDetails(const std::function<void(const Snapshot&)>& show)
{
    if (!m_shown.snapshot)
        return;
    show(*m_shown.snapshot);
    m_details->show();
    m_details->raise();
}

void MainWindow::copy(bool csv)
{
    const QWidget* focus = QApplication::focusWidget();
    QString text;
    if (focus && m_log->isAncestorOf(focus))
        text = m_log->shownText();
    else if (focus && m_details->isAncestorOf(focus))
        text = m_details->asText();
    else if (const RecordView* view = currentView())
        text = csv ? view->asCsv() : view->asText();
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void MainWindow::exportCsv()
{
    const RecordView* view = currentView();
    if (!view)
        return;
    const QString name = view == m_positions->view() ? tr("positions.csv") : tr("pair_states.csv");
    const QString path
        = QFileDialog::getSaveFileName(this, tr("Export the rows that are shown"), name, tr("CSV (*.csv)"));
    if (path.isEmpty())
        return;
    // The mark tells spreadsheets that it is UTF-8.
    const auto write = [path](const QByteArray& bytes) -> Result<void> {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            return failure(ErrorCode::NotWritten, path, file.errorString());
        return {};
    };
    const QByteArray bytes = QByteArrayLiteral("\xef\xbb\xbf") + view->allAsCsv().toUtf8();
    whenDone(QtFuture::makeReadyFuture(bytes).then(QtFuture::Launch::Async, write), this,
        [this, path](const Result<void>& written) {
            if (written)
                m_notice->show(StatusLevel::Good, tr("Exported the shown rows to %1").arg(path));
            else
                tellError(tr("Nothing was exported"), written.error());
        });
}

void MainWindow::showContextMenu(RecordView* view, const QPoint& place)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    menu->addActions({ m_actions->copy, m_actions->copyCsv });
    if (view == m_positions->view()) {
        menu->addSeparator();
        menu->addAction(m_actions->remove);
    }
    menu->popup(place);
}

void MainWindow::focusNextPane(int step)
{
    QList<QWidget*> panes;
    const auto add = [&panes](QWidget* widget) {
        if (widget->isVisible() && widget->isEnabled())
            panes += widget;
    };
    add(m_strip->offerButton());
    if (m_pages->currentIndex() == 0)
        add(m_firstPage);
    else
        add(m_tabs->currentWidget());
    add(m_log->view());
    add(m_details->view());
    add(m_filterField);
    const QWidget* focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype pane = 0; pane < panes.size(); ++pane) {
        if (focus && (panes.at(pane) == focus || panes.at(pane)->isAncestorOf(focus)))
            at = pane;
    }
    if (panes.isEmpty())
        return;
    QWidget* next = panes.at(at < 0 ? 0 : (at + step + panes.size()) % panes.size());
    // A page passes the keyboard on to the first thing in it that takes it.
    for (QWidget* inside = next; inside && next->focusPolicy() == Qt::NoFocus;) {
        inside = inside->nextInFocusChain();
        if (!inside || !next->isAncestorOf(inside))
            break;
        if (inside->isVisible() && inside->isEnabled() && (inside->focusPolicy() & Qt::TabFocus)) {
            inside->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
    next->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::showHelp()
{
    auto* dialog = new HelpDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
}

void MainWindow::showAbout()
{
    QMessageBox box(this);
    box.setWindowTitle(tr("About Trading State Console"));
    box.setTextFormat(Qt::PlainText);
    box.setText(tr("Trading State Console %1").arg(QApplication::applicationVersion()));
    box.setInformativeText(tr("Shows, backs up and restores the state that a pairs-trading system has on record. It "
                              "never sends an order.\n\nMIT licence."));
    box.exec();
}

void MainWindow::applyInterval()
{
    const QAction* chosen = m_intervals->checkedAction();
    const int seconds = chosen ? chosen->data().toInt() : 5;
    m_refresher->setInterval(m_actions->autoRefresh->isChecked() ? seconds : 0);
}

} // namespace tradestate
