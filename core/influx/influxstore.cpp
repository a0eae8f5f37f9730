// SPDX-License-Identifier: MIT
#include "core/influx/influxstore.h"

#include "core/influx/accounts.h"
#include "core/influx/influxql.h"
#include "core/influx/tableslayout.h"
#include "core/influx/versionslayout.h"

#include <algorithm>

namespace tradestate {

namespace {

constexpr qint64 secondsPerDay = 86'400;
constexpr qint64 toleratedClockSeconds = 60;
const QString defaultAccount = QStringLiteral("default");

std::optional<Timestamp> newestOf(const std::vector<StoredSave>& heads)
{
    const auto newest = std::max_element(heads.begin(), heads.end(),
        [](const StoredSave& a, const StoredSave& b) { return a.record.savedAt < b.record.savedAt; });
    return newest == heads.end() ? std::nullopt : std::optional(newest->record.savedAt);
}

} // namespace

struct InfluxStore::Private
{
    InfluxStoreOptions options;
    InfluxClient client;
    TablesLayout tables;
    VersionsLayout versions;
    std::optional<InfluxLayoutKind> found; ///< by what the bucket holds
    bool undecided = false;
    InfluxLayoutKind forEmpty = InfluxLayoutKind::Tables;
    bool chosenForEmpty = false;
    bool retentionKnown = false;
    bool retentionRefused = false; ///< at the last reading of the heads
    std::optional<qint64> retention;
    bool askRights = false;
    std::optional<Result<void>> rightsTold;

    explicit Private(InfluxStoreOptions given)
        : options(std::move(given))
        , client(options.connection)
        , tables(client, options.context)
        , versions(client, options.context)
    {
    }

    InfluxLayout& layoutOf(InfluxLayoutKind kind)
    {
        if (kind == InfluxLayoutKind::Versions)
            return versions;
        return tables;
    }

    [[nodiscard]] std::optional<InfluxLayoutKind> fixed() const
    {
        const auto server = client.server();
        if (server && server->flavour == InfluxFlavour::V3)
            return InfluxLayoutKind::Tables;
        switch (options.layout) {
        case InfluxLayoutChoice::Tables:
            return InfluxLayoutKind::Tables;
        case InfluxLayoutChoice::Versions:
            return InfluxLayoutKind::Versions;
        case InfluxLayoutChoice::Auto:
            break;
        }
        return std::nullopt;
    }

    /// Whether the bucket holds a portfolio of the event log; asked of the index alone.
    static std::string eventLogStatement()
    {
        return "SHOW TAG VALUES FROM \"trading_state\" WITH KEY = \"state_id\" WHERE \"state_id\" = "
            + influxString("portfolio_main");
    }

    Result<bool> holdsEventLog(const std::stop_token& stop)
    {
        auto answer = client.query(eventLogStatement(), stop);
        if (!answer)
            return tl::unexpected(answer.error());
        return answer->rowCount() > 0;
    }

    /// The event log is the record of one account.
    [[nodiscard]] Result<void> mayUse(InfluxLayoutKind kind) const
    {
        if (kind != InfluxLayoutKind::Versions || options.context.account == defaultAccount)
            return {};
        return tl::unexpected(Error { ErrorCode::InvalidSetting, QStringLiteral("TRADING_STATE_ACCOUNT"),
            QStringLiteral("the event log in %1 belongs to the account %2, not to %3")
                .arg(options.connection.bucket, defaultAccount, options.context.account),
            QStringLiteral("Set the account to %1, or TRADING_STATE_INFLUXDB_LAYOUT to tables: there every account has "
                           "saves of its own.")
                .arg(defaultAccount) });
    }

    void learnRetention(const Result<std::optional<qint64>>& told)
    {
        if (!told)
            return;
        retentionKnown = true;
        retention = *told;
    }

    Result<std::vector<StoredSave>> readHeadsOfFixed(const std::stop_token& stop)
    {
        if (auto server = client.detect(stop); !server)
            return tl::unexpected(server.error());
        undecided = false;
        const InfluxLayoutKind kind = fixed().value_or(InfluxLayoutKind::Tables);
        found = kind;
        if (auto allowed = mayUse(kind); !allowed)
            return tl::unexpected(allowed.error());
        return layoutOf(kind).readHeads(stop);
    }

