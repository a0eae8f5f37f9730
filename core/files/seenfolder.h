// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"

#include <vector>

namespace tradestate {

/// A file that should hold a save and does not.
struct DamagedFile
{
    QString path;
    Error error;
};

/// What is kept of the heads that were read from one primary.
struct SeenSaves
{
    std::vector<StoredSave> saves; ///< newest first
    std::vector<DamagedFile> damaged; ///< told, never removed
};

/// Whole documents of every head read from one primary that no later one knows: proof of what was there, should the
/// primary lose it. One thread at a time; several programs may use it under StateFolder::lockJournal().
class SeenFolder
{
public:
    /// folder as of StateFolder::seenFolder(); made when something is first remembered.
    explicit SeenFolder(QString folder, DocumentOptions options = {});

    [[nodiscard]] Result<SeenSaves> read() const;
    /// Adds the heads that are new, then removes what a later one knows. Torn heads are not kept, an empty answer
    /// changes nothing, and a save is never replaced by one that it knows. The caller holds the journal lock.
    [[nodiscard]] Result<void> remember(const std::vector<StoredSave>& heads);

private:
    const QString m_folder;
    const DocumentOptions m_options;
};

} // namespace tradestate
