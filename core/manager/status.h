// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"
#include "core/manager/head.h"
#include "core/manager/snapshot.h"

namespace tradestate {

/// Everything that the status of a record is computed from.
struct StatusInput
{
    HeadDecision decision;
    const StoredSave* shown = nullptr; ///< the head; where that is torn, the newest whole save that it knows
    std::optional<TradingState> before; ///< the state of the shown save's parent, where it is at hand
    int pendingSaves = 0;
    Timestamp now;
    int saveIntervalSeconds = 300;
    bool validate = true;
    QTimeZone writerZone = QTimeZone::utc();
    bool writerZoneIsSet = false;
};

/// A save that is dated further ahead is from the future: one of the clocks is wrong, and its age is unknown.
inline constexpr qint64 futureToleranceSeconds = 60;

/// The one computation of what is true: conditions, proof, age and findings, with the state they are about. Pure.
[[nodiscard]] Snapshot snapshotOf(const StatusInput& input);

/// A document as it is looked at: what would be said of a store (unreachable, fork, pending, stale) does not apply.
[[nodiscard]] Snapshot snapshotOfDocument(const Document& document, const QString& path, const Timestamp& now);
/// A past save as it is looked at.
[[nodiscard]] Snapshot snapshotOfSave(const StoredSave& save, const StatusInput& input);

/// What holds of a state by its proof alone: torn, unverified, flat or verified.
[[nodiscard]] Condition conditionOfProof(Proof proof, const TradingState& state);
/// Seconds from then to now, by plain clocks; negative where then is in the future.
[[nodiscard]] qint64 secondsBetween(const Timestamp& then, const Timestamp& now);
/// Positions that the save before had and this one has not, although nothing in its reason explains it.
[[nodiscard]] std::vector<Finding> vanishedPositions(
    const SaveRecord& record, const TradingState& before, const TradingState& now);

} // namespace tradestate
