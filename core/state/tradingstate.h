// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/pairstate.h"
#include "core/state/portfolio.h"
#include "core/state/position.h"
#include "core/state/session.h"

#include <map>

namespace tradestate {

/// Orders keys by code point, as canonical JSON does; QString's own order differs beyond U+FFFF.
struct CodePointLess
{
    using is_transparent = void;
    [[nodiscard]] bool operator()(QStringView left, QStringView right) const;
};

using Positions = std::map<QString, Position, CodePointLess>;
using PairStates = std::map<QString, PairState, CodePointLess>;

/// The whole state of a trading system at one save. Absence of a position means that it is closed.
struct TradingState
{
    Positions positions;
    PairStates pairStates;
    PortfolioSummary portfolio;
    SessionInfo session;

    [[nodiscard]] bool operator==(const TradingState&) const = default;
};

} // namespace tradestate
