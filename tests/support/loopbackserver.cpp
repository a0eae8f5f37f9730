// SPDX-License-Identifier: MIT
#include "tests/support/loopbackserver.h"

#include <QUrl>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tradestate::test {

namespace {

constexpr int pollMilliseconds = 20; ///< how soon a closing server is noticed

bool readable(int socket)
{
    pollfd wanted { socket, POLLIN, 0 };
    return ::poll(&wanted, 1, pollMilliseconds) > 0;
}

} // namespace

LoopbackServer::~LoopbackServer()
{
    close();
}

bool LoopbackServer::listen()
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (m_socket < 0 || ::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) != 0
        || ::listen(m_socket, 64) != 0 || ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return false;
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept(); });
    return true;
}

void LoopbackServer::close()
{
    m_closing = true;
    if (m_acceptor.joinable())
        m_acceptor.join();
    std::list<std::thread> threads;
    {
        const std::lock_guard guard(m_mutex);
        threads.swap(m_threads);
    }
    for (std::thread& thread : threads)
        thread.join();
    if (m_socket >= 0)
        ::close(m_socket);
    m_socket = -1;
}

void LoopbackServer::accept()
{
    while (!m_closing) {
        if (!readable(m_socket))
            continue;
        const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0)
            continue;
        // Head and body are two writes; together with delayed acknowledgements they would wait for each other.
        const int on = 1;
        ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        ++m_connections;
        const std::lock_guard guard(m_mutex);
        m_threads.emplace_back([this, connection] {
            serve(connection);
            ::close(connection);
        });
    }
}

bool LoopbackServer::waitReadable(int socket) const
{
    while (!m_closing) {
        if (readable(socket))
            return true;
    }
    return false;
}

void LoopbackServer::waitUntilGone(int socket) const
{
    char buffer[4096];
    while (waitReadable(socket) && ::recv(socket, buffer, sizeof buffer, 0) > 0) { }
}

bool LoopbackServer::sendAll(int socket, const char* data, qsizetype size)
{
    while (size > 0) {
        const ssize_t sent = ::send(socket, data, static_cast<size_t>(size), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        data += sent;
        size -= sent;
    }
    return true;
}

QByteArray HttpRequestSeen::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers) {
        if (key == name)
            return value;
    }
    return {};
}

QByteArray HttpRequestSeen::formValue(const QByteArray& form, const QByteArray& name)
{
    for (QByteArray item : form.split('&')) {
        if (item.startsWith(name + '='))
            return QByteArray::fromPercentEncoding(item.mid(name.size() + 1).replace('+', ' '));
    }
    return {};
}

std::vector<HttpRequestSeen> HttpLoopbackServer::requests() const
{
    const std::lock_guard guard(m_seenMutex);
    return m_seen;
}

void HttpLoopbackServer::serve(int socket)
{
    QByteArray received;
    for (;;) {
        qsizetype end = received.indexOf("\r\n\r\n");
        HttpRequestSeen request;
        qsizetype length = 0;
        if (end >= 0) {
            const QList<QByteArray> lines = received.left(end).split('\n');
            const QList<QByteArray> first = lines.front().trimmed().split(' ');
            request.method = first.value(0);
            request.path = first.value(1);
            for (qsizetype i = 1; i < lines.size(); ++i) {
                const qsizetype colon = lines[i].indexOf(':');
                request.headers.emplaceBack(lines[i].left(colon).toLower(), lines[i].mid(colon + 1).trimmed());
            }
            length = request.header("content-length").toLongLong();
            end += 4;
        }
        if (end < 0 || received.size() < end + length) {
            char buffer[65'536];
            if (!waitReadable(socket))
                return;
            const ssize_t count = ::recv(socket, buffer, sizeof buffer, 0);
            if (count <= 0)
                return;
            received.append(buffer, count);
            continue;
        }
        request.body = received.mid(end, length);
        received.remove(0, end + length);
        {
            const std::lock_guard guard(m_seenMutex);
            m_seen.push_back(request);
        }
        if (!answer(socket, request))
            return;
    }
}

} // namespace tradestate::test
