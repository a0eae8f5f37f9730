// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"

namespace tradestate {

/// What to do about an error, for somebody in front of a window: core's own sentences name options of the command line
/// and settings of an .env.
[[nodiscard]] QString windowAdvice(const Error& error);
/// As describe(), with windowAdvice.
[[nodiscard]] QString describeInWindow(const Error& error);
/// "What failed. What to do." without on what: for where that can be seen.
[[nodiscard]] QString briefInWindow(const Error& error);

} // namespace tradestate
