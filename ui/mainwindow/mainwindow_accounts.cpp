// SPDX-License-Identifier: MIT
// Which account of the store is shown, and how another one is chosen.
#include "core/files/statefolder.h"
#include "ui/mainwindow/accountbox.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/models/whendone.h"
#include "ui/views/noticebar.h"

#include <QPointer>
#include <QSettings>
#include <QUrl>

namespace tradestate {

namespace {

/// Where a choice is kept: with the settings that it was made under.
QString choiceKey(const QString& envFile, const QString& folder)
{
    const QString whose = envFile.isEmpty() ? QStringLiteral("folder ") + folder : QStringLiteral("file ") + envFile;
    return QStringLiteral("accounts/") + QString::fromLatin1(QUrl::toPercentEncoding(whose));
}

} // namespace

/// A choice is instead of the account that the settings named then: when they name another one, it is over.
QString MainWindow::keptAccount(const Settings& settings) const
{
    if (!m_parts.layout)
        return {};
    const QStringList kept = m_parts.layout->value(choiceKey(settings.envFile, settings.folder)).toStringList();
    // It becomes the name of a folder.
    return kept.size() == 2 && kept.at(1) == settings.account && isAccountName(kept.at(0)) ? kept.at(0) : QString();
}

void MainWindow::keepAccount(const Settings& settings, const QString& account)
{
    if (!m_parts.layout)
        return;
    const QString key = choiceKey(settings.envFile, settings.folder);
    if (account == settings.account)
        m_parts.layout->remove(key);
    else
        m_parts.layout->setValue(key, QStringList { account, settings.account });
}

void MainWindow::forgetAccounts(const QString& envFile)
{
    if (m_parts.layout)
        m_parts.layout->remove(choiceKey(envFile, {}));
}

/// Once for each store, and again when the primary can be read at last.
void MainWindow::askAccounts()
{
    const bool reached = !m_record.snapshot->has(Condition::Unreachable);
    const bool known
        = m_accountsAsked == AccountsAsked::Yes || (m_accountsAsked == AccountsAsked::WithoutPrimary && !reached);
    if (!m_service || !m_parts.open || known)
        return;
    m_accountsAsked = reached ? AccountsAsked::Yes : AccountsAsked::WithoutPrimary;
    const StateService* which = m_service.get();
    whenDone(m_service->accounts(), this, [this, which](const Result<QStringList>& accounts) {
        if (m_service.get() != which)
            return;
        if (accounts)
            showAccounts(*accounts);
        else
            m_accountsAsked = AccountsAsked::No; // with the next refresh
    });
}

void MainWindow::showAccounts(const QStringList& accounts)
{
    m_accounts->setAccounts(accounts, m_service ? m_service->settings().account : QString());
    m_accountsInBar->setVisible(m_accounts->isWanted());
    updateToolBar();
}

void MainWindow::openAccount(const QString& account)
{
    if (!m_service)
        return;
    const QString envFile = m_service->settings().envFile; // the service may go meanwhile
    startWork(tr("Opening the account %1…").arg(account), false);
    const auto choose = [self = QPointer<MainWindow>(this), account](const Settings& settings) {
        if (self)
            self->keepAccount(settings, account);
        return account;
    };
    openStore(envFile, choose, [this, configured = m_configured](Result<std::shared_ptr<StateService>> opened, bool) {
        endWork();
        if (!opened) {
            // What was open stays open.
            showAccounts(m_accounts->accounts());
            tellError(tr("The account cannot be opened"), opened.error());
            return;
        }
        m_notice->dismiss();
        setService(std::move(*opened), configured);
    });
}

} // namespace tradestate
