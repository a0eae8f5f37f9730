// SPDX-License-Identifier: MIT
#include "core/files/replicationnotes.h"

#include "core/files/durablefile.h"
#include "core/state/fields.h"
#include "core/state/saverecord.h"

#include <algorithm>
#include <charconv>

namespace tradestate {

namespace {

constexpr auto largestNotes = size_t(64) * 1024 * 1024;

Json describe(const PrimaryKey& key)
{
    return Json(Json::Object { { "url", Json(key.url) }, { "org", Json(key.organisation) },
        { "bucket", Json(key.bucket) }, { "account", Json(key.account) }, { "layout", Json(key.layout) } });
}

std::optional<ConfirmedSave> confirmedFrom(const Json* json)
{
    const Json::Object* fields = json ? json->asObject() : nullptr;
    if (!fields)
        return std::nullopt;
    const auto savedAt = timeField(*fields, "saved_at");
    const QString saveId = textField(*fields, "save_id");
    if (!savedAt || saveId.isEmpty())
        return std::nullopt;
    return ConfirmedSave { saveId, textField(*fields, "folder"), *savedAt,
        timeField(*fields, "confirmed_at").value_or(*savedAt) };
}

Json toJson(const ConfirmedSave& save)
{
    return Json(Json::Object { { "save_id", Json(save.saveId) }, { "folder", Json(save.folder) },
        { "saved_at", Json(save.savedAt.toRecordText()) }, { "confirmed_at", Json(save.confirmedAt.toRecordText()) } });
}

std::optional<RefusedSave> refusedFrom(const Json& json)
{
    const Json::Object* fields = json.asObject();
    if (!fields)
        return std::nullopt;
    const auto savedAt = timeField(*fields, "saved_at");
    const QString saveId = textField(*fields, "save_id");
    if (!savedAt || saveId.isEmpty())
        return std::nullopt;
    RefusedSave save { saveId, textField(*fields, "folder"), *savedAt, textField(*fields, "error"),
        textField(*fields, "reason"), timeField(*fields, "first_refused").value_or(*savedAt),
        timeField(*fields, "last_tried").value_or(*savedAt) };
    if (const auto tries = numberField(*fields, "tries"))
        std::from_chars(tries->text().data(), tries->text().data() + tries->text().size(), save.tries);
    return save;
}

Json toJson(const RefusedSave& save)
{
    return Json(Json::Object { { "save_id", Json(save.saveId) }, { "folder", Json(save.folder) },
        { "saved_at", Json(save.savedAt.toRecordText()) }, { "error", Json(save.errorId) },
        { "reason", Json(save.reason) }, { "first_refused", Json(save.firstRefused.toRecordText()) },
        { "last_tried", Json(save.lastTried.toRecordText()) }, { "tries", Json::integer(save.tries) } });
}

/// The list of refused saves of one primary; what cannot be read is simply tried again.
std::vector<RefusedSave> refusedList(const Json& entry)
{
    std::vector<RefusedSave> saves;
    const Json* list = entry.find("refused");
    if (list && list->asArray()) {
        for (const Json& item : *list->asArray()) {
            if (auto save = refusedFrom(item))
                saves.push_back(std::move(*save));
        }
    }
    return saves;
}

Json refusedEntry(const PrimaryKey& primary, std::vector<RefusedSave> saves)
{
    std::sort(saves.begin(), saves.end(), [](const RefusedSave& left, const RefusedSave& right) {
        return std::tie(left.savedAt, left.saveId) < std::tie(right.savedAt, right.saveId);
    });
    Json::Array list;
    for (const RefusedSave& save : saves)
        list.push_back(toJson(save));
    return Json(Json::Object { { "primary", describe(primary) }, { "refused", Json(std::move(list)) } });
}

} // namespace

QString PrimaryKey::id() const
{
    return sha256(compactJson(describe(*this))).value.left(24);
}

ReplicationNotes::ReplicationNotes(std::shared_ptr<StateFolder> folder)
    : m_folder(std::move(folder))
{
}

Result<ReplicationNotes::Notes> ReplicationNotes::load(const QString& path)
{
    const auto bytes = readWholeFile(path, largestNotes, SymbolicLinks::Refuse);
    Notes notes;
    if (!bytes) {
        if (bytes.error().code == ErrorCode::FileNotFound)
            return notes;
        return tl::unexpected(bytes.error());
    }
    const auto parsed = parseJson(*bytes);
    const Json* primaries = parsed ? parsed->value.find("primaries") : nullptr;
    if (!primaries || !primaries->asObject()) {
        notes.rebuilt = true;
        const QString warning = QStringLiteral("%1 is damaged and is made anew").arg(path);
        if (!m_warnings.contains(warning))
            m_warnings.append(warning);
        return notes;
    }
    notes.primaries = *primaries->asObject();
    const Json* rebuilt = parsed->value.find("rebuilt");
    notes.rebuilt = rebuilt && rebuilt->asBool() && *rebuilt->asBool();
    return notes;
}

Result<void> ReplicationNotes::store(const QString& path, const Notes& notes) const
{
    Json::Object json { { "primaries", Json(notes.primaries) } };
    if (notes.rebuilt)
        json["rebuilt"] = Json(true);
    return writeDurably(path, indentedJson(Json(std::move(json))), WriteMode::Replace);
}

Result<ReplicationState> ReplicationNotes::read(const PrimaryKey& primary)
{
    const std::string key = primary.id().toStdString();
    const auto replicated = load(m_folder->replicatedFile());
    if (!replicated)
        return tl::unexpected(replicated.error());
    const auto refused = load(m_folder->refusedFile());
    if (!refused)
        return tl::unexpected(refused.error());
    ReplicationState state;
    if (const auto entry = replicated->primaries.find(key); entry != replicated->primaries.end()) {
        state.confirmed = confirmedFrom(entry->second.find("confirmed"));
        state.rebuilt = !state.confirmed;
    } else {
        state.rebuilt = replicated->rebuilt;
    }
    if (const auto entry = refused->primaries.find(key); entry != refused->primaries.end())
        state.refused = refusedList(entry->second);
    return state;
}

Result<void> ReplicationNotes::confirm(const PrimaryKey& primary, const ConfirmedSave& save)
{
    auto notes = load(m_folder->replicatedFile());
    if (!notes)
        return tl::unexpected(notes.error());
    Json& entry = notes->primaries[primary.id().toStdString()];
    if (const auto noted = confirmedFrom(entry.find("confirmed")); noted && noted->savedAt >= save.savedAt)
        return {};
    entry = Json(Json::Object { { "primary", describe(primary) }, { "confirmed", toJson(save) } });
    return store(m_folder->replicatedFile(), *notes);
}

Result<void> ReplicationNotes::refuse(const PrimaryKey& primary, const RefusedSave& save)
{
    auto notes = load(m_folder->refusedFile());
    if (!notes)
        return tl::unexpected(notes.error());
    Json& entry = notes->primaries[primary.id().toStdString()];
    std::vector<RefusedSave> saves = refusedList(entry);
    const auto noted = std::find_if(
        saves.begin(), saves.end(), [&](const RefusedSave& other) { return other.saveId == save.saveId; });
    if (noted == saves.end()) {
        saves.push_back(save);
    } else {
        const RefusedSave before = *noted;
        *noted = save;
        noted->firstRefused = before.firstRefused;
        noted->tries = before.tries + 1;
    }
    entry = refusedEntry(primary, std::move(saves));
    return store(m_folder->refusedFile(), *notes);
}

Result<void> ReplicationNotes::forgetRefused(const PrimaryKey& primary, const std::vector<QString>& saveIds)
{
    auto notes = load(m_folder->refusedFile());
    if (!notes)
        return tl::unexpected(notes.error());
    const auto entry = notes->primaries.find(primary.id().toStdString());
    if (entry == notes->primaries.end())
        return {};
    std::vector<RefusedSave> saves = refusedList(entry->second);
    const auto removed = std::erase_if(saves, [&](const RefusedSave& save) {
        return std::find(saveIds.begin(), saveIds.end(), save.saveId) != saveIds.end();
    });
    if (removed == 0)
        return {};
    if (saves.empty())
        notes->primaries.erase(entry);
    else
        entry->second = refusedEntry(primary, std::move(saves));
    return store(m_folder->refusedFile(), *notes);
}

QStringList ReplicationNotes::takeWarnings()
{
    return std::exchange(m_warnings, {});
}

} // namespace tradestate
