// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"
#include "core/manager/snapshot.h"

namespace tradestate {

/// What `state-manager check --json` prints. Numbers keep their text. NaN and the infinities, which JSON does not have,
/// become null, each with a "not-a-number" finding. A document or past save (viewing) has no "store".
[[nodiscard]] Json snapshotJson(Snapshot snapshot);

/// The save record with "proof".
[[nodiscard]] Json historyJson(const std::vector<HistoryEntry>& entries);
/// [{source, save_id, status, findings}]
[[nodiscard]] Json verifyJson(const std::vector<VerifyLine>& lines);
/// [{kind, key, field, before, after}]: one entry per field of a changed row; a row that only one side has is one entry
/// without a field, holding the whole row. kind is the part: position, pair_state, portfolio, session.
[[nodiscard]] Json diffJson(
    const std::vector<RowDifference>& rows, const TradingState& before, const TradingState& after);
/// {"error": {code, message, subject, reason, advice}}
[[nodiscard]] Json errorJson(const Error& error);

[[nodiscard]] Json toJson(const Finding& finding);
/// The value with null for every number that JSON does not have.
[[nodiscard]] Json withoutNonFinite(Json value);

} // namespace tradestate
