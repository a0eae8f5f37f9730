// SPDX-License-Identifier: MIT
#include "core/manager/statuswords.h"

#include "core/base/errorreason.h"
#include "core/base/plaintext.h"
#include "core/manager/outbox.h"
#include "core/manager/status.h"
#include "core/state/measured.h"

#include <QCoreApplication>

#include <algorithm>

namespace tradestate {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("Status", text);
}

QString separator()
{
    return QStringLiteral(" · ");
}

QString positionsOnRecord(qsizetype count)
{
    return count == 1 ? QCoreApplication::translate("Status", "1 position on record")
                      : QCoreApplication::translate("Status", "%n positions on record", nullptr, int(count));
}

QString tradesSince(qint64 count)
{
    return count == 1 ? QCoreApplication::translate("Status", "1 trade since")
                      : QCoreApplication::translate("Status", "%n trades since", nullptr, int(count));
}

QString momentText(const Timestamp& time)
{
    return time.toDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) + QStringLiteral(" UTC");
}

/// Why the primary did not answer, in words that are safe to show; empty where nothing is known.
QString whyText(const Snapshot& snapshot)
{
    if (!snapshot.primaryError)
        return QString();
    const Error& error = *snapshot.primaryError;
    QString why = errorWhat(error.code);
    if (!error.reason.isEmpty())
        why += QStringLiteral(": ") + errorReason(error);
    return withoutControls(why);
}

struct Moment
{
    const Snapshot& snapshot;
    Timestamp now;
    int saveIntervalSeconds;

    [[nodiscard]] std::optional<qint64> ageSeconds() const
    {
        if (!snapshot.ageSeconds)
            return std::nullopt;
        const qint64 since = (now.nanoseconds() - snapshot.readAt.nanoseconds()) / nanosecondsPerSecond;
        return *snapshot.ageSeconds + std::max<qint64>(since, 0);
    }
    /// Of a save that is dated ahead of this machine's clock nobody knows the age.
    [[nodiscard]] std::optional<qint64> secondsAhead() const
    {
        const auto seconds = ageSeconds();
        return seconds && *seconds < -futureToleranceSeconds ? std::optional(-*seconds) : std::nullopt;
    }
    [[nodiscard]] QString age() const
    {
        const auto seconds = ageSeconds();
        return seconds && !secondsAhead() ? ageText(*seconds) : say(QT_TRANSLATE_NOOP("Status", "an unknown time"));
    }
};

StatusSentence staleWords(const Moment& moment)
{
    if (const auto ahead = moment.secondsAhead()) {
        return { Condition::Stale, StatusLevel::Warning,
            say(QT_TRANSLATE_NOOP(
                    "Status", "The last save is dated %1 ahead of this machine's clock: how old it is cannot be told"))
                .arg(ageText(*ahead)),
            say(QT_TRANSLATE_NOOP("Status", "This machine's clock is wrong, or that of the machine that saved")) };
    }
    return { Condition::Stale, StatusLevel::Warning,
        say(QT_TRANSLATE_NOOP("Status", "No save for %1; the trading system should save every %2. Is it running?"))
            .arg(moment.age(), ageText(moment.saveIntervalSeconds)),
        say(QT_TRANSLATE_NOOP("Status", "The time of the last save was compared with this machine's clock")) };
}

StatusSentence unreachableWords(const Moment& moment)
{
    const QString why = whyText(moment.snapshot);
    QString text = why.isEmpty() ? say(QT_TRANSLATE_NOOP("Status", "InfluxDB could not be read"))
                                 : say(QT_TRANSLATE_NOOP("Status", "InfluxDB could not be read (%1)")).arg(why);
    text += separator()
        + (moment.snapshot.record
                ? say(QT_TRANSLATE_NOOP("Status", "showing what was last seen, %1 ago")).arg(moment.age())
                : say(QT_TRANSLATE_NOOP("Status", "nothing was ever seen of it here")));
    const QString advice = moment.snapshot.primaryError ? errorAdvice(*moment.snapshot.primaryError) : QString();
    return { Condition::Unreachable, StatusLevel::Danger, text, advice };
}

