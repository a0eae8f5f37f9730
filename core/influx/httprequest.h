// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QDeadlineTimer>
#include <QUrl>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace tradestate {

struct HttpOptions
{
    int timeoutMilliseconds = 10'000; ///< without a byte from the server
    qint64 answerLimit = qint64(1) << 30; ///< bytes after decompression
    QString caFile;
    bool compressed = false;
};

struct HttpAnswer
{
    int status = 0;
    QByteArray contentType; ///< lower-case, without parameters
    QByteArray influxVersion; ///< X-Influxdb-Version
    QByteArray influxBuild; ///< X-Influxdb-Build
    std::optional<int> retryAfterSeconds;
    std::optional<qint64> clockDifferenceSeconds; ///< the server's Date minus this machine's time
    QByteArray body;
};

/// Sends requests and waits for the whole answers. Never follows a redirect, uses no proxy, no cookies and no
/// cache. Any answer with a status is an answer; an error means that there is none that could be trusted. The first
/// request creates the network objects in its thread.
class HttpSender
{
public:
    explicit HttpSender(HttpOptions options);
    ~HttpSender();
    HttpSender(const HttpSender&) = delete;
    HttpSender& operator=(const HttpSender&) = delete;

    struct Request
    {
        QByteArray method;
        QUrl url;
        QByteArray authorization; ///< secret; empty: none
        QByteArray contentType;
        QByteArray body;
    };
    /// NotRunning, TimedOut, ConnectionLost, NotInfluxDb (speaks no HTTP, or no https where that is asked for),
    /// CertificateRefused, AnswerTooLarge, Cancelled.
    [[nodiscard]] Result<HttpAnswer> send(const Request& request, QDeadlineTimer deadline, const std::stop_token& stop);
    struct Next
    {
        std::vector<Request> more; ///< to be sent too; their answers come after all others
        bool isEnough = false; ///< what is not answered yet ends as Cancelled
    };
    /// Called in the thread of sendAll as soon as an answer is there, while others are still awaited. May take the
    /// body.
    using OnAnswer = std::function<Next(size_t index, HttpAnswer& answer)>;
    /// The same for several at the same time, each over a connection of its own; the answers in the requests' order.
    [[nodiscard]] std::vector<Result<HttpAnswer>> sendAll(const std::vector<Request>& requests, QDeadlineTimer deadline,
        const std::stop_token& stop, const OnAnswer& onAnswer = {});
    /// From sending to the first byte of the newest answer; -1 before.
    [[nodiscard]] qint64 latencyMilliseconds() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate
