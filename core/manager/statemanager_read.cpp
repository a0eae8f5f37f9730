// SPDX-License-Identifier: MIT
#include "core/base/inbackground.h"
#include "core/files/backupfolder.h"
#include "core/manager/statemanager_private.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <functional>

namespace tradestate {

namespace {

/// How many saves are looked at for one that is whole, where the newest is torn.
constexpr int mostOlderSaves = 100;

bool isRemembered(const StoredSave& head, const std::vector<StoredSave>& seen)
{
    return std::any_of(seen.begin(), seen.end(), [&head](const StoredSave& save) {
        return save.record.saveId == head.record.saveId && save.record.knows == head.record.knows
            && save.state == head.state && save.proof == head.proof;
    });
}

/// What the primary's newest save holds and the record, which knows that save, does not. A trade since then may be one
/// that the record knows nothing of: then nothing is said to be closed.
std::vector<QString> closedSince(const RecordReading& view)
{
    std::vector<QString> pairs;
    const StoredSave* shown = view.shown();
    if (!shown || !view.decision.pending || !view.heads() || view.store.layout != QLatin1String("versions"))
        return pairs;
    const auto newest = std::max_element(view.heads()->begin(), view.heads()->end(),
        [](const StoredSave& a, const StoredSave& b) { return a.record.savedAt < b.record.savedAt; });
    if (newest == view.heads()->end() || newest->tradesSince > 0 || !covers(shown->record, newest->record))
        return pairs;
    for (const auto& [pair, position] : newest->state.positions) {
        if (!shown->state.positions.contains(pair))
            pairs.push_back(pair);
    }
    return pairs;
}

} // namespace

bool namesFile(const QString& reference)
{
    return reference != QLatin1String("head") && (QFileInfo(reference).isFile() || QDir::isAbsolutePath(reference));
}

/// A folder that cannot be written can still be read, and a primary without any folder too.
Result<void> StateManager::Private::openForView(RecordReading& view)
{
    auto opened = folder();
    if (opened) {
        view.folder = *opened;
        return {};
    }
    const bool isMissing = opened.error().code == ErrorCode::FileNotFound;
    if (settings.readOnly)
        return isMissing ? Result<void>() : tl::unexpected(opened.error());
    view.folderError = opened.error();
    auto reading = StateFolder::openForReading(settings.folder, program);
    if (reading)
        view.folder = *reading;
    else if (!hasPrimary())
        return tl::unexpected(opened.error());
    return {};
}

void StateManager::Private::takeLocal(RecordReading& view, LocalView local) const
{
    view.input.journalNewest = std::move(local.journalNewest);
    view.input.seen = std::move(local.seen);
    view.input.confirmed = local.notes.confirmed;
    view.notes = std::move(local.notes);
    view.findings = std::move(local.findings);
    for (const QString& warning : local.warnings)
        log(LogLevel::Warning, warning);
}

Result<void> StateManager::Private::readWithPrimary(RecordReading& view, AskPrimary ask, const std::stop_token& stop)
{
    view.key = primaryKeyOf(settings, knownLayout(view.folder));
    std::optional<LocalReading> local;
    if (view.folder) {
        auto begun = beginLocal(view.folder, view.key);
        if (!begun)
            return tl::unexpected(begun.error());
        local.emplace(std::move(*begun));
    }
    view.asked = true;
    auto heads = primary().readHeads(stop, ask == AskPrimary::SavesAndRights && mayWrite() && !view.folderError);
    if (!heads && heads.error().code == ErrorCode::Cancelled)
        return tl::unexpected(heads.error());
    rememberLayout(primary().layout());
    if (local) {
        const std::vector<StoredSave> none;
        auto read = local->finish(heads ? *heads : none);
        const PrimaryKey key = primaryKeyOf(settings, knownLayout(view.folder));
        if (heads && key != view.key) {
            // First contact told the layout: what is kept here of this primary is another folder than was read.
            view.key = key;
            read = readLocalView(view.folder, key);
        }
        if (!read)
            return tl::unexpected(read.error());
        takeLocal(view, std::move(*read));
    }
    const std::lock_guard guard(mutex);
    lastStore = primary().info();
    lastHeads.reset();
    if (heads) {
        std::transform(heads->begin(), heads->end(), std::back_inserter(lastHeads.emplace()), withoutState);
        view.input.primaryHeads = std::move(*heads);
        lastPrimaryError.reset();
    } else {
        view.primaryError = heads.error();
        lastPrimaryError = heads.error();
    }
    return {};
}

Result<std::unique_ptr<RecordReading>> StateManager::Private::readRecord(AskPrimary ask, const std::stop_token& stop)
{
    auto view = std::make_unique<RecordReading>();
    view->input.hasPrimary = hasPrimary();
    if (auto found = openForView(*view); !found)
        return tl::unexpected(found.error());
    if (hasPrimary() && ask != AskPrimary::Nothing) {
        if (auto read = readWithPrimary(*view, ask, stop); !read)
            return tl::unexpected(read.error());
    } else {
        if (hasPrimary())
            view->key = primaryKeyOf(settings, knownLayout(view->folder));
        if (view->folder) {
            auto local = readLocalView(view->folder, view->key);
            if (!local)
                return tl::unexpected(local.error());
            takeLocal(*view, std::move(*local));
        }
    }
    if (!hasPrimary()) {
        view->store.type = QStringLiteral("file");
        view->store.url = settings.folder;
        view->store.account = settings.account;
        view->decision = decideHead(view->input);
        findOlderWhole(*view, stop);
        return view;
    }
    {
        const std::lock_guard guard(mutex);
        view->store = lastStore;
        if (!view->asked) {
            view->primaryError = lastPrimaryError.value_or(
                Error { ErrorCode::Unreachable, view->key.url, QStringLiteral("it was not asked yet") });
        }
    }
    if (view->store.type.isEmpty()) {
        view->store.type = QStringLiteral("influxdb");
        view->store.url = view->key.url;
        view->store.bucket = settings.bucket;
        view->store.account = settings.account;
    }
    // Who plans a change during an outage must know whether the Python system reads what stands there.
    if (view->store.layout.isEmpty() && !view->input.primaryHeads)
        view->store.layout = layoutOnRecord(view->folder);
    if (view->input.primaryHeads)
        rememberHeads(*view);
    view->decision = decideHead(view->input);
    findOlderWhole(*view, stop);
    return view;
}

Result<std::unique_ptr<RecordReading>> StateManager::Private::readForChange(const std::stop_token& stop)
{
    if (hasPrimary())
        primary().lookEverywhereNext();
    return readRecord(AskPrimary::Saves, stop);
}

/// Keeps what was read on the primary: proof of what was there, should it lose it. The decision is made with what was
/// kept before, or nothing could ever be told as lost.
void StateManager::Private::rememberHeads(RecordReading& view)
{
    if (!view.folder || view.folder->isReadOnly())
        return;
    const auto isInJournal = [&](const SaveRecord& record) {
        if (!hasJournal() || isPythonSave(record))
            return false;
        const auto& newest = view.input.journalNewest;
        if (newest && newest->record.saveId == record.saveId)
            return newest->proof != Proof::Torn;
        const auto save = journal(view.folder).readSave(record);
        return save && save->proof != Proof::Torn;
    };
    std::vector<StoredSave> fresh;
    for (const StoredSave& head : *view.input.primaryHeads) {
        if (head.proof != Proof::Torn && !isRemembered(head, view.input.seen) && !isInJournal(head.record))
            fresh.push_back(head);
    }
    if (fresh.empty())
        return;
    const auto lock = view.folder->lockJournal();
    const auto kept
        = lock ? seenSaves(view.folder, view.key).remember(fresh) : Result<void>(tl::unexpected(lock.error()));
    if (!kept) {
        view.findings.push_back(Finding { Severity::Warning, QStringLiteral("not-remembered"), {}, {},
            QStringLiteral("What was read cannot be kept on this machine: %1").arg(describe(kept.error())) });
    }
}

/// Where the head is whole nowhere: the newest whole save that it knows.
void StateManager::Private::findOlderWhole(RecordReading& view, const std::stop_token& stop)
{
    if (!view.decision.torn)
        return;
    const SaveRecord& head = view.decision.head->save->record;
    const auto consider = [&](const StoredSave& save) {
        if (save.proof == Proof::Torn || save.record.saveId == head.saveId || !knows(head, save.record))
            return false;
        if (!view.olderWhole || view.olderWhole->record.savedAt < save.record.savedAt)
            view.olderWhole = save;
        return true;
    };
    for (const StoredSave& save : view.input.seen)
        consider(save);
    if (view.input.primaryHeads) {
        for (const StoredSave& save : *view.input.primaryHeads)
            consider(save);
    }
    if (view.folder && hasJournal()) {
        const Journal in = journal(view.folder);
        if (const auto entries = in.entries()) {
            for (const JournalEntry& entry : *entries) {
                if (view.olderWhole && entry.savedAt < view.olderWhole->record.savedAt)
                    break;
                const auto save = in.read(entry);
                if (save && consider(*save))
                    break;
            }
        }
    }
    if (!view.input.primaryHeads)
        return;
    const auto lines = primary().store().history({}, mostOlderSaves, stop);
    if (!lines)
        return;
    for (const HistoryEntry& line : *lines) {
        if (view.olderWhole && line.record.savedAt <= view.olderWhole->record.savedAt)
            break;
        if (line.record.saveId == head.saveId || !knows(head, line.record))
            continue;
        const auto save = primary().store().readSave(line.record, stop);
        if (save && consider(*save))
            break;
    }
}

StatusInput StateManager::Private::statusInput(const RecordReading& view) const
{
    StatusInput input;
    input.decision = view.decision;
    input.shown = view.shown();
    input.now = now();
    input.saveIntervalSeconds = settings.saveIntervalSeconds;
    input.validate = settings.enableValidation;
    input.writerZone = settings.writerZone;
    input.writerZoneIsSet = settings.writerZoneIsSet;
    return input;
}

Result<Snapshot> StateManager::Private::snapshot(RecordReading& view, const std::stop_token& stop)
{
    StatusInput input = statusInput(view);
    PendingSaves pending;
    if (hasPrimary() && view.folder) {
        OwnSaves own;
        if (hasJournal()) {
            auto found = ownPending(journal(view.folder), view.heads(), view.notes.confirmed);
            if (!found)
                return tl::unexpected(found.error());
            own = std::move(*found);
        }
        pending = decidePending({ std::move(own.pending), &view.input.seen, view.heads(), view.notes, false, {} });
        input.pendingSaves = static_cast<int>(pending.toSend.size());
    }
    if (input.shown)
        input.before = parentState(view, input.shown->record, stop);

    // The server tells what it keeps and allows while the state is looked at.
    auto looking = inBackground(snapshotOf, std::cref(input));
    if (view.heads()) {
        for (Finding& finding : primary().findings(stop))
            view.findings.push_back(std::move(finding));
    }
    const auto writable = mayWrite();
    std::optional<Error> notAllowed;
    if (writable && !view.folderError && !view.decision.isFork() && view.heads())
        notAllowed = primary().whyNotWrite(stop);
    Snapshot snapshot = looking.get();
    snapshot.refusedSaves = pending.refused;
    snapshot.findings.insert(snapshot.findings.end(), view.findings.begin(), view.findings.end());
    snapshot.store = view.store;
    snapshot.folder = settings.folder;
    snapshot.envFile = settings.envFile;
    snapshot.primaryError = view.primaryError;
    if (view.decision.lost && !snapshot.primaryError) {
        snapshot.primaryError = Error { ErrorCode::NotConfirmed, view.key.url,
            QStringLiteral("InfluxDB has lost saves it had confirmed") };
    }
    {
        const std::lock_guard guard(mutex);
        snapshot.nextTry = nextTry;
    }
    if (const auto files = BackupFolder(settings.folder).list(); files && !files->empty())
        snapshot.newestBackup = files->front().time;

    if (!writable) {
        snapshot.whyNotWrite = writable.error();
    } else if (view.folderError) {
        snapshot.whyNotWrite = view.folderError;
    } else if (snapshot.has(Condition::Fork)) {
        snapshot.whyNotWrite = whyToChoose(snapshot);
    } else if (view.heads()) {
        snapshot.whyNotWrite = std::move(notAllowed);
    } else if (view.primaryError && view.primaryError->code == ErrorCode::InvalidSetting) {
        snapshot.whyNotWrite = view.primaryError; // waiting does not mend it, and force must not pass it by
    }
    snapshot.mayWriteRecord = !snapshot.whyNotWrite;
    snapshot.closedSince = closedSince(view);
    addGuards(view, snapshot, stop);
    return snapshot;
}

Result<Snapshot> StateManager::load(const std::stop_token& stop)
{
    auto view = d->readRecord(AskPrimary::SavesAndRights, stop);
    if (!view)
        return tl::unexpected(view.error());
    auto snapshot = d->snapshot(**view, stop);
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled);
    return snapshot;
}

