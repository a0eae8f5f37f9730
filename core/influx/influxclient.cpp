// SPDX-License-Identifier: MIT
#include "core/influx/influxclient.h"

#include "core/base/inbackground.h"
#include "core/base/json.h"
#include "core/influx/httprequest.h"
#include "core/influx/influxaddress.h"
#include "core/influx/influxerrors.h"
#include "core/influx/influxql.h"
#include "core/influx/influxversion.h"
#include "core/influx/lineprotocol.h"

#include <QRandomGenerator>
#include <QThread>
#include <QUrlQuery>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace tradestate {

namespace {

// A server may ask for a longer pause than anybody would wait for; the caller's own retries go on after that.
constexpr qint64 longestPauseMilliseconds = 5'000;

bool mayPassByItself(ErrorCode code)
{
    return code == ErrorCode::ConnectionLost || code == ErrorCode::ServerBusy;
}

} // namespace

struct InfluxClient::Private
{
    InfluxSettings settings;
    QUrl base;
    std::optional<Error> unusable; ///< the settings cannot be used as they are
    HttpSender sender;
    std::optional<InfluxServer> server;
    std::optional<qint64> clockDifference;

    explicit Private(InfluxSettings given)
        : settings(std::move(given))
        , base(settings.url, QUrl::StrictMode)
        , sender(HttpOptions { settings.timeoutSeconds * 1000, settings.answerLimit, settings.caFile,
              settings.compressed.value_or(!isLoopback(QUrl(settings.url).host())) })
    {
        unusable = whyUnusable(settings, base);
    }

    [[nodiscard]] QString shownUrl() const { return tradestate::shownUrl(base); }

    [[nodiscard]] QDeadlineTimer deadline() const
    {
        return QDeadlineTimer(qint64(settings.deadlineSeconds) * 1000, Qt::CoarseTimer);
    }

    /// The one place where words of the server or of Qt become part of an error: the token is taken out.
    [[nodiscard]] Error shown(Error error) const
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

    [[nodiscard]] QUrl url(const char* path, const QUrlQuery& query = {}) const
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

    [[nodiscard]] QByteArray authorization() const
    {
        const QByteArray token = settings.token.toUtf8();
        if (token.isEmpty())
            return {};
        if (server && server->flavour == InfluxFlavour::V1 && token.contains(':'))
            return "Basic " + token.toBase64();
        if (server && server->flavour == InfluxFlavour::V3)
            return "Bearer " + token;
        return "Token " + token;
    }

    std::vector<Result<HttpAnswer>> sendOnce(const std::vector<HttpSender::Request>& requests, QDeadlineTimer until,
        const std::stop_token& stop, const HttpSender::OnAnswer& onAnswer = {})
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

    /// Sends until judge finds the answer good or an error that does not pass by itself.
    template <typename Judge>
    Result<HttpAnswer> send(
        const HttpSender::Request& request, QDeadlineTimer until, const std::stop_token& stop, Judge judge)
    {
        auto answers = sendAll({ request }, until, stop, judge);
        if (!answers)
            return tl::unexpected(answers.error());
        return std::move(answers->front());
    }

    /// The same for several, together at first, then one by one those that a pause may help; or the first error.
    /// onAnswer: of the first attempt, before it is judged.
    template <typename Judge>
    Result<std::vector<HttpAnswer>> sendAll(std::vector<HttpSender::Request> requests, QDeadlineTimer until,
        const std::stop_token& stop, Judge judge, const HttpSender::OnAnswer& onAnswer = {})
    {
        // For all attempts: a server that one request does not reach is forgotten, and with it its kind of credentials.
        for (HttpSender::Request& request : requests)
            request.authorization = authorization();
        auto first = sendOnce(requests, until, stop, onAnswer);
        std::vector<HttpAnswer> answers;
        for (size_t i = 0; i < requests.size(); ++i) {
            auto answer = insist(std::move(first[i]), requests[i], until, stop, judge);
            if (!answer)
                return tl::unexpected(answer.error());
            answers.push_back(std::move(*answer));
        }
        return answers;
    }

    /// answer: of the first attempt.
    template <typename Judge>
    Result<HttpAnswer> insist(Result<HttpAnswer> answer, const HttpSender::Request& request, QDeadlineTimer until,
        const std::stop_token& stop, Judge judge)
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

    static bool waitFor(qint64 milliseconds, const std::stop_token& stop)
    {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        wake.wait_for(lock, stop, std::chrono::milliseconds(milliseconds), [] { return false; });
        return !stop.stop_requested();
    }

    Result<InfluxServer> detect(QDeadlineTimer until, const std::stop_token& stop)
    {
        if (unusable)
            return tl::unexpected(*unusable);
        if (server)
            return *server;
        const auto judge = [](const HttpAnswer& answer) -> std::optional<Error> {
            if (answer.status == 200 || answer.status == 204)
                return std::nullopt;
            if (answer.status == 401 && answer.contentType == "text/html")
                return Error { ErrorCode::NotInfluxDb, {}, QStringLiteral("status 401") };
            if (answer.status == 403 || answer.status == 400)
                return Error { ErrorCode::NotInfluxDb, {}, QStringLiteral("status %1").arg(answer.status) };
            return influxError(answer, InfluxOperation::Other);
        };
        auto ping = send({ "GET", url("/ping"), {}, {}, {} }, until, stop, judge);
        if (!ping)
            return tl::unexpected(ping.error());
        auto told = serverOfPing(*ping);
        if (!told)
            return tl::unexpected(shown(told.error()));
        if (!*told) {
            auto health = send({ "GET", url("/health"), {}, {}, {} }, until, stop, judge);
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

    [[nodiscard]] HttpSender::Request writeRequest(QByteArray body) const
    {
        QUrlQuery query;
        // QUrlQuery leaves '+' as it is, which servers read as a space.
        const auto encoded = [](const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
        const char* path = "/write";
        switch (server->flavour) {
        case InfluxFlavour::V1:
            query.addQueryItem(QStringLiteral("db"), encoded(settings.bucket));
            query.addQueryItem(QStringLiteral("precision"), QStringLiteral("ns"));
            break;
        case InfluxFlavour::V2:
            path = "/api/v2/write";
            query.addQueryItem(QStringLiteral("bucket"), encoded(settings.bucket));
            query.addQueryItem(QStringLiteral("org"), encoded(settings.organisation));
            query.addQueryItem(QStringLiteral("precision"), QStringLiteral("ns"));
            break;
        case InfluxFlavour::V3:
            path = "/api/v3/write_lp";
            query.addQueryItem(QStringLiteral("db"), encoded(settings.bucket));
            query.addQueryItem(QStringLiteral("precision"), QStringLiteral("nanosecond"));
            query.addQueryItem(QStringLiteral("accept_partial"), QStringLiteral("false"));
            break;
        }
        return { "POST", url(path, query), {}, "text/plain; charset=utf-8", std::move(body) };
    }

    Result<void> writeBody(QByteArray body, QDeadlineTimer until, const std::stop_token& stop)
    {
        const auto judge = [](const HttpAnswer& answer) -> std::optional<Error> {
            if (answer.status == 204)
                return std::nullopt;
            return influxError(answer, InfluxOperation::Write);
        };
        auto answer = send(writeRequest(std::move(body)), until, stop, judge);
        if (!answer)
            return tl::unexpected(answer.error());
        return {};
    }

    /// 3 Core creates a missing database on writing.
    Result<void> lookForDatabase(QDeadlineTimer until, const std::stop_token& stop)
    {
        auto names = databases(until, stop);
        if (!names)
            return tl::unexpected(names.error());
        if (!names->contains(settings.bucket))
            return failure(ErrorCode::NoSuchBucket, settings.bucket);
        return {};
    }

    Result<void> probeWrite(QDeadlineTimer until, const std::stop_token& stop)
    {
        if (server->flavour == InfluxFlavour::V3) {
            const auto judge = [](const HttpAnswer& answer) -> std::optional<Error> {
                if (answer.status == 400 && answer.body.contains("incoming write was empty"))
                    return std::nullopt;
                return influxError(answer, InfluxOperation::Write);
            };
            if (auto there = lookForDatabase(until, stop); !there)
                return there;
            auto answer = send(writeRequest({}), until, stop, judge);
            if (!answer)
                return tl::unexpected(answer.error());
            return {};
        }
        auto probed = writeBody({}, until, stop);
        if (!probed)
            return tl::unexpected(named(probed.error()));
        return {};
    }

    /// Bucket and organisation as the subject of what is wrong with them.
    [[nodiscard]] Error named(Error error) const
    {
        if (error.code == ErrorCode::NoSuchBucket || error.code == ErrorCode::MayNotRead
            || error.code == ErrorCode::MayNotWrite)
            error.subject = settings.bucket;
        else if (error.code == ErrorCode::NoSuchOrganisation)
            error.subject = settings.organisation;
        return error;
    }

    /// chunked: rows come in several objects. A deletion has none, and 2.x then answers with no byte at all, which is
    /// no answer.
    [[nodiscard]] Result<HttpSender::Request> queryRequest(std::string_view statement, bool chunked) const
    {
        if (!isValidUtf8(statement) || statement.find('\0') != std::string_view::npos
            || statement.find('\r') != std::string_view::npos)
            return failure(
                ErrorCode::CannotBeStored, {}, QStringLiteral("a name with a character that cannot stand in a query"));
        QByteArray form = queryForm(settings.bucket.toStdString(), statement, chunked);
        return HttpSender::Request { "POST", url("/query"), {}, "application/x-www-form-urlencoded", std::move(form) };
    }

    static std::optional<Error> judgeRead(const HttpAnswer& answer)
    {
        if (answer.status == 200 && answer.contentType == "application/json")
            return std::nullopt;
        return influxError(answer, InfluxOperation::Read);
    }

    static Result<QueryResult> decode(const HttpAnswer& answer)
    {
        return decodeQueryAnswer({ answer.body.constData(), static_cast<size_t>(answer.body.size()) });
    }

    Result<void> queryAll(const std::vector<std::string>& statements, const UseResult& use, QDeadlineTimer until,
        const std::stop_token& stop)
    {
        std::vector<HttpSender::Request> requests;
        for (const std::string& statement : statements) {
            auto request = queryRequest(statement, true);
            if (!request)
                return tl::unexpected(named(shown(request.error())));
            requests.push_back(std::move(*request));
        }
        const auto decodeAndUse = [&use](size_t index, const HttpAnswer& answer) -> Result<void> {
            auto decoded = decode(answer);
            if (!decoded)
                return tl::unexpected(decoded.error());
            use(index, std::move(*decoded));
            return {};
        };
        // The first answers are decoded while the server is at the others.
        std::vector<std::future<Result<void>>> early(requests.size());
        const auto answers = sendAll(requests, until, stop, judgeRead, [&](size_t index, const HttpAnswer& answer) {
            if (early.size() > 1 && !judgeRead(answer))
                early[index] = inBackground([&decodeAndUse, index, answer] { return decodeAndUse(index, answer); });
        });
        if (!answers)
            return tl::unexpected(whyNotRead(answers.error(), until, stop));
        for (size_t i = 0; i < answers->size(); ++i) {
            const auto used = early[i].valid() ? early[i].get() : decodeAndUse(i, (*answers)[i]);
            if (!used)
                return tl::unexpected(whyNotRead(used.error(), until, stop));
        }
        return {};
    }

    /// An error of a query in the words of this program.
    Error whyNotRead(const Error& given, QDeadlineTimer until, const std::stop_token& stop)
    {
        Error error = shown(given);
        if (error.code == ErrorCode::RefusedByServer)
            error.code = influxCodeOfWords(error.reason);
        // 1.x tells a limited user of a missing database as if only the right were missing, 2.x a token without the
        // right as if the bucket were missing. The probe for writing tells them apart.
        const bool unclear = server
            && ((server->flavour == InfluxFlavour::V1 && error.code == ErrorCode::MayNotRead)
                || (server->flavour == InfluxFlavour::V2 && error.code == ErrorCode::NoSuchBucket));
        if (unclear) {
            auto probed = probeWrite(until, stop);
            if (probed || probed.error().code == ErrorCode::MayNotWrite)
                error.code = ErrorCode::MayNotRead;
            else if (probed.error().code == ErrorCode::NoSuchBucket)
                error.code = ErrorCode::NoSuchBucket;
            else
                error = probed.error();
        }
        return named(error);
    }

    Result<QueryResult> query(std::string_view statement, QDeadlineTimer until, const std::stop_token& stop)
    {
        QueryResult result;
        const auto take = [&result](size_t, QueryResult answer) { result = std::move(answer); };
        if (auto asked = queryAll({ std::string(statement) }, take, until, stop); !asked)
            return tl::unexpected(asked.error());
        return result;
    }

    Result<QStringList> databases(QDeadlineTimer until, const std::stop_token& stop)
    {
        QStringList names;
        if (server->flavour != InfluxFlavour::V3) {
            auto answer = query("SHOW DATABASES", until, stop);
            if (!answer)
                return tl::unexpected(answer.error());
            for (const InfluxSeries& series : answer->series) {
                for (size_t row = 0; row < series.rowCount(); ++row)
                    names << series.at(row, "name").toString();
            }
            return names;
        }
        QUrlQuery format;
        format.addQueryItem(QStringLiteral("format"), QStringLiteral("json"));
        auto answer = send({ "GET", url("/api/v3/configure/database", format), {}, {}, {} }, until, stop, judgeRead);
        if (!answer)
            return tl::unexpected(answer.error());
        auto json = parseJson({ answer->body.constData(), static_cast<size_t>(answer->body.size()) });
        if (!json || !json->value.asArray())
            return tl::unexpected(
                shown(Error { ErrorCode::AnswerNotUnderstood, {}, QStringLiteral("no list of databases") }));
        for (const Json& database : *json->value.asArray()) {
            const Json* name = database.find("iox::database");
            if (name && name->asText())
                names << toQString(*name->asText());
        }
        return names;
    }
};

InfluxClient::InfluxClient(InfluxSettings settings)
    : d(std::make_unique<Private>(std::move(settings)))
{
}

InfluxClient::~InfluxClient() = default;

Result<InfluxServer> InfluxClient::detect(const std::stop_token& stop)
{
    return d->detect(d->deadline(), stop);
}

void InfluxClient::forgetServer()
{
    d->server.reset();
}

Result<QueryResult> InfluxClient::query(std::string_view statement, const std::stop_token& stop)
{
    const QDeadlineTimer until = d->deadline();
    if (auto found = d->detect(until, stop); !found)
        return tl::unexpected(found.error());
    return d->query(statement, until, stop);
}

Result<void> InfluxClient::queryAll(
    const std::vector<std::string>& statements, const UseResult& use, const std::stop_token& stop)
{
    const QDeadlineTimer until = d->deadline();
    if (auto found = d->detect(until, stop); !found)
        return tl::unexpected(found.error());
    return d->queryAll(statements, use, until, stop);
}

Result<std::vector<QueryResult>> InfluxClient::queryAll(
    const std::vector<std::string>& statements, const std::stop_token& stop)
{
    std::vector<QueryResult> results(statements.size());
    const auto take = [&results](size_t index, QueryResult result) { results[index] = std::move(result); };
    if (auto asked = queryAll(statements, take, stop); !asked)
        return tl::unexpected(asked.error());
    return results;
}

Result<void> InfluxClient::write(const std::vector<std::string>& lines, const std::stop_token& stop)
{
    if (lines.empty())
        return {};
    const QDeadlineTimer until = d->deadline();
    if (auto found = d->detect(until, stop); !found)
        return tl::unexpected(found.error());
    if (d->server->flavour == InfluxFlavour::V3) {
        if (auto there = d->lookForDatabase(until, stop); !there)
            return there;
    }
    QByteArray body;
    const auto flush = [&]() -> Result<void> {
        if (body.isEmpty())
            return {};
        auto written = d->writeBody(std::exchange(body, {}), until, stop);
        if (!written)
            return tl::unexpected(d->named(written.error()));
        return {};
    };
    for (const std::string& line : lines) {
        const auto size = static_cast<qsizetype>(line.size());
        if (!body.isEmpty() && body.size() + size + 1 > d->settings.bodyLimit) {
            if (auto flushed = flush(); !flushed)
                return flushed;
        }
        if (!body.isEmpty())
            body += '\n';
        body.append(line.data(), size);
    }
    return flush();
}

Result<void> InfluxClient::deleteRows(
    std::string_view measurement, std::string_view condition, const std::stop_token& stop)
{
    const QDeadlineTimer until = d->deadline();
    auto found = d->detect(until, stop);
    if (!found)
        return tl::unexpected(found.error());
    if (found->flavour == InfluxFlavour::V3)
        return failure(ErrorCode::RefusedByServer, d->shownUrl(), QStringLiteral("InfluxDB 3 Core deletes no rows"));
    if (condition.empty())
        return failure(ErrorCode::Internal, {}, QStringLiteral("a deletion without a condition"));
    std::string statement = "DELETE FROM ";
    statement += influxName(measurement);
    statement += " WHERE ";
    statement += condition;
    const auto request = d->queryRequest(statement, false);
    auto answer = request ? d->send(*request, until, stop, Private::judgeRead)
                          : Result<HttpAnswer>(tl::unexpected(request.error()));
    std::optional<Error> error;
    if (!answer) {
        error = answer.error();
    } else if (answer->body.trimmed() != "{}") { // 2.x says no more than this
        if (auto rows = decodeQueryAnswer({ answer->body.constData(), static_cast<size_t>(answer->body.size()) });
            !rows)
            error = d->shown(rows.error());
    }
    if (!error)
        return {};
    if (error->code == ErrorCode::RefusedByServer)
        error->code = influxCodeOfWords(error->reason);
    return tl::unexpected(d->named(*error));
}

Result<void> InfluxClient::probeWrite(const std::stop_token& stop)
{
    const QDeadlineTimer until = d->deadline();
    if (auto found = d->detect(until, stop); !found)
        return tl::unexpected(found.error());
    return d->probeWrite(until, stop);
}

Result<std::optional<qint64>> InfluxClient::retention(const std::stop_token& stop)
{
    const QDeadlineTimer until = d->deadline();
    auto found = d->detect(until, stop);
    if (!found)
        return tl::unexpected(found.error());
    if (found->flavour == InfluxFlavour::V3)
        return std::optional<qint64>();
    auto answer = d->query("SHOW RETENTION POLICIES", until, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    for (const InfluxSeries& series : answer->series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            if (series.at(row, "default").asBool() != true)
                continue;
            const auto duration = influxDuration(series.at(row, "duration").toString());
            if (!duration)
                return tl::unexpected(d->shown(Error { ErrorCode::AnswerNotUnderstood, {},
                    QStringLiteral("no duration: %1").arg(series.at(row, "duration").toString()) }));
            return *duration == 0 ? std::optional<qint64>() : duration;
        }
    }
    return std::optional<qint64>();
}

Result<QStringList> InfluxClient::databases(const std::stop_token& stop)
{
    const QDeadlineTimer until = d->deadline();
    if (auto found = d->detect(until, stop); !found)
        return tl::unexpected(found.error());
    return d->databases(until, stop);
}

const InfluxSettings& InfluxClient::settings() const
{
    return d->settings;
}

std::optional<InfluxServer> InfluxClient::server() const
{
    return d->server;
}

QString InfluxClient::shownUrl() const
{
    return d->shownUrl();
}

qint64 InfluxClient::latencyMilliseconds() const
{
    return d->sender.latencyMilliseconds();
}

std::optional<qint64> InfluxClient::clockDifferenceSeconds() const
{
    return d->clockDifference;
}

} // namespace tradestate
