// SPDX-License-Identifier: MIT
// Servers that take a save and do not have it, have a part of it, or lose it later: seen through the whole manager.
#include "core/influx/influxql.h"
#include "core/influx/influxstore.h"
#include "tests/integration/influxmachines.h"
#include "tests/support/fakeserver.h"
#include "tests/support/problem.h"

#include <QDateTime>
#include <QDir>
#include <QLocale>

using namespace restoresupport;
using namespace tradestate::test;

namespace {

bool isWriteOf(const HttpRequestSeen& request, const char* table)
{
    return request.path.startsWith("/write") && request.body.startsWith(table);
}

} // namespace

class TestManagerNetwork : public QObject
{
    Q_OBJECT

private:
    InfluxdServer m_server;
    std::unique_ptr<InfluxMachines> m_desk;
    QString m_database;
    int m_number = 0;

    /// A program whose requests go through that server.
    [[nodiscard]] std::unique_ptr<StateManager> through(const FakeServer& between, const char* machine = "one") const
    {
        Settings settings = m_desk->settings(machine);
        settings.influxUrl = between.url();
        return m_desk->manager(std::move(settings));
    }
    [[nodiscard]] std::vector<StoredSave> stored() const
    {
        InfluxStore store({ m_desk->connection, InfluxLayoutChoice::Tables, {} });
        return must(store.readHeads());
    }
    [[nodiscard]] int journaled(const char* machine) const
    {
        return static_cast<int>(QDir(m_desk->folder(machine) + QStringLiteral("/journal/default"))
                                    .entryList({ QStringLiteral("*.json") }, QDir::Files)
                                    .size());
    }
    /// As a server that was set back to an older copy of its data.
    void forgetAfter(const SaveRecord& save)
    {
        InfluxClient client(m_desk->connection);
        for (const char* table : { "positions", "pair_states", "trading_states" }) {
            const auto gone = client.deleteRows(table, "time > " + influxTime(save.savedAt.nanoseconds()));
            QVERIFY2(gone, problemOf(gone).constData());
        }
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }
    void init()
    {
        m_database = QStringLiteral("manager%1").arg(++m_number);
        m_desk = std::make_unique<InfluxMachines>(m_server.newDatabase(m_database));
    }

