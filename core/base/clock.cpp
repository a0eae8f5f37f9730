// SPDX-License-Identifier: MIT
#include "core/base/clock.h"

#include <chrono>

namespace tradestate {

Timestamp SystemClock::now() const
{
    const auto sinceEpoch = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp::fromNanoseconds(std::chrono::duration_cast<std::chrono::nanoseconds>(sinceEpoch).count());
}

} // namespace tradestate