StatusSentence forkWords(const Moment& moment)
{
    const Snapshot& snapshot = moment.snapshot;
    QStringList candidates;
    for (const SaveRecord& candidate : snapshot.forkCandidates) {
        candidates.append(
            QStringLiteral("%1 (%2, %3)").arg(candidate.saveId, momentText(candidate.savedAt), candidate.writer));
    }
    return { Condition::Fork, StatusLevel::Danger,
        snapshot.forkCandidates.empty() ? say(QT_TRANSLATE_NOOP("Status", "Two writers saved over each other"))
                                        : say(QT_TRANSLATE_NOOP("Status", "Two writers saved over each other at %1"))
                                              .arg(momentText(snapshot.forkCandidates.front().savedAt)),
        withoutControls(say(QT_TRANSLATE_NOOP("Status", "The newest is shown. Choose one of: %1"))
                            .arg(candidates.join(QStringLiteral(", ")))) };
}

StatusSentence tornWords(const Moment& moment)
{
    const Snapshot& snapshot = moment.snapshot;
    if (snapshot.tornSave) {
        const qint64 meant = snapshot.tornSave->positionCount;
        // With every position there, something else is missing or was changed.
        const QString newest = snapshot.tornPositions < meant
            ? say(QT_TRANSLATE_NOOP("Status",
                      "The newest save is incomplete (%1 of %2 positions). Showing the last good one, %3 ago"))
                  .arg(snapshot.tornPositions)
                  .arg(meant)
                  .arg(moment.age())
            : say(QT_TRANSLATE_NOOP(
                      "Status", "The newest save does not match its checksum. Showing the last good one, %1 ago"))
                  .arg(moment.age());
        return { Condition::Torn, StatusLevel::Danger, newest,
            withoutControls(say(QT_TRANSLATE_NOOP("Status", "Incomplete: save %1 of %2"))
                                .arg(snapshot.tornSave->saveId, momentText(snapshot.tornSave->savedAt))) };
    }
    const qint64 meant = snapshot.record ? snapshot.record->positionCount : 0;
    const auto found = qint64(snapshot.state.positions.size());
    QString text = snapshot.record && found < meant
        ? say(QT_TRANSLATE_NOOP("Status", "This save is incomplete (%1 of %2 positions)")).arg(found).arg(meant)
        : say(QT_TRANSLATE_NOOP("Status", "This save does not match its checksum"));
    return { Condition::Torn, StatusLevel::Danger, text,
        say(QT_TRANSLATE_NOOP("Status", "The checksum of the rows was compared with the one in the save's record")) };
}

/// What is on this machine only, and whether it will be sent.
QString onlyHereText(const Snapshot& snapshot)
{
    const int count = snapshot.pendingSaves;
    if (count == 1)
        return say(QT_TRANSLATE_NOOP("Status", "1 save is on this machine only; InfluxDB has not confirmed it"));
    if (count > 1) {
        return QCoreApplication::translate(
            "Status", "%n saves are on this machine only; InfluxDB has not confirmed them", nullptr, count);
    }
    // The newest save is not there, and nothing is waiting to be sent.
    if (waitsToBePutBack(snapshot))
        return say(QT_TRANSLATE_NOOP("Status", "The newest save is kept on this machine only"));
    if (snapshot.refusedSaves > 0)
        return say(QT_TRANSLATE_NOOP("Status", "The newest save is on this machine only; InfluxDB refused it"));
    return say(QT_TRANSLATE_NOOP("Status", "The newest save is on this machine only; InfluxDB has not confirmed it"));
}

