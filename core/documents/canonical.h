// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/saverecord.h"
#include "core/state/tradingstate.h"

namespace tradestate {

/// {"pair_states":…,"portfolio":…,"positions":…,"session":…}
[[nodiscard]] Json canonicalJson(const TradingState& state);
/// The bytes that the checksum of a state covers; see compactJson for the form.
[[nodiscard]] std::string canonicalForm(const TradingState& state);
/// The same of rows that were made into text one by one, with appendCanonicalRow and in the state's order.
[[nodiscard]] std::string canonicalForm(const std::string& pairStateRows, const PortfolioSummary& portfolio,
    const std::string& positionRows, const SessionInfo& session);
void appendCanonicalRow(std::string& rows, const QString& key, const Json::Object& fields);
[[nodiscard]] Checksum stateChecksum(const TradingState& state);

} // namespace tradestate
