// SPDX-License-Identifier: MIT
// Looking at a file or the sample without making it the record.
#include "ui/dialogs/openfiledialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/whendone.h"
#include "ui/views/noticebar.h"

#include <QFile>
#include <QFileInfo>

namespace tradestate {

void MainWindow::chooseFileToView()
{
    QFileDialog* dialog = newOpenFileDialog(this, tr("Open a backup file to look at it"),
        m_service ? m_service->settings().folder : QString(),
        { tr("Backups (*.json *.backup* *.migrated)"), tr("All files (*)") });
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::viewFile);
    dialog->open();
}

void MainWindow::viewFile(const QString& path)
{
    startViewing(path, QFileInfo(path).fileName(), false);
}

void MainWindow::viewSample()
{
    // From the program itself to a file, so that it is read as every other document is.
    if (!m_sampleFolder) {
        auto folder = std::make_unique<QTemporaryDir>();
        if (!folder->isValid()) {
            tellError(tr("The sample cannot be shown"),
                Error { ErrorCode::NotWritten, folder->path(), folder->errorString() });
            return;
        }
        m_sampleFolder = std::move(folder);
    }
    const QString path = m_sampleFolder->filePath(QStringLiteral("sample_state.json"));
    const auto write = [path](int) -> Result<void> {
        if (QFile::exists(path) || QFile::copy(QStringLiteral(":/samples/sample_state.json"), path))
            return {};
        return failure(ErrorCode::NotWritten, path);
    };
    whenDone(QtFuture::makeReadyFuture(0).then(QtFuture::Launch::Async, write), this,
        [this, path](const Result<void>& written) {
            if (written)
                startViewing(path, tr("the sample"), true);
            else
                tellError(tr("The sample cannot be shown"), written.error());
        });
}

void MainWindow::startViewing(const QString& path, const QString& name, bool isSample)
{
    if (!m_service)
        return;
    const int number = ++m_viewNumber;
    m_readingFile = tr("Reading %1…").arg(name);
    updateWork();
    const auto make = [options = m_refresher->options(), name](Result<Snapshot> snapshot) -> Result<Loaded> {
        if (!snapshot)
            return tl::unexpected(snapshot.error());
        snapshot->viewing = true;
        snapshot->viewingWhat = name;
        return prepare(std::move(*snapshot), options);
    };
    whenDone(m_service->viewFile(path).then(QtFuture::Launch::Async, make), this,
        [this, number, path, name, isSample](Result<Loaded> result) {
            if (number != m_viewNumber)
                return;
            m_readingFile.clear();
            updateWork();
            if (!result) {
                tellError(tr("%1 cannot be shown").arg(name), result.error());
                return;
            }
            m_viewedPath = path;
            m_viewingSample = isSample;
            showLoaded(std::move(*result), path);
            if (m_shown.options != m_refresher->options())
                remakeRows();
            if (shown()->recovered.empty())
                return;
            QStringList lines;
            for (const QString& line : shown()->recovered)
                lines += line;
            m_notice->show(StatusLevel::Warning,
                tr("This file is damaged. What could be read: %1").arg(lines.join(QStringLiteral("; "))));
        });
}

void MainWindow::backToNow()
{
    ++m_viewNumber;
    m_readingFile.clear();
    updateWork();
    if (m_source.isEmpty())
        return;
    m_source.clear();
    m_viewedPath.clear();
    m_viewingSample = false;
    // Another source: nothing of what was viewed stays.
    discard(std::exchange(m_shown, {}));
    if (m_record.snapshot) {
        showLoaded(m_record, {});
        applyTheme();
        m_refresher->refresh();
        return;
    }
    const QString waiting = m_failure ? describe(*m_failure) : tr("The record has not been read yet");
    clearShown();
    if (m_failure)
        m_strip->setWaiting(waiting, StatusLevel::Danger, TruthStrip::Offer::Retry);
    else
        m_strip->setWaiting(waiting);
    applyTheme();
    updateActions();
    updateFirstPage();
}

} // namespace tradestate
