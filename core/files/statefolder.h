// SPDX-License-Identifier: MIT
#pragma once

#include "core/files/locks.h"

#include <QStringList>

#include <memory>
#include <mutex>

namespace tradestate {

/// The folder that keeps everything of one trading state on this machine: its id, its locks and the paths in it. Safe
/// to share between threads.
class StateFolder
{
public:
    /// Opens the folder, making it (mode 0700), its id and its locks where they are missing, and sweeps what crashed
    /// writers left. FolderNotWritable, DiskFull, LockHeld and the errors of writeDurably.
    /// program names the holder of its locks.
    [[nodiscard]] static Result<std::shared_ptr<StateFolder>> open(const QString& path, const QString& program);
    /// Opens it without writing anything; the id is empty where it has none of its own yet. FileNotFound where it is
    /// missing.
    [[nodiscard]] static Result<std::shared_ptr<StateFolder>> openForReading(
        const QString& path, const QString& program);

    /// Makes again what was removed since, and reads the id again. Call it before a save gets its identity, under
    /// lockJournal(). Where the folder or this account's journal was removed or copied the id is a new one: under the
    /// old one, a save could seem to know saves that went with the folder.
    [[nodiscard]] Result<void> ensureJournal(const QString& account);

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
    /// Id of this folder in save records: a lower-case UUID.
    [[nodiscard]] QString id() const;
    /// Ids that it had before it was copied or emptied; saves made under them may still be in the journal.
    [[nodiscard]] QStringList formerIds() const;
    /// Those that have a journal in it, in no order.
    [[nodiscard]] Result<QStringList> accounts() const;
    /// What a person should know, each once: damage that was repaired, a new id, a mode that lets others read.
    [[nodiscard]] QStringList takeWarnings();
    /// "host:program:pid", as the locks name this process.
    [[nodiscard]] const QString& holder() const { return m_holder; }

    [[nodiscard]] QString journalFolder(const QString& account) const;
    [[nodiscard]] QString seenFolder(const QString& primaryId) const;
    [[nodiscard]] QString folderFile() const;
    [[nodiscard]] QString replicatedFile() const;
    [[nodiscard]] QString refusedFile() const;
    [[nodiscard]] QString logFile() const;

    /// Each makes the folder again where it was removed; ReadOnly where it was opened for reading.
    /// For one append: from reading what is newest until the save is written.
    [[nodiscard]] Result<FileLock> lockJournal(
        std::chrono::milliseconds wait = std::chrono::seconds(10), const std::stop_token& stop = {}) const;
    /// For one replayer; also guards replicated.json and refused.json.
    [[nodiscard]] Result<FileLock> tryLockReplay() const;
    [[nodiscard]] Result<FileLock> lockReplay(std::chrono::milliseconds wait, const std::stop_token& stop = {}) const;
    /// For the life of a trading session.
    [[nodiscard]] Result<FileLock> tryLockSession() const;
    /// Who runs a trading session on this folder, if anyone.
    [[nodiscard]] Result<std::optional<QString>> sessionHolder() const;

private:
    struct Identity;
    StateFolder(QString path, const QString& program, bool readOnly);
    [[nodiscard]] Result<std::optional<Identity>> readIdentity();
    [[nodiscard]] Result<void> writeIdentity(const Identity& identity);
    [[nodiscard]] Result<void> establish(const QString& account);
    void sweep() const;
    [[nodiscard]] QString file(QLatin1String name) const;
    [[nodiscard]] Result<QString> lockFile(const char* name) const; ///< makes the folder again where it was removed

    const QString m_path;
    const QString m_holder;
    const bool m_readOnly;
    mutable std::mutex m_mutex; // guards what follows
    QString m_id;
    QStringList m_formerIds;
    QStringList m_warnings;
};

/// Letters, digits, '.', '_' and '-', 1 to 64 of them, and not "." or "..": may be the name of a folder.
[[nodiscard]] bool isAccountName(const QString& account);

} // namespace tradestate
