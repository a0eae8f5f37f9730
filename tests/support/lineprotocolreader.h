// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradestate::test {

/// One line of line protocol as it was written. Field values of type string are unescaped; others keep their text.
struct ReadPoint
{
    std::string measurement;
    std::map<std::string, std::string> tags;
    std::map<std::string, std::string> fields;
    qint64 nanoseconds = 0;
};

/// Nothing where the line is no valid point.
[[nodiscard]] std::optional<ReadPoint> readLine(std::string_view line);
/// Every line of a text; nothing where one of them is invalid.
[[nodiscard]] std::optional<std::vector<ReadPoint>> readLines(std::string_view text);

} // namespace tradestate::test
