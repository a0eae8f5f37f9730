// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/tradingsession.h"

namespace tradestate {

/// The frame of a trading program: initializes the session, calls trade, and shuts the session down. SIGINT and SIGTERM
/// request the stop; they do not cut the last save short, however often they come. An exception that nobody catches
/// makes an emergency save and ends the program with exit code 1. In a fork, or beside a torn save, continueFrom names
/// the save to go on from; empty: Forked or TornSave, the error's reason names the candidates.
[[nodiscard]] Result<SaveReport> runSession(TradingSession& session, const QString& continueFrom,
    const std::function<void(const SessionStart&, const std::stop_token&)>& trade);

} // namespace tradestate
