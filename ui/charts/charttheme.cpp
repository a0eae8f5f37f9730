// SPDX-License-Identifier: MIT
#include "ui/charts/charttheme.h"

#include <QAbstractAxis>
#include <QChart>
#include <QLegend>

namespace tradestate {

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

ChartColours chartColours(const QPalette& palette)
{
    if (isDark(palette))
        return { QColor(0x6c, 0xb6, 0xff), QColor(0xf2, 0xb8, 0x4b), QColor(0xff, 0x8a, 0x80), QColor(0x4c, 0xc3, 0x8a),
            QColor(0x6c, 0xb6, 0xff) };
    return { QColor(0x0a, 0x66, 0xc2), QColor(0xc2, 0x5e, 0x00), QColor(0xb3, 0x26, 0x1e), QColor(0x0b, 0x6e, 0x4f),
        QColor(0x0a, 0x66, 0xc2) };
}

void applyPalette(QChart& chart, const QPalette& palette)
{
    const QColor text = palette.color(QPalette::Text);
    QColor grid = text;
    grid.setAlpha(isDark(palette) ? 50 : 35);
    chart.setBackgroundBrush(palette.brush(QPalette::Base));
    chart.setBackgroundRoundness(0);
    // In a low window every line counts.
    chart.setMargins(QMargins(4, 4, 4, 4));
    chart.setTitleBrush(text);
    chart.legend()->setLabelColor(text);
    const auto axes = chart.axes();
    for (QAbstractAxis* axis : axes) {
        axis->setLabelsColor(text);
        axis->setTitleBrush(text);
        axis->setGridLineColor(grid);
        axis->setLinePenColor(grid);
    }
}

} // namespace tradestate
