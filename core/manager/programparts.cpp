// SPDX-License-Identifier: MIT
#include "core/manager/programparts.h"

#include "core/base/filelog.h"

#include <QDir>

namespace tradestate {

StateManager::Parts programParts(Settings settings, const QString& program)
{
    FileLog::Options options;
    options.level = settings.logLevel;
    if (!settings.token.isEmpty())
        options.secrets = { settings.token };
    StateManager::Parts parts;
    parts.log = std::make_shared<FileLog>(
        QDir(settings.folder).filePath(QStringLiteral("trading_state.log")), program, std::move(options));
    parts.program = program;
    parts.settings = std::move(settings);
    return parts;
}

} // namespace tradestate
