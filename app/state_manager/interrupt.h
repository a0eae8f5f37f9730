// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <QString>
#include <stop_token>
#include <thread>

namespace tradestate {

/// Ctrl+C and SIGTERM as a request to stop: work that has not begun to write ends cleanly, work that writes is
/// finished. A second one ends the program at once, which the durable files survive. Create it before any other
/// thread, since the signals are blocked in all of them.
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_source.get_token(); }
    [[nodiscard]] bool requested() const { return m_source.stop_requested(); }
    enum class Pause { Over, Interrupted, NobodyReads };
    /// Waits that long, but no longer than somebody reads standard output and nothing interrupts.
    [[nodiscard]] Pause pause(std::chrono::milliseconds time) const;
    /// One line of standard input; nothing at its end or when interrupted while waiting.
    [[nodiscard]] std::optional<QString> readLine() const;

private:
    void wait();

    std::stop_source m_source;
    int m_pipe[2] = { -1, -1 }; // becomes readable when a signal came, so that a question can be left
    std::atomic<bool> m_ending = false;
    std::thread m_thread;
};

} // namespace tradestate
