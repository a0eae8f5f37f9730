// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <future>

namespace tradestate {

/// Runs work in a thread of its own; where the system has none left to give, when the result is asked for. The future
/// waits for the thread when it goes.
template <typename Work, typename... Arguments>
[[nodiscard]] auto inBackground(Work&& work, Arguments&&... arguments)
{
    return std::async(
        std::launch::async | std::launch::deferred, std::forward<Work>(work), std::forward<Arguments>(arguments)...);
}

/// The same where the work is worth a thread; else it is done when the result is asked for.
template <typename Work>
[[nodiscard]] auto inBackgroundIf(bool isWorthIt, Work&& work)
{
    const auto policy = isWorthIt ? std::launch::async | std::launch::deferred : std::launch::deferred;
    return std::async(policy, std::forward<Work>(work));
}

/// From so many rows of a state on a thread is worth it; fewer are looked at in about a tenth of a millisecond.
inline constexpr size_t rowsWorthAThread = 100;

} // namespace tradestate
