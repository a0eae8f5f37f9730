// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"

namespace tradestate {

inline constexpr const char* nativeFormatName = "trading-state";
inline constexpr int nativeVersion = 1;
/// Fields of a portfolio that have the name of something else in "current_state" are kept under this key of it.
inline constexpr const char* portfolioFieldsKey = "portfolio_fields";
[[nodiscard]] bool isReservedInPortfolio(std::string_view name);

/// Proves what the checksums of state and record do not cover: backup information and ghosts, and that all of it
/// belongs together. Stands as "checksum" in the document's "format".
[[nodiscard]] Checksum envelopeChecksum(
    const Json& save, const Json& backup, const Json& ghosts, const Checksum& state);

/// Told by its "format", or by a save record beside a state where the format was damaged.
[[nodiscard]] bool isNativeDocument(const Json& root);

/// Takes the document apart; its members are moved out. Proof and the findings of checksums are set, those of
/// validation are not. Nothing of a salvaged one is proven. Fails with UnsupportedFormat.
[[nodiscard]] Result<Document> readNativeDocument(Json root, bool salvaged);

} // namespace tradestate
