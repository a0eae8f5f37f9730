// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

#include <vector>

namespace tradestate {

/// Rows of cells as text for the clipboard or a file.
class TableText
{
public:
    void addRow(const QStringList& cells) { m_rows.push_back(cells); }
    /// For pasting into a sheet: tabs between cells; tabs and line ends inside of cells become spaces, and what a sheet
    /// would take for a formula gets an apostrophe before it.
    [[nodiscard]] QString tabSeparated() const;
    /// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
    [[nodiscard]] QString csv() const;

private:
    std::vector<QStringList> m_rows;
};

} // namespace tradestate
