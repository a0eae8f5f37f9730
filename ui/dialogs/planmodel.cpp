// SPDX-License-Identifier: MIT
#include "ui/dialogs/planmodel.h"

#include "core/state/fields.h"

#include <QFont>

#include <algorithm>
#include <map>

namespace tradestate {

namespace {

constexpr qsizetype longestCell = 200; // a series of prices is looked at in the details, not here

QString cell(const Json& value)
{
    const QString text = shownText(value);
    if (text.isEmpty())
        return QStringLiteral("–");
    return text.size() > longestCell ? text.left(longestCell) + QStringLiteral("…") : text;
}

QString summary(const std::optional<Json>& row)
{
    const Json::Object* fields = row ? row->asObject() : nullptr;
    if (!fields)
        return QStringLiteral("–");
    const QString quantity = fieldAsShown(*fields, "quantity");
    const QString volume = quantity.isEmpty() ? fieldAsShown(*fields, "volume1") : quantity;
    return volume.isEmpty() ? QStringLiteral("✓") : volume;
}

bool isChange(const PlanRow& row)
{
    return row.kind != ChangeKind::Unchanged;
}

QString joined(const QStringList& parts)
{
    return parts.join(QStringLiteral(", "));
}

} // namespace

PlanModel::PlanModel(QObject* parent)
    : QAbstractItemModel(parent)
{
}

void PlanModel::setPlan(ChangePlan plan, bool keepTicks)
{
    if (keepTicks) {
        std::map<std::pair<StatePart, QString>, bool> ticks;
        for (const PlanRow& row : m_plan.rows)
            ticks[{ row.part, row.key }] = row.ticked;
        for (PlanRow& row : plan.rows) {
            const auto known = ticks.find({ row.part, row.key });
            if (known != ticks.end() && isChange(row))
                row.ticked = known->second;
        }
    }
    beginResetModel();
    m_plan = std::move(plan);
    build();
    endResetModel();
    Q_EMIT ticksChanged();
}

void PlanModel::tickAll(bool ticked)
{
    for (PlanRow& row : m_plan.rows) {
        if (canTick(row))
            row.ticked = ticked;
    }
    emitTicks({});
}

void PlanModel::tickOnly(const QModelIndex& index)
{
    const Node* node = nodeOf(index);
    while (node && node->planRow < 0 && node->kind == NodeKind::Field)
        node = &m_nodes[static_cast<size_t>(node->parent)];
    if (!node || node->planRow < 0)
        return;
    const int wanted = node->planRow;
    const QString key = m_plan.rows[static_cast<size_t>(wanted)].key;
    for (size_t i = 0; i < m_plan.rows.size(); ++i) {
        PlanRow& row = m_plan.rows[i];
        // A position goes with its pair's state: one without the other would contradict itself.
        if (canTick(row))
            row.ticked = static_cast<int>(i) == wanted || (!key.isEmpty() && row.key == key);
    }
    emitTicks({});
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
        if (index.column() == WhatColumn && node->kind != NodeKind::Field && node->kind != NodeKind::Unchanged
            && !(node->planRow >= 0 && !canTick(m_plan.rows[static_cast<size_t>(node->planRow)])))
            return checkState(*node);
        return {};
    case Qt::TextAlignmentRole:
        if (index.column() >= NowColumn)
            return int(Qt::AlignRight | Qt::AlignVCenter);
        return {};
    case Qt::ToolTipRole:
        if (node->planRow >= 0 && node->kind == NodeKind::PlanRow)
            return m_plan.rows[static_cast<size_t>(node->planRow)].reason.toHtmlEscaped();
        return {};
    case Qt::FontRole:
        if (index.column() == AfterColumn && node->kind != NodeKind::Unchanged) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    case RowIndexRole:
        return node->planRow;
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
    if (node->kind == NodeKind::PlanRow && canTick(m_plan.rows[static_cast<size_t>(node->planRow)])) {
        m_plan.rows[static_cast<size_t>(node->planRow)].ticked = ticked;
    } else if (node->kind == NodeKind::Group) {
        for (const int child : node->children)
            m_plan.rows[static_cast<size_t>(m_nodes[static_cast<size_t>(child)].planRow)].ticked = ticked;
    } else {
        return false;
    }
    emitTicks(index);
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
        return int(Qt::AlignRight | Qt::AlignVCenter);
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
        return m_plan.purpose == ChangePurpose::Restore ? tr("Backup") : tr("Before");
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
    std::vector<int> pairStates;
    for (size_t i = 0; i < m_plan.rows.size(); ++i) {
        const PlanRow& row = m_plan.rows[i];
        if (!isChange(row))
            continue;
        if (row.part == StatePart::PairState)
            pairStates.push_back(static_cast<int>(i));
        else
            addPlanRow(-1, static_cast<int>(i));
    }
    if (!pairStates.empty()) {
        const int group = addNode(NodeKind::Group, -1);
        for (const int row : pairStates)
            addPlanRow(group, row);
    }
    std::vector<int> unchanged;
    for (size_t i = 0; i < m_plan.rows.size(); ++i) {
        if (!isChange(m_plan.rows[i]))
            unchanged.push_back(static_cast<int>(i));
    }
    if (!unchanged.empty()) {
        const int group = addNode(NodeKind::Unchanged, -1);
        for (const int row : unchanged)
            addNode(NodeKind::PlanRow, group, row);
    }
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
    m_nodes.push_back(std::move(node));
    return id;
}

void PlanModel::addPlanRow(int parent, int planRow)
{
    const int node = addNode(NodeKind::PlanRow, parent, planRow);
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
        int positions = 0;
        int pairStates = 0;
        for (const int child : node.children) {
            const PlanRow& row = m_plan.rows[static_cast<size_t>(m_nodes[static_cast<size_t>(child)].planRow)];
            positions += row.part == StatePart::Position ? 1 : 0;
            pairStates += row.part == StatePart::PairState ? 1 : 0;
        }
        return tr("Unchanged: %1, %2")
            .arg(tr("%n position(s)", nullptr, positions), tr("%n pair state(s)", nullptr, pairStates));
    }
    const PlanRow& row = m_plan.rows[static_cast<size_t>(node.planRow)];
    const bool single = node.kind == NodeKind::PlanRow && row.fields.size() == 1;
    if (node.kind == NodeKind::Field || single) {
        const FieldDifference& difference = row.fields[static_cast<size_t>(single ? 0 : node.field)];
        switch (static_cast<Column>(column)) {
        case WhatColumn:
            return single ? rowTitle(row) : QString();
        case FieldColumn:
            return difference.field;
        case NowColumn:
            return cell(difference.before);
        case BackupColumn:
            return cell(difference.after);
        case AfterColumn:
            return cell(row.ticked ? difference.after : difference.before);
        case ColumnCount:
            break;
        }
        return {};
    }
    switch (static_cast<Column>(column)) {
    case WhatColumn:
        return rowTitle(row);
    case FieldColumn:
        switch (row.kind) {
        case ChangeKind::Added:
            return tr("+ added");
        case ChangeKind::Removed:
            return tr("− removed");
        case ChangeKind::Changed: {
            QStringList names;
            for (const FieldDifference& difference : row.fields)
                names.append(difference.field);
            return joined(names);
        }
        case ChangeKind::Unchanged:
            return QString();
        }
        return QString();
    case NowColumn:
        return row.part == StatePart::Position ? summary(row.now) : QString();
    case BackupColumn:
        return row.part == StatePart::Position ? summary(row.proposed) : QString();
    case AfterColumn:
        return row.part == StatePart::Position ? summary(row.ticked ? row.proposed : row.now) : QString();
    case ColumnCount:
        break;
    }
    return {};
}

