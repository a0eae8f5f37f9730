// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QStringList>

namespace tradestate {

/// How a status is to be taken; decides colour and icon, which are never the only sign.
enum class StatusLevel { Good, Information, Warning, Danger, Neutral };

/// One condition in words.
struct StatusSentence
{
    Condition condition = Condition::Empty;
    StatusLevel level = StatusLevel::Neutral;
    QString text; ///< without a full stop: "Record intact (checksum and counts match)"
    QString detail; ///< what was compared with what, or why
};

/// What the truth strip says, for window and terminal alike; translated, plain text.
struct StatusWords
{
    QString what; ///< "3 positions on record · last full save 12 s ago · 1 trade since"
    StatusSentence worst;
    std::vector<StatusSentence> others; ///< what else holds, worst first
    QString broker; ///< "broker not checked", or when the trading system last compared; empty where nothing was read
    QString viewing; ///< "Viewing …, not now"; empty where the record itself is shown
    StatusLevel level = StatusLevel::Neutral; ///< of the worst; a warning finding turns Good into Warning
    QString icon; ///< one character that goes with the level
};

/// now moves the ages on since the snapshot was read; saveIntervalSeconds is the trading system's.
[[nodiscard]] StatusWords statusWords(const Snapshot& snapshot, const Timestamp& now, int saveIntervalSeconds = 300);
/// The same as lines: the worst condition, the others, then what is on record.
[[nodiscard]] QStringList statusSentences(const StatusWords& words);

/// InfluxDB answers without the newest save, and nothing sends it there by itself: the Python trading system made it.
[[nodiscard]] bool waitsToBePutBack(const Snapshot& snapshot);

/// "12 s", "34 min", "2 h 04 min", "3 d 4 h"; never negative.
[[nodiscard]] QString ageText(qint64 seconds);
[[nodiscard]] QString statusIcon(StatusLevel level);

} // namespace tradestate
