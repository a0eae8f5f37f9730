// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/tradingstate.h"

namespace tradestate {

/// When the trading system last compared its positions with the broker's ("reconciliation_time"). The Python system
/// writes it at the top of the portfolio, without a zone; others write it in the session.
[[nodiscard]] std::optional<Timestamp> reconciliationTime(
    const TradingState& state, const QTimeZone& zoneOfNaive = QTimeZone::utc());

/// True where the portfolio's figures were measured. The Python system stores constants (100000, 0.0) where it knows
/// nothing; of its saves only those that compared with the broker hold real values. Every other writer is taken at its
/// word.
[[nodiscard]] bool portfolioIsMeasured(const TradingState& state);

} // namespace tradestate
