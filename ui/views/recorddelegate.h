// SPDX-License-Identifier: MIT
#pragma once

#include <QStyledItemDelegate>

namespace tradestate {

/// Paints from roles only: directions in their colour, unknown values quiet, changed cells fading.
class RecordDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] static int rowHeight(const QFontMetrics& metrics) { return metrics.height() + 8; }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace tradestate
