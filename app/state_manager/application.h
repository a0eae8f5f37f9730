// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace tradestate {

/// Everything behind main(): finds the command, reads options and settings, runs it; the process' exit status.
/// arguments begin with the program's name.
[[nodiscard]] int runStateManager(const QStringList& arguments);

} // namespace tradestate
