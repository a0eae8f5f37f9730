// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statuswords.h"

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>

namespace tradestate {

/// Colours and icons of the console, chosen for the palette that the user has.
class Theme
{
public:
    /// Dark is when the window's colour is darker than its text.
    [[nodiscard]] static bool isDark(const QPalette& palette);
    /// For text and icons; at least 4.5:1 against the window.
    [[nodiscard]] static QColor level(StatusLevel level, const QPalette& palette);
    [[nodiscard]] static QColor longSide(const QPalette& palette); ///< blue
    [[nodiscard]] static QColor shortSide(const QPalette& palette); ///< orange
    /// The window's colour with a hint of another one, as a background; no more of it than leaves the levels' colours
    /// readable on it (4.5:1).
    [[nodiscard]] static QColor tinted(const QColor& hint, const QPalette& palette, double strength = 0.06);
    /// Text of second rank: between text and window, still readable.
    [[nodiscard]] static QColor quietText(const QPalette& palette);
    /// Of an empty tick box: at least 3:1 against what is in it and around it.
    [[nodiscard]] static QColor boxOutline(const QPalette& palette);
    /// One of the icons in resources/icons, drawn in the palette's text colour, or in a given one.
    [[nodiscard]] static QIcon icon(const QString& name, const QPalette& palette);
    [[nodiscard]] static QIcon icon(const QString& name, const QColor& colour);
    /// The icon that goes with a level.
    [[nodiscard]] static QString iconName(StatusLevel level);
    [[nodiscard]] static QFont monospace();
};

} // namespace tradestate
