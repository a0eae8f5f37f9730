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

FaultProxy::Passage FaultProxy::passage(Direction direction, qint64 count)
{
    const std::lock_guard guard(m_kindMutex);
    std::atomic<qint64>& passed = direction == Direction::Request ? m_requestBytes : m_answerBytes;
    const bool isHere = direction == Direction::Request ? m_kind == Kind::CutRequest
                                                        : m_kind != Kind::CutRequest && m_kind != Kind::None;
    const qint64 upTo = m_kind == Kind::SwallowAnswer ? 0 : std::max<qint64>(0, m_atByte - passed);
    Passage result { count, Kind::None };
    if (isHere && (count > upTo)) {
        result = { upTo, m_kind };
        ++m_fired;
        if (--m_times <= 0)
            m_kind = Kind::None;
    }
    passed += result.bytes;
    return result;
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
    for (bool open = true; open && !isClosing();) {
        pollfd wanted[2] = { { client, POLLIN, 0 }, { server, POLLIN, 0 } };
        if (::poll(wanted, 2, 20) <= 0)
            continue;
        if (wanted[0].revents != 0) {
            const ssize_t count = ::recv(client, buffer, sizeof buffer, 0);
            if (count <= 0)
                break;
            const Passage pass = passage(Direction::Request, count);
            open = sendAll(server, buffer, pass.bytes);
            if (pass.fault != Kind::None)
                break;
        }
        if (wanted[1].revents != 0) {
            const ssize_t count = ::recv(server, buffer, sizeof buffer, 0);
            if (count <= 0)
                break;
            const Passage pass = passage(Direction::Answer, count);
            open = sendAll(client, buffer, pass.bytes);
            if (pass.fault == Kind::HangAnswer)
                waitUntilGone(client);
            if (pass.fault != Kind::None)
                break;
        }
    }
    ::close(server);
}

} // namespace tradestate::test
