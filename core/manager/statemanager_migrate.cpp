// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/manager/liveguard.h"
#include "core/manager/migration.h"
#include "core/manager/restorewarnings.h"
#include "core/manager/statemanager_private.h"

#include <QFileInfo>

#include <algorithm>

namespace tradestate {

namespace {

/// Saves among which a state is looked for.
constexpr int mostSaves = 100'000;

/// Why nothing may be written now, although what would be is decided.
std::optional<Error> obstacleOf(const std::vector<MigrationItem>& items, const Snapshot& snapshot)
{
    for (const MigrationItem& item : items) {
        // It may be the newest of all.
        if (item.outcome == MigrationOutcome::NotReadable && item.error) {
            Error why = *item.error;
            why.advice = QStringLiteral("It may hold the newest state: make it readable, or move it away.");
            return why;
        }
    }
    if (snapshot.live)
        return liveError(*snapshot.live, snapshot.readAt);
    return snapshot.whyNotWrite;
}

/// In which layout the primary is to be written; empty where that is settled or there is none.
QString layoutFor(const Snapshot& snapshot, const Settings& settings, const Timestamp& now)
{
    PlanSource source;
    source.fromPython = true;
    return layoutToWrite(snapshot, source, planContextOf(settings, now));
}

QString descriptionOf(const MigrationItem& item)
{
    return QStringLiteral("migrated from %1 (%2, of %3)")
        .arg(QFileInfo(item.file).fileName(), item.shape ? documentShapeText(*item.shape) : QString(),
            item.stateTime ? item.stateTime->toRecordText() : QString());
}

bool isSame(const MigrationRecord& left, const MigrationRecord& right)
{
    const auto headOf
        = [](const MigrationRecord& record) { return record.line.empty() ? QString() : record.line.front().saveId; };
    return left.isEmpty == right.isEmpty && headOf(left) == headOf(right);
}

} // namespace

Result<std::vector<MigrationItem>> StateManager::Private::migrationItems(
    const MigrationOptions& options, const std::stop_token& stop) const
{
    const auto files = legacyFilesOf(options.paths);
    if (!files)
        return tl::unexpected(files.error());
    std::vector<MigrationItem> items;
    for (const LegacyFile& file : *files) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, file.path);
        if (options.progress)
            options.progress(static_cast<int>(items.size()) + 1, static_cast<int>(files->size()), file.path, false);
        const auto document = readDocumentFile(file.path);
        if (!document && document.error().code == ErrorCode::FileNotFound)
            continue; // removed since it was listed
        items.push_back(migrationItemOf(file, document, settings.writerZone, now()));
    }
    return items;
}

Result<MigrationRecord> StateManager::Private::migrationRecord(
    RecordReading& view, const Snapshot& snapshot, const std::stop_token& stop)
{
    if (snapshot.has(Condition::Unreachable))
        return tl::unexpected(snapshot.primaryError.value_or(Error { ErrorCode::Unreachable, view.store.url, {} }));
    if (snapshot.has(Condition::Fork)) {
        return failure(ErrorCode::Forked, view.store.url,
            QStringLiteral("%1 saves that do not know each other").arg(snapshot.forkCandidates.size()));
    }
    MigrationRecord record;
    record.isEmpty = snapshot.has(Condition::Empty);
    if (record.isEmpty || !view.decision.head)
        return record;
    const auto lines = history(view, {}, mostSaves, stop);
    if (!lines)
        return tl::unexpected(lines.error());
    for (const HistoryEntry& line : *lines) {
        if (line.record.checksum && line.proof != Proof::Torn)
            record.states.try_emplace(line.record.checksum->value, line.record.saveId);
        // A restore may have left rows of its file out: that was somebody's choice, and the file was dealt with.
        if (line.record.restoredFrom && line.record.restoredFrom->checksum)
            record.states.try_emplace(line.record.restoredFrom->checksum->value, line.record.saveId);
    }
    const SaveRecord& head = view.decision.head->save->record;
    if (const StoredSave* shown = view.shown())
        record.states.try_emplace(stateChecksum(shown->state).value, shown->record.saveId);
    // Nothing goes on from a save that is not whole.
    std::optional<SaveRecord> save = view.decision.torn ? std::nullopt : std::optional(head);
    while (save) {
        record.line.push_back(*save);
        const bool goesOn = save->reason == SaveReason::Migration && !save->parentSaveId.isEmpty();
        save = goesOn ? findRecord(view, save->parentSaveId, stop) : std::nullopt;
    }
    return record;
}

