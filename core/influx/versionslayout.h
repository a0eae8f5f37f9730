// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxlayout.h"
#include "core/influx/versionsreader.h"

namespace tradestate {

/// The event log of the Python trading system, measurement "trading_state". Its saves are marked by the versions of its
/// portfolio; ours are rows of the same form, so that it can start from them, followed by one version with the
/// SaveRecord: the commit, without which they do not count. Servers 1.x and 2.x.
///
/// The newest save of the folder "python" is the trading system's last save with the versions since. After a save of
/// ours that it has not followed with one of its own, its trades since are a save of that folder too.
class VersionsLayout final : public InfluxLayout
{
public:
    /// The client must outlive the layout.
    VersionsLayout(InfluxClient& client, InfluxLayoutContext context);

    [[nodiscard]] InfluxLayoutKind kind() const override { return InfluxLayoutKind::Versions; }
    [[nodiscard]] Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop) override;
    [[nodiscard]] Result<StoredSave> readSave(const SaveRecord& record, const std::stop_token& stop) override;
    /// One entry per save mark and one per save of ours. A limit of 0 is none.
    [[nodiscard]] Result<std::vector<HistoryEntry>> history(
        Timestamp since, int limit, const std::stop_token& stop) override;
    /// Whether the save knows the newest one of the Python system is the caller's to check, before.
    [[nodiscard]] Result<void> write(const StoredSave& save, const std::stop_token& stop) override;

    [[nodiscard]] Result<std::string> exportRows(const RowKeys& keys, const std::stop_token& stop) override;
    /// Only what exportRows of this object has exported: WrongUse for other rows. HeadChanged where the trading system
    /// wrote one of them again meanwhile; that version stays.
    [[nodiscard]] Result<void> removeRows(const RowKeys& keys, const std::stop_token& stop) override;
    [[nodiscard]] Result<std::optional<Timestamp>> newestEvent(const std::stop_token& stop) override;

private:
    [[nodiscard]] Result<std::vector<StoredSave>> readHeadsOnce(
        const std::vector<OwnCommit>& commits, const std::stop_token& stop);
    [[nodiscard]] Result<std::vector<StoredSave>> readOwnHeads(
        const std::vector<OwnCommit>& commits, const std::stop_token& stop);
    [[nodiscard]] Result<std::optional<StoredSave>> readTradesAfter(
        const StoredSave& own, const std::optional<StoredSave>& python, const std::stop_token& stop);
    /// The commit of a save that was made at that time or later.
    [[nodiscard]] Result<std::optional<LogEvent>> commitOf(
        const QString& saveId, qint64 time, const std::stop_token& stop);
    /// What changes whenever a save is made by anyone.
    [[nodiscard]] Result<std::vector<QString>> newestMarks(const std::stop_token& stop);
    /// In any order, more than the limit perhaps.
    [[nodiscard]] Result<std::vector<HistoryEntry>> readHistory(
        const std::vector<OwnCommit>& commits, qint64 since, int limit, const std::stop_token& stop);
    /// How many pair states each of the saves has that end with these marks, newest first.
    [[nodiscard]] Result<std::vector<qint64>> countPairStates(
        const std::vector<const LogEvent*>& marks, const std::stop_token& stop);
    [[nodiscard]] Result<void> writeEvents(const std::vector<LogEvent>& events, const std::stop_token& stop);
    [[nodiscard]] Result<void> proveWritten(
        const SaveRecord& record, std::vector<LogEvent> meant, const std::stop_token& stop);

    InfluxClient& m_client;
    InfluxLayoutContext m_context;
    VersionsReader m_reader;
    std::optional<qint64> m_newestPortfolio; ///< when last looked
    std::optional<qint64> m_newestCommit;
    std::map<QString, std::optional<qint64>> m_exported; ///< by state_id, the newest version exported
};

} // namespace tradestate
