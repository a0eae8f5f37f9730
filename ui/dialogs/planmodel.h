// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"

#include <QAbstractItemModel>

namespace tradestate {

/// A plan as a tree with tick boxes: changed rows first, each with its fields below it where more than one differs;
/// pair states in a group of their own; all that stays folded into the last row. Ticking changes the plan that plan()
/// returns.
class PlanModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { WhatColumn, FieldColumn, NowColumn, BackupColumn, AfterColumn, ColumnCount };
    enum Role { RowIndexRole = Qt::UserRole + 1 }; ///< index into ChangePlan::rows, or -1

    explicit PlanModel(QObject* parent = nullptr);

    /// Ticks that the person changed by hand are kept by part and key where keepTicks is set.
    void setPlan(ChangePlan plan, bool keepTicks);
    [[nodiscard]] const ChangePlan& plan() const { return m_plan; }
    void tickAll(bool ticked);
    void tickOnly(const QModelIndex& index);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void ticksChanged();

private:
    enum class NodeKind { PlanRow, Field, Group, Unchanged };
    struct Node
    {
        NodeKind kind = NodeKind::PlanRow;
        int parent = -1; ///< node, -1 for the top
        int positionInParent = 0;
        int planRow = -1;
        int field = -1;
        std::vector<int> children;
    };

    void build();
    int addNode(NodeKind kind, int parent, int planRow = -1, int field = -1);
    void addPlanRow(int parent, int planRow);
    [[nodiscard]] const Node* nodeOf(const QModelIndex& index) const;
    [[nodiscard]] QVariant textOf(const Node& node, int column) const;
    [[nodiscard]] QString rowTitle(const PlanRow& row) const;
    [[nodiscard]] Qt::CheckState checkState(const Node& node) const;
    [[nodiscard]] static bool canTick(const PlanRow& row) { return row.kind != ChangeKind::Unchanged; }
    void emitTicks(const QModelIndex& index);

    ChangePlan m_plan;
    std::vector<Node> m_nodes;
    std::vector<int> m_top;
};

/// "Change 1, add 1, remove 1": what the ticked rows of the plan do, for the button that does it.
[[nodiscard]] QString confirmText(const ChangePlan& plan);

} // namespace tradestate
