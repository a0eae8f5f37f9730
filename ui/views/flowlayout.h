// SPDX-License-Identifier: MIT
#pragma once

#include <QLayout>

namespace tradestate {

/// Items beside each other at the width that they ask for, in as many lines as it takes. An item that is wider than a
/// line gets the whole line, so that large fonts make it taller and never wider than the window.
class FlowLayout final : public QLayout
{
    Q_OBJECT

public:
    using QLayout::QLayout;
    ~FlowLayout() override;

    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSize() const override;
    [[nodiscard]] QSize sizeHint() const override;
    void setGeometry(const QRect& area) override;

private:
    /// Answers the height; places the items only where it is to be done.
    int arrange(const QRect& area, bool place) const;

    QList<QLayoutItem*> m_items;
};

} // namespace tradestate
