// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"

#include <tl/expected.hpp>

namespace tradestate {

/// What every call that can fail returns: the value, or the Error that says what to do.
template <typename T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, QString subject = {}, QString reason = {})
{
    return tl::unexpected<Error>(Error { code, std::move(subject), std::move(reason) });
}

} // namespace tradestate
