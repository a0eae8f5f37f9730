// SPDX-License-Identifier: MIT
#include "core/influx/eventlogsave.h"
#include "core/influx/influxql.h"
#include "core/influx/influxstore.h"
#include "influxmachines.h"
#include "tests/support/problem.h"
#include "tests/support/suiteserver.h"

#include <algorithm>

using namespace restoresupport;
using namespace tradestate::test;

namespace {

/// The Python system's next save: the rows of its newest one once more, so much later.
std::vector<LogEvent> nextPythonSave(const std::vector<LogEvent>& events, qint64 nanosecondsLater)
{
    const auto isMark = [](const LogEvent& event) { return event.stateId == eventlog::portfolioId; };
    std::vector<LogEvent> sorted = events;
    std::sort(sorted.begin(), sorted.end(), earlierEvent);
    const auto last = std::find_if(sorted.rbegin(), sorted.rend(), isMark);
    const auto before = std::find_if(last + 1, sorted.rend(), isMark);
    std::vector<LogEvent> save(before.base(), last.base());
    for (LogEvent& event : save) {
        event.time += nanosecondsLater;
        event.versionId
            = event.stateId + QStringLiteral("_update_") + Timestamp::fromNanoseconds(event.time).toMicrosecondText();
    }
    return save;
}

bool hasFinding(const Snapshot& snapshot, const QString& code)
{
    return std::any_of(snapshot.findings.begin(), snapshot.findings.end(),
        [&code](const Finding& finding) { return finding.code == code; });
}

} // namespace

