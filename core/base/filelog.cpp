// SPDX-License-Identifier: MIT
#include "core/base/filelog.h"

#include "core/base/filesizesignal.h"
#include "core/base/plaintext.h"

#include <QFile>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tradestate {

namespace {

bool isFile(int descriptor, const QByteArray& encoded)
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

} // namespace

QString logLevelText(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return QStringLiteral("DEBUG");
    case LogLevel::Information:
        return QStringLiteral("INFO");
    case LogLevel::Warning:
        return QStringLiteral("WARNING");
    case LogLevel::Error:
        return QStringLiteral("ERROR");
    }
    return QString();
}

FileLog::FileLog(QString path, const QString& program, Options options)
    : m_path(std::move(path))
    , m_program(withoutControls(program))
    , m_options(std::move(options))
    , m_redaction(m_options.secrets)
{
}

FileLog::~FileLog()
{
    closeFile();
}

void FileLog::write(LogLevel level, const QString& line)
{
    append(level, { line });
}

void FileLog::writeBlock(LogLevel level, const QStringList& lines)
{
    append(level, lines);
}

void FileLog::addSecret(const QString& secret)
{
    const std::lock_guard guard(m_mutex);
    m_redaction.add(secret);
}

std::string FileLog::prefix(LogLevel level) const
{
    const Timestamp now = m_options.clock ? m_options.clock->now() : SystemClock().now();
    // Cut from the record form, so that the log's times and the saves' times are written by one function.
    const QString time = now.toRecordText().left(23) + QLatin1Char('Z');
    return QStringLiteral("%1 %2 %3[%4] ").arg(time, logLevelText(level), m_program).arg(::getpid()).toStdString();
}

void FileLog::append(LogLevel level, const QStringList& lines)
{
    if (level < m_options.level || lines.isEmpty())
        return;
    const std::lock_guard guard(m_mutex);
    std::string block;
    if (m_lineIsOpen)
        block += '\n';
    if (m_lost > 0)
        block += prefix(LogLevel::Warning) + std::to_string(m_lost) + " lines could not be written here\n";
    const std::string start = prefix(level);
    for (const QString& line : lines)
        block += start + withoutControls(m_redaction.masked(line)).toStdString() + '\n';

    const FileSizeSignalBlock noSignal;
    if (!openIfMoved()) {
        m_lost += lines.size();
        return;
    }
    struct stat status
    {
    };
    if (::fstat(m_descriptor, &status) == 0 && status.st_size > 0
        && status.st_size + static_cast<qint64>(block.size()) > m_options.maximumBytes)
        rotate();
    ssize_t count = m_descriptor < 0 ? -1 : ::write(m_descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR && m_descriptor >= 0)
        count = ::write(m_descriptor, block.data(), block.size());
    if (count == static_cast<ssize_t>(block.size())) {
        m_lineIsOpen = false;
        m_lost = 0;
        return;
    }
    if (count > 0)
        m_lineIsOpen = block[static_cast<size_t>(count) - 1] != '\n';
    m_lost += lines.size();
}

bool FileLog::openIfMoved()
{
    const QByteArray encoded = QFile::encodeName(m_path);
    if (m_descriptor >= 0 && isFile(m_descriptor, encoded))
        return true;
    closeFile(); // another program rotated it, or somebody removed it
    m_descriptor = ::open(
        encoded.constData(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
    struct stat status
    {
    };
    if (m_descriptor >= 0 && (::fstat(m_descriptor, &status) != 0 || !S_ISREG(status.st_mode)))
        closeFile(); // a pipe or a device is no log file
    if (m_descriptor >= 0)
        m_lineIsOpen = false;
    return m_descriptor >= 0;
}

void FileLog::rotate()
{
    const QByteArray encoded = QFile::encodeName(m_path);
    // One program rotates; the others find a new file with their next line, and what they write until then is in the
    // old one.
    if (::flock(m_descriptor, LOCK_EX | LOCK_NB) != 0 || !isFile(m_descriptor, encoded)) {
        (void)openIfMoved();
        return;
    }
    const auto numbered = [&](int number) { return encoded + '.' + QByteArray::number(number); };
    bool moved = true;
    for (int number = m_options.keptFiles - 1; number > 0; --number)
        moved = (::rename(numbered(number).constData(), numbered(number + 1).constData()) == 0 || errno == ENOENT)
            && moved;
    // Without a free name the log goes on growing: lines are worth more than order.
    if (moved && ::rename(encoded.constData(), numbered(1).constData()) == 0)
        (void)openIfMoved();
    else
        ::flock(m_descriptor, LOCK_UN);
}

void FileLog::closeFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

} // namespace tradestate
