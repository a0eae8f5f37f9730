// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QString>

#include <vector>

namespace tradestate {

/// The names in a folder, in no order, without those that begin with a dot. A missing folder has none; one that cannot
/// be listed is an error, never an empty answer.
[[nodiscard]] Result<std::vector<QString>> namesIn(const QString& folder);

} // namespace tradestate
