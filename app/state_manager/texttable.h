// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

#include <vector>

namespace tradestate {

/// Rows of plain text in aligned columns, as a terminal shows them: wide characters count for two cells.
class TextTable
{
public:
    enum class Align { Left, Right };
    struct Column
    {
        QString heading;
        Align align = Align::Left;
        bool optional = false; ///< left out where no row has anything
        bool blank = false; ///< an empty cell stays empty; elsewhere it stands for unknown and is shown as –
    };

    explicit TextTable(std::vector<Column> columns);
    /// Controls are removed.
    void addRow(QStringList cells);
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    /// The headings and the rows, each indented.
    [[nodiscard]] QStringList lines(int indent = 2) const;

private:
    std::vector<Column> m_columns;
    std::vector<QStringList> m_rows;
};

/// The number of terminal cells that the text takes.
[[nodiscard]] int cellWidth(const QString& text);

} // namespace tradestate
