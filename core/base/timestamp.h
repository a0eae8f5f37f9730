// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QString>
#include <QTimeZone>

namespace tradestate {

/// An instant as int64 nanoseconds since 1970-01-01 UTC, together with the text it came from.
/// Compares by instant. QDateTime would cut the nanoseconds.
class Timestamp
{
public:
    Timestamp() = default;
    [[nodiscard]] static Timestamp fromNanoseconds(qint64 nanoseconds);
    /// Reads ISO 8601 with 'T' or a space, optional seconds and fraction, and "Z", "+02", "+0200" or "+02:00". A time
    /// without a zone is read in zoneOfNaive and says so (isNaive). Digits after the ninth of the fraction are cut.
    [[nodiscard]] static Result<Timestamp> parse(QStringView text, const QTimeZone& zoneOfNaive = QTimeZone::utc());

    [[nodiscard]] qint64 nanoseconds() const { return m_nanoseconds; }
    /// The text that was read; empty where the time was computed.
    [[nodiscard]] const QString& original() const { return m_original; }
    [[nodiscard]] bool isNaive() const { return m_naive; }
    [[nodiscard]] Timestamp plusNanoseconds(qint64 nanoseconds) const;

    /// "2025-07-20T08:00:00.000000000Z": the one form of times in save records.
    [[nodiscard]] QString toRecordText() const;
    /// "2025-07-20T08:00:00.000000" in UTC without a zone, as in the version ids of the Python system.
    [[nodiscard]] QString toMicrosecondText() const;
    /// In UTC, cut to milliseconds; for display and charts.
    [[nodiscard]] QDateTime toDateTime() const;

    [[nodiscard]] auto operator<=>(const Timestamp& other) const { return m_nanoseconds <=> other.m_nanoseconds; }
    [[nodiscard]] bool operator==(const Timestamp& other) const { return m_nanoseconds == other.m_nanoseconds; }

private:
    qint64 m_nanoseconds = 0;
    QString m_original;
    bool m_naive = false;
};

constexpr qint64 nanosecondsPerSecond = 1'000'000'000;

} // namespace tradestate
