// SPDX-License-Identifier: MIT
#include "core/manager/changeapplier.h"

#include "core/files/durablefile.h"
#include "core/manager/liveguard.h"
#include "core/state/banner.h"

#include <QFileInfo>

#include <algorithm>
#include <set>

namespace tradestate {

namespace {

/// Tells a step's start, and its failure unless it was ended otherwise.
class Step
{
public:
    Step(const StepCallback& progress, ChangeStep step)
        : m_progress(progress)
        , m_step(step)
    {
        tell(StepState::Started);
    }
    ~Step()
    {
        if (!m_ended)
            tell(StepState::Failed);
    }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

    void done() { end(StepState::Done); }
    void skipped() { end(StepState::Skipped); }

private:
    void end(StepState state)
    {
        m_ended = true;
        tell(state);
    }
    void tell(StepState state) const
    {
        if (m_progress)
            m_progress(m_step, state);
    }

    const StepCallback& m_progress;
    ChangeStep m_step;
    bool m_ended = false;
};

std::set<QString> idsOf(const std::vector<SaveRecord>& saves)
{
    std::set<QString> ids;
    for (const SaveRecord& save : saves)
        ids.insert(save.saveId);
    return ids;
}

/// Whether the plan is still about what is on record: the same head, and in an event log also the same trades.
bool isStillAbout(const ChangePlan& plan, const CurrentRecord& current)
{
    if (plan.purpose == ChangePurpose::Choose) {
        std::set<QString> planned(plan.resolves.begin(), plan.resolves.end());
        planned.insert(plan.head ? plan.head->saveId : QString());
        return idsOf(current.fork) == planned && current.snapshot.state == plan.now;
    }
    const bool sameHead = plan.head.has_value() == current.head.has_value()
        && (!plan.head || plan.head->saveId == current.head->saveId);
    return sameHead && current.fork.empty() && current.snapshot.state == plan.now;
}

/// Each consent lifts what it was given for, and nothing else.
bool isLifted(const Error& why, const ApplyOptions& options)
{
    return (why.code == ErrorCode::TradingSystemLive && options.systemIsStopped)
        || (why.code == ErrorCode::Unreachable && options.withoutPrimary);
}

/// Why it may not be applied to what is on record now.
std::optional<Error> obstacle(const ChangePlan& plan, const ApplyOptions& options, const CurrentRecord& current)
{
    if (!isStillAbout(plan, current)) {
        return Error { ErrorCode::HeadChanged, current.head ? current.head->saveId : current.snapshot.store.url,
            QStringLiteral("the plan is about an earlier record") };
    }
    const auto& why = current.snapshot.whyNotWrite;
    if (why && !(plan.purpose == ChangePurpose::Choose && why->code == ErrorCode::Forked))
        return why;
    if (current.snapshot.live && !options.systemIsStopped)
        return liveError(*current.snapshot.live, current.snapshot.readAt);
    if (current.snapshot.has(Condition::Unreachable) && !options.withoutPrimary) {
        return Error { ErrorCode::Unreachable, current.snapshot.store.url,
            current.snapshot.primaryError ? errorWhat(current.snapshot.primaryError->code) : QString() };
    }
    return std::nullopt;
}

QString purposeText(ChangePurpose purpose)
{
    switch (purpose) {
    case ChangePurpose::Restore:
        return QStringLiteral("restore");
    case ChangePurpose::Undo:
        return QStringLiteral("undo");
    case ChangePurpose::Remove:
        return QStringLiteral("removal");
    case ChangePurpose::Choose:
        return QStringLiteral("choice");
    }
    return QString();
}

SaveReason reasonOf(ChangePurpose purpose)
{
    switch (purpose) {
    case ChangePurpose::Restore:
        return SaveReason::Restore;
    case ChangePurpose::Undo:
        return SaveReason::Undo;
    case ChangePurpose::Remove:
        return SaveReason::Remove;
    case ChangePurpose::Choose:
        break;
    }
    return SaveReason::Manual;
}

QString descriptionOf(const ChangePlan& plan, const ApplyOptions& options)
{
    QStringList parts;
    switch (plan.purpose) {
    case ChangePurpose::Restore:
        if (options.description.isEmpty()) {
            parts.append(QStringLiteral("restored from %1")
                             .arg(plan.sourceIsFile ? QFileInfo(plan.source).fileName() : plan.source));
        }
        break;
    case ChangePurpose::Undo:
        parts.append(QStringLiteral("takes back %1").arg(plan.undoes));
        break;
    case ChangePurpose::Remove:
        parts.append(QStringLiteral("%1: %2").arg(plan.source, plan.reason));
        break;
    case ChangePurpose::Choose:
        if (options.description.isEmpty())
            parts.append(QStringLiteral("chosen in place of the other writer's save"));
        break;
    }
    if (!options.description.isEmpty())
        parts.append(options.description);
    return parts.join(QStringLiteral("; "));
}

RestoredFrom restoredFrom(const ChangePlan& plan, const QString& rescueFile)
{
    RestoredFrom from;
    if (plan.sourceIsFile)
        from.file = plan.source;
    if (plan.purpose == ChangePurpose::Undo && plan.sourceRecord)
        from.saveId = plan.sourceRecord->parentSaveId; // the state before what is taken back
    else if (plan.sourceRecord)
        from.saveId = plan.sourceRecord->saveId;
    from.checksum = plan.sourceChecksum;
    from.rescueFile = rescueFile;
    return from;
}

/// Rows on record that are not in the outcome, the ghosts that are to go, and what was closed since.
RowKeys rowsTaken(const ChangePlan& plan, const std::vector<QString>& ghosts, const TradingState& outcome)
{
    RowKeys keys;
    for (const auto& [pair, position] : plan.now.positions) {
        if (!outcome.positions.contains(pair))
            keys.positions.push_back(pair);
    }
    for (const auto& [pair, pairState] : plan.now.pairStates) {
        if (!outcome.pairStates.contains(pair))
            keys.pairStates.push_back(pair);
    }
    const auto takeEvents = [&](const QString& pair) {
        if (!outcome.positions.contains(pair) && !plan.now.positions.contains(pair)
            && std::find(keys.positions.begin(), keys.positions.end(), pair) == keys.positions.end())
            keys.positions.push_back(pair);
    };
    std::for_each(ghosts.begin(), ghosts.end(), takeEvents);
    std::for_each(plan.closedSince.begin(), plan.closedSince.end(), takeEvents);
    return keys;
}

/// One run of applyChange; its members are what one step leaves to the next.
class Run
{
public:
    Run(const ChangePlan& plan, const ApplyOptions& options, const ChangeTools& tools, const StepCallback& progress,
        const std::stop_token& stop)
        : m_plan(plan)
        , m_options(options)
        , m_tools(tools)
        , m_progress(progress)
        , m_stop(stop)
    {
    }

