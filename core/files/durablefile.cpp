// SPDX-License-Identifier: MIT
#include "core/files/durablefile.h"

#include "core/base/filesizesignal.h"
#include "core/files/descriptor.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/file.h>
#include <sys/stat.h>

namespace tradestate {

namespace {

constexpr auto temporaryPrefix = ".tradestate-";
constexpr auto temporarySuffix = ".tmp";
constexpr time_t leftOverAfterSeconds = 3600;

/// Where a file is: an open folder, so that the file cannot move between two steps, and the name in it.
struct Place
{
    Descriptor folder;
    QByteArray name;
    QString path;
};

Result<Place> placeOf(const QString& path)
{
    const qsizetype slash = path.lastIndexOf(QLatin1Char('/'));
    const QString name = path.mid(slash + 1);
    if (name.isEmpty() || name == QLatin1String(".") || name == QLatin1String("..") || path.contains(QChar(0)))
        return failure(ErrorCode::NotWritten, path, QStringLiteral("not the name of a file"));
    QString folder = slash < 0 ? QStringLiteral(".") : path.left(slash);
    if (folder.isEmpty())
        folder = QStringLiteral("/");
    const QByteArray encoded = QFile::encodeName(folder);
    Descriptor descriptor(
        uninterrupted([&] { return ::open(encoded.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!descriptor.isOpen()) {
        Error error = writeError(errno, folder);
        if (error.code == ErrorCode::NotWritten && (errno == ENOENT || errno == ENOTDIR))
            error.code = ErrorCode::FolderNotWritable;
        return tl::unexpected(error);
    }
    return Place { std::move(descriptor), QFile::encodeName(name), path };
}

/// What stands under the name now must be nothing, or with Replace a regular file.
Result<void> checkTarget(const Place& place, WriteMode mode)
{
    struct stat status
    {
    };
    if (uninterrupted(
            [&] { return ::fstatat(place.folder.number(), place.name.constData(), &status, AT_SYMLINK_NOFOLLOW); })
        != 0) {
        if (errno == ENOENT)
            return {};
        return tl::unexpected(writeError(errno, place.path));
    }
    if (S_ISLNK(status.st_mode))
        return failure(ErrorCode::SymlinkRefused, place.path);
    if (mode == WriteMode::CreateNew)
        return failure(ErrorCode::FileExists, place.path);
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::NotWritten, place.path, QStringLiteral("it is not a regular file"));
    return {};
}

/// A temporary file beside the target; removed by the destructor unless it was renamed.
class Temporary
{
public:
    static Result<Temporary> make(const Place& place)
    {
        constexpr int attempts = 16;
        for (int i = 0; i < attempts; ++i) {
            const QByteArray name = temporaryPrefix + QByteArray::number(::getpid()) + '-'
                + QByteArray::number(QRandomGenerator::global()->generate64(), 16) + temporarySuffix;
            Descriptor file(uninterrupted([&] {
                return ::openat(
                    place.folder.number(), name.constData(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
            }));
            if (file.isOpen()) {
                // Tells sweepTemporaryFiles that its writer lives. A file system without flock does without.
                (void)::flock(file.number(), LOCK_EX | LOCK_NB);
                return Temporary(place, name, std::move(file));
            }
            if (errno != EEXIST)
                return tl::unexpected(writeError(errno, place.path));
        }
        return failure(ErrorCode::NotWritten, place.path, QStringLiteral("no free name for a temporary file"));
    }
    Temporary(Temporary&& other) noexcept
        : m_place(other.m_place)
        , m_name(std::exchange(other.m_name, {}))
        , m_file(std::move(other.m_file))
    {
    }
    Temporary& operator=(Temporary&&) = delete;
    ~Temporary()
    {
        if (!m_name.isEmpty())
            ::unlinkat(m_place->folder.number(), m_name.constData(), 0);
    }

    Result<void> fill(std::string_view bytes)
    {
        const FileSizeSignalBlock noSignal;
        size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t count
                = uninterrupted([&] { return ::write(m_file.number(), bytes.data() + done, bytes.size() - done); });
            if (count < 0)
                return tl::unexpected(writeError(errno, m_place->path));
            if (count == 0)
                return failure(ErrorCode::NotWritten, m_place->path, QStringLiteral("nothing more could be written"));
            done += static_cast<size_t>(count);
        }
        return {};
    }

    Result<void> compare(std::string_view bytes) const
    {
        constexpr auto chunk = size_t(256) * 1024;
        const auto buffer = std::make_unique<char[]>(chunk);
        size_t done = 0;
        for (;;) {
            const ssize_t count = uninterrupted(
                [&] { return ::pread(m_file.number(), buffer.get(), chunk, static_cast<off_t>(done)); });
            if (count < 0)
                return failure(ErrorCode::NotWritten, m_place->path,
                    QStringLiteral("it could not be read back: ") + qt_error_string(errno));
            const auto size = static_cast<size_t>(count);
            if (size > bytes.size() - done || std::memcmp(buffer.get(), bytes.data() + done, size) != 0
                || (size == 0 && done != bytes.size()))
                return failure(ErrorCode::NotWritten, m_place->path,
                    QStringLiteral("the disk gave back other bytes than written"));
            if (size == 0)
                return {};
            done += size;
        }
    }

    Result<void> sync() const
    {
        // Not repeated: after a failed fsync the kernel may forget the pages and report success the next time.
        if (::fsync(m_file.number()) != 0)
            return tl::unexpected(writeError(errno, m_place->path));
        return {};
    }

    Result<void> rename(WriteMode mode)
    {
        const int folder = m_place->folder.number();
        const char* target = m_place->name.constData();
        int outcome = 0;
        bool linked = false;
        if (mode == WriteMode::Replace) {
            outcome = uninterrupted([&] { return ::renameat(folder, m_name.constData(), folder, target); });
        } else {
            outcome = uninterrupted(
                [&] { return ::renameat2(folder, m_name.constData(), folder, target, RENAME_NOREPLACE); });
            // Some remote file systems cannot rename without replacing.
            linked = outcome != 0 && (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP);
            if (linked)
                outcome = uninterrupted([&] { return ::linkat(folder, m_name.constData(), folder, target, 0); });
        }
        const int errorNumber = errno;
        if (outcome != 0 && !isUnderTarget()) {
            if (errorNumber == EEXIST)
                return failure(ErrorCode::FileExists, m_place->path);
            return tl::unexpected(writeError(errorNumber, m_place->path));
        }
        if (linked) // both names are there; if the second one stays, it is swept later
            ::unlinkat(folder, m_name.constData(), 0);
        m_name.clear();
        return {};
    }

private:
    Temporary(const Place& place, QByteArray name, Descriptor file)
        : m_place(&place)
        , m_name(std::move(name))
        , m_file(std::move(file))
    {
    }

    /// A remote file system may do what was asked and still report an error: only the target tells.
    [[nodiscard]] bool isUnderTarget() const
    {
        struct stat own
        {
        };
        struct stat target
        {
        };
        return ::fstat(m_file.number(), &own) == 0
            && ::fstatat(m_place->folder.number(), m_place->name.constData(), &target, AT_SYMLINK_NOFOLLOW) == 0
            && own.st_ino == target.st_ino && own.st_dev == target.st_dev;
    }

    const Place* m_place;
    QByteArray m_name;
    Descriptor m_file;
};

/// The process that made a temporary file of this name, or nothing where it is none of ours.
std::optional<pid_t> writerOf(const QByteArray& name)
{
    if (!name.startsWith(temporaryPrefix) || !name.endsWith(temporarySuffix))
        return std::nullopt;
    const qsizetype begin = static_cast<qsizetype>(std::strlen(temporaryPrefix));
    bool isNumber = false;
    const int process = name.mid(begin, name.indexOf('-', begin) - begin).toInt(&isNumber);
    return isNumber && process > 0 ? std::optional<pid_t>(process) : std::nullopt;
}

bool isLeftOver(int folder, const QByteArray& name, pid_t writer)
{
    const Descriptor file(::openat(folder, name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status
    {
    };
    if (!file.isOpen() || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    // The lock tells whether a writer lives also where its process id means nothing here, as in another container.
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return false;
    const bool writerIsGone = ::kill(writer, 0) != 0 && errno == ESRCH;
    return writerIsGone || status.st_mtime + leftOverAfterSeconds < ::time(nullptr);
}

Result<Descriptor> openRegular(const QString& path, SymbolicLinks links, struct stat& status)
{
    const QByteArray encoded = QFile::encodeName(path);
    // O_NONBLOCK: opening a named pipe must not wait for its writer.
    const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (links == SymbolicLinks::Refuse ? O_NOFOLLOW : 0);
    Descriptor file(uninterrupted([&] { return ::open(encoded.constData(), flags); }));
    if (!file.isOpen() || ::fstat(file.number(), &status) != 0)
        return tl::unexpected(readError(errno, path));
    if (!S_ISREG(status.st_mode))
        return failure(ErrorCode::FileNotReadable, path, QStringLiteral("it is not a regular file"));
    return file;
}

} // namespace

Error writeError(int errorNumber, const QString& path)
{
    ErrorCode code = ErrorCode::NotWritten;
    switch (errorNumber) {
    case ENOSPC:
    case EDQUOT:
        code = ErrorCode::DiskFull;
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        code = ErrorCode::FolderNotWritable;
        break;
    case ELOOP:
        code = ErrorCode::SymlinkRefused;
        break;
    default:
        break;
    }
    return Error { code, path, qt_error_string(errorNumber) };
}

Error readError(int errorNumber, const QString& path)
{
    ErrorCode code = ErrorCode::FileNotReadable;
    if (errorNumber == ENOENT || errorNumber == ENOTDIR)
        code = ErrorCode::FileNotFound;
    else if (errorNumber == ELOOP)
        code = ErrorCode::SymlinkRefused;
    return Error { code, path, qt_error_string(errorNumber) };
}

Result<std::string> readWholeFile(const QString& path, size_t maximumBytes, SymbolicLinks links)
{
    struct stat status
    {
    };
    const auto file = openRegular(path, links, status);
    if (!file)
        return tl::unexpected(file.error());
    const auto tooLarge = [&] {
        return failure(ErrorCode::FileTooLarge, path, QStringLiteral("more than %1 bytes").arg(maximumBytes));
    };
    if (static_cast<size_t>(status.st_size) > maximumBytes)
        return tooLarge();

    std::string bytes(static_cast<size_t>(status.st_size) + 1, '\0'); // room to see the end without moving it all
    size_t done = 0;
    for (;;) {
        if (done == bytes.size()) // it grew since
            bytes.resize(done + 4096);
        const ssize_t count
            = uninterrupted([&] { return ::read(file->number(), bytes.data() + done, bytes.size() - done); });
        if (count < 0)
            return tl::unexpected(readError(errno, path));
        if (count == 0)
            break;
        done += static_cast<size_t>(count);
        if (done > maximumBytes)
            return tooLarge();
    }
    bytes.resize(done);
    return bytes;
}

Result<std::string> readFileStart(const QString& path, size_t bytes, SymbolicLinks links)
{
    struct stat status
    {
    };
    const auto file = openRegular(path, links, status);
    if (!file)
        return tl::unexpected(file.error());
    std::string start(bytes, '\0');
    size_t done = 0;
    while (done < bytes) {
        const ssize_t count = uninterrupted([&] { return ::read(file->number(), start.data() + done, bytes - done); });
        if (count < 0)
            return tl::unexpected(readError(errno, path));
        if (count == 0)
            break;
        done += static_cast<size_t>(count);
    }
    start.resize(done);
    return start;
}

Result<void> writeDurably(const QString& path, std::string_view bytes, WriteMode mode)
{
    const auto place = placeOf(path);
    if (!place)
        return tl::unexpected(place.error());
    if (auto target = checkTarget(*place, mode); !target)
        return target;
    auto temporary = Temporary::make(*place);
    if (!temporary)
        return tl::unexpected(temporary.error());
    if (auto filled = temporary->fill(bytes); !filled)
        return filled;
    if (auto same = temporary->compare(bytes); !same)
        return same;
    if (auto synced = temporary->sync(); !synced)
        return synced;
    if (auto renamed = temporary->rename(mode); !renamed)
        return renamed;
    if (::fsync(place->folder.number()) != 0)
        return failure(ErrorCode::WrittenButUncertain, path, qt_error_string(errno));
    return {};
}

Result<void> removeFile(const QString& path)
{
    const QByteArray encoded = QFile::encodeName(path);
    if (uninterrupted([&] { return ::unlink(encoded.constData()); }) != 0 && errno != ENOENT)
        return tl::unexpected(writeError(errno, path));
    return {};
}

Result<void> syncFolder(const QString& folder)
{
    const QByteArray encoded = QFile::encodeName(folder);
    const Descriptor descriptor(
        uninterrupted([&] { return ::open(encoded.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!descriptor.isOpen())
        return tl::unexpected(writeError(errno, folder));
    if (::fsync(descriptor.number()) != 0)
        return failure(ErrorCode::WrittenButUncertain, folder, qt_error_string(errno));
    return {};
}

Result<void> makeFolder(const QString& folder)
{
    const QByteArray encoded = QFile::encodeName(folder);
    struct stat status
    {
    };
    if (::stat(encoded.constData(), &status) == 0) {
        if (S_ISDIR(status.st_mode))
            return {};
        return failure(ErrorCode::FolderNotWritable, folder, QStringLiteral("it is not a folder"));
    }
    const QString parent = QFileInfo(folder).absolutePath();
    if (parent != folder) {
        if (auto made = makeFolder(parent); !made)
            return made;
    }
    if (uninterrupted([&] { return ::mkdir(encoded.constData(), 0700); }) != 0 && errno != EEXIST) {
        Error error = writeError(errno, folder);
        if (error.code == ErrorCode::NotWritten)
            error.code = ErrorCode::FolderNotWritable;
        return tl::unexpected(error);
    }
    auto synced = syncFolder(parent);
    // A parent that may be written to but not listed cannot be opened to sync it; that is no reason to go without.
    if (!synced && synced.error().code == ErrorCode::FolderNotWritable)
        return {};
    return synced;
}

int sweepTemporaryFiles(const QString& folder)
{
    const QByteArray encoded = QFile::encodeName(folder);
    const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(encoded.constData()), ::closedir);
    if (!listing)
        return 0;
    const int descriptor = ::dirfd(listing.get());
    int removed = 0;
    while (const dirent* entry = ::readdir(listing.get())) {
        const QByteArray name(entry->d_name);
        const auto writer = writerOf(name);
        if (writer && isLeftOver(descriptor, name, *writer) && ::unlinkat(descriptor, name.constData(), 0) == 0)
            ++removed;
    }
    return removed;
}

} // namespace tradestate
