// SPDX-License-Identifier: MIT
#include "core/influx/influxql.h"

namespace tradestate {

namespace {

std::string quoted(std::string_view text, char quote)
{
    std::string out;
    out.reserve(text.size() + 2);
    out.push_back(quote);
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (c == quote || c == '\\')
            out.push_back('\\');
        out.push_back(c);
    }
    out.push_back(quote);
    return out;
}

} // namespace

std::string influxString(std::string_view text)
{
    return quoted(text, '\'');
}

std::string influxName(std::string_view name)
{
    return quoted(name, '"');
}

std::string influxTime(qint64 nanoseconds)
{
    return std::to_string(nanoseconds);
}

} // namespace tradestate
