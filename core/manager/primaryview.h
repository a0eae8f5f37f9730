// SPDX-License-Identifier: MIT
#pragma once

#include "core/files/journal.h"
#include "core/files/replicationnotes.h"

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

/// Reads it all. Without a journal (null) and without a primary (no key) those parts stay empty.
[[nodiscard]] Result<LocalView> readLocalView(const std::shared_ptr<StateFolder>& folder, const Journal* journal,
    const PrimaryKey* primary, const DocumentOptions& options);

} // namespace tradestate
