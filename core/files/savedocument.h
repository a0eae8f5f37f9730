// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/document.h"

#include <optional>
#include <string_view>

namespace tradestate {

/// The save that a native document holds, with its proof: of the state by its checksum and counts, of the record by its
/// own. Fails where the document is damaged or no native one.
[[nodiscard]] Result<StoredSave> readSaveDocument(std::string_view bytes, const DocumentOptions& options = {});

/// A member of a native document that is an object, found without reading the rest; nothing where it is not there.
[[nodiscard]] std::optional<Json> memberOfDocument(std::string_view bytes, std::string_view name);

/// The record alone, found without reading the rest of the document; nothing where it is not there or its checksum does
/// not hold. Also of a document whose other parts are damaged.
[[nodiscard]] std::optional<SaveRecord> recordInDocument(std::string_view bytes);

} // namespace tradestate