StatusSentence pendingWords(const Moment& moment)
{
    const Snapshot& snapshot = moment.snapshot;
    QString text = onlyHereText(snapshot);
    if (snapshot.lostSaves) {
        text = say(QT_TRANSLATE_NOOP("Status", "InfluxDB has lost saves that it had confirmed")) + separator() + text;
    }
    QStringList brackets;
    if (const QString why = whyText(snapshot); !why.isEmpty() && !snapshot.lostSaves)
        brackets.append(why);
    if (snapshot.nextTry) {
        const qint64 seconds = (snapshot.nextTry->nanoseconds() - moment.now.nanoseconds()) / nanosecondsPerSecond;
        brackets.append(say(QT_TRANSLATE_NOOP("Status", "next try in %1")).arg(ageText(seconds)));
    }
    if (!brackets.isEmpty())
        text += QStringLiteral(" (") + brackets.join(QStringLiteral("; ")) + QLatin1Char(')');
    QString detail;
    if (waitsToBePutBack(snapshot)) {
        detail = say(QT_TRANSLATE_NOOP(
            "Status", "The trading system made the newest save; Save or Restore puts it back into InfluxDB"));
    } else if (snapshot.refusedSaves > 0) {
        detail = say(QT_TRANSLATE_NOOP("Status", "Saves that InfluxDB refused: %1")).arg(snapshot.refusedSaves);
    }
    return { Condition::Pending, snapshot.lostSaves ? StatusLevel::Warning : StatusLevel::Information, text, detail };
}

StatusSentence unverifiedWords(const Moment& moment)
{
    const Snapshot& snapshot = moment.snapshot;
    const auto found = qint64(snapshot.state.positions.size());
    const auto result = [](const QString& text) {
        return StatusSentence { Condition::Unverified, StatusLevel::Warning, text,
            say(QT_TRANSLATE_NOOP("Status", "Nothing proves that this is what was saved")) };
    };
    if (snapshot.hasFinding(findings::nothingRead))
        return result(say(QT_TRANSLATE_NOOP(
            "Status", "This backup was made while the state could not be read; it is not a flat book")));
    if (snapshot.hasFinding(findings::salvaged))
        return result(say(QT_TRANSLATE_NOOP("Status", "Damaged; this is what could be salvaged")));
    if (snapshot.hasFinding(findings::checksumMismatch))
        return result(say(QT_TRANSLATE_NOOP("Status", "Some of this data does not match its checksum")));
    if (snapshot.record && snapshot.record->positionCount != found) {
        return result(say(QT_TRANSLATE_NOOP("Status", "This data holds %1 positions where the save says %2"))
                          .arg(found)
                          .arg(snapshot.record->positionCount));
    }
    if (snapshot.hasFinding(findings::countMismatch) && !snapshot.hasFinding(findings::noChecksum))
        return result(
            say(QT_TRANSLATE_NOOP("Status", "This data holds another number of positions than the save says")));
    return result(say(QT_TRANSLATE_NOOP("Status", "This data carries no checksum to check")));
}

StatusSentence sentenceFor(Condition condition, const Moment& moment)
{
    switch (condition) {
    case Condition::Unreachable:
        return unreachableWords(moment);
    case Condition::Fork:
        return forkWords(moment);
    case Condition::Torn:
        return tornWords(moment);
    case Condition::Pending:
        return pendingWords(moment);
    case Condition::Stale:
        return staleWords(moment);
    case Condition::Unverified:
        return unverifiedWords(moment);
    case Condition::Flat:
        return { condition, StatusLevel::Good, say(QT_TRANSLATE_NOOP("Status", "No position on record (proven)")),
            say(QT_TRANSLATE_NOOP(
                "Status", "The last save says that it holds no position, and its checksum matches")) };
    case Condition::Verified:
        return { condition, StatusLevel::Good,
            say(QT_TRANSLATE_NOOP("Status", "Record intact (checksum and counts match)")),
            say(QT_TRANSLATE_NOOP("Status",
                "The rows that were read were compared with the checksum and counts that were saved with them")) };
    case Condition::Empty:
        break;
    }
    return { Condition::Empty, StatusLevel::Neutral, say(QT_TRANSLATE_NOOP("Status", "Nothing was ever saved here")),
        say(QT_TRANSLATE_NOOP("Status", "Every store answered, and none holds a save")) };
}

QString whatText(const Moment& moment)
{
    const Snapshot& snapshot = moment.snapshot;
    QStringList parts { positionsOnRecord(qsizetype(snapshot.state.positions.size())) };
    if (!snapshot.ghosts.empty()) {
        const int count = int(snapshot.ghosts.size());
        parts.append(count == 1 ? say(QT_TRANSLATE_NOOP("Status", "1 suspected ghost"))
                                : QCoreApplication::translate("Status", "%n suspected ghosts", nullptr, count));
    }
    if (const auto ahead = moment.secondsAhead())
        parts.append(say(QT_TRANSLATE_NOOP("Status", "last full save dated %1 ahead")).arg(ageText(*ahead)));
    else if (snapshot.ageSeconds)
        parts.append(say(QT_TRANSLATE_NOOP("Status", "last full save %1 ago")).arg(moment.age()));
    if (snapshot.tradesSince > 0)
        parts.append(tradesSince(snapshot.tradesSince));
    return parts.join(separator());
}

