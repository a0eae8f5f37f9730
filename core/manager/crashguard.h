// SPDX-License-Identifier: MIT
#pragma once

#include <exception>

namespace tradestate {

class TradingSession;

/// While it lives, an exception that nobody catches, in any thread, makes an emergency save of the session, says on
/// standard error what happened and whether the state was saved, and ends the program with exit code 1. The process has
/// one handler for that: the newest guard's.
class CrashGuard
{
public:
    explicit CrashGuard(TradingSession& session);
    ~CrashGuard();
    CrashGuard(const CrashGuard&) = delete;
    CrashGuard& operator=(const CrashGuard&) = delete;

private:
    TradingSession* const m_before;
    const std::terminate_handler m_handlerBefore;
};

} // namespace tradestate
