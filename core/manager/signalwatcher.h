// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <functional>
#include <memory>

namespace tradestate {

/// SIGINT and SIGTERM as one call, so that a program can end in its own way. The first signal calls back, in a thread
/// of the watcher's own; later ones change nothing: a save is not cut short by somebody's impatience. One per process.
class SignalWatcher
{
public:
    /// WrongUse where there is one already.
    [[nodiscard]] static Result<std::unique_ptr<SignalWatcher>> start(std::function<void(int signal)> firstSignal);
    /// What the signals did before, they do again.
    ~SignalWatcher();
    SignalWatcher(const SignalWatcher&) = delete;
    SignalWatcher& operator=(const SignalWatcher&) = delete;

private:
    SignalWatcher();
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate
