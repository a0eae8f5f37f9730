// SPDX-License-Identifier: MIT
#include "core/influx/influxclient.h"

#include "core/base/inbackground.h"
#include "core/base/json.h"
#include "core/influx/influxerrors.h"
#include "core/influx/influxql.h"
#include "core/influx/influxtransport.h"
#include "core/influx/lineprotocol.h"
#include "core/influx/retention.h"

#include <QUrlQuery>

namespace tradestate {

struct InfluxClient::Private : InfluxTransport
{
    using InfluxTransport::InfluxTransport;

    [[nodiscard]] HttpSender::Request writeRequest(InfluxFlavour flavour, QByteArray body) const
    {
        QUrlQuery query;
        // QUrlQuery leaves '+' as it is, which servers read as a space.
        const auto encoded = [](const QString& text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); };
        const char* path = "/write";
        switch (flavour) {
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

    static std::optional<Error> judgeWrite(const HttpAnswer& answer)
    {
        if (answer.status == 204)
            return std::nullopt;
        return influxError(answer, InfluxOperation::Write);
    }

    Result<void> writeBody(QByteArray body, QDeadlineTimer until, const std::stop_token& stop)
    {
        auto answer = send(writeRequest(server->flavour, std::move(body)), until, stop, judgeWrite);
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
            auto answer = send(writeRequest(server->flavour, {}), until, stop, judge);
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

    Result<void> queryAll(const std::vector<std::string>& statements, const UseResult& use, QDeadlineTimer until,
        const std::stop_token& stop, Beside* beside = nullptr)
    {
        std::vector<HttpSender::Request> requests;
        for (const std::string& statement : statements) {
            auto request = queryRequest(statement, true);
            if (!request)
                return tl::unexpected(named(shown(request.error())));
            requests.push_back(std::move(*request));
        }
        const auto decodeAndUse = [&use](size_t index, QByteArray body) -> Result<void> {
            auto decoded = decodeQueryAnswer(std::move(body));
            if (!decoded)
                return tl::unexpected(decoded.error());
            use(index, std::move(*decoded));
            return {};
        };
        // The first answers are decoded while the server is at the others.
        std::vector<std::future<Result<void>>> early(requests.size());
        const auto decodeEarly = [&](size_t index, HttpAnswer& answer) {
            if (early.size() <= 1 || index >= early.size() || judgeRead(answer))
                return;
            early[index] = {}; // an answer to what was sent by a wrong guess is done with first
            early[index] = inBackground(decodeAndUse, index, std::move(answer.body));
        };
        auto answers = sendAll(requests, until, stop, judgeRead, decodeEarly, beside);
        if (!answers)
            return tl::unexpected(whyNotRead(answers.error(), until, stop));
        for (size_t i = 0; i < answers->size(); ++i) {
            QByteArray& body = (*answers)[i].body;
            if (!body.isEmpty()) // it was not taken: it came after a pause, when the first was no good
                early[i] = {};
            const auto used = early[i].valid() ? early[i].get() : decodeAndUse(i, std::move(body));
            if (!used)
                return tl::unexpected(whyNotRead(used.error(), until, stop));
        }
        return {};
    }

    /// False on 3.x.
    Result<bool> queryAll(const std::vector<std::string>& statements, const UseResult& use, const AskBeside& ask,
        BucketTerms& terms, QDeadlineTimer until, const std::stop_token& stop)
    {
        std::vector<HttpSender::Request> more;
        if (ask.retention) {
            auto request = queryRequest(retentionStatement, true);
            if (!request)
                return tl::unexpected(request.error());
            more.push_back(std::move(*request));
        }
        Beside beside;
        beside.requestsFor = [&](const InfluxServer& known) -> Beside::Requests {
            if (known.flavour == InfluxFlavour::V3)
                return std::nullopt;
            auto all = more;
            if (ask.mayWrite)
                all.push_back(writeRequest(known.flavour, {}));
            return all;
        };
        if (auto answered = queryAll(statements, use, until, stop, &beside); !answered)
            return tl::unexpected(answered.error());
        if (beside.isDeclined)
            return false;
        // What passes by itself is asked again by who needs it, and insisted on.
        const auto lasting
            = [this](const Result<HttpAnswer>& answer, const Judge& judge) -> std::optional<Result<void>> {
            const std::optional<Error> error = answer ? judge(*answer) : answer.error();
            if (!error)
                return Result<void>();
            if (mayPassByItself(error->code))
                return std::nullopt;
            return tl::unexpected(named(shown(*error)));
        };
        if (ask.mayWrite)
            terms.mayWrite = lasting(beside.answers.back(), judgeWrite);
        const auto told = ask.retention ? lasting(beside.answers.front(), judgeRead) : std::nullopt;
        if (told && *told)
            terms.retention = decodeQueryAnswer(beside.answers.front()->body)
                                  .and_then(retentionIn)
                                  .map_error([this](const Error& error) { return shown(error); });
        else if (told)
            terms.retention = tl::unexpected(told->error());
        return true;
    }

    /// An error of a query in the words of this program.
    Error whyNotRead(const Error& given, QDeadlineTimer until, const std::stop_token& stop)
    {
        Error error = shown(given);
        if (error.code == ErrorCode::RefusedByServer)
            error.code = influxCodeOfWords(error.reason);
        // As 2.x names a missing bucket where the index alone is asked; seen of 2.7.12.
        if (server && server->flavour == InfluxFlavour::V2 && error.code == ErrorCode::RefusedByServer
            && error.reason.contains(QLatin1String("default retention policy not set for")))
            error.code = ErrorCode::NoSuchBucket;
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

Result<std::optional<std::vector<QueryResult>>> InfluxClient::queryAll(
    const std::vector<std::string>& statements, const AskBeside& ask, BucketTerms& terms, const std::stop_token& stop)
{
    const QDeadlineTimer until = d->deadline();
    if (d->unusable)
        return tl::unexpected(*d->unusable);
    if (d->settings.token.startsWith(QLatin1String("apiv3_"))) {
        if (auto found = d->detect(until, stop); !found)
            return tl::unexpected(found.error());
    }
    std::vector<QueryResult> results(statements.size());
    const auto take = [&results](size_t index, QueryResult result) { results[index] = std::move(result); };
    const auto asked = d->queryAll(statements, take, ask, terms, until, stop);
    if (!asked)
        return tl::unexpected(asked.error());
    return *asked ? std::optional(std::move(results)) : std::nullopt;
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
        if (auto rows = decodeQueryAnswer(answer->body); !rows)
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
    auto answer = d->query(retentionStatement, until, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    auto told = retentionIn(*answer);
    if (!told)
        return tl::unexpected(d->shown(told.error()));
    return told;
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
