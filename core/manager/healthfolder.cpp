// SPDX-License-Identifier: MIT
#include "core/manager/healthfolder.h"

#include "core/files/descriptor.h"
#include "core/files/folderlisting.h"
#include "core/files/locks.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>

namespace tradestate {

namespace {

constexpr int permissionBits = 07777;

std::optional<Error> whyNotWritable(const QString& folder)
{
    // As this process really may, on a disk that can be written at all.
    if (::faccessat(AT_FDCWD, QFile::encodeName(folder).constData(), W_OK | X_OK, AT_EACCESS) == 0)
        return std::nullopt;
    Error error = writeError(errno, folder);
    error.code = ErrorCode::FolderNotWritable;
    return error;
}

/// The folder in which a missing one would have to be made.
QString nearestExisting(const QString& path)
{
    QString at = path;
    while (!QFileInfo::exists(at)) {
        const QString parent = QFileInfo(at).absolutePath();
        if (parent == at)
            break;
        at = parent;
    }
    return at;
}

QString userName(uid_t user)
{
    const passwd* entry = ::getpwuid(user);
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QStringLiteral("user %1").arg(user);
}

void lookAtLocks(FolderHealth& health)
{
    for (const QString& name :
        { QStringLiteral("session.lock"), QStringLiteral("journal.lock"), QStringLiteral("replay.lock") }) {
        const auto holder = FileLock::heldBy(QDir(health.path).filePath(name));
        if (!holder)
            health.lockErrors.push_back(holder.error());
        else if (*holder)
            health.locks.push_back({ name, **holder });
    }
}

} // namespace

FolderHealth lookAtFolder(const QString& path, const QString& account)
{
    FolderHealth health;
    health.path = QDir::cleanPath(path);
    struct stat status
    {
    };
    if (::stat(QFile::encodeName(health.path).constData(), &status) != 0) {
        if (errno != ENOENT)
            health.notReadable = readError(errno, health.path);
        const QString parent = nearestExisting(health.path);
        health.notWritable = QFileInfo(parent).isDir()
            ? whyNotWritable(parent)
            : std::optional(Error { ErrorCode::FolderNotWritable, parent, QStringLiteral("this is no folder") });
        return health;
    }
    health.exists = true;
    if (!S_ISDIR(status.st_mode)) {
        health.notReadable = Error { ErrorCode::FileNotReadable, health.path, QStringLiteral("this is no folder") };
        health.notWritable = Error { ErrorCode::FolderNotWritable, health.path, QStringLiteral("this is no folder") };
        return health;
    }
    health.mode = static_cast<int>(status.st_mode) & permissionBits;
    health.isOwn = status.st_uid == ::geteuid();
    health.owner = userName(status.st_uid);
    const QStorageInfo disk(health.path);
    if (disk.isValid())
        health.freeBytes = disk.bytesAvailable();
    for (const QString& folder : { health.path, QDir(health.path).filePath(QStringLiteral("journal/") + account) }) {
        if (!QFileInfo::exists(folder))
            continue;
        if (const auto names = namesIn(folder); !names && !health.notReadable)
            health.notReadable = names.error();
        if (!health.notWritable)
            health.notWritable = whyNotWritable(folder);
    }
    lookAtLocks(health);
    return health;
}

} // namespace tradestate
