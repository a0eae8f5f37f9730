// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"
#include "ui/models/logmodel.h"
#include "ui/models/logtail.h"

#include <QDockWidget>

#include <deque>

class QAction;
class QComboBox;
class QLineEdit;
class QListView;
class QToolButton;

namespace tradestate {

/// The log file as it grows: what the trading system, the command line and this console did.
class LogDock : public QDockWidget
{
    Q_OBJECT

public:
    explicit LogDock(QWidget* parent = nullptr);

    void follow(const QString& path);
    void setZone(const QTimeZone& zone);
    /// For errors and notices that must stay readable also where no log file can be written, and when another file
    /// is followed. Where this program writes the same line to the file, it still stands here once.
    void addLine(LogLevel level, const Timestamp& time, const QString& text);
    [[nodiscard]] LogModel* log() const { return m_model; }
    [[nodiscard]] LogProxy* proxy() const { return m_proxy; }
    /// The selected lines, or all that are shown, as they stand in the file.
    [[nodiscard]] QString shownText() const;
    [[nodiscard]] QListView* view() const { return m_view; }

Q_SIGNALS:
    /// A new warning, error or restoration banner has come in.
    void attentionWanted();
    void saved(const QString& path);
    void saveFailed(const tradestate::Error& error);

protected:
    void changeEvent(QEvent* event) override;

private:
    void take(const std::vector<LogLine>& lines, bool old);
    void copy();
    void saveAs();
    void applyTheme();

    /// A line of addLine.
    struct OwnLine
    {
        LogLine line;
        QString file; ///< that holds it too; empty where none is known to
    };
    [[nodiscard]] std::vector<LogLine> withoutOwn(const std::vector<LogLine>& lines);
    [[nodiscard]] std::vector<LogLine> ownLines() const;
    void addLines(const std::vector<LogLine>& lines, bool toEnd);
    void tellAttention(const std::vector<LogLine>& lines);

    LogModel* m_model;
    LogProxy* m_proxy;
    LogTail m_tail;
    QString m_path;
    std::deque<OwnLine> m_own;
    bool m_waiting = false; ///< for the first lines of the file that is followed
    QListView* m_view;
    QComboBox* m_level;
    QLineEdit* m_find;
    QToolButton* m_copy;
    QToolButton* m_save;
};

} // namespace tradestate
