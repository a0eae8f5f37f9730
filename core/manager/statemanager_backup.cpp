// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/files/backupfolder.h"
#include "core/files/durablefile.h"
#include "core/manager/statemanager_private.h"

namespace tradestate {

namespace {

/// Where a state was read, for the backup's own description; never a secret.
QString storeText(const StoreInfo& store)
{
    return store.bucket.isEmpty() ? store.url : QStringLiteral("%1 %2").arg(store.url, store.bucket);
}

} // namespace

Result<BackupReport> StateManager::Private::writeBackup(
    const Snapshot& snapshot, BackupKind kind, const QString& description, const QString& directoryOrFile) const
{
    if (!snapshot.record) {
        if (snapshot.has(Condition::Unreachable))
            return tl::unexpected(snapshot.primaryError.value_or(Error { ErrorCode::Unreachable, {}, {} }));
        return failure(ErrorCode::NothingStored, snapshot.store.url);
    }
    SaveRecord record = *snapshot.record;
    // A save of the Python system carries no checksum over the whole: from here on this file has one.
    if (!record.checksum) {
        record.checksum = stateChecksum(snapshot.state);
        record.positionCount = static_cast<qint64>(snapshot.state.positions.size());
        record.pairStateCount = static_cast<qint64>(snapshot.state.pairStates.size());
        record.recordChecksum = recordChecksumOf(record);
    }
    BackupInfo info;
    info.createdAt = now();
    info.kind = kind;
    info.description = description;
    info.store = storeText(snapshot.store);
    info.status = conditionText(snapshot.status());
    const std::string bytes = writeDocument(record, snapshot.state, snapshot.ghosts, info);
    auto path = BackupFolder(settings.folder).write(bytes, info.createdAt, directoryOrFile);
    if (!path)
        return tl::unexpected(path.error());
    BackupReport report;
    report.path = *path;
    report.bytes = static_cast<qint64>(bytes.size());
    report.positions = static_cast<int>(snapshot.state.positions.size());
    report.status = info.status;
    log(LogLevel::Information,
        QStringLiteral("Backed up %1 positions to %2 (%3)").arg(report.positions).arg(report.path, report.status));
    return report;
}

Result<BackupReport> StateManager::backup(
    const QString& description, const QString& directoryOrFile, const std::stop_token& stop)
{
    auto snapshot = load(stop);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    return backupOf(*snapshot, description, directoryOrFile);
}

Result<BackupReport> StateManager::backupOf(
    const Snapshot& snapshot, const QString& description, const QString& directoryOrFile)
{
    return d->writeBackup(snapshot, BackupKind::Manual, description, directoryOrFile);
}

Result<std::vector<BackupEntry>> StateManager::backups(const std::stop_token& stop) const
{
    const auto files = BackupFolder(d->settings.folder).list();
    if (!files)
        return tl::unexpected(files.error());
    std::vector<BackupEntry> entries;
    for (const BackupFile& file : *files) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, d->settings.folder);
        BackupEntry entry;
        entry.path = file.path;
        entry.bytes = file.bytes;
        entry.fileTime = file.modified;
        const auto bytes = readWholeFile(file.path);
        if (!bytes) {
            if (bytes.error().code == ErrorCode::FileNotFound) // removed since it was listed
                continue;
            entry.error = bytes.error();
        } else if (auto document = readDocument(*bytes, d->documentOptions())) {
            entry.document = std::move(*document);
        } else {
            entry.error = document.error();
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

} // namespace tradestate
