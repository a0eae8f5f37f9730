// SPDX-License-Identifier: MIT
#include "ui/models/tabletext.h"

#include "core/base/decimal.h"

namespace tradestate {

namespace {

/// Spreadsheets run what begins with these; names of pairs come from files and servers of others.
bool looksLikeFormula(const QString& cell)
{
    if (cell.isEmpty())
        return false;
    static const QString starts = QStringLiteral("=+-@\t\r\n");
    const QString trimmed = cell.trimmed();
    const QChar first = trimmed.isEmpty() ? cell.front() : trimmed.front();
    // Full-width forms are folded to the plain ones by some programs.
    static const QString wide = QStringLiteral("\uff1d\uff0b\uff0d\uff20");
    if (!starts.contains(first) && !starts.contains(cell.front()) && !wide.contains(first))
        return false;
    return !Decimal::parse(cell.toStdString()).has_value();
}

/// The apostrophe makes it text.
QString harmless(QString cell)
{
    if (looksLikeFormula(cell))
        cell.prepend(QLatin1Char('\''));
    return cell;
}

QString csvCell(QString cell)
{
    cell = harmless(std::move(cell));
    static const QString special = QStringLiteral("\",\n\r\t;'");
    const bool quote = std::any_of(cell.begin(), cell.end(), [](QChar c) { return special.contains(c); });
    if (!quote)
        return cell;
    cell.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + cell + QLatin1Char('"');
}

QString plainCell(QString cell)
{
    cell = harmless(std::move(cell));
    for (QChar& c : cell) {
        if (c == QLatin1Char('\t') || c == QLatin1Char('\n') || c == QLatin1Char('\r'))
            c = QLatin1Char(' ');
    }
    return cell;
}

} // namespace

QString TableText::tabSeparated() const
{
    QString text;
    for (const QStringList& row : m_rows) {
        for (qsizetype at = 0; at < row.size(); ++at) {
            if (at > 0)
                text += QLatin1Char('\t');
            text += plainCell(row.at(at));
        }
        text += QLatin1Char('\n');
    }
    return text;
}

QString TableText::csv() const
{
    QString text;
    for (const QStringList& row : m_rows) {
        for (qsizetype at = 0; at < row.size(); ++at) {
            if (at > 0)
                text += QLatin1Char(',');
            text += csvCell(row.at(at));
        }
        text += QStringLiteral("\r\n");
    }
    return text;
}

} // namespace tradestate
