// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/tradingstate.h"

#include <QStringList>

#include <optional>

namespace tradestate {

/// The restoration banner as the guide has it, line by line. state is null where nothing was ever saved; failure is the
/// reason where restoring failed (the last line then begins with a cross).
[[nodiscard]] QStringList restorationBanner(
    const TradingState* state, const std::optional<QString>& failure = std::nullopt);

} // namespace tradestate
