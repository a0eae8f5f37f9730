// SPDX-License-Identifier: MIT
#pragma once

#include "core/files/backupfolder.h"
#include "core/files/durablefile.h"
#include "core/files/journal.h"

#include "filefaultsaves.h"

#include <QDir>
#include <QTemporaryDir>

#include <memory>

namespace tradestate::testing {

/// A state folder with an old save and an old note in it, on which the helper makes a new one under a fault.
class FaultFolder
{
public:
    explicit FaultFolder(const QString& path)
        : m_path(path)
    {
    }

    /// Puts everything back to before the helper ran; says why where it cannot.
    [[nodiscard]] QString reset()
    {
        auto folder = StateFolder::open(m_path, QStringLiteral("tst"));
        if (!folder)
            return describe(folder.error());
        m_folder = *folder;
        if (auto ensured = m_folder->ensureJournal(QStringLiteral("default")); !ensured)
            return describe(ensured.error());
        QDir root(m_path);
        for (const QString& name : root.entryList({ QStringLiteral("trading_state_backup_*") }, QDir::Files))
            root.remove(name);
        QFile::remove(m_folder->replicatedFile());
        QDir entries(m_folder->journalFolder(QStringLiteral("default")));
        for (const QString& name : entries.entryList(QDir::Files))
            entries.remove(name);
        if (auto written = journal().write(faultSave(m_folder->id(), false)); !written)
            return describe(written.error());
        if (auto noted = ReplicationNotes(m_folder).confirm(faultPrimary(), faultConfirmed(false)); !noted)
            return describe(noted.error());
        return {};
    }

    enum class Found { Old, New, Mix };

    /// What is there after the helper ran: exactly the old, exactly the new, or anything else.
    [[nodiscard]] Found found(const QString& operation) const
    {
        if (operation == QLatin1String("save"))
            return foundSave();
        if (operation == QLatin1String("backup"))
            return foundBackup();
        return foundNotes();
    }

    [[nodiscard]] QStringList temporaryFiles() const
    {
        QStringList names;
        for (const QString& folder : { m_path, m_folder->journalFolder(QStringLiteral("default")) })
            names += QDir(folder).entryList({ QStringLiteral(".tradestate-*") }, QDir::Files | QDir::Hidden);
        return names;
    }
    [[nodiscard]] const QString& path() const { return m_path; }

private:
    [[nodiscard]] Journal journal() const { return { m_folder, QStringLiteral("default") }; }

    [[nodiscard]] Found foundSave() const
    {
        const auto entries = journal().entries();
        const auto newest = journal().newest();
        if (!entries || !newest || !*newest || (*newest)->proof != Proof::Verified)
            return Found::Mix;
        for (const bool isNew : { false, true }) {
            const StoredSave save = faultSave(m_folder->id(), isNew);
            const size_t count = isNew ? 2 : 1;
            if ((*newest)->record == save.record && (*newest)->state == save.state && entries->size() == count)
                return isNew ? Found::New : Found::Old;
        }
        return Found::Mix;
    }

    [[nodiscard]] Found foundBackup() const
    {
        const auto files = BackupFolder(m_path).list();
        if (!files || files->size() > 1)
            return Found::Mix;
        if (files->empty())
            return Found::Old;
        const auto bytes = readWholeFile(files->front().path);
        return bytes && *bytes == faultBackup() ? Found::New : Found::Mix;
    }

    [[nodiscard]] Found foundNotes() const
    {
        ReplicationNotes notes(m_folder);
        const auto state = notes.read(faultPrimary());
        if (!state || state->rebuilt || !notes.takeWarnings().isEmpty())
            return Found::Mix;
        if (state->confirmed == faultConfirmed(false))
            return Found::Old;
        return state->confirmed == faultConfirmed(true) ? Found::New : Found::Mix;
    }

    const QString m_path;
    std::shared_ptr<StateFolder> m_folder;
};

} // namespace tradestate::testing