/// What the manager makes of what stands in InfluxDB, and of what others write there.
class TestInfluxManager : public QObject
{
    Q_OBJECT

private:
    SuiteServer m_server;
    std::unique_ptr<InfluxMachines> m_desk;

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }
    void init() { m_desk = std::make_unique<InfluxMachines>(m_server.emptyBucket()); }

    void aPythonSaveBetweenPlanAndReplayIsAFork()
    {
        m_desk->loadEventLog();
        const auto console = m_desk->manager();
        const Snapshot before = must(console->load());
        const QString pair = before.state.positions.begin()->first;

        // Journaled, and then the trading system saves before it is sent.
        TradingState own = before.state;
        own.positions.erase(pair);
        recount(own);
        const auto bot = m_desk->manager("one", "bot");
        static_cast<void>(must(bot->load()));
        const SaveRecord mine = must(bot->journalSave(own, SaveReason::Shutdown, {}));
        const std::vector<LogEvent> pythons
            = nextPythonSave(fixtureEvents(QStringLiteral("event_log.lp")), 3'590 * nanosecondsPerSecond);
        m_desk->write(pythons);
        const int commits = m_desk->storedEvents(eventlog::commitId);
        const auto sent = bot->replicate();
        QVERIFY(!sent);
        QCOMPARE(sent.error().code, ErrorCode::Forked);
        QCOMPARE(m_desk->storedEvents(eventlog::commitId), commits);
        QCOMPARE(m_desk->storedEvents(eventlog::commitId), 0);

        m_desk->clock->advance(3600);
        const Snapshot fork = must(console->load());
        QVERIFY(fork.has(Condition::Fork));
        QVERIFY(fork.has(Condition::Pending));
        QCOMPARE(fork.forkCandidates.size(), size_t(2));
        QCOMPARE(console->save({}, true).error().code, ErrorCode::Forked);
        QVERIFY(!console->replicate());
        QCOMPARE(m_desk->storedEvents(eventlog::commitId), 0);

        const ChangePlan choice = must(console->planRestore(mine.saveId));
        QCOMPARE(choice.purpose, ChangePurpose::Choose);
        const ChangeReport report = must(console->apply(choice));
        QVERIFY2(report.confirmed, report.primaryError ? qPrintable(describe(*report.primaryError)) : "");
        QCOMPARE(report.record.parentSaveId, mine.saveId);
        QCOMPARE(report.record.resolves, std::vector<QString> { pythons.back().versionId });
        const Snapshot now = must(m_desk->manager("two")->load());
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(text(now.state), text(own));
    }

    void whatThePythonSystemOverwritesIsTold()
    {
        m_desk->loadEventLog();
        const auto console = m_desk->manager();
        const Snapshot before = must(console->load());
        const QString pair = before.state.positions.begin()->first;
        const ChangeReport removed
            = must(console->apply(must(console->planRemove(pair, QStringLiteral("closed by hand")))));
        QVERIFY(removed.confirmed);
        m_desk->clock->advance(10);
        QVERIFY(!must(console->load()).overwritten);

        // It ran all the while, and saves what it still holds in memory.
        const auto pythons
            = nextPythonSave(fixtureEvents(QStringLiteral("event_log.lp")), 2 * 3'600 * nanosecondsPerSecond);
        m_desk->write(pythons);
        m_desk->hourAfter(pythons);
        for (const char* machine : { "one", "two" }) { // also where only InfluxDB tells what was
            const Snapshot now = must(m_desk->manager(machine)->load());
            QVERIFY(now.state.positions.contains(pair));
            QVERIFY2(now.overwritten, machine);
            QCOMPARE(now.overwritten->change.saveId, removed.record.saveId);
            QCOMPARE(now.overwritten->by.saveId, pythons.back().versionId);
            QCOMPARE(now.overwritten->by.folder, eventlog::pythonFolder);
        }
    }

    void theOlderGoodSaveIsShownBesideATornOne()
    {
        TradingState changed = firstState();
        m_desk->save(changed);
        open(changed, "E-F", "1");
        const SaveRecord good = m_desk->save(changed);
        open(changed, "G-H", "2");
        const SaveRecord torn = m_desk->save(changed);
        InfluxClient client(m_desk->connection);
        const auto gone
            = client.deleteRows("positions", "\"pair\" = 'A-B' AND time = " + influxTime(torn.savedAt.nanoseconds()));
        QVERIFY2(gone, problemOf(gone).constData());

        // A machine that has nothing but InfluxDB.
        const auto other = m_desk->manager("two");
        const Snapshot shown = must(other->load());
        QVERIFY(shown.has(Condition::Torn));
        QCOMPARE(shown.proof, Proof::Torn);
        QVERIFY(shown.tornSave);
        QCOMPARE(shown.tornSave->saveId, torn.saveId);
        QCOMPARE(shown.record->saveId, good.saveId);
        QVERIFY(!shown.state.positions.contains(QStringLiteral("G-H")));
        QCOMPARE(shown.state.positions.size(), size_t(3));
        QVERIFY(hasFinding(shown, findings::countMismatch));
        QCOMPARE(other->save({}, true).error().code, ErrorCode::TornSave);
        // The machine that made it has it whole, and mends it.
        const auto own = m_desk->manager();
        QVERIFY(must(own->load()).has(Condition::Pending));
        QCOMPARE(must(own->replicate()), 0);
        QCOMPARE(must(m_desk->manager("two")->load()).status(), Condition::Verified);
    }

    void theEventLogIsNoOtherAccountsRecord_data()
    {
        QTest::addColumn<LayoutChoice>("layout");
        QTest::newRow("auto") << LayoutChoice::Auto;
        QTest::newRow("versions") << LayoutChoice::Versions;
    }

    void theEventLogIsNoOtherAccountsRecord()
    {
        QFETCH(LayoutChoice, layout);
        m_desk->loadEventLog();
        Settings settings = m_desk->settings("one");
        settings.account = QStringLiteral("hedge");
        settings.layout = layout;
        const auto console = m_desk->manager(settings);
        const Snapshot shown = must(console->load());
        QVERIFY(!shown.record);
        QVERIFY(shown.state.positions.empty());
        QVERIFY(!shown.has(Condition::Empty));
        QVERIFY(shown.primaryError);
        QCOMPARE(shown.primaryError->code, ErrorCode::InvalidSetting);
        QCOMPARE(shown.primaryError->subject, QStringLiteral("TRADING_STATE_ACCOUNT"));
        QVERIFY(shown.primaryError->advice.contains(QLatin1String("TRADING_STATE_INFLUXDB_LAYOUT")));
        QVERIFY(!shown.mayWriteRecord);
        QCOMPARE(shown.whyNotWrite->code, ErrorCode::InvalidSetting);

        // Nothing of it gets into the log, whatever is tried.
        const QString pythons
            = QStringLiteral(TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json");
        const ChangePlan plan = must(console->planRestore(pythons));
        QCOMPARE(plan.blockers.front().code, ErrorCode::InvalidSetting);
        static_cast<void>(must(console->journalSave(firstState(), SaveReason::Shutdown, {}))); // kept here, at least
        QCOMPARE(console->replicate().error().code, ErrorCode::InvalidSetting);
        QCOMPARE(console->save({}, true).error().code, ErrorCode::InvalidSetting);
        QCOMPARE(m_desk->storedEvents(eventlog::commitId), 0);

        // As told: in the tables it has saves of its own.
        settings.layout = LayoutChoice::Tables;
        const auto tables = m_desk->manager(settings);
        QCOMPARE(must(tables->replicate()), 0);
        const Snapshot own = must(tables->load());
        QCOMPARE(own.status(), Condition::Verified);
        QCOMPARE(text(own.state), text(firstState()));
        // And the log is as it was for the account that it belongs to.
        Settings log = m_desk->settings("two");
        log.layout = LayoutChoice::Versions;
        QCOMPARE(must(m_desk->manager(log)->load()).state.positions.size(), size_t(5));
    }

    void anotherAccountInAnEmptyBucketGetsTables()
    {
        Settings settings = m_desk->settings("one");
        settings.account = QStringLiteral("hedge");
        const auto console = m_desk->manager(settings);
        m_desk->clock->set(at("2026-11-23T10:00:00Z"));
        const ChangePlan plan = must(console->planRestore(
            QStringLiteral(TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json")));
        QCOMPARE(plan.layout, QStringLiteral("tables"));
        QVERIFY(must(console->apply(plan)).confirmed);
        QCOMPARE(must(console->load()).status(), Condition::Verified);
        QCOMPARE(m_desk->storedEvents(eventlog::portfolioId), 0);
    }
};

QTEST_GUILESS_MAIN(TestInfluxManager)
#include "tst_influx_manager.moc"
