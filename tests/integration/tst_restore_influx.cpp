// SPDX-License-Identifier: MIT
#include "influxmachines.h"
#include "tests/support/suiteserver.h"

#include <QFile>

using namespace restoresupport;

/// Restoring against a real InfluxDB, in both layouts.
class TestRestoreInflux : public QObject
{
    Q_OBJECT

private:
    test::SuiteServer m_server;
    std::unique_ptr<InfluxMachines> m_desk;

    [[nodiscard]] std::unique_ptr<StateManager> manager(const char* machine = "one") const
    {
        return m_desk->manager(machine);
    }
    void save(const TradingState& state, SaveReason reason = SaveReason::Shutdown, const char* machine = "one") const
    {
        m_desk->save(state, reason, machine);
    }
    [[nodiscard]] int storedEvents(const QString& stateId) const { return m_desk->storedEvents(stateId); }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void init() { m_desk = std::make_unique<InfluxMachines>(m_server.emptyBucket()); }

    void backupChangeRestoreUndo()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = first;
        close(changed, "A-B");
        open(changed, "E-F", "3");
        save(changed);

        const ChangeReport report = must(console->apply(must(console->planRestore(backup.path))));
        QVERIFY2(report.confirmed, report.primaryError ? qPrintable(describe(*report.primaryError)) : "");
        QVERIFY(report.removedEventsFile.isEmpty()); // in the tables absence means closed
        m_desk->clock->advance(10);
        // Another machine, which has nothing but InfluxDB.
        const Snapshot elsewhere = must(manager("two")->load());
        QCOMPARE(elsewhere.status(), Condition::Verified);
        QCOMPARE(text(elsewhere.state), text(first));
        QCOMPARE(elsewhere.record->saveId, report.record.saveId);

