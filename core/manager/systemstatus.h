// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/health.h"
#include "core/manager/snapshot.h"

namespace tradestate {

/// What StateManager::systemStatus() tells.
struct SystemStatus
{
    HealthReport health; ///< of the store
    Condition status = Condition::Empty; ///< the first of the conditions
    std::vector<Condition> conditions;
    Proof proof = Proof::None;
    StoreInfo store;
    std::optional<SaveRecord> shownSave; ///< the newest; beside a torn one the last whole; none where nothing was saved
    std::optional<qint64> ageSeconds; ///< of the last full save
    qint64 positions = 0;
    qint64 pairStates = 0;
    int pendingSaves = 0; ///< on this machine alone
    int refusedSaves = 0; ///< that InfluxDB does not take
    Timestamp readAt;
};

} // namespace tradestate
