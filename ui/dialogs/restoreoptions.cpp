// SPDX-License-Identifier: MIT
#include "ui/dialogs/restoreoptions.h"

#include <QCheckBox>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace tradestate {

namespace {

bool isTicked(const QCheckBox* box)
{
    return !box->isHidden() && box->isChecked();
}

void untick(QCheckBox* box)
{
    const QSignalBlocker silent(box);
    box->setChecked(false);
}

} // namespace

RestoreOptions::RestoreOptions(QWidget* parent)
    : QWidget(parent)
    , m_accept(new QCheckBox(this))
    , m_keepRemoved(new QCheckBox(tr("Leave removed rows in the event log: the Python system brings them back"), this))
    , m_purgeGhosts(new QCheckBox(tr("Also take the suspected ghosts out of the event log"), this))
    , m_offline(new QCheckBox(tr("InfluxDB cannot be reached: change it on this machine, send it later"), this))
    , m_stopped(new QCheckBox(tr("The trading system is stopped"), this))
{
    m_accept->setObjectName(QStringLiteral("salvage"));
    m_keepRemoved->setObjectName(QStringLiteral("keepRemoved"));
    m_purgeGhosts->setObjectName(QStringLiteral("purgeGhosts"));
    m_offline->setObjectName(QStringLiteral("offline"));
    m_stopped->setObjectName(QStringLiteral("stopped"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QCheckBox* box : { m_accept, m_keepRemoved, m_purgeGhosts, m_offline, m_stopped }) {
        box->hide();
        layout->addWidget(box);
    }
    for (QCheckBox* box : { m_offline, m_stopped })
        connect(box, &QCheckBox::toggled, this, &RestoreOptions::consentsChanged);
    for (QCheckBox* box : { m_accept, m_keepRemoved, m_purgeGhosts })
        connect(box, &QCheckBox::toggled, this, &RestoreOptions::choicesChanged);
}

void RestoreOptions::setNeeds(const Needs& needs)
{
    if (m_accept->text() != needs.accept) {
        // Whoever accepted what was recovered has not accepted a wrong checksum.
        untick(m_accept);
        m_accept->setText(needs.accept);
    }
    showBox(m_accept, !needs.accept.isEmpty());
    showBox(m_keepRemoved, needs.keepRemoved);
    showBox(m_purgeGhosts, needs.purgeGhosts);
    showBox(m_offline, needs.offline);
    showBox(m_stopped, needs.stopped);
}

void RestoreOptions::showBox(QCheckBox* box, bool needed)
{
    if (!needed)
        untick(box);
    box->setVisible(needed);
}

void RestoreOptions::setStoppedText(const QString& text)
{
    if (m_stopped->text() != text)
        m_stopped->setText(text);
}

void RestoreOptions::withdrawStopped()
{
    m_stopped->setChecked(false);
}

void RestoreOptions::forget()
{
    for (QCheckBox* box : { m_accept, m_keepRemoved, m_purgeGhosts, m_offline, m_stopped })
        untick(box);
}

bool RestoreOptions::systemIsStopped() const
{
    return isTicked(m_stopped);
}

bool RestoreOptions::withoutPrimary() const
{
    return isTicked(m_offline);
}

PlanOptions RestoreOptions::planOptions() const
{
    PlanOptions options;
    options.acceptSalvaged = isTicked(m_accept);
    options.keepRemoved = isTicked(m_keepRemoved);
    options.purgeGhosts = isTicked(m_purgeGhosts);
    return options;
}

} // namespace tradestate
