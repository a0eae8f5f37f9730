// SPDX-License-Identifier: MIT
#include "influxmachines.h"

using namespace restoresupport;

/// Changes by hand while InfluxDB is down.
class TestRestoreOutage : public QObject
{
    Q_OBJECT

private:
    test::InfluxdServer m_server;
    std::unique_ptr<InfluxMachines> m_desk;
    int m_number = 0;
    bool m_isUp = true;

    void stopServer()
    {
        m_server.stop();
        m_isUp = false;
    }
    void startServer()
    {
        m_isUp = m_server.startAgain();
        QVERIFY2(m_isUp, qPrintable(m_server.problem()));
    }
    static QString warning(const ChangePlan& plan, const char* code)
    {
        for (const PlanWarning& warning : plan.warnings) {
            if (warning.code == QLatin1String(code))
                return warning.message;
        }
        return QString();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }
    void init()
    {
        m_desk = std::make_unique<InfluxMachines>(m_server.newDatabase(QStringLiteral("outage%1").arg(++m_number)));
    }
    void cleanup()
    {
        if (!m_isUp)
            startServer();
    }

    void unreachableEndsPending()
    {
        m_desk->save(firstState());
        const auto console = m_desk->manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = firstState();
        close(changed, "A-B");
        m_desk->save(changed);
        static_cast<void>(must(console->load()));
        stopServer();
        const ChangePlan plan = must(console->planRestore(backup.path));
        QCOMPARE(plan.forceable.front().code, ErrorCode::Unreachable);
        QVERIFY(warning(plan, "python-brings-back").isEmpty()); // in the tables absence means closed
        QCOMPARE(console->apply(plan).error().code, ErrorCode::Unreachable);
        ApplyOptions force;
        force.systemIsStopped = true;
        force.withoutPrimary = true;
        const auto report = console->apply(plan, force);
        QVERIFY(report);
        QVERIFY(!report->confirmed);
        QVERIFY(report->primaryError);
        QVERIFY(!report->rescueFile.isEmpty());
        startServer();
        QVERIFY(must(console->load()).has(Condition::Pending));
        QCOMPARE(must(console->replicate()), 0);
        const Snapshot now = must(m_desk->manager("two")->load());
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(text(now.state), text(firstState()));
    }

    void aFreshProgramTellsWhatThePythonSystemWillBringBack()
    {
        m_desk->loadEventLog();
        const Snapshot before = must(m_desk->manager()->load());
        const QString pair = before.state.positions.begin()->first;
        stopServer();

        // Nothing but what an earlier run has kept tells this one that there is an event log.
        const auto console = m_desk->manager();
        const Snapshot unread = must(console->load());
        QVERIFY(unread.has(Condition::Unreachable));
        QCOMPARE(unread.store.layout, QStringLiteral("versions"));
        const ChangePlan plan = must(console->planRemove(pair, QStringLiteral("closed by hand")));
        QVERIFY2(warning(plan, "python-brings-back").contains(pair), "the preview says nothing");
        ApplyOptions force;
        force.systemIsStopped = true;
        force.withoutPrimary = true;
        const ChangeReport report = must(console->apply(plan, force));
        QVERIFY(!report.confirmed);
        QCOMPARE(report.broughtBack, std::vector<QString> { pair });
        QVERIFY(m_desk->log->text().contains(QStringLiteral("The Python trading system will bring back: ") + pair));

        // And so it is: what is sent later takes no row away.
        startServer();
        QCOMPARE(must(console->replicate()), 0);
        QVERIFY(!must(console->load()).state.positions.contains(pair));
        QVERIFY(m_desk->storedEvents(QStringLiteral("position_") + pair) > 0);
    }

    void aFirstContactDuringAnOutageClaimsNoLayout()
    {
        stopServer();
        QCOMPARE(must(m_desk->manager()->load()).store.layout, QString());
    }
};

QTEST_GUILESS_MAIN(TestRestoreOutage)
#include "tst_restore_outage.moc"
