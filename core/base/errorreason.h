// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"

namespace tradestate {

/// The reason in the user's language, where it is one of this program's own; the words of systems and servers stay as
/// they are. Errors keep the English one, so that logs and files do.
[[nodiscard]] QString errorReason(const Error& error);

} // namespace tradestate
