// SPDX-License-Identifier: MIT
#include "core/manager/undoplan.h"

#include "core/documents/canonical.h"
#include "core/manager/changeplanrows.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace tradestate {

namespace {

using RowKey = std::pair<StatePart, QString>;
using RowKinds = std::map<RowKey, ChangeKind>;

RowKinds kindsOf(const TradingState& before, const TradingState& after)
{
    RowKinds kinds;
    for (const RowDifference& row : compare(before, after))
        kinds[{ row.part, row.key }] = row.kind;
    return kinds;
}

/// True also for a row that neither state has.
bool isSame(const RowKinds& kinds, const RowKey& key)
{
    const auto found = kinds.find(key);
    return found == kinds.end() || found->second == ChangeKind::Unchanged;
}

QString changedSince(SaveReason reason)
{
    switch (reason) {
    case SaveReason::Undo:
        return QCoreApplication::translate("RestorePlan", "It was changed again since the undo.");
    case SaveReason::Remove:
        return QCoreApplication::translate("RestorePlan", "It was changed again since the removal.");
    default:
        return QCoreApplication::translate("RestorePlan", "It was changed again since the restore.");
    }
}

template <typename Rows>
void keep(Rows& rows, const Rows& now, const QString& key)
{
    const auto found = now.find(key);
    if (found == now.end())
        rows.erase(key);
    else
        rows.insert_or_assign(key, found->second);
}

/// Before, with the rows that the change did not touch as they are now.
TradingState undone(const UndoInput& input, const TradingState& now, const RowKinds& madeByChange)
{
    TradingState state = input.before;
    std::set<RowKey> keys;
    for (const Positions* positions : { &input.before.positions, &now.positions }) {
        for (const auto& [key, position] : *positions)
            keys.insert({ StatePart::Position, key });
    }
    for (const PairStates* pairStates : { &input.before.pairStates, &now.pairStates }) {
        for (const auto& [key, pairState] : *pairStates)
            keys.insert({ StatePart::PairState, key });
    }
    for (const RowKey& key : keys) {
        if (!isSame(madeByChange, key))
            continue;
        if (key.first == StatePart::Position)
            keep(state.positions, now.positions, key.second);
        else
            keep(state.pairStates, now.pairStates, key.second);
    }
    if (isSame(madeByChange, { StatePart::Portfolio, QString() }))
        state.portfolio = now.portfolio;
    if (isSame(madeByChange, { StatePart::Session, QString() }))
        state.session = now.session;
    return state;
}

std::optional<Direction> sideOf(const TradingState& state, const QString& pair)
{
    const auto position = state.positions.find(pair);
    return position == state.positions.end() ? std::nullopt : std::optional(position->second.direction());
}

/// A position and its pair state must not come to contradict each other. A running system touches its pair states with
/// every save, so where the position goes back and only other fields of the pair state were changed since, its
/// "position" goes back with it. Returns those pairs.
std::set<QString> takePairStatesAlong(
    TradingState& proposed, const UndoInput& input, const TradingState& now, const RowKinds& madeSince)
{
    std::set<QString> pairs;
    for (const auto& [pair, current] : now.pairStates) {
        const bool positionGoesBack
            = isSame(madeSince, { StatePart::Position, pair }) && sideOf(proposed, pair) != sideOf(now, pair);
        const auto made = input.after.pairStates.find(pair);
        if (!positionGoesBack || isSame(madeSince, { StatePart::PairState, pair })
            || made == input.after.pairStates.end() || made->second.position() != current.position())
            continue;
        PairState merged = current;
        const auto before = input.before.pairStates.find(pair);
        const auto position = proposed.positions.find(pair);
        if (before != input.before.pairStates.end() && before->second.fields().contains("position"))
            merged.setField("position", before->second.fields().find("position")->second);
        else if (position != proposed.positions.end())
            merged.setField("position", Json(textField(position->second.fields(), "direction").toLower()));
        else
            merged.setField("position", Json("none"));
        proposed.pairStates.insert_or_assign(pair, std::move(merged));
        pairs.insert(pair);
    }
    return pairs;
}

} // namespace

