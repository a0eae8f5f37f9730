// SPDX-License-Identifier: MIT
#include "tests/bench/recordingproxy.h"

#include <QMutex>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

namespace tradestate::bench {

namespace {

/// Takes whole requests off the front of the buffer.
bool takeRequest(QByteArray& buffer, RecordedRequest& request)
{
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return false;
    const QList<QByteArray> lines = buffer.left(end).replace("\r\n", "\n").split('\n');
    qsizetype length = 0;
    request = {};
    const QList<QByteArray> first = lines.front().split(' ');
    request.method = first.value(0);
    request.target = first.value(1);
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QByteArray name = lines[i].left(lines[i].indexOf(':')).toLower();
        if (name == "content-length")
            length = lines[i].mid(lines[i].indexOf(':') + 1).trimmed().toLongLong();
        else if (name != "host" && name != "connection")
            request.headers.push_back(lines[i]);
    }
    if (buffer.size() < end + 4 + length)
        return false;
    request.body = buffer.mid(end + 4, length);
    buffer.remove(0, end + 4 + length);
    return true;
}

} // namespace

struct RecordingProxy::Private
{
    QThread thread;
    QTcpServer* server = nullptr;
    quint16 port = 0;
    mutable QMutex mutex;
    std::vector<RecordedRequest> requests;
};

RecordingProxy::RecordingProxy(quint16 serverPort)
    : d(std::make_unique<Private>())
{
    d->server = new QTcpServer;
    if (!d->server->listen(QHostAddress::LocalHost))
        qFatal("cannot listen");
    d->port = d->server->serverPort();
    d->server->moveToThread(&d->thread);
    QObject::connect(&d->thread, &QThread::finished, d->server, &QObject::deleteLater);
    QObject::connect(d->server, &QTcpServer::newConnection, d->server, [this, serverPort] {
        while (QTcpSocket* client = d->server->nextPendingConnection()) {
            auto* upstream = new QTcpSocket(client);
            auto* buffer = new QByteArray;
            QObject::connect(client, &QObject::destroyed, [buffer] { delete buffer; });
            upstream->connectToHost(QHostAddress::LocalHost, serverPort);
            QObject::connect(client, &QTcpSocket::readyRead, upstream, [this, client, upstream, buffer] {
                const QByteArray bytes = client->readAll();
                upstream->write(bytes);
                buffer->append(bytes);
                RecordedRequest request;
                while (takeRequest(*buffer, request)) {
                    const QMutexLocker lock(&d->mutex);
                    d->requests.push_back(request);
                }
            });
            QObject::connect(
                upstream, &QTcpSocket::readyRead, client, [client, upstream] { client->write(upstream->readAll()); });
            QObject::connect(upstream, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
            QObject::connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        }
    });
    d->thread.start();
}

RecordingProxy::~RecordingProxy()
{
    d->thread.quit();
    d->thread.wait();
}

quint16 RecordingProxy::port() const
{
    return d->port;
}

std::vector<RecordedRequest> RecordingProxy::requests() const
{
    const QMutexLocker lock(&d->mutex);
    return d->requests;
}

} // namespace tradestate::bench
