// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxclient.h"

namespace tradestate {

/// "1.6.7", "v2.7.12", "3.6.0"; not "dev" or "unknown".
[[nodiscard]] bool isVersionNumber(const QString& text);
/// Which server tells that version. NotInfluxDb where it is no number; UnsupportedServer before 1.6, 2.0 to 2.3, and
/// from 4 on.
[[nodiscard]] Result<InfluxServer> serverOfVersion(const QString& text);

} // namespace tradestate
