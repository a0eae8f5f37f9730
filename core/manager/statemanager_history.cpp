// SPDX-License-Identifier: MIT
#include "core/manager/statemanager_private.h"

#include <algorithm>

namespace tradestate {

namespace {

/// Saves of the primary whose records are kept at hand for following a line of saves back.
constexpr int recordsAtHand = 1000;
/// Saves among which a save is looked for by its id or time.
constexpr int mostSaves = 100'000;
constexpr qsizetype shortestPrefix = 6;

QString headsKey(const RecordReading& view)
{
    QStringList ids;
    for (const StoredSave& head : *view.input.primaryHeads)
        ids.append(head.record.saveId);
    ids.sort();
    return ids.join(QLatin1Char(' '));
}

/// One line per save: one that both stores have is "both".
void addLines(std::map<QString, HistoryEntry>& into, const std::vector<HistoryEntry>& lines, const QString& where)
{
    for (const HistoryEntry& line : lines) {
        const auto [entry, isNew] = into.try_emplace(line.record.saveId, line);
        if (isNew) {
            entry->second.where = where;
            continue;
        }
        if (entry->second.where != where)
            entry->second.where = QStringLiteral("both");
        if (!entry->second.equity)
            entry->second.equity = line.equity;
        if (entry->second.proof == Proof::Torn && line.proof != Proof::Torn)
            entry->second = HistoryEntry { line.record, line.proof, QStringLiteral("both"), line.equity };
    }
}

} // namespace

Result<std::vector<HistoryEntry>> StateManager::Private::history(
    RecordReading& view, const Timestamp& since, int limit, const std::stop_token& stop)
{
    std::map<QString, HistoryEntry> lines;
    if (view.folder && hasJournal()) {
        const auto local = journal(view.folder).history(since, limit, stop);
        if (!local)
            return tl::unexpected(local.error());
        addLines(lines, *local, QStringLiteral("journal"));
    }
    if (view.heads()) {
        const auto remote = primary().store().history(since, limit, stop);
        if (!remote)
            return tl::unexpected(remote.error());
        addLines(lines, *remote, QStringLiteral("primary"));
    }
    std::vector<HistoryEntry> sorted;
    sorted.reserve(lines.size());
    for (auto& [saveId, line] : lines)
        sorted.push_back(std::move(line));
    std::sort(sorted.begin(), sorted.end(), [](const HistoryEntry& left, const HistoryEntry& right) {
        return std::tie(right.record.savedAt, right.record.saveId) < std::tie(left.record.savedAt, left.record.saveId);
    });
    if (std::cmp_greater(sorted.size(), limit))
        sorted.erase(sorted.begin() + limit, sorted.end());
    return sorted;
}

std::optional<SaveRecord> StateManager::Private::findRecord(
    RecordReading& view, const QString& saveId, const std::stop_token& stop)
{
    const auto cached = [&]() -> std::optional<SaveRecord> {
        const std::lock_guard guard(mutex);
        const auto found = records.find(saveId);
        return found == records.end() ? std::nullopt : std::optional(found->second);
    };
    if (auto found = cached())
        return found;
    const auto keep = [&](const SaveRecord& record) {
        const std::lock_guard guard(mutex);
        records.insert_or_assign(record.saveId, record);
    };
    if (view.folder && hasJournal()) {
        if (!view.journalPaths) {
            view.journalPaths.emplace();
            if (const auto entries = journal(view.folder).entries()) {
                for (const JournalEntry& entry : *entries)
                    view.journalPaths->emplace(entry.saveId, entry);
            }
        }
        if (const auto entry = view.journalPaths->find(saveId); entry != view.journalPaths->end()) {
            if (const auto record = journal(view.folder).readRecord(entry->second)) {
                keep(*record);
                return *record;
            }
        }
    }
    for (const StoredSave& save : view.input.seen) {
        if (save.record.saveId == saveId)
            return save.record;
    }
    if (!view.heads() || historyReadFor == headsKey(view))
        return std::nullopt;
    if (const auto lines = primary().store().history({}, recordsAtHand, stop)) {
        historyReadFor = headsKey(view);
        for (const HistoryEntry& line : *lines)
            keep(line.record);
    }
    return cached();
}

Result<StoredSave> StateManager::Private::readSave(
    RecordReading& view, const SaveRecord& record, const std::stop_token& stop)
{
    std::optional<StoredSave> torn;
    const auto isIt = [&record](const StoredSave& save) {
        return save.record.saveId == record.saveId && save.proof != Proof::Torn;
    };
    if (const auto* heads = view.heads()) {
        if (const auto save = std::find_if(heads->begin(), heads->end(), isIt); save != heads->end())
            return *save;
    }
    const auto& seen = view.input.seen;
    if (const auto save = std::find_if(seen.begin(), seen.end(), isIt); save != seen.end())
        return *save;
    if (view.folder && hasJournal()) {
        auto save = journal(view.folder).readSave(record, stop);
        if (save && save->proof != Proof::Torn)
            return save;
        if (save)
            torn = std::move(*save);
        else if (save.error().code != ErrorCode::NoSuchSave)
            return save;
    }
    if (view.heads()) {
        auto save = primary().store().readSave(record, stop);
        if (save || !torn)
            return save;
    }
    if (torn)
        return *torn;
    return failure(ErrorCode::NoSuchSave, record.saveId);
}

std::optional<TradingState> StateManager::Private::parentState(
    RecordReading& view, const SaveRecord& of, const std::stop_token& stop)
{
    if (of.parentSaveId.isEmpty() || isPythonSave(of))
        return std::nullopt;
    {
        const std::lock_guard guard(mutex);
        if (lastParent && lastParent->record.saveId == of.parentSaveId)
            return lastParent->state;
    }
    const auto record = findRecord(view, of.parentSaveId, stop);
    if (!record || isPythonSave(*record))
        return std::nullopt;
    auto save = readSave(view, *record, stop);
    if (!save || save->proof == Proof::Torn)
        return std::nullopt;
    const std::lock_guard guard(mutex);
    lastParent = std::move(*save);
    return lastParent->state;
}

Result<SaveRecord> StateManager::Private::resolveReference(
    RecordReading& view, const QString& reference, const std::stop_token& stop, bool* byTimeHere)
{
    const auto lines = history(view, {}, mostSaves, stop);
    if (!lines)
        return tl::unexpected(lines.error());
    std::vector<SaveRecord> all;
    for (const HistoryEntry& line : *lines)
        all.push_back(line.record);
    for (const StoredSave& save : view.input.seen) {
        if (std::none_of(all.begin(), all.end(),
                [&save](const SaveRecord& record) { return record.saveId == save.record.saveId; }))
            all.push_back(save.record);
    }
    if (const auto exact
        = std::find_if(all.begin(), all.end(), [&](const SaveRecord& record) { return record.saveId == reference; });
        exact != all.end())
        return *exact;
    // The primary may well hold it.
    const auto notReadHere = [&] {
        return failure(ErrorCode::Unreachable, reference,
            QStringLiteral("it is not on this machine, and InfluxDB was not read%1")
                .arg(view.primaryError ? QStringLiteral(": ") + errorWhat(view.primaryError->code) : QString()));
    };
    // A time has dashes and colons where a prefix of an id has letters and digits: one is never taken for the other.
    if (const auto time = Timestamp::parse(reference, settings.writerZone); time && reference.size() > 8) {
        const SaveRecord* newest = nullptr;
        for (const SaveRecord& record : all) {
            if (record.savedAt <= *time && (!newest || newest->savedAt < record.savedAt))
                newest = &record;
        }
        if (byTimeHere)
            *byTimeHere = view.decision.unreachable;
        if (newest)
            return *newest;
        if (view.decision.unreachable)
            return notReadHere();
        return failure(ErrorCode::NoSuchSave, reference, QStringLiteral("nothing was saved before that time"));
    }
    if (reference.size() < shortestPrefix) {
        return failure(ErrorCode::NoSuchSave, reference,
            QStringLiteral("a save is named by its id, or by the first %1 characters of it or more")
                .arg(shortestPrefix));
    }
    const SaveRecord* found = nullptr;
    for (const SaveRecord& record : all) {
        if (!record.saveId.startsWith(reference, Qt::CaseInsensitive))
            continue;
        if (found)
            return failure(ErrorCode::AmbiguousSave, reference);
        found = &record;
    }
    if (!found && view.decision.unreachable)
        return notReadHere();
    if (!found)
        return failure(ErrorCode::NoSuchSave, reference);
    return *found;
}

Result<StoredSave> StateManager::Private::saveOfReference(
    RecordReading& view, const QString& reference, const std::stop_token& stop, bool* byTimeHere)
{
    if (reference == QLatin1String("head")) {
        if (const StoredSave* shown = view.shown())
            return *shown;
        return failure(view.decision.unreachable ? ErrorCode::Unreachable : ErrorCode::NothingStored, view.store.url);
    }
    for (const HeadCandidate& candidate : view.decision.fork) {
        if (candidate.save->record.saveId == reference)
            return *candidate.save;
    }
    const auto record = resolveReference(view, reference, stop, byTimeHere);
    if (!record)
        return tl::unexpected(record.error());
    return readSave(view, *record, stop);
}

Result<std::vector<HistoryEntry>> StateManager::history(
    const std::optional<Timestamp>& since, int limit, const std::stop_token& stop)
{
    auto report = historyReport(since, limit, stop);
    if (!report)
        return tl::unexpected(report.error());
    return std::move(report->entries);
}

Result<HistoryReport> StateManager::historyReport(
    const std::optional<Timestamp>& since, int limit, const std::stop_token& stop)
{
    auto view = d->readRecord(AskPrimary::Saves, stop);
    if (!view)
        return tl::unexpected(view.error());
    auto lines = d->history(**view, since.value_or(Timestamp()), limit, stop);
    if (!lines)
        return tl::unexpected(lines.error());
    // What this machine knows is worth showing; but nothing is no answer of a primary that was not read.
    if (lines->empty() && (*view)->decision.unreachable && (*view)->primaryError)
        return tl::unexpected(*(*view)->primaryError);
    return HistoryReport { std::move(*lines), (*view)->primaryError };
}

Result<std::vector<RowDifference>> StateManager::diff(const QString& a, const QString& b, const std::stop_token& stop)
{
    const auto before = view(a, stop);
    if (!before)
        return tl::unexpected(before.error());
    const auto after = view(b, stop);
    if (!after)
        return tl::unexpected(after.error());
    return compare(before->state, after->state);
}

} // namespace tradestate
