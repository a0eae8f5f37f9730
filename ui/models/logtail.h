// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/logmodel.h"

#include <QFile>
#include <QFileSystemWatcher>
#include <QObject>
#include <QThread>
#include <QTimer>

#include <memory>

namespace tradestate {

/// Follows a log file that others write and rotate, in a thread of its own. Begins with the end of what is there.
class LogTail : public QObject
{
    Q_OBJECT

public:
    explicit LogTail(QObject* parent = nullptr);
    ~LogTail() override;
    LogTail(const LogTail&) = delete;
    LogTail& operator=(const LogTail&) = delete;

    /// Another file; its lines come as a new batch. An empty path stops.
    void follow(const QString& path);

Q_SIGNALS:
    /// old: lines that were already there when following began.
    void linesRead(const std::vector<tradestate::LogLine>& lines, bool old);

private:
    class Reader;
    int m_number = 0; ///< of the file that is followed
    QThread m_thread;
    std::unique_ptr<Reader> m_reader;
};

} // namespace tradestate
