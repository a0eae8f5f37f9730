// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <functional>

namespace tradestate {

struct OverwrittenInput
{
    SaveRecord change; ///< the newest restore, undo or removal
    TradingState before;
    TradingState after;
    std::vector<SaveRecord> later; ///< every save after it, on its line or not, in any order
    /// The state of one of those, where it can be read; asked for few of them.
    std::function<std::optional<TradingState>(const SaveRecord&)> stateOf;
};

/// The first save of another writer that took rows of the change back. A writer that started after the change has read
/// it: what it closes is a trade. Any other wrote what it still held in memory.
[[nodiscard]] std::optional<Overwritten> overwrittenBy(const OverwrittenInput& input);

} // namespace tradestate
