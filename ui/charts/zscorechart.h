// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/tradingstate.h"

#include <QWidget>

class QChartView;
class QDoubleSpinBox;
class QLabel;

namespace tradestate {

/// Where a strategy enters and leaves, in standard deviations of the spread.
struct ZScoreThresholds
{
    double entry = 2.0;
    double exit = 0.5;
    bool fromRecord = false; ///< stored by the trading system; otherwise set by the person who looks

    [[nodiscard]] bool operator==(const ZScoreThresholds&) const = default;
};

/// Thresholds that the session stores ("entry_threshold" or "z_entry", "exit_threshold" or "z_exit" in trading_config
/// or strategy_metadata); nothing where either is missing.
[[nodiscard]] std::optional<ZScoreThresholds> storedThresholds(const SessionInfo& session);

/// The z-score of every pair as a bar against the thresholds of entry and exit. Pairs without a z-score are counted,
/// not drawn as 0.
class ZScoreChart : public QWidget
{
    Q_OBJECT

public:
    explicit ZScoreChart(QWidget* parent = nullptr);

    void setState(const TradingState& state);
    /// Pairs as they are drawn, from the top.
    [[nodiscard]] QStringList shownPairs() const { return m_shownPairs; }
    [[nodiscard]] ZScoreThresholds thresholds() const;
    [[nodiscard]] QString note() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void draw();
    void thresholdEdited();

    QChartView* m_view;
    QDoubleSpinBox* m_entry;
    QDoubleSpinBox* m_exit;
    QLabel* m_thresholdSource;
    QLabel* m_note;
    QStringList m_shownPairs;
    struct Bar
    {
        QString pair;
        double zScore = 0;
        QString text;
    };
    std::vector<Bar> m_bars;
    int m_unknown = 0;
    std::optional<ZScoreThresholds> m_stored;
};

} // namespace tradestate
