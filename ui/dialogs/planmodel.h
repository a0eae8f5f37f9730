// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"

#include <QAbstractItemModel>

namespace tradestate {

/// A plan as a tree with tick boxes: changed rows first, each with what is to be minded of it (why it starts unticked)
/// below it, and its fields where more than one differs;
/// ghosts that go; pair states in a group of their own; all that stays folded into the last row. Ticking changes the
/// plan that plan() returns.
class PlanModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { WhatColumn, FieldColumn, NowColumn, BackupColumn, AfterColumn, ColumnCount };
    enum Role {
        RowIndexRole = Qt::UserRole + 1, ///< index into ChangePlan::rows, or -1
        KeyRole, ///< the same for the same row of another plan
        IsReasonRole ///< a sentence over all columns
    };

    explicit PlanModel(QObject* parent = nullptr);

    /// keepTicks: ticks that were set by hand are kept by part and key, as long as the new plan has nothing to say
    /// against them that had not been said when they were set. All others are as the plan has them.
    void setPlan(ChangePlan plan, bool keepTicks);
    [[nodiscard]] const ChangePlan& plan() const { return m_plan; }
    /// How many rows of the tree tell what is to be minded: one where it is the same of all.
    [[nodiscard]] int reasonCount() const { return m_reasons; }
    void tickAll(bool ticked);
    void tickOnly(const QModelIndex& index);
    /// The row with that KeyRole; invalid where there is none.
    [[nodiscard]] QModelIndex indexOf(const QString& key) const;

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
    enum class NodeKind { PlanRow, Reason, Field, Purge, Group, Unchanged };
    struct Node
    {
        NodeKind kind = NodeKind::PlanRow;
        int parent = -1; ///< node, -1 for the top
        int positionInParent = 0;
        int planRow = -1; ///< of a Purge: index into ChangePlan::purges
        int field = -1;
        std::vector<int> children;
    };

    void build();
    [[nodiscard]] QString commonReason() const;
    int addNode(NodeKind kind, int parent, int planRow = -1, int field = -1);
    void addPlanRow(int parent, int planRow);
    [[nodiscard]] const Node* nodeOf(const QModelIndex& index) const;
    [[nodiscard]] QVariant textOf(const Node& node, int column) const;
    [[nodiscard]] QVariant rowText(const PlanRow& row, int column) const;
    [[nodiscard]] QString keyOf(const Node& node) const;
    [[nodiscard]] Qt::CheckState checkState(const Node& node) const;
    [[nodiscard]] static bool canTick(const PlanRow& row) { return row.kind != ChangeKind::Unchanged; }
    void carryTicksTo(ChangePlan& plan, std::vector<bool>& byHand) const;
    void tick(int planRow, bool ticked, std::vector<int>& changed);
    void emitTicks(const std::vector<int>& changed);
    void emitNode(int node);

    ChangePlan m_plan;
    std::vector<bool> m_byHand; ///< by row of the plan: somebody set its tick
    std::vector<Node> m_nodes;
    std::vector<int> m_nodeOfRow; ///< by row of the plan
    std::vector<int> m_top;
    int m_group = -1; ///< node of the pair states
    int m_tickedInGroup = 0;
    int m_reasons = 0;
    QString m_commonReason; ///< of every row that differs, such as of a damaged document
    int m_unchangedPositions = 0;
    int m_unchangedPairStates = 0;
};

} // namespace tradestate
