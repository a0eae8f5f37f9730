// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QWidget>

class QSplitter;

namespace tradestate {

class EquityChart;
class ZScoreChart;

/// The tab of pictures: equity over the saves and z-scores against their thresholds, side by side or, where it is
/// narrow, stacked.
class ChartsPage : public QWidget
{
    Q_OBJECT

public:
    explicit ChartsPage(QWidget* parent = nullptr);

    void setSnapshot(const Snapshot& snapshot);
    void setHistory(const std::vector<HistoryEntry>& history);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QSplitter* m_splitter;
    EquityChart* m_equity;
    ZScoreChart* m_zScores;
};

} // namespace tradestate
