// SPDX-License-Identifier: MIT
#include "app/state_manager/interrupt.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <string>
#include <unistd.h>

namespace tradestate {

namespace {

/// Ends the thread that waits; nobody sends it from outside.
constexpr int wakeUp = SIGUSR1;

sigset_t handledSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, wakeUp);
    return signals;
}

} // namespace

Interrupt::Interrupt()
{
    const sigset_t signals = handledSignals();
    // A reader that goes away must not end a save half way: the write then fails and is told.
    std::signal(SIGPIPE, SIG_IGN);
    if (::pipe2(m_pipe, O_CLOEXEC) != 0 || pthread_sigmask(SIG_BLOCK, &signals, nullptr) != 0)
        return;
    m_thread = std::thread([this] { wait(); });
}

Interrupt::~Interrupt()
{
    m_ending = true;
    if (m_thread.joinable()) {
        pthread_kill(m_thread.native_handle(), wakeUp);
        m_thread.join();
    }
    for (const int descriptor : m_pipe) {
        if (descriptor >= 0)
            ::close(descriptor);
    }
}

void Interrupt::wait()
{
    const sigset_t signals = handledSignals();
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && !m_ending) {
        if (signal == wakeUp)
            continue;
        if (m_source.stop_requested()) {
            std::signal(signal, SIG_DFL);
            pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
            raise(signal);
        }
        m_source.request_stop();
        const ssize_t written = ::write(m_pipe[1], "x", 1);
        (void)written; // a full pipe already wakes the reader
    }
}

Interrupt::Pause Interrupt::pause(std::chrono::milliseconds time) const
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        // Without events asked for, what is told is that the other end has gone.
        pollfd sources[] = { { m_pipe[0], POLLIN, 0 }, { STDOUT_FILENO, 0, 0 } };
        const int ready = ::poll(sources, 2, static_cast<int>(std::max<qint64>(left.count(), 0)));
        if (requested() || sources[0].revents != 0)
            return Pause::Interrupted;
        if (sources[1].revents != 0)
            return Pause::NobodyReads;
        if (ready == 0 || (ready < 0 && errno != EINTR))
            return Pause::Over;
    }
}

std::optional<QString> Interrupt::readLine() const
{
    std::string text;
    while (true) {
        pollfd sources[] = { { STDIN_FILENO, POLLIN, 0 }, { m_pipe[0], POLLIN, 0 } };
        if (::poll(sources, 2, -1) < 0) {
            if (errno == EINTR)
                continue;
            return std::nullopt;
        }
        if (sources[1].revents != 0)
            return std::nullopt;
        char character = 0;
        const ssize_t count = ::read(STDIN_FILENO, &character, 1);
        if (count <= 0)
            return text.empty() ? std::nullopt : std::optional(QString::fromStdString(text));
        if (character == '\n')
            return QString::fromStdString(text);
        text += character;
    }
}

} // namespace tradestate
