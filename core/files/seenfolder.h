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

/// A file of the folder with what can be told without reading its state.
struct SeenFile
{
    QString path;
    std::string bytes;
    std::optional<Error> unreadable;
    bool isUndamaged = false; ///< its name proves its bytes
    std::optional<SaveRecord> record; ///< of an undamaged file whose save was verified and has no ghosts
};

/// Whole documents of every head read from one primary that no later one knows: proof of what was there, should the
/// primary lose it. One thread at a time; several programs may use it under StateFolder::lockJournal().
class SeenFolder
{
public:
    /// folder as of StateFolder::seenFolder(); made when something is first remembered.
    explicit SeenFolder(QString folder, DocumentOptions options = {});

    [[nodiscard]] Result<SeenSaves> read() const;
    /// The same in parts, so that other work can go on meanwhile: the names, what the files hold and what proves them
    /// (on any thread), and the saves. One that is among the heads, verified there and with the same record, is taken
    /// from there: one checksum stands for one state.
    [[nodiscard]] Result<std::vector<SeenFile>> files() const;
    static void prove(std::vector<SeenFile>& files);
    /// recordsAlone: what proves its record needs no state.
    [[nodiscard]] SeenSaves savesOf(
        const std::vector<SeenFile>& files, const std::vector<StoredSave>& heads, bool recordsAlone = false) const;
    /// When the newest was saved, by the names alone.
    [[nodiscard]] std::optional<Timestamp> newestTime() const;
    /// Adds the heads that are new, then removes what a later one knows. Torn heads are not kept, an empty answer
    /// changes nothing, and a save is never replaced by one that it knows. The caller holds the journal lock.
    [[nodiscard]] Result<void> remember(const std::vector<StoredSave>& heads);

private:
    const QString m_folder;
    const DocumentOptions m_options;
};

} // namespace tradestate
