// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/tradingstate.h"

namespace tradestate {

/// True where the portfolio's figures were measured. The Python system stores constants (100000, 0.0) where it knows nothing; of its
/// saves only those that compared with the broker ("reconciliation_time") hold real values. Every other writer is taken at its word.
[[nodiscard]] bool portfolioIsMeasured(const TradingState& state);

} // namespace tradestate
