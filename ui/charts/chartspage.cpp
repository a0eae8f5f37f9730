// SPDX-License-Identifier: MIT
#include "ui/charts/chartspage.h"

#include "ui/charts/equitychart.h"
#include "ui/charts/zscorechart.h"

#include <QResizeEvent>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace tradestate {

ChartsPage::ChartsPage(std::shared_ptr<QSettings> settings, QWidget* parent)
    : QWidget(parent)
    , m_splitter(new QSplitter(this))
    , m_equity(new EquityChart(m_splitter))
    , m_zScores(new ZScoreChart(std::move(settings), m_splitter))
{
    m_splitter->addWidget(m_equity);
    m_splitter->addWidget(m_zScores);
    m_splitter->setChildrenCollapsible(false);
    // Half of the room each, whatever their legends ask for.
    m_splitter->setSizes({ 1000, 1000 });
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    // At large fonts the charts need more room than a small window has.
    auto* area = new QScrollArea;
    area->setWidget(m_splitter);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(area);
}

void ChartsPage::setSnapshot(const Snapshot& snapshot)
{
    m_zScores->setState(snapshot.state);
    m_equity->setBlank(snapshot.viewing
            ? tr("The history of saves belongs to the record, not to what is viewed. Go back to now to see it.")
            : QString());
}

void ChartsPage::setZone(const QTimeZone& zone)
{
    m_equity->setZone(zone);
}

void ChartsPage::setHistory(const std::vector<HistoryEntry>& history)
{
    m_equity->setHistory(history);
}

void ChartsPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_splitter->setOrientation(event->size().width() < event->size().height() ? Qt::Vertical : Qt::Horizontal);
}

} // namespace tradestate
