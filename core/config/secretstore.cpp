// SPDX-License-Identifier: MIT
#include "core/config/secretstore.h"

#include <qt6keychain/keychain.h>

#include <QEventLoop>
#include <QTimer>
#include <QUrl>

namespace tradestate {

namespace {

QString serviceName()
{
    return QStringLiteral("trading-state-console");
}

Error keychainError(const QString& key, const QString& reason)
{
    return Error { ErrorCode::KeychainFailed, key, reason };
}

QString reasonOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return QStringLiteral("access was denied");
    case QKeychain::CouldNotDeleteEntry:
        return QStringLiteral("the entry could not be deleted");
    default:
        // The backend's own words are "Unknown error" where no service runs at all.
        return QStringLiteral("no keychain service (Secret Service or KWallet) could be used: %1")
            .arg(job.errorString());
    }
}

/// Runs a job to its end or to the timeout, whichever is first, and tells finish exactly once: with nothing where the
/// job succeeded or found no entry.
template <typename Job, typename Finish>
void run(Job* job, const QString& key, std::chrono::milliseconds timeout, Finish finish)
{
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    job->setKey(key);
    // The timer lives and dies with the job, so that a late answer finds no one to tell.
    auto* timer = new QTimer(job);
    timer->setSingleShot(true);
    QObject::connect(timer, &QTimer::timeout, job, [job, key, timeout, finish] {
        QObject::disconnect(job, nullptr, nullptr, nullptr);
        job->setAutoDelete(true); // the answer may still come
        finish(job,
            std::optional(keychainError(
                key, QStringLiteral("no answer within %1 s").arg(std::chrono::duration<double>(timeout).count()))));
    });
    QObject::connect(job, &QKeychain::Job::finished, job, [job, key, timer, finish](QKeychain::Job*) {
        timer->stop();
        std::optional<Error> error;
        if (job->error() != QKeychain::NoError && job->error() != QKeychain::EntryNotFound) {
            error = keychainError(key, reasonOf(*job));
        }
        finish(job, error);
        job->deleteLater();
    });
    timer->start(timeout);
    job->start();
}

template <typename Value, typename Start>
Value waited(Start start)
{
    QEventLoop loop;
    std::optional<Value> answer;
    start([&](Value value) {
        answer = std::move(value);
        loop.quit();
    });
    if (!answer)
        loop.exec(QEventLoop::ExcludeUserInputEvents);
    return answer ? *answer : Value(tl::unexpected(keychainError({}, QStringLiteral("interrupted"))));
}

} // namespace

void SecretStore::readToken(const QString& url, ReadCallback done) const
{
    run(new QKeychain::ReadPasswordJob(serviceName()), keyFor(url), m_timeout,
        [done = std::move(done)](QKeychain::ReadPasswordJob* job, const std::optional<Error>& error) {
            if (error)
                done(tl::unexpected(*error));
            else if (job->error() == QKeychain::EntryNotFound)
                done(std::optional<QString>());
            else
                done(std::optional(job->textData()));
        });
}

void SecretStore::storeToken(const QString& url, const QString& token, DoneCallback done) const
{
    auto* job = new QKeychain::WritePasswordJob(serviceName());
    job->setTextData(token);
    run(job, keyFor(url), m_timeout,
        [done = std::move(done)](QKeychain::WritePasswordJob*, const std::optional<Error>& error) {
            done(error ? Result<void>(tl::unexpected(*error)) : Result<void>());
        });
}

void SecretStore::deleteToken(const QString& url, DoneCallback done) const
{
    run(new QKeychain::DeletePasswordJob(serviceName()), keyFor(url), m_timeout,
        [done = std::move(done)](QKeychain::DeletePasswordJob*, const std::optional<Error>& error) {
            done(error ? Result<void>(tl::unexpected(*error)) : Result<void>());
        });
}

Result<std::optional<QString>> SecretStore::readToken(const QString& url) const
{
    return waited<Result<std::optional<QString>>>([&](auto done) { readToken(url, ReadCallback(done)); });
}

Result<void> SecretStore::storeToken(const QString& url, const QString& token) const
{
    return waited<Result<void>>([&](auto done) { storeToken(url, token, DoneCallback(done)); });
}

Result<void> SecretStore::deleteToken(const QString& url) const
{
    return waited<Result<void>>([&](auto done) { deleteToken(url, DoneCallback(done)); });
}

QString SecretStore::keyFor(const QString& url)
{
    const QUrl parsed(url.trimmed());
    QString key = parsed.toString(
        QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::NormalizePathSegments);
    while (key.endsWith(QLatin1Char('/')))
        key.chop(1);
    return key;
}

} // namespace tradestate