    Result<ChangeReport> carryOut()
    {
        if (auto ready = check(); !ready)
            return tl::unexpected(ready.error());
        if (auto rescued = rescue(); !rescued)
            return tl::unexpected(rescued.error());
        if (auto same = readAgain(); !same)
            return tl::unexpected(same.error());
        auto save = journal();
        if (!save)
            return tl::unexpected(save.error());
        write(*save);
        readBack(*save);
        tell(save->state);
        return m_report;
    }

private:
    Result<void> stopIfAsked() const
    {
        return m_stop.stop_requested() ? Result<void>(failure(ErrorCode::Cancelled, m_plan.source)) : Result<void>();
    }

    Result<void> readCurrent()
    {
        auto current = m_tools.read(m_stop);
        if (!current)
            return tl::unexpected(current.error());
        m_current = std::move(*current);
        if (const auto why = obstacle(m_plan, m_options, m_current))
            return tl::unexpected(*why);
        return stopIfAsked();
    }

    Result<void> check()
    {
        if (!m_plan.blockers.empty())
            return tl::unexpected(m_plan.blockers.front());
        for (const Error& why : m_plan.forceable) {
            if (!isLifted(why, m_options))
                return tl::unexpected(why);
        }
        m_outcome = m_plan.outcome();
        if (auto read = readCurrent(); !read)
            return read;
        m_purges = m_plan.purges;
        if (m_options.purgeGhosts && m_purges.empty()) {
            for (const Position& ghost : m_current.snapshot.ghosts)
                m_purges.push_back(ghost.pair());
        }
        if (!m_plan.changesAnything() && m_purges.empty())
            return failure(ErrorCode::NothingToChange, m_plan.source);
        return {};
    }