    /// Reads the heads and settles by them which layout is in force.
    Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop)
    {
        // What an earlier reading was told is not what this one is told; what it settled stays until this one settles.
        rightsTold.reset();
        retentionRefused = false;
        if (options.layout != InfluxLayoutChoice::Auto)
            return readHeadsOfFixed(stop);
        BucketTerms terms;
        const auto asked = client.queryAll(
            { eventLogStatement(), tables.headsStatement() }, AskBeside { !retentionKnown, askRights }, terms, stop);
        if (!asked)
            return tl::unexpected(asked.error());
        const auto& answers = *asked;
        if (!answers) // on 3.x there is nothing to choose
            return readHeadsOfFixed(stop);
        undecided = false;
        rightsTold = std::move(terms.mayWrite);
        retentionRefused = terms.retention && !*terms.retention;
        if (terms.retention)
            learnRetention(*terms.retention);
        auto inTables = tables.readHeads(answers->back(), stop);
        if (!inTables)
            return inTables;
        if (answers->front().rowCount() == 0) {
            found = inTables->empty() ? std::nullopt : std::optional(InfluxLayoutKind::Tables);
            return inTables;
        }
        if (auto allowed = mayUse(InfluxLayoutKind::Versions); !allowed) {
            found = inTables->empty() ? InfluxLayoutKind::Versions : InfluxLayoutKind::Tables;
            undecided = true;
            return inTables->empty() ? tl::unexpected(allowed.error()) : std::move(inTables);
        }
        auto inLog = versions.readHeads(stop);
        if (!inLog)
            return inLog;
        if (inTables->empty()) {
            found = InfluxLayoutKind::Versions;
            return inLog;
        }
        undecided = true;
        const bool tablesAreNewer = newestOf(*inTables) > newestOf(*inLog);
        found = tablesAreNewer ? InfluxLayoutKind::Tables : InfluxLayoutKind::Versions;
        return tablesAreNewer ? std::move(inTables) : std::move(inLog);
    }

    /// Which layout holds the bucket's saves; for an empty bucket the one that was chosen for it.
    Result<InfluxLayoutKind> settle(const std::stop_token& stop)
    {
        if (!found || undecided) {
            if (auto heads = readHeads(stop); !heads)
                return tl::unexpected(heads.error());
        }
        const InfluxLayoutKind kind = found.value_or(forEmpty);
        if (auto allowed = mayUse(kind); !allowed)
            return tl::unexpected(allowed.error());
        return kind;
    }

    [[nodiscard]] Result<void> decided() const
    {
        if (undecided)
            return failure(ErrorCode::LayoutUndecided, options.connection.bucket);
        return {};
    }
};

InfluxStore::InfluxStore(InfluxStoreOptions options)
    : d(std::make_unique<Private>(std::move(options)))
{
}

InfluxStore::~InfluxStore() = default;

StoreInfo InfluxStore::info() const
{
    StoreInfo info;
    info.type = QStringLiteral("influxdb");
    info.url = d->client.shownUrl();
    if (const auto server = d->client.server())
        info.version = server->version;
    if (const auto kind = layout())
        info.layout = influxLayoutText(*kind);
    info.bucket = d->options.connection.bucket;
    info.account = d->options.context.account;
    info.latencyMilliseconds = d->client.latencyMilliseconds();
    return info;
}

Result<std::vector<StoredSave>> InfluxStore::readHeads(const std::stop_token& stop)
{
    return d->readHeads(stop);
}

Result<std::vector<HistoryEntry>> InfluxStore::history(Timestamp since, int limit, const std::stop_token& stop)
{
    auto kind = d->settle(stop);
    if (!kind)
        return tl::unexpected(kind.error());
    return d->layoutOf(*kind).history(since, limit, stop);
}

Result<StoredSave> InfluxStore::readSave(const SaveRecord& record, const std::stop_token& stop)
{
    auto kind = d->settle(stop);
    if (!kind)
        return tl::unexpected(kind.error());
    return d->layoutOf(*kind).readSave(record, stop);
}

Result<void> InfluxStore::write(const StoredSave& save, const std::stop_token& stop)
{
    auto kind = d->settle(stop);
    if (!kind)
        return tl::unexpected(kind.error());
    if (auto clear = d->decided(); !clear)
        return clear;
    auto written = d->layoutOf(*kind).write(save, stop);
    if (written)
        d->found = *kind;
    return written;
}

std::optional<InfluxLayoutKind> InfluxStore::layout() const
{
    if (const auto kind = d->fixed())
        return kind;
    if (d->found)
        return d->found;
    return d->chosenForEmpty ? std::optional(d->forEmpty) : std::nullopt;
}

bool InfluxStore::isUndecided() const
{
    return d->undecided;
}

void InfluxStore::chooseForEmptyBucket(InfluxLayoutKind kind)
{
    d->forEmpty = kind;
    d->chosenForEmpty = true;
}

void InfluxStore::askRightsWithHeads(bool ask)
{
    d->askRights = ask;
}

std::optional<Result<void>> InfluxStore::takeRightsTold()
{
    return std::exchange(d->rightsTold, std::nullopt);
}

Result<void> InfluxStore::mayWrite(const std::stop_token& stop)
{
    if (auto kind = d->settle(stop); !kind)
        return tl::unexpected(kind.error());
    if (auto clear = d->decided(); !clear)
        return clear;
    return d->client.probeWrite(stop);
}

Result<std::optional<Timestamp>> InfluxStore::newestEvent(const std::stop_token& stop)
{
    auto kind = d->settle(stop);
    if (!kind)
        return tl::unexpected(kind.error());
    return d->layoutOf(*kind).newestEvent(stop);
}

Result<std::string> InfluxStore::exportRows(const RowKeys& keys, const std::stop_token& stop)
{
    auto kind = d->settle(stop);
    if (!kind)
        return tl::unexpected(kind.error());
    return d->layoutOf(*kind).exportRows(keys, stop);
}

Result<void> InfluxStore::removeRows(const RowKeys& keys, const std::stop_token& stop)
{
    auto kind = d->settle(stop);
    if (!kind)
        return tl::unexpected(kind.error());
    if (auto clear = d->decided(); !clear)
        return clear;
    return d->layoutOf(*kind).removeRows(keys, stop);
}

void InfluxStore::lookEverywhereNext()
{
    d->tables.lookEverywhereNext();
    d->versions.lookEverywhereNext();
}

Result<QStringList> InfluxStore::accounts(const std::stop_token& stop)
{
    if (auto server = d->client.detect(stop); !server)
        return tl::unexpected(server.error());
    const auto kind = d->fixed();
    QStringList accounts;
    if (kind != InfluxLayoutKind::Versions) {
        const Timestamp now = d->options.context.clock ? d->options.context.clock->now() : SystemClock().now();
        auto found = accountsInTables(d->client, now, stop);
        if (!found)
            return found;
        accounts = std::move(*found);
    }
    if (kind == InfluxLayoutKind::Tables || accounts.contains(defaultAccount))
        return accounts;
    const auto log = d->holdsEventLog(stop);
    if (!log)
        return tl::unexpected(log.error());
    if (*log)
        accounts.append(defaultAccount);
    return accounts;
}

std::vector<Finding> InfluxStore::findings(const std::stop_token& stop)
{
    std::vector<Finding> found;
    if (!d->client.server())
        return found;
    if (d->options.layout == InfluxLayoutChoice::Versions && d->fixed() == InfluxLayoutKind::Tables) {
        found.push_back(Finding { Severity::Warning, findings::settingWithoutEffect, {}, {},
            QStringLiteral(
                "TRADING_STATE_INFLUXDB_LAYOUT=versions has no effect on InfluxDB 3, where saves always stand "
                "in tables.") });
    }
    if (!d->retentionKnown && !std::exchange(d->retentionRefused, false))
        d->learnRetention(d->client.retention(stop));
    if (d->retention) {
        const qint64 seconds = *d->retention / nanosecondsPerSecond;
        const QString howLong = seconds % secondsPerDay == 0 ? QStringLiteral("%1 days").arg(seconds / secondsPerDay)
                                                             : QStringLiteral("%1 hours").arg(seconds / 3600);
        found.push_back(Finding { Severity::Warning, findings::retention, {}, {},
            QStringLiteral("The bucket %1 keeps data for %2 only; a save that is older is gone there.")
                .arg(d->options.connection.bucket, howLong) });
    }
    const auto difference = d->client.clockDifferenceSeconds();
    if (difference && std::abs(*difference) > toleratedClockSeconds)
        found.push_back(Finding { Severity::Warning, findings::clockDifference, {}, {},
            QStringLiteral("The server's clock is %1 seconds %2 this machine's.")
                .arg(std::abs(*difference))
                .arg(*difference > 0 ? QStringLiteral("ahead of") : QStringLiteral("behind")) });
    return found;
}

InfluxClient& InfluxStore::client()
{
    return d->client;
}

} // namespace tradestate
