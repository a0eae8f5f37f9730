// SPDX-License-Identifier: MIT
#include "core/manager/health.h"
#include "core/manager/healthfolder.h"
#include "core/manager/statemanager_private.h"

namespace tradestate {

HealthReport StateManager::healthCheck(const std::stop_token& stop) const
{
    HealthReport report;
    if (d->hasPrimary()) {
        const auto steps = testConnection(connectionOf(d->settings), d->settings.account, {}, stop);
        report = healthOf(steps, d->settings.readOnly);
        if (!report.isOk())
            return report;
    }
    // Every save passes through the folder: journal or not, its locks are there.
    const FolderHealth folder = lookAtFolder(d->settings.folder, d->settings.account);
    if (folder.notReadable)
        return healthOf(*folder.notReadable);
    if (folder.notWritable && !d->settings.readOnly)
        return healthOf(*folder.notWritable);
    if (!d->hasPrimary())
        report.message = QStringLiteral("Files in %1").arg(folder.path);
    return report;
}

} // namespace tradestate
