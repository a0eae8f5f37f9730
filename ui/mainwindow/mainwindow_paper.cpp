// SPDX-License-Identifier: MIT
// A trading system on paper, to see a running one: started, shown and stopped from here.
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/papersession.h"
#include "ui/views/noticebar.h"

#include <QDir>

namespace tradestate {

namespace {

constexpr int refreshSeconds = 2;

} // namespace

void MainWindow::tryPaper()
{
    if (!m_paper) {
        m_paper = new PaperSession(m_parts.paper.program, m_parts.paper.folder, this);
        connect(m_paper, &PaperSession::ended, this, &MainWindow::paperEnded);
    }
    if (m_paper->isRunning())
        return;
    const bool isNew = !QDir(m_paper->folder()).exists();
    if (const auto problem = m_paper->start()) {
        tellError(tr("The paper session cannot start"), *problem);
        return;
    }
    if (m_service && !showsPaper())
        m_envBeforePaper = m_service->settings().envFile;
    Settings settings;
    settings.folder = m_paper->folder();
    settings.saveIntervalSeconds = PaperSession::saveIntervalSeconds;
    setService(m_parts.paper.open(settings), true);
    m_refresher->setInterval(refreshSeconds);
    m_notice->show(StatusLevel::Information,
        tr("This is a paper session: an invented market, and no order is ever sent. Its state is kept in %1, apart "
           "from "
           "every other record.")
                .arg(QDir::toNativeSeparators(m_paper->folder()))
            + QLatin1Char(' ')
            + (isNew ? tr("The first trades come after half a minute.") : tr("It goes on from where it ended.")),
        { { tr("Stop the paper session"), [this] { stopPaper(); } } });
    updateActions();
}

void MainWindow::stopPaper()
{
    if (!m_paper || !m_paper->isRunning())
        return;
    m_notice->show(StatusLevel::Information, tr("The paper session ends with a save…"));
    m_paper->stop();
}

void MainWindow::paperEnded(const QString& problem)
{
    if (!problem.isEmpty())
        writeLog(LogLevel::Error, QStringLiteral("The paper session ended: %1").arg(problem));
    if (m_closeWhenPaperEnds) {
        close();
        return;
    }
    applyInterval();
    m_refresher->refresh();
    std::vector<NoticeBar::Button> buttons { { tr("Go on with it"), [this] { tryPaper(); } } };
    if (m_parts.open)
        buttons.push_back({ tr("Back to the store before"), [this] { leavePaper(); } });
    if (problem.isEmpty()) {
        m_notice->show(StatusLevel::Good,
            tr("The paper session ended with a save. Started again, it goes on from there."), std::move(buttons));
    } else {
        m_notice->show(StatusLevel::Danger, tr("The paper session ended: %1").arg(problem), std::move(buttons));
    }
    updateActions();
}

void MainWindow::leavePaper()
{
    m_notice->dismiss();
    openStore(m_envBeforePaper, [this](Result<std::shared_ptr<StateService>> opened, bool configured) {
        if (opened)
            setService(std::move(*opened), configured);
        else
            setFailure(opened.error(), m_parts.forViewing ? m_parts.forViewing() : nullptr);
    });
}

bool MainWindow::showsPaper() const
{
    return m_paper && m_service && m_service->settings().folder == m_paper->folder();
}

} // namespace tradestate
