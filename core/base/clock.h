// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/timestamp.h"

namespace tradestate {

/// Where "now" comes from, so that tests can set it. Implementations are safe to call from any thread.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
};

/// The machine's clock, with its full resolution.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override;
};

} // namespace tradestate
