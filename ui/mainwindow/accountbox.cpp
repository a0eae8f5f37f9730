// SPDX-License-Identifier: MIT
#include "ui/mainwindow/accountbox.h"

#include "ui/models/tooltips.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace tradestate {

namespace {

/// A longer name is cut, so that the toolbar keeps its room.
constexpr int mostLetters = 16;

} // namespace

AccountBox::AccountBox(QWidget* parent)
    : QWidget(parent)
    , m_box(new QComboBox)
{
    auto* label = new QLabel(tr("Acco&unt"));
    label->setBuddy(m_box);
    m_box->setObjectName(QStringLiteral("accountBox"));
    m_box->setAccessibleName(tr("Account"));
    m_box->setFocusPolicy(Qt::StrongFocus);
    m_box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_box->installEventFilter(this);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    row->addWidget(label);
    row->addWidget(m_box);
    connect(m_box, &QComboBox::activated, this, [this](int at) {
        const QString chosen = m_box->itemData(at).toString();
        if (chosen != m_current)
            Q_EMIT accountChosen(chosen);
    });
    setReason({});
}

void AccountBox::setAccounts(const QStringList& accounts, const QString& current)
{
    m_current = current;
    if (accounts != this->accounts()) {
        m_box->clear();
        for (const QString& account : accounts) {
            const bool isLong = account.size() > mostLetters;
            m_box->addItem(isLong ? account.left(mostLetters) + QStringLiteral("…") : account, account);
            m_box->setItemData(m_box->count() - 1, plainToolTip(account), Qt::ToolTipRole);
        }
    }
    m_box->setCurrentIndex(m_box->findData(current));
}

void AccountBox::setReason(const QString& reason)
{
    m_box->setEnabled(reason.isEmpty());
    const QString sentence = tr("Whose record is shown: choose another account of the same store");
    setPlainToolTip(*m_box, reason.isEmpty() ? sentence : sentence + QLatin1Char('\n') + reason);
}

QStringList AccountBox::accounts() const
{
    QStringList all;
    for (int at = 0; at < m_box->count(); ++at)
        all += m_box->itemData(at).toString();
    return all;
}

bool AccountBox::isWanted() const
{
    return m_box->count() > 1;
}

bool AccountBox::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_box && event->type() == QEvent::Wheel) {
        event->ignore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tradestate
