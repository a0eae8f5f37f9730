// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QThread>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace tradestate {

/// One thread that runs what is posted to it, one after the other. It has no event loop of its own: a request that
/// waits for its answer spins one, in which the next work must not begin.
class Worker
{
public:
    explicit Worker(const QString& name);
    /// Everything that was posted is run first, but for what is not due yet.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// From any thread. Not begun before the delay is over.
    void post(std::function<void()> task, std::chrono::milliseconds delay = {});

private:
    using Clock = std::chrono::steady_clock;
    void work();

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_wake;
    std::multimap<Clock::time_point, std::function<void()>> m_tasks; // by when they are due, else in order of posting
    bool m_ends = false;
    const std::unique_ptr<QThread> m_thread; // last: it uses all of the above
};

} // namespace tradestate
