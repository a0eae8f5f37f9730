// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/tradingstate.h"

#include <QWidget>

#include <memory>

class QChartView;
class QDoubleSpinBox;
class QLabel;
class QSettings;

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
    /// The thresholds of the person who looks are kept in the settings; null: nowhere.
    explicit ZScoreChart(std::shared_ptr<QSettings> settings, QWidget* parent = nullptr);

    /// Drawn as soon as it is visible.
    void setState(const TradingState& state);
    /// Pairs as they are drawn, from the top.
    [[nodiscard]] QStringList shownPairs() const { return m_shownPairs; }
    [[nodiscard]] ZScoreThresholds thresholds() const;
    [[nodiscard]] QString note() const;

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void changed();
    void fitToHeight();
    void draw();
    void thresholdEdited();
    void showThresholds();
    void showTexts();

    std::shared_ptr<QSettings> m_settings;
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

        [[nodiscard]] bool operator==(const Bar&) const = default;
    };
    std::vector<Bar> m_bars;
    int m_unknown = 0;
    ZScoreThresholds m_own; ///< set here
    std::optional<ZScoreThresholds> m_stored;
    bool m_isStale = false; ///< to be drawn when it is shown
};

} // namespace tradestate
