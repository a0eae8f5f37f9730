// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/influx/influxclient.h"
#include "core/state/statestore.h"

#include <QTimeZone>

namespace tradestate {

enum class InfluxLayoutKind { Tables, Versions };
enum class InfluxLayoutChoice { Auto, Tables, Versions };
[[nodiscard]] QString influxLayoutText(InfluxLayoutKind kind); ///< "tables", "versions"

/// What a layout needs besides the client.
struct InfluxLayoutContext
{
    QString account = QStringLiteral("default");
    QTimeZone zoneOfNaive = QTimeZone::utc(); ///< the writer's, for times without a zone
    int saveIntervalSeconds = 300;
    std::shared_ptr<Log> log; ///< nowhere where null
    std::shared_ptr<const Clock> clock; ///< the system's where null
};

/// Rows that a change takes off the record.
struct RowKeys
{
    std::vector<QString> positions;
    std::vector<QString> pairStates;

    [[nodiscard]] bool empty() const { return positions.empty() && pairStates.empty(); }
};

/// How saves stand in a bucket: the tables layout, or the event log of the Python system. The calls mean what those of
/// StateStore mean; one thread at a time.
class InfluxLayout
{
public:
    virtual ~InfluxLayout() = default;

    [[nodiscard]] virtual InfluxLayoutKind kind() const = 0;
    [[nodiscard]] virtual Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop) = 0;
    [[nodiscard]] virtual Result<StoredSave> readSave(const SaveRecord& record, const std::stop_token& stop) = 0;
    [[nodiscard]] virtual Result<std::vector<HistoryEntry>> history(
        Timestamp since, int limit, const std::stop_token& stop)
        = 0;
    [[nodiscard]] virtual Result<void> write(const StoredSave& save, const std::stop_token& stop) = 0;

    /// The next readHeads looks everywhere, also where a server is slow to search (3.x). Before a save by hand.
    virtual void lookEverywhereNext();

    /// Everything stored of these rows as line protocol, one line each, to be kept before removeRows. Empty where the
    /// layout needs no removal because absence already means closed.
    [[nodiscard]] virtual Result<std::string> exportRows(const RowKeys& keys, const std::stop_token& stop);
    /// Deletes them, so that no reader finds them again, and proves it by reading.
    [[nodiscard]] virtual Result<void> removeRows(const RowKeys& keys, const std::stop_token& stop);
    /// The time of the newest thing stored that a new save must come after (nanoseconds): the newest event of an event
    /// log; none where saves are independent of each other.
    [[nodiscard]] virtual Result<std::optional<Timestamp>> newestEvent(const std::stop_token& stop);
};

} // namespace tradestate
