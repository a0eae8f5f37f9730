// SPDX-License-Identifier: MIT
#include "core/manager/changeapplier.h"
#include "core/manager/removeplan.h"
#include "core/manager/undoplan.h"
#include "planfixture.h"

#include <QFile>
#include <QTemporaryDir>

using namespace planfixture;

namespace {

class KeptLog final : public Log
{
public:
    void write(LogLevel level, const QString& line) override
    {
        worst = std::max(worst, level);
        lines.append(line);
    }
    void writeBlock(LogLevel level, const QStringList& block) override
    {
        worst = std::max(worst, level);
        lines.append(block);
    }
    QStringList lines;
    LogLevel worst = LogLevel::Debug;
};

} // namespace

class TestChangeApplier : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QStringList m_calls; ///< of the tools, in order
    std::vector<CurrentRecord> m_reads; ///< what each read answers; the last one again and again
    size_t m_readCount = 0;
    std::optional<Error> m_rescueFails;
    std::optional<Error> m_exportFails;
    std::optional<Error> m_appendFails;
    std::optional<Error> m_removeFails;
    bool m_confirms = true;
    std::string m_events;
    ChangeSave m_made;
    RowKeys m_removed;
    KeptLog m_log;
    std::vector<std::pair<ChangeStep, StepState>> m_steps;
    std::stop_source m_stop;
    std::function<void(ChangeStep, StepState)> m_onStep;

    TradingState m_now;
    TradingState m_backup;

    CurrentRecord current() const
    {
        CurrentRecord record;
        record.snapshot = snapshotOf(m_now);
        record.head = record.snapshot.record;
        return record;
    }
    ChangePlan plan() const
    {
        return makeRestorePlan(
            snapshotOf(m_now), planSourceOf(documentOf(m_backup), QStringLiteral("/b/file.json")), {}, context());
    }
    Result<ChangeReport> apply(const ChangePlan& made, const ApplyOptions& options = {})
    {
        ChangeTools tools;
        tools.log = &m_log;
        tools.read = [this](const std::stop_token&) -> Result<CurrentRecord> {
            m_calls.append(QStringLiteral("read"));
            return m_reads[std::min(m_readCount++, m_reads.size() - 1)];
        };
        tools.writeRescue = [this](const Snapshot&, const QString& description) -> Result<QString> {
            m_calls.append(QStringLiteral("rescue: ") + description);
            if (m_rescueFails)
                return tl::unexpected(*m_rescueFails);
            return m_folder.filePath(QStringLiteral("rescue.json"));
        };
        tools.writeFound = [this](const StoredSave& save, const QString&) -> Result<QString> {
            m_calls.append(QStringLiteral("found: ") + save.record.saveId);
            return m_folder.filePath(QStringLiteral("found.json"));
        };
        tools.exportRows = [this](const RowKeys&, const std::stop_token&) -> Result<std::string> {
            m_calls.append(QStringLiteral("export"));
            if (m_exportFails)
                return tl::unexpected(*m_exportFails);
            return m_events;
        };
        tools.removeRows = [this](const RowKeys& keys) -> Result<void> {
            m_calls.append(QStringLiteral("remove"));
            m_removed = keys;
            return m_removeFails ? Result<void>(tl::unexpected(*m_removeFails)) : Result<void>();
        };
        tools.append = [this](const ChangeSave& save, const std::stop_token&) -> Result<StoredSave> {
            m_calls.append(QStringLiteral("append"));
            if (m_appendFails)
                return tl::unexpected(*m_appendFails);
            m_made = save;
            StoredSave stored;
            stored.record = record("new", "head", save.reason);
            stored.state = save.state;
            return stored;
        };
        tools.confirm = [this](const SaveRecord& save) {
            m_calls.append(QStringLiteral("confirm"));
            return SaveReport { save, m_confirms,
                m_confirms ? std::nullopt : std::optional(Error { ErrorCode::NotRunning, {}, {} }) };
        };
        tools.readBack = [this](const StoredSave&) -> Result<void> {
            m_calls.append(QStringLiteral("read back"));
            return {};
        };
        const StepCallback progress = [this](ChangeStep step, StepState state) {
            m_steps.emplace_back(step, state);
            if (m_onStep)
                m_onStep(step, state);
        };
        return applyChange(made, options, tools, progress, m_stop.get_token());
    }
    bool ended(ChangeStep step, StepState state) const
    {
        return std::find(m_steps.begin(), m_steps.end(), std::pair(step, state)) != m_steps.end();
    }
    bool wrote() const { return m_calls.contains(QStringLiteral("append")); }

