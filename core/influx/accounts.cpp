// SPDX-License-Identifier: MIT
#include "core/influx/accounts.h"

#include "core/influx/core3windows.h"
#include "core/influx/influxql.h"
#include "core/influx/lineprotocol.h"
#include "core/influx/tablesrows.h"

namespace tradestate {

namespace {

constexpr int mostWindows = 40;

void add(QStringList& accounts, const std::string& tag)
{
    const QString account = toQString(textFromTag(tag));
    if (!account.isEmpty() && !accounts.contains(account))
        accounts.append(account);
}

/// 1.x and 2.x: the index knows them all.
Result<QStringList> fromIndex(InfluxClient& client, const std::stop_token& stop)
{
    const auto answer
        = client.query("SHOW TAG VALUES FROM " + influxName(tables::commits) + " WITH KEY = \"account\"", stop);
    if (!answer)
        return tl::unexpected(answer.error());
    QStringList accounts;
    for (const InfluxSeries& series : answer->series) {
        for (size_t row = 0; row < series.rowCount(); ++row)
            add(accounts, series.at(row, "value").text);
    }
    return accounts;
}

/// One commit of each account. from: none for all times.
Result<void> fromCommits(InfluxClient& client, std::optional<qint64> from, std::optional<qint64> to,
    QStringList& accounts, const std::stop_token& stop)
{
    std::string statement = "SELECT \"save_id\" FROM " + influxName(tables::commits) + " WHERE \"account\" != ''";
    if (from)
        statement += " AND time >= " + influxTime(*from);
    if (to)
        statement += " AND time < " + influxTime(*to);
    statement += " GROUP BY \"account\" ORDER BY time DESC LIMIT 1";
    const auto answer = client.query(statement, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    for (const InfluxSeries& series : answer->series)
        add(accounts, series.tag("account"));
    return {};
}

} // namespace

Result<QStringList> accountsInTables(InfluxClient& client, const Timestamp& now, const std::stop_token& stop)
{
    const auto server = client.detect(stop);
    if (!server)
        return tl::unexpected(server.error());
    if (server->flavour != InfluxFlavour::V3)
        return fromIndex(client, stop);

    // There the index answers for the last day alone.
    QStringList accounts;
    const auto all = fromCommits(client, {}, {}, accounts, stop);
    if (all)
        return accounts;
    if (all.error().code != ErrorCode::RefusedByServer)
        return tl::unexpected(all.error());
    const auto searched
        = core3::searchBack(now.nanoseconds(), mostWindows, [&](std::optional<qint64> from, std::optional<qint64> to) {
              return fromCommits(client, from, to, accounts, stop);
          });
    if (!searched)
        return tl::unexpected(searched.error());
    return accounts;
}

} // namespace tradestate
