// SPDX-License-Identifier: MIT
#include "core/manager/primaryview.h"

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

Result<std::optional<StoredSave>> newestRecordOfJournal(const Journal& journal)
{
    const auto entries = journal.entries();
    if (!entries)
        return tl::unexpected(entries.error());
    if (entries->empty())
        return std::nullopt;
    auto record = journal.readRecord(entries->front());
    if (!record)
        return newestOfJournal(journal);
    StoredSave save;
    save.record = std::move(*record);
    return save;
}

Result<LocalReading> LocalReading::begin(const LocalPlaces& places, bool meanwhile)
{
    LocalReading reading;
    reading.m_recordsAlone = places.recordsAlone;
    std::vector<SeenFile> files;
    if (places.primary) {
        ReplicationNotes notes(places.folder);
        auto state = notes.read(*places.primary);
        if (!state)
            return tl::unexpected(state.error());
        reading.m_view.notes = std::move(*state);
        reading.m_view.warnings = notes.takeWarnings();
        reading.m_seen.emplace(places.folder->seenFolder(places.primary->id()), places.options);
        auto found = reading.m_seen->files();
        if (!found)
            return tl::unexpected(found.error());
        files = std::move(*found);
    }
    const auto policy = meanwhile ? std::launch::async | std::launch::deferred : std::launch::deferred;
    reading.m_files = std::async(policy, [files = std::move(files)]() mutable {
        SeenFolder::prove(files);
        return std::move(files);
    });
    if (places.journal) {
        reading.m_newest
            = std::async(policy, places.recordsAlone ? newestRecordOfJournal : newestOfJournal, *places.journal);
    }
    return reading;
}

Result<LocalView> LocalReading::finish(const std::vector<StoredSave>& heads)
{
    if (m_seen) {
        SeenSaves seen = m_seen->savesOf(m_files.get(), heads, m_recordsAlone);
        m_view.seen = std::move(seen.saves);
        for (const DamagedFile& file : seen.damaged) {
            m_view.findings.push_back(Finding { Severity::Warning, findings::checksumMismatch, {}, {},
                QStringLiteral("A save that was read before cannot be read any more: %1").arg(describe(file.error)) });
        }
    }
    if (m_newest.valid()) {
        auto newest = m_newest.get();
        if (!newest)
            return tl::unexpected(newest.error());
        m_view.journalNewest = std::move(*newest);
    }
    return std::move(m_view);
}

Result<LocalView> readLocalView(const LocalPlaces& places)
{
    auto reading = LocalReading::begin(places, false);
    if (!reading)
        return tl::unexpected(reading.error());
    return reading->finish({});
}

} // namespace tradestate
