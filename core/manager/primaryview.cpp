// SPDX-License-Identifier: MIT
#include "core/manager/primaryview.h"

#include "core/files/seenfolder.h"

namespace tradestate {

Result<std::optional<StoredSave>> newestOfJournal(const Journal& journal)
{
    auto newest = journal.newest();
    if (!newest || !*newest || (*newest)->proof != Proof::Torn || recordChecksumHolds((*newest)->record))
        return newest;
    const auto entries = journal.entries();
    if (!entries)
        return tl::unexpected(entries.error());
    SaveRecord& record = (*newest)->record;
    for (const JournalEntry& entry : *entries) {
        if (entry.saveId == record.saveId)
            continue;
        const auto before = journal.readRecord(entry);
        if (!before)
            continue;
        for (const auto& [folder, savedAt] : before->knows)
            record.knows.try_emplace(folder, savedAt);
        break;
    }
    return newest;
}

Result<LocalView> readLocalView(const std::shared_ptr<StateFolder>& folder, const Journal* journal,
    const PrimaryKey* primary, const DocumentOptions& options)
{
    LocalView view;
    if (primary) {
        // Before anything else is read: what is noted as confirmed must not be newer than the heads read later.
        ReplicationNotes notes(folder);
        auto state = notes.read(*primary);
        if (!state)
            return tl::unexpected(state.error());
        view.notes = std::move(*state);
        view.warnings = notes.takeWarnings();
        auto seen = SeenFolder(folder->seenFolder(primary->id()), options).read();
        if (!seen)
            return tl::unexpected(seen.error());
        view.seen = std::move(seen->saves);
        for (const DamagedFile& file : seen->damaged) {
            view.findings.push_back(Finding { Severity::Warning, findings::checksumMismatch, {}, {},
                QStringLiteral("A save that was read before cannot be read any more: %1").arg(describe(file.error)) });
        }
    }
    if (journal) {
        auto newest = newestOfJournal(*journal);
        if (!newest)
            return tl::unexpected(newest.error());
        view.journalNewest = std::move(*newest);
    }
    return view;
}

} // namespace tradestate
