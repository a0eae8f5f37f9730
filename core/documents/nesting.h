// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"

namespace tradestate {

/// The Python system stores the portfolio of each save in the "metadata" of the next ("portfolio_summary"), and with it
/// all older ones. Removes those repeated copies from a metadata object; the figures of the newest copy stay, as does
/// everything else. True where something was removed.
bool dropNestedPortfolios(Json::Object& metadata);

} // namespace tradestate
