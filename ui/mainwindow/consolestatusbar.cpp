// SPDX-License-Identifier: MIT
#include "ui/mainwindow/consolestatusbar.h"

#include "ui/models/formats.h"
#include "ui/models/tooltips.h"
#include "ui/views/fluidlabels.h"
#include "ui/views/theme.h"

#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

namespace tradestate {

namespace {

constexpr int patienceMilliseconds = 300;

QLabel* plain()
{
    auto* label = new ElidedLabel;
    label->setContentsMargins(4, 0, 4, 0);
    return label;
}

} // namespace

ConsoleStatusBar::ConsoleStatusBar(QWidget* parent)
    : QStatusBar(parent)
    , m_store(plain())
    , m_env(plain())
    , m_pending(plain())
    , m_refreshed(plain())
    , m_zone(plain())
    , m_backup(plain())
    , m_workLabel(plain())
    , m_progress(new QProgressBar)
    , m_cancel(new QToolButton)
{
    addWidget(m_store);
    addWidget(m_env);
    addWidget(m_pending);
    addWidget(m_refreshed);
    addWidget(m_zone);
    addWidget(m_backup);
    m_progress->setRange(0, 0);
    m_progress->setMaximumWidth(96);
    m_progress->setTextVisible(false);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAutoRaise(true);
    for (QWidget* widget :
        { static_cast<QWidget*>(m_workLabel), static_cast<QWidget*>(m_progress), static_cast<QWidget*>(m_cancel) }) {
        addPermanentWidget(widget);
        widget->hide();
    }
    connect(m_cancel, &QToolButton::clicked, this, &ConsoleStatusBar::cancelWanted);
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMilliseconds);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_workLabel->show();
        m_progress->show();
        m_cancel->setVisible(m_cancel->isEnabled());
    });
}

void ConsoleStatusBar::setSnapshot(const Snapshot& snapshot)
{
    m_info = snapshot.store;
    m_reached = !snapshot.has(Condition::Unreachable);
    m_haveSnapshot = true;
    m_readAt = snapshot.readAt;
    m_newestBackup = snapshot.newestBackup;
    showStore();
    const bool isFile = m_info.type == QLatin1String("file");
    m_pending->setVisible(!isFile);
    QString pending = tr("%n save(s) pending", nullptr, snapshot.pendingSaves);
    if (snapshot.refusedSaves > 0)
        pending += tr(", %1 refused").arg(snapshot.refusedSaves);
    m_pending->setText(pending);
    QStringList details { tr("Store: %1").arg(m_info.url) };
    if (!m_info.bucket.isEmpty())
        details += tr("Bucket: %1").arg(m_info.bucket);
    if (!m_info.layout.isEmpty())
        details += tr("Layout: %1").arg(m_info.layout);
    details += tr("Account: %1").arg(m_info.account);
    details += tr("Folder: %1").arg(snapshot.folder);
    details += snapshot.envFile.isEmpty() ? tr("No .env in use") : tr("Settings: %1").arg(snapshot.envFile);
    m_env->setText(snapshot.envFile.isEmpty() ? tr("no .env") : QFileInfo(snapshot.envFile).fileName());
    setPlainToolTip(*m_env, details.last());
    setPlainToolTip(*m_store, details.join(QLatin1Char('\n')));
    setNow(snapshot.readAt);
}

void ConsoleStatusBar::clear()
{
    m_haveSnapshot = false;
    for (QLabel* label : { m_store, m_env, m_pending, m_refreshed, m_backup }) {
        label->clear();
        label->setToolTip({});
    }
}

void ConsoleStatusBar::showStore()
{
    if (!m_haveSnapshot)
        return;
    QString text;
    if (m_info.type == QLatin1String("file")) {
        text = tr("● Journal on this machine");
    } else if (!m_reached) {
        text = tr("○ InfluxDB not reached");
    } else {
        text = m_info.version.isEmpty() ? tr("● InfluxDB") : tr("● InfluxDB %1").arg(m_info.version);
        if (m_info.latencyMilliseconds >= 0)
            text += tr(", %1 ms").arg(m_info.latencyMilliseconds);
    }
    m_store->setText(text);
    QPalette own = palette();
    own.setColor(QPalette::WindowText, Theme::level(m_reached ? StatusLevel::Good : StatusLevel::Danger, palette()));
    m_store->setPalette(own);
}

void ConsoleStatusBar::setZone(const QTimeZone& zone)
{
    m_zone->setText(tr("times in %1").arg(Formats::zoneName(zone)));
}

void ConsoleStatusBar::setNow(const Timestamp& now)
{
    if (!m_haveSnapshot)
        return;
    m_refreshed->setText(tr("refreshed %1 ago").arg(Formats::age(Formats::secondsBetween(m_readAt, now))));
    m_backup->setText(m_newestBackup
            ? tr("newest backup %1 ago").arg(Formats::age(Formats::secondsBetween(*m_newestBackup, now)))
            : tr("no backup yet"));
}

void ConsoleStatusBar::setWork(const QString& text, bool canCancel)
{
    m_cancel->setEnabled(canCancel);
    if (text == m_work && !text.isEmpty())
        return; // it goes on
    m_work = text;
    if (text.isEmpty()) {
        m_patience.stop();
        m_workLabel->hide();
        m_progress->hide();
        m_cancel->hide();
        return;
    }
    m_workLabel->setText(text);
    m_patience.start();
}

QString ConsoleStatusBar::spokenText() const
{
    return QStringList { m_store->text(), m_env->text(), m_pending->text(), m_refreshed->text(), m_zone->text(),
        m_backup->text() }
        .join(QStringLiteral(" | "));
}

void ConsoleStatusBar::changeEvent(QEvent* event)
{
    QStatusBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showStore();
}

} // namespace tradestate
