// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/httprequest.h"
#include "core/influx/influxclient.h"

#include <QUrlQuery>

namespace tradestate {

/// Brings requests to one server and insists on answers that may come yet; knows which server it is. For InfluxClient,
/// whose notes on threads hold here.
struct InfluxTransport
{
    InfluxSettings settings;
    QUrl base;
    std::optional<Error> unusable; ///< the settings cannot be used as they are
    HttpSender sender;
    std::optional<InfluxServer> server;
    std::optional<qint64> clockDifference;

    explicit InfluxTransport(InfluxSettings given);

    [[nodiscard]] QString shownUrl() const;
    [[nodiscard]] QDeadlineTimer deadline() const;
    /// The one place where words of the server or of Qt become part of an error: the token is taken out.
    [[nodiscard]] Error shown(Error error) const;
    [[nodiscard]] QUrl url(const char* path, const QUrlQuery& query = {}) const;

    /// What is wrong with an answer; none: it is good.
    using Judge = std::function<std::optional<Error>(const HttpAnswer& answer)>;
    /// Sends until judge finds the answer good or an error that does not pass by itself.
    [[nodiscard]] Result<HttpAnswer> send(
        const HttpSender::Request& request, QDeadlineTimer until, const std::stop_token& stop, const Judge& judge);

    /// Of the first attempt, before it is judged. May take the body of what judge finds good without it.
    using OnAnswer = std::function<void(size_t index, HttpAnswer& answer)>;
    /// Sent with others, once: nobody insists on an answer.
    struct Beside
    {
        using Requests = std::optional<std::vector<HttpSender::Request>>;
        /// None: this server is not to be asked in this way, for the others neither.
        std::function<Requests(const InfluxServer& server)> requestsFor;
        std::vector<Result<HttpAnswer>> answers;
        bool isDeclined = false; ///< there were none, and so no answers to the others
    };
    /// The same for several, together at first, then one by one those that a pause may help; or the first error. With
    /// something beside, a server that is not known yet is asked in the same round which one it is.
    [[nodiscard]] Result<std::vector<HttpAnswer>> sendAll(std::vector<HttpSender::Request> requests,
        QDeadlineTimer until, const std::stop_token& stop, const Judge& judge, const OnAnswer& onAnswer = {},
        Beside* beside = nullptr);
    /// An error of the connection or of a busy server, which the same request may not meet again.
    [[nodiscard]] static bool mayPassByItself(ErrorCode code);

    /// As InfluxClient::detect.
    [[nodiscard]] Result<InfluxServer> detect(QDeadlineTimer until, const std::stop_token& stop);

private:
    [[nodiscard]] QByteArray authorization(std::optional<InfluxFlavour> flavour) const;
    [[nodiscard]] std::optional<InfluxFlavour> flavour() const;
    [[nodiscard]] std::vector<Result<HttpAnswer>> sendOnce(const std::vector<HttpSender::Request>& requests,
        QDeadlineTimer until, const std::stop_token& stop, const HttpSender::OnAnswer& onAnswer = {});
    /// The first attempt where the server is known; the answers to what is beside come after the others. Puts into the
    /// requests what authorizes them.
    [[nodiscard]] std::vector<Result<HttpAnswer>> sendToKnown(std::vector<HttpSender::Request>& requests,
        QDeadlineTimer until, const std::stop_token& stop, const OnAnswer& onAnswer, Beside* beside);
    /// The same where it is not, in one round with the ping. Empty: the server is known now, and other than was
    /// thought.
    [[nodiscard]] Result<std::vector<Result<HttpAnswer>>> sendAndDetect(std::vector<HttpSender::Request>& requests,
        QDeadlineTimer until, const std::stop_token& stop, const OnAnswer& onAnswer, Beside& beside);
    [[nodiscard]] HttpSender::Request pingRequest() const;
    /// answered: the first attempt of the ping.
    [[nodiscard]] Result<InfluxServer> detectBy(
        Result<HttpAnswer> answered, QDeadlineTimer until, const std::stop_token& stop);
    /// answer: of the first attempt.
    [[nodiscard]] Result<HttpAnswer> insist(Result<HttpAnswer> answer, const HttpSender::Request& request,
        QDeadlineTimer until, const std::stop_token& stop, const Judge& judge);
};

} // namespace tradestate
