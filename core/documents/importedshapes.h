// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"

namespace tradestate {

/// Which of the shapes of the Python system and its forerunners a document has; none where it holds no state.
///
/// How their top-level keys become a state:
/// - utility-backup: positions from "positions", else from "current_state"; pair states and "metadata" (the session)
///   from "current_state", whose other keys are the portfolio. "backup_timestamp", "portfolio_summary" and
///   "system_status" describe the backup and are not kept; every other key goes to the session's "other".
/// - state-file, legacy-mt5: as if the document itself were "current_state"; the document's own times
///   ("last_save_time", "timestamp") go to the session's "other", everything else left is the portfolio.
/// - broker-summary: the fields of "portfolio_status" are the portfolio, "pair_states_summary" the pair states, every
///   other key goes to the session's "other".
/// - position-fallback: positions alone.
[[nodiscard]] std::optional<DocumentShape> importedShapeOf(const Json& root);

/// Takes the document apart; its members are moved out. Sets the parts, what is missing, and the findings of the
/// document itself, not those of validation. root must have the shape.
[[nodiscard]] Document readImportedDocument(Json root, DocumentShape shape, const DocumentOptions& options);

} // namespace tradestate
