// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxlayout.h"

#include <map>

namespace tradestate {

/// The three tables positions, pair_states and trading_states. A save is its rows and then one commit, all at the
/// save's own time; rows without a commit are an unfinished save and are never seen. The JSON in "data" and "record" is
/// the authority; other fields are for dashboards.
class TablesLayout final : public InfluxLayout
{
public:
    /// The client must outlive the layout.
    TablesLayout(InfluxClient& client, InfluxLayoutContext context);

    [[nodiscard]] InfluxLayoutKind kind() const override { return InfluxLayoutKind::Tables; }
    [[nodiscard]] Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop) override;
    /// The question that readHeads begins with on 1.x and 2.x, for who asks it together with others, and what follows.
    [[nodiscard]] std::string headsStatement() const;
    [[nodiscard]] Result<std::vector<StoredSave>> readHeads(const QueryResult& commits, const std::stop_token& stop);
    [[nodiscard]] Result<StoredSave> readSave(const SaveRecord& record, const std::stop_token& stop) override;
    [[nodiscard]] Result<std::vector<HistoryEntry>> history(
        Timestamp since, int limit, const std::stop_token& stop) override;
    [[nodiscard]] Result<void> write(const StoredSave& save, const std::stop_token& stop) override;
    void lookEverywhereNext() override { m_searchedAt.reset(); }

private:
    /// A commit as it stands in the table.
    struct Commit
    {
        SaveRecord record;
        bool isSound = true; ///< false: the record cannot be read, or is not the one of this point
        std::string data;
        qint64 parts = 1;
    };
    using Commits = std::map<QString, Commit>; ///< by folder

    [[nodiscard]] std::string account() const;
    [[nodiscard]] std::string at(const QString& folder, const Timestamp& time) const;
    [[nodiscard]] std::string headsStatementSince(std::optional<qint64> from, std::optional<qint64> to) const;
    [[nodiscard]] static Commits newestOf(const QueryResult& commits);
    [[nodiscard]] static Commit commitFrom(const InfluxSeries& series, size_t row, const QString& folder);
    static void appendHistory(std::vector<HistoryEntry>& entries, const QueryResult& answer);
    [[nodiscard]] Result<Commits> newestCommits(const std::stop_token& stop);
    [[nodiscard]] Result<Commits> newestCommitsSince(
        std::optional<qint64> from, std::optional<qint64> to, const std::stop_token& stop);
    /// refusal: why not everything can be asked at once.
    [[nodiscard]] Result<Commits> searchWindows(const Error& refusal, const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<StoredSave>> readAll(Commits commits, const std::stop_token& stop);
    [[nodiscard]] Result<StoredSave> readWhole(Commit commit, const std::stop_token& stop);
    [[nodiscard]] qint64 nowNanoseconds() const;

    InfluxClient& m_client;
    InfluxLayoutContext m_context;
    Commits m_heads; ///< 3.x: of the last search everywhere
    std::optional<qint64> m_searchedAt; ///< none: everywhere next time
};

} // namespace tradestate
