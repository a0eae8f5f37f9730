// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace tradestate {

/// A text is laid out in its own direction, also in a mirrored window: "-2.184" would read "2.184-" there. The cell
/// keeps its side.
[[nodiscard]] Qt::LayoutDirection directionOf(const QString& text);
void layOutAsWritten(QStyleOptionViewItem* option);

/// For views without a delegate of their own.
class AsWrittenDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace tradestate
