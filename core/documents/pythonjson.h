// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"

namespace tradestate {

/// The text of Python's json.dumps(value, sort_keys=True): separators ", " and ": ", non-ASCII as \uXXXX, numbers with
/// '.', 'e' or 'E' as repr(float), all others as int.
[[nodiscard]] std::string pythonJson(const Json& value);
/// Lower-case hex SHA-256 of pythonJson: the checksum of an event of the Python system.
[[nodiscard]] QString pythonChecksum(const Json& value);

} // namespace tradestate
