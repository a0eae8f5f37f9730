// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <string>
#include <string_view>

namespace tradestate {

/// The only ways in which a value or a name enters a query. The text is UTF-8. NUL and carriage return cannot stand in
/// InfluxQL at all: InfluxClient refuses a statement that holds one.

/// 'text', with quotes, backslashes and line ends escaped.
[[nodiscard]] std::string influxString(std::string_view text);
/// "name", with quotes, backslashes and line ends escaped.
[[nodiscard]] std::string influxName(std::string_view name);
/// Nanoseconds as a plain integer: the one form of time that all servers take exactly.
[[nodiscard]] std::string influxTime(qint64 nanoseconds);

/// The body of a POST to /query, with times as nanoseconds. chunked: rows come in several objects.
[[nodiscard]] QByteArray queryForm(std::string_view bucket, std::string_view statement, bool chunked);

} // namespace tradestate
