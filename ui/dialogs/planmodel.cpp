// SPDX-License-Identifier: MIT
#include "ui/dialogs/planmodel.h"

#include "ui/dialogs/planwords.h"
#include "ui/models/tooltips.h"

#include <QFont>

#include <map>

namespace tradestate {

PlanModel::PlanModel(QObject* parent)
    : QAbstractItemModel(parent)
{
}

void PlanModel::setPlan(ChangePlan plan, bool keepTicks)
{
    std::vector<bool> byHand(plan.rows.size(), false);
    if (keepTicks)
        carryTicksTo(plan, byHand);
    beginResetModel();
    m_plan = std::move(plan);
    m_byHand = std::move(byHand);
    build();
    endResetModel();
    Q_EMIT ticksChanged();
}

/// A tick set by hand says yes to what could be seen then, and to nothing that came later: not to taking back a row
/// that was changed since, or changed once more.
void PlanModel::carryTicksTo(ChangePlan& plan, std::vector<bool>& byHand) const
{
    std::map<std::pair<StatePart, QString>, const PlanRow*> known;
    for (size_t i = 0; i < m_plan.rows.size(); ++i) {
        const PlanRow& row = m_plan.rows[i];
        if (m_byHand[i])
            known[{ row.part, row.key }] = &row;
    }
    if (known.empty())
        return;
    for (size_t i = 0; i < plan.rows.size(); ++i) {
        PlanRow& row = plan.rows[i];
        const auto found = known.find({ row.part, row.key });
        if (found == known.end() || !canTick(row))
            continue;
        const PlanRow& before = *found->second;
        const bool seen = row.conflict == before.conflict && row.reason == before.reason
            && (!row.conflict || row.now == before.now);
        if (before.ticked && !row.ticked && !seen)
            continue;
        row.ticked = before.ticked;
        byHand[i] = true;
    }
}

void PlanModel::tickAll(bool ticked)
{
    std::vector<int> changed;
    for (size_t i = 0; i < m_plan.rows.size(); ++i) {
        if (canTick(m_plan.rows[i]))
            tick(static_cast<int>(i), ticked, changed);
    }
    emitTicks(changed);
}

void PlanModel::tickOnly(const QModelIndex& index)
{
    const Node* node = nodeOf(index);
    if (!node || node->planRow < 0 || node->kind == NodeKind::Purge)
        return;
    const int wanted = node->planRow;
    const QString key = m_plan.rows[static_cast<size_t>(wanted)].key;
    std::vector<int> changed;
    for (size_t i = 0; i < m_plan.rows.size(); ++i) {
        const PlanRow& row = m_plan.rows[i];
        // A position goes with its pair's state: one without the other would contradict itself.
        if (canTick(row))
            tick(static_cast<int>(i), static_cast<int>(i) == wanted || (!key.isEmpty() && row.key == key), changed);
    }
    emitTicks(changed);
}

QModelIndex PlanModel::indexOf(const QString& key) const
{
    if (key.isEmpty())
        return {};
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        const Node& node = m_nodes[i];
        if (node.kind != NodeKind::Field && key == keyOf(node))
            return createIndex(node.positionInParent, 0, static_cast<quintptr>(i));
        // The fields of other rows need not be looked at.
        if (node.kind == NodeKind::PlanRow && !node.children.empty()
            && key.startsWith(keyOf(node) + QLatin1Char('\n'))) {
            for (const int child : node.children) {
                const Node& field = m_nodes[static_cast<size_t>(child)];
                if (key == keyOf(field))
                    return createIndex(field.positionInParent, 0, static_cast<quintptr>(child));
            }
        }
    }
    return {};
}

QModelIndex PlanModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount)
        return {};
    const Node* node = nodeOf(parent);
    const std::vector<int>& children = node ? node->children : m_top;
    if (static_cast<size_t>(row) >= children.size())
        return {};
    return createIndex(row, column, static_cast<quintptr>(children[static_cast<size_t>(row)]));
}

QModelIndex PlanModel::parent(const QModelIndex& child) const
{
    const Node* node = nodeOf(child);
    if (!node || node->parent < 0)
        return {};
    const Node& parentNode = m_nodes[static_cast<size_t>(node->parent)];
    return createIndex(parentNode.positionInParent, 0, static_cast<quintptr>(node->parent));
}

int PlanModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() && parent.column() != 0)
        return 0;
    const Node* node = nodeOf(parent);
    return static_cast<int>(node ? node->children.size() : m_top.size());
}

int PlanModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant PlanModel::data(const QModelIndex& index, int role) const
{
    const Node* node = nodeOf(index);
    if (!node)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return textOf(*node, index.column());
    case Qt::CheckStateRole:
        if (index.column() == WhatColumn
            && (node->kind == NodeKind::Group
                || (node->kind == NodeKind::PlanRow && canTick(m_plan.rows[static_cast<size_t>(node->planRow)]))))
            return checkState(*node);
        return {};
    case Qt::TextAlignmentRole:
        if (index.column() >= NowColumn)
            return int(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
        return {};
    case Qt::ToolTipRole:
        if (node->kind == NodeKind::PlanRow)
            return plainToolTip(m_plan.rows[static_cast<size_t>(node->planRow)].reason);
        return {};
    case Qt::FontRole:
        if (index.column() == AfterColumn && node->kind != NodeKind::Unchanged) {
            QFont font;
            font.setBold(true);
            return font;
        }
        if (node->kind == NodeKind::Reason) {
            QFont font;
            font.setItalic(true);
            return font;
        }
        return {};
    case RowIndexRole:
        return node->kind == NodeKind::Purge ? -1 : node->planRow;
    case KeyRole:
        return keyOf(*node);
    case IsReasonRole:
        return node->kind == NodeKind::Reason;
    default:
        return {};
    }
}

bool PlanModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const Node* node = nodeOf(index);
    if (!node || role != Qt::CheckStateRole || index.column() != WhatColumn)
        return false;
    const bool ticked = value.toInt() == Qt::Checked;
    std::vector<int> changed;
    if (node->kind == NodeKind::PlanRow && canTick(m_plan.rows[static_cast<size_t>(node->planRow)])) {
        tick(node->planRow, ticked, changed);
    } else if (node->kind == NodeKind::Group) {
        for (const int child : node->children)
            tick(m_nodes[static_cast<size_t>(child)].planRow, ticked, changed);
    } else {
        return false;
    }
    emitTicks(changed);
    return true;
}

Qt::ItemFlags PlanModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (index.column() == WhatColumn && data(index, Qt::CheckStateRole).isValid())
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant PlanModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && section >= NowColumn)
        return int(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(section)) {
    case WhatColumn:
        return tr("What would change on record");
    case FieldColumn:
        return tr("Field");
    case NowColumn:
        return tr("Now");
    case BackupColumn:
        switch (m_plan.purpose) {
        case ChangePurpose::Restore:
            return tr("Backup");
        case ChangePurpose::Undo:
            return tr("Before");
        case ChangePurpose::Remove:
            return tr("Without it");
        case ChangePurpose::Choose:
            return tr("Chosen");
        }
        return {};
    case AfterColumn:
        return tr("After");
    case ColumnCount:
        break;
    }
    return {};
}

void PlanModel::build()
{
    m_nodes.clear();
    m_top.clear();
    m_nodeOfRow.assign(m_plan.rows.size(), -1);
    m_group = -1;
    m_tickedInGroup = 0;
    m_reasons = 0;
    m_unchangedPositions = 0;
    m_unchangedPairStates = 0;
    m_commonReason = commonReason();
    if (!m_commonReason.isEmpty()) {
        addNode(NodeKind::Reason, -1);
        m_reasons = 1;
    }
    std::vector<int> pairStates;
    std::vector<int> unchanged;
    for (size_t i = 0; i < m_plan.rows.size(); ++i) {
        const PlanRow& row = m_plan.rows[i];
        const int planRow = static_cast<int>(i);
        if (!canTick(row)) {
            unchanged.push_back(planRow);
            m_unchangedPositions += row.part == StatePart::Position ? 1 : 0;
            m_unchangedPairStates += row.part == StatePart::PairState ? 1 : 0;
        } else if (row.part == StatePart::PairState) {
            pairStates.push_back(planRow);
            m_tickedInGroup += row.ticked ? 1 : 0;
        } else {
            addPlanRow(-1, planRow);
        }
    }
    for (size_t i = 0; i < m_plan.purges.size(); ++i)
        addNode(NodeKind::Purge, -1, static_cast<int>(i));
    if (!pairStates.empty()) {
        m_group = addNode(NodeKind::Group, -1);
        for (const int row : pairStates)
            addPlanRow(m_group, row);
    }
    if (!unchanged.empty()) {
        const int group = addNode(NodeKind::Unchanged, -1);
        for (const int row : unchanged)
            addNode(NodeKind::PlanRow, group, row);
    }
}