    Result<void> rescue()
    {
        Step step(m_progress, ChangeStep::RescueCopy);
        const Snapshot& snapshot = m_current.snapshot;
        if (!snapshot.record && !m_current.torn) {
            say(LogLevel::Information, QStringLiteral("No rescue copy: nothing is on record."));
            step.skipped();
            return {};
        }
        const QString headId = m_current.head ? m_current.head->saveId : QString();
        QString before
            = QStringLiteral("before the %1; the save %2 was on record").arg(purposeText(m_plan.purpose), headId);
        const auto failed = [](const Error& why) {
            return Error { ErrorCode::RescueFailed, why.subject, errorWhat(why.code), errorAdvice(why) };
        };
        if (m_current.torn && snapshot.tornSave) {
            // The last good save is what can be gone back to; what was found of the torn one is kept beside it.
            const auto found
                = m_tools.writeFound(*m_current.torn, QStringLiteral("found of the incomplete save %1").arg(headId));
            if (!found)
                return tl::unexpected(failed(found.error()));
            say(LogLevel::Warning, QStringLiteral("What was found of the incomplete save is in %1").arg(*found));
        }
        auto path = m_tools.writeRescue(snapshot, before);
        if (!path)
            return tl::unexpected(failed(path.error()));
        m_report.rescueFile = *path;
        if (auto exported = exportEvents(); !exported)
            return tl::unexpected(failed(exported.error()));
        step.done();
        return {};
    }

    /// The events of rows that go are kept as a file before anything can take them away.
    Result<void> exportEvents()
    {
        const RowKeys keys = rowsTaken(m_plan, m_purges, m_outcome);
        if (keys.empty() || m_current.snapshot.has(Condition::Unreachable))
            return {};
        if (m_options.keepRemoved && m_purges.empty())
            return {};
        const auto events = m_tools.exportRows(keys, m_stop);
        if (!events)
            return tl::unexpected(events.error());
        if (events->empty()) {
            m_nothingToTakeAway = true;
            return {};
        }
        const QFileInfo rescueFile(m_report.rescueFile);
        const QString path = rescueFile.absolutePath() + QLatin1Char('/') + rescueFile.completeBaseName()
            + QStringLiteral("_removed.lp");
        if (auto written = writeDurably(path, *events, WriteMode::CreateNew); !written)
            return tl::unexpected(written.error());
        m_report.removedEventsFile = path;
        return {};
    }

    Result<void> readAgain()
    {
        Step step(m_progress, ChangeStep::ReadAgain);
        if (auto same = readCurrent(); !same)
            return tl::unexpected(same.error());
        if (m_current.snapshot.has(Condition::Unreachable))
            step.skipped();
        else
            step.done();
        return {};
    }

    Result<StoredSave> journal()
    {
        Step step(m_progress, ChangeStep::Journal);
        ChangeSave save;
        save.state = m_outcome;
        save.reason = reasonOf(m_plan.purpose);
        save.description = descriptionOf(m_plan, m_options);
        save.restoredFrom = restoredFrom(m_plan, m_report.rescueFile);
        save.layout = m_plan.layout;
        save.parent = m_current.head;
        if (m_plan.purpose == ChangePurpose::Choose) {
            save.parent = m_plan.head;
            for (const SaveRecord& candidate : m_current.fork) {
                if (candidate.saveId == m_plan.head->saveId)
                    save.parent = candidate;
                else
                    save.resolved.push_back(candidate);
            }
        }
        auto made = m_tools.append(save, m_stop);
        if (!made) {
            if (made.error().code != ErrorCode::HeadChanged && made.error().code != ErrorCode::Cancelled
                && m_plan.purpose != ChangePurpose::Remove)
                sayBanner(restorationBanner(&m_outcome, describe(made.error())), LogLevel::Error);
            return made;
        }
        m_report.record = made->record;
        step.done();
        return made;
    }

    void write(const StoredSave& save)
    {
        Step step(m_progress, ChangeStep::Write);
        const SaveReport sent = m_tools.confirm(save.record);
        m_report.confirmed = sent.confirmed;
        m_report.primaryError = sent.primaryError;
        if (!sent.confirmed) {
            say(LogLevel::Warning,
                QStringLiteral("The primary store has not confirmed the %1 yet%2")
                    .arg(purposeText(m_plan.purpose),
                        sent.primaryError ? QStringLiteral(": ") + describe(*sent.primaryError) : QString()));
        }
        takeRowsAway(save.state);
        if (sent.confirmed)
            step.done();
    }

