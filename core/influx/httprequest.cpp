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
            takeBytes();
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

    void takeBytes()
    {
        while (!m_failed && m_reply->bytesAvailable() > 0) {
            const QByteArray some = m_reply->read(65'536);
            if (some.isEmpty())
                break;
            if (m_answer.body.size() + some.size() > m_options.answerLimit) {
                m_failed = Error { ErrorCode::AnswerTooLarge, {},
                    QStringLiteral("more than %1 bytes").arg(m_options.answerLimit) };
                return;
            }
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

    QEventLoop loop;
    std::vector<std::unique_ptr<Exchange>> exchanges;
    std::vector<std::optional<Result<HttpAnswer>>> answers(wanted.size());
    const auto take = [&](size_t index, const Error& whyNotOver) {
        if (answers[index])
            return;
        answers[index] = exchanges[index]->take(whyNotOver);
        if (exchanges[index]->latencyMilliseconds() >= 0)
            d->latency = exchanges[index]->latencyMilliseconds();
        if (*answers[index] && onAnswer)
            onAnswer(index, **answers[index]);
    };
    const auto allAreOver = [&exchanges] {
        return std::all_of(exchanges.begin(), exchanges.end(), [](const auto& one) { return one->isOver(); });
    };
    for (size_t index = 0; index < wanted.size(); ++index) {
        auto request = d->prepare(wanted[index]);
        if (!request)
            return allFail(request.error());
        exchanges.push_back(std::make_unique<Exchange>(
            d->options, d->network().sendCustomRequest(*request, wanted[index].method, wanted[index].body), [&, index] {
                take(index, stopped);
                if (allAreOver())
                    loop.quit();
            }));
    }
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &loop, &QEventLoop::quit);
    if (!deadline.isForever())
        timer.start(static_cast<int>(std::min<qint64>(deadline.remainingTime(), 1'000'000'000)));
    {
        // The callback may run in another thread; it only posts to this one.
        const std::stop_callback onStop(
            stop, [&loop] { QMetaObject::invokeMethod(&loop, "quit", Qt::QueuedConnection); });
        if (!allAreOver())
            loop.exec(QEventLoop::ExcludeUserInputEvents);
    }
    std::vector<Result<HttpAnswer>> inOrder;
    for (size_t index = 0; index < wanted.size(); ++index) {
        take(index, stop.stop_requested() ? stopped : timeIsOver);
        inOrder.push_back(std::move(*answers[index]));
    }
    return inOrder;
}

} // namespace tradestate
