// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"
#include "core/base/timestamp.h"

#include <QString>

#include <optional>
#include <string>
#include <vector>

namespace tradestate {

/// One version in the event log of the Python trading system: one point of its measurement.
struct LogEvent
{
    QString stateId; ///< "position_PAIR", "pair_PAIR", "portfolio_main", "trading_state_save", …
    QString stateType; ///< "position", "pair_state", "portfolio", "configuration"
    QString operation; ///< "update", "delete", …
    QString versionId; ///< unique per version
    qint64 time = 0; ///< nanoseconds UTC
    std::string data; ///< JSON as it is stored
    QString checksum; ///< as the writer computed it; empty where it did not
    QString description;
    QString userId; ///< of a commit of ours: the journal folder that it was made in

    [[nodiscard]] bool operator==(const LogEvent&) const = default;
};

namespace eventlog {
inline constexpr const char* measurement = "trading_state";
inline const QString portfolioId = QStringLiteral("portfolio_main");
inline const QString commitId = QStringLiteral("trading_state_save");
inline const QString positionPrefix = QStringLiteral("position_");
inline const QString pairPrefix = QStringLiteral("pair_");
inline const QString pythonFolder = QStringLiteral("python");
} // namespace eventlog

enum class EventPart { Position, PairState, Portfolio, Commit, Other };
[[nodiscard]] EventPart eventPart(const LogEvent& event);
/// The pair that a position's or pair state's event is about: what follows the prefix of its state_id.
[[nodiscard]] QString eventKey(const LogEvent& event);

/// The save_id with which a version_id of ours ends; empty for a version of the Python system.
[[nodiscard]] QString ownSaveId(const QString& versionId);
/// "<state_id>_update_<saved_at>_<save_id>"
[[nodiscard]] QString ownVersionId(const QString& stateId, const Timestamp& savedAt, const QString& saveId);

/// The last event of a save of ours, without which its rows do not count.
struct OwnCommit
{
    QString saveId;
    QString folder;
    qint64 time = 0; ///< of the commit's event; its rows come before

    [[nodiscard]] bool operator==(const OwnCommit&) const = default;
};

enum class EventChecksum { Holds, Differs, Missing };

/// What an event's data hold.
struct EventData
{
    Json::Object fields; ///< empty where the data cannot be read
    EventChecksum checksum = EventChecksum::Missing;
    bool droppedNesting = false; ///< copies of earlier portfolios inside the portfolio were left out
    std::optional<Error> error; ///< why the data cannot be read
};

/// Reads the data and verifies the checksum as the Python system computes it. Of a portfolio of the Python system the
/// copies of earlier portfolios that it embeds are dropped, all but the newest.
[[nodiscard]] EventData readEventData(const LogEvent& event);
/// A delete marker: the operation, or the data {"deleted": true}.
[[nodiscard]] bool isDeletion(const LogEvent& event);
/// The portfolio's versions that are saves of the Python system: those with a total value; a backtest's is none.
[[nodiscard]] bool isPythonSaveMark(const LogEvent& event);
/// A new trade is stored with constants until the next save: quantity 0.01 at a price of 1, 100 or 0.01.
[[nodiscard]] bool isPlaceholder(const Json::Object& position);

/// By time, then by version_id: the order in which versions follow each other.
[[nodiscard]] bool earlierEvent(const LogEvent& left, const LogEvent& right);

} // namespace tradestate
