// SPDX-License-Identifier: MIT
#include "core/manager/crashguard.h"

#include "core/manager/tradingsession.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>

namespace tradestate {

namespace {

/// A terminate handler is given nothing.
std::atomic<TradingSession*> guarded { nullptr };

QString whatWasThrown()
{
    const std::exception_ptr thrown = std::current_exception();
    if (!thrown)
        return QStringLiteral("the program was terminated");
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& exception) {
        return QString::fromUtf8(exception.what());
    } catch (...) {
        return QStringLiteral("an exception of an unknown type");
    }
}

[[noreturn]] void saveAndEnd()
{
    const QString what = whatWasThrown();
    std::fprintf(stderr, "Unhandled exception: %s\n", qPrintable(what));
    // Taken away first: what goes wrong in here must not come back here.
    if (TradingSession* session = guarded.exchange(nullptr)) {
        const auto saved = session->emergencySave(what);
        if (saved)
            std::fprintf(
                stderr, "The state was saved before the program ended (save %s).\n", qPrintable(saved->saveId));
        else
            std::fprintf(stderr, "The state was NOT saved: %s\n", qPrintable(describe(saved.error())));
    }
    std::fflush(stderr);
    std::_Exit(EXIT_FAILURE);
}

} // namespace

CrashGuard::CrashGuard(TradingSession& session)
    : m_before(guarded.exchange(&session))
    , m_handlerBefore(std::set_terminate(saveAndEnd))
{
}

CrashGuard::~CrashGuard()
{
    guarded = m_before;
    std::set_terminate(m_handlerBefore);
}

} // namespace tradestate
