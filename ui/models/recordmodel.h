// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/timestamp.h"
#include "ui/models/recordrow.h"

#include <QAbstractItemModel>
#include <QElapsedTimer>
#include <QHash>

namespace tradestate {

/// Records as rows, and beneath them an optional group of rows that stand apart (suspected ghosts) under one heading
/// row. Refreshing merges by key with exact signals, so that selection, scroll position and sort order stay.
class RecordModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Role {
        KeyRole = Qt::UserRole, ///< QString: the record's key; empty for the heading row
        IsGroupRole, ///< bool: the heading row
        InGroupRole, ///< bool: a row of the group
        KnownRole, ///< bool
        SeverityRole, ///< int of Severity; invalid where nothing is to be said
        FadeRole, ///< double, 1 where the cell has just changed, falling to 0 within a second
        SortRole, ///< the raw value: double, qint64 nanoseconds or QString
    };

    explicit RecordModel(std::vector<ColumnSpec> columns, QObject* parent = nullptr);

    [[nodiscard]] const std::vector<ColumnSpec>& columns() const { return m_columns; }
    void setColumnTitle(int column, const QString& title);

    /// Keeps what did not change. Rows of one list have different keys.
    void merge(const RecordRows& rows, const RecordRows& group = {});
    /// Another source: nothing is carried over.
    void reset(const RecordRows& rows, const RecordRows& group = {});
    [[nodiscard]] qsizetype recordCount() const { return static_cast<qsizetype>(m_rows.size()); }
    [[nodiscard]] qsizetype groupCount() const { return static_cast<qsizetype>(m_group.size()); }
    /// The row of a key among the records, or in the group; invalid where there is none.
    [[nodiscard]] QModelIndex indexOf(const QString& key, bool inGroup = false, int column = 0) const;
    /// The record of an index; null for the heading row.
    [[nodiscard]] const RecordRow* record(const QModelIndex& index) const;
    [[nodiscard]] bool isGroup(const QModelIndex& index) const;
    /// A record that stands in the group.
    [[nodiscard]] static bool isInGroup(const QModelIndex& index) { return index.internalId() == inGroupId; }
    /// What an Age column shows of the record now.
    [[nodiscard]] QString ageOf(const RecordRow& row, int column) const;

    /// What ages count to. Tells views only where an age's text changes by it.
    void setNow(Timestamp now);
    void setGroupTitle(const QString& title);
    /// True for a second after a merge that changed cells.
    [[nodiscard]] bool isFading() const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// Around all signals of one merge, for views that keep their place.
    void aboutToMerge();
    void merged();

private:
    void mergeList(RecordRows& list, const RecordRows& fresh, bool inGroup);
    void removeMissing(RecordRows& list, const QHash<QString, int>& wanted, bool inGroup);
    /// fresh: of the same keys in the same order.
    void updateChanged(RecordRows& list, const RecordRows& fresh, bool inGroup);
    void moveToEnd(RecordRows& list, const std::vector<bool>& gone);
    void tellChanged(const std::vector<int>& changed, bool inGroup);
    void tellAges(const RecordRows& list, int column, const Timestamp& before, bool inGroup);
    [[nodiscard]] QModelIndex parentOf(bool inGroup) const;
    [[nodiscard]] QVariant recordData(const RecordRow& row, int column, bool inGroup, int role) const;
    [[nodiscard]] double fade(const RecordRow& row, int column) const;

    static constexpr quintptr topLevel = 0; ///< the internal id of an index
    static constexpr quintptr inGroupId = 1;

    std::vector<ColumnSpec> m_columns;
    RecordRows m_rows;
    RecordRows m_group;
    QString m_groupTitle;
    Timestamp m_now;
    QHash<const RecordRow*, quint64> m_changed; ///< bit per column that the last merge changed
    QElapsedTimer m_sinceChange;
};

} // namespace tradestate
