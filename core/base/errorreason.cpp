// SPDX-License-Identifier: MIT
#include "core/base/errorreason.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <array>
#include <optional>
#include <vector>

namespace tradestate {

namespace {

/// The reasons that somebody in front of a window may meet, as they stand in the code.
constexpr std::array reasons {
    // files
    QT_TRANSLATE_NOOP("ErrorReason", "not a file"),
    QT_TRANSLATE_NOOP("ErrorReason", "over 1 MiB"),
    QT_TRANSLATE_NOOP("ErrorReason", "held by %1"),
    QT_TRANSLATE_NOOP("ErrorReason", "the lock file keeps being replaced"),
    QT_TRANSLATE_NOOP("ErrorReason", "there is no such folder"),
    QT_TRANSLATE_NOOP("ErrorReason", "it is no document of a save"),
    QT_TRANSLATE_NOOP("ErrorReason", "its record cannot be read"),
    QT_TRANSLATE_NOOP("ErrorReason", "it reads back as another state"),
    QT_TRANSLATE_NOOP("ErrorReason", "it holds another save"),
    QT_TRANSLATE_NOOP("ErrorReason", "the file holds other bytes than written"),
    QT_TRANSLATE_NOOP("ErrorReason", "it is not a regular file"),
    QT_TRANSLATE_NOOP("ErrorReason", "it is not a folder"),
    QT_TRANSLATE_NOOP("ErrorReason", "no free name for a temporary file"),
    QT_TRANSLATE_NOOP("ErrorReason", "nothing more could be written"),
    QT_TRANSLATE_NOOP("ErrorReason", "it could not be read back: %1"),
    QT_TRANSLATE_NOOP("ErrorReason", "the disk gave back other bytes than written"),
    QT_TRANSLATE_NOOP("ErrorReason", "more than %1 bytes"),
    QT_TRANSLATE_NOOP("ErrorReason", "deeper than %1 levels"),
    QT_TRANSLATE_NOOP("ErrorReason", "the text ends too early"),
    // settings
    QT_TRANSLATE_NOOP("ErrorReason", "TRADING_STATE_DB_TYPE is influxdb"),
    QT_TRANSLATE_NOOP("ErrorReason", "the store is InfluxDB"),
    QT_TRANSLATE_NOOP("ErrorReason", "not a URL such as http://localhost:8086"),
    QT_TRANSLATE_NOOP("ErrorReason", "user and password do not belong in the URL, but in TRADING_STATE_INFLUXDB_TOKEN"),
    QT_TRANSLATE_NOOP("ErrorReason", "there is something after the path"),
    QT_TRANSLATE_NOOP("ErrorReason", "it holds a control character, such as a line end"),
    QT_TRANSLATE_NOOP("ErrorReason", "false leaves no store at all with TRADING_STATE_DB_TYPE=file"),
    // saves and changes
    QT_TRANSLATE_NOOP("ErrorReason", "another save came in the meantime; nothing was written"),
    QT_TRANSLATE_NOOP("ErrorReason", "the newest save is incomplete; restore the one that is right"),
    QT_TRANSLATE_NOOP("ErrorReason", "two writers saved over each other; nothing is sent until one is chosen"),
    QT_TRANSLATE_NOOP("ErrorReason", "neither its rescue file nor the save before it can be read"),
    QT_TRANSLATE_NOOP("ErrorReason", "it was not asked yet"),
    QT_TRANSLATE_NOOP("ErrorReason", "InfluxDB has lost saves it had confirmed"),
    QT_TRANSLATE_NOOP("ErrorReason", "%1 saves that do not know each other"),
    QT_TRANSLATE_NOOP("ErrorReason", "neither on record nor in %1"),
    QT_TRANSLATE_NOOP("ErrorReason", "nothing was saved before that time"),
    QT_TRANSLATE_NOOP("ErrorReason", "a position of this name is on record, and the events are its own"),
    QT_TRANSLATE_NOOP("ErrorReason", "a suspected ghost stands in the event log alone, which cannot be read now"),
    QT_TRANSLATE_NOOP("ErrorReason", "a past save is being viewed"),
    QT_TRANSLATE_NOOP("ErrorReason", "a file is being viewed"),
    QT_TRANSLATE_NOOP("ErrorReason", "the plan is about an earlier record"),
    QT_TRANSLATE_NOOP("ErrorReason", "it saved %1 ago"),
    QT_TRANSLATE_NOOP("ErrorReason", "its next save is due in %1"),
    QT_TRANSLATE_NOOP("ErrorReason", "its next save is overdue"),
    QT_TRANSLATE_NOOP("ErrorReason", "it holds the session lock"),
    // servers
    QT_TRANSLATE_NOOP("ErrorReason", "the event log in %1 belongs to the account %2, not to %3"),
    QT_TRANSLATE_NOOP("ErrorReason", "no certificate in it"),
    QT_TRANSLATE_NOOP("ErrorReason", "the time for the whole operation is over"),
    QT_TRANSLATE_NOOP("ErrorReason", "no answer for %1 s"),
    QT_TRANSLATE_NOOP("ErrorReason", "it tells no version"),
    QT_TRANSLATE_NOOP("ErrorReason", "version %1"),
    QT_TRANSLATE_NOOP("ErrorReason", "status %1"),
    QT_TRANSLATE_NOOP("ErrorReason", "no list of databases"),
    QT_TRANSLATE_NOOP("ErrorReason", "InfluxDB 3 Core deletes no rows"),
    QT_TRANSLATE_NOOP("ErrorReason", "the server's clock and this machine's differ by %1 s"),
    QT_TRANSLATE_NOOP("ErrorReason", "the save's record was not read back"),
    QT_TRANSLATE_NOOP("ErrorReason", "it was read back otherwise than it was written"),
    QT_TRANSLATE_NOOP("ErrorReason", "the trading system wrote it again after its events were exported"),
    QT_TRANSLATE_NOOP("ErrorReason", "its events are still there"),
    QT_TRANSLATE_NOOP("ErrorReason", "saves are written faster than they can be read"),
};

struct Pattern
{
    const char* text;
    QRegularExpression shape;
};

const std::vector<Pattern>& patterns()
{
    static const std::vector<Pattern> all = [] {
        static const QRegularExpression place(QStringLiteral("%\\d"));
        std::vector<Pattern> made;
        for (const char* text : reasons) {
            QStringList parts;
            for (const QString& part : QString::fromLatin1(text).split(place))
                parts.append(QRegularExpression::escape(part));
            made.push_back({ text,
                QRegularExpression(QRegularExpression::anchoredPattern(parts.join(QStringLiteral("(.+)"))),
                    QRegularExpression::DotMatchesEverythingOption) });
        }
        return made;
    }();
    return all;
}

std::optional<QString> translated(const QString& reason)
{
    for (const Pattern& pattern : patterns()) {
        const QRegularExpressionMatch match = pattern.shape.match(reason);
        if (!match.hasMatch())
            continue;
        QString text = QCoreApplication::translate("ErrorReason", pattern.text);
        // All at once: a value may look like a place for the next one.
        switch (match.lastCapturedIndex()) {
        case 1:
            return text.arg(match.captured(1));
        case 2:
            return text.arg(match.captured(1), match.captured(2));
        case 3:
            return text.arg(match.captured(1), match.captured(2), match.captured(3));
        default:
            return text;
        }
    }
    return std::nullopt;
}

} // namespace

QString errorReason(const Error& error)
{
    if (error.reason.isEmpty())
        return {};
    static const QRegularExpression inText(QStringLiteral("^(.+) at line (\\d+), column (\\d+)$"));
    if (const QRegularExpressionMatch place = inText.match(error.reason); place.hasMatch())
        return QCoreApplication::translate("ErrorReason", "%1 at line %2, column %3")
            .arg(translated(place.captured(1)).value_or(place.captured(1)), place.captured(2), place.captured(3));
    if (const auto whole = translated(error.reason))
        return *whole;
    // Some name several reasons.
    QStringList parts = error.reason.split(QStringLiteral("; "));
    for (QString& part : parts)
        part = translated(part).value_or(part);
    return parts.join(QStringLiteral("; "));
}

} // namespace tradestate
