// SPDX-License-Identifier: MIT
#include "core/files/seenfolder.h"
#include "core/manager/identity.h"
#include "core/manager/liveguard.h"
#include "core/manager/statemanager_private.h"

#include <algorithm>

namespace tradestate {

namespace {

/// A save by hand is made again from the new head where another one came between.
constexpr int attemptsOfASave = 3;
constexpr std::chrono::seconds waitForReplayer { 30 };

/// Of a running trading system: the save that was read on the primary and knows the journal's newest (a person's
/// restore or another machine's save that follows ours), else the journal's newest.
std::optional<SaveRecord> ownParent(const LocalView& local)
{
    std::optional<SaveRecord> parent;
    if (local.journalNewest)
        parent = local.journalNewest->record;
    for (const StoredSave& save : local.seen) {
        const bool follows = !local.journalNewest || covers(save.record, local.journalNewest->record);
        if (follows && (!parent || parent->savedAt < save.record.savedAt))
            parent = save.record;
    }
    return parent;
}

QString countText(qint64 count, const QString& one, const QString& many)
{
    return QStringLiteral("%1 %2").arg(count).arg(count == 1 ? one : many);
}

QString contentText(const SaveRecord& record)
{
    return countText(record.positionCount, QStringLiteral("position"), QStringLiteral("positions"))
        + QStringLiteral(", ")
        + countText(record.pairStateCount, QStringLiteral("pair state"), QStringLiteral("pair states"));
}

} // namespace

void StateManager::Private::thin(Journal& in, const std::shared_ptr<StateFolder>& at)
{
    ReplicationState notes;
    std::optional<std::vector<StoredSave>> heads;
    if (hasPrimary()) {
        {
            const std::lock_guard guard(mutex);
            heads = lastHeads;
        }
        // Once confirmed is no proof that the primary still has it: while it is not read, everything may be pending.
        auto read = ReplicationNotes(at).read(primaryKeyOf(settings, knownLayout(at)));
        if (!heads || !read)
            return;
        notes = std::move(*read);
    }
    const auto mustStay = [&](const SaveRecord& record) {
        const bool isRefused = std::any_of(notes.refused.begin(), notes.refused.end(),
            [&record](const RefusedSave& save) { return save.saveId == record.saveId; });
        return isRefused || (heads && isMissingThere(*heads, record));
    };
    if (const auto thinned = in.thin(mustStay); !thinned)
        log(LogLevel::Warning, QStringLiteral("The journal could not be thinned: %1").arg(describe(thinned.error())));
}

Result<StoredSave> StateManager::Private::append(const AppendRequest& request, const std::stop_token& stop)
{
    if (const auto writable = mayWrite(); !writable)
        return tl::unexpected(writable.error());
    auto at = folder();
    if (!at)
        return tl::unexpected(at.error());
    const auto lock = (*at)->lockJournal(std::chrono::seconds(10), stop);
    if (!lock)
        return tl::unexpected(lock.error());
    if (auto ready = (*at)->ensureJournal(settings.account); !ready)
        return tl::unexpected(ready.error());
    for (const QString& warning : (*at)->takeWarnings())
        log(LogLevel::Warning, warning);

    const QString layout = request.layout.isEmpty() ? knownLayout(*at) : request.layout;
    const PrimaryKey key = primaryKeyOf(settings, layout);
    auto local = readLocalView(*at, key, true);
    if (!local)
        return tl::unexpected(local.error());

    IdentityInput identity;
    identity.account = settings.account;
    identity.folder = (*at)->id();
    identity.writer = (*at)->holder();
    identity.operatorName = settings.operatorName;
    identity.reason = request.reason;
    identity.description = request.description;
    identity.restoredFrom = request.restoredFrom;
    identity.parent = request.ownLine ? ownParent(*local) : request.parent;
    identity.resolved = request.resolved;
    identity.now = now();
    // Also where the setting may turn out to have no effect: a time that fits the event log fits everywhere.
    identity.inEventLog
        = hasPrimary() && (layout == QLatin1String("versions") || settings.layout == LayoutChoice::Versions);
    identity.newestEvent = request.newestEvent;
    StoredSave save;
    save.record = makeRecord(identity, request.state);
    save.record.other = request.other;
    // Kept with the save: in an empty bucket nothing else tells it until the save is there.
    if (identity.inEventLog && settings.layout == LayoutChoice::Auto)
        save.record.other["layout"] = Json(layout);
    if (!save.record.other.empty())
        save.record.recordChecksum = recordChecksumOf(save.record);
    save.state = request.state;
    save.proof = Proof::Verified;

    if (!request.ownLine) {
        std::vector<SaveRecord> known;
        if (local->journalNewest)
            known.push_back(local->journalNewest->record);
        for (const StoredSave& seen : local->seen)
            known.push_back(seen.record);
        std::vector<SaveRecord> followed = request.resolved;
        if (request.parent)
            followed.push_back(*request.parent);
        if (!areFollowed(known, followed)) {
            return failure(ErrorCode::HeadChanged, settings.folder,
                QStringLiteral("another save came in the meantime; nothing was written"));
        }
    }

    if (hasJournal()) {
        Journal in = journal(*at);
        auto written = in.write(save, {});
        // The file is there but the disk did not confirm it: writing it again is how to make sure.
        if (!written && written.error().code == ErrorCode::WrittenButUncertain)
            written = in.write(save, {});
        if (!written)
            return tl::unexpected(written.error());
        thin(in, *at);
    } else {
        // There is no journal to fall back on, so the lock is held until InfluxDB has it: two saves of one folder at a
        // time would seem to know each other.
        if (auto written = primary().store().write(save, stop); !written)
            return tl::unexpected(written.error());
        if (auto kept = seenSaves(*at, key).remember({ save }); !kept)
            log(LogLevel::Warning, QStringLiteral("The save cannot be kept as seen: %1").arg(describe(kept.error())));
    }
    log(LogLevel::Information,
        QStringLiteral("Saved %1 (%2, %3)")
            .arg(contentText(save.record), saveReasonText(save.record.reason),
                hasJournal() ? QStringLiteral("on this machine") : QStringLiteral("verified in InfluxDB")));
    return save;
}

Result<SaveRecord> StateManager::journalSave(const TradingState& state, SaveReason reason, const QString& description)
{
    AppendRequest request;
    request.state = state;
    request.reason = reason;
    request.description = description;
    request.ownLine = true;
    auto save = d->append(request, {});
    if (!save) {
        d->log(LogLevel::Error, QStringLiteral("The state was NOT saved: %1").arg(describe(save.error())));
        return tl::unexpected(save.error());
    }
    return save->record;
}

QString StateManager::Private::layoutForEmptyBucket(const std::shared_ptr<StateFolder>& at)
{
    // Without a journal what was seen there is all that is left of it.
    if (!hasJournal())
        return knownLayout(at);
    const auto newest = newestOfJournal(journal(at));
    if (newest && *newest) {
        const auto chosen = (*newest)->record.other.find("layout");
        if (chosen != (*newest)->record.other.end() && chosen->second.asText())
            return toQString(*chosen->second.asText());
    }
    return QStringLiteral("tables");
}

Result<Outbox::Report> StateManager::Private::replicate(std::chrono::milliseconds wait, const std::stop_token& stop)
{
    if (const auto writable = mayWrite(); !writable)
        return tl::unexpected(writable.error());
    if (!hasPrimary())
        return Outbox::Report {};
    auto at = folder();
    if (!at)
        return tl::unexpected(at.error());
    if (!outbox) {
        outbox = std::make_unique<Outbox>(Outbox::Parts {
            *at, settings.account, clock, logSink, std::max(1, settings.retryDelaySeconds), {}, hasJournal() });
    }
    if (primary().layout().isEmpty()) {
        // The notes belong to one layout: it is asked for before they are read.
        const auto heads = primary().readHeads(stop);
        if (!heads) {
            outbox->backOff();
            const std::lock_guard guard(mutex);
            lastHeads.reset();
            lastPrimaryError = heads.error();
            nextTry = outbox->nextTry();
            Outbox::Report report;
            report.error = heads.error();
            return report;
        }
    }
    if (primary().layout().isEmpty())
        primary().chooseLayout(layoutForEmptyBucket(*at));
    rememberLayout(primary().layout());
    const QString layout = knownLayout(*at);
    auto report = outbox->replicate(
        primary().store(), primaryKeyOf(settings, layout), layout == QLatin1String("versions"), wait, stop);
    const std::lock_guard guard(mutex);
    lastStore = primary().info();
    nextTry = outbox->nextTry();
    if (report) {
        lastHeads = outbox->knownHeads();
        lastPrimaryError = report->error;
    }
    return report;
}

SaveReport StateManager::Private::confirm(const SaveRecord& record, const std::stop_token& stop)
{
    SaveReport result;
    result.record = record;
    if (!hasPrimary() || !hasJournal()) {
        result.confirmed = true;
        return result;
    }
    const auto report = replicate(waitForReplayer, stop);
    if (!report) {
        result.primaryError = report.error();
        return result;
    }
    result.primaryError = report->error;
    const auto at = folder();
    if (!at)
        return result;
    const auto notes = ReplicationNotes(*at).read(primaryKeyOf(settings, knownLayout(*at)));
    if (!notes)
        return result;
    result.confirmed
        = notes->confirmed && notes->confirmed->folder == record.folder && notes->confirmed->savedAt >= record.savedAt;
    if (result.confirmed) {
        result.primaryError.reset();
        log(LogLevel::Information, QStringLiteral("Verified in InfluxDB: the save with %1").arg(contentText(record)));
        return result;
    }
    for (const RefusedSave& refused : notes->refused) {
        if (refused.saveId == record.saveId && !result.primaryError)
            result.primaryError = Error { ErrorCode::RefusedByServer, settings.influxUrl, refused.reason };
    }
    return result;
}

Result<int> StateManager::replicate(const std::stop_token& stop)
{
    const auto report = d->replicate({}, stop);
    if (!report)
        return tl::unexpected(report.error());
    if (report->error)
        return tl::unexpected(*report->error);
    return report->pending;
}

std::optional<Timestamp> StateManager::nextTry() const
{
    const std::lock_guard guard(d->mutex);
    return d->nextTry;
}

Result<SaveReport> StateManager::save(const QString& description, bool force, const std::stop_token& stop)
{
    if (const auto writable = d->mayWrite(); !writable)
        return tl::unexpected(writable.error());
    for (int attempt = 1;; ++attempt) {
        auto view = d->readForChange(stop);
        if (!view)
            return tl::unexpected(view.error());
        const auto snapshot = d->snapshot(**view, stop);
        if (!snapshot)
            return tl::unexpected(snapshot.error());
        if (!(*view)->decision.head) {
            if ((*view)->decision.unreachable)
                return tl::unexpected((*view)->primaryError.value_or(Error { ErrorCode::Unreachable, {}, {} }));
            return failure(ErrorCode::NothingStored, (*view)->store.url);
        }
        if (snapshot->whyNotWrite)
            return tl::unexpected(*snapshot->whyNotWrite);
        if (snapshot->live && !force)
            return tl::unexpected(liveError(*snapshot->live, d->now()));
        // The older save that is shown beside a torn one must not become the newest without a person wanting it.
        if ((*view)->decision.torn)
            return failure(ErrorCode::TornSave, (*view)->decision.head->save->record.saveId,
                QStringLiteral("the newest save is incomplete; restore the one that is right"));

        AppendRequest request;
        request.state = snapshot->state;
        request.reason = SaveReason::Manual;
        request.description = description;
        request.parent = (*view)->decision.head->save->record;
        request.layout = d->hasPrimary() && (*view)->heads() ? d->knownLayout((*view)->folder) : QString();
        if (request.layout == QLatin1String("versions")) {
            const auto newest = d->primary().newestEvent(stop);
            if (!newest)
                return tl::unexpected(newest.error());
            request.newestEvent = *newest;
        }
        auto saved = d->append(request, stop);
        if (!saved && saved.error().code == ErrorCode::HeadChanged && attempt < attemptsOfASave)
            continue;
        if (!saved)
            return tl::unexpected(saved.error());
        return d->confirm(saved->record, stop);
    }
}

} // namespace tradestate
