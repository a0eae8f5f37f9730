// SPDX-License-Identifier: MIT
#include "app/state_manager/texttable.h"

#include "core/base/plaintext.h"

#include <algorithm>
#include <cwchar>

namespace tradestate {

namespace {

QString unknown()
{
    return QStringLiteral("–");
}

QString padded(const QString& text, int width, TextTable::Align align)
{
    const QString fill(std::max(width - cellWidth(text), 0), QLatin1Char(' '));
    return align == TextTable::Align::Right ? fill + text : text + fill;
}

} // namespace

TextTable::TextTable(std::vector<Column> columns)
    : m_columns(std::move(columns))
{
}

void TextTable::addRow(QStringList cells)
{
    for (QString& cell : cells)
        cell = withoutControls(cell);
    cells.resize(qsizetype(m_columns.size()));
    m_rows.push_back(std::move(cells));
}

QStringList TextTable::lines(int indent) const
{
    const size_t count = m_columns.size();
    std::vector<int> widths(count, 0);
    for (size_t i = 0; i < count; ++i)
        widths[i] = m_columns[i].optional ? 0 : std::max(cellWidth(m_columns[i].heading), 1);
    for (const QStringList& row : m_rows) {
        for (size_t i = 0; i < count; ++i) {
            if (!row[qsizetype(i)].isEmpty())
                widths[i] = std::max({ widths[i], cellWidth(row[qsizetype(i)]), cellWidth(m_columns[i].heading) });
        }
    }
    const auto format = [&](const QStringList& cells, bool isHeading) {
        QString line(indent, QLatin1Char(' '));
        for (size_t i = 0; i < count; ++i) {
            if (widths[i] == 0)
                continue;
            const QString& cell = cells[qsizetype(i)];
            const bool empty = cell.isEmpty() && !isHeading && !m_columns[i].blank;
            line += padded(empty ? unknown() : cell, widths[i], m_columns[i].align) + QStringLiteral("  ");
        }
        while (line.endsWith(QLatin1Char(' ')))
            line.chop(1);
        return line;
    };
    QStringList headings;
    for (const Column& column : m_columns)
        headings.append(column.heading);
    QStringList result { format(headings, true) };
    for (const QStringList& row : m_rows)
        result.append(format(row, false));
    return result;
}

int cellWidth(const QString& text)
{
    int width = 0;
    for (const uint character : text.toUcs4()) {
        if (character < 0x300) {
            ++width;
            continue;
        }
        // Negative for what the C library does not know; such characters take one cell in practice.
        const int cells = ::wcwidth(static_cast<wchar_t>(character));
        width += cells < 0 ? 1 : cells;
    }
    return width;
}

} // namespace tradestate
