// SPDX-License-Identifier: MIT
#pragma once

#include <csignal>
#include <ctime>

namespace tradestate {

/// While it lives, a write past the file-size limit fails with EFBIG in this thread instead of ending the process.
class FileSizeSignalBlock
{
public:
    FileSizeSignalBlock()
    {
        sigemptyset(&m_signal);
        sigaddset(&m_signal, SIGXFSZ);
        sigset_t pending;
        m_wasPending = sigpending(&pending) == 0 && sigismember(&pending, SIGXFSZ) == 1;
        m_blocked = pthread_sigmask(SIG_BLOCK, &m_signal, &m_before) == 0;
    }
    ~FileSizeSignalBlock()
    {
        if (!m_blocked)
            return;
        if (!m_wasPending) {
            const timespec atOnce {};
            while (sigtimedwait(&m_signal, nullptr, &atOnce) == SIGXFSZ) { }
        }
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    FileSizeSignalBlock(const FileSizeSignalBlock&) = delete;
    FileSizeSignalBlock& operator=(const FileSizeSignalBlock&) = delete;

private:
    sigset_t m_signal;
    sigset_t m_before;
    bool m_wasPending = false;
    bool m_blocked = false;
};

} // namespace tradestate
