// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxclient.h"

namespace tradestate {

/// The accounts that have saves in the tables of the bucket, in no order. now bounds the search on 3.x, where only the
/// last months are looked at: a longer one would cost more than the answer is worth.
[[nodiscard]] Result<QStringList> accountsInTables(
    InfluxClient& client, const Timestamp& now, const std::stop_token& stop);

} // namespace tradestate
