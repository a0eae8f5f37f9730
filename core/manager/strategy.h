// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"

namespace tradestate {

/// What a strategy keeps across restarts, as it gave it: numbers keep their text, unknown fields stay.
struct StrategyData
{
    Json::Object state; ///< what it computes with, such as rolling means
    Json::Object metadata; ///< what people read, such as its version and its settings

    [[nodiscard]] bool operator==(const StrategyData&) const = default;
};

/// A trading strategy whose state is kept by a TradingSession. All three functions are optional. They are called in the
/// thread that calls the session, never in another, so that a strategy needs no lock; what they throw is told in the
/// log and stops neither trading nor saving.
class Strategy
{
public:
    virtual ~Strategy() = default;

    /// Asked whenever the program tells the session of a trade or a bar.
    [[nodiscard]] virtual Json::Object currentState() const { return {}; }
    /// Called by initialize(), before the first bar. Where the Python system wrote the state, there is metadata alone.
    virtual void restoreState(const StrategyData& /*stored*/) { }
    [[nodiscard]] virtual Json::Object stateMetadata() const { return {}; }
};

} // namespace tradestate
