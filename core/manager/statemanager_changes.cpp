// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/document.h"
#include "core/files/backupfolder.h"
#include "core/manager/changeapplier.h"
#include "core/manager/statemanager_private.h"

namespace tradestate {

namespace {

CurrentRecord currentOf(const RecordReading& view, Snapshot snapshot)
{
    CurrentRecord current;
    current.snapshot = std::move(snapshot);
    if (view.decision.head) {
        current.head = view.decision.head->save->record;
        if (view.decision.torn)
            current.torn = *view.decision.head->save;
    }
    for (const HeadCandidate& candidate : view.decision.fork)
        current.fork.push_back(candidate.save->record);
    return current;
}

} // namespace

Result<void> StateManager::Private::readBack(const StoredSave& save)
{
    auto at = folder();
    if (!at)
        return tl::unexpected(at.error());
    const auto stored = hasJournal() ? journal(*at).readSave(save.record) : primary().store().readSave(save.record);
    if (!stored)
        return tl::unexpected(stored.error());
    if (stored->proof == Proof::Torn || stateChecksum(stored->state) != *save.record.checksum)
        return failure(ErrorCode::TornSave, save.record.saveId);
    return {};
}

Result<ChangeReport> StateManager::apply(
    const ChangePlan& plan, const ApplyOptions& options, const StepCallback& progress, const std::stop_token& stop)
{
    if (const auto writable = d->mayWrite(); !writable)
        return tl::unexpected(writable.error());
    std::unique_ptr<RecordReading> view;

    ChangeTools tools;
    tools.log = d->logSink.get();
    tools.read = [&](const std::stop_token& asked) -> Result<CurrentRecord> {
        auto read = d->readForChange(asked);
        if (!read)
            return tl::unexpected(read.error());
        view = std::move(*read);
        auto snapshot = d->snapshot(*view, asked);
        if (!snapshot)
            return tl::unexpected(snapshot.error());
        return currentOf(*view, std::move(*snapshot));
    };
    tools.writeRescue = [&](const Snapshot& snapshot, const QString& description) -> Result<QString> {
        auto written = d->writeBackup(snapshot, BackupKind::Rescue, description, {});
        if (!written)
            return tl::unexpected(written.error());
        return written->path;
    };
    tools.writeFound = [&](const StoredSave& save, const QString& description) -> Result<QString> {
        BackupInfo info { d->now(), BackupKind::Rescue, description, d->settings.influxUrl, proofText(Proof::Torn) };
        return BackupFolder(d->settings.folder)
            .write(writeDocument(save.record, save.state, save.ghosts, info), info.createdAt);
    };
    tools.exportRows = [&](const RowKeys& keys, const std::stop_token& asked) -> Result<std::string> {
        if (!d->hasPrimary() || d->knownLayout(view->folder) != QLatin1String("versions"))
            return std::string();
        return d->primary().exportRows(keys, asked);
    };
    tools.removeRows = [&](const RowKeys& keys) { return d->primary().removeRows(keys, {}); };
    tools.append = [&](const ChangeSave& save, const std::stop_token& asked) -> Result<StoredSave> {
        AppendRequest request;
        request.state = save.state;
        request.reason = save.reason;
        request.description = save.description;
        request.restoredFrom = save.restoredFrom;
        request.parent = save.parent;
        request.resolved = save.resolved;
        if (d->hasPrimary() && view->heads()) {
            if (!save.layout.isEmpty()) {
                d->primary().chooseLayout(save.layout);
                d->rememberLayout(save.layout);
            }
            request.layout = save.layout.isEmpty() ? d->knownLayout(view->folder) : save.layout;
            if (request.layout == QLatin1String("versions")) {
                const auto newest = d->primary().newestEvent(asked);
                if (!newest)
                    return tl::unexpected(newest.error());
                request.newestEvent = *newest;
            }
        }
        // Without a journal the append is itself the writing, which is never left half done.
        return d->append(request, d->hasJournal() ? asked : std::stop_token());
    };
    tools.confirm = [&](const SaveRecord& record) { return d->confirm(record, {}); };
    tools.readBack = [&](const StoredSave& save) { return d->readBack(save); };
    return applyChange(plan, options, tools, progress, stop);
}

} // namespace tradestate
