// SPDX-License-Identifier: MIT
#include "core/influx/httprequest.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QLocale>
#include <QNetworkAccessManager>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <QThread>
#include <QTimer>

namespace tradestate {

namespace {

enum class Ended { Finished, Deadline, Stopped, TooLarge };

struct ReplyDeleter
{
    void operator()(QNetworkReply* reply) const { delete reply; }
};

QByteArray mediaType(const QByteArray& header)
{
    const qsizetype parameters = header.indexOf(';');
    return (parameters < 0 ? header : header.left(parameters)).trimmed().toLower();
}

std::optional<qint64> clockDifference(const QByteArray& date)
{
    const QDateTime server
        = QLocale::c().toDateTime(QString::fromLatin1(date), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!server.isValid())
        return std::nullopt;
    const QDateTime inUtc(server.date(), server.time(), Qt::UTC);
    return inUtc.toSecsSinceEpoch() - QDateTime::currentSecsSinceEpoch();
}

ErrorCode codeWithoutAnswer(QNetworkReply::NetworkError error, const QString& text)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::NetworkSessionFailedError:
        return ErrorCode::NotRunning;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: // the transfer timeout of the request
        return ErrorCode::TimedOut;
    case QNetworkReply::SslHandshakeFailedError:
        return ErrorCode::CertificateRefused;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return ErrorCode::NotInfluxDb;
    case QNetworkReply::UnknownContentError:
        // Without a status that explains it, it is the decompression that failed. Of its guard against archive bombs Qt
        // tells no reason, or the name of its setting.
        return text.endsWith(QLatin1String(": ")) || text.contains(QLatin1String("SafetyCheckThreshold"))
            ? ErrorCode::AnswerTooLarge
            : ErrorCode::AnswerNotUnderstood;
    default:
        return ErrorCode::ConnectionLost;
    }
}

} // namespace

struct HttpSender::Private
{
    HttpOptions options;
    std::unique_ptr<QNetworkAccessManager> manager;
    qint64 latency = -1;

    QNetworkAccessManager& network()
    {
        if (!manager || manager->thread() != QThread::currentThread()) {
            manager = std::make_unique<QNetworkAccessManager>();
            manager->setProxy(QNetworkProxy::NoProxy);
            manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
            manager->setAutoDeleteReplies(false);
        }
        return *manager;
    }

    [[nodiscard]] Result<QNetworkRequest> prepare(const Request& wanted) const
    {
        QNetworkRequest request(wanted.url);
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
        request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setTransferTimeout(options.timeoutMilliseconds);
        request.setRawHeader("Accept", "application/json");
        if (!options.compressed)
            request.setRawHeader("Accept-Encoding", "identity");
        if (!wanted.contentType.isEmpty())
            request.setRawHeader("Content-Type", wanted.contentType);
        if (!wanted.authorization.isEmpty())
            request.setRawHeader("Authorization", wanted.authorization);
        if (wanted.url.scheme() == QLatin1String("https") && !options.caFile.isEmpty()) {
            QFile file(options.caFile);
            if (!file.open(QIODevice::ReadOnly))
                return failure(ErrorCode::FileNotReadable, options.caFile, file.errorString());
            const auto certificates = QSslCertificate::fromDevice(&file, QSsl::Pem);
            if (certificates.isEmpty())
                return failure(ErrorCode::FileNotReadable, options.caFile, QStringLiteral("no certificate in it"));
            QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
            tls.addCaCertificates(certificates);
            request.setSslConfiguration(tls);
        }
        return request;
    }
};

HttpSender::HttpSender(HttpOptions options)
    : d(std::make_unique<Private>())
{
    d->options = std::move(options);
}

HttpSender::~HttpSender() = default;

qint64 HttpSender::latencyMilliseconds() const
{
    return d->latency;
}