Result<MigrationReport> StateManager::migrate(const MigrationOptions& options, const std::stop_token& stop)
{
    // Looking makes nothing: neither the folder nor its id.
    if (options.dryRun && !d->hasPrimary() && !d->settings.readOnly) {
        Settings looking = d->settings;
        looking.readOnly = true;
        auto report = StateManager({ looking, d->clock, nullptr, d->program }).migrate(options, stop);
        if (report && report->obstacle && report->obstacle->code == ErrorCode::ReadOnly)
            report->obstacle.reset();
        return report;
    }
    if (const auto writable = d->mayWrite(); !writable && !options.dryRun)
        return tl::unexpected(writable.error());
    auto items = d->migrationItems(options, stop);
    if (!items)
        return tl::unexpected(items.error());

    const auto readNow = [&](Snapshot& snapshot) -> Result<MigrationRecord> {
        auto view = d->readForChange(stop);
        if (!view)
            return tl::unexpected(view.error());
        auto read = d->snapshot(**view, stop);
        if (!read)
            return tl::unexpected(read.error());
        snapshot = std::move(*read);
        return d->migrationRecord(**view, snapshot, stop);
    };
    Snapshot snapshot;
    const auto record = readNow(snapshot);
    if (!record)
        return tl::unexpected(record.error());

    MigrationReport report;
    report.dryRun = options.dryRun;
    report.items = std::move(*items);
    QString layout = layoutFor(snapshot, d->settings, d->now());
    const QString written = layout.isEmpty() ? snapshot.store.layout : layout;
    const bool newestOnly = !d->hasJournal() && written == QLatin1String("versions");
    const auto order = decideMigration(report.items, newestOnly);
    const auto left = compareWithRecord(report.items, order, *record);
    if (left.empty())
        return report;
    report.obstacle = obstacleOf(report.items, snapshot);
    if (options.dryRun)
        return report;
    if (report.obstacle)
        return tl::unexpected(*report.obstacle);
    if (options.confirm) {
        if (const auto agreed = options.confirm(report); !agreed)
            return tl::unexpected(agreed.error());
    }

    // Asking may have taken long.
    Snapshot again;
    const auto same = readNow(again);
    if (!same)
        return tl::unexpected(same.error());
    if (!isSame(*record, *same))
        return failure(ErrorCode::HeadChanged, snapshot.store.url);
    if (const auto why = obstacleOf(report.items, again))
        return tl::unexpected(*why);
    MigrationWork work;
    work.left = left;
    work.of = order.size();
    work.layout = layout;
    if (!same->line.empty())
        work.parent = same->line.front();
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled);
    return d->carryOutMigration(options, std::move(report), std::move(work), stop);
}

Result<AppendRequest> StateManager::Private::migrationRequest(const MigrationWork& work, const std::stop_token& stop)
{
    AppendRequest request;
    request.reason = SaveReason::Migration;
    request.parent = work.parent;
    if (!hasPrimary())
        return request;
    if (!work.layout.isEmpty()) {
        primary().chooseLayout(work.layout);
        rememberLayout(work.layout);
    }
    auto at = folder();
    if (!at)
        return tl::unexpected(at.error());
    request.layout = knownLayout(*at);
    if (request.layout == QLatin1String("versions")) {
        const auto event = primary().newestEvent(stop);
        if (!event)
            return tl::unexpected(event.error());
        request.newestEvent = *event;
    }
    return request;
}

Result<MigrationReport> StateManager::Private::carryOutMigration(
    const MigrationOptions& options, MigrationReport report, MigrationWork work, const std::stop_token& stop)
{
    const auto readSame = [&](const MigrationItem& item) -> Result<Document> {
        auto document = readDocumentFile(item.file);
        if (document && stateChecksum(document->state) != *item.checksum)
            return failure(ErrorCode::HeadChanged, item.file, QStringLiteral("the file changed while it was read"));
        return document;
    };
    // The newest must be at hand before anything is written, or an older state would stand as the newest.
    const auto newest = readSame(report.items[work.left.back()]);
    if (!newest)
        return tl::unexpected(newest.error());

    auto prepared = migrationRequest(work, stop);
    if (!prepared)
        return tl::unexpected(prepared.error());
    AppendRequest request = std::move(*prepared);

    std::optional<StoredSave> last;
    int number = 0;
    for (const size_t index : work.left) {
        MigrationItem& item = report.items[index];
        ++number;
        if (options.progress)
            options.progress(number, static_cast<int>(work.left.size()), item.file, true);
        const bool isNewest = index == work.left.back();
        const auto older = isNewest ? newest : readSame(item);
        if (!older) {
            item.outcome = MigrationOutcome::Changed;
            item.why = describe(older.error());
            log(LogLevel::Warning, QStringLiteral("Not migrated: %1").arg(item.why));
            continue;
        }
        request.state = older->state;
        request.description = descriptionOf(item);
        request.restoredFrom = RestoredFrom { item.file, {}, item.checksum, {} };
        const auto place = static_cast<qint64>(work.of - work.left.size()) + number;
        request.other[migrationPlaceField] = toJson(MigrationPlace { place, static_cast<qint64>(work.of) });
        auto made = append(request, {});
        const auto proved = made ? readBack(*made) : Result<void>();
        if (!made || !proved) {
            Error why = made ? proved.error() : made.error();
            if (made || last) {
                why.advice = QStringLiteral("The migration made %1 of %2 saves, so that an older state may be on "
                                            "record: run it again, it goes on where it stopped.")
                                 .arg(made ? number : number - 1)
                                 .arg(work.left.size());
            }
            log(LogLevel::Error, QStringLiteral("The migration stopped: %1").arg(describe(why)));
            return tl::unexpected(why);
        }
        item.outcome = MigrationOutcome::Migrated;
        item.saveId = made->record.saveId;
        request.parent = made->record;
        last = std::move(*made);
    }
    const SaveReport sent = confirm(last->record, {});
    report.confirmed = sent.confirmed;
    report.primaryError = sent.primaryError;
    log(LogLevel::Information,
        QStringLiteral("Migrated %1 of %2 files; on record is now %3")
            .arg(report.count(MigrationOutcome::Migrated))
            .arg(report.items.size())
            .arg(report.items[work.left.back()].file));
    return report;
}

} // namespace tradestate
