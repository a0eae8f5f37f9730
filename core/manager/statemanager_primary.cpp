// SPDX-License-Identifier: MIT
#include "core/manager/statemanager_primary.h"

#include "core/influx/influxstore.h"

#include <QUrl>

#include <algorithm>
#include <chrono>

namespace tradestate {

namespace {

constexpr std::chrono::seconds longestHold { 60 };

InfluxLayoutChoice choiceOf(LayoutChoice choice)
{
    switch (choice) {
    case LayoutChoice::Auto:
        break;
    case LayoutChoice::Tables:
        return InfluxLayoutChoice::Tables;
    case LayoutChoice::Versions:
        return InfluxLayoutChoice::Versions;
    }
    return InfluxLayoutChoice::Auto;
}

InfluxStoreOptions optionsOf(const Settings& settings, std::shared_ptr<const Clock> clock, std::shared_ptr<Log> log)
{
    InfluxStoreOptions options;
    options.connection = connectionOf(settings);
    options.layout = choiceOf(settings.layout);
    options.context.account = settings.account;
    options.context.zoneOfNaive = settings.writerZone;
    options.context.saveIntervalSeconds = settings.saveIntervalSeconds;
    options.context.log = std::move(log);
    options.context.clock = std::move(clock);
    return options;
}

/// What takes the right to write away for as long as nobody changes it; an outage does not.
bool isLastingObstacle(ErrorCode code)
{
    return code == ErrorCode::MayNotWrite || code == ErrorCode::LayoutUndecided || code == ErrorCode::WrongToken
        || code == ErrorCode::UnsupportedServer;
}

} // namespace

struct Primary::Private
{
    explicit Private(InfluxStoreOptions options)
        : store(std::move(options))
    {
    }

    InfluxStore store;
    std::optional<std::chrono::steady_clock::time_point> mayWriteSince;
    std::optional<Result<void>> told; ///< at the last reading of the heads, whether this token may write

    [[nodiscard]] bool rightsHold() const
    {
        return mayWriteSince && std::chrono::steady_clock::now() - *mayWriteSince < longestHold;
    }
};

Primary::Primary(const Settings& settings, std::shared_ptr<const Clock> clock, std::shared_ptr<Log> log)
    : d(std::make_unique<Private>(optionsOf(settings, std::move(clock), std::move(log))))
{
}

Primary::~Primary() = default;

Result<std::vector<StoredSave>> Primary::readHeads(const std::stop_token& stop, bool andRights)
{
    d->store.askRightsWithHeads(andRights && !d->rightsHold());
    auto heads = d->store.readHeads(stop);
    d->told = d->store.takeRightsTold();
    if (d->told && *d->told)
        d->mayWriteSince = std::chrono::steady_clock::now();
    return heads;
}

StateStore& Primary::store()
{
    return d->store;
}

StoreInfo Primary::info() const
{
    return d->store.info();
}

QString Primary::layout() const
{
    const auto kind = d->store.layout();
    return kind ? influxLayoutText(*kind) : QString();
}

void Primary::chooseLayout(const QString& layout)
{
    for (const InfluxLayoutKind kind : { InfluxLayoutKind::Tables, InfluxLayoutKind::Versions }) {
        if (influxLayoutText(kind) == layout)
            d->store.chooseForEmptyBucket(kind);
    }
}

std::optional<Error> Primary::whyNotWrite(const std::stop_token& stop)
{
    if (d->store.isUndecided())
        return Error { ErrorCode::LayoutUndecided, d->store.client().shownUrl(), {} };
    const auto told = std::exchange(d->told, std::nullopt);
    if (d->rightsHold())
        return std::nullopt;
    const auto allowed = told ? *told : d->store.mayWrite(stop);
    if (allowed) {
        d->mayWriteSince = std::chrono::steady_clock::now();
        return std::nullopt;
    }
    d->mayWriteSince.reset();
    return isLastingObstacle(allowed.error().code) ? std::optional(allowed.error()) : std::nullopt;
}

Result<std::optional<Timestamp>> Primary::newestEvent(const std::stop_token& stop)
{
    return d->store.newestEvent(stop);
}

Result<std::string> Primary::exportRows(const RowKeys& keys, const std::stop_token& stop)
{
    return d->store.exportRows(keys, stop);
}

Result<void> Primary::removeRows(const RowKeys& keys, const std::stop_token& stop)
{
    return d->store.removeRows(keys, stop);
}

void Primary::lookEverywhereNext()
{
    d->store.lookEverywhereNext();
}

Result<QStringList> Primary::accounts(const std::stop_token& stop)
{
    return d->store.accounts(stop);
}

std::vector<Finding> Primary::findings(const std::stop_token& stop)
{
    return d->store.findings(stop);
}

InfluxSettings connectionOf(const Settings& settings)
{
    InfluxSettings connection;
    connection.url = settings.influxUrl;
    connection.token = settings.token;
    connection.organisation = settings.organisation;
    connection.bucket = settings.bucket;
    connection.timeoutSeconds = settings.connectionTimeoutSeconds;
    // One try may not be cut short by the deadline for all of them.
    connection.deadlineSeconds = std::max(connection.deadlineSeconds, settings.connectionTimeoutSeconds);
    connection.caFile = settings.caFile;
    connection.allowPlainHttp = settings.allowPlainHttp;
    connection.retryAttempts = settings.retryAttempts;
    connection.retryDelayMilliseconds = settings.retryDelaySeconds * 1000;
    return connection;
}

PrimaryKey primaryKeyOf(const Settings& settings, const QString& layout)
{
    const QUrl url = QUrl(settings.influxUrl).adjusted(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash);
    return { url.toString(), settings.organisation, settings.bucket, settings.account, layout };
}

} // namespace tradestate
