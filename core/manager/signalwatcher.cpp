// SPDX-License-Identifier: MIT
#include "core/manager/signalwatcher.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

namespace tradestate {

namespace {

/// A handler may do next to nothing, and knows no object: it writes to the pipe of the only watcher.
std::atomic<int> pipeEnd { -1 };
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void passOn(int signal)
{
    const int before = errno;
    const auto byte = static_cast<unsigned char>(signal);
    // A full pipe holds a signal already.
    [[maybe_unused]] const ssize_t written = ::write(pipeEnd.load(), &byte, 1);
    errno = before;
}

} // namespace

struct SignalWatcher::Private
{
    std::array<int, 2> pipe { -1, -1 };
    struct sigaction oldInterrupt = {};
    struct sigaction oldTerminate = {};
    std::function<void(int)> firstSignal;
    std::thread thread;

    void watch()
    {
        bool told = false;
        for (;;) {
            unsigned char byte = 0;
            const ssize_t got = ::read(pipe[0], &byte, 1);
            if (got < 0 && errno == EINTR)
                continue;
            if (got != 1 || byte == 0)
                return;
            if (!std::exchange(told, true))
                firstSignal(byte);
        }
    }
};

SignalWatcher::SignalWatcher()
    : d(std::make_unique<Private>())
{
}

Result<std::unique_ptr<SignalWatcher>> SignalWatcher::start(std::function<void(int)> firstSignal)
{
    std::unique_ptr<SignalWatcher> watcher(new SignalWatcher);
    Private& d = *watcher->d;
    d.firstSignal = std::move(firstSignal);
    if (::pipe2(d.pipe.data(), O_CLOEXEC) != 0)
        return failure(ErrorCode::Internal, QStringLiteral("pipe"), QString::fromLocal8Bit(std::strerror(errno)));
    int none = -1;
    if (!pipeEnd.compare_exchange_strong(none, d.pipe[1]))
        return failure(ErrorCode::WrongUse, {}, QStringLiteral("the signals are watched already"));
    d.thread = std::thread([&d] { d.watch(); });
    struct sigaction action = {};
    action.sa_handler = passOn;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, &d.oldInterrupt);
    ::sigaction(SIGTERM, &action, &d.oldTerminate);
    return watcher;
}

SignalWatcher::~SignalWatcher()
{
    if (d->thread.joinable()) {
        ::sigaction(SIGINT, &d->oldInterrupt, nullptr);
        ::sigaction(SIGTERM, &d->oldTerminate, nullptr);
        const unsigned char end = 0;
        while (::write(d->pipe[1], &end, 1) < 0 && errno == EINTR) { }
        d->thread.join();
        pipeEnd = -1;
    }
    for (const int end : d->pipe) {
        if (end >= 0)
            ::close(end);
    }
}

} // namespace tradestate
