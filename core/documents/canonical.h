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

/// Rows of a state as its canonical form has them, in the state's order. The text is in pieces that follow each other:
/// joining them would take more than half of the time of the checksum over them.
struct CanonicalRows
{
    std::vector<std::string> pieces;

    /// For as many bytes of text as the rows are likely to have.
    void reserve(size_t bytes);
    void append(const QString& key, const Json::Object& fields);
    /// Those that come after.
    void append(CanonicalRows later);
};
[[nodiscard]] Checksum stateChecksum(const CanonicalRows& pairStates, const PortfolioSummary& portfolio,
    const CanonicalRows& positions, const SessionInfo& session);

} // namespace tradestate
