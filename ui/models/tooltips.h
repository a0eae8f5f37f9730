// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

class QWidget;

namespace tradestate {

/// Data as a tooltip: shown as it is, also where it looks like HTML, and wrapped where it is long. Empty stays empty.
[[nodiscard]] QString plainToolTip(const QString& text);
/// As the widget's tooltip, and unmarked as what a screen reader says of it.
void setPlainToolTip(QWidget& widget, const QString& text);

} // namespace tradestate
