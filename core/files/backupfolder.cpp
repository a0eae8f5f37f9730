// SPDX-License-Identifier: MIT
#include "core/files/backupfolder.h"

#include "core/files/durablefile.h"
#include "core/files/folderlisting.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <sys/stat.h>

namespace tradestate {

namespace {

constexpr int mostClashes = 10000;

/// When a backup was made and which of that second it is, as its name says.
struct NamedTime
{
    Timestamp time;
    int number = 1;
};

std::optional<NamedTime> timeInName(const QString& name)
{
    static const QRegularExpression pattern(
        QStringLiteral("\\Atrading_state_backup_(\\d{8})_(\\d{6})(?:_(\\d{1,9}))?\\.json\\z"));
    const auto match = pattern.match(name);
    if (!match.hasMatch())
        return std::nullopt;
    const QDate date = QDate::fromString(match.captured(1), QStringLiteral("yyyyMMdd"));
    const QTime time = QTime::fromString(match.captured(2), QStringLiteral("HHmmss"));
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    const qint64 seconds = QDateTime(date, time, Qt::UTC).toSecsSinceEpoch();
    return NamedTime { Timestamp::fromNanoseconds(seconds * nanosecondsPerSecond),
        match.capturedLength(3) > 0 ? match.captured(3).toInt() : 1 };
}

QString nameFor(const Timestamp& now, int number)
{
    QString name = QStringLiteral("trading_state_backup_")
        + now.toDateTime().toUTC().toString(QStringLiteral("yyyyMMdd_HHmmss"));
    if (number > 1)
        name += QStringLiteral("_%1").arg(number);
    return name + QStringLiteral(".json");
}

/// Once more after the rename: what stands under its name is what the user will restore from.
Result<QString> proved(const QString& path, std::string_view bytes)
{
    const auto there = readWholeFile(path, bytes.size(), SymbolicLinks::Refuse);
    if (!there)
        return tl::unexpected(there.error());
    if (*there != bytes)
        return failure(ErrorCode::NotWritten, path, QStringLiteral("the file holds other bytes than written"));
    return QDir::cleanPath(QDir().absoluteFilePath(path));
}

} // namespace

BackupFolder::BackupFolder(QString folder)
    : m_folder(std::move(folder))
{
}

Result<std::vector<BackupFile>> BackupFolder::list() const
{
    const auto names = namesIn(m_folder);
    if (!names)
        return tl::unexpected(names.error());
    struct Listed
    {
        BackupFile file;
        int number = 1;
    };
    std::vector<Listed> listed;
    for (const QString& name : *names) {
        if (!name.startsWith(QLatin1String("trading_state_backup_")) || !name.endsWith(QLatin1String(".json")))
            continue;
        const QString path = m_folder + QLatin1Char('/') + name;
        struct stat status
        {
        };
        if (::lstat(QFile::encodeName(path).constData(), &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        const Timestamp modified
            = Timestamp::fromNanoseconds(status.st_mtim.tv_sec * nanosecondsPerSecond + status.st_mtim.tv_nsec);
        const auto named = timeInName(name);
        listed.push_back({ BackupFile { path, status.st_size, modified, named ? named->time : modified },
            named ? named->number : 1 });
    }
    std::sort(listed.begin(), listed.end(), [](const Listed& left, const Listed& right) {
        return std::tie(right.file.time, right.number, right.file.path)
            < std::tie(left.file.time, left.number, left.file.path);
    });
    std::vector<BackupFile> files;
    files.reserve(listed.size());
    for (Listed& one : listed)
        files.push_back(std::move(one.file));
    return files;
}

Result<QString> BackupFolder::write(std::string_view bytes, const Timestamp& now, const QString& directoryOrFile) const
{
    QString folder = m_folder;
    if (directoryOrFile.isEmpty()) {
        if (auto made = makeFolder(folder); !made)
            return tl::unexpected(made.error());
    } else if (QFileInfo(directoryOrFile).isDir() || directoryOrFile.endsWith(QLatin1Char('/'))) {
        folder = directoryOrFile;
    } else {
        if (auto written = writeDurably(directoryOrFile, bytes, WriteMode::CreateNew); !written)
            return tl::unexpected(written.error());
        return proved(directoryOrFile, bytes);
    }
    for (int number = 1; number <= mostClashes; ++number) {
        const QString path = QDir(folder).filePath(nameFor(now, number));
        auto written = writeDurably(path, bytes, WriteMode::CreateNew);
        if (written)
            return proved(path, bytes);
        // A link under the name is somebody else's as well: never followed, never replaced.
        if (written.error().code != ErrorCode::FileExists && written.error().code != ErrorCode::SymlinkRefused)
            return tl::unexpected(written.error());
    }
    return failure(ErrorCode::FileExists, folder);
}

} // namespace tradestate
