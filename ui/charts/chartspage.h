// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QTimeZone>
#include <QWidget>

#include <memory>

class QSettings;
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
    /// What is set here is kept in the settings; null: nowhere.
    explicit ChartsPage(std::shared_ptr<QSettings> settings = nullptr, QWidget* parent = nullptr);

    void setSnapshot(const Snapshot& snapshot);
    /// In which times are shown.
    void setZone(const QTimeZone& zone);
    void setHistory(const std::vector<HistoryEntry>& history);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QSplitter* m_splitter;
    EquityChart* m_equity;
    ZScoreChart* m_zScores;
};

} // namespace tradestate
