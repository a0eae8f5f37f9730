// SPDX-License-Identifier: MIT
#include "core/base/timestamp.h"

#include <QRegularExpression>

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

// One object for all threads: QRegularExpression's matching is const and thread-safe.
const QRegularExpression& isoForm()
{
    static const QRegularExpression form(
        QStringLiteral("^(\\d{4})-(\\d{2})-(\\d{2})(?:[T "
                       "](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?(Z|z|[+-]\\d{2}(?::?\\d{2})?)?)?\\z"));
    return form;
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
    const auto invalid = [&] { return failure(ErrorCode::InvalidTime, text.left(80).toString()); };
    const QRegularExpressionMatch match = isoForm().match(text.toString());
    if (!match.hasMatch())
        return invalid();
    const QDate date(match.capturedView(1).toInt(), match.capturedView(2).toInt(), match.capturedView(3).toInt());
    const QTime time(match.capturedView(4).toInt(), match.capturedView(5).toInt(), match.capturedView(6).toInt());
    if (!date.isValid() || !time.isValid() || date.year() < firstYear || date.year() > lastYear)
        return invalid();

    Timestamp result;
    result.m_original = text.toString();
    const QString zone = match.captured(8);
    qint64 seconds = 0;
    if (zone.isEmpty()) {
        result.m_naive = true;
        seconds = QDateTime(date, time, zoneOfNaive).toSecsSinceEpoch();
    } else {
        int offset = 0;
        if (zone.size() > 1) {
            const int hours = QStringView(zone).mid(1, 2).toInt();
            const int minutes = zone.size() > 3 ? QStringView(zone).right(2).toInt() : 0;
            if (hours > 23 || minutes > 59)
                return invalid();
            offset = (hours * 60 + minutes) * 60 * (zone.front() == QLatin1Char('-') ? -1 : 1);
        }
        seconds = QDateTime(date, time, Qt::UTC).toSecsSinceEpoch() - offset;
    }
    const QString fraction = match.captured(7).left(9).leftJustified(9, QLatin1Char('0'));
    result.m_nanoseconds = seconds * nanosecondsPerSecond + fraction.toLongLong();
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
