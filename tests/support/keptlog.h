// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/log.h"

#include <QStringList>

#include <mutex>

namespace tradestate::test {

/// Keeps what is logged; any thread.
class KeptLog final : public Log
{
public:
    void write(LogLevel, const QString& line) override
    {
        const std::lock_guard guard(m_mutex);
        m_lines.append(line);
    }
    void writeBlock(LogLevel, const QStringList& lines) override
    {
        const std::lock_guard guard(m_mutex);
        m_lines.append(lines);
    }
    [[nodiscard]] QString text() const
    {
        const std::lock_guard guard(m_mutex);
        return m_lines.join(QLatin1Char('\n'));
    }
    /// Lines that contain the words.
    [[nodiscard]] int count(const QString& words) const
    {
        const std::lock_guard guard(m_mutex);
        return static_cast<int>(m_lines.filter(words).size());
    }

private:
    mutable std::mutex m_mutex;
    QStringList m_lines;
};

} // namespace tradestate::test
