// SPDX-License-Identifier: MIT
#pragma once

#include "core/files/journal.h"
#include "core/files/replicationnotes.h"
#include "core/files/seenfolder.h"

#include <future>

namespace tradestate {

/// What this machine knows of a record without asking the primary.
struct LocalView
{
    std::optional<StoredSave> journalNewest;
    std::vector<StoredSave> seen; ///< heads that were read on the primary before
    ReplicationState notes;
    std::vector<Finding> findings; ///< files that should hold a save and do not
    QStringList warnings; ///< of the notes
};

/// The journal's newest save. A damaged one whose record is lost knows at least what the save before it knew: each save
/// of a journal comes after the one before it.
[[nodiscard]] Result<std::optional<StoredSave>> newestOfJournal(const Journal& journal);

/// Where to look. Without a journal (null) and without a primary (no key) those parts stay empty.
struct LocalPlaces
{
    std::shared_ptr<StateFolder> folder;
    const Journal* journal = nullptr;
    const PrimaryKey* primary = nullptr;
    DocumentOptions options;
    /// Who makes a save needs to know what was saved before it, not what it holds: the states stay empty and unproven
    /// where the records are proven.
    bool recordsAlone = false;
};

/// The record of the newest alone, without a state and with Proof::None; all of it where the record cannot be trusted.
[[nodiscard]] Result<std::optional<StoredSave>> newestRecordOfJournal(const Journal& journal);

/// Reads it all.
[[nodiscard]] Result<LocalView> readLocalView(const LocalPlaces& places);

/// The same in two parts, so that the primary can be asked in between: what is noted as confirmed must not be newer
/// than its heads, and what costs time goes on while it answers.
class LocalReading
{
public:
    /// Reads the notes and the names of what was seen; the rest in threads of its own, or else by finish().
    [[nodiscard]] static Result<LocalReading> begin(const LocalPlaces& places, bool meanwhile);
    /// heads: of the primary; a save that is proven there need not be read again here.
    [[nodiscard]] Result<LocalView> finish(const std::vector<StoredSave>& heads);

private:
    LocalReading() = default;

    bool m_recordsAlone = false;
    LocalView m_view;
    std::optional<SeenFolder> m_seen;
    std::future<std::vector<SeenFile>> m_files;
    std::future<Result<std::optional<StoredSave>>> m_newest; ///< invalid without a journal
};

} // namespace tradestate
