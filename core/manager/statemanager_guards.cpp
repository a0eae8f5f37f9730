// SPDX-License-Identifier: MIT
#include "core/files/durablefile.h"
#include "core/manager/liveguard.h"
#include "core/manager/overwritten.h"
#include "core/manager/statemanager_private.h"
#include "core/manager/undoplan.h"

#include <algorithm>

namespace tradestate {

namespace {

constexpr int mostRecent = 500;
constexpr int mostLater = 1000;
/// States that one look for a taken-back change reads; the next look goes on from there. A running system takes a
/// change back with its next save, so the first few tell.
constexpr int statesPerLook = 12;

/// Whether another machine's newest save may hide one that its trading system made just before.
bool mayHideSaves(const std::vector<StoredSave>& heads)
{
    return std::any_of(heads.begin(), heads.end(), [](const StoredSave& head) {
        return !isPythonSave(head.record)
            && (isChangeByHand(head.record.reason) || head.record.reason == SaveReason::Manual
                || head.record.reason == SaveReason::Migration);
    });
}

} // namespace

std::vector<SaveRecord> StateManager::Private::recentSaves(RecordReading& view, const std::stop_token& stop)
{
    std::vector<SaveRecord> recent;
    const Timestamp since = now().plusNanoseconds(-2 * qint64(settings.saveIntervalSeconds) * nanosecondsPerSecond);
    if (view.folder && hasJournal()) {
        if (const auto lines = journal(view.folder).history(since, mostRecent, stop)) {
            for (const HistoryEntry& line : *lines)
                recent.push_back(line.record);
        }
    }
    for (const StoredSave& save : view.input.seen)
        recent.push_back(save.record);
    if (const auto* heads = view.heads()) {
        for (const StoredSave& save : *heads)
            recent.push_back(save.record);
        if (mayHideSaves(*heads)) {
            if (const auto lines = primary().store().history(since, mostRecent, stop)) {
                for (const HistoryEntry& line : *lines)
                    recent.push_back(line.record);
            }
        }
    }
    return recent;
}

/// The newest restore, undo or removal on any line.
std::optional<SaveRecord> StateManager::Private::newestChange(RecordReading& view, const std::stop_token& stop)
{
    const RecordLookup lookup = [&](const QString& saveId) { return findRecord(view, saveId, stop); };
    if (!view.decision.isFork())
        return newestChangeByHand(view.decision.head->save->record, lookup);
    std::optional<SaveRecord> newest;
    for (const HeadCandidate& candidate : view.decision.fork) {
        auto change = newestChangeByHand(candidate.save->record, lookup);
        if (change && (!newest || newest->savedAt < change->savedAt))
            newest = std::move(change);
    }
    return newest;
}

std::optional<TradingState> StateManager::Private::stateBefore(
    RecordReading& view, const SaveRecord& change, const std::stop_token& stop)
{
    if (change.restoredFrom && !change.restoredFrom->rescueFile.isEmpty()) {
        if (const auto bytes = readWholeFile(change.restoredFrom->rescueFile)) {
            const auto document = readDocument(*bytes, documentOptions());
            if (document && isRescueOf(*document, change))
                return document->state;
        }
    }
    return parentState(view, change, stop);
}

std::optional<Overwritten> StateManager::Private::overwritten(
    RecordReading& view, const SaveRecord& change, const std::stop_token& stop)
{
    QStringList ids { change.saveId };
    for (const StoredSave& head : view.heads() ? *view.heads() : view.input.seen)
        ids.append(head.record.saveId + QString::number(head.tradesSince));
    if (view.input.journalNewest)
        ids.append(view.input.journalNewest->record.saveId);
    const QString key = ids.join(QLatin1Char(' '));
    Timestamp checkedUntil;
    {
        const std::lock_guard guard(mutex);
        if (overwrittenFor == key)
            return lastOverwritten;
        if (overwrittenChecked.saveId == change.saveId)
            checkedUntil = overwrittenChecked.until;
    }
    OverwrittenInput input;
    input.change = change;
    const auto lines = history(view, change.savedAt, mostLater, stop);
    if (!lines)
        return std::nullopt;
    for (const HistoryEntry& line : *lines) {
        if (line.record.saveId != change.saveId)
            input.later.push_back(line.record);
    }
    for (const StoredSave& head : view.heads() ? *view.heads() : view.input.seen) {
        const bool isNew = std::none_of(input.later.begin(), input.later.end(),
            [&head](const SaveRecord& record) { return record.saveId == head.record.saveId; });
        if (isNew && head.record.saveId != change.saveId && head.record.savedAt > change.savedAt)
            input.later.push_back(head.record);
    }
    std::optional<Overwritten> result;
    std::optional<Timestamp> firstUnread;
    if (!input.later.empty()) {
        std::sort(input.later.begin(), input.later.end(),
            [](const SaveRecord& left, const SaveRecord& right) { return left.savedAt < right.savedAt; });
        // What was looked at before stays out, but for the first save and the starts, which decide about the others.
        const QString first = input.later.front().saveId;
        std::erase_if(input.later, [&](const SaveRecord& record) {
            return record.saveId != first && record.reason != SaveReason::Start && record.savedAt <= checkedUntil;
        });
        auto before = stateBefore(view, change, stop);
        const auto after = readSave(view, change, stop);
        if (before && after && after->proof != Proof::Torn) {
            input.before = std::move(*before);
            input.after = after->state;
            int left = statesPerLook;
            input.stateOf = [&](const SaveRecord& record) -> std::optional<TradingState> {
                if (left-- <= 0) {
                    if (!firstUnread)
                        firstUnread = record.savedAt;
                    return std::nullopt;
                }
                auto save = readSave(view, record, stop);
                if (!save || save->proof == Proof::Torn)
                    return std::nullopt;
                return std::move(save->state);
            };
            result = overwrittenBy(input);
        }
    }
    const std::lock_guard guard(mutex);
    if (!result && lastOverwritten && overwrittenChecked.saveId == change.saveId)
        result = lastOverwritten;
    overwrittenChecked.saveId = change.saveId;
    if (firstUnread)
        overwrittenChecked.until = firstUnread->plusNanoseconds(-1);
    else if (!input.later.empty())
        overwrittenChecked.until = input.later.back().savedAt;
    overwrittenFor = firstUnread ? QString() : key;
    lastOverwritten = result;
    return result;
}

/// Who else writes, what can be undone, and what was taken back.
void StateManager::Private::addGuards(RecordReading& view, Snapshot& snapshot, const std::stop_token& stop)
{
    LiveInput live;
    live.recent = recentSaves(view, stop);
    live.now = now();
    live.saveIntervalSeconds = settings.saveIntervalSeconds;
    if (view.folder) {
        live.ownWriter = view.folder->holder();
        if (const auto holder = view.folder->sessionHolder())
            live.sessionHolder = *holder;
    }
    snapshot.live = liveSystem(live);
    if (!view.decision.head)
        return;
    const auto change = newestChange(view, stop);
    if (!change)
        return;
    if (!view.decision.isFork())
        snapshot.undoable = change;
    snapshot.overwritten = overwritten(view, *change, stop);
}

} // namespace tradestate
