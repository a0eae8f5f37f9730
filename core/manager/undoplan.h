// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/restoreplan.h"

#include <functional>

namespace tradestate {

/// The record of a save by its id from any store; nothing where it is nowhere: a gap.
using RecordLookup = std::function<std::optional<SaveRecord>(const QString& saveId)>;

/// The newest restore, undo or removal on the head's own line, parent by parent; saves that a choice gave up are not on
/// it. Nothing where there is none, or where a gap comes first.
[[nodiscard]] std::optional<SaveRecord> newestChangeByHand(const SaveRecord& head, const RecordLookup& lookup);

/// The three states of an undo.
struct UndoInput
{
    SaveRecord change; ///< what is taken back
    TradingState before; ///< its rescue file's state, else its parent's
    TradingState after; ///< the state that it made
    QString beforeName; ///< path of the rescue file, or the parent's id
};

/// A rescue file holds what was on record before the change: whole, proven by its checksum, and about that parent.
[[nodiscard]] bool isRescueOf(const Document& rescue, const SaveRecord& change);

/// Rows that the change made go back where nobody touched them since; those changed since are conflicts, unticked.
[[nodiscard]] ChangePlan makeUndoPlan(
    const Snapshot& snapshot, const UndoInput& input, const PlanContext& context, const PlanOptions& options = {});

} // namespace tradestate
