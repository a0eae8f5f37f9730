// SPDX-License-Identifier: MIT
#include "core/state/measured.h"

#include <algorithm>

namespace tradestate {

std::optional<Timestamp> reconciliationTime(const TradingState& state, const QTimeZone& zoneOfNaive)
{
    // A state that was put together from two saves can have both.
    return std::max(state.session.reconciliationTime(zoneOfNaive),
        timeField(state.portfolio.fields(), "reconciliation_time", zoneOfNaive));
}

bool portfolioIsMeasured(const TradingState& state)
{
    if (!state.portfolio.totalValue())
        return false;
    if (reconciliationTime(state))
        return true;
    return !state.session.systemVersion().startsWith(QLatin1String("EnhancedTradingSystem"));
}

} // namespace tradestate
