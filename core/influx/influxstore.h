// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxlayout.h"

namespace tradestate {

struct InfluxStoreOptions
{
    InfluxSettings connection;
    InfluxLayoutChoice layout = InfluxLayoutChoice::Auto;
    InfluxLayoutContext context;
};

/// A bucket of an InfluxDB as a store of saves. Finds out in which layout the saves stand: the event log where the
/// bucket holds a portfolio of the Python system, else the tables; where it holds both, the newest is shown and writing
/// fails with LayoutUndecided until the setting names one. One thread at a time, as InfluxClient.
class InfluxStore final : public StateStore
{
public:
    explicit InfluxStore(InfluxStoreOptions options);
    ~InfluxStore() override;

    [[nodiscard]] StoreInfo info() const override;
    [[nodiscard]] Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop = {}) override;
    [[nodiscard]] Result<std::vector<HistoryEntry>> history(
        Timestamp since, int limit, const std::stop_token& stop = {}) override;
    [[nodiscard]] Result<StoredSave> readSave(const SaveRecord& record, const std::stop_token& stop = {}) override;
    [[nodiscard]] Result<void> write(const StoredSave& save, const std::stop_token& stop = {}) override;

    /// The layout in force as far as it is known: set, found at the last contact, or chosen for an empty bucket. Where
    /// a bucket holds both, the one that is shown.
    [[nodiscard]] std::optional<InfluxLayoutKind> layout() const;
    /// The bucket holds both layouts and the setting names none.
    [[nodiscard]] bool isUndecided() const;
    /// What the first save into an empty bucket uses; tables unless chosen. No effect on one that holds saves.
    void chooseForEmptyBucket(InfluxLayoutKind kind);

    /// Whether readHeads also asks what mayWrite asks, in the same round; not unless told so, nor on 3.x or where a
    /// setting names the layout.
    void askRightsWithHeads(bool ask);
    /// What it was told, once; none: nothing, and mayWrite has to ask.
    [[nodiscard]] std::optional<Result<void>> takeRightsTold();
    /// Why nothing can be written, found out without writing: MayNotWrite, LayoutUndecided, or why the server cannot
    /// be asked.
    [[nodiscard]] Result<void> mayWrite(const std::stop_token& stop = {});
    /// As the layout in force does them.
    [[nodiscard]] Result<std::optional<Timestamp>> newestEvent(const std::stop_token& stop = {});
    [[nodiscard]] Result<std::string> exportRows(const RowKeys& keys, const std::stop_token& stop = {});
    [[nodiscard]] Result<void> removeRows(const RowKeys& keys, const std::stop_token& stop = {});
    void lookEverywhereNext();
    /// Whose saves stand here, in no order; the event log is the record of one account, "default".
    [[nodiscard]] Result<QStringList> accounts(const std::stop_token& stop = {});

    /// What a person should know of the server: a bucket that forgets, a clock that differs. Empty before the first
    /// contact; the retention is asked once.
    [[nodiscard]] std::vector<Finding> findings(const std::stop_token& stop = {});

    [[nodiscard]] InfluxClient& client();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate
