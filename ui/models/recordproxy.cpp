// SPDX-License-Identifier: MIT
#include "ui/models/recordproxy.h"

namespace tradestate {

RecordProxy::RecordProxy(RecordModel* source, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_source(source)
{
    setSortRole(RecordModel::SortRole);
    setFilterRole(RecordModel::SortRole);
    setSourceModel(source);
}

void RecordProxy::setFilterText(const QString& text)
{
    QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = std::move(words);
    // Everything at once: removing and inserting each run by itself takes seconds on 100,000 rows.
    invalidate();
}

int RecordProxy::shownRecords() const
{
    const int rows = rowCount();
    const bool hasGroup = rows > 0 && index(rows - 1, 0).data(RecordModel::IsGroupRole).toBool();
    return hasGroup ? rows - 1 : rows;
}

bool RecordProxy::matches(const RecordRow& row) const
{
    return std::all_of(m_words.begin(), m_words.end(), [&row](const QString& word) { return row.contains(word); });
}

bool RecordProxy::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_words.isEmpty())
        return true;
    const QModelIndex index = m_source->index(row, 0, parent);
    if (const RecordRow* record = m_source->record(index))
        return matches(*record);
    for (int child = 0; child < m_source->rowCount(index); ++child) {
        if (matches(*m_source->record(m_source->index(child, 0, index))))
            return true;
    }
    return false;
}

bool RecordProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const bool ascending = sortOrder() == Qt::AscendingOrder;
    const RecordRow* a = m_source->record(left);
    const RecordRow* b = m_source->record(right);
    if (!a || !b)
        return ascending ? a != nullptr : b != nullptr;
    const int column = left.column();
    if (a->isKnown(column) != b->isKnown(column))
        return ascending ? a->isKnown(column) : b->isKnown(column);
    if (a->isKnown(column)) {
        const std::weak_ordering order
            = compareCells(*a, *b, column, m_source->columns()[static_cast<size_t>(column)].kind);
        if (order != 0)
            return order < 0;
    }
    return a->key() < b->key();
}

} // namespace tradestate
