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

#include <algorithm>
#include <deque>
#include <functional>

namespace tradestate {

namespace {

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

/// OpenSSL's words for a handshake that ended before any certificate was looked at, such as "wrong version number" of a
/// server that speaks plain http; empty where it was something else.
QString whyNoHandshake(QNetworkReply::NetworkError error, const QString& text)
{
    const bool isProtocol = error == QNetworkReply::SslHandshakeFailedError
        && text.contains(QLatin1String("SSL routines")) && !text.contains(QLatin1String("certificate"));
    return isProtocol ? text.mid(text.lastIndexOf(QLatin1Char(':')) + 1).trimmed() : QString();
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

/// One request on its way and what came back of it. Lives in the thread of the network objects.
class Exchange
{
public:
    Exchange(const HttpOptions& options, QNetworkReply* reply, std::function<void()> onEnd)
        : m_options(options)
        , m_reply(reply)
        , m_onEnd(std::move(onEnd))
    {
        m_sinceSent.start();
        QObject::connect(reply, &QNetworkReply::finished, &m_context, [this] { end(); });
        QObject::connect(
            reply, &QNetworkReply::metaDataChanged, &m_context, [this] { m_latency = m_sinceSent.elapsed(); });
        QObject::connect(reply, &QNetworkReply::readyRead, &m_context, [this] {
            if (m_options.compressed)
                takeBytes();
            else
                demandLimit(m_reply->bytesAvailable());
            if (m_failed)
                end();
        });
        QObject::connect(reply, &QNetworkReply::sslErrors, &m_context, [this](const QList<QSslError>& errors) {
            for (const QSslError& error : errors)
                m_certificateErrors << error.errorString();
        });
        if (reply->isFinished())
            m_isOver = true;
    }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    ~Exchange() = default;

    [[nodiscard]] bool isOver() const { return m_isOver; }
    [[nodiscard]] qint64 latencyMilliseconds() const { return m_latency; } ///< -1: no answer came

    /// Once, at the end; what is not over by then ends with the given reason.
    Result<HttpAnswer> take(const Error& whyNotOver)
    {
        if (m_isOver && !m_failed)
            takeBytes();
        m_reply->disconnect(&m_context);
        if (m_failed || !m_isOver) {
            m_reply->abort();
            return tl::unexpected(m_failed ? *m_failed : whyNotOver);
        }
        return answer();
    }

private:
    void end()
    {
        m_isOver = true;
        m_onEnd();
    }

    void demandLimit(qint64 bytes)
    {
        if (bytes > m_options.answerLimit)
            m_failed = Error { ErrorCode::AnswerTooLarge, {},
                QStringLiteral("more than %1 bytes").arg(m_options.answerLimit) };
    }

    /// As they come, where only reading tells how many they are after decompression; else once, when all are there.
    void takeBytes()
    {
        if (!m_options.compressed) {
            demandLimit(m_reply->bytesAvailable());
            if (!m_failed)
                m_answer.body = m_reply->readAll();
            return;
        }
        while (!m_failed && m_reply->bytesAvailable() > 0) {
            const QByteArray some = m_reply->read(65'536);
            if (some.isEmpty())
                break;
            demandLimit(m_answer.body.size() + some.size());
            m_answer.body += some;
        }
    }

    Result<HttpAnswer> answer()
    {
        const QNetworkReply::NetworkError error = m_reply->error();
        m_answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        // Errors that a status stands for come with the whole answer; all others mean that it is missing or cut off.
        const bool statusExplains = m_answer.status >= 400 && error != QNetworkReply::RemoteHostClosedError
            && error != QNetworkReply::OperationCanceledError;
        if (m_answer.status == 0 || (error != QNetworkReply::NoError && !statusExplains)) {
            if (const QString why = whyNoHandshake(error, m_reply->errorString()); !why.isEmpty())
                return failure(
                    ErrorCode::NotInfluxDb, {}, QStringLiteral("no https can be spoken with it: %1").arg(why));
            const ErrorCode code = codeWithoutAnswer(error, m_reply->errorString());
            if (code == ErrorCode::TimedOut)
                return failure(
                    code, {}, QStringLiteral("no answer for %1 s").arg(m_options.timeoutMilliseconds / 1000.0));
            return failure(code, {},
                m_certificateErrors.isEmpty() ? m_reply->errorString()
                                              : m_certificateErrors.join(QStringLiteral("; ")));
        }
        m_answer.contentType = mediaType(m_reply->rawHeader("Content-Type"));
        m_answer.influxVersion = m_reply->rawHeader("X-Influxdb-Version").trimmed();
        m_answer.influxBuild = m_reply->rawHeader("X-Influxdb-Build").trimmed();
        bool isNumber = false;
        const int seconds = m_reply->rawHeader("Retry-After").trimmed().toInt(&isNumber);
        if (isNumber && seconds >= 0)
            m_answer.retryAfterSeconds = seconds;
        m_answer.clockDifferenceSeconds = clockDifference(m_reply->rawHeader("Date").trimmed());
        return std::move(m_answer);
    }

    const HttpOptions& m_options;
    std::unique_ptr<QNetworkReply, ReplyDeleter> m_reply;
    QObject m_context; ///< of the connections, which end with it
    std::function<void()> m_onEnd;
    QElapsedTimer m_sinceSent;
    qint64 m_latency = -1;
    QStringList m_certificateErrors;
    HttpAnswer m_answer;
    std::optional<Error> m_failed;
    bool m_isOver = false;
};

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

    /// None: the system's certificates are enough.
    [[nodiscard]] Result<std::optional<QSslConfiguration>> tls() const
    {
        if (options.caFile.isEmpty())
            return std::nullopt;
        QFile file(options.caFile);
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorCode::FileNotReadable, options.caFile, file.errorString());
        const auto certificates = QSslCertificate::fromDevice(&file, QSsl::Pem);
        if (certificates.isEmpty())
            return failure(ErrorCode::FileNotReadable, options.caFile, QStringLiteral("no certificate in it"));
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(certificates);
        return tls;
    }

    [[nodiscard]] QNetworkRequest prepare(const Request& wanted, const std::optional<QSslConfiguration>& tls) const
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
        if (tls)
            request.setSslConfiguration(*tls);
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
    return std::move(sendAll({ wanted }, deadline, stop).front());
}

std::vector<Result<HttpAnswer>> HttpSender::sendAll(
    const std::vector<Request>& wanted, QDeadlineTimer deadline, const std::stop_token& stop, const OnAnswer& onAnswer)
{
    const auto allFail = [&wanted](const Error& error) {
        return std::vector<Result<HttpAnswer>>(wanted.size(), tl::unexpected(error));
    };
    const Error timeIsOver { ErrorCode::TimedOut, {}, QStringLiteral("the time for the whole operation is over") };
    const Error stopped { ErrorCode::Cancelled, {}, {} };
    if (stop.stop_requested())
        return allFail(stopped);
    if (deadline.hasExpired())
        return allFail(timeIsOver);

    const bool isEncrypted = std::any_of(
        wanted.begin(), wanted.end(), [](const Request& one) { return one.url.scheme() == QLatin1String("https"); });
    const auto tls = isEncrypted ? d->tls() : std::nullopt;
    if (!tls)
        return allFail(tls.error());
    QEventLoop loop;
    std::deque<Exchange> exchanges; // they stay where they are while more come
    std::deque<std::optional<Result<HttpAnswer>>> answers;
    bool isEnough = false;
    std::function<void(const Request&)> start;
    const auto take = [&](size_t index, const Error& whyNotOver) {
        auto& answer = answers[index];
        if (answer)
            return;
        answer = exchanges[index].take(whyNotOver);
        if (exchanges[index].latencyMilliseconds() >= 0)
            d->latency = exchanges[index].latencyMilliseconds();
        if (!*answer || !onAnswer || isEnough)
            return;
        const Next next = onAnswer(index, **answer);
        isEnough = next.isEnough;
        std::for_each(next.more.begin(), next.more.end(), start);
    };
    const auto isOver = [&exchanges, &isEnough] {
        return isEnough
            || std::all_of(exchanges.begin(), exchanges.end(), [](const auto& one) { return one.isOver(); });
    };
    start = [&](const Request& one) {
        answers.emplace_back();
        exchanges.emplace_back(d->options, d->network().sendCustomRequest(d->prepare(one, *tls), one.method, one.body),
            [&, index = exchanges.size()] {
                take(index, stopped);
                if (isOver())
                    loop.quit();
            });
    };
    std::for_each(wanted.begin(), wanted.end(), start);
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &loop, &QEventLoop::quit);
    if (!deadline.isForever())
        timer.start(static_cast<int>(std::min<qint64>(deadline.remainingTime(), 1'000'000'000)));
    {
        // The callback may run in another thread; it only posts to this one.
        const std::stop_callback onStop(
            stop, [&loop] { QMetaObject::invokeMethod(&loop, "quit", Qt::QueuedConnection); });
        if (!isOver())
            loop.exec(QEventLoop::ExcludeUserInputEvents);
    }
    const Error& whyNotOver = stop.stop_requested() || isEnough ? stopped : timeIsOver;
    isEnough = true; // for what is taken now
    std::vector<Result<HttpAnswer>> inOrder;
    for (size_t index = 0; index < exchanges.size(); ++index) {
        take(index, whyNotOver);
        inOrder.push_back(std::move(*answers[index]));
    }
    return inOrder;
}

} // namespace tradestate
