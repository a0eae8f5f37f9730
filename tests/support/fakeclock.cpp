// SPDX-License-Identifier: MIT
#include "tests/support/fakeclock.h"

namespace tradestate::test {

FakeClock::FakeClock(const char* time)
{
    set(at(time));
}

Timestamp at(const char* text)
{
    const auto time = Timestamp::parse(QString::fromLatin1(text));
    if (!time)
        qFatal("not a time: %s", text);
    return *time;
}

} // namespace tradestate::test
