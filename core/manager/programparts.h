// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statemanager.h"

namespace tradestate {

/// What every program here gives its StateManager: the settings, its name, and the log file of the settings' folder
/// with the token masked.
[[nodiscard]] StateManager::Parts programParts(Settings settings, const QString& program);

} // namespace tradestate
