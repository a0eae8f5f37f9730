// SPDX-License-Identifier: MIT
#include "app/state_manager/command.h"
#include "app/state_manager/snapshottext.h"
#include "core/base/plaintext.h"
#include "core/manager/snapshotjson.h"
#include "core/manager/status.h"

#include <algorithm>
#include <cerrno>

namespace tradestate {

namespace {

constexpr double defaultSeconds = 5;
constexpr double leastSeconds = 0.1;
constexpr double mostSeconds = 86'400;
/// Saves that one look tells one by one; a server that comes back may hold many more.
constexpr int mostSaves = 1000;

/// What a line is about.
struct Line
{
    const char* event = "status"; ///< "start", "save", "status"
    const SaveRecord* record = nullptr; ///< none where nothing is known to be saved
};

class Watch
{
public:
    Watch(const Invocation& invocation, std::chrono::milliseconds interval)
        : m_invocation(invocation)
        , m_interval(interval)
    {
    }

    Exit run()
    {
        for (;;) {
            look();
            if (m_invocation.interrupt.requested())
                return Exit::Done;
            if (m_outputFailed)
                return ended();
            switch (m_invocation.interrupt.pause(m_interval)) {
            case Interrupt::Pause::Interrupted:
                return Exit::Done;
            case Interrupt::Pause::NobodyReads:
                return ended();
            case Interrupt::Pause::Over:
                break;
            }
        }
    }

private:
    void look()
    {
        auto snapshot = m_invocation.manager.load(m_invocation.interrupt.token());
        if (!snapshot) {
            if (snapshot.error().code != ErrorCode::Cancelled)
                tellNotRead(snapshot.error());
            return;
        }
        const bool isBack = m_notRead.has_value();
        m_notRead.reset();
        const std::optional<SaveRecord> record = snapshot->record;
        if (!m_last) {
            tell(*snapshot, { "start", record ? &*record : nullptr });
        } else {
            bool told = false;
            if (record && (!m_last->record || m_last->record->saveId != record->saveId)) {
                for (const SaveRecord& save : newSaves(*snapshot)) {
                    tell(*snapshot, { "save", &save });
                    told = true;
                }
            }
            const bool changed = isBack || m_last->conditions != snapshot->conditions
                || m_last->tradesSince != snapshot->tradesSince || m_last->pendingSaves != snapshot->pendingSaves;
            if (changed && !told)
                tell(*snapshot, { "status", record ? &*record : nullptr });
        }
        m_last = std::move(*snapshot);
    }

    /// Those since the last look, oldest first: several may have been made within one interval.
    std::vector<SaveRecord> newSaves(const Snapshot& snapshot) const
    {
        std::vector<SaveRecord> saves;
        const bool followsOn = m_last->record || m_last->has(Condition::Empty);
        if (followsOn) {
            const Timestamp since = m_last->record ? m_last->record->savedAt : Timestamp();
            const auto report = m_invocation.manager.historyReport(since, mostSaves, m_invocation.interrupt.token());
            for (const HistoryEntry& entry : report ? report->entries : std::vector<HistoryEntry>()) {
                if (entry.record.savedAt > since && entry.record.savedAt < snapshot.record->savedAt)
                    saves.push_back(entry.record);
            }
            std::reverse(saves.begin(), saves.end());
        }
        saves.push_back(*snapshot.record);
        return saves;
    }

    void tell(const Snapshot& snapshot, const Line& line)
    {
        const std::optional<qint64> age
            = line.record ? std::optional(secondsBetween(line.record->recordedAt, snapshot.readAt)) : std::nullopt;
        // Of the save that is shown, the rows that were read count, and not what its record says.
        const bool isShown = line.record && snapshot.record && line.record->saveId == snapshot.record->saveId;
        const qint64 positions = isShown ? qint64(snapshot.state.positions.size())
                                         : (line.record ? qint64(line.record->positionCount) : -1);
        if (m_invocation.output.isJson())
            m_invocation.output.jsonLine(jsonOf(snapshot, line, positions, age));
        else
            m_invocation.output.line(textOf(snapshot, line, positions, age));
        flush();
    }

    static Json jsonOf(const Snapshot& snapshot, const Line& line, qint64 positions, std::optional<qint64> age)
    {
        Json::Array conditions;
        for (const Condition condition : snapshot.conditions)
            conditions.emplace_back(conditionText(condition));
        Json::Object json { { "time", Json(snapshot.readAt.toRecordText()) }, { "event", Json(line.event) },
            { "status", Json(conditionText(snapshot.status())) }, { "conditions", Json(std::move(conditions)) },
            { "save_id", Json() }, { "saved_at", Json() }, { "positions", Json() }, { "reason", Json() },
            { "writer", Json() }, { "description", Json() }, { "age_seconds", Json() },
            { "trades_since", Json::integer(snapshot.tradesSince) },
            { "pending_saves", Json::integer(snapshot.pendingSaves) } };
        if (line.record) {
            json["save_id"] = Json(line.record->saveId);
            json["saved_at"] = Json(line.record->savedAt.toRecordText());
            json["positions"] = Json::integer(positions);
            json["reason"] = Json(saveReasonText(line.record->reason));
            json["writer"] = Json(line.record->writer);
            json["description"] = Json(line.record->description);
            json["age_seconds"] = Json::integer(age.value_or(0));
        }
        if (snapshot.primaryError)
            json.merge(std::move(*errorJson(*snapshot.primaryError).asObject()));
        return Json(std::move(json));
    }

    /// Everything that is not as it should be; else what is.
    static QString sentencesOf(const StatusWords& words)
    {
        QStringList sentences;
        if (words.worst.level != StatusLevel::Good)
            sentences.append(words.worst.text);
        for (const StatusSentence& other : words.others) {
            if (other.level != StatusLevel::Good)
                sentences.append(other.text);
        }
        return sentences.isEmpty() ? words.worst.text : sentences.join(QStringLiteral("; "));
    }

    [[nodiscard]] QString textOf(
        const Snapshot& snapshot, const Line& line, qint64 positions, std::optional<qint64> age) const
    {
        const StatusWords words
            = statusWords(snapshot, snapshot.readAt, m_invocation.manager.settings().saveIntervalSeconds);
        QStringList parts { momentText(snapshot.readAt),
            m_invocation.output.coloured(
                words.level, words.icon + QLatin1Char(' ') + conditionText(snapshot.status())) };
        if (line.record) {
            parts.append(positions == 1 ? QStringLiteral("1 position") : QStringLiteral("%1 positions").arg(positions));
            parts.append(saveReasonText(line.record->reason));
            parts.append(line.record->writer);
            if (!line.record->description.isEmpty())
                parts.append(line.record->description);
            const qint64 seconds = age.value_or(0);
            parts.append(seconds < -futureToleranceSeconds
                    ? QStringLiteral("dated %1 ahead of this clock").arg(ageText(-seconds))
                    : QStringLiteral("saved %1 ago").arg(ageText(seconds)));
        }
        if (snapshot.tradesSince > 0)
            parts.append(QStringLiteral("%1 trades since").arg(snapshot.tradesSince));
        // A new save says itself what it is; any other line is there for its status.
        if (words.level == StatusLevel::Danger || std::string_view(line.event) != "save")
            parts.append(sentencesOf(words));
        for (qsizetype i = 2; i < parts.size(); ++i)
            parts[i] = withoutControls(parts[i]);
        return parts.join(QStringLiteral("  "));
    }

    /// Once, until it is read again or fails in another way.
    void tellNotRead(const Error& error)
    {
        if (m_notRead && *m_notRead == error)
            return;
        m_notRead = error;
        if (m_invocation.output.isJson()) {
            Json::Object json { { "time", Json(SystemClock().now().toRecordText()) }, { "event", Json("not-read") } };
            json.merge(std::move(*errorJson(error).asObject()));
            m_invocation.output.jsonLine(Json(std::move(json)));
        } else {
            m_invocation.output.line(
                momentText(SystemClock().now()) + QStringLiteral("  ✘ not read  ") + describe(error));
        }
        flush();
    }

    void flush()
    {
        errno = 0;
        if (!m_outputFailed && !m_invocation.output.flush()) {
            m_outputFailed = true;
            m_nobodyReads = errno == EPIPE;
        }
    }

    /// A reader that has seen enough is no failure; a full disk is, and is told when the program ends.
    Exit ended()
    {
        if (!m_outputFailed || m_nobodyReads)
            m_invocation.output.forgetUnread();
        return Exit::Done;
    }

    const Invocation& m_invocation;
    const std::chrono::milliseconds m_interval;
    std::optional<Snapshot> m_last;
    std::optional<Error> m_notRead;
    bool m_outputFailed = false;
    bool m_nobodyReads = false;
};

Exit runWatch(const Invocation& invocation)
{
    double seconds = defaultSeconds;
    if (invocation.isSet("interval")) {
        bool isNumber = false;
        seconds = invocation.value("interval").toDouble(&isNumber);
        if (!isNumber || !(seconds >= leastSeconds && seconds <= mostSeconds)) {
            return invocation.fail({ ErrorCode::WrongUse, QStringLiteral("--interval ") + invocation.value("interval"),
                QStringLiteral("a number of seconds from %1 to %2 is needed").arg(leastSeconds).arg(mostSeconds) });
        }
    }
    return Watch(invocation, std::chrono::milliseconds(qint64(seconds * 1000))).run();
}

} // namespace

Command watchCommand()
{
    Command command;
    command.name = QStringLiteral("watch");
    command.summary = QStringLiteral("one line per new save or change of status, as it happens");
    command.help = QStringLiteral(
        "Prints what is on record now, then looks again and again, and prints a line for each new save and for each "
        "change of the status: its time, the status, the number of positions, why and by whom it was saved, and how "
        "old it is. An InfluxDB that does not answer is told once, and once more when it answers again. Ctrl+C ends "
        "it.");
    command.options = {
        { QStringLiteral("json"),
            QStringLiteral("Print one JSON document a line, for scripts; what was not read is \"error\" in it.") },
        { QStringLiteral("interval"), QStringLiteral("Look every S seconds (default 5, at least 0.1)."),
            QStringLiteral("S") },
    };
    command.examples = { QStringLiteral("state-manager watch"), QStringLiteral("state-manager watch --interval 60"),
        QStringLiteral("state-manager watch --json | while read -r line; do notify-send \"$line\"; done") };
    command.exits = { exitLine(Exit::Done, "ended by Ctrl+C or SIGTERM, or nobody reads its output any more"),
        exitLine(Exit::Failed, "its output could not be written"),
        exitLine(Exit::WrongUse, "wrong use or wrong settings") };
    command.run = runWatch;
    return command;
}

} // namespace tradestate
