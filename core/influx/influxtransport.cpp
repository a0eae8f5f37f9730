// SPDX-License-Identifier: MIT
#include "core/influx/influxtransport.h"

#include "core/influx/influxaddress.h"
#include "core/influx/influxerrors.h"
#include "core/influx/influxversion.h"

#include <QRandomGenerator>

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>

namespace tradestate {

namespace {

// A server may ask for a longer pause than anybody would wait for; the caller's own retries go on after that.
constexpr qint64 longestPauseMilliseconds = 5'000;

std::optional<Error> judgePing(const HttpAnswer& answer)
{
    if (answer.status == 200 || answer.status == 204)
        return std::nullopt;
    if (answer.status == 401 && answer.contentType == "text/html")
        return Error { ErrorCode::NotInfluxDb, {}, QStringLiteral("status 401") };
    // The words of Go's server, which InfluxDB's is.
    if (answer.status == 400 && answer.body.contains("HTTP request to an HTTPS server"))
        return Error { ErrorCode::NotInfluxDb, {}, QStringLiteral("it speaks https only") };
    if (answer.status == 403 || answer.status == 400)
        return Error { ErrorCode::NotInfluxDb, {}, QStringLiteral("status %1").arg(answer.status) };
    return influxError(answer, InfluxOperation::Other);
}

bool waitFor(qint64 milliseconds, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::milliseconds(milliseconds), [] { return false; });
    return !stop.stop_requested();
}

} // namespace

InfluxTransport::InfluxTransport(InfluxSettings given)
    : settings(std::move(given))
    , base(settings.url, QUrl::StrictMode)
    , sender(HttpOptions { settings.timeoutSeconds * 1000, settings.answerLimit, settings.caFile,
          settings.compressed.value_or(!isLoopback(QUrl(settings.url).host())) })
{
    unusable = whyUnusable(settings, base);
}

QString InfluxTransport::shownUrl() const
{
    return tradestate::shownUrl(base);
}

QDeadlineTimer InfluxTransport::deadline() const
{
    return QDeadlineTimer(qint64(settings.deadlineSeconds) * 1000, Qt::CoarseTimer);
}

Error InfluxTransport::shown(Error error) const
{
    if (error.subject.isEmpty())
        error.subject = shownUrl();
    QStringList secrets { settings.token };
    if (const qsizetype colon = settings.token.indexOf(QLatin1Char(':')); colon >= 0) {
        secrets << settings.token.mid(colon + 1);
        secrets << QString::fromLatin1(settings.token.toUtf8().toBase64());
    }
    for (const QString& secret : secrets) {
        if (secret.size() >= 4)
            error.reason.replace(secret, QStringLiteral("(token)"));
    }
    return error;
}

QUrl InfluxTransport::url(const char* path, const QUrlQuery& query) const
{
    QUrl url = base;
    QString prefix = base.path();
    while (prefix.endsWith(QLatin1Char('/')))
        prefix.chop(1);
    url.setPath(prefix + QLatin1String(path));
    if (!query.isEmpty())
        url.setQuery(query);
    return url;
}

QByteArray InfluxTransport::authorization(std::optional<InfluxFlavour> flavour) const
{
    const QByteArray token = settings.token.toUtf8();
    if (token.isEmpty())
        return {};
    if (flavour == InfluxFlavour::V1 && token.contains(':'))
        return "Basic " + token.toBase64();
    if (flavour == InfluxFlavour::V3)
        return "Bearer " + token;
    return "Token " + token;
}

std::optional<InfluxFlavour> InfluxTransport::flavour() const
{
    return server ? std::optional(server->flavour) : std::nullopt;
}

HttpSender::Request InfluxTransport::pingRequest() const
{
    return { "GET", url("/ping"), authorization(flavour()), {}, {} };
}

std::vector<Result<HttpAnswer>> InfluxTransport::sendOnce(const std::vector<HttpSender::Request>& requests,
    QDeadlineTimer until, const std::stop_token& stop, const HttpSender::OnAnswer& onAnswer)
{
    auto answers = sender.sendAll(requests, until, stop, onAnswer);
    for (auto& answer : answers) {
        if (!answer) {
            if (answer.error().code == ErrorCode::NotRunning)
                server.reset();
            answer = tl::unexpected(shown(answer.error()));
        } else if (answer->clockDifferenceSeconds) {
            clockDifference = answer->clockDifferenceSeconds;
        }
    }
    return answers;
}

Result<HttpAnswer> InfluxTransport::send(
    const HttpSender::Request& request, QDeadlineTimer until, const std::stop_token& stop, const Judge& judge)
{
    auto answers = sendAll({ request }, until, stop, judge);
    if (!answers)
        return tl::unexpected(answers.error());
    return std::move(answers->front());
}

std::vector<Result<HttpAnswer>> InfluxTransport::sendToKnown(std::vector<HttpSender::Request>& requests,
    QDeadlineTimer until, const std::stop_token& stop, const OnAnswer& onAnswer, Beside* beside)
{
    for (HttpSender::Request& request : requests)
        request.authorization = authorization(flavour());
    std::vector<HttpSender::Request> all = requests;
    if (beside) {
        auto more = beside->requestsFor(*server);
        beside->isDeclined = !more;
        if (!more)
            return {};
        for (HttpSender::Request& request : *more) {
            request.authorization = authorization(flavour());
            all.push_back(std::move(request));
        }
    }
    return sendOnce(all, until, stop, [&onAnswer](size_t index, HttpAnswer& answer) -> HttpSender::Next {
        if (onAnswer)
            onAnswer(index, answer);
        return {};
    });
}

