// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/restoreplan.h"

namespace tradestate {

/// Takes one position off the record and sets its pair state's position to none; of a suspected ghost it purges the
/// events from the event log. Where the options do not say which, it is the position, if there is one. NoSuchPair and
/// ReasonRequired are blockers, as whatever else forbids it.
[[nodiscard]] ChangePlan makeRemovePlan(const Snapshot& snapshot, const QString& pair, const QString& reason,
    const PlanContext& context, const PlanOptions& options = {});

} // namespace tradestate
