// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/timestamp.h"

#include <string_view>
#include <vector>

namespace tradestate {

/// A backup as a directory listing tells it.
struct BackupFile
{
    QString path;
    qint64 bytes = 0;
    Timestamp modified;
    Timestamp time; ///< when it was made: by its name (UTC), else modified
};

/// Backups by hand and rescue copies: trading_state_backup_YYYYMMDD_HHMMSS.json. Nothing here ever removes one. Safe to
/// use from any thread.
class BackupFolder
{
public:
    explicit BackupFolder(QString folder);

    /// Newest first; empty where the folder does not exist. FileNotReadable where it cannot be listed.
    [[nodiscard]] Result<std::vector<BackupFile>> list() const;
    /// Writes a new file, and reads it again to compare every byte. directoryOrFile: a folder that exists, the path of
    /// a file that does not (FileExists), or empty for this folder. Returns the file's absolute path. On
    /// WrittenButUncertain the error's subject is the path of the file, which is there.
    [[nodiscard]] Result<QString> write(
        std::string_view bytes, const Timestamp& now, const QString& directoryOrFile = {}) const;

private:
    const QString m_folder;
};

} // namespace tradestate