        // It can undo too: from what the tables hold, without the rescue file.
        QVERIFY(QFile::remove(report.rescueFile));
        const auto other = manager("two");
        const ChangePlan undo = must(other->planUndo());
        QCOMPARE(undo.undoes, report.record.saveId);
        QVERIFY(must(other->apply(undo)).confirmed);
        const Snapshot undone = must(console->load());
        QCOMPARE(text(undone.state), text(changed));
        QCOMPARE(undone.status(), Condition::Verified);
    }

    void aPastSaveIsRestoredByItsId()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        const QString firstId = must(console->load()).record->saveId;
        TradingState changed = first;
        close(changed, "C-D");
        save(changed);
        const ChangePlan plan = must(console->planRestore(firstId.left(8)));
        QVERIFY(!plan.sourceIsFile);
        const ChangeReport report = must(console->apply(plan));
        QVERIFY(report.confirmed);
        QCOMPARE(report.record.restoredFrom->saveId, firstId);
        QCOMPARE(text(must(console->load()).state), text(first));
    }

    void aSaveOnAnotherMachineBetweenPlanAndApply()
    {
        save(firstState());
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = firstState();
        close(changed, "A-B");
        save(changed);
        const ChangePlan plan = must(console->planRestore(backup.path));
        static_cast<void>(must(manager("two")->load()));
        TradingState traded = changed;
        open(traded, "N-N", "1");
        save(traded, SaveReason::Shutdown, "two");
        QCOMPARE(console->apply(plan).error().code, ErrorCode::HeadChanged);
        QCOMPARE(text(must(console->load()).state), text(traded));
    }

    void aForkIsChosen()
    {
        save(firstState());
        static_cast<void>(must(manager("two")->load())); // has seen the first save
        TradingState mine = firstState();
        close(mine, "A-B");
        TradingState theirs = firstState();
        open(theirs, "E-F", "3");
        save(mine, SaveReason::Shutdown, "one");
        // The other machine goes on from what it had seen.
        save(theirs, SaveReason::Shutdown, "two");

        const auto console = manager();
        const Snapshot fork = must(console->load());
        QVERIFY(fork.has(Condition::Fork));
        QCOMPARE(fork.forkCandidates.size(), size_t(2));
        QVERIFY(!fork.undoable);
        const ChangePlan refused = must(console->planRemove(QStringLiteral("C-D"), QStringLiteral("why")));
        QCOMPARE(refused.blockers.front().code, ErrorCode::Forked);

        const SaveRecord& older = fork.forkCandidates.back();
        const ChangePlan choice = must(console->planRestore(older.saveId));
        QCOMPARE(choice.purpose, ChangePurpose::Choose);
        const ChangeReport report = must(console->apply(choice));
        QVERIFY(report.confirmed);
        QCOMPARE(report.record.reason, SaveReason::Manual);
        QCOMPARE(report.record.parentSaveId, older.saveId);
        QCOMPARE(report.record.resolves, std::vector<QString> { fork.forkCandidates.front().saveId });
        for (const char* machine : { "one", "two" }) {
            const Snapshot now = must(manager(machine)->load());
            QVERIFY(!now.has(Condition::Fork));
            QCOMPARE(text(now.state), text(mine));
        }
    }

    void intoAnEmptyBucket()
    {
        const QString pythons
            = QStringLiteral(TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json");
        m_desk->clock->set(test::at("2026-11-23T10:00:00Z"));
        const auto console = manager();
        const ChangePlan plan = must(console->planRestore(pythons));
        QCOMPARE(plan.layout, QStringLiteral("versions")); // the Python system can start from nothing else
        const ChangeReport report = must(console->apply(plan));
        QVERIFY2(report.confirmed, report.primaryError ? qPrintable(describe(*report.primaryError)) : "");
        QVERIFY(report.rescueFile.isEmpty());
        const Snapshot now = must(manager("two")->load());
        QCOMPARE(now.store.layout, QStringLiteral("versions"));
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(text(now.state), text(plan.outcome()));
        QVERIFY(storedEvents(QStringLiteral("portfolio_main")) > 0);

        m_desk = std::make_unique<InfluxMachines>(m_server.emptyBucket());
        save(firstState());
        QCOMPARE(must(manager("two")->load()).store.layout, QStringLiteral("tables"));
    }

    void rowsLeaveTheEventLog()
    {
        m_desk->loadEventLog();
        const auto console = manager();
        const Snapshot before = must(console->load());
        QCOMPARE(before.state.positions.size(), 5);
        const QString pair = before.state.positions.begin()->first;
        const QString stateId = QStringLiteral("position_") + pair;
        const int events = storedEvents(stateId);
        QVERIFY(events > 0);

        const ChangeReport report
            = must(console->apply(must(console->planRemove(pair, QStringLiteral("closed by hand")))));
        QVERIFY2(report.confirmed, report.primaryError ? qPrintable(describe(*report.primaryError)) : "");
        QVERIFY(report.broughtBack.empty());
        QCOMPARE(storedEvents(stateId), 0);
        QFile kept(report.removedEventsFile);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll().count('\n'), events);
        Snapshot now = must(console->load());
        QCOMPARE(now.state.positions.size(), 4);
        QCOMPARE(now.status(), Condition::Verified);
        QVERIFY(!now.state.positions.contains(pair));
        // The ghost is none of the removal's business.
        QCOMPARE(now.ghosts.size(), before.ghosts.size());
        QVERIFY(storedEvents(QStringLiteral("position_PG.US-CL.US")) > 0);

        m_desk->clock->advance(10);
        const ChangePlan undo = must(console->planUndo());
        QVERIFY(must(console->apply(undo)).confirmed);
        now = must(console->load());
        QCOMPARE(text(now.state), text(before.state));
        QVERIFY(storedEvents(stateId) > 0);
    }

    void aGhostLeavesTheEventLog()
    {
        m_desk->loadEventLog();
        const auto console = manager();
        const Snapshot before = must(console->load());
        const QString ghost = QStringLiteral("PG.US-CL.US");
        QCOMPARE(before.ghosts.size(), size_t(1));
        QCOMPARE(before.ghosts.front().pair(), ghost);
        const int events = storedEvents(QStringLiteral("position_") + ghost);
        QVERIFY(events > 0);

        const ChangeReport report
            = must(console->apply(must(console->planRemove(ghost, QStringLiteral("closed by hand")))));
        QVERIFY2(report.confirmed, report.primaryError ? qPrintable(describe(*report.primaryError)) : "");
        QVERIFY(report.broughtBack.empty());
        QCOMPARE(report.record.reason, SaveReason::Remove);
        QCOMPARE(report.record.description, QStringLiteral("PG.US-CL.US: closed by hand"));
        QFile kept(report.removedEventsFile);
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QCOMPARE(kept.readAll().count('\n'), events);
        QCOMPARE(storedEvents(QStringLiteral("position_") + ghost), 0);
        const Snapshot now = must(console->load());
        QVERIFY(now.ghosts.empty());
        QCOMPARE(now.state.positions, before.state.positions);
        QCOMPARE(now.status(), Condition::Verified);
        QVERIFY(must(manager("two")->load()).ghosts.empty());
        QCOMPARE(
            must(console->planRemove(ghost, QStringLiteral("again"))).blockers.front().code, ErrorCode::NoSuchPair);
    }

    void aGhostThatTradesMeanwhileStays()
    {
        m_desk->loadEventLog();
        const auto console = manager();
        const QString ghost = QStringLiteral("PG.US-CL.US");
        const ChangePlan plan = must(console->planRemove(ghost, QStringLiteral("closed by hand")));
        InfluxClient bot(m_desk->connection);
        const StepCallback trade = [&](ChangeStep step, StepState state) {
            if (step != ChangeStep::Journal || state != StepState::Done)
                return;
            const qint64 later = m_desk->clock->now().nanoseconds() + nanosecondsPerSecond;
            const auto written
                = bot.write({ "trading_state,state_id=position_PG.US-CL.US,state_type=position,operation="
                              "update,version_id=position_PG.US-CL.US_update_later data=\"{}\",checksum="
                              "\"\" "
                    + std::to_string(later) });
            QVERIFY(written);
        };
        const ChangeReport report = must(console->apply(plan, {}, trade));
        QVERIFY(report.confirmed);
        QVERIFY(report.primaryError);
        QCOMPARE(report.primaryError->code, ErrorCode::HeadChanged);
        QCOMPARE(report.broughtBack, std::vector<QString> { ghost });
        QCOMPARE(storedEvents(QStringLiteral("position_") + ghost), 1);
    }

    void aRestoreOverTheEventLog()
    {
        m_desk->loadEventLog();
        const auto console = manager();
        const Snapshot before = must(console->load());
        const QString pair = before.state.positions.begin()->first;
        // A backup from before that position was opened.
        Snapshot earlier = before;
        earlier.state.positions.erase(pair);
        recount(earlier.state);
        earlier.record->checksum.reset(); // the backup makes its own, as for every save of the Python system
        const BackupReport backup = must(console->backupOf(earlier, {}));

        PlanOptions keep;
        keep.keepRemoved = true;
        const ChangePlan kept = must(console->planRestore(backup.path, keep));
        QVERIFY(std::any_of(kept.warnings.begin(), kept.warnings.end(), [&](const PlanWarning& warning) {
            return warning.code == QLatin1String("python-brings-back") && warning.message.contains(pair);
        }));
        ApplyOptions options;
        options.keepRemoved = true;
        const ChangeReport report = must(console->apply(kept, options));
        QVERIFY(report.confirmed);
        QCOMPARE(report.broughtBack, std::vector<QString> { pair });
        QVERIFY(report.banner.last().contains(pair));
        QVERIFY(storedEvents(QStringLiteral("position_") + pair) > 0);
        QVERIFY(!must(console->load()).state.positions.contains(pair));

        m_desk->clock->advance(10);
        must(console->apply(must(console->planUndo())));
        m_desk->clock->advance(10);
        PlanOptions purge;
        purge.purgeGhosts = true;
        ApplyOptions purging;
        purging.purgeGhosts = true;
        const ChangeReport clean = must(console->apply(must(console->planRestore(backup.path, purge)), purging));
        QVERIFY(clean.broughtBack.empty());
        QCOMPARE(storedEvents(QStringLiteral("position_") + pair), 0);
        QCOMPARE(storedEvents(QStringLiteral("position_PG.US-CL.US")), 0);
        const Snapshot now = must(console->load());
        QCOMPARE(text(now.state), text(earlier.state));
        QVERIFY(now.ghosts.empty());
    }

    void aRunningPythonSystemIsInTheWay()
    {
        m_desk->loadEventLog();
        const auto console = manager();
        const Snapshot before = must(console->load());
        m_desk->clock->set(before.record->savedAt.plusNanoseconds(60 * nanosecondsPerSecond));
        const ChangePlan plan
            = must(console->planRemove(before.state.positions.begin()->first, QStringLiteral("closed by hand")));
        QVERIFY(!plan.forceable.empty());
        QCOMPARE(plan.forceable.front().code, ErrorCode::TradingSystemLive);
        QCOMPARE(console->apply(plan).error().code, ErrorCode::TradingSystemLive);
        QCOMPARE(must(console->load()).state.positions.size(), before.state.positions.size());
    }
};

QTEST_GUILESS_MAIN(TestRestoreInflux)
#include "tst_restore_influx.moc"
