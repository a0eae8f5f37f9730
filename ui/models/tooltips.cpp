// SPDX-License-Identifier: MIT
#include "ui/models/tooltips.h"

#include <QTextDocument>
#include <QWidget>

namespace tradestate {

QString plainToolTip(const QString& text)
{
    // A tooltip guesses whether it is rich text, and has no setting for it: only marked up text is never guessed wrong.
    return text.isEmpty() ? QString() : Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal);
}

void setPlainToolTip(QWidget& widget, const QString& text)
{
    widget.setToolTip(plainToolTip(text));
    // Where there is no description, the tooltip with its marks would be read out.
    widget.setAccessibleDescription(text);
}

} // namespace tradestate
