// SPDX-License-Identifier: MIT
#include "influxmachines.h"

#include <QDir>

using namespace restoresupport;

/// TRADING_STATE_ENABLE_FILE_FALLBACK=false: no journal, InfluxDB alone.
class TestWithoutFallback : public QObject
{
    Q_OBJECT

private:
    test::InfluxdServer m_server;
    std::unique_ptr<InfluxMachines> m_desk;
    QString m_database;
    int m_number = 0;
    bool m_isUp = true;

    [[nodiscard]] std::unique_ptr<StateManager> manager(const char* machine = "one", const char* program = "bot") const
    {
        Settings settings = m_desk->settings(machine);
        settings.enableFileFallback = false;
        return m_desk->manager(std::move(settings), program);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }
    void init()
    {
        m_database = QStringLiteral("alone%1").arg(++m_number);
        m_desk = std::make_unique<InfluxMachines>(m_server.newDatabase(m_database));
    }
    void cleanup()
    {
        if (!m_isUp)
            QVERIFY2(m_server.startAgain(), qPrintable(m_server.problem()));
        m_isUp = true;
    }

    void aSaveIsAcknowledgedWhenInfluxDbHasIt()
    {
        const auto bot = manager();
        const SaveRecord first = must(bot->journalSave(firstState(), SaveReason::Trade, {}));
        QVERIFY(m_desk->log->text().contains(QStringLiteral("verified in InfluxDB")));
        QVERIFY(!QDir(m_desk->folder("one") + QStringLiteral("/journal/default")).exists()
            || QDir(m_desk->folder("one") + QStringLiteral("/journal/default")).isEmpty());
        const Snapshot elsewhere = must(m_desk->manager("two")->load());
        QCOMPARE(elsewhere.record->saveId, first.saveId);
        QCOMPARE(text(elsewhere.state), text(firstState()));

        // The next save follows it: its parent comes from what was seen, also in a program that starts anew.
        m_desk->clock->advance(10);
        TradingState changed = firstState();
        open(changed, "E-F", "1");
        const SaveRecord second = must(manager()->journalSave(changed, SaveReason::Trade, {}));
        QCOMPARE(second.parentSaveId, first.saveId);
        QVERIFY(knows(second, first));
        const Snapshot now = must(manager()->load());
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(now.record->saveId, second.saveId);
        QCOMPARE(now.pendingSaves, 0);
    }

    void aServerThatIsDownMeansNotSaved()
    {
        const auto bot = manager();
        const SaveRecord first = must(bot->journalSave(firstState(), SaveReason::Trade, {}));
        m_server.stop();
        m_isUp = false;
        m_desk->clock->advance(10);
        TradingState changed = firstState();
        close(changed, "A-B");
        const auto refused = bot->journalSave(changed, SaveReason::Trade, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::NotRunning);
        QVERIFY(m_desk->log->text().contains(QStringLiteral("NOT saved")));
        const Snapshot unread = must(bot->load());
        QVERIFY(unread.has(Condition::Unreachable));
        QCOMPARE(unread.record->saveId, first.saveId); // what was seen, and no more
        QVERIFY(!bot->replicate());

        m_isUp = m_server.startAgain();
        QVERIFY2(m_isUp, qPrintable(m_server.problem()));
        QCOMPARE(must(bot->replicate()), 0);
        const Snapshot now = must(bot->load());
        QCOMPARE(now.record->saveId, first.saveId); // nothing came after all
        QCOMPARE(now.status(), Condition::Verified);
    }

    void aWipedServerIsRepairedFromWhatWasSeen_data()
    {
        QTest::addColumn<LayoutChoice>("layout");
        QTest::newRow("tables") << LayoutChoice::Tables;
        QTest::newRow("versions") << LayoutChoice::Versions;
    }

    void aWipedServerIsRepairedFromWhatWasSeen()
    {
        QFETCH(LayoutChoice, layout);
        const auto start = [&] {
            Settings settings = m_desk->settings("one");
            settings.enableFileFallback = false;
            settings.layout = layout;
            return m_desk->manager(std::move(settings), "bot");
        };
        const SaveRecord saved = must(start()->journalSave(firstState(), SaveReason::Trade, {}));
        QVERIFY(m_server.execute(QStringLiteral("DROP DATABASE \"%1\"").arg(m_database)));
        static_cast<void>(m_server.newDatabase(m_database));
        QVERIFY(must(m_desk->manager("two")->load()).has(Condition::Empty));

        const auto bot = start();
        const Snapshot lost = must(bot->load());
        QVERIFY(lost.has(Condition::Pending));
        QCOMPARE(lost.pendingSaves, 1);
        QVERIFY(lost.primaryError && lost.primaryError->reason.contains(QLatin1String("lost saves")));
        QCOMPARE(text(lost.state), text(firstState()));
        QCOMPARE(must(bot->replicate()), 0);
        const Snapshot now = must(start()->load());
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(now.pendingSaves, 0);
        const Snapshot elsewhere = must(m_desk->manager("two")->load());
        QCOMPARE(*elsewhere.record, saved); // whole, under its own folder and time
        QCOMPARE(text(elsewhere.state), text(firstState()));
    }
};

QTEST_GUILESS_MAIN(TestWithoutFallback)
#include "tst_without_fallback.moc"
