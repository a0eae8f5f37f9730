// SPDX-License-Identifier: MIT
#include "core/state/saverecord.h"

#include "core/state/fields.h"

#include <nettle/sha2.h>

#include <array>
#include <charconv>

namespace tradestate {

namespace {

constexpr std::array reasonTexts { "trade", "periodic", "start", "shutdown", "manual", "restore", "undo", "remove",
    "migration", "emergency" };

Json textOrNull(const QString& text)
{
    return text.isEmpty() ? Json() : Json(text);
}

Json checksumOrNull(const std::optional<Checksum>& checksum)
{
    return checksum ? toJson(*checksum) : Json();
}

std::optional<Checksum> checksumFrom(const Json* json)
{
    const Json::Object* object = json ? json->asObject() : nullptr;
    if (!object)
        return std::nullopt;
    return Checksum { textField(*object, "algorithm"), textField(*object, "value") };
}

qint64 integerFrom(const Json::Object& fields, std::string_view name)
{
    const auto number = numberField(fields, name);
    qint64 value = 0;
    if (number)
        std::from_chars(number->text().data(), number->text().data() + number->text().size(), value);
    return value;
}

std::optional<RestoredFrom> restoredFromJson(const Json* json)
{
    const Json::Object* object = json ? json->asObject() : nullptr;
    if (!object)
        return std::nullopt;
    return RestoredFrom { textField(*object, "file"), textField(*object, "save_id"),
        checksumFrom(json->find("checksum")), textField(*object, "rescue_file") };
}

constexpr std::array knownFields { "save_id", "account", "folder", "writer", "operator", "sequence", "parent_save_id",
    "resolves", "knows", "saved_at", "recorded_at", "reason", "description", "restored_from", "counts", "checksum",
    "parent_checksum", "record_checksum" };

} // namespace

QString saveReasonText(SaveReason reason)
{
    return QString::fromLatin1(reasonTexts.at(static_cast<size_t>(reason)));
}

std::optional<SaveReason> saveReasonFromText(const QString& text)
{
    for (size_t i = 0; i < reasonTexts.size(); ++i) {
        if (text == QLatin1String(reasonTexts.at(i)))
            return static_cast<SaveReason>(i);
    }
    return std::nullopt;
}

Json toJson(const Checksum& checksum)
{
    return Json(Json::Object { { "algorithm", Json(checksum.algorithm) }, { "value", Json(checksum.value) } });
}

Json toJson(const SaveRecord& record)
{
    Json::Object json = record.other;
    json["save_id"] = textOrNull(record.saveId);
    json["account"] = textOrNull(record.account);
    json["folder"] = textOrNull(record.folder);
    json["writer"] = textOrNull(record.writer);
    json["operator"] = textOrNull(record.operatorName);
    json["sequence"] = Json::integer(record.sequence);
    json["parent_save_id"] = textOrNull(record.parentSaveId);
    Json::Array resolves;
    for (const QString& saveId : record.resolves)
        resolves.push_back(Json(saveId));
    json["resolves"] = Json(std::move(resolves));
    Json::Object known;
    for (const auto& [folder, savedAt] : record.knows)
        known[folder.toStdString()] = Json(savedAt.toRecordText());
    json["knows"] = Json(std::move(known));
    json["saved_at"] = Json(record.savedAt.toRecordText());
    json["recorded_at"] = Json(record.recordedAt.toRecordText());
    json["reason"] = Json(saveReasonText(record.reason));
    json["description"] = textOrNull(record.description);
    json["restored_from"] = record.restoredFrom ? Json(Json::Object { { "file", textOrNull(record.restoredFrom->file) },
                                { "save_id", textOrNull(record.restoredFrom->saveId) },
                                { "checksum", checksumOrNull(record.restoredFrom->checksum) },
                                { "rescue_file", textOrNull(record.restoredFrom->rescueFile) } })
                                                : Json();
    json["counts"] = Json(Json::Object { { "positions", Json::integer(record.positionCount) },
        { "pair_states", Json::integer(record.pairStateCount) } });
    json["checksum"] = checksumOrNull(record.checksum);
    json["parent_checksum"] = checksumOrNull(record.parentChecksum);
    json["record_checksum"] = checksumOrNull(record.recordChecksum);
    return Json(std::move(json));
}

Result<SaveRecord> saveRecordFromJson(const Json& json)
{
    const Json::Object* fields = json.asObject();
    if (!fields)
        return failure(ErrorCode::NotAState, QStringLiteral("save"), QStringLiteral("not an object"));
    SaveRecord record;
    record.saveId = textField(*fields, "save_id");
    if (record.saveId.isEmpty())
        return failure(ErrorCode::NotAState, QStringLiteral("save.save_id"), QStringLiteral("missing"));
    const auto savedAt = timeField(*fields, "saved_at");
    if (!savedAt)
        return failure(ErrorCode::NotAState, QStringLiteral("save.saved_at"), QStringLiteral("missing or no time"));
    const QString reasonText = textField(*fields, "reason");
    const auto reason = saveReasonFromText(reasonText);
    if (!reason)
        return failure(ErrorCode::NotAState, QStringLiteral("save.reason"), reasonText);

    record.account = textField(*fields, "account");
    record.folder = textField(*fields, "folder");
    record.writer = textField(*fields, "writer");
    record.operatorName = textField(*fields, "operator");
    record.sequence = integerFrom(*fields, "sequence");
    record.parentSaveId = textField(*fields, "parent_save_id");
    if (const Json* resolves = json.find("resolves"); resolves && resolves->asArray()) {
        for (const Json& saveId : *resolves->asArray())
            record.resolves.push_back(shownText(saveId));
    }
    if (const Json* known = json.find("knows"); known && known->asObject()) {
        for (const auto& [folder, time] : *known->asObject()) {
            auto parsed = Timestamp::parse(shownText(time));
            if (!parsed)
                return failure(ErrorCode::NotAState, QStringLiteral("save.knows"), shownText(time));
            record.knows[toQString(folder)] = *parsed;
        }
    }
    record.savedAt = *savedAt;
    record.recordedAt = timeField(*fields, "recorded_at").value_or(*savedAt);
    record.reason = *reason;
    record.description = textField(*fields, "description");
    record.restoredFrom = restoredFromJson(json.find("restored_from"));
    if (const Json* counts = json.find("counts"); counts && counts->asObject()) {
        record.positionCount = integerFrom(*counts->asObject(), "positions");
        record.pairStateCount = integerFrom(*counts->asObject(), "pair_states");
    }
    record.checksum = checksumFrom(json.find("checksum"));
    record.parentChecksum = checksumFrom(json.find("parent_checksum"));
    record.recordChecksum = checksumFrom(json.find("record_checksum"));
    record.other = *fields;
    for (const char* known : knownFields)
        record.other.erase(known);
    return record;
}

Checksum sha256(std::string_view bytes)
{
    return sha256(std::vector { bytes });
}

Checksum sha256(const std::vector<std::string_view>& pieces)
{
    sha256_ctx context;
    sha256_init(&context);
    for (const std::string_view piece : pieces)
        sha256_update(&context, piece.size(), reinterpret_cast<const uint8_t*>(piece.data()));
    QByteArray digest(SHA256_DIGEST_SIZE, Qt::Uninitialized);
    sha256_digest(&context, SHA256_DIGEST_SIZE, reinterpret_cast<uint8_t*>(digest.data()));
    return Checksum { QStringLiteral("sha256"), QString::fromLatin1(digest.toHex()) };
}

Checksum recordChecksumOf(const SaveRecord& record)
{
    Json json = toJson(record);
    json.asObject()->erase("record_checksum");
    return sha256(compactJson(json));
}

bool recordChecksumHolds(const SaveRecord& record)
{
    return record.recordChecksum && *record.recordChecksum == recordChecksumOf(record);
}

bool knows(const SaveRecord& x, const SaveRecord& y)
{
    const auto known = x.knows.find(y.folder);
    return known != x.knows.end() && known->second >= y.savedAt;
}

bool isChangeByHand(SaveReason reason)
{
    return reason == SaveReason::Restore || reason == SaveReason::Undo || reason == SaveReason::Remove;
}

} // namespace tradestate
