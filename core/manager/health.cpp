// SPDX-License-Identifier: MIT
#include "core/manager/health.h"

#include "core/base/errorreason.h"
#include "core/base/plaintext.h"

namespace tradestate {

QString healthText(Health health)
{
    switch (health) {
    case Health::Ok:
        return QStringLiteral("ok");
    case Health::NotRunning:
        return QStringLiteral("not-running");
    case Health::NotInfluxDb:
        return QStringLiteral("not-influxdb");
    case Health::TimedOut:
        return QStringLiteral("timed-out");
    case Health::NotReached:
        return QStringLiteral("not-reached");
    case Health::WrongCredentials:
        return QStringLiteral("wrong-credentials");
    case Health::MayNotRead:
        return QStringLiteral("may-not-read");
    case Health::MayNotWrite:
        return QStringLiteral("may-not-write");
    case Health::NoSuchBucket:
        return QStringLiteral("no-such-bucket");
    case Health::NoSuchOrganisation:
        return QStringLiteral("no-such-organisation");
    case Health::FolderNotReadable:
        return QStringLiteral("folder-not-readable");
    case Health::FolderNotWritable:
        return QStringLiteral("folder-not-writable");
    }
    return QString();
}

Health healthOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotRunning:
        return Health::NotRunning;
    case ErrorCode::NotInfluxDb:
        return Health::NotInfluxDb;
    case ErrorCode::TimedOut:
        return Health::TimedOut;
    case ErrorCode::WrongToken:
        return Health::WrongCredentials;
    case ErrorCode::MayNotRead:
        return Health::MayNotRead;
    case ErrorCode::MayNotWrite:
        return Health::MayNotWrite;
    case ErrorCode::NoSuchBucket:
        return Health::NoSuchBucket;
    case ErrorCode::NoSuchOrganisation:
        return Health::NoSuchOrganisation;
    case ErrorCode::FileNotFound:
    case ErrorCode::FileNotReadable:
        return Health::FolderNotReadable;
    case ErrorCode::FolderNotWritable:
        return Health::FolderNotWritable;
    default:
        return Health::NotReached;
    }
}

HealthReport healthOf(const Error& error)
{
    QString message = errorWhat(error.code);
    if (!error.subject.isEmpty())
        message += QStringLiteral(": ") + error.subject;
    if (!error.reason.isEmpty())
        message += QStringLiteral(" (") + errorReason(error) + QLatin1Char(')');
    return { healthOf(error.code), withoutControls(message), errorAdvice(error), error };
}

HealthReport healthOf(const std::vector<ConnectionCheckResult>& steps, bool onlyReads)
{
    QString version;
    for (const ConnectionCheckResult& step : steps) {
        if (step.check == ConnectionCheck::Version)
            version = step.found;
        const bool isTrouble = step.outcome == CheckOutcome::Failed
            || (step.outcome == CheckOutcome::Warned && step.check == ConnectionCheck::MayWrite && !onlyReads);
        if (isTrouble && step.error)
            return healthOf(*step.error);
    }
    return { Health::Ok, version, {}, std::nullopt };
}

} // namespace tradestate