Result<Snapshot> StateManager::loadLocal()
{
    auto view = d->readRecord(AskPrimary::Nothing, {});
    if (!view)
        return tl::unexpected(view.error());
    return d->snapshot(**view, {});
}

Result<Snapshot> StateManager::view(const QString& reference, const std::stop_token& stop)
{
    if (namesFile(reference))
        return viewFile(reference);
    const bool isHead = reference == QLatin1String("head");
    auto view = d->readRecord(isHead ? AskPrimary::SavesAndRights : AskPrimary::Saves, stop);
    if (!view)
        return tl::unexpected(view.error());
    if (isHead)
        return d->snapshot(**view, stop);
    bool byTimeHere = false;
    auto save = d->saveOfReference(**view, reference, stop, &byTimeHere);
    if (!save)
        return tl::unexpected(save.error());
    StatusInput input = d->statusInput(**view);
    input.before = d->parentState(**view, save->record, stop);
    Snapshot snapshot = snapshotOfSave(*save, input);
    snapshot.store = (*view)->store;
    snapshot.folder = d->settings.folder;
    snapshot.envFile = d->settings.envFile;
    if (byTimeHere) {
        snapshot.conditions.insert(snapshot.conditions.begin(), Condition::Unreachable);
        snapshot.primaryError = (*view)->primaryError;
    }
    return snapshot;
}

} // namespace tradestate