/// Told once instead of with each row; empty where the rows have not all the same.
QString PlanModel::commonReason() const
{
    int rows = 0;
    QString reason;
    for (const PlanRow& row : m_plan.rows) {
        if (!canTick(row))
            continue;
        if (row.reason.isEmpty() || (++rows > 1 && row.reason != reason))
            return {};
        reason = row.reason;
    }
    return rows > 1 ? reason : QString();
}

int PlanModel::addNode(NodeKind kind, int parent, int planRow, int field)
{
    const int id = static_cast<int>(m_nodes.size());
    Node node;
    node.kind = kind;
    node.parent = parent;
    node.planRow = planRow;
    node.field = field;
    std::vector<int>& siblings = parent < 0 ? m_top : m_nodes[static_cast<size_t>(parent)].children;
    node.positionInParent = static_cast<int>(siblings.size());
    siblings.push_back(id);
    if (kind == NodeKind::PlanRow)
        m_nodeOfRow[static_cast<size_t>(planRow)] = id;
    m_nodes.push_back(std::move(node));
    return id;
}

void PlanModel::addPlanRow(int parent, int planRow)
{
    const int node = addNode(NodeKind::PlanRow, parent, planRow);
    if (m_commonReason.isEmpty() && !m_plan.rows[static_cast<size_t>(planRow)].reason.isEmpty()) {
        addNode(NodeKind::Reason, node, planRow);
        ++m_reasons;
    }
    const size_t fields = m_plan.rows[static_cast<size_t>(planRow)].fields.size();
    if (fields < 2)
        return; // a single field stands on the row itself
    for (size_t field = 0; field < fields; ++field)
        addNode(NodeKind::Field, node, planRow, static_cast<int>(field));
}

const PlanModel::Node* PlanModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? &m_nodes[static_cast<size_t>(index.internalId())] : nullptr;
}

QVariant PlanModel::textOf(const Node& node, int column) const
{
    if (node.kind == NodeKind::Group)
        return column == WhatColumn ? tr("%n pair state(s)", nullptr, static_cast<int>(node.children.size()))
                                    : QString();
    if (node.kind == NodeKind::Unchanged) {
        if (column != WhatColumn)
            return QString();
        return tr("Unchanged: %1, %2")
            .arg(tr("%n position(s)", nullptr, m_unchangedPositions),
                tr("%n pair state(s)", nullptr, m_unchangedPairStates));
    }
    if (node.kind == NodeKind::Purge) {
        if (column == WhatColumn)
            return m_plan.purges[static_cast<size_t>(node.planRow)];
        return column == FieldColumn ? tr("− suspected ghost, taken away") : QString();
    }
    if (node.kind == NodeKind::Reason) {
        if (column != WhatColumn)
            return QString();
        if (node.planRow < 0)
            return tr("At first nothing is ticked: %1").arg(m_commonReason);
        const PlanRow& about = m_plan.rows[static_cast<size_t>(node.planRow)];
        return about.ticked ? about.reason : tr("Not ticked: %1").arg(about.reason);
    }
    const PlanRow& row = m_plan.rows[static_cast<size_t>(node.planRow)];
    const bool single = node.kind == NodeKind::PlanRow && row.fields.size() == 1;
    if (node.kind == NodeKind::Field || single) {
        const FieldDifference& difference = row.fields[static_cast<size_t>(single ? 0 : node.field)];
        switch (static_cast<Column>(column)) {
        case WhatColumn:
            return single ? PlanWords::rowTitle(row) : QString();
        case FieldColumn:
            return difference.field;
        case NowColumn:
            return PlanWords::value(difference.before);
        case BackupColumn:
            return PlanWords::value(difference.after);
        case AfterColumn:
            return PlanWords::value(row.ticked ? difference.after : difference.before);
        case ColumnCount:
            break;
        }
        return {};
    }
    return rowText(row, column);
}

