// SPDX-License-Identifier: MIT
#include "ui/models/formats.h"

#include "core/manager/statuswords.h"

#include <QLocale>

namespace tradestate {

namespace {

constexpr QChar minusSign(0x2212);

QString twoDigits(qint64 number)
{
    return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0'));
}

/// A comma would be read as a decimal sign where the locale has one there, so those get a narrow space.
QString groupSeparator()
{
    return QLocale().decimalPoint() == QLatin1String(".") ? QStringLiteral(",") : QString(QChar(0x202f));
}

} // namespace

QString Formats::age(qint64 seconds)
{
    return ageText(seconds);
}

QString Formats::countdown(qint64 seconds)
{
    seconds = std::max<qint64>(seconds, 0);
    const QString tail = twoDigits(seconds % 60);
    const qint64 minutes = seconds / 60;
    if (minutes < 60)
        return QStringLiteral("%1:%2").arg(minutes).arg(tail);
    return QStringLiteral("%1:%2:%3").arg(minutes / 60).arg(twoDigits(minutes % 60), tail);
}

qint64 Formats::secondsBetween(const Timestamp& then, const Timestamp& now)
{
    // Whole seconds of each first: the difference of two far ends would overflow.
    qint64 seconds = now.nanoseconds() / nanosecondsPerSecond - then.nanoseconds() / nanosecondsPerSecond;
    if (now.nanoseconds() % nanosecondsPerSecond < then.nanoseconds() % nanosecondsPerSecond)
        --seconds;
    return seconds;
}

QString Formats::time(const Timestamp& time, const QTimeZone& zone)
{
    return time.toDateTime().toTimeZone(zone).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString Formats::shortTime(const Timestamp& time, const Timestamp& now, const QTimeZone& zone)
{
    const QDateTime local = time.toDateTime().toTimeZone(zone);
    const QDateTime today = now.toDateTime().toTimeZone(zone);
    QString clock = local.toString(QStringLiteral("HH:mm"));
    if (local.date() == today.date())
        return clock;
    const bool sameYear = local.date().year() == today.date().year();
    const QString day = QLocale().toString(local.date(), sameYear ? tr("d MMM") : tr("d MMM yyyy"));
    return tr("%1 %2", "day and time of day").arg(day, clock);
}

QString Formats::dayAndTime(const Timestamp& time, const Timestamp& now, const QTimeZone& zone)
{
    const QDateTime local = time.toDateTime().toTimeZone(zone);
    const QDate today = now.toDateTime().toTimeZone(zone).date();
    const QString clock = local.toString(QStringLiteral("HH:mm"));
    if (local.date() == today)
        return tr("today %1").arg(clock);
    if (local.date() == today.addDays(-1))
        return tr("yesterday %1").arg(clock);
    return shortTime(time, now, zone);
}

QString Formats::zoneName(const QTimeZone& zone)
{
    return zone == QTimeZone::utc() ? QStringLiteral("UTC") : QString::fromUtf8(zone.id());
}

QString Formats::grouped(const Decimal& number)
{
    QString text = number.toString();
    if (text.contains(QLatin1Char('e'), Qt::CaseInsensitive) || !number.isFinite())
        return text;
    const bool negative = text.startsWith(QLatin1Char('-'));
    if (negative)
        text.remove(0, 1);
    const QString separator = groupSeparator();
    qsizetype end = text.indexOf(QLatin1Char('.'));
    if (end < 0)
        end = text.size();
    for (qsizetype place = end - 3; place > 0; place -= 3)
        text.insert(place, separator);
    if (negative)
        text.prepend(minusSign);
    return text;
}

QString Formats::signedGrouped(const Decimal& number)
{
    QString text = grouped(number);
    if (number.isFinite() && !number.isZero() && !number.isNegative())
        text.prepend(QLatin1Char('+'));
    return text;
}

QString Formats::bytes(qint64 count)
{
    return QLocale().formattedDataSize(count, 0, QLocale::DataSizeSIFormat);
}

} // namespace tradestate
