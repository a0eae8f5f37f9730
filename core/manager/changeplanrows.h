// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/restoreplan.h"

namespace tradestate {

/// Every row of both states, changed ones first, all of them ticked.
[[nodiscard]] std::vector<PlanRow> planRows(const TradingState& now, const TradingState& proposed);

/// Sets open_positions to the number of positions where the portfolio has that field and it says otherwise.
void recountPositions(TradingState& state);

/// What forbids any change to the record: read-only, a fork (unless it is being chosen), a token that may only read, a
/// live trading system and an unreachable primary; the last two can be forced.
void addObstacles(ChangePlan& plan, const Snapshot& snapshot, const PlanContext& context);

/// In an event log, the pairs that the Python system will bring back where the removed rows' events are left, and where
/// they are not, what the primary still holds open although it is closed by now.
void warnOfRowsBroughtBack(ChangePlan& plan, const Snapshot& snapshot, bool keepRemoved);

/// A plan from the snapshot's side: head, now, and whether saving the same again would mend the record.
[[nodiscard]] ChangePlan planFrom(const Snapshot& snapshot);

} // namespace tradestate