    /// Rows of an event log stay until their events are deleted; whatever is left the Python system will load again.
    void takeRowsAway(const TradingState& state)
    {
        RowKeys keys = rowsTaken(m_plan, m_purges, state);
        const bool exported = !m_report.removedEventsFile.isEmpty();
        const bool inEventLog = exported || m_current.snapshot.store.layout == QLatin1String("versions");
        if (keys.empty() || !inEventLog || m_nothingToTakeAway)
            return;
        std::vector<QString> left;
        const bool mayTake = exported && m_report.confirmed;
        if (m_options.keepRemoved || !mayTake) {
            // With --keep-removed the ghosts still go, if they may.
            const auto stays = [&](const QString& pair) {
                return !mayTake || m_plan.now.positions.contains(pair)
                    || std::find(m_purges.begin(), m_purges.end(), pair) == m_purges.end();
            };
            std::copy_if(keys.positions.begin(), keys.positions.end(), std::back_inserter(left), stays);
            std::erase_if(keys.positions, stays);
            keys.pairStates.clear();
        }
        if (mayTake && !keys.empty()) {
            if (const auto removed = m_tools.removeRows(keys); !removed) {
                say(LogLevel::Error,
                    QStringLiteral("The events of the removed rows are still there: %1")
                        .arg(describe(removed.error())));
                if (!m_report.primaryError)
                    m_report.primaryError = removed.error();
                left.insert(left.end(), keys.positions.begin(), keys.positions.end());
            }
        }
        m_report.broughtBack = std::move(left);
    }

    void readBack(const StoredSave& save)
    {
        Step step(m_progress, ChangeStep::ReadBack);
        if (const auto proved = m_tools.readBack(save); !proved) {
            // It was proven when it was written, so this is a disk that fails just now: told, as loudly as can be.
            say(LogLevel::Error, QStringLiteral("The new save cannot be read back: %1").arg(describe(proved.error())));
            m_report.confirmed = false;
            m_report.primaryError = proved.error();
            return;
        }
        step.done();
    }

    void tell(const TradingState& state)
    {
        if (m_plan.purpose == ChangePurpose::Remove) {
            say(LogLevel::Information,
                QStringLiteral("Removed %1 from the record: %2").arg(m_plan.source, m_plan.reason));
        } else {
            m_report.banner = restorationBanner(&state);
        }
        if (!m_report.broughtBack.empty()) {
            const QStringList pairs(m_report.broughtBack.begin(), m_report.broughtBack.end());
            const QString line = QStringLiteral("⚠ The Python trading system will bring back: %1")
                                     .arg(pairs.join(QStringLiteral(", ")));
            if (m_report.banner.isEmpty())
                say(LogLevel::Warning, line);
            else
                m_report.banner.append(line);
        }
        if (!m_report.banner.isEmpty())
            sayBanner(m_report.banner, m_report.broughtBack.empty() ? LogLevel::Information : LogLevel::Warning);
    }

    void say(LogLevel level, const QString& line) const
    {
        if (m_tools.log)
            m_tools.log->write(level, line);
    }
    void sayBanner(const QStringList& lines, LogLevel level) const
    {
        if (m_tools.log)
            m_tools.log->writeBlock(level, lines);
    }

    const ChangePlan& m_plan;
    const ApplyOptions& m_options;
    const ChangeTools& m_tools;
    const StepCallback& m_progress;
    const std::stop_token m_stop;
    CurrentRecord m_current;
    TradingState m_outcome;
    std::vector<QString> m_purges; ///< pairs of suspected ghosts that are to go
    bool m_nothingToTakeAway = false; ///< no event of the removed rows is stored
    ChangeReport m_report;
};

} // namespace

Result<ChangeReport> applyChange(const ChangePlan& plan, const ApplyOptions& options, const ChangeTools& tools,
    const StepCallback& progress, const std::stop_token& stop)
{
    return Run(plan, options, tools, progress, stop).carryOut();
}

} // namespace tradestate
