// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/restoreplan.h"

namespace tradestate {

/// What a person should read before restoring this source: that it comes from another strategy, version, broker or pair
/// list, that cooldowns are over, that it is partial, unproven or salvaged, and who will be able to read it.
void addRestoreWarnings(
    ChangePlan& plan, const Snapshot& snapshot, const PlanSource& source, const PlanContext& context);

} // namespace tradestate
