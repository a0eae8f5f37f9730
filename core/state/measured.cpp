// SPDX-License-Identifier: MIT
#include "core/state/measured.h"

namespace tradestate {

bool portfolioIsMeasured(const TradingState& state)
{
    if (!state.portfolio.totalValue())
        return false;
    if (state.session.reconciliationTime())
        return true;
    return !state.session.systemVersion().startsWith(QLatin1String("EnhancedTradingSystem"));
}

} // namespace tradestate
