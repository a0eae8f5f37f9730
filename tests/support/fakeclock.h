// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"

#include <atomic>

namespace tradestate::test {

/// A clock that stands still until it is moved. Safe to move and read from several threads.
class FakeClock final : public Clock
{
public:
    explicit FakeClock(const char* time = "2025-07-20T08:00:00Z");

    [[nodiscard]] Timestamp now() const override { return Timestamp::fromNanoseconds(m_now.load()); }
    void set(const Timestamp& time) { m_now = time.nanoseconds(); }
    void advance(qint64 seconds) { m_now += seconds * nanosecondsPerSecond; }
    void advanceNanoseconds(qint64 nanoseconds) { m_now += nanoseconds; }

private:
    std::atomic<qint64> m_now = 0;
};

/// A time in a test; fails loudly where the text is none.
[[nodiscard]] Timestamp at(const char* text);

} // namespace tradestate::test