Result<std::vector<Result<HttpAnswer>>> InfluxTransport::sendAndDetect(std::vector<HttpSender::Request>& requests,
    QDeadlineTimer until, const std::stop_token& stop, const OnAnswer& onAnswer, Beside& beside)
{
    // Only reading is asked by guess; only the kind of credentials depends on it.
    const QByteArray guessed = authorization(settings.organisation.isEmpty() ? InfluxFlavour::V1 : InfluxFlavour::V2);
    for (HttpSender::Request& request : requests)
        request.authorization = guessed;
    std::vector<HttpSender::Request> all = requests;
    const size_t ping = all.size();
    all.push_back(pingRequest());
    bool isAsThought = false;
    const auto onAny = [&](size_t index, HttpAnswer& answer) -> HttpSender::Next {
        if (index != ping) {
            if (onAnswer)
                onAnswer(index < ping ? index : index - 1, answer);
            return {};
        }
        const auto told = judgePing(answer) ? Result<std::optional<InfluxServer>>() : serverOfPing(answer);
        if (!told || !*told || authorization((*told)->flavour) != guessed)
            return { {}, true };
        auto more = beside.requestsFor(**told);
        if (!more)
            return { {}, true };
        server = **told;
        isAsThought = true;
        for (HttpSender::Request& request : *more)
            request.authorization = guessed;
        return { std::move(*more), false };
    };
    auto answers = sendOnce(all, until, stop, onAny);
    const auto pingAt = answers.begin() + static_cast<std::ptrdiff_t>(ping);
    if (!isAsThought) {
        if (auto detected = detectBy(std::move(*pingAt), until, stop); !detected)
            return tl::unexpected(detected.error());
        return std::vector<Result<HttpAnswer>>();
    }
    answers.erase(pingAt);
    return answers;
}

Result<std::vector<HttpAnswer>> InfluxTransport::sendAll(std::vector<HttpSender::Request> requests,
    QDeadlineTimer until, const std::stop_token& stop, const Judge& judge, const OnAnswer& onAnswer, Beside* beside)
{
    std::vector<Result<HttpAnswer>> first;
    if (beside && !server) {
        auto sent = sendAndDetect(requests, until, stop, onAnswer, *beside);
        if (!sent)
            return tl::unexpected(sent.error());
        first = std::move(*sent);
    }
    if (first.empty())
        first = sendToKnown(requests, until, stop, onAnswer, beside);
    if (beside && beside->isDeclined)
        return std::vector<HttpAnswer>();
    const size_t count = requests.size();
    if (beside)
        std::move(first.begin() + static_cast<std::ptrdiff_t>(count), first.end(), std::back_inserter(beside->answers));
    std::vector<HttpAnswer> answers;
    for (size_t i = 0; i < count; ++i) {
        auto answer = insist(std::move(first[i]), requests[i], until, stop, judge);
        if (!answer)
            return tl::unexpected(answer.error());
        answers.push_back(std::move(*answer));
    }
    return answers;
}

Result<HttpAnswer> InfluxTransport::insist(Result<HttpAnswer> answer, const HttpSender::Request& request,
    QDeadlineTimer until, const std::stop_token& stop, const Judge& judge)
{
    qint64 pause = settings.retryDelayMilliseconds;
    for (int attempt = 1;; ++attempt) {
        std::optional<Error> error;
        if (!answer)
            error = answer.error();
        else if (auto judged = judge(*answer))
            error = shown(*judged);
        if (!error)
            return answer;
        if (!mayPassByItself(error->code) || attempt >= settings.retryAttempts)
            return tl::unexpected(*error);
        qint64 wait = pause / 2 + QRandomGenerator::global()->bounded(pause / 2 + 1);
        if (answer && answer->retryAfterSeconds)
            wait = std::max(wait, qint64(*answer->retryAfterSeconds) * 1000);
        if (wait > longestPauseMilliseconds || wait >= until.remainingTime())
            return tl::unexpected(*error);
        if (!waitFor(wait, stop))
            return failure(ErrorCode::Cancelled, shownUrl());
        pause *= 2;
        answer = std::move(sendOnce({ request }, until, stop).front());
    }
}

bool InfluxTransport::mayPassByItself(ErrorCode code)
{
    return code == ErrorCode::ConnectionLost || code == ErrorCode::ServerBusy;
}

Result<InfluxServer> InfluxTransport::detect(QDeadlineTimer until, const std::stop_token& stop)
{
    if (unusable)
        return tl::unexpected(*unusable);
    if (server)
        return *server;
    return detectBy(std::move(sendOnce({ pingRequest() }, until, stop).front()), until, stop);
}

Result<InfluxServer> InfluxTransport::detectBy(
    Result<HttpAnswer> answered, QDeadlineTimer until, const std::stop_token& stop)
{
    const auto ping = insist(std::move(answered), pingRequest(), until, stop, judgePing);
    if (!ping)
        return tl::unexpected(ping.error());
    auto told = serverOfPing(*ping);
    if (!told)
        return tl::unexpected(shown(told.error()));
    if (!*told) {
        auto health = send({ "GET", url("/health"), {}, {}, {} }, until, stop, judgePing);
        if (!health)
            return tl::unexpected(health.error());
        auto found = serverOfHealth(*health);
        if (!found)
            return tl::unexpected(shown(found.error()));
        told = *found;
    }
    server = *told;
    return **told;
}

} // namespace tradestate
