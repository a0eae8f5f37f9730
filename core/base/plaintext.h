// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace tradestate {

/// Data as it may be printed to a terminal or a log: C0 and C1 controls (also ESC) become U+FFFD, line ends become
/// spaces.
[[nodiscard]] QString withoutControls(QString text);

} // namespace tradestate
