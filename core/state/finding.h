// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace tradestate {

enum class Severity { Information, Warning, Error };

/// Something that a person should know of the data. It never stops a load or a save and never hides a row.
struct Finding
{
    Severity severity = Severity::Warning;
    QString code; ///< one of the codes below, such as "placeholder-entry"
    QString pair; ///< empty where it is about the whole
    QString field;
    QString message; ///< one English sentence

    [[nodiscard]] bool operator==(const Finding&) const = default;
};

namespace findings {
inline const QString missingField = QStringLiteral("missing-field");
inline const QString invalidValue = QStringLiteral("invalid-value");
inline const QString notANumber = QStringLiteral("not-a-number");
inline const QString placeholderEntry = QStringLiteral("placeholder-entry");
inline const QString suspectedGhost = QStringLiteral("suspected-ghost");
inline const QString returnedGhost = QStringLiteral("returned-ghost");
inline const QString vanished = QStringLiteral("vanished");
inline const QString freshStart = QStringLiteral("fresh-start");
inline const QString pairPositionConflict = QStringLiteral("pair-position-conflict");
inline const QString unknownDirection = QStringLiteral("unknown-direction");
inline const QString duplicatePair = QStringLiteral("duplicate-pair");
inline const QString naiveTime = QStringLiteral("naive-time");
inline const QString futureTime = QStringLiteral("future-time");
inline const QString defaultEquity = QStringLiteral("default-equity");
inline const QString olderPortfolio = QStringLiteral("older-portfolio");
inline const QString countMismatch = QStringLiteral("count-mismatch");
inline const QString nothingRead = QStringLiteral("nothing-read");
inline const QString checksumMismatch = QStringLiteral("checksum-mismatch");
inline const QString noChecksum = QStringLiteral("no-checksum");
inline const QString salvaged = QStringLiteral("salvaged");
inline const QString partial = QStringLiteral("partial");
inline const QString droppedNesting = QStringLiteral("dropped-nesting");
inline const QString retention = QStringLiteral("retention");
inline const QString clockDifference = QStringLiteral("clock-difference");
inline const QString settingWithoutEffect = QStringLiteral("setting-without-effect");
} // namespace findings

[[nodiscard]] inline QString severityText(Severity severity)
{
    switch (severity) {
    case Severity::Information:
        return QStringLiteral("information");
    case Severity::Warning:
        return QStringLiteral("warning");
    case Severity::Error:
        return QStringLiteral("error");
    }
    return QString();
}

} // namespace tradestate
