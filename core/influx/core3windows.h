// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/base/timestamp.h"

#include <functional>
#include <optional>

namespace tradestate::core3 {

/// 3 Core refuses a query over more files than about three days of data make.
constexpr qint64 windowNanoseconds = 3 * (86'400 * nanosecondsPerSecond);

/// Asks for what stands in [from, to); none: without that bound. Nanoseconds.
using Ask = std::function<Result<void>(std::optional<qint64> from, std::optional<qint64> to)>;

struct Searched
{
    qint64 backTo = 0; ///< nanoseconds
    bool all = false; ///< also everything before
};

/// Asks window after window back from now, the first without an end because clocks may be ahead, and now and then for
/// all that is older: where the data ends, the server answers that, and the search is complete. Any error but the
/// refusal of that last question ends it.
[[nodiscard]] inline Result<Searched> searchBack(qint64 now, int mostWindows, const Ask& ask)
{
    Searched searched { now };
    std::optional<qint64> to;
    int askAllAfter = 1;
    for (int window = 1; window <= mostWindows; ++window) {
        const qint64 from = now - window * windowNanoseconds;
        if (auto found = ask(from, to); !found)
            return tl::unexpected(found.error());
        to = from;
        searched.backTo = from;
        if (window < askAllAfter && window < mostWindows)
            continue;
        askAllAfter *= 2;
        const auto rest = ask({}, to);
        searched.all = rest.has_value();
        if (rest)
            break;
        if (rest.error().code != ErrorCode::RefusedByServer)
            return tl::unexpected(rest.error());
    }
    return searched;
}

} // namespace tradestate::core3
