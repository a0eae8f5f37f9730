// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/log.h"
#include "core/base/timestamp.h"

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

#include <deque>
#include <optional>
#include <vector>

namespace tradestate {

/// One line of trading_state.log.
struct LogLine
{
    std::optional<Timestamp> time; ///< none where the line does not begin with one
    LogLevel level = LogLevel::Information;
    QString program; ///< "trading-state-console[4711]"
    QString text;
    QString whole; ///< as it stands in the file
};
[[nodiscard]] LogLine parseLogLine(const QString& line);

/// The newest lines of the log.
class LogModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { LevelRole = Qt::UserRole, WholeRole };
    static constexpr int mostLines = 20'000;

    using QAbstractListModel::QAbstractListModel;

    void append(const std::vector<LogLine>& lines);
    void clearLines();
    void setZone(const QTimeZone& zone);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::deque<LogLine> m_lines;
    QTimeZone m_zone = QTimeZone::utc();
};

/// Lines of a level or worse that contain a text.
class LogProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setLowestLevel(LogLevel level);
    void setNeedle(const QString& needle);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    LogLevel m_level = LogLevel::Debug;
    QString m_needle;
};

} // namespace tradestate
