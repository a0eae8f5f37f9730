// SPDX-License-Identifier: MIT
#include "core/base/timestamp.h"

#include <optional>

namespace tradestate {

namespace {

// The years that int64 nanoseconds can hold.
constexpr int firstYear = 1678;
constexpr int lastYear = 2261;

qint64 floorDivide(qint64 value, qint64 by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

QString secondsText(qint64 nanoseconds)
{
    return QDateTime::fromSecsSinceEpoch(floorDivide(nanoseconds, nanosecondsPerSecond), Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
}

qint64 fractionOf(qint64 nanoseconds)
{
    return nanoseconds - floorDivide(nanoseconds, nanosecondsPerSecond) * nanosecondsPerSecond;
}

/// Takes a time apart from left to right. A regular expression would do, at ten times the cost; a state has thousands.
class Scanner
{
public:
    explicit Scanner(QStringView text)
        : m_rest(text)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_rest.isEmpty(); }

    bool skip(QStringView anyOf)
    {
        if (atEnd() || !anyOf.contains(m_rest.front()))
            return false;
        m_rest = m_rest.mid(1);
        return true;
    }

    /// Exactly count digits; nothing is taken where there are fewer.
    std::optional<int> digits(qsizetype count)
    {
        int value = 0;
        for (qsizetype i = 0; i < count; ++i) {
            if (i >= m_rest.size() || !isDigit(m_rest[i]))
                return std::nullopt;
            value = value * 10 + (m_rest[i].unicode() - u'0');
        }
        m_rest = m_rest.mid(count);
        return value;
    }

    /// All digits that follow, as billionths; those after the ninth are cut.
    std::optional<int> fraction()
    {
        int value = 0;
        qsizetype count = 0;
        for (; count < m_rest.size() && isDigit(m_rest[count]); ++count) {
            if (count < 9)
                value = value * 10 + (m_rest[count].unicode() - u'0');
        }
        if (count == 0)
            return std::nullopt;
        for (qsizetype i = count; i < 9; ++i)
            value *= 10;
        m_rest = m_rest.mid(count);
        return value;
    }

    [[nodiscard]] QChar next() const { return atEnd() ? QChar() : m_rest.front(); }

private:
    static bool isDigit(QChar character) { return character >= QLatin1Char('0') && character <= QLatin1Char('9'); }

    QStringView m_rest;
};

struct Parts
{
    QDate date;
    QTime time { 0, 0 };
    int billionths = 0;
    std::optional<int> offset; ///< seconds east of UTC; none where the text has no zone
};

std::optional<QDate> scanDate(Scanner& scan)
{
    const auto year = scan.digits(4);
    if (!year || !scan.skip(u"-"))
        return std::nullopt;
    const auto month = scan.digits(2);
    if (!month || !scan.skip(u"-"))
        return std::nullopt;
    const auto day = scan.digits(2);
    const QDate date = day ? QDate(*year, *month, *day) : QDate();
    return date.isValid() && *year >= firstYear && *year <= lastYear ? std::optional(date) : std::nullopt;
}

bool scanClock(Scanner& scan, Parts& parts)
{
    const auto hour = scan.digits(2);
    if (!hour || !scan.skip(u":"))
        return false;
    const auto minute = scan.digits(2);
    if (!minute)
        return false;
    int second = 0;
    if (scan.skip(u":")) {
        const auto read = scan.digits(2);
        if (!read)
            return false;
        second = *read;
        if (scan.skip(u".,")) {
            const auto fraction = scan.fraction();
            if (!fraction)
                return false;
            parts.billionths = *fraction;
        }
    }
    parts.time = QTime(*hour, *minute, second);
    return parts.time.isValid();
}

bool scanZone(Scanner& scan, Parts& parts)
{
    if (scan.skip(u"Zz")) {
        parts.offset = 0;
        return true;
    }
    const int sign = scan.next() == QLatin1Char('-') ? -1 : 1;
    if (!scan.skip(u"+-"))
        return false;
    const auto hours = scan.digits(2);
    if (!hours || *hours > 23)
        return false;
    int minutes = 0;
    const bool colon = scan.skip(u":");
    if (colon || !scan.atEnd()) {
        const auto read = scan.digits(2);
        if (!read || *read > 59)
            return false;
        minutes = *read;
    }
    parts.offset = sign * (*hours * 60 + minutes) * 60;
    return true;
}

std::optional<Parts> scanTime(QStringView text)
{
    Scanner scan(text);
    Parts parts;
    const auto date = scanDate(scan);
    if (!date)
        return std::nullopt;
    parts.date = *date;
    if (scan.atEnd())
        return parts;
    if (!scan.skip(u"T ") || !scanClock(scan, parts))
        return std::nullopt;
    if (!scan.atEnd() && !scanZone(scan, parts))
        return std::nullopt;
    return scan.atEnd() ? std::optional(parts) : std::nullopt;
}

// As QDateTime has it, without making one: a state holds thousands of times.
qint64 secondsInUtc(const QDate& date, const QTime& time)
{
    constexpr qint64 julianDayOf1970 = 2'440'588;
    constexpr qint64 secondsOfDay = 86'400;
    return (date.toJulianDay() - julianDayOf1970) * secondsOfDay + time.msecsSinceStartOfDay() / 1000;
}

} // namespace

Timestamp Timestamp::fromNanoseconds(qint64 nanoseconds)
{
    Timestamp time;
    time.m_nanoseconds = nanoseconds;
    return time;
}

Result<Timestamp> Timestamp::parse(QStringView text, const QTimeZone& zoneOfNaive)
{
    const auto parts = scanTime(text);
    if (!parts)
        return failure(ErrorCode::InvalidTime, text.left(80).toString());
    Timestamp result;
    result.m_original = text.toString();
    result.m_naive = !parts->offset;
    static const QTimeZone utc = QTimeZone::utc();
    const bool inUtc = parts->offset || zoneOfNaive == utc;
    const qint64 seconds = inUtc ? secondsInUtc(parts->date, parts->time)
                                 : QDateTime(parts->date, parts->time, zoneOfNaive).toSecsSinceEpoch();
    result.m_nanoseconds = (seconds - parts->offset.value_or(0)) * nanosecondsPerSecond + parts->billionths;
    return result;
}

Timestamp Timestamp::plusNanoseconds(qint64 nanoseconds) const
{
    return fromNanoseconds(m_nanoseconds + nanoseconds);
}

QString Timestamp::toRecordText() const
{
    return secondsText(m_nanoseconds) + QStringLiteral(".%1Z").arg(fractionOf(m_nanoseconds), 9, 10, QLatin1Char('0'));
}

QString Timestamp::toMicrosecondText() const
{
    return secondsText(m_nanoseconds)
        + QStringLiteral(".%1").arg(fractionOf(m_nanoseconds) / 1000, 6, 10, QLatin1Char('0'));
}

QDateTime Timestamp::toDateTime() const
{
    return QDateTime::fromMSecsSinceEpoch(floorDivide(m_nanoseconds, 1'000'000), Qt::UTC);
}

} // namespace tradestate
