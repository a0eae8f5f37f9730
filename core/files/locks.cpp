// SPDX-License-Identifier: MIT
#include "core/files/locks.h"

#include "core/base/plaintext.h"
#include "core/files/descriptor.h"

#include <QSysInfo>

#include <array>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>

namespace tradestate {

namespace {

constexpr size_t longestHolder = 256;

QString readHolder(int descriptor)
{
    std::array<char, longestHolder> buffer {};
    const ssize_t count = uninterrupted([&] { return ::pread(descriptor, buffer.data(), buffer.size(), 0); });
    const QString text = withoutControls(QString::fromUtf8(buffer.data(), std::max<ssize_t>(count, 0)).trimmed());
    return text.isEmpty() ? QStringLiteral("another program") : text;
}

/// The flock is the lock. Beside it the holder keeps an open-file-description lock on the first byte, because that can
/// be asked for without taking it; where a file system has none, heldBy tries the flock instead.
struct flock mark()
{
    struct flock lock
    {
    };
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_len = 1;
    return lock;
}

/// The lock file may have been removed, with its folder, between opening and locking it: then the lock holds nothing.
bool isStillThere(int descriptor, const QByteArray& encoded)
{
    struct stat own
    {
    };
    struct stat named
    {
    };
    return ::fstat(descriptor, &own) == 0 && ::lstat(encoded.constData(), &named) == 0 && own.st_ino == named.st_ino
        && own.st_dev == named.st_dev;
}

void sign(int descriptor, const QString& holder)
{
    struct flock lock = mark();
    (void)::fcntl(descriptor, F_OFD_SETLK, &lock);
    const QByteArray text = holder.toUtf8().left(longestHolder - 1) + '\n';
    // The name is a courtesy: on a full disk the lock holds without it.
    if (::ftruncate(descriptor, 0) == 0)
        (void)!::pwrite(descriptor, text.constData(), static_cast<size_t>(text.size()), 0);
}

} // namespace

QString processIdentity(const QString& program)
{
    return QStringLiteral("%1:%2:%3").arg(QSysInfo::machineHostName(), program).arg(::getpid());
}

FileLock::FileLock(FileLock&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_path(std::move(other.m_path))
{
}

FileLock& FileLock::operator=(FileLock&& other) noexcept
{
    if (this != &other) {
        release();
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_path = std::move(other.m_path);
    }
    return *this;
}

FileLock::~FileLock()
{
    release();
}

bool FileLock::isInForce() const
{
    return m_descriptor >= 0 && isStillThere(m_descriptor, m_path);
}

void FileLock::release()
{
    if (m_descriptor < 0)
        return;
    // Emptied first, while it is still held, so that the name of a former holder is never taken for a new one's.
    (void)!::ftruncate(m_descriptor, 0);
    ::close(m_descriptor);
    m_descriptor = -1;
}

Result<FileLock> FileLock::tryTake(const QString& path, const QString& holder)
{
    const QByteArray encoded = QFile::encodeName(path);
    constexpr int attempts = 10;
    for (int i = 0; i < attempts; ++i) {
        Descriptor file(uninterrupted(
            [&] { return ::open(encoded.constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600); }));
        if (!file.isOpen()) {
            Error error = writeError(errno, path);
            if (error.code == ErrorCode::NotWritten && errno == ENOENT)
                error.code = ErrorCode::FolderNotWritable;
            return tl::unexpected(error);
        }
        if (uninterrupted([&] { return ::flock(file.number(), LOCK_EX | LOCK_NB); }) != 0) {
            if (errno != EWOULDBLOCK)
                return tl::unexpected(writeError(errno, path));
            return failure(ErrorCode::LockHeld, path, QStringLiteral("held by ") + readHolder(file.number()));
        }
        if (isStillThere(file.number(), encoded)) {
            sign(file.number(), holder);
            return FileLock(file.release(), encoded);
        }
    }
    return failure(ErrorCode::NotWritten, path, QStringLiteral("the lock file keeps being replaced"));
}

Result<FileLock> FileLock::take(
    const QString& path, const QString& holder, std::chrono::milliseconds wait, const std::stop_token& stop)
{
    const auto deadline = std::chrono::steady_clock::now() + wait;
    auto pause = std::chrono::milliseconds(1);
    for (;;) {
        auto lock = tryTake(path, holder);
        if (lock || lock.error().code != ErrorCode::LockHeld || std::chrono::steady_clock::now() >= deadline)
            return lock;
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, path);
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(50));
    }
}

Result<std::optional<QString>> FileLock::heldBy(const QString& path)
{
    const QByteArray encoded = QFile::encodeName(path);
    const Descriptor file(
        uninterrupted([&] { return ::open(encoded.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK); }));
    if (!file.isOpen()) {
        if (errno == ENOENT)
            return std::nullopt;
        return tl::unexpected(readError(errno, path));
    }
    struct flock lock = mark();
    bool held = false;
    if (::fcntl(file.number(), F_OFD_GETLK, &lock) == 0) {
        held = lock.l_type != F_UNLCK;
    } else {
        held = ::flock(file.number(), LOCK_SH | LOCK_NB) != 0;
        if (held && errno != EWOULDBLOCK)
            return tl::unexpected(readError(errno, path));
    }
    if (!held)
        return std::nullopt;
    return readHolder(file.number());
}

} // namespace tradestate
