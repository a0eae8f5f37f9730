// SPDX-License-Identifier: MIT
#include "tests/support/lineprotocolreader.h"

#include <charconv>

namespace tradestate::test {

namespace {

/// Up to one of the stop characters; a backslash escapes what special names, else it stands for itself.
std::string takeName(std::string_view& rest, std::string_view stop, std::string_view special)
{
    std::string name;
    while (!rest.empty() && stop.find(rest.front()) == std::string_view::npos) {
        if (rest.front() == '\\' && rest.size() > 1 && special.find(rest[1]) != std::string_view::npos)
            rest.remove_prefix(1);
        name.push_back(rest.front());
        rest.remove_prefix(1);
    }
    return name;
}

bool take(std::string_view& rest, char expected)
{
    if (rest.empty() || rest.front() != expected)
        return false;
    rest.remove_prefix(1);
    return true;
}

std::optional<std::string> takeValue(std::string_view& rest)
{
    if (!take(rest, '"'))
        return takeName(rest, ", ", "");
    std::string value;
    while (!rest.empty() && rest.front() != '"') {
        if (rest.front() == '\\' && rest.size() > 1 && (rest[1] == '"' || rest[1] == '\\'))
            rest.remove_prefix(1);
        value.push_back(rest.front());
        rest.remove_prefix(1);
    }
    if (!take(rest, '"'))
        return std::nullopt;
    return value;
}

} // namespace

std::optional<ReadPoint> readLine(std::string_view line)
{
    ReadPoint point;
    point.measurement = takeName(line, ", ", ", ");
    while (take(line, ',')) {
        const std::string key = takeName(line, "=", ",= ");
        if (!take(line, '='))
            return std::nullopt;
        point.tags[key] = takeName(line, ", ", ",= ");
    }
    if (!take(line, ' '))
        return std::nullopt;
    do {
        const std::string key = takeName(line, "=", ",= ");
        if (!take(line, '='))
            return std::nullopt;
        const auto value = takeValue(line);
        if (!value)
            return std::nullopt;
        point.fields[key] = *value;
    } while (take(line, ','));
    if (!take(line, ' '))
        return std::nullopt;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), point.nanoseconds);
    if (error != std::errc() || end != line.data() + line.size())
        return std::nullopt;
    return point;
}

std::optional<std::vector<ReadPoint>> readLines(std::string_view text)
{
    std::vector<ReadPoint> points;
    while (!text.empty()) {
        const size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty())
            continue;
        auto point = readLine(line);
        if (!point)
            return std::nullopt;
        points.push_back(std::move(*point));
    }
    return points;
}

} // namespace tradestate::test
