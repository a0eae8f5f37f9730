// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/eventlog.h"
#include "core/influx/influxql.h"

/// The conditions (InfluxQL) with which the event log is read.
namespace tradestate::versions {

inline const std::string isPosition = "\"state_type\" = 'position'";
inline const std::string isPairState = "\"state_type\" = 'pair_state'";
inline const std::string isRow = "(" + isPosition + " OR " + isPairState + ")";
inline const std::string isPortfolio = "\"state_id\" = 'portfolio_main'";
inline const std::string isCommit = "\"state_id\" = 'trading_state_save'";
/// A version_id of ours ends in a save_id.
inline const std::string isPython
    = "\"version_id\" !~ /_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/";

[[nodiscard]] inline std::string isStateId(const QString& stateId)
{
    return "\"state_id\" = " + influxString(stateId.toStdString());
}

[[nodiscard]] inline std::string from()
{
    return " FROM " + influxName(eventlog::measurement);
}

/// Empty where the condition is.
[[nodiscard]] inline std::string where(const std::string& condition)
{
    return condition.empty() ? std::string() : " WHERE " + condition;
}

/// A limit of 0 is none.
[[nodiscard]] inline std::string newestFirst(int limit = 0)
{
    return limit > 0 ? " ORDER BY time DESC LIMIT " + std::to_string(limit) : std::string(" ORDER BY time DESC");
}

template <typename Result>
[[nodiscard]] tl::unexpected<Error> failureOf(const Result& result)
{
    return tl::unexpected<Error>(result.error());
}

} // namespace tradestate::versions
