// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>
#include <vector>

namespace tradestate::bench {

/// One HTTP request as a program sent it.
struct RecordedRequest
{
    QByteArray method;
    QByteArray target;
    std::vector<QByteArray> headers; ///< "Name: value", without those of the connection itself
    QByteArray body;
};

/// Listens on loopback, hands every request on to a server and keeps what was asked. Runs in a thread of its own.
class RecordingProxy
{
public:
    explicit RecordingProxy(quint16 serverPort);
    ~RecordingProxy();

    [[nodiscard]] quint16 port() const;
    [[nodiscard]] std::vector<RecordedRequest> requests() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate::bench
