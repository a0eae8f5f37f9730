// SPDX-License-Identifier: MIT
#include "tests/support/interposedserver.h"

#include <QHostAddress>
#include <QTcpSocket>

namespace tradestate::test {

bool InterposedServer::answer(int socket, const HttpRequestSeen& request)
{
    if (const auto body = m_hook(request)) {
        if (body->isEmpty())
            return false;
        sendAll(socket,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + QByteArray::number(body->size())
                + "\r\nconnection: close\r\n\r\n" + *body);
        return false;
    }
    QTcpSocket server;
    server.connectToHost(QHostAddress::LocalHost, m_serverPort);
    if (!server.waitForConnected())
        return false;
    QByteArray message = request.method + ' ' + request.path + " HTTP/1.1\r\n";
    for (const auto& [name, value] : request.headers) {
        if (name != "connection")
            message += name + ": " + value + "\r\n";
    }
    server.write(message + "connection: close\r\n\r\n" + request.body);
    while (server.state() == QAbstractSocket::ConnectedState || server.bytesAvailable() > 0) {
        if (server.bytesAvailable() == 0)
            server.waitForReadyRead(1000);
        if (!sendAll(socket, server.readAll()))
            return false;
    }
    return false;
}

} // namespace tradestate::test
