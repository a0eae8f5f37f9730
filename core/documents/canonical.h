// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/saverecord.h"
#include "core/state/tradingstate.h"

namespace tradestate {

/// {"pair_states":…,"portfolio":…,"positions":…,"session":…}
[[nodiscard]] Json canonicalJson(const TradingState& state);
/// The bytes that the checksum of a state covers; see compactJson for the form.
[[nodiscard]] std::string canonicalForm(const TradingState& state);
[[nodiscard]] Checksum stateChecksum(const TradingState& state);

} // namespace tradestate
