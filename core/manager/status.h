// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"
#include "core/manager/snapshot.h"

namespace tradestate {

/// What holds of a state by its proof alone: torn, unverified, flat or verified.
[[nodiscard]] Condition conditionOfProof(Proof proof, const TradingState& state);

/// Seconds from then to now, by plain clocks; negative where then is in the future.
[[nodiscard]] qint64 secondsBetween(const Timestamp& then, const Timestamp& now);

/// A document as it is looked at: what would be said of a store (unreachable, fork, pending, stale) does not apply.
[[nodiscard]] Snapshot snapshotOfDocument(const Document& document, const QString& path, const Timestamp& now);

} // namespace tradestate
