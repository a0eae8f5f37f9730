// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/redaction.h"

#include <memory>
#include <mutex>
#include <string>

namespace tradestate {

/// Appends to a log file that several programs share: lines "2025-07-20T08:00:00.000Z INFO program[pid] text", one
/// write() per line or block, mode 0600. Past maximumBytes the file becomes name.1, name.1 becomes name.2, and so on.
/// From any thread. What cannot be written is counted and told as soon as the log works again.
class FileLog final : public Log
{
public:
    struct Options
    {
        LogLevel level = LogLevel::Information; ///< what is below is left out
        QStringList secrets; ///< masked wherever they appear
        qint64 maximumBytes = qint64(10) * 1024 * 1024;
        int keptFiles = 5; ///< older ones are removed
        std::shared_ptr<const Clock> clock; ///< the system's where null
    };

    FileLog(QString path, const QString& program, Options options);
    ~FileLog() override;
    FileLog(const FileLog&) = delete;
    FileLog& operator=(const FileLog&) = delete;

    void write(LogLevel level, const QString& line) override;
    void writeBlock(LogLevel level, const QStringList& lines) override;
    /// A secret that became known later, such as a token that was just typed in.
    void addSecret(const QString& secret);
    [[nodiscard]] const QString& path() const { return m_path; }

private:
    void append(LogLevel level, const QStringList& lines);
    bool openIfMoved();
    void rotate();
    void closeFile();
    [[nodiscard]] std::string prefix(LogLevel level) const;

    const QString m_path;
    const QString m_program;
    const Options m_options;
    std::mutex m_mutex; // guards what follows
    Redaction m_redaction;
    int m_descriptor = -1;
    qint64 m_lost = 0; // lines that could not be written
    bool m_lineIsOpen = false; // the last write was cut short
};

/// "DEBUG", "INFO", "WARNING", "ERROR".
[[nodiscard]] QString logLevelText(LogLevel level);

} // namespace tradestate
