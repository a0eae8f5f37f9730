// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <vector>

namespace tradestate {

struct HeldLock
{
    QString name; ///< such as "session.lock"
    QString holder; ///< host:program:pid
};

/// What can be said of the folder of journal and backups without writing to it.
struct FolderHealth
{
    QString path;
    bool exists = false;
    std::optional<Error> notReadable;
    std::optional<Error> notWritable; ///< where it does not exist yet: why it could not be made
    int mode = 0; ///< permission bits
    bool isOwn = true; ///< it belongs to the user that runs this program
    QString owner;
    qint64 freeBytes = -1; ///< -1: not known
    std::vector<HeldLock> locks;
    std::vector<Error> lockErrors;
};

/// Looks at it; never writes, takes no lock and makes nothing. account: whose journal must be readable and writable.
[[nodiscard]] FolderHealth lookAtFolder(const QString& path, const QString& account);

} // namespace tradestate
