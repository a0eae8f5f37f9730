// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/decimal.h"
#include "core/base/timestamp.h"

#include <QCoreApplication>
#include <QString>
#include <QTimeZone>

#include <optional>

namespace tradestate {

/// How values are shown to a person. Numbers keep the text that is stored; only cards group their digits.
class Formats
{
    Q_DECLARE_TR_FUNCTIONS(tradestate::Formats)

public:
    /// What stands where a value is unknown: never 0, never nothing.
    [[nodiscard]] static QString unknown() { return QStringLiteral("–"); }
    /// "12 s", "34 min", "2 h 04 min", "3 d 4 h"; negative ages (clocks differ) count as 0.
    [[nodiscard]] static QString age(qint64 seconds);
    /// "4:48" or "1:04:48", for what is still to come.
    [[nodiscard]] static QString countdown(qint64 seconds);
    /// Seconds from then to now, rounded down.
    [[nodiscard]] static qint64 secondsBetween(const Timestamp& then, const Timestamp& now);
    /// "2025-07-20 08:00:00" in the zone.
    [[nodiscard]] static QString time(const Timestamp& time, const QTimeZone& zone);
    /// "08:00" where it is on the same day as now, else "20 Jul 08:00", with the year where that differs.
    [[nodiscard]] static QString shortTime(const Timestamp& time, const Timestamp& now, const QTimeZone& zone);
    /// "today 08:00", "yesterday 22:00", else as shortTime.
    [[nodiscard]] static QString dayAndTime(const Timestamp& time, const Timestamp& now, const QTimeZone& zone);
    /// "UTC", "Europe/Berlin".
    [[nodiscard]] static QString zoneName(const QTimeZone& zone);
    /// Digits grouped, all decimals as stored: "101,234.56".
    [[nodiscard]] static QString grouped(const Decimal& number);
    /// As grouped, with "+" for gains and U+2212 for losses.
    [[nodiscard]] static QString signedGrouped(const Decimal& number);
    /// "12 kB"
    [[nodiscard]] static QString bytes(qint64 count);
};

} // namespace tradestate
