// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/queryresult.h"

namespace tradestate {

inline constexpr const char* retentionStatement = "SHOW RETENTION POLICIES";
/// How long the default policy of its answer keeps data, in nanoseconds; none: for ever. AnswerNotUnderstood.
[[nodiscard]] Result<std::optional<qint64>> retentionIn(const QueryResult& answer);
/// "1h0m0s" as nanoseconds, as InfluxDB prints durations; none where it is not one.
[[nodiscard]] std::optional<qint64> influxDuration(const QString& text);

} // namespace tradestate
