// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/finding.h"
#include "core/state/tradingstate.h"

#include <vector>

namespace tradestate {

struct ValidationContext
{
    Timestamp now; ///< for future-time
    QTimeZone zoneOfNaive = QTimeZone::utc();
    bool zoneIsKnown = false; ///< the writer's zone was set: naive times are then no finding
};

/// What the schema of the Python system demands, and what a person should know beyond it. Never stops anything, never
/// hides a row. In a fixed order: by pair, then by field.
[[nodiscard]] std::vector<Finding> validate(const TradingState& state, const ValidationContext& context);

} // namespace tradestate
