// SPDX-License-Identifier: MIT
#include "core/manager/worker.h"

#include <utility>

namespace tradestate {

Worker::Worker(const QString& name)
    : m_thread(QThread::create([this] { work(); }))
{
    m_thread->setObjectName(name);
    m_thread->start();
}

Worker::~Worker()
{
    {
        const std::lock_guard guard(m_mutex);
        m_ends = true;
    }
    m_wake.notify_one();
    m_thread->wait();
}

void Worker::post(std::function<void()> task, std::chrono::milliseconds delay)
{
    {
        const std::lock_guard guard(m_mutex);
        m_tasks.emplace(Clock::now() + delay, std::move(task));
    }
    m_wake.notify_one();
}

void Worker::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        const auto first = m_tasks.begin();
        if (first != m_tasks.end() && first->first <= Clock::now()) {
            {
                const std::function<void()> task = std::move(first->second);
                m_tasks.erase(first);
                lock.unlock();
                task();
            } // what the task holds goes before the lock is taken: it may post
            lock.lock();
        } else if (m_ends) {
            return;
        } else if (first != m_tasks.end()) {
            m_wake.wait_until(lock, Clock::time_point(first->first));
        } else {
            m_wake.wait(lock);
        }
    }
}

} // namespace tradestate
