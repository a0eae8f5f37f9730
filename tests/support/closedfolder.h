// SPDX-License-Identifier: MIT
#pragma once

#include <QDir>

#include <sys/mount.h>
#include <sys/stat.h>

namespace tradestate::test {

/// A folder that can be closed against writing, also for an administrator, who may write whatever a mode says: then it
/// is a disk of its own. It is opened again, and gone, at the end.
class ClosedFolder
{
public:
    explicit ClosedFolder(const QString& path)
        : m_path(path)
    {
        m_isDisk
            = QDir().mkpath(path) && ::mount("none", qPrintable(path), "tmpfs", MS_NOSUID | MS_NODEV, options) == 0;
        m_made = m_isDisk || ::chmod(qPrintable(path), 0700) == 0;
    }
    ~ClosedFolder()
    {
        if (m_isDisk)
            ::umount2(qPrintable(m_path), MNT_DETACH);
        else
            ::chmod(qPrintable(m_path), 0700);
    }
    ClosedFolder(const ClosedFolder&) = delete;
    ClosedFolder& operator=(const ClosedFolder&) = delete;

    [[nodiscard]] bool close() const
    {
        return m_made
            && (m_isDisk ? ::mount("none", qPrintable(m_path), nullptr, MS_REMOUNT | MS_RDONLY, options) == 0
                         : ::chmod(qPrintable(m_path), 0500) == 0);
    }

private:
    static constexpr const char* options = "size=512m,mode=0700";

    QString m_path;
    bool m_isDisk = false;
    bool m_made = false;
};

} // namespace tradestate::test
