// SPDX-License-Identifier: MIT
#include "ui/views/recorddelegate.h"

#include "ui/models/recordmodel.h"
#include "ui/views/textdirection.h"
#include "ui/views/theme.h"

namespace tradestate {

QSize RecordDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(rowHeight(option.fontMetrics));
    size.rwidth() += 8;
    return size;
}

void RecordDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QPalette& palette = option->palette;
    if (index.data(RecordModel::IsGroupRole).toBool()) {
        const bool open = option->state.testFlag(QStyle::State_Open);
        const bool leftToRight = option->direction == Qt::LeftToRight;
        const QChar closedSign(leftToRight ? 0x25b8 : 0x25c2);
        if (!option->text.isEmpty())
            option->text.prepend(QString(open ? QChar(0x25be) : closedSign) + QLatin1Char(' '));
        option->palette.setColor(QPalette::Text, Theme::level(StatusLevel::Warning, palette));
        return;
    }
    layOutAsWritten(option);
    const bool known = index.data(RecordModel::KnownRole).toBool();
    if (known && option->text.startsWith(QChar(0x25b2)))
        option->palette.setColor(QPalette::Text, Theme::longSide(palette));
    else if (known && option->text.startsWith(QChar(0x25bc)))
        option->palette.setColor(QPalette::Text, Theme::shortSide(palette));
    else if (!known || index.data(RecordModel::InGroupRole).toBool())
        option->palette.setColor(QPalette::Text, Theme::quietText(palette));
    const double fade = index.data(RecordModel::FadeRole).toDouble();
    if (fade > 0 && !option->state.testFlag(QStyle::State_Selected)) {
        QColor colour = palette.color(QPalette::Highlight);
        colour.setAlphaF(static_cast<float>(0.35 * fade));
        option->backgroundBrush = colour;
    }
}

} // namespace tradestate
