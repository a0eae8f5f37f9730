// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace tradestate {

constexpr size_t maximumFileBytes = size_t(1) << 30;

enum class SymbolicLinks { Follow, Refuse };

/// The whole content of a regular file. FileNotFound, FileNotReadable (also what is no regular file), FileTooLarge,
/// SymlinkRefused.
[[nodiscard]] Result<std::string> readWholeFile(
    const QString& path, size_t maximumBytes = maximumFileBytes, SymbolicLinks links = SymbolicLinks::Follow);

/// The first bytes of a regular file, at most this many.
[[nodiscard]] Result<std::string> readFileStart(
    const QString& path, size_t bytes, SymbolicLinks links = SymbolicLinks::Follow);

enum class WriteMode {
    Replace, ///< what is there before stays whole until the new content is
    CreateNew, ///< FileExists where something of that name is there
};

/// Writes a file of mode 0600 so that it is there whole, or not at all, after a crash or a power loss at any moment:
/// a temporary file in the same folder is written, read back and compared, synced, and renamed; then the folder is
/// synced. On failure the file that was there before is unchanged and nothing is left behind, except for
/// WrittenButUncertain: the new content is there, but the disk did not confirm it. Other errors: DiskFull,
/// FolderNotWritable, SymlinkRefused, FileExists, NotWritten. From any thread.
[[nodiscard]] Result<void> writeDurably(const QString& path, std::string_view bytes, WriteMode mode);

/// Removes a file if it is there. The removal survives a power loss only after the next syncFolder.
[[nodiscard]] Result<void> removeFile(const QString& path);
/// Makes new names and removals in a folder survive a power loss.
[[nodiscard]] Result<void> syncFolder(const QString& folder);
/// Makes a folder and its missing parents, mode 0700, durably. FolderNotWritable, DiskFull, NotWritten.
[[nodiscard]] Result<void> makeFolder(const QString& folder);

/// Removes temporary files that a crashed writer left in this folder; those that a living writer still holds stay.
/// Returns how many were removed; what cannot be removed is left for the next time.
int sweepTemporaryFiles(const QString& folder);

} // namespace tradestate
