// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxclient.h"

#include <functional>

namespace tradestate {

/// What a connection has to pass, in this order.
enum class ConnectionCheck {
    ServerAnswers,
    Version,
    TokenAccepted,
    BucketFound,
    MayRead,
    MayWrite,
    ClockAgrees,
    Stored
};

enum class CheckOutcome { Passed, Warned, Failed, NotReached };

struct ConnectionCheckResult
{
    ConnectionCheck check = ConnectionCheck::ServerAnswers;
    CheckOutcome outcome = CheckOutcome::NotReached;
    QString found; ///< what was found, such as "InfluxDB 2.7.12", "3 s ahead", "tables, newest save 12 s ago"
    std::optional<Error> error; ///< of Failed and Warned: what is wrong and what to do
};

using ConnectionCheckCallback = std::function<void(const ConnectionCheckResult&)>;

/// Tries a connection step by step and tells each result as it comes. The first that fails ends it, except that a token
/// which may not write only warns (the console is then read-only), as does a clock that differs. Blocking; account
/// tells whose saves to look for.
[[nodiscard]] std::vector<ConnectionCheckResult> testConnection(const InfluxSettings& settings, const QString& account,
    const ConnectionCheckCallback& each = {}, const std::stop_token& stop = {});

} // namespace tradestate
