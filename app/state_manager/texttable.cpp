// SPDX-License-Identifier: MIT
#include "app/state_manager/texttable.h"

#include "core/base/plaintext.h"

#include <algorithm>
#include <cwchar>
#include <numeric>
#include <utility>

namespace tradestate {

namespace {

QString unknown()
{
    return QStringLiteral("–");
}

void appendPadded(QString& line, const QString& text, int width, TextTable::Align align)
{
    const int fill = std::max(width - cellWidth(text), 0);
    if (align == TextTable::Align::Right)
        line.resize(line.size() + fill, QLatin1Char(' '));
    line += text;
    if (align == TextTable::Align::Left)
        line.resize(line.size() + fill, QLatin1Char(' '));
}

} // namespace

TextTable::TextTable(std::vector<Column> columns)
    : m_columns(std::move(columns))
{
}

void TextTable::addRow(QStringList cells)
{
    for (QString& cell : cells)
        cell = withoutControls(std::move(cell));
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
    const int lineSize = std::accumulate(widths.begin(), widths.end(), indent + 2 * static_cast<int>(count));
    const auto format = [&](const QStringList& cells, bool isHeading) {
        QString line(indent, QLatin1Char(' '));
        line.reserve(lineSize);
        for (size_t i = 0; i < count; ++i) {
            if (widths[i] == 0)
                continue;
            const QString& cell = cells[qsizetype(i)];
            const bool empty = cell.isEmpty() && !isHeading && !m_columns[i].blank;
            appendPadded(line, empty ? unknown() : cell, widths[i], m_columns[i].align);
            line += QLatin1String("  ");
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
    constexpr char16_t firstThatMayDiffer = 0x300;
    if (std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < firstThatMayDiffer; }))
        return static_cast<int>(text.size());
    int width = 0;
    for (const uint character : text.toUcs4()) {
        // Negative for what the C library does not know; such characters take one cell in practice.
        const int cells = character < firstThatMayDiffer ? 1 : ::wcwidth(static_cast<wchar_t>(character));
        width += cells < 0 ? 1 : cells;
    }
    return width;
}

} // namespace tradestate
