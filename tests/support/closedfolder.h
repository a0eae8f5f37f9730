// SPDX-License-Identifier: MIT
#pragma once

#include <QDir>

#include <sys/mount.h>
#include <sys/stat.h>

namespace tradestate::test {

/// A folder that can be closed against writing, also for an administrator, who may write whatever a mode says: then it
/// is a disk of its own. At the end it is opened again, and gone.
class ClosedFolder
{
public:
    explicit ClosedFolder(const QString& path, int mebibytes = 512)
        : m_path(path)
        , m_options("size=" + QByteArray::number(mebibytes) + "m,mode=0700")
    {
        m_isDisk = QDir().mkpath(path)
            && ::mount("none", qPrintable(path), "tmpfs", MS_NOSUID | MS_NODEV, m_options.constData()) == 0;
        m_made = m_isDisk || ::chmod(qPrintable(path), 0700) == 0;
    }
    ~ClosedFolder()
    {
        if (m_isDisk)
            ::umount2(qPrintable(m_path), MNT_DETACH);
        else
            ::chmod(qPrintable(m_path), 0700);
    }
    /// With room of its own, which a test can fill.
    [[nodiscard]] bool isDisk() const { return m_isDisk; }
    ClosedFolder(const ClosedFolder&) = delete;
    ClosedFolder& operator=(const ClosedFolder&) = delete;

    [[nodiscard]] bool close() const
    {
        return m_made
            && (m_isDisk
                    ? ::mount("none", qPrintable(m_path), nullptr, MS_REMOUNT | MS_RDONLY, m_options.constData()) == 0
                    : ::chmod(qPrintable(m_path), 0500) == 0);
    }

private:
    QString m_path;
    QByteArray m_options;
    bool m_isDisk = false;
    bool m_made = false;
};

/// Closes a folder that is there and in use, with what is in it, until the end or open().
class ClosedInPlace
{
public:
    explicit ClosedInPlace(QString path)
        : m_path(std::move(path))
    {
        const QByteArray place = m_path.toUtf8();
        m_isMount = ::mount(place.constData(), place.constData(), nullptr, MS_BIND, nullptr) == 0;
        m_isClosed = m_isMount
            ? ::mount("none", place.constData(), nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY, nullptr) == 0
            : ::chmod(place.constData(), 0500) == 0;
    }
    ~ClosedInPlace() { open(); }
    ClosedInPlace(const ClosedInPlace&) = delete;
    ClosedInPlace& operator=(const ClosedInPlace&) = delete;

    [[nodiscard]] bool isClosed() const { return m_isClosed; }
    void open()
    {
        if (m_isMount)
            ::umount2(qPrintable(m_path), MNT_DETACH);
        else
            ::chmod(qPrintable(m_path), 0700);
        m_isMount = m_isClosed = false;
    }

private:
    QString m_path;
    bool m_isMount = false;
    bool m_isClosed = false;
};

} // namespace tradestate::test
