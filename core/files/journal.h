// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"
#include "core/files/statefolder.h"
#include "core/state/statestore.h"

#include <functional>
#include <memory>
#include <set>

namespace tradestate {

/// A save of the journal as its file name tells it.
struct JournalEntry
{
    Timestamp savedAt;
    QString saveId;
    QString path;
};

/// Every save of one account as one document each, in order of saved_at. The file store, and the first stop of every
/// save. One thread at a time; several programs may read, and append under StateFolder::lockJournal().
class Journal final : public StateStore
{
public:
    /// options: how times without a zone are read, for the findings of what is read.
    Journal(std::shared_ptr<StateFolder> folder, QString account, DocumentOptions options = {});

    [[nodiscard]] StoreInfo info() const override;
    /// The newest save, and the newest of every other folder that it knows and that is kept here.
    [[nodiscard]] Result<std::vector<StoredSave>> readHeads(const std::stop_token& stop = {}) override;
    /// Proof is None for a save whose record holds, Torn for a damaged one.
    [[nodiscard]] Result<std::vector<HistoryEntry>> history(
        Timestamp since, int limit, const std::stop_token& stop = {}) override;
    [[nodiscard]] Result<StoredSave> readSave(const SaveRecord& record, const std::stop_token& stop = {}) override;
    /// The caller holds the journal lock. Internal where the record does not describe the state, CannotBeStored where
    /// the document would not read back as the same state; then nothing is written. Errors of writeDurably:
    /// WrittenButUncertain means that the save is there and may be written again to make sure.
    [[nodiscard]] Result<void> write(const StoredSave& save, const std::stop_token& stop = {}) override;

    /// The newest save; where it is damaged, its proof is Torn and it holds what could be read of it. Nothing where
    /// nothing was ever saved.
    [[nodiscard]] Result<std::optional<StoredSave>> newest(const std::stop_token& stop = {}) const;
    /// The newest save that is whole: what to show beside a torn newest.
    [[nodiscard]] Result<std::optional<StoredSave>> newestWhole(const std::stop_token& stop = {}) const;
    /// Newest first, from the names alone.
    [[nodiscard]] Result<std::vector<JournalEntry>> entries() const;
    /// The whole save. Damage is no error but Proof::Torn; NoSuchSave where the file is gone.
    [[nodiscard]] Result<StoredSave> read(const JournalEntry& entry) const;
    /// The record alone, without reading the state where its checksum holds. TornSave where it is damaged.
    [[nodiscard]] Result<SaveRecord> readRecord(const JournalEntry& entry) const;

    /// True for a save that must stay although its time is over: pending or refused.
    using KeepPredicate = std::function<bool(const SaveRecord&)>;
    /// Removes saves for reason trade or periodic: all of 48 hours stay, then the last of each hour for 30 days, then
    /// the last of each day (UTC), ages counted from the newest save. Damaged entries and the newest whole one stay.
    /// The caller holds the journal lock. Returns how many were removed.
    [[nodiscard]] Result<int> thin(const KeepPredicate& mustStay, const std::stop_token& stop = {});

private:
    [[nodiscard]] StoredSave damaged(const JournalEntry& entry, const std::string& bytes, const QString& reason) const;
    [[nodiscard]] Result<void> check(const StoredSave& save, const std::string& bytes) const;

    const std::shared_ptr<StateFolder> m_folder;
    const QString m_account;
    const DocumentOptions m_options;
    std::set<QString> m_neverThinned; // names whose records were read once and say so
};

} // namespace tradestate
