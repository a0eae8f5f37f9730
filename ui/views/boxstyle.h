// SPDX-License-Identifier: MIT
#pragma once

#include <QProxyStyle>

namespace tradestate {

/// Fusion, with boxes and circles that can be seen while they are empty: it draws their outline in a shade of the
/// window, which in dark colours is hardly there.
class BoxStyle : public QProxyStyle
{
    Q_OBJECT

public:
    BoxStyle();
    /// In place of Fusion where that is the application's style; other styles stay as they are.
    static void install();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
        const QWidget* widget = nullptr) const override;
};

} // namespace tradestate
