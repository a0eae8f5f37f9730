// SPDX-License-Identifier: MIT
#pragma once

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

} // namespace tradestate
