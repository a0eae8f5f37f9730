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

class RecordProxy::Ranking
{
public:
    Ranking(RecordProxy& proxy, int column, Qt::SortOrder order)
        : m_proxy(proxy)
    {
        const int rows = static_cast<int>(proxy.m_source->recordCount());
        if (column < 0)
            return;
        std::vector<Place> places;
        places.reserve(static_cast<size_t>(rows));
        const bool byNumber = proxy.m_source->columns()[static_cast<size_t>(column)].kind == ColumnKind::Number;
        for (int row = 0; row < rows; ++row) {
            const RecordRow* record = proxy.m_source->record(proxy.m_source->index(row, 0));
            const bool isNumber = byNumber && record->isKnown(column);
            places.push_back({ record, row, isNumber ? record->approximate(column) : 0, isNumber });
        }
        const bool ascending = order == Qt::AscendingOrder;
        std::sort(places.begin(), places.end(), [&](const Place& left, const Place& right) {
            if (left.isNumber && right.isNumber && left.number != right.number)
                return left.number < right.number;
            return proxy.isBefore(*left.record, *right.record, column, ascending);
        });
        proxy.m_ranks.resize(places.size());
        for (size_t at = 0; at < places.size(); ++at)
            proxy.m_ranks[static_cast<size_t>(places[at].row)] = static_cast<int>(at);
    }
    ~Ranking() { m_proxy.m_ranks.clear(); }
    Ranking(const Ranking&) = delete;
    Ranking& operator=(const Ranking&) = delete;

private:
    struct Place
    {
        const RecordRow* record = nullptr;
        int row = 0;
        double number = 0; ///< side by side in memory, which most comparisons need alone
        bool isNumber = false;
    };

    RecordProxy& m_proxy;
};

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
    m_folded.clear();
    for (const QString& word : std::as_const(m_words))
        m_folded.push_back(word.toCaseFolded());
    // Everything at once: removing and inserting each run by itself takes seconds on 100,000 rows.
    const Ranking ranking(*this, sortColumn(), sortOrder());
    invalidate();
    static_cast<void>(rowCount()); // sorts now, whether a view looks or not
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
        if (!row.containsFolded(m_folded[static_cast<size_t>(at)])
            && !(m_mayBeAge[static_cast<size_t>(at)] && ageContains(row, word)))
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

void RecordProxy::sort(int column, Qt::SortOrder order)
{
    const Ranking ranking(*this, column, order);
    QSortFilterProxyModel::sort(column, order);
}

bool RecordProxy::isBefore(const RecordRow& left, const RecordRow& right, int column, bool ascending) const
{
    if (left.isKnown(column) != right.isKnown(column))
        return ascending ? left.isKnown(column) : right.isKnown(column);
    if (left.isKnown(column)) {
        const std::weak_ordering order
            = compareCells(left, right, column, m_source->columns()[static_cast<size_t>(column)].kind);
        if (order != 0)
            return order < 0;
    }
    return left.key() < right.key();
}

bool RecordProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const auto leftRow = static_cast<size_t>(left.row());
    const auto rightRow = static_cast<size_t>(right.row());
    if (leftRow < m_ranks.size() && rightRow < m_ranks.size() && !RecordModel::isInGroup(left))
        return m_ranks[leftRow] < m_ranks[rightRow];
    const bool ascending = sortOrder() == Qt::AscendingOrder;
    const RecordRow* a = m_source->record(left);
    const RecordRow* b = m_source->record(right);
    if (!a || !b)
        return ascending ? a != nullptr : b != nullptr;
    return isBefore(*a, *b, left.column(), ascending);
}

} // namespace tradestate
