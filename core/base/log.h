// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace tradestate {

enum class LogLevel { Debug, Information, Warning, Error };

/// Where programs tell what they did. Implementations are safe to call from any thread and never fail loudly: a log
/// that cannot be written must not stop a save.
class Log
{
public:
    virtual ~Log() = default;
    /// One line; control characters are made visible. Never called with a secret.
    virtual void write(LogLevel level, const QString& line) = 0;
    /// Lines that belong together (a banner) stay together.
    virtual void writeBlock(LogLevel level, const QStringList& lines) = 0;
};

} // namespace tradestate
