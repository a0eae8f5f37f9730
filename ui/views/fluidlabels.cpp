// SPDX-License-Identifier: MIT
#include "ui/views/fluidlabels.h"

#include "ui/views/textdirection.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

namespace tradestate {

ElidedLabel::ElidedLabel(const QString& text, QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ElidedLabel::setMostCharacters(int count)
{
    m_mostCharacters = count;
    updateGeometry();
}

QSize ElidedLabel::sizeHint() const
{
    QSize size = QLabel::sizeHint();
    if (m_mostCharacters > 0)
        size.setWidth(std::min(size.width(), fontMetrics().averageCharWidth() * m_mostCharacters));
    return size;
}

QSize ElidedLabel::minimumSizeHint() const
{
    // Two or three words' beginnings; anything wider would make the window wider at large fonts.
    const QSize whole = QLabel::minimumSizeHint();
    return { std::min(whole.width(), fontMetrics().averageCharWidth() * 8), whole.height() };
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    drawFrame(&painter);
    const QRect inside = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, inside.width());
    const Qt::Alignment place = QStyle::visualAlignment(layoutDirection(), alignment()) | Qt::AlignAbsolute;
    painter.setLayoutDirection(directionOf(shown));
    style()->drawItemText(
        &painter, inside, int(place) | Qt::TextSingleLine, palette(), isEnabled(), shown, foregroundRole());
}

WrappedLabel::WrappedLabel(const QString& text, QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse);
    setText(text);
    align();
}

void WrappedLabel::align()
{
    // Left to itself, a label goes by its text: a file's name would stand on the left of a mirrored window.
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    setAlignment((mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter);
}

void WrappedLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange)
        align();
}

QSize WrappedLabel::sizeHint() const
{
    const QMargins margins = contentsMargins();
    // One more than the text: rounding must not break the line.
    const int width = fontMetrics().size(0, text()).width() + margins.left() + margins.right() + 2 * frameWidth() + 1;
    return { width, heightForWidth(width) };
}

QSize WrappedLabel::minimumSizeHint() const
{
    // The longest word, a file's name, may be wider than a small window.
    return { fontMetrics().averageCharWidth() * 8, fontMetrics().height() };
}

} // namespace tradestate
