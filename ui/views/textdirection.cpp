// SPDX-License-Identifier: MIT
#include "ui/views/textdirection.h"

#include <QStyle>

namespace tradestate {

Qt::LayoutDirection directionOf(const QString& text)
{
    return text.isRightToLeft() ? Qt::RightToLeft : Qt::LeftToRight;
}

void layOutAsWritten(QStyleOptionViewItem* option)
{
    const Qt::LayoutDirection own = directionOf(option->text);
    // With a box to tick, the direction also says where the box is.
    if (option->direction == own || option->text.isEmpty()
        || option->features.testFlag(QStyleOptionViewItem::HasCheckIndicator))
        return;
    option->displayAlignment = QStyle::visualAlignment(option->direction, option->displayAlignment) | Qt::AlignAbsolute;
    option->direction = own;
}

void AsWrittenDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    layOutAsWritten(option);
}

} // namespace tradestate