QString PlanModel::rowTitle(const PlanRow& row) const
{
    switch (row.part) {
    case StatePart::Position:
    case StatePart::PairState:
        return row.conflict ? tr("%1 (changed since)").arg(row.key) : row.key;
    case StatePart::Portfolio:
        return tr("Portfolio");
    case StatePart::Session:
        return tr("Session");
    }
    return {};
}

Qt::CheckState PlanModel::checkState(const Node& node) const
{
    if (node.kind != NodeKind::Group)
        return m_plan.rows[static_cast<size_t>(node.planRow)].ticked ? Qt::Checked : Qt::Unchecked;
    const auto ticked = std::count_if(node.children.begin(), node.children.end(), [this](int child) {
        return m_plan.rows[static_cast<size_t>(m_nodes[static_cast<size_t>(child)].planRow)].ticked;
    });
    if (ticked == 0)
        return Qt::Unchecked;
    return static_cast<size_t>(ticked) == node.children.size() ? Qt::Checked : Qt::PartiallyChecked;
}

void PlanModel::emitTicks(const QModelIndex&)
{
    // Groups and fields repeat their rows' ticks, so all that is shown may differ.
    const auto emitBelow = [this](const auto& self, const QModelIndex& parent) -> void {
        const int rows = rowCount(parent);
        if (rows == 0)
            return;
        Q_EMIT dataChanged(index(0, 0, parent), index(rows - 1, ColumnCount - 1, parent));
        for (int row = 0; row < rows; ++row)
            self(self, index(row, 0, parent));
    };
    emitBelow(emitBelow, QModelIndex());
    Q_EMIT ticksChanged();
}

QString confirmText(const ChangePlan& plan)
{
    QStringList parts;
    const auto add = [&](ChangeKind kind, const QString& text) {
        if (const int count = plan.count(kind); count > 0)
            parts.append(text.arg(count));
    };
    add(ChangeKind::Changed, PlanModel::tr("change %1"));
    add(ChangeKind::Added, PlanModel::tr("add %1"));
    add(ChangeKind::Removed, PlanModel::tr("remove %1"));
    int pairStates = 0;
    bool portfolio = false;
    for (const PlanRow& row : plan.rows) {
        if (!row.ticked || row.kind == ChangeKind::Unchanged)
            continue;
        pairStates += row.part == StatePart::PairState ? 1 : 0;
        portfolio = portfolio || row.part == StatePart::Portfolio;
    }
    if (parts.isEmpty()) {
        if (pairStates > 0)
            parts.append(PlanModel::tr("change %n pair state(s)", nullptr, pairStates));
        if (portfolio)
            parts.append(PlanModel::tr("change the portfolio"));
        if (parts.isEmpty() && plan.changesAnything())
            parts.append(PlanModel::tr("change the session"));
    }
    QString text = joined(parts);
    if (!text.isEmpty())
        text.front() = text.front().toUpper();
    return text;
}

} // namespace tradestate
