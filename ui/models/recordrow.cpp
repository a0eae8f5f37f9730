// SPDX-License-Identifier: MIT
#include "ui/models/recordrow.h"

#include "core/base/decimal.h"
#include "ui/models/formats.h"

#include <unordered_map>

namespace tradestate {

namespace {

/// Between the cells: a filter must not match across two of them.
constexpr QChar cellEnd(0x1f);

std::weak_ordering compareNumbers(const RecordRow& left, const RecordRow& right, int column)
{
    // Converting keeps the order, so only equal doubles need the exact comparison.
    const double a = left.approximate(column);
    const double b = right.approximate(column);
    if (a < b)
        return std::weak_ordering::less;
    if (b < a)
        return std::weak_ordering::greater;
    if (left.text(column) == right.text(column))
        return std::weak_ordering::equivalent;
    const Result<Decimal> exactLeft = Decimal::parse(left.text(column).toUtf8().toStdString());
    const Result<Decimal> exactRight = Decimal::parse(right.text(column).toUtf8().toStdString());
    if (exactLeft && exactRight)
        return *exactLeft <=> *exactRight;
    // What is stored that is no number stands before all that are, also before NaN.
    if (exactLeft || exactRight)
        return exactRight ? std::weak_ordering::less : std::weak_ordering::greater;
    return left.text(column).compare(right.text(column), Qt::CaseInsensitive) <=> 0;
}

} // namespace

RecordRow::RecordRow(QString key, int columns)
    : m_key(std::move(key))
{
    m_cells.reserve(static_cast<size_t>(columns));
    m_text.reserve(qsizetype(12) * columns);
    m_folded.reserve(qsizetype(12) * columns);
}

void RecordRow::add(const QString& text, const QString& toolTip, Cell cell)
{
    cell.begin = m_text.size();
    cell.size = text.size();
    m_text += text;
    m_text += cellEnd;
    m_folded += text.toCaseFolded();
    m_folded += cellEnd;
    if (!toolTip.isEmpty())
        m_toolTips.emplace_back(columnCount(), toolTip);
    m_cells.push_back(cell);
}

void RecordRow::addText(const QString& text, const QString& toolTip)
{
    add(text, toolTip, {});
}

void RecordRow::addNumber(const QString& text, double approximate, const QString& toolTip)
{
    Cell cell;
    // NaN is less than every number, as Decimal has it; as a double it would have no order at all.
    cell.approximate = approximate == approximate ? approximate : -std::numeric_limits<double>::infinity();
    add(text, toolTip, cell);
}

void RecordRow::addInstant(const QString& text, qint64 nanoseconds, const QString& toolTip)
{
    Cell cell;
    cell.instant = nanoseconds;
    add(text, toolTip, cell);
}

void RecordRow::addRank(const QString& text, int rank, const QString& toolTip)
{
    Cell cell;
    cell.instant = rank;
    add(text, toolTip, cell);
}

void RecordRow::addUnknown(const QString& toolTip, const QString& shown)
{
    Cell cell;
    cell.known = false;
    add(shown.isEmpty() ? Formats::unknown() : shown, toolTip, cell);
}

void RecordRow::setSeverity(Severity worst, const QString& noteToolTip)
{
    m_severity = worst;
    m_hasSeverity = true;
    m_noteToolTip = noteToolTip;
}

QStringView RecordRow::text(int column) const
{
    const Cell& cell = m_cells.at(static_cast<size_t>(column));
    return QStringView(m_text).mid(cell.begin, cell.size);
}

QString RecordRow::toolTip(int column) const
{
    for (const auto& [at, text] : m_toolTips) {
        if (at == column)
            return text;
    }
    return {};
}

bool RecordRow::operator==(const RecordRow& other) const
{
    if (m_text != other.m_text || m_hasSeverity != other.m_hasSeverity || m_severity != other.m_severity
        || m_noteToolTip != other.m_noteToolTip || m_toolTips != other.m_toolTips
        || m_cells.size() != other.m_cells.size())
        return false;
    for (size_t at = 0; at < m_cells.size(); ++at) {
        if (m_cells[at].instant != other.m_cells[at].instant || m_cells[at].known != other.m_cells[at].known)
            return false;
    }
    return true;
}

bool RecordRow::sameCell(const RecordRow& other, int column) const
{
    return text(column) == other.text(column) && instant(column) == other.instant(column)
        && isKnown(column) == other.isKnown(column);
}

void keepEqualRows(RecordRows& fresh, const RecordRows& before)
{
    std::unordered_map<QString, const std::shared_ptr<const RecordRow>*> known; // only where the order differs
    for (size_t at = 0; at < fresh.size(); ++at) {
        const std::shared_ptr<const RecordRow>* old = nullptr;
        if (at < before.size() && before[at]->key() == fresh[at]->key()) {
            old = &before[at];
        } else {
            if (known.empty()) {
                for (const auto& row : before)
                    known.emplace(row->key(), &row);
            }
            const auto found = known.find(fresh[at]->key());
            old = found == known.end() ? nullptr : found->second;
        }
        if (old && **old == *fresh[at])
            fresh[at] = *old;
    }
}

std::weak_ordering compareCells(const RecordRow& left, const RecordRow& right, int column, ColumnKind kind)
{
    switch (kind) {
    case ColumnKind::Number:
        return compareNumbers(left, right, column);
    case ColumnKind::Time:
    case ColumnKind::Rank:
        return left.instant(column) <=> right.instant(column);
    case ColumnKind::Age:
        // The later the instant, the smaller the age that is shown.
        return right.instant(column) <=> left.instant(column);
    case ColumnKind::Text:
        return left.text(column).compare(right.text(column), Qt::CaseInsensitive) <=> 0;
    }
    return std::weak_ordering::equivalent;
}

} // namespace tradestate
