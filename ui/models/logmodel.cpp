// SPDX-License-Identifier: MIT
#include "ui/models/logmodel.h"

#include "core/base/plaintext.h"
#include "ui/models/tooltips.h"

#include <array>

namespace tradestate {

LogLine parseLogLine(const QString& line)
{
    LogLine result;
    result.whole = withoutControls(line);
    result.text = result.whole;
    const qsizetype afterTime = result.whole.indexOf(QLatin1Char(' '));
    const qsizetype afterLevel = result.whole.indexOf(QLatin1Char(' '), afterTime + 1);
    const qsizetype afterProgram = result.whole.indexOf(QLatin1Char(' '), afterLevel + 1);
    if (afterTime < 0 || afterLevel < 0 || afterProgram < 0)
        return result;
    const Result<Timestamp> time = Timestamp::parse(QStringView(result.whole).left(afterTime));
    const QString level = result.whole.mid(afterTime + 1, afterLevel - afterTime - 1);
    static const std::array levels { QStringLiteral("DEBUG"), QStringLiteral("INFO"), QStringLiteral("WARNING"),
        QStringLiteral("ERROR") };
    const auto found = std::find(levels.begin(), levels.end(), level);
    if (!time || found == levels.end())
        return result;
    result.time = *time;
    result.level = static_cast<LogLevel>(found - levels.begin());
    result.program = result.whole.mid(afterLevel + 1, afterProgram - afterLevel - 1);
    result.text = result.whole.mid(afterProgram + 1);
    return result;
}

void LogModel::append(const std::vector<LogLine>& lines)
{
    if (lines.empty())
        return;
    const size_t skipped = lines.size() > mostLines ? lines.size() - mostLines : 0;
    const auto added = static_cast<int>(lines.size() - skipped);
    const int surplus = std::min(rowCount(), std::max(0, rowCount() + added - mostLines));
    if (surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + surplus);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + added - 1);
    m_lines.insert(m_lines.end(), lines.begin() + static_cast<std::ptrdiff_t>(skipped), lines.end());
    endInsertRows();
}

void LogModel::clearLines()
{
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

void LogModel::setZone(const QTimeZone& zone)
{
    m_zone = zone;
    if (!m_lines.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1), { Qt::DisplayRole });
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const LogLine& line = m_lines[static_cast<size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: {
        if (!line.time)
            return line.text;
        const QString time = line.time->toDateTime().toTimeZone(m_zone).time().toString(QStringLiteral("HH:mm:ss"));
        return QStringLiteral("%1  %2").arg(time, line.text);
    }
    case Qt::ToolTipRole:
        return plainToolTip(line.whole);
    case WholeRole:
        return line.whole;
    case LevelRole:
        return static_cast<int>(line.level);
    default:
        return {};
    }
}

void LogProxy::setLowestLevel(LogLevel level)
{
    m_level = level;
    invalidate();
}

void LogProxy::setNeedle(const QString& needle)
{
    m_needle = needle;
    invalidate();
}

bool LogProxy::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (index.data(LogModel::LevelRole).toInt() < static_cast<int>(m_level))
        return false;
    return m_needle.isEmpty() || index.data(LogModel::WholeRole).toString().contains(m_needle, Qt::CaseInsensitive);
}

} // namespace tradestate
