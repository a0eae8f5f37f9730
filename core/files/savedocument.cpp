// SPDX-License-Identifier: MIT
#include "core/files/savedocument.h"

namespace tradestate {

Result<StoredSave> readSaveDocument(std::string_view bytes, const DocumentOptions& options)
{
    auto document = readDocument(bytes, options);
    if (!document)
        return tl::unexpected(document.error());
    if (document->salvaged)
        return failure(ErrorCode::CutOff);
    if (document->shape != DocumentShape::Native || !document->record || !document->isComplete())
        return failure(ErrorCode::NotAState, {}, QStringLiteral("it is no document of a save"));
    StoredSave save;
    save.record = std::move(*document->record);
    save.state = std::move(document->state);
    save.ghosts = std::move(document->ghosts);
    save.findings = std::move(document->findings);
    save.proof = document->proof;
    return save;
}

std::optional<Json> memberOfDocument(std::string_view bytes, std::string_view name)
{
    // Documents are written indented, and no text in JSON holds a line end: a line of exactly this form is the member
    // of the document itself.
    const std::string begin = "\n  \"" + std::string(name) + "\": {";
    constexpr std::string_view end = "\n  }";
    const size_t at = bytes.find(begin);
    if (at == std::string_view::npos)
        return std::nullopt;
    const size_t open = at + begin.size() - 1;
    const size_t close = bytes.find(end, open);
    if (close == std::string_view::npos)
        return std::nullopt;
    auto json = parseJson(bytes.substr(open, close + end.size() - open));
    return json ? std::optional(std::move(json->value)) : std::nullopt;
}

std::optional<SaveRecord> recordInDocument(std::string_view bytes)
{
    const auto json = memberOfDocument(bytes, "save");
    if (!json)
        return std::nullopt;
    auto record = saveRecordFromJson(*json);
    if (!record || !recordChecksumHolds(*record))
        return std::nullopt;
    return *record;
}

} // namespace tradestate
