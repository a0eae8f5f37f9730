// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/httprequest.h"
#include "core/influx/influxclient.h"

namespace tradestate {

/// Which server answers /ping that way; none where it tells no number there, which some 2.x do not: ask /health.
/// UnsupportedServer before 1.6, 2.0 to 2.3, and from 4 on.
[[nodiscard]] Result<std::optional<InfluxServer>> serverOfPing(const HttpAnswer& answer);
/// NotInfluxDb, UnsupportedServer.
[[nodiscard]] Result<InfluxServer> serverOfHealth(const HttpAnswer& answer);

} // namespace tradestate
