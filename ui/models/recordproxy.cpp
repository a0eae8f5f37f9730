// SPDX-License-Identifier: MIT
#include "ui/models/recordproxy.h"

#include "ui/models/formats.h"

namespace tradestate {

namespace {

/// Ages are made into text only where they are looked for: of 100,000 rows that takes a moment.
bool mayBeAge(const QString& word)
{
    static constexpr qint64 day = 86'400;
    const QString letters
        = (Formats::age(1) + Formats::age(60) + Formats::age(7200) + Formats::age(400 * day)).toCaseFolded();
    const QString folded = word.toCaseFolded();
    return std::all_of(
        folded.begin(), folded.end(), [&letters](QChar c) { return c.isDigit() || letters.contains(c); });
}

} // namespace

RecordProxy::RecordProxy(RecordModel* source, QObject* parent)
    : QSortFilterProxyModel(parent)
    , m_source(source)
{
    setSortRole(RecordModel::SortRole);
    setFilterRole(RecordModel::SortRole);
    setSourceModel(source);
    for (int column = 0; column < source->columnCount(); ++column) {
        if (source->columns()[static_cast<size_t>(column)].kind == ColumnKind::Age)
            m_ageColumns.push_back(column);
    }
}

void RecordProxy::setFilterText(const QString& text)
{
    QStringList words = text.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = std::move(words);
    m_mayBeAge.clear();
    for (const QString& word : std::as_const(m_words))
        m_mayBeAge.push_back(mayBeAge(word));
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
    for (qsizetype at = 0; at < m_words.size(); ++at) {
        const QString& word = m_words.at(at);
        if (!row.contains(word) && !(m_mayBeAge[static_cast<size_t>(at)] && ageContains(row, word)))
            return false;
    }
    return true;
}

bool RecordProxy::ageContains(const RecordRow& row, const QString& word) const
{
    return std::any_of(m_ageColumns.begin(), m_ageColumns.end(),
        [&](int column) { return m_source->ageOf(row, column).contains(word, Qt::CaseInsensitive); });
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