Result<HttpAnswer> HttpSender::send(const Request& wanted, QDeadlineTimer deadline, const std::stop_token& stop)
{
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled);
    if (deadline.hasExpired())
        return failure(ErrorCode::TimedOut, {}, QStringLiteral("the time for the whole operation is over"));
    auto request = d->prepare(wanted);
    if (!request)
        return tl::unexpected(request.error());

    QEventLoop loop;
    Ended ended = Ended::Finished;
    QStringList certificateErrors;
    HttpAnswer answer;
    QElapsedTimer sinceSent;
    sinceSent.start();
    const std::unique_ptr<QNetworkReply, ReplyDeleter> reply(
        d->network().sendCustomRequest(*request, wanted.method, wanted.body));

    const auto end = [&](Ended how) {
        if (ended == Ended::Finished)
            ended = how;
        loop.quit();
    };
    const auto takeBytes = [&] {
        while (reply->bytesAvailable() > 0) {
            const QByteArray some = reply->read(65'536);
            if (some.isEmpty())
                break;
            if (answer.body.size() + some.size() > d->options.answerLimit) {
                end(Ended::TooLarge);
                return;
            }
            answer.body += some;
        }
    };
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, [&] { loop.quit(); });
    QObject::connect(reply.get(), &QNetworkReply::metaDataChanged, &loop, [&] { d->latency = sinceSent.elapsed(); });
    QObject::connect(reply.get(), &QNetworkReply::readyRead, &loop, takeBytes);
    QObject::connect(reply.get(), &QNetworkReply::sslErrors, &loop, [&](const QList<QSslError>& errors) {
        for (const QSslError& error : errors)
            certificateErrors << error.errorString();
    });
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] { end(Ended::Deadline); });
    if (!deadline.isForever())
        timer.start(static_cast<int>(std::min<qint64>(deadline.remainingTime(), 1'000'000'000)));
    {
        // The callback may run in another thread; it only posts to this one.
        const std::stop_callback onStop(
            stop, [&loop] { QMetaObject::invokeMethod(&loop, "quit", Qt::QueuedConnection); });
        if (!reply->isFinished() && ended == Ended::Finished)
            loop.exec(QEventLoop::ExcludeUserInputEvents);
    }
    if (ended == Ended::Finished && !reply->isFinished() && stop.stop_requested())
        ended = Ended::Stopped;
    if (ended == Ended::Finished)
        takeBytes();
    reply->disconnect(&loop);
    switch (ended) {
    case Ended::Finished:
        break;
    case Ended::Deadline:
        reply->abort();
        return failure(ErrorCode::TimedOut, {}, QStringLiteral("the time for the whole operation is over"));
    case Ended::Stopped:
        reply->abort();
        return failure(ErrorCode::Cancelled);
    case Ended::TooLarge:
        reply->abort();
        return failure(ErrorCode::AnswerTooLarge, {}, QStringLiteral("more than %1 bytes").arg(d->options.answerLimit));
    }

    const QNetworkReply::NetworkError error = reply->error();
    answer.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Errors that a status stands for come with the whole answer; all others mean that it is missing or cut off.
    const bool statusExplains = answer.status >= 400 && error != QNetworkReply::RemoteHostClosedError
        && error != QNetworkReply::OperationCanceledError;
    if (answer.status == 0 || (error != QNetworkReply::NoError && !statusExplains)) {
        const ErrorCode code = codeWithoutAnswer(error, reply->errorString());
        if (code == ErrorCode::TimedOut)
            return failure(code, {}, QStringLiteral("no answer for %1 s").arg(d->options.timeoutMilliseconds / 1000.0));
        return failure(code, {},
            certificateErrors.isEmpty() ? reply->errorString() : certificateErrors.join(QStringLiteral("; ")));
    }
    answer.contentType = mediaType(reply->rawHeader("Content-Type"));
    answer.influxVersion = reply->rawHeader("X-Influxdb-Version").trimmed();
    answer.influxBuild = reply->rawHeader("X-Influxdb-Build").trimmed();
    bool isNumber = false;
    const int seconds = reply->rawHeader("Retry-After").trimmed().toInt(&isNumber);
    if (isNumber && seconds >= 0)
        answer.retryAfterSeconds = seconds;
    answer.clockDifferenceSeconds = clockDifference(reply->rawHeader("Date").trimmed());
    return answer;
}

} // namespace tradestate
