// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tradestate {

/// A double is always stored as a float, a qint64 always as an integer: a field's type is fixed by its first write.
using LineField = std::variant<std::string, qint64, double, bool>;

/// One point. Texts are UTF-8 and raw; encodeLine escapes them.
struct LinePoint
{
    std::string measurement;
    std::vector<std::pair<std::string, std::string>> tags;
    std::vector<std::pair<std::string, LineField>> fields;
    qint64 nanoseconds = 0;
};

constexpr qint64 smallestLineTime = std::numeric_limits<qint64>::min() + 2;
constexpr qint64 largestLineTime = std::numeric_limits<qint64>::max() - 1;

/// One line of line protocol without a line end, tags sorted by key. Fails with CannotBeStored (subject: what) rather
/// than write something that would read back differently: invalid UTF-8, NaN and infinity, a time out of range, no
/// field, a field or tag named "time", an empty or over-long tag, control characters or a final backslash in a tag,
/// name or measurement.
[[nodiscard]] Result<std::string> encodeLine(const LinePoint& point);

/// A tag value as the tables layout stores it: control characters, '%' and a final backslash as %XX, nothing as "%".
/// Everything else stays readable.
[[nodiscard]] std::string tagFromText(std::string_view text);
/// The inverse; a '%' that tagFromText would not have written stays as it is.
[[nodiscard]] std::string textFromTag(std::string_view tag);

} // namespace tradestate
