// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statemanager.h"

namespace tradestate {

struct StateManager::Private
{
    explicit Private(Parts given);

    [[nodiscard]] Timestamp now() const { return clock->now(); }
    void log(LogLevel level, const QString& line) const;

    Settings settings;
    std::shared_ptr<const Clock> clock;
    std::shared_ptr<Log> logSink;
    QString program;
};

} // namespace tradestate
