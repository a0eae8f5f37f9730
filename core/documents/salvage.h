// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"

namespace tradestate {

/// True where a document with this error may still hold whole rows that can be trusted as far as they go. Not so where
/// it was refused for what it is: keys twice, too large, too deep.
[[nodiscard]] bool isSalvageable(const Error& error);

/// Takes out of a damaged document of this shape what was still open at the damage: the row, the portfolio, the session
/// or the save record that may be incomplete. Returns one line for each.
[[nodiscard]] std::vector<QString> removeWhatWasOpen(
    Json& root, DocumentShape shape, const std::vector<std::string>& openPath);

/// One line for each part and row that was recovered.
[[nodiscard]] std::vector<QString> recoveredLines(const Document& document);

} // namespace tradestate
