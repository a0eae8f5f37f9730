// SPDX-License-Identifier: MIT
#include "core/manager/overwritten.h"

#include "core/state/difference.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tradestate {

namespace {

using RowKey = std::pair<StatePart, QString>;
using Kinds = std::map<RowKey, ChangeKind>;

bool isTradingRow(StatePart part)
{
    return part == StatePart::Position || part == StatePart::PairState;
}

/// Positions that differ, and where no position does (a change of cooldowns, say), the pair states.
Kinds changedRows(const TradingState& before, const TradingState& after)
{
    Kinds positions;
    Kinds pairStates;
    for (const RowDifference& row : compare(before, after)) {
        if (row.kind != ChangeKind::Unchanged && isTradingRow(row.part))
            (row.part == StatePart::Position ? positions : pairStates)[{ row.part, row.key }] = row.kind;
    }
    return positions.empty() ? pairStates : positions;
}

/// Whether this state has a row back as it was before. A row that the change added may also be gone because it was
/// closed since; that counts only where closedSince says that it cannot be so.
bool takesBack(const TradingState& before, const TradingState& state, const Kinds& changed, bool goneCounts)
{
    std::set<RowKey> same;
    std::set<RowKey> present;
    for (const RowDifference& row : compare(before, state)) {
        present.insert({ row.part, row.key });
        if (row.kind == ChangeKind::Unchanged)
            same.insert({ row.part, row.key });
    }
    return std::any_of(changed.begin(), changed.end(), [&](const auto& row) {
        if (row.second == ChangeKind::Added) // was not there before: back means gone again
            return goneCounts && !present.contains(row.first);
        return same.contains(row.first);
    });
}

} // namespace

std::optional<Overwritten> overwrittenBy(const OverwrittenInput& input)
{
    const Kinds changed = changedRows(input.before, input.after);
    if (changed.empty())
        return std::nullopt;
    std::vector<SaveRecord> later = input.later;
    std::sort(later.begin(), later.end(),
        [](const SaveRecord& left, const SaveRecord& right) { return left.savedAt < right.savedAt; });

    std::set<QString> readIt; // writers that started after the change
    bool firstOfAll = true;
    for (const SaveRecord& save : later) {
        if (save.savedAt <= input.change.savedAt && save.saveId != input.change.saveId)
            continue;
        if (save.saveId == input.change.saveId || isChangeByHand(save.reason))
            continue;
        if (save.reason == SaveReason::Start)
            readIt.insert(save.writer);
        if (save.writer == input.change.writer || readIt.contains(save.writer))
            continue;
        const auto state = input.stateOf ? input.stateOf(save) : std::nullopt;
        // A writer of another folder that went on without knowing the change never held the added rows at all. In the
        // first save after the change a row that is gone was hardly closed by a trade.
        const bool goneCounts = firstOfAll || !knows(save, input.change);
        firstOfAll = false;
        if (state && takesBack(input.before, *state, changed, goneCounts))
            return Overwritten { input.change, save };
    }
    return std::nullopt;
}

} // namespace tradestate
