// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>
#include <QPalette>

class QChart;

namespace tradestate {

/// The console's colours for long, short and thresholds, told apart also by colour-blind eyes, for light and dark
/// windows.
struct ChartColours
{
    QColor longSide;
    QColor shortSide;
    QColor entry;
    QColor exit;
    QColor line;
};

[[nodiscard]] bool isDark(const QPalette& palette);
[[nodiscard]] ChartColours chartColours(const QPalette& palette);
/// Background, texts and grid from the palette, so that a chart looks like the tables beside it.
void applyPalette(QChart& chart, const QPalette& palette);

} // namespace tradestate