QString brokerText(const Moment& moment)
{
    const auto compared = reconciliationTime(moment.snapshot.state, moment.snapshot.writerZone);
    if (!compared)
        return say(QT_TRANSLATE_NOOP("Status", "broker not checked"));
    const qint64 seconds = (moment.now.nanoseconds() - compared->nanoseconds()) / nanosecondsPerSecond;
    return say(QT_TRANSLATE_NOOP("Status", "the bot last compared with the broker %1 ago")).arg(ageText(seconds));
}

} // namespace

StatusWords statusWords(const Snapshot& snapshot, const Timestamp& now, int saveIntervalSeconds)
{
    const Moment moment { snapshot, now, saveIntervalSeconds };
    StatusWords words;
    const std::vector<Condition> conditions = snapshot.conditionsAt(now);
    words.worst = sentenceFor(conditions.empty() ? Condition::Empty : conditions.front(), moment);
    for (size_t i = 1; i < conditions.size(); ++i)
        words.others.push_back(sentenceFor(conditions[i], moment));
    // Where nothing was read, no number of positions may be named, and there is nothing to compare with a broker.
    words.what = snapshot.isKnown() ? whatText(moment) : QString();
    words.broker = snapshot.isKnown() ? brokerText(moment) : QString();
    if (snapshot.viewing) {
        words.viewing
            = say(QT_TRANSLATE_NOOP("Status", "Viewing %1, not now")).arg(withoutControls(snapshot.viewingWhat));
    }
    words.level = words.worst.level;
    const bool warned = std::any_of(snapshot.findings.begin(), snapshot.findings.end(),
        [](const Finding& finding) { return finding.severity != Severity::Information; });
    if (words.level == StatusLevel::Good && warned)
        words.level = StatusLevel::Warning;
    words.icon = statusIcon(words.level);
    return words;
}

QStringList statusSentences(const StatusWords& words)
{
    QStringList lines;
    if (!words.viewing.isEmpty())
        lines.append(words.viewing);
    lines.append(words.icon + QLatin1Char(' ') + words.worst.text);
    for (const StatusSentence& other : words.others)
        lines.append(statusIcon(other.level) + QLatin1Char(' ') + other.text);
    if (!words.what.isEmpty())
        lines.append(words.what + separator() + words.broker);
    return lines;
}

bool waitsToBePutBack(const Snapshot& snapshot)
{
    return snapshot.isMissedByPrimary() && snapshot.record && isPythonSave(*snapshot.record);
}

QString ageText(qint64 seconds)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    seconds = std::max<qint64>(seconds, 0);
    if (seconds < minute)
        return say(QT_TRANSLATE_NOOP("Status", "%1 s")).arg(seconds);
    if (seconds < hour)
        return say(QT_TRANSLATE_NOOP("Status", "%1 min")).arg(seconds / minute);
    if (seconds < 2 * day) {
        return say(QT_TRANSLATE_NOOP("Status", "%1 h %2 min"))
            .arg(seconds / hour)
            .arg(seconds % hour / minute, 2, 10, QLatin1Char('0'));
    }
    return say(QT_TRANSLATE_NOOP("Status", "%1 d %2 h")).arg(seconds / day).arg(seconds % day / hour);
}

QString statusIcon(StatusLevel level)
{
    switch (level) {
    case StatusLevel::Good:
        return QStringLiteral("✔");
    case StatusLevel::Information:
        return QStringLiteral("ℹ");
    case StatusLevel::Warning:
        return QStringLiteral("⚠");
    case StatusLevel::Danger:
        return QStringLiteral("✘");
    case StatusLevel::Neutral:
        break;
    }
    return QStringLiteral("○");
}

} // namespace tradestate
