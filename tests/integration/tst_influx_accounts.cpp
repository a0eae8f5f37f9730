// SPDX-License-Identifier: MIT
#include "influxmachines.h"
#include "tests/support/suiteserver.h"

using namespace restoresupport;
using namespace tradestate::test;

/// Whose saves stand in a real InfluxDB, whoever made them.
class TestInfluxAccounts : public QObject
{
    Q_OBJECT

private:
    SuiteServer m_server;
    std::unique_ptr<InfluxMachines> m_desk;

    void saveAs(const char* account, const char* machine) const
    {
        Settings settings = m_desk->settings(machine);
        settings.account = QString::fromLatin1(account);
        settings.layout = LayoutChoice::Tables;
        const auto bot = m_desk->manager(settings, "bot");
        static_cast<void>(must(bot->journalSave(firstState(), SaveReason::Shutdown, {})));
        QCOMPARE(must(bot->replicate()), 0);
        m_desk->clock->advance(10);
    }
    [[nodiscard]] QStringList accounts(
        const char* machine, LayoutChoice layout = LayoutChoice::Auto, const char* account = "default") const
    {
        Settings settings = m_desk->settings(machine);
        settings.layout = layout;
        settings.account = QString::fromLatin1(account);
        return must(m_desk->manager(settings)->accounts());
    }
    [[nodiscard]] static QStringList names(std::initializer_list<const char*> list)
    {
        QStringList result;
        for (const char* name : list)
            result += QString::fromLatin1(name);
        return result;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }
    void init() { m_desk = std::make_unique<InfluxMachines>(m_server.emptyBucket()); }

    void thoseOfOtherMachinesAreFound()
    {
        QCOMPARE(accounts("new"), names({ "default" })); // an empty bucket
        saveAs("default", "one");
        saveAs("swing", "two");
        QCOMPARE(accounts("new"), names({ "default", "swing" }));
        QCOMPARE(accounts("new", LayoutChoice::Auto, "yet-another"), names({ "default", "swing", "yet-another" }));
        // Each has its own record.
        Settings settings = m_desk->settings("new");
        settings.account = QStringLiteral("swing");
        const Snapshot swing = must(m_desk->manager(settings)->load());
        QCOMPARE(swing.store.account, QStringLiteral("swing"));
        QCOMPARE(swing.status(), Condition::Verified);
    }

    void whatCannotBeAnAccountIsNone()
    {
        saveAs("default", "one");
        InfluxClient client(m_desk->connection);
        QVERIFY(client.write({ "trading_states,account=..%2Fx,folder=f save_id=\"1\" 1",
            "trading_states,account=a\\ b,folder=f save_id=\"1\" 1", "trading_states,folder=f save_id=\"1\" 1" }));
        QCOMPARE(accounts("new"), names({ "default" }));
    }

    void theEventLogIsOfOneAccount()
    {
        m_desk->loadEventLog();
        QCOMPARE(accounts("new", LayoutChoice::Auto, "swing"), names({ "default", "swing" }));
        saveAs("scalp", "one");
        QCOMPARE(accounts("new"), names({ "default", "scalp" })); // both layouts
        QCOMPARE(accounts("new", LayoutChoice::Tables, "swing"), names({ "scalp", "swing" }));
        QCOMPARE(accounts("new", LayoutChoice::Versions), names({ "default" }));
    }

    void withoutTheServerThisMachineKnowsItsOwn()
    {
        saveAs("default", "one");
        saveAs("swing", "two");
        Settings settings = m_desk->settings("two");
        settings.influxUrl = QStringLiteral("http://127.0.0.1:9");
        QCOMPARE(must(m_desk->manager(settings)->accounts()), names({ "default", "swing" }));
        settings = m_desk->settings("one");
        settings.influxUrl = QStringLiteral("http://127.0.0.1:9");
        QCOMPARE(must(m_desk->manager(settings)->accounts()), names({ "default" }));
    }
};

QTEST_GUILESS_MAIN(TestInfluxAccounts)
#include "tst_influx_accounts.moc"
