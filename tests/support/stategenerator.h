// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/saverecord.h"
#include "core/state/tradingstate.h"

namespace tradestate {

/// A state with realistic values, the same for the same seed. Positions have legs, ids and order lists; the first
/// min(positions, pairStates) keys are shared by positions and pair states.
[[nodiscard]] TradingState generateState(int positions, int pairStates, unsigned seed);

/// The same with everything that makes programs stumble: names with ',', '=', '"', '`', backslashes, line ends, tabs,
/// emoji, right-to-left letters and 10 kB, and numbers such as 1e308, -0, 9007199254740993, NaN and 1.2500.
[[nodiscard]] TradingState generateHostileState(unsigned seed);

/// The record of a first save of this state, with all three checksums' fields that a first save has.
/// stateChecksum is the checksum of the state's canonical form.
[[nodiscard]] SaveRecord generateRecord(const TradingState& state, const Checksum& stateChecksum, unsigned seed);

} // namespace tradestate
