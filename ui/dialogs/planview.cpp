// SPDX-License-Identifier: MIT
#include "ui/dialogs/planview.h"

#include "ui/dialogs/planmodel.h"
#include "ui/views/textdirection.h"

#include <QHash>
#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>

namespace tradestate {

struct PlanView::Place
{
    QHash<QString, bool> open; ///< of every row that has rows below it
    QString current;
    int currentRow = 0; ///< at the top level, for where its row is gone
    QString top; ///< the row at the upper edge
    int sideways = 0;
};

namespace {

constexpr int fewFields = 6;
constexpr int fewRows = 200; // more are not opened by themselves: nobody reads them all

template <typename Visit>
void visitParents(const QAbstractItemModel& model, const QModelIndex& parent, Visit visit)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (model.rowCount(index) == 0)
            continue;
        visit(index);
        if (!parent.isValid())
            visitParents(model, index, visit);
    }
}

bool startsWithReason(const PlanModel& model, const QModelIndex& index)
{
    return model.index(0, 0, index).data(PlanModel::IsReasonRole).toBool();
}

QModelIndex topLevel(QModelIndex index)
{
    while (index.parent().isValid())
        index = index.parent();
    return index;
}

} // namespace

PlanView::PlanView(PlanModel* model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
{
    setModel(model);
    setItemDelegate(new AsWrittenDelegate(this));
    setUniformRowHeights(true);
    setAlternatingRowColors(true);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    // Hiding a column resizes it to nothing, which is no choice of a width.
    connect(header(), &QHeaderView::sectionResized, this, [this](int, int before, int after) {
        m_widthsByHand = m_widthsByHand || (!m_fitting && before > 0 && after > 0);
    });
}

void PlanView::showPlan(ChangePlan plan, bool sameSource)
{
    const Place before = sameSource ? place() : Place();
    m_model->setPlan(std::move(plan), sameSource);
    // Before anything asks where a row is: as long as no row has been laid out, opening one costs nothing.
    arrange(sameSource ? &before : nullptr);
    fitColumns();
    if (sameSource)
        returnTo(before);
    else
        setCurrentIndex(m_model->index(0, 0));
}

/// Until somebody drags a column's edge.
void PlanView::fitColumns()
{
    if (m_widthsByHand || m_model->rowCount() == 0)
        return;
    // In letters, and closer together where the window is small: what it becomes must not be out of sight.
    constexpr int what = 33;
    constexpr int field = 22;
    constexpr int value = 17;
    const int least = fontMetrics().averageCharWidth() * 2 / 3;
    const int letter = std::clamp(viewport()->width() / (what + field + 3 * value), least, 2 * least);
    m_fitting = true;
    setColumnWidth(PlanModel::WhatColumn, letter * what);
    setColumnWidth(PlanModel::FieldColumn, letter * field);
    for (const int column : { PlanModel::NowColumn, PlanModel::BackupColumn, PlanModel::AfterColumn })
        setColumnWidth(column, letter * value);
    m_fitting = false;
}

void PlanView::resizeEvent(QResizeEvent* event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

PlanView::Place PlanView::place() const
{
    Place result;
    visitParents(*m_model, {}, [&](const QModelIndex& index) {
        result.open.insert(index.data(PlanModel::KeyRole).toString(), isExpanded(index));
    });
    result.current = currentIndex().data(PlanModel::KeyRole).toString();
    result.currentRow = topLevel(currentIndex()).row();
    result.top = indexAt(QPoint(1, 1)).data(PlanModel::KeyRole).toString();
    result.sideways = horizontalScrollBar()->value();
    return result;
}

void PlanView::arrange(const Place* before)
{
    visitParents(*m_model, {}, [&](const QModelIndex& index) {
        const bool atFirst = opensAtFirst(index);
        const bool open = before ? before->open.value(index.data(PlanModel::KeyRole).toString(), atFirst) : atFirst;
        if (open)
            setExpanded(index, true);
    });
    // Afterwards, for this lays the rows out. What is to be minded, a group and the fold are one sentence each.
    if (m_model->reasonCount() <= fewRows) {
        if (startsWithReason(*m_model, {}))
            setFirstColumnSpanned(0, {}, true);
        visitParents(*m_model, {}, [&](const QModelIndex& index) {
            if (startsWithReason(*m_model, index))
                setFirstColumnSpanned(0, index, true);
        });
    }
    for (int row = m_model->rowCount() - 1; row >= 0; --row) {
        const QModelIndex index = m_model->index(row, 0);
        if (m_model->rowCount(index) > 0 && index.data(PlanModel::RowIndexRole).toInt() < 0)
            setFirstColumnSpanned(row, {}, true);
        else
            break; // they come last
    }
}

/// Rows with few fields are open, and all that have a reason to be seen; other groups, and the fold of what stays, are
/// not.
bool PlanView::opensAtFirst(const QModelIndex& index) const
{
    if (m_model->reasonCount() > 0 && m_model->reasonCount() <= fewRows) {
        if (startsWithReason(*m_model, index))
            return true;
        const int rows = index.data(PlanModel::RowIndexRole).toInt() < 0 ? m_model->rowCount(index) : 0;
        for (int row = 0; row < rows; ++row) {
            if (startsWithReason(*m_model, m_model->index(row, 0, index)))
                return true;
        }
    }
    return !index.parent().isValid() && index.data(PlanModel::RowIndexRole).toInt() >= 0
        && m_model->rowCount(index) <= fewFields && m_model->rowCount() <= fewRows;
}

void PlanView::returnTo(const Place& before)
{
    QModelIndex current = m_model->indexOf(before.current);
    if (!current.isValid())
        current = m_model->index(std::clamp(before.currentRow, 0, std::max(m_model->rowCount() - 1, 0)), 0);
    setCurrentIndex(current);
    // Last, for making a row current scrolls to it.
    if (const QModelIndex top = m_model->indexOf(before.top); top.isValid())
        scrollTo(top, PositionAtTop);
    horizontalScrollBar()->setValue(before.sideways);
}

} // namespace tradestate