    /// Fault 38.
    void aPartialWriteIsNeverConfirmed()
    {
        // Another program's table: its "data" is a number, so that the positions cannot be stored and the rest can.
        InfluxClient client(m_desk->connection);
        QVERIFY(client.write(
            { "positions,pair=X data=1.0 " + std::to_string(m_desk->clock->now().nanoseconds() - 1'000'000'000) }));
        const auto console = m_desk->manager();
        const SaveRecord saved = must(console->journalSave(firstState(), SaveReason::Trade, {}));
        static_cast<void>(console->replicate());
        const auto rows = client.query("SELECT \"save_id\" FROM \"pair_states\"");
        QVERIFY(rows);
        QCOMPARE(rows->rowCount(), size_t(2)); // the fault: a part of it was stored
        QVERIFY(stored().empty());
        const Snapshot now = must(console->load());
        QVERIFY(now.has(Condition::Pending));
        QVERIFY(now.status() != Condition::Verified);
        QCOMPARE(now.record->saveId, saved.saveId);
        QCOMPARE(now.pendingSaves + now.refusedSaves, 1);
        QVERIFY(!must(console->save({}, true)).confirmed);
        QVERIFY(m_desk->log->text().contains(QStringLiteral("field type conflict")));
        QVERIFY(!m_desk->log->text().contains(QStringLiteral("Verified in InfluxDB")));
    }

    /// Fault 41.
    void acceptedThenLostIsPendingThenSetAside()
    {
        int lost = 0;
        bool losing = true;
        FakeServer between([&](const HttpRequestSeen& request) {
            if (losing && isWriteOf(request, "positions")) {
                ++lost;
                return FakeAnswer::written();
            }
            return forward(request, m_server.url());
        });
        QVERIFY(between.listen());
        const auto console = through(between);
        const SaveRecord saved = must(console->journalSave(firstState(), SaveReason::Trade, {}));
        for (int i = 1; i <= 2; ++i) {
            const auto sent = console->replicate();
            QVERIFY(!sent);
            QCOMPARE(sent.error().code, ErrorCode::NotConfirmed);
            QCOMPARE(lost, i);
            const Snapshot now = must(console->load());
            QCOMPARE(now.status(), Condition::Pending);
            QCOMPARE(now.pendingSaves, 1);
            QCOMPARE(now.refusedSaves, 0);
            m_desk->clock->advance(301);
        }
        QCOMPARE(must(console->replicate()), 0);
        QCOMPARE(lost, 3);
        const Snapshot aside = must(console->load());
        QCOMPARE(aside.refusedSaves, 1);
        QVERIFY(aside.has(Condition::Pending)); // it still counts for the head
        QCOMPARE(aside.record->saveId, saved.saveId);
        QVERIFY(m_desk->log->text().contains(QStringLiteral("it stays on this machine and is tried again")));
        QVERIFY(stored().empty());
        // The next start tries it again.
        losing = false;
        const auto later = through(between);
        QCOMPARE(must(later->replicate()), 0);
        QCOMPARE(stored().front().record.saveId, saved.saveId);
        QCOMPARE(must(later->load()).refusedSaves, 0);
    }

    /// Fault 42.
    void visibleOnlyLaterIsPendingUntilThen()
    {
        int hidden = 0;
        FakeServer between([&](const HttpRequestSeen& request) {
            if (hidden == 0 && request.path == "/query" && request.body.contains("positions")) {
                ++hidden;
                return FakeAnswer::json("{\"results\":[{\"statement_id\":0}]}");
            }
            return forward(request, m_server.url());
        });
        QVERIFY(between.listen());
        const auto console = through(between);
        static_cast<void>(must(console->journalSave(firstState(), SaveReason::Shutdown, {})));
        QCOMPARE(console->replicate().error().code, ErrorCode::NotConfirmed);
        QCOMPARE(hidden, 1);
        QCOMPARE(must(console->replicate()), 0);
        QCOMPARE(must(console->load()).status(), Condition::Verified);
    }

    /// Fault 43.
    void lostLaterIsToldAndRepairedFromTheJournal()
    {
        const SaveRecord first = m_desk->save(firstState());
        TradingState changed = firstState();
        open(changed, "E-F", "1");
        const SaveRecord second = m_desk->save(changed);
        const auto console = m_desk->manager();
        QCOMPARE(must(console->load()).status(), Condition::Verified);
        forgetAfter(first);
        QCOMPARE(stored().front().record.saveId, first.saveId); // the fault: it answers, with less than it confirmed

        const Snapshot lost = must(console->load());
        QCOMPARE(lost.status(), Condition::Pending);
        QVERIFY(lost.primaryError);
        QCOMPARE(lost.primaryError->reason, QStringLiteral("InfluxDB has lost saves it had confirmed"));
        QCOMPARE(lost.record->saveId, second.saveId);
        QCOMPARE(text(lost.state), text(changed));
        QCOMPARE(lost.pendingSaves, 1);
        QCOMPARE(must(console->replicate()), 0);
        const Snapshot now = must(m_desk->manager("two")->load());
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(*now.record, second);
        QVERIFY(!must(console->load()).primaryError);
    }

    void wipedIsToldAndRepairedFromTheJournal()
    {
        const SaveRecord first = m_desk->save(firstState());
        TradingState changed = firstState();
        close(changed, "A-B");
        const SaveRecord second = m_desk->save(changed);
        QVERIFY(m_server.execute(QStringLiteral("DROP DATABASE \"%1\"").arg(m_database)));
        static_cast<void>(m_server.newDatabase(m_database));
        QVERIFY(stored().empty());
        const auto console = m_desk->manager();
        const Snapshot lost = must(console->load());
        QVERIFY(!lost.has(Condition::Empty));
        QCOMPARE(lost.primaryError->reason, QStringLiteral("InfluxDB has lost saves it had confirmed"));
        QCOMPARE(lost.pendingSaves, 2);
        QCOMPARE(must(console->replicate()), 0);
        QCOMPARE(*must(m_desk->manager("two")->load()).record, second);
        InfluxStore store({ m_desk->connection, InfluxLayoutChoice::Tables, {} });
        QCOMPARE(must(store.readSave(first)).record, first);
    }

    void whatASetBackServerLostIsNotThinned_data()
    {
        QTest::addColumn<bool>("setBack");
        QTest::newRow("set back") << true;
        QTest::newRow("as it should be") << false;
    }

    void whatASetBackServerLostIsNotThinned()
    {
        QFETCH(bool, setBack);
        // Three trades within an hour: of saves this old only the last stays, unless it is pending.
        std::vector<SaveRecord> trades;
        TradingState state = firstState();
        for (const char* quantity : { "1", "2", "3" }) {
            open(state, "E-F", quantity);
            trades.push_back(m_desk->save(state, SaveReason::Trade));
        }
        if (setBack)
            forgetAfter(trades.front());
        m_desk->clock->advance(60 * 3'600);
        // While InfluxDB was not read, nothing tells what it still has.
        const auto unread = m_desk->manager("one", "bot");
        static_cast<void>(must(unread->journalSave(state, SaveReason::Periodic, {})));
        QCOMPARE(journaled("one"), 4);

        const auto bot = m_desk->manager("one", "bot");
        QCOMPARE(must(bot->load()).pendingSaves, setBack ? 3 : 1);
        m_desk->clock->advance(300);
        static_cast<void>(must(bot->journalSave(state, SaveReason::Periodic, {})));
        QCOMPARE(journaled("one"), setBack ? 4 : 3); // of the three trades, those that are pending or the last
        QCOMPARE(must(bot->replicate()), 0);
        InfluxStore store({ m_desk->connection, InfluxLayoutChoice::Tables, {} });
        for (const SaveRecord& trade : trades)
            QCOMPARE(must(store.readSave(trade)).record, trade);
        // Once they are there again, they are thinned as any.
        m_desk->clock->advance(300);
        static_cast<void>(must(bot->journalSave(state, SaveReason::Periodic, {})));
        QCOMPARE(journaled("one"), 4);
    }

    void aClockThatDiffersIsTold_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("words");
        QTest::newRow("ahead") << qint64(7200) << QStringLiteral("ahead of");
        QTest::newRow("behind") << qint64(-7200) << QStringLiteral("behind");
        QTest::newRow("agrees") << qint64(0) << QString();
    }

    void aClockThatDiffersIsTold()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, words);
        int told = 0;
        FakeServer between([&](const HttpRequestSeen& request) {
            FakeAnswer answer = forward(request, m_server.url());
            const QDateTime date = QDateTime::currentDateTimeUtc().addSecs(seconds);
            answer.headers.emplaceBack(
                "Date", QLocale::c().toString(date, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1());
            ++told;
            return answer;
        });
        QVERIFY(between.listen());
        const Snapshot now = must(through(between)->load());
        QVERIFY(told > 0);
        QString message;
        for (const Finding& finding : now.findings) {
            if (finding.code == findings::clockDifference)
                message = finding.message;
        }
        QCOMPARE(message.isEmpty(), words.isEmpty());
        QVERIFY2(message.contains(words), qPrintable(message));
    }
};

QTEST_GUILESS_MAIN(TestManagerNetwork)
#include "tst_manager_network.moc"
