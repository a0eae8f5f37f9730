// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/tradingstate.h"

#include <vector>

namespace tradestate {

enum class StatePart { Position, PairState, Portfolio, Session };
enum class ChangeKind { Unchanged, Added, Changed, Removed };
[[nodiscard]] QString statePartText(StatePart part); ///< "position", "pair_state", "portfolio", "session"
[[nodiscard]] QString changeKindText(ChangeKind kind); ///< "unchanged", "added", "changed", "removed"

/// One field that differs; null where a side does not have it. What stands inside an object is named with points
/// ("session_info.broker").
struct FieldDifference
{
    QString field;
    Json before;
    Json after;

    [[nodiscard]] bool operator==(const FieldDifference&) const = default;
};

/// One row of two compared states: a position, a pair state, or the portfolio or session as a whole (with an empty
/// key).
struct RowDifference
{
    StatePart part = StatePart::Position;
    QString key;
    ChangeKind kind = ChangeKind::Unchanged;
    std::vector<FieldDifference> fields; ///< of Changed only

    [[nodiscard]] bool operator==(const RowDifference&) const = default;
};

/// Every row of either state, positions first, each part in key order. Numbers compare by value, times with and without
/// 'T' by text with a space read as 'T'; a field that is null equals one that is missing. Portfolio and session are
/// there unless both sides are empty; an empty one counts as absent.
[[nodiscard]] std::vector<RowDifference> compare(const TradingState& before, const TradingState& after);

} // namespace tradestate
