// SPDX-License-Identifier: MIT
#pragma once

#include "app/state_manager/output.h"
#include "core/manager/changeplan.h"

namespace tradestate {

/// The preview of a change: what is on record now, what the source holds, what it would be afterwards; then warnings
/// and what stands in the way.
[[nodiscard]] QStringList planText(const ChangePlan& plan, const Output& output);
/// "Change 1, add 1, remove 1 position": what confirming will do, in numbers.
[[nodiscard]] QString planInNumbers(const ChangePlan& plan);
/// Differences of two states as a table.
[[nodiscard]] QStringList differencesText(
    const std::vector<RowDifference>& rows, const TradingState& before, const TradingState& after);

} // namespace tradestate
