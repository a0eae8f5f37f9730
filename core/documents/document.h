// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/statestore.h"

namespace tradestate {

/// Which program wrote a document; told by its content, never by its name.
enum class DocumentShape { Native, UtilityBackup, StateFile, PositionFallback, LegacyMt5, BrokerSummary };
[[nodiscard]] QString documentShapeText(DocumentShape shape); ///< "trading-state", "utility-backup", …

enum class BackupKind { Manual, Rescue };

/// What a backup file says of itself.
struct BackupInfo
{
    Timestamp createdAt;
    BackupKind kind = BackupKind::Manual;
    QString description;
    QString store; ///< where the state was read, such as the URL and bucket; never a secret
    QString status; ///< the status when it was made, such as "verified"

    [[nodiscard]] bool operator==(const BackupInfo&) const = default;
};

/// A state as a document holds it.
struct Document
{
    DocumentShape shape = DocumentShape::Native;
    TradingState state;
    /// Which parts the document has. A part that it lacks stays as it is when the document is restored.
    bool hasPositions = false;
    bool hasPairStates = false;
    bool hasPortfolio = false;
    bool hasSession = false;
    bool salvaged = false; ///< damaged; only a part could be read
    bool nothingRead = false; ///< a backup made while the state could not be read: never restorable
    std::vector<QString> recovered; ///< of a salvaged document: one line for each thing recovered or lost
    std::optional<SaveRecord> record; ///< native documents
    std::optional<BackupInfo> backup; ///< native backups
    std::vector<Position> ghosts;
    Proof proof = Proof::None; ///< Verified only where a checksum is there and holds
    std::vector<Finding> findings;
    /// When the state was saved as far as the document tells: saved_at, save_time, last_save_time, else when the backup
    /// was made.
    std::optional<Timestamp> stateTime;

    /// Only a complete document may remove rows.
    [[nodiscard]] bool isComplete() const
    {
        return hasPositions && hasPairStates && hasPortfolio && hasSession && !salvaged && !nothingRead;
    }
};

struct DocumentOptions
{
    QTimeZone zoneOfNaive = QTimeZone::utc(); ///< the zone of the writer, for times without one
    bool zoneIsKnown = false; ///< that zone was set: naive times are then no finding
    std::optional<Timestamp> now = std::nullopt; ///< for future-time; the system's clock where none is given
    bool validate = true; ///< what the schema demands is among the findings
};

/// Reads every shape. A cut-off document is salvaged (and says so); one that holds no state at all fails with
/// NotAState, or with the parser's error where nothing could be salvaged. Findings include those of validation where
/// that is asked for.
[[nodiscard]] Result<Document> readDocument(std::string_view bytes, const DocumentOptions& options = {});

/// The native document, indented, as bytes. The record's checksum is taken as it is: it is the caller's to compute. A
/// record without save_id is one that is not known, and is written as null.
[[nodiscard]] std::string writeDocument(const SaveRecord& record, const TradingState& state,
    const std::vector<Position>& ghosts = {}, const std::optional<BackupInfo>& backup = std::nullopt);

} // namespace tradestate
