// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

namespace tradestate::test {

/// Accepts connections on a free loopback port, one thread for each, so that a test may block in its own thread.
/// Everything ends with the object.
class LoopbackServer
{
public:
    LoopbackServer() = default;
    virtual ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    /// Not in the constructor: serve() is virtual.
    [[nodiscard]] bool listen();
    /// To be called by the destructor of the class that implements serve().
    void close();

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    [[nodiscard]] int connections() const { return m_connections; }

protected:
    /// One connection, in a thread of its own; returns when it is to be closed.
    virtual void serve(int socket) = 0;
    [[nodiscard]] bool isClosing() const { return m_closing; }
    /// Waits until there is something to read, the peer is gone (true) or the server closes (false).
    [[nodiscard]] bool waitReadable(int socket) const;
    /// Reads and forgets until the peer hangs up or the server closes.
    void waitUntilGone(int socket) const;
    /// False where the peer is gone.
    static bool sendAll(int socket, const char* data, qsizetype size);
    static bool sendAll(int socket, const QByteArray& data) { return sendAll(socket, data.constData(), data.size()); }

private:
    void accept();

    int m_socket = -1;
    quint16 m_port = 0;
    std::atomic<bool> m_closing = false;
    std::atomic<int> m_connections = 0;
    std::thread m_acceptor;
    std::mutex m_mutex;
    std::list<std::thread> m_threads;
};

struct HttpRequestSeen
{
    QByteArray method;
    QByteArray path; ///< with the query
    QByteArray body;
    QList<std::pair<QByteArray, QByteArray>> headers; ///< names in lower case

    [[nodiscard]] QByteArray header(const QByteArray& name) const;
    /// The value of a form field or query item, decoded.
    [[nodiscard]] static QByteArray formValue(const QByteArray& form, const QByteArray& name);
};

/// Splits a connection into HTTP/1.1 requests and answers each.
class HttpLoopbackServer : public LoopbackServer
{
public:
    /// Everything that was asked, in order.
    [[nodiscard]] std::vector<HttpRequestSeen> requests() const;

protected:
    /// Sends the answer. False closes the connection.
    virtual bool answer(int socket, const HttpRequestSeen& request) = 0;
    void serve(int socket) final;

private:
    mutable std::mutex m_seenMutex;
    std::vector<HttpRequestSeen> m_seen;
};

} // namespace tradestate::test