QVariant PlanModel::rowText(const PlanRow& row, int column) const
{
    // A pair state as a whole has no number that tells it.
    const bool told = row.part == StatePart::Position;
    switch (static_cast<Column>(column)) {
    case WhatColumn:
        return PlanWords::rowTitle(row);
    case FieldColumn:
        return PlanWords::rowChange(row);
    case NowColumn:
        return told ? PlanWords::rowSummary(row.now) : QString();
    case BackupColumn:
        return told ? PlanWords::rowSummary(row.proposed) : QString();
    case AfterColumn:
        return told ? PlanWords::rowSummary(row.ticked ? row.proposed : row.now) : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QString PlanModel::keyOf(const Node& node) const
{
    switch (node.kind) {
    case NodeKind::Group:
        return QStringLiteral("group");
    case NodeKind::Unchanged:
        return QStringLiteral("unchanged");
    case NodeKind::Purge:
        return QStringLiteral("purge ") + m_plan.purges[static_cast<size_t>(node.planRow)];
    case NodeKind::Reason:
        if (node.planRow < 0)
            return QStringLiteral("reason");
        break;
    case NodeKind::PlanRow:
    case NodeKind::Field:
        break;
    }
    const PlanRow& row = m_plan.rows[static_cast<size_t>(node.planRow)];
    const QString key = QStringLiteral("row %1 %2").arg(static_cast<int>(row.part)).arg(row.key);
    // A key holds no line end: it is the name of a JSON field shown on one line.
    if (node.kind == NodeKind::Reason)
        return key + QLatin1Char('\n');
    return node.kind == NodeKind::Field ? key + QLatin1Char('\n') + row.fields[static_cast<size_t>(node.field)].field
                                        : key;
}

Qt::CheckState PlanModel::checkState(const Node& node) const
{
    if (node.kind != NodeKind::Group)
        return m_plan.rows[static_cast<size_t>(node.planRow)].ticked ? Qt::Checked : Qt::Unchecked;
    if (m_tickedInGroup == 0)
        return Qt::Unchecked;
    return m_tickedInGroup == static_cast<int>(node.children.size()) ? Qt::Checked : Qt::PartiallyChecked;
}

void PlanModel::tick(int planRow, bool ticked, std::vector<int>& changed)
{
    const auto at = static_cast<size_t>(planRow);
    PlanRow& row = m_plan.rows[at];
    m_byHand[at] = true;
    if (row.ticked == ticked)
        return;
    row.ticked = ticked;
    if (row.part == StatePart::PairState)
        m_tickedInGroup += ticked ? 1 : -1;
    changed.push_back(planRow);
}

void PlanModel::emitTicks(const std::vector<int>& changed)
{
    // A view looks for each row that it is told of among all that it shows; many are told at once.
    constexpr size_t fewRows = 50;
    if (changed.size() > fewRows) {
        Q_EMIT layoutAboutToBeChanged();
        Q_EMIT layoutChanged();
    } else {
        bool inGroup = false;
        for (const int planRow : changed) {
            const int node = m_nodeOfRow[static_cast<size_t>(planRow)];
            emitNode(node);
            inGroup = inGroup || m_nodes[static_cast<size_t>(node)].parent == m_group;
        }
        if (inGroup && m_group >= 0)
            emitNode(m_group);
    }
    if (!changed.empty())
        Q_EMIT ticksChanged();
}

/// The node's own row, and that of each of its fields.
void PlanModel::emitNode(int id)
{
    const Node& node = m_nodes[static_cast<size_t>(id)];
    const auto indexOf = [this](int of, int column) {
        return createIndex(m_nodes[static_cast<size_t>(of)].positionInParent, column, static_cast<quintptr>(of));
    };
    Q_EMIT dataChanged(indexOf(id, 0), indexOf(id, ColumnCount - 1));
    if (node.kind == NodeKind::PlanRow && !node.children.empty())
        Q_EMIT dataChanged(indexOf(node.children.front(), 0), indexOf(node.children.back(), AfterColumn));
}

} // namespace tradestate
