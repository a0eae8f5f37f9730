// SPDX-License-Identifier: MIT
// Which store is open, and how another one is opened.
#include "ui/charts/chartspage.h"
#include "ui/dialogs/connectdialog.h"
#include "ui/dialogs/openfiledialog.h"
#include "ui/mainwindow/consolestatusbar.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/models/pairstatesmodel.h"
#include "ui/models/positionsmodel.h"
#include "ui/models/whendone.h"
#include "ui/views/cards.h"
#include "ui/views/detailsdock.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"

#include <QDir>
#include <QPointer>
#include <QSettings>

namespace tradestate {

void MainWindow::openAtStart(const AtStart& what)
{
    const auto look = [this, what] {
        if (!what.view.isEmpty())
            viewFile(what.view);
        else if (what.sample)
            viewSample();
    };
    m_strip->setWaiting(tr("Opening the store…"));
    m_opening = true;
    updateFirstPage();
    openStore(what.envFile, [this, what, look](Result<std::shared_ptr<StateService>> opened, bool configured) {
        m_opening = false;
        if (opened) {
            setService(std::move(*opened), configured);
        } else {
            m_failedEnv = what.envFile;
            setFailure(opened.error(), m_parts.forViewing ? m_parts.forViewing() : nullptr);
        }
        look();
    });
}

void MainWindow::openStore(const QString& envFile, ThenOpened then)
{
    const auto kept = [self = QPointer<MainWindow>(this)](
                          const Settings& settings) { return self ? self->keptAccount(settings) : QString(); };
    openStore(envFile, kept, std::move(then));
}

void MainWindow::openStore(const QString& envFile, const AccountChoice& account, ThenOpened then)
{
    m_parts.open(envFile, account,
        [self = QPointer<MainWindow>(this), then = std::move(then)](
            Result<std::shared_ptr<StateService>> opened, bool configured) {
            if (self)
                then(std::move(opened), configured);
        });
}

/// Keeps it until nothing runs there any more: destroying it earlier would hold up the window.
void MainWindow::retire(const std::shared_ptr<StateService>& service)
{
    if (!service)
        return;
    const StateService* which = service.get();
    m_retired.push_back(service);
    whenDone(service->close(), this, [this, which](const Result<void>&) {
        std::erase_if(m_retired, [which](const auto& one) { return one.get() == which; });
    });
}

void MainWindow::setService(std::shared_ptr<StateService> service, bool configured)
{
    m_refresher->setService(nullptr);
    retire(std::exchange(m_service, std::move(service)));
    m_configured = configured;
    m_onlyViewing = false;
    m_failure.reset();
    clearShown();
    m_accountsAsked = AccountsAsked::No;
    showAccounts({});
    if (!m_service) {
        updateActions();
        return;
    }
    const Settings& settings = m_service->settings();
    m_strip->setWaiting(settings.storeType == StoreType::InfluxDb
            ? tr("Asking InfluxDB at %1…").arg(settings.influxUrl)
            : tr("Reading the journal in %1…").arg(QDir::toNativeSeparators(settings.folder)));
    m_log->follow(QDir(settings.folder).filePath(QStringLiteral("trading_state.log")));
    if (!settings.warnings.isEmpty())
        m_notice->show(StatusLevel::Warning, settings.warnings.join(QLatin1Char('\n')));
    applyZone();
    applyInterval();
    m_refresher->setService(m_service.get());
    m_refresher->refresh();
    updateActions();
    updateFirstPage();
}

/// Nothing of one store may stand under the name of another.
void MainWindow::clearShown()
{
    m_source.clear();
    m_viewedPath.clear();
    m_historyOf.clear();
    m_readingFile.clear();
    m_asking = false;
    ++m_viewNumber;
    ++m_rowsNumber;
    discard(std::exchange(m_record, {}));
    discard(std::exchange(m_shown, {}));
    m_positionsModel->reset(TableData());
    m_pairStatesModel->reset(TableData());
    m_charts->setHistory({});
    m_details->showNothing();
    m_status->clear();
    m_cards->hide();
    m_frame->hide();
    setWindowTitle(tr("Trading State Console"));
    updateWork();
}

void MainWindow::setFailure(const Error& error, std::shared_ptr<StateService> forViewing)
{
    setService(nullptr, false);
    m_service = std::move(forViewing);
    m_onlyViewing = true;
    m_failure = error;
    m_strip->setWaiting(
        describe(error), StatusLevel::Danger, m_parts.open ? TruthStrip::Offer::Retry : TruthStrip::Offer::None);
    tellError(tr("No store could be opened"), error);
    updateActions();
    updateFirstPage();
}

/// The settings may have been mended meanwhile.
void MainWindow::reopen()
{
    openStore(m_failedEnv, [this](Result<std::shared_ptr<StateService>> opened, bool configured) {
        if (opened) {
            m_notice->dismiss();
            setService(std::move(*opened), configured);
        } else {
            setFailure(opened.error(), m_service);
        }
    });
}

void MainWindow::useEnv()
{
    QFileDialog* dialog = newOpenFileDialog(
        this, tr("The trading system's .env"), QDir::homePath(), { tr("Settings (.env *.env)"), tr("All files (*)") });
    // The platform's own dialogs hide what begins with a dot, which is just what is looked for.
    dialog->setOption(QFileDialog::DontUseNativeDialog);
    dialog->setFilter(QDir::AllDirs | QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openEnv);
    dialog->open();
}

void MainWindow::openEnv(const QString& path)
{
    startWork(tr("Opening %1…").arg(QDir::toNativeSeparators(path)), false);
    openStore(path, [this, path](Result<std::shared_ptr<StateService>> opened, bool) {
        endWork();
        if (!opened) {
            // What was open stays open.
            tellError(tr("These settings cannot be used"), opened.error());
            return;
        }
        if (m_parts.layout)
            m_parts.layout->setValue(QStringLiteral("envFile"), path);
        m_notice->dismiss();
        setService(std::move(*opened), true);
    });
}

void MainWindow::connectToInflux()
{
    const Settings start = m_service ? m_service->settings() : Settings();
    auto* dialog = new ConnectDialog(start, m_parts.configEnvFile, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        // The account that was entered just now is the one that is meant.
        forgetAccounts(dialog->envFile());
        openEnv(dialog->envFile());
    });
    dialog->open();
}

} // namespace tradestate
