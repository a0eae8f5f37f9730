// SPDX-License-Identifier: MIT
#include "core/manager/statemanager_primary.h"

namespace tradestate {

namespace {

tl::unexpected<Error> unavailable()
{
    return failure(ErrorCode::Unreachable, QStringLiteral("InfluxDB"), QStringLiteral("not available in this build"));
}

class NoStore final : public StateStore
{
public:
    StoreInfo info() const override { return { QStringLiteral("influxdb"), {}, {}, {}, {}, {}, -1 }; }
    Result<std::vector<StoredSave>> readHeads(std::stop_token) override { return unavailable(); }
    Result<std::vector<HistoryEntry>> history(Timestamp, int, std::stop_token) override { return unavailable(); }
    Result<StoredSave> readSave(const SaveRecord&, std::stop_token) override { return unavailable(); }
    Result<void> write(const StoredSave&, std::stop_token) override { return unavailable(); }
};

} // namespace

struct Primary::Private
{
    NoStore store;
    QString layout;
};

Primary::Primary(const Settings&, std::shared_ptr<const Clock>, std::shared_ptr<Log>)
    : d(std::make_unique<Private>())
{
}

Primary::~Primary() = default;

Result<std::vector<StoredSave>> Primary::readHeads(std::stop_token stop)
{
    return d->store.readHeads(stop);
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
    return d->layout;
}
void Primary::chooseLayout(const QString& layout)
{
    d->layout = layout;
}
std::optional<Error> Primary::whyNotWrite(std::stop_token)
{
    return std::nullopt;
}
Result<std::optional<Timestamp>> Primary::newestEvent(std::stop_token)
{
    return unavailable();
}
Result<std::string> Primary::exportRows(const RowKeys&, std::stop_token)
{
    return unavailable();
}
Result<void> Primary::removeRows(const RowKeys&, std::stop_token)
{
    return unavailable();
}
void Primary::lookEverywhereNext()
{
}
std::vector<Finding> Primary::findings(std::stop_token)
{
    return {};
}

PrimaryKey primaryKeyOf(const Settings& settings, const QString& layout)
{
    return { settings.influxUrl, settings.organisation, settings.bucket, settings.account, layout };
}

} // namespace tradestate
