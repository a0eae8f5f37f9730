// SPDX-License-Identifier: MIT
#include "tests/support/forkedprocess.h"

#include <csignal>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tradestate::test {

ForkedProcess::ForkedProcess(const std::function<void(int toParent)>& run)
{
    int ends[2] = { -1, -1 };
    if (::pipe(ends) != 0)
        qFatal("no pipe");
    m_pid = ::fork();
    if (m_pid < 0)
        qFatal("no process");
    if (m_pid == 0) {
        ::close(ends[0]);
        run(ends[1]);
        ::_exit(99);
    }
    ::close(ends[1]);
    m_pipe = ends[0];
}

ForkedProcess::~ForkedProcess()
{
    if (!m_ended)
        static_cast<void>(kill());
    ::close(m_pipe);
}

bool ForkedProcess::read(void* to, size_t size, int milliseconds)
{
    pollfd waiting { m_pipe, POLLIN, 0 };
    if (::poll(&waiting, 1, milliseconds) != 1)
        return false;
    return ::read(m_pipe, to, size) == static_cast<ssize_t>(size); // what is told at once is not split up
}

bool ForkedProcess::kill()
{
    ::kill(m_pid, SIGKILL);
    waitForExit();
    return WIFSIGNALED(m_status) && WTERMSIG(m_status) == SIGKILL;
}

int ForkedProcess::waitForExit()
{
    if (!m_ended && ::waitpid(m_pid, &m_status, 0) == m_pid)
        m_ended = true;
    return m_ended && WIFEXITED(m_status) ? WEXITSTATUS(m_status) : -1;
}

QString ForkedProcess::howItEnded()
{
    const int code = waitForExit();
    return code >= 0 ? QStringLiteral("exit code %1").arg(code)
                     : QStringLiteral("signal %1").arg(m_ended ? WTERMSIG(m_status) : 0);
}

} // namespace tradestate::test
