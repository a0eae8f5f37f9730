// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/statestore.h"

#include <QTimeZone>
#include <QWidget>

class QCategoryAxis;
class QChart;
class QChartView;
class QLabel;

namespace tradestate {

/// The measured equity over the saves. Saves whose portfolio was not measured are counted, never drawn.
class EquityChart : public QWidget
{
    Q_OBJECT

public:
    explicit EquityChart(QWidget* parent = nullptr);

    void setHistory(const std::vector<HistoryEntry>& history);
    /// In which times are shown.
    void setZone(const QTimeZone& zone);
    /// Draws nothing and says why; empty: draws again.
    void setBlank(const QString& why);
    [[nodiscard]] int pointCount() const { return static_cast<int>(m_points.size()); }
    [[nodiscard]] QString note() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void draw();
    void drawPoints(QChart& chart);
    void labelTimes(QCategoryAxis& axis) const;
    void showNote();

    struct Point
    {
        Timestamp time;
        double value = 0;
        QString text;
    };
    QChartView* m_view;
    QLabel* m_note;
    std::vector<Point> m_points;
    int m_unmeasured = 0;
    QTimeZone m_zone = QTimeZone::utc();
    QString m_blank;
};

} // namespace tradestate
