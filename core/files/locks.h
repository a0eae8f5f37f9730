// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <optional>
#include <stop_token>

namespace tradestate {

/// "host:program:pid" of this process: who writes a save and who holds a lock.
[[nodiscard]] QString processIdentity(const QString& program);

/// An exclusive lock between programs, and between objects of one program: a flock on a file that names its holder. It
/// is released by the destructor and by the death of the process; the file stays. Hold it shortly, except session.lock.
class FileLock
{
public:
    FileLock() = default; ///< holds nothing
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

    /// LockHeld, naming the holder, where it is held now. FolderNotWritable, SymlinkRefused, NotWritten where the lock
    /// file cannot be made.
    [[nodiscard]] static Result<FileLock> tryTake(const QString& path, const QString& holder);
    /// Waits for it; LockHeld after the given time, Cancelled when asked to stop.
    [[nodiscard]] static Result<FileLock> take(
        const QString& path, const QString& holder, std::chrono::milliseconds wait, const std::stop_token& stop = {});
    /// The holder's name, or nothing where nobody holds it; never takes it.
    [[nodiscard]] static Result<std::optional<QString>> heldBy(const QString& path);

    [[nodiscard]] bool isHeld() const { return m_descriptor >= 0; }
    /// Whether others still meet it: not where its file was removed, with its folder perhaps, and made again.
    [[nodiscard]] bool isInForce() const;
    void release();

private:
    FileLock(int descriptor, QByteArray path)
        : m_descriptor(descriptor)
        , m_path(std::move(path))
    {
    }

    int m_descriptor = -1;
    QByteArray m_path; ///< as the file system has it
};

} // namespace tradestate
