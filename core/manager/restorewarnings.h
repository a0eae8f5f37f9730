// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/restoreplan.h"

namespace tradestate {

/// In what the system that wrote a state differs from another: data provider, strategy, version, broker, pairs. What is
/// not known on either side is no difference.
[[nodiscard]] std::vector<PlanWarning> sessionWarnings(const SessionInfo& theirs, const SessionInfo& ours);

/// What a person should read before restoring this source: that it comes from another provider, strategy, version,
/// broker or pair list, that cooldowns are over, that it is partial, unproven or salvaged, and who will be able to read
/// it.
void addRestoreWarnings(
    ChangePlan& plan, const Snapshot& snapshot, const PlanSource& source, const PlanContext& context);

/// The layout in which an empty bucket is to be written: the one that is set, else the event log for a document of the
/// Python system, which can start from nothing else. Empty where something is stored already, and without InfluxDB.
[[nodiscard]] QString layoutToWrite(const Snapshot& snapshot, const PlanSource& source, const PlanContext& context);

} // namespace tradestate
