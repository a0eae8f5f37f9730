// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/finding.h"

#include <QString>
#include <QStringView>

#include <compare>
#include <memory>
#include <vector>

namespace tradestate {

/// How a column is shown and sorted: Number by decimal value, Time and Age by instant (Age shows how long ago), Rank by
/// a given order with its own words, Text without regard to case.
enum class ColumnKind { Text, Number, Time, Age, Rank };

struct ColumnSpec
{
    QString id; ///< stable, for the kept layout
    QString title;
    ColumnKind kind = ColumnKind::Text;
    bool shownAtFirst = true;
    QString toolTip;
};

/// One record of a table: immutable texts and sort keys, made once off the UI thread and then only compared and shown.
class RecordRow
{
public:
    explicit RecordRow(QString key, int columns);

    /// In order of the columns; an unknown value is the dash with known = false, and sorts last.
    void addText(const QString& text, const QString& toolTip = {});
    void addNumber(const QString& text, double approximate, const QString& toolTip = {});
    void addInstant(const QString& text, qint64 nanoseconds, const QString& toolTip = {});
    void addRank(const QString& text, int rank, const QString& toolTip = {});
    /// shown: in place of the dash, where something is stored that cannot be read.
    void addUnknown(const QString& toolTip, const QString& shown = {});
    void setSeverity(Severity worst, const QString& noteToolTip);

    [[nodiscard]] const QString& key() const { return m_key; }
    [[nodiscard]] int columnCount() const { return static_cast<int>(m_cells.size()); }
    [[nodiscard]] QStringView text(int column) const;
    [[nodiscard]] bool isKnown(int column) const { return m_cells.at(static_cast<size_t>(column)).known; }
    /// Nanoseconds since 1970 of a Time or Age column.
    [[nodiscard]] qint64 instant(int column) const { return m_cells.at(static_cast<size_t>(column)).instant; }
    [[nodiscard]] double approximate(int column) const { return m_cells.at(static_cast<size_t>(column)).approximate; }
    [[nodiscard]] QString toolTip(int column) const;
    /// What a person should know of this row; null where nothing.
    [[nodiscard]] const Severity* severity() const { return m_hasSeverity ? &m_severity : nullptr; }
    [[nodiscard]] const QString& noteToolTip() const { return m_noteToolTip; }
    /// True where some cell contains the needle, whatever the cell's case; the needle is folded already.
    [[nodiscard]] bool containsFolded(QStringView needle) const { return m_folded.contains(needle); }
    /// True where both show the same in every cell.
    [[nodiscard]] bool operator==(const RecordRow& other) const;
    /// True where both show the same in this column.
    [[nodiscard]] bool sameCell(const RecordRow& other, int column) const;

private:
    struct Cell
    {
        qsizetype begin = 0;
        qsizetype size = 0;
        double approximate = 0;
        qint64 instant = 0;
        bool known = true;
    };
    void add(const QString& text, const QString& toolTip, Cell cell);

    QString m_key;
    QString m_text; ///< every cell, one after the other: one allocation, and one search for the filter
    QString m_folded; ///< the same for comparing without regard to case
    std::vector<Cell> m_cells;
    std::vector<std::pair<int, QString>> m_toolTips;
    QString m_noteToolTip;
    Severity m_severity = Severity::Information;
    bool m_hasSeverity = false;
};

using RecordRows = std::vector<std::shared_ptr<const RecordRow>>;

/// Takes the row of before wherever the fresh one of its key shows the same, so that a model sees by the pointer alone
/// what did not change. On any thread.
void keepEqualRows(RecordRows& fresh, const RecordRows& before);

/// Orders two known cells of one column by value.
[[nodiscard]] std::weak_ordering compareCells(
    const RecordRow& left, const RecordRow& right, int column, ColumnKind kind);

} // namespace tradestate