private Q_SLOTS:
    void init()
    {
        m_folder = QTemporaryDir();
        m_now = stateOf({ "A-B", "C-D" });
        m_backup = stateOf({ "A-B", "G-H" });
        m_calls.clear();
        m_reads = { current() };
        m_readCount = 0;
        m_rescueFails = m_exportFails = m_appendFails = m_removeFails = std::nullopt;
        m_confirms = true;
        m_events.clear();
        m_made = {};
        m_removed = {};
        m_log.lines.clear();
        m_log.worst = LogLevel::Debug;
        m_steps.clear();
        m_stop = std::stop_source();
        m_onStep = nullptr;
    }

    void inThisOrder()
    {
        const auto report = apply(plan());
        QVERIFY(report);
        QCOMPARE(m_calls,
            (QStringList { QStringLiteral("read"),
                QStringLiteral("rescue: before the restore; the save head was on record"), QStringLiteral("export"),
                QStringLiteral("read"), QStringLiteral("append"), QStringLiteral("confirm"),
                QStringLiteral("read back") }));
        std::vector<std::pair<ChangeStep, StepState>> expected;
        for (const ChangeStep step : { ChangeStep::RescueCopy, ChangeStep::ReadAgain, ChangeStep::Journal,
                 ChangeStep::Write, ChangeStep::ReadBack }) {
            expected.emplace_back(step, StepState::Started);
            expected.emplace_back(step, StepState::Done);
        }
        QVERIFY(m_steps == expected);
        QCOMPARE(report->record.saveId, QStringLiteral("new"));
        QCOMPARE(report->rescueFile, m_folder.filePath(QStringLiteral("rescue.json")));
        QVERIFY(report->confirmed);
        QVERIFY(report->broughtBack.empty());
    }

    void theSaveSaysWhereItCameFrom()
    {
        QVERIFY(apply(plan()));
        QCOMPARE(text(m_made.state), text(m_backup));
        QCOMPARE(m_made.reason, SaveReason::Restore);
        QCOMPARE(m_made.parent->saveId, QStringLiteral("head"));
        QCOMPARE(m_made.description, QStringLiteral("restored from file.json"));
        QCOMPARE(m_made.restoredFrom->file, QStringLiteral("/b/file.json"));
        QCOMPARE(m_made.restoredFrom->saveId, QStringLiteral("backup"));
        QCOMPARE(*m_made.restoredFrom->checksum, stateChecksum(m_backup));
        QCOMPARE(m_made.restoredFrom->rescueFile, m_folder.filePath(QStringLiteral("rescue.json")));
    }

    void theBannerGoesToTheLog()
    {
        const auto report = apply(plan());
        QVERIFY(report->banner.contains(QStringLiteral("RESTORING PREVIOUS TRADING STATE")));
        QVERIFY(report->banner.contains(QStringLiteral("Found 2 stored positions")));
        for (const QString& line : report->banner)
            QVERIFY(m_log.lines.contains(line));
    }

    void noChangeWithoutARescueCopy()
    {
        m_rescueFails = Error { ErrorCode::DiskFull, QStringLiteral("/b"), {} };
        const auto report = apply(plan());
        QCOMPARE(report.error().code, ErrorCode::RescueFailed);
        QVERIFY(report.error().reason.contains(QStringLiteral("disk is full")));
        QVERIFY(!wrote());
        QVERIFY(ended(ChangeStep::RescueCopy, StepState::Failed));
    }

    void anEmptyStoreHasNothingToRescue()
    {
        CurrentRecord empty;
        empty.snapshot.conditions = { Condition::Empty };
        m_reads = { empty };
        const auto report = apply(
            makeRestorePlan(empty.snapshot, planSourceOf(documentOf(m_backup), QStringLiteral("f")), {}, context()));
        QVERIFY(report);
        QVERIFY(report->rescueFile.isEmpty());
        QVERIFY(ended(ChangeStep::RescueCopy, StepState::Skipped));
        QVERIFY(m_log.lines.contains(QStringLiteral("No rescue copy: nothing is on record.")));
        QVERIFY(!m_made.parent);
    }

    void aTornHeadLeavesBothCopies()
    {
        CurrentRecord torn = current();
        torn.snapshot.conditions = { Condition::Torn };
        torn.snapshot.tornSave = record("torn", "head");
        torn.head = torn.snapshot.tornSave;
        torn.torn = StoredSave {};
        torn.torn->record = *torn.head;
        m_reads = { torn };
        const auto report = apply(
            makeRestorePlan(torn.snapshot, planSourceOf(documentOf(m_backup), QStringLiteral("f")), {}, context()));
        QVERIFY(report);
        QVERIFY(m_calls.contains(QStringLiteral("found: torn")));
        QVERIFY(m_calls.contains(QStringLiteral("rescue: before the restore; the save torn was on record")));
        QCOMPARE(m_made.parent->saveId, QStringLiteral("torn"));
    }

    void anotherHeadIsAnotherPlan()
    {
        CurrentRecord later = current();
        later.head = later.snapshot.record = record("later", "head");
        m_reads = { later };
        QCOMPARE(apply(plan()).error().code, ErrorCode::HeadChanged);
        QCOMPARE(m_calls, QStringList { QStringLiteral("read") }); // not even a rescue copy

        m_calls.clear();
        m_readCount = 0;
        m_reads = { current(), later }; // saved while the rescue copy was written
        QCOMPARE(apply(plan()).error().code, ErrorCode::HeadChanged);
        QVERIFY(!wrote());
        QVERIFY(ended(ChangeStep::ReadAgain, StepState::Failed));
    }

    void aTradeWithoutASaveCountsToo()
    {
        CurrentRecord traded = current();
        put(traded.snapshot.state, "N-N");
        m_reads = { current(), traded };
        QCOMPARE(apply(plan()).error().code, ErrorCode::HeadChanged);
        QVERIFY(!wrote());
    }

    void aForkSinceThePlan()
    {
        CurrentRecord fork = current();
        fork.fork = { record("head"), record("theirs") };
        m_reads = { fork };
        QCOMPARE(apply(plan()).error().code, ErrorCode::HeadChanged);
    }

    void liveSystemsNeedForce()
    {
        CurrentRecord live = current();
        live.snapshot.live = LiveSystem { QStringLiteral("host:bot:1"), at("2025-07-20T09:59:20Z"), {} };
        m_reads = { current(), live }; // it came up after the plan
        QCOMPARE(apply(plan()).error().code, ErrorCode::TradingSystemLive);
        QVERIFY(!wrote());
        m_readCount = 0;
        ApplyOptions force;
        force.withoutPrimary = true;
        QCOMPARE(apply(plan(), force).error().code, ErrorCode::TradingSystemLive); // the other consent
        m_readCount = 0;
        force = {};
        force.systemIsStopped = true;
        QVERIFY(apply(plan(), force));

        ChangePlan planned = plan();
        planned.forceable.push_back({ ErrorCode::TradingSystemLive, {}, {} });
        m_reads = { current() };
        QCOMPARE(apply(planned).error().code, ErrorCode::TradingSystemLive);
        QVERIFY(apply(planned, force));
    }

    void unreachableNeedsForceAndEndsPending()
    {
        CurrentRecord away = current();
        away.snapshot.conditions = { Condition::Unreachable };
        m_reads = { away };
        QCOMPARE(apply(plan()).error().code, ErrorCode::Unreachable);
        QVERIFY(!wrote());
        ApplyOptions force;
        force.systemIsStopped = true;
        QCOMPARE(apply(plan(), force).error().code, ErrorCode::Unreachable); // the other consent
        force = {};
        force.withoutPrimary = true;
        m_confirms = false;
        const auto report = apply(plan(), force);
        QVERIFY(report);
        QVERIFY(!report->confirmed);
        QCOMPARE(report->primaryError->code, ErrorCode::NotRunning);
        QVERIFY(ended(ChangeStep::ReadAgain, StepState::Skipped));
        QVERIFY(ended(ChangeStep::Write, StepState::Failed));
        QVERIFY(!m_calls.contains(QStringLiteral("export")));
    }

    void blockersCannotBeForced()
    {
        ChangePlan blocked = plan();
        blocked.blockers.push_back({ ErrorCode::NothingRead, {}, {} });
        ApplyOptions force;
        force.systemIsStopped = true;
        force.withoutPrimary = true;
        QCOMPARE(apply(blocked, force).error().code, ErrorCode::NothingRead);
        QVERIFY(m_calls.isEmpty());
        CurrentRecord noRight = current();
        noRight.snapshot.whyNotWrite = Error { ErrorCode::MayNotWrite, {}, {} };
        m_reads = { noRight };
        QCOMPARE(apply(plan(), force).error().code, ErrorCode::MayNotWrite);
    }

    void nothingTickedIsNothingToDo()
    {
        ChangePlan made = plan();
        for (PlanRow& each : made.rows)
            each.ticked = false;
        QCOMPARE(apply(made).error().code, ErrorCode::NothingToChange);
        QVERIFY(!wrote());
    }

    void canBeCancelledUntilItWrites()
    {
        m_onStep = [this](ChangeStep step, StepState) {
            if (step == ChangeStep::ReadAgain)
                m_stop.request_stop();
        };
        QCOMPARE(apply(plan()).error().code, ErrorCode::Cancelled);
        QVERIFY(!wrote());

        init();
        m_onStep = [this](ChangeStep step, StepState state) {
            if (step == ChangeStep::Journal && state == StepState::Done)
                m_stop.request_stop();
        };
        QVERIFY(apply(plan())); // what has begun is finished
        QVERIFY(m_calls.contains(QStringLiteral("confirm")));
    }

    void aFailedSaveIsShoutedOut()
    {
        m_appendFails = Error { ErrorCode::DiskFull, QStringLiteral("/j"), {} };
        QCOMPARE(apply(plan()).error().code, ErrorCode::DiskFull);
        QVERIFY(m_log.lines.last().startsWith(QStringLiteral("❌")));
        QCOMPARE(m_log.worst, LogLevel::Error);
        QVERIFY(!m_calls.contains(QStringLiteral("confirm")));
    }

    void removedRowsLeaveTheEventLog()
    {
        m_events = "trading_state,state_id=position_C-D x=1 1\n";
        const auto report = apply(plan());
        QVERIFY(report);
        QCOMPARE(report->removedEventsFile, m_folder.filePath(QStringLiteral("rescue_removed.lp")));
        QFile file(report->removedEventsFile);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray::fromStdString(m_events));
        QCOMPARE(m_removed.positions, std::vector<QString> { QStringLiteral("C-D") });
        QCOMPARE(m_removed.pairStates, std::vector<QString> { QStringLiteral("C-D") });
        QVERIFY(m_calls.indexOf(QStringLiteral("export")) < m_calls.indexOf(QStringLiteral("append")));
        QVERIFY(m_calls.indexOf(QStringLiteral("confirm")) < m_calls.indexOf(QStringLiteral("remove")));
        QVERIFY(report->broughtBack.empty());
    }

    void eventsThatCannotBeKeptStay()
    {
        m_exportFails = Error { ErrorCode::TimedOut, {}, {} };
        QCOMPARE(apply(plan()).error().code, ErrorCode::RescueFailed);
        QVERIFY(!wrote());
        QVERIFY(!m_calls.contains(QStringLiteral("remove")));
    }

    void whatThePythonSystemBringsBackIsNamed()
    {
        CurrentRecord eventLog = current();
        eventLog.snapshot.store.layout = QStringLiteral("versions");
        m_reads = { eventLog };
        ApplyOptions keep;
        keep.keepRemoved = true;
        const auto kept = apply(plan(), keep);
        QCOMPARE(kept->broughtBack, std::vector<QString> { QStringLiteral("C-D") });
        QVERIFY(kept->banner.last().contains(QStringLiteral("bring back: C-D")));
        QVERIFY(!m_calls.contains(QStringLiteral("remove")));

        m_events = "x";
        m_confirms = false; // nothing is taken away for a save that is not there
        QCOMPARE(apply(plan())->broughtBack, std::vector<QString> { QStringLiteral("C-D") });
        QVERIFY(!m_calls.contains(QStringLiteral("remove")));

        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("rescue_removed.lp"))));
        m_confirms = true;
        m_removeFails = Error { ErrorCode::TimedOut, {}, {} };
        const auto failed = apply(plan());
        QCOMPARE(failed->broughtBack, std::vector<QString> { QStringLiteral("C-D") });
        QCOMPARE(failed->primaryError->code, ErrorCode::TimedOut);
    }

    void whatWasClosedSinceGoesToo()
    {
        CurrentRecord eventLog = current();
        eventLog.snapshot.store.layout = QStringLiteral("versions");
        m_reads = { eventLog };
        m_events = "x";
        ChangePlan made = plan();
        made.closedSince = { QStringLiteral("G-H"), QStringLiteral("X-Y") }; // the backup brings G-H back
        QVERIFY(apply(made)->broughtBack.empty());
        QCOMPARE(m_removed.positions, (std::vector<QString> { QStringLiteral("C-D"), QStringLiteral("X-Y") }));

        m_calls.clear();
        ApplyOptions keep;
        keep.keepRemoved = true;
        QCOMPARE(
            apply(made, keep)->broughtBack, (std::vector<QString> { QStringLiteral("C-D"), QStringLiteral("X-Y") }));
        QVERIFY(!m_calls.contains(QStringLiteral("remove")));

        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("rescue_removed.lp"))));
        made.purges = { QStringLiteral("GH-OST") }; // only that was asked for
        QCOMPARE(
            apply(made, keep)->broughtBack, (std::vector<QString> { QStringLiteral("C-D"), QStringLiteral("X-Y") }));
        QCOMPARE(m_removed.positions, std::vector<QString> { QStringLiteral("GH-OST") });
    }

    void ghostsGoOnlyWhenAsked()
    {
        CurrentRecord eventLog = current();
        eventLog.snapshot.store.layout = QStringLiteral("versions");
        eventLog.snapshot.ghosts = { position("PG-CL"), position("G-H") };
        m_reads = { eventLog };
        m_events = "x";
        QVERIFY(apply(plan()));
        QCOMPARE(m_removed.positions, std::vector<QString> { QStringLiteral("C-D") });
        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("rescue_removed.lp"))));
        ApplyOptions purge;
        purge.purgeGhosts = true;
        QVERIFY(apply(plan(), purge));
        // G-H is restored as a position, so its events stay.
        QCOMPARE(m_removed.positions, (std::vector<QString> { QStringLiteral("C-D"), QStringLiteral("PG-CL") }));
    }

    void aGhostThatCouldNotGoIsNamed()
    {
        CurrentRecord eventLog = current();
        eventLog.snapshot.store.layout = QStringLiteral("versions");
        eventLog.snapshot.ghosts = { position("PG-CL") };
        m_reads = { eventLog };
        m_events = "x";
        const ChangePlan remove
            = makeRemovePlan(eventLog.snapshot, QStringLiteral("PG-CL"), QStringLiteral("closed by hand"), context());
        QVERIFY(apply(remove)->broughtBack.empty());
        QCOMPARE(m_removed.positions, std::vector<QString> { QStringLiteral("PG-CL") });

        const std::vector<QString> ghost { QStringLiteral("PG-CL") };
        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("rescue_removed.lp"))));
        m_removeFails = Error { ErrorCode::HeadChanged, {}, {} };
        const auto failed = apply(remove);
        QVERIFY(failed->confirmed);
        QCOMPARE(failed->primaryError->code, ErrorCode::HeadChanged);
        QCOMPARE(failed->broughtBack, ghost);

        QVERIFY(QFile::remove(m_folder.filePath(QStringLiteral("rescue_removed.lp"))));
        m_confirms = false;
        QCOMPARE(apply(remove)->broughtBack, ghost);
    }

    void removalIsNoRestoration()
    {
        const auto report = apply(
            makeRemovePlan(snapshotOf(m_now), QStringLiteral("A-B"), QStringLiteral("closed by hand"), context()));
        QVERIFY(report);
        QCOMPARE(m_made.reason, SaveReason::Remove);
        QCOMPARE(m_made.description, QStringLiteral("A-B: closed by hand"));
        QVERIFY(!m_made.restoredFrom->rescueFile.isEmpty());
        QVERIFY(report->banner.isEmpty());
        QVERIFY(m_log.lines.contains(QStringLiteral("Removed A-B from the record: closed by hand")));
    }

    void undoSaysWhatItTakesBack()
    {
        UndoInput input;
        input.change = record("head", "parent", SaveReason::Restore);
        input.before = m_backup;
        input.after = m_now;
        input.beforeName = QStringLiteral("/b/rescue.json");
        QVERIFY(apply(makeUndoPlan(snapshotOf(m_now), input, context())));
        QCOMPARE(m_made.reason, SaveReason::Undo);
        QCOMPARE(m_made.description, QStringLiteral("takes back head"));
        QCOMPARE(m_made.restoredFrom->saveId, QStringLiteral("parent"));
        QCOMPARE(text(m_made.state), text(m_backup));
    }

    void choosingResolvesTheOthers()
    {
        CurrentRecord fork = current();
        fork.snapshot.conditions = { Condition::Fork };
        fork.snapshot.forkCandidates = { record("head"), record("theirs") };
        fork.snapshot.whyNotWrite = Error { ErrorCode::Forked, {}, {} };
        fork.snapshot.mayWriteRecord = false;
        fork.fork = fork.snapshot.forkCandidates;
        m_reads = { fork };
        StoredSave theirs;
        theirs.record = record("theirs");
        theirs.state = m_backup;
        theirs.proof = Proof::Verified;
        const ChangePlan choice = makeRestorePlan(fork.snapshot, planSourceOf(theirs), {}, context());
        QVERIFY(apply(choice));
        QCOMPARE(m_made.reason, SaveReason::Manual);
        QCOMPARE(m_made.parent->saveId, QStringLiteral("theirs"));
        QCOMPARE(m_made.resolved.size(), size_t(1));
        QCOMPARE(m_made.resolved[0].saveId, QStringLiteral("head"));

        fork.fork.push_back(record("third"));
        m_reads = { fork };
        QCOMPARE(apply(choice).error().code, ErrorCode::HeadChanged);
    }
};

QTEST_GUILESS_MAIN(TestChangeApplier)
#include "tst_changeapplier.moc"
