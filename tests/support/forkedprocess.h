// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <functional>
#include <sys/types.h>

namespace tradestate::test {

/// A copy of this process that runs one function and never comes back, with a pipe to its parent. To be made only while
/// this process has one thread.
class ForkedProcess
{
public:
    explicit ForkedProcess(const std::function<void(int toParent)>& run);
    /// Killed where it still runs.
    ~ForkedProcess();
    ForkedProcess(const ForkedProcess&) = delete;
    ForkedProcess& operator=(const ForkedProcess&) = delete;

    /// Waits so long (negative: without end) for the next size bytes that it tells; false at its end, or too late.
    [[nodiscard]] bool read(void* to, size_t size, int milliseconds);
    /// SIGKILL; false where it had ended before.
    [[nodiscard]] bool kill();
    /// Its exit code, -1 where a signal ended it.
    int waitForExit();
    [[nodiscard]] QString howItEnded();

private:
    pid_t m_pid = -1;
    int m_pipe = -1;
    bool m_ended = false;
    int m_status = 0;
};

} // namespace tradestate::test
