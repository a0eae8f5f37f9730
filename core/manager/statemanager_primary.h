// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/config/settings.h"
#include "core/files/replicationnotes.h"
#include "core/influx/influxlayout.h"
#include "core/state/statestore.h"

#include <memory>

namespace tradestate {

/// The InfluxDB of the settings, as the manager uses it. Belongs to the network thread.
class Primary
{
public:
    Primary(const Settings& settings, std::shared_ptr<const Clock> clock, std::shared_ptr<Log> log);
    ~Primary();
    Primary(const Primary&) = delete;
    Primary& operator=(const Primary&) = delete;

    /// The newest save of every folder; tells the layout too. andRights: whyNotWrite will be asked next, and what it
    /// asks of the server may be asked along.
    [[nodiscard]] Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop, bool andRights = false);
    [[nodiscard]] StateStore& store();
    [[nodiscard]] StoreInfo info() const;
    /// "tables", "versions", or empty where it is not known yet.
    [[nodiscard]] QString layout() const;
    /// Settles the layout of an empty bucket before anything is sent.
    void chooseLayout(const QString& layout);
    /// Why nothing can be written there, as far as it is known without writing; asked of the server at most once a
    /// minute.
    [[nodiscard]] std::optional<Error> whyNotWrite(const std::stop_token& stop);
    [[nodiscard]] Result<std::optional<Timestamp>> newestEvent(const std::stop_token& stop);
    [[nodiscard]] Result<std::string> exportRows(const RowKeys& keys, const std::stop_token& stop);
    [[nodiscard]] Result<void> removeRows(const RowKeys& keys, const std::stop_token& stop);
    /// The next readHeads looks everywhere, however slow the server is to search. Before a save by hand.
    void lookEverywhereNext();
    [[nodiscard]] Result<QStringList> accounts(const std::stop_token& stop);
    /// What a person should know of the server, such as a clock that differs or a bucket that forgets.
    [[nodiscard]] std::vector<Finding> findings(const std::stop_token& stop);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

struct InfluxSettings;
/// How the InfluxDB of these settings is reached.
[[nodiscard]] InfluxSettings connectionOf(const Settings& settings);
/// Which primary these settings name; layout as Primary::layout.
[[nodiscard]] PrimaryKey primaryKeyOf(const Settings& settings, const QString& layout);

} // namespace tradestate
