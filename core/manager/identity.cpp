// SPDX-License-Identifier: MIT
#include "core/manager/identity.h"

#include "core/documents/canonical.h"

#include <QUuid>

#include <algorithm>

namespace tradestate {

namespace {

constexpr qint64 microsecond = 1000;
/// Beside the rows a save in the event log has a portfolio, a session and a commit.
constexpr qint64 eventsBesideRows = 3;

void merge(Knows& into, const Knows& from)
{
    for (const auto& [folder, savedAt] : from) {
        const auto [known, isNew] = into.try_emplace(folder, savedAt);
        if (!isNew && known->second < savedAt)
            known->second = savedAt;
    }
}

Timestamp lastEventOf(const SaveRecord& save)
{
    return save.savedAt.plusNanoseconds((save.positionCount + save.pairStateCount + eventsBesideRows) * microsecond);
}

} // namespace

SaveRecord makeRecord(const IdentityInput& input, const TradingState& state)
{
    SaveRecord record;
    record.saveId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    record.account = input.account;
    record.folder = input.folder;
    record.writer = input.writer;
    record.operatorName = input.operatorName;
    record.reason = input.reason;
    record.description = input.description;
    record.restoredFrom = input.restoredFrom;
    record.recordedAt = Timestamp::fromNanoseconds(input.now.nanoseconds());
    record.positionCount = static_cast<qint64>(state.positions.size());
    record.pairStateCount = static_cast<qint64>(state.pairStates.size());
    record.checksum = stateChecksum(state);

    record.sequence = (input.parent ? input.parent->sequence : 0) + 1;

    qint64 savedAt = input.now.nanoseconds();
    const auto comeAfter = [&](const SaveRecord& earlier) {
        merge(record.knows, earlier.knows);
        const Timestamp after
            = input.inEventLog ? lastEventOf(earlier).plusNanoseconds(microsecond) : earlier.savedAt.plusNanoseconds(1);
        savedAt = std::max(savedAt, after.nanoseconds());
    };
    if (input.parent) {
        comeAfter(*input.parent);
        record.parentSaveId = input.parent->saveId;
        record.parentChecksum = input.parent->recordChecksum;
    }
    for (const SaveRecord& given : input.resolved) {
        comeAfter(given);
        record.resolves.push_back(given.saveId);
    }
    if (input.inEventLog && input.newestEvent)
        savedAt = std::max(savedAt, input.newestEvent->nanoseconds() + microsecond);
    // What this folder saved before, on whatever line: two of its saves never share a time.
    if (const auto own = record.knows.find(input.folder); own != record.knows.end())
        savedAt = std::max(savedAt, own->second.nanoseconds() + 1);
    record.savedAt = Timestamp::fromNanoseconds(savedAt);
    record.knows[input.folder] = record.savedAt;
    record.recordChecksum = recordChecksumOf(record);
    return record;
}

bool areFollowed(const std::vector<SaveRecord>& saves, const std::vector<SaveRecord>& followed)
{
    return std::all_of(saves.begin(), saves.end(), [&followed](const SaveRecord& save) {
        return std::any_of(followed.begin(), followed.end(),
            [&save](const SaveRecord& earlier) { return earlier.saveId == save.saveId || knows(earlier, save); });
    });
}

} // namespace tradestate
