// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>

namespace tradestate::test {

/// The error of a result as text, for QVERIFY2, which evaluates its message also where all is well.
template <typename T>
[[nodiscard]] QByteArray problemOf(const Result<T>& result)
{
    return result ? QByteArray() : describe(result.error()).toUtf8();
}

/// The id of a result's error; empty where there is none.
template <typename T>
[[nodiscard]] QString errorIdOf(const Result<T>& result)
{
    return result ? QString() : errorId(result.error().code);
}

} // namespace tradestate::test
