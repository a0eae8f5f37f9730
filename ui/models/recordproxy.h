// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/recordmodel.h"

#include <QSortFilterProxyModel>
#include <QStringList>

namespace tradestate {

/// Sorts a RecordModel by value (unknown ones last in either direction, the group always beneath) and filters it by
/// words that must all stand somewhere in the row.
class RecordProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit RecordProxy(RecordModel* source, QObject* parent = nullptr);

    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    void setFilterText(const QString& text);
    [[nodiscard]] const QStringList& filterWords() const { return m_words; }
    /// Records that pass the filter, without the group.
    [[nodiscard]] int shownRecords() const;

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    /// While it lives, records are compared by their places in one list that was sorted beforehand: the base class asks
    /// for each comparison through indexes, which on 100,000 rows takes longer than a hand's patience.
    class Ranking;
    [[nodiscard]] bool isBefore(const RecordRow& left, const RecordRow& right, int column, bool ascending) const;
    [[nodiscard]] bool matches(const RecordRow& row) const;
    [[nodiscard]] bool ageContains(const RecordRow& row, const QString& word) const;

    RecordModel* m_source;
    QStringList m_words;
    std::vector<QString> m_folded; ///< by word
    std::vector<int> m_ranks; ///< by row of the source, while a Ranking lives; else empty
    std::vector<bool> m_mayBeAge; ///< by word: false where no age can contain it
    std::vector<int> m_ageColumns;
};

} // namespace tradestate
