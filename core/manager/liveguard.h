// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

namespace tradestate {

struct LiveInput
{
    std::vector<SaveRecord> recent; ///< the saves of the last hours from every store, in any order
    std::optional<QString> sessionHolder; ///< who holds session.lock
    QString ownWriter; ///< host:program:pid of this process: never its own obstacle
    Timestamp now;
    int saveIntervalSeconds = 300;
};

/// The trading system that is running as far as the record tells, and would overwrite a change made by hand: another
/// writer whose newest save by itself (not by hand) is a trade, periodic or start save, or one of the Python system,
/// and younger than two intervals; or whoever holds session.lock. A shutdown or emergency save ends a writer.
[[nodiscard]] std::optional<LiveSystem> liveSystem(const LiveInput& input);

/// TradingSystemLive, naming the writer, how long ago it saved and when its next save is due.
[[nodiscard]] Error liveError(const LiveSystem& live, const Timestamp& now);

} // namespace tradestate
