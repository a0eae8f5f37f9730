// SPDX-License-Identifier: MIT
#include "ui/views/flowlayout.h"

#include <QStyle>
#include <QWidget>

namespace tradestate {

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items.append(item);
    invalidate();
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return m_items.value(index);
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* item = m_items.takeAt(index);
    invalidate();
    return item;
}

int FlowLayout::heightForWidth(int width) const
{
    return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : m_items) {
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

QSize FlowLayout::sizeHint() const
{
    QSize size;
    for (const QLayoutItem* item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize hint = item->sizeHint();
        size.rwidth() += hint.width() + (size.width() > 0 ? spacing() : 0);
        size.setHeight(std::max(size.height(), hint.height()));
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowLayout::setGeometry(const QRect& area)
{
    QLayout::setGeometry(area);
    arrange(area, true);
}

int FlowLayout::arrange(const QRect& area, bool place) const
{
    struct Placed
    {
        QLayoutItem* item = nullptr;
        QSize size;
        int left = 0;
    };
    const QMargins margins = contentsMargins();
    const QRect inside = area.marginsRemoved(margins);
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    QList<Placed> line;
    int left = inside.left();
    int top = inside.top();
    int lineHeight = 0;
    const auto endLine = [&] {
        for (const Placed& placed : line) {
            if (place) {
                // In the middle of the line: buttons are taller than texts.
                const QRect rect(QPoint(placed.left, top + (lineHeight - placed.size.height()) / 2), placed.size);
                placed.item->setGeometry(QStyle::visualRect(direction, inside, rect));
            }
        }
        top += lineHeight;
        line.clear();
        left = inside.left();
        lineHeight = 0;
    };
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty())
            continue;
        QSize size = item->sizeHint();
        size.setWidth(std::min(size.width(), std::max(inside.width(), 1)));
        if (item->hasHeightForWidth())
            size.setHeight(item->heightForWidth(size.width()));
        if (!line.isEmpty() && left + size.width() > inside.left() + inside.width()) {
            endLine();
            top += spacing() / 2;
        }
        line.append({ item, size, left });
        left += size.width() + spacing();
        lineHeight = std::max(lineHeight, size.height());
    }
    endLine();
    return top - inside.top() + margins.top() + margins.bottom();
}

} // namespace tradestate
