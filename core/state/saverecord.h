// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"
#include "core/base/timestamp.h"

#include <map>
#include <optional>
#include <vector>

namespace tradestate {

/// {"algorithm": "sha256", "value": "…"}
struct Checksum
{
    QString algorithm;
    QString value; ///< lower-case hex

    [[nodiscard]] bool operator==(const Checksum&) const = default;
};

enum class SaveReason { Trade, Periodic, Start, Shutdown, Manual, Restore, Undo, Remove, Migration, Emergency };

[[nodiscard]] QString saveReasonText(SaveReason reason); ///< "trade", "periodic", …
[[nodiscard]] std::optional<SaveReason> saveReasonFromText(const QString& text);

/// Where the state of a restore, undo or removal came from. Empty fields are written as null.
struct RestoredFrom
{
    QString file;
    QString saveId;
    std::optional<Checksum> checksum;
    QString rescueFile;

    [[nodiscard]] bool operator==(const RestoredFrom&) const = default;
};

/// A version vector: the newest save of every folder in a save's history, itself included.
using Knows = std::map<QString, Timestamp>;

/// Who saved what, when and after what: the record that commits a save.
struct SaveRecord
{
    QString saveId; ///< lower-case UUID; of a Python save its version_id
    QString account;
    QString folder; ///< id of the journal folder it was made in; "python" for a Python save
    QString writer; ///< host:program:pid
    QString operatorName;
    qint64 sequence = 0; ///< the parent's + 1, for people: nothing is ordered by it
    QString parentSaveId; ///< empty for the first
    std::vector<QString> resolves;
    Knows knows;
    Timestamp savedAt; ///< orders saves
    Timestamp recordedAt; ///< plain clock; ages are counted from it
    SaveReason reason = SaveReason::Manual;
    QString description;
    std::optional<RestoredFrom> restoredFrom;
    qint64 positionCount = 0;
    qint64 pairStateCount = 0;
    std::optional<Checksum> checksum; ///< of the state
    std::optional<Checksum> parentChecksum; ///< the parent's record checksum
    std::optional<Checksum> recordChecksum; ///< of this record's canonical form without itself
    Json::Object other; ///< fields of a newer version, kept

    [[nodiscard]] bool operator==(const SaveRecord&) const = default;
};

/// Every key is present, unknown values as null; times in record form.
[[nodiscard]] Json toJson(const SaveRecord& record);
/// Fails with NotAState on a missing save_id or saved_at, or on a wrong type; subject names the field.
[[nodiscard]] Result<SaveRecord> saveRecordFromJson(const Json& json);
[[nodiscard]] Json toJson(const Checksum& checksum);
[[nodiscard]] Checksum sha256(std::string_view bytes);
/// Of the pieces one after the other.
[[nodiscard]] Checksum sha256(const std::vector<std::string_view>& pieces);
/// Over the canonical record without its "record_checksum".
[[nodiscard]] Checksum recordChecksumOf(const SaveRecord& record);
/// False where there is none or it does not match.
[[nodiscard]] bool recordChecksumHolds(const SaveRecord& record);
/// The save x knows the save y: y is in x's history, or x itself.
[[nodiscard]] bool knows(const SaveRecord& x, const SaveRecord& y);
/// True for restore, undo and remove.
[[nodiscard]] bool isChangeByHand(SaveReason reason);

} // namespace tradestate
