// SPDX-License-Identifier: MIT
#include "tests/support/faultproxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace tradestate::test {

void FaultProxy::arm(Kind kind, qint64 atByte, int times)
{
    const std::lock_guard guard(m_kindMutex);
    m_kind = kind;
    m_atByte = atByte;
    m_times = times;
    m_answerBytes = 0;
    m_requestBytes = 0;
}

bool FaultProxy::fire(Kind kind)
{
    const std::lock_guard guard(m_kindMutex);
    if (m_kind != kind)
        return false;
    if (--m_times <= 0)
        m_kind = Kind::None;
    ++m_fired;
    return true;
}

void FaultProxy::serve(int client)
{
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(m_serverPort);
    if (::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(server);
        return;
    }
    const int on = 1;
    ::setsockopt(server, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    char buffer[65'536];
    const auto fault = [this] {
        const std::lock_guard guard(m_kindMutex);
        return std::pair(m_kind, m_atByte);
    };
    for (bool open = true; open && !isClosing();) {
        pollfd wanted[2] = { { client, POLLIN, 0 }, { server, POLLIN, 0 } };
        if (::poll(wanted, 2, 20) <= 0)
            continue;
        if (wanted[0].revents != 0) {
            const ssize_t count = ::recv(client, buffer, sizeof buffer, 0);
            if (count <= 0)
                break;
            const auto [kind, atByte] = fault();
            qint64 pass = count;
            const bool cut = kind == Kind::CutRequest && m_requestBytes + count > atByte;
            if (cut)
                pass = std::max<qint64>(0, atByte - m_requestBytes);
            m_requestBytes += pass;
            open = sendAll(server, buffer, pass);
            if (cut && fire(Kind::CutRequest))
                break;
        }
        if (wanted[1].revents != 0) {
            const ssize_t count = ::recv(server, buffer, sizeof buffer, 0);
            if (count <= 0)
                break;
            const auto [kind, atByte] = fault();
            if (kind == Kind::SwallowAnswer && fire(Kind::SwallowAnswer))
                break;
            qint64 pass = count;
            const bool stop = (kind == Kind::CutAnswer || kind == Kind::HangAnswer) && m_answerBytes + count > atByte;
            if (stop)
                pass = std::max<qint64>(0, atByte - m_answerBytes);
            m_answerBytes += pass;
            open = sendAll(client, buffer, pass);
            if (stop && fire(kind)) {
                if (kind == Kind::HangAnswer)
                    waitUntilGone(client);
                break;
            }
        }
    }
    ::close(server);
}

} // namespace tradestate::test
