// SPDX-License-Identifier: MIT
#include "ui/charts/chartspage.h"

#include "ui/charts/equitychart.h"
#include "ui/charts/zscorechart.h"

#include <QResizeEvent>
#include <QSplitter>
#include <QVBoxLayout>

namespace tradestate {

ChartsPage::ChartsPage(QWidget* parent)
    : QWidget(parent)
    , m_splitter(new QSplitter(this))
    , m_equity(new EquityChart(m_splitter))
    , m_zScores(new ZScoreChart(m_splitter))
{
    m_splitter->addWidget(m_equity);
    m_splitter->addWidget(m_zScores);
    m_splitter->setChildrenCollapsible(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_splitter);
}

void ChartsPage::setSnapshot(const Snapshot& snapshot)
{
    m_zScores->setState(snapshot.state);
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
