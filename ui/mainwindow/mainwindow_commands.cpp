// SPDX-License-Identifier: MIT
// What the main window does when it is asked to.
#include "ui/dialogs/connectdialog.h"
#include "ui/dialogs/removedialog.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/dialogs/savedialog.h"
#include "ui/mainwindow/consolestatusbar.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/models/formats.h"
#include "ui/views/detailsdock.h"
#include "ui/views/helpdialog.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>
#include <QSettings>
#include <QTabWidget>
#include <QTreeView>
#include <QUrl>

namespace tradestate {

void MainWindow::connectActions()
{
    const auto on = [this](QAction* action, auto function) { connect(action, &QAction::triggered, this, function); };
    on(m_actions->refresh, [this] { m_refresher->refresh(); });
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
    on(m_actions->backToNow, [this] { backToNow(); });
    on(m_actions->exportCsv, [this] { exportCsv(); });
    on(m_actions->quit, [this] { close(); });
    on(m_actions->copy, [this] { copy(false); });
    on(m_actions->copyCsv, [this] { copy(true); });
    on(m_actions->selectAll, [this] {
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
    const auto setInterval = [this] {
        const QAction* chosen = m_intervals->checkedAction();
        const int seconds = chosen ? chosen->data().toInt() : 5;
        m_refresher->setInterval(m_actions->autoRefresh->isChecked() ? seconds : 0);
    };
    connect(m_actions->autoRefresh, &QAction::toggled, this, setInterval);
    connect(m_intervals, &QActionGroup::triggered, this, setInterval);
    connect(m_zones, &QActionGroup::triggered, this, [this](const QAction* action) {
        const QString id = action->data().toString();
        m_zone = QTimeZone::utc();
        if (id == QLatin1String("local"))
            m_zone = QTimeZone::systemTimeZone();
        else if (id == QLatin1String("writer") && m_service)
            m_zone = m_service->settings().writerZone;
        applyZone();
    });
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
    m_status->setWork(what, canCancel);
    updateActions();
}

void MainWindow::endWork()
{
    m_busyWith.clear();
    m_status->setWork({}, false);
    updateActions();
}

void MainWindow::tellError(const QString& what, const Error& error)
{
    const QString sentence = QStringLiteral("%1. %2").arg(what, describe(error));
    const bool wasAsked = error.code == ErrorCode::Cancelled;
    m_notice->show(wasAsked ? StatusLevel::Information : StatusLevel::Danger, sentence);
    m_log->addLine(wasAsked ? LogLevel::Information : LogLevel::Error, now(), sentence);
}

void MainWindow::doBackup()
{
    startWork(tr("Backing up…"), true);
    m_service->backup(QString()).then(this, [this](Result<BackupReport> report) {
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
    SaveDialog dialog(*m_record.snapshot, now(), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    startWork(tr("Saving…"), false);
    m_service->save(dialog.description(), dialog.force()).then(this, [this](Result<SaveReport> report) {
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
}

void MainWindow::openRestoreDialog(int purpose, const QString& source, const QString& reason)
{
    if (!m_service || !m_record.snapshot || m_restoreDialog)
        return;
    RestoreDialog::Request request;
    request.purpose = static_cast<RestoreDialog::Purpose>(purpose);
    request.source = source;
    request.reason = reason;
    m_restoreDialog = new RestoreDialog(*m_service, *m_record.snapshot, request, this);
    m_restoreDialog->setAttribute(Qt::WA_DeleteOnClose);
    m_restoreDialog->setWindowModality(Qt::WindowModal);
    connect(m_restoreDialog, &QObject::destroyed, this, [this] { m_restoreDialog = nullptr; });
    connect(m_restoreDialog, &RestoreDialog::applied, this, [this](const ChangeReport& report) {
        const QString rescue = report.rescueFile.isEmpty()
            ? QString()
            : tr(" What was on record before is kept in %1.").arg(report.rescueFile);
        if (report.confirmed)
            m_notice->show(StatusLevel::Good,
                tr("Done: %n position(s) on record, read back and verified.", nullptr,
                    static_cast<int>(report.record.positionCount))
                    + rescue);
        else
            m_notice->show(StatusLevel::Warning,
                tr("Saved on this machine only; InfluxDB has not confirmed it yet. %1")
                        .arg(report.primaryError ? describe(*report.primaryError) : QString())
                    + rescue);
        m_log->show();
        m_log->raise();
        backToNow();
        m_refresher->refresh();
    });
    m_restoreDialog->open();
}

void MainWindow::openRestore(const QString& file)
{
    openRestoreDialog(static_cast<int>(RestoreDialog::Purpose::Restore), file, {});
}

void MainWindow::openUndo()
{
    openRestoreDialog(static_cast<int>(RestoreDialog::Purpose::Undo), {}, {});
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
    RemoveDialog dialog(current->key, current->inGroup, this);
    if (dialog.exec() == QDialog::Accepted)
        openRestoreDialog(static_cast<int>(RestoreDialog::Purpose::Remove), current->key, dialog.reason());
}

void MainWindow::useEnv()
{
    const QString path = QFileDialog::getOpenFileName(this, tr("The trading system's .env"), QDir::homePath(),
        tr("Settings (.env *.env);;All files (*)"), nullptr, QFileDialog::DontUseNativeDialog);
    if (!path.isEmpty())
        openEnv(path);
}

void MainWindow::openEnv(const QString& path)
{
    Result<std::shared_ptr<StateService>> opened = m_parts.open(path);
    if (!opened) {
        // What was open stays open.
        tellError(tr("These settings cannot be used"), opened.error());
        return;
    }
    if (m_parts.layout)
        m_parts.layout->setValue(QStringLiteral("envFile"), path);
    m_notice->dismiss();
    setService(std::move(*opened), true);
}

void MainWindow::connectToInflux()
{
    const Settings start = m_service ? m_service->settings() : Settings();
    ConnectDialog dialog(start, m_parts.configEnvFile, this);
    if (dialog.exec() == QDialog::Accepted)
        openEnv(dialog.envFile());
}

void MainWindow::chooseFileToView()
{
    const QString folder = m_service ? m_service->settings().folder : QString();
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a backup file to look at it"), folder,
        tr("Backups (*.json *.backup* *.migrated);;All files (*)"));
    if (!path.isEmpty())
        viewFile(path);
}

void MainWindow::viewFile(const QString& path)
{
    startViewing(path, QFileInfo(path).fileName());
}

void MainWindow::viewSample()
{
    // From the program itself to a file, so that it is read as every other document is.
    auto folder = std::make_unique<QTemporaryDir>();
    const QString path = folder->filePath(QStringLiteral("sample_state.json"));
    if (!folder->isValid() || !QFile::copy(QStringLiteral(":/samples/sample_state.json"), path)) {
        tellError(tr("The sample cannot be shown"), Error { ErrorCode::NotWritten, path, folder->errorString() });
        return;
    }
    m_sampleFolder = std::move(folder);
    startViewing(path, tr("the sample"));
}

void MainWindow::startViewing(const QString& path, const QString& name)
{
    if (!m_service)
        return;
    const int number = ++m_viewNumber;
    m_status->setWork(tr("Reading %1…").arg(name), true);
    m_service->viewFile(path)
        .then(QtFuture::Launch::Async,
            [options = m_refresher->options(), name](Result<Snapshot> snapshot) -> Result<Loaded> {
                if (!snapshot)
                    return tl::unexpected(snapshot.error());
                snapshot->viewing = true;
                snapshot->viewingWhat = name;
                return prepare(std::move(*snapshot), options);
            })
        .then(this, [this, number, path, name](Result<Loaded> result) {
            if (number != m_viewNumber)
                return;
            m_status->setWork(m_busyWith, true);
            if (!result) {
                tellError(tr("%1 cannot be shown").arg(name), result.error());
                return;
            }
            m_viewedPath = path;
            showLoaded(std::move(*result), path);
            if (!shown()->recovered.empty()) {
                QStringList lines;
                for (const QString& line : shown()->recovered)
                    lines += line;
                m_notice->show(StatusLevel::Warning,
                    tr("This file is damaged. What could be read: %1").arg(lines.join(QStringLiteral("; "))));
            }
        });
}

void MainWindow::backToNow()
{
    ++m_viewNumber;
    if (m_source.isEmpty())
        return;
    m_source.clear();
    m_viewedPath.clear();
    if (m_record.snapshot) {
        // Another source: nothing of what was viewed stays.
        discard(std::exchange(m_shown, {}));
        showLoaded(m_record, {});
        m_refresher->refresh();
        return;
    }
    discard(std::exchange(m_shown, {}));
    m_strip->setWaiting(m_failure ? describe(*m_failure) : tr("The record has not been read yet"));
    setWindowTitle(tr("Trading State Console"));
    applyTheme();
    updateActions();
    updateFirstPage();
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
        m_refresher->refresh();
        break;
    }
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
    QSaveFile file(path);
    // The mark tells spreadsheets that it is UTF-8.
    const QByteArray bytes = QByteArrayLiteral("\xef\xbb\xbf") + view->allAsCsv().toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        tellError(tr("Nothing was exported"), Error { ErrorCode::NotWritten, path, file.errorString() });
        return;
    }
    m_notice->show(StatusLevel::Good, tr("Exported the shown rows to %1").arg(path));
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
    if (RecordView* view = currentView())
        panes += view;
    else
        panes += m_tabs;
    for (QWidget* widget : { static_cast<QWidget*>(m_log->view()), static_cast<QWidget*>(m_details->view()),
             static_cast<QWidget*>(m_filterField) }) {
        if (widget->isVisible())
            panes += widget;
    }
    const QWidget* focus = QApplication::focusWidget();
    qsizetype at = -1;
    for (qsizetype pane = 0; pane < panes.size(); ++pane) {
        if (focus && (panes.at(pane) == focus || panes.at(pane)->isAncestorOf(focus)))
            at = pane;
    }
    const qsizetype next = at < 0 ? 0 : (at + step + panes.size()) % panes.size();
    panes.at(next)->setFocus(Qt::ShortcutFocusReason);
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

} // namespace tradestate