std::optional<SaveRecord> newestChangeByHand(const SaveRecord& head, const RecordLookup& lookup)
{
    std::set<QString> visited; // a damaged history may lead in a circle
    SaveRecord save = head;
    while (!isChangeByHand(save.reason)) {
        if (save.parentSaveId.isEmpty() || !visited.insert(save.saveId).second)
            return std::nullopt;
        auto parent = lookup(save.parentSaveId);
        if (!parent)
            return std::nullopt;
        save = std::move(*parent);
    }
    return save;
}

bool isRescueOf(const Document& rescue, const SaveRecord& change)
{
    if (rescue.proof != Proof::Verified || !rescue.isComplete() || !rescue.backup
        || rescue.backup->kind != BackupKind::Rescue)
        return false;
    // The copy of a torn head holds the last good save before it, and names the torn one in its description.
    const bool ofParent = rescue.record && rescue.record->saveId == change.parentSaveId;
    return ofParent || (!change.parentSaveId.isEmpty() && rescue.backup->description.contains(change.parentSaveId));
}

ChangePlan makeUndoPlan(
    const Snapshot& snapshot, const UndoInput& input, const PlanContext& context, const PlanOptions& options)
{
    ChangePlan plan = planFrom(snapshot);
    plan.purpose = ChangePurpose::Undo;
    plan.source = input.beforeName;
    plan.sourceRecord = input.change;
    plan.sourceChecksum = stateChecksum(input.before);
    plan.sourceProof = Proof::Verified;
    plan.undoes = input.change.saveId;

    const RowKinds madeByChange = kindsOf(input.before, input.after);
    const RowKinds madeSince = kindsOf(input.after, snapshot.state);
    plan.proposed = undone(input, snapshot.state, madeByChange);
    const auto alongWithPosition = takePairStatesAlong(plan.proposed, input, snapshot.state, madeSince);
    plan.rows = planRows(plan.now, plan.proposed);
    std::set<QString> staying; // pairs whose position was changed since
    for (PlanRow& row : plan.rows) {
        if (row.kind == ChangeKind::Unchanged || isSame(madeSince, { row.part, row.key }))
            continue;
        if (row.part == StatePart::PairState && alongWithPosition.contains(row.key)) {
            row.reason = QCoreApplication::translate(
                "RestorePlan", "Only its position goes back; the rest was changed again since.");
            continue;
        }
        row.conflict = true;
        row.ticked = false;
        row.reason = changedSince(input.change.reason);
        if (row.part == StatePart::Position)
            staying.insert(row.key);
    }
    for (PlanRow& row : plan.rows) {
        if (row.part == StatePart::PairState && row.kind != ChangeKind::Unchanged && !row.conflict
            && staying.contains(row.key)) {
            row.ticked = false;
            row.reason = QCoreApplication::translate("RestorePlan", "Its position was changed again since, and stays.");
        }
    }

    addObstacles(plan, snapshot, context);
    const bool differs = std::any_of(
        plan.rows.begin(), plan.rows.end(), [](const PlanRow& row) { return row.kind != ChangeKind::Unchanged; });
    if (!differs && plan.blockers.empty())
        plan.blockers.push_back({ ErrorCode::NothingToChange, input.change.saveId, {} });
    const auto conflicts
        = std::count_if(plan.rows.begin(), plan.rows.end(), [](const PlanRow& row) { return row.conflict; });
    if (conflicts > 0) {
        plan.warnings.push_back({ QStringLiteral("conflicts"),
            QCoreApplication::translate(
                "RestorePlan", "%1 of its rows were changed again since, and stay as they are unless ticked.")
                .arg(conflicts) });
    }
    warnOfRowsBroughtBack(plan, snapshot, options.keepRemoved);
    return plan;
}

} // namespace tradestate
