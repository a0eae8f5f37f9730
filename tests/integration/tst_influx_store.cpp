// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/influx/connectiontest.h"
#include "core/influx/influxql.h"
#include "core/influx/influxstore.h"
#include "core/influx/lineprotocol.h"
#include "tests/support/influxdserver.h"
#include "tests/support/problem.h"
#include "tests/support/stategenerator.h"
#include "tests/support/suiteserver.h"

#include <QTest>
#include <QUuid>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString eventLog = QStringLiteral(TRADESTATE_FIXTURES) + QStringLiteral("/python-system/event_log.lp");

StoredSave saveAt(qint64 nanoseconds, unsigned seed)
{
    StoredSave save;
    save.state = generateState(3, 5, seed);
    save.record.saveId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    save.record.folder = QStringLiteral("folder");
    save.record.account = QStringLiteral("default");
    save.record.savedAt = Timestamp::fromNanoseconds(nanoseconds);
    save.record.recordedAt = save.record.savedAt;
    save.record.knows[save.record.folder] = save.record.savedAt;
    save.record.positionCount = static_cast<qint64>(save.state.positions.size());
    save.record.pairStateCount = static_cast<qint64>(save.state.pairStates.size());
    save.record.checksum = stateChecksum(save.state);
    save.record.recordChecksum = recordChecksumOf(save.record);
    save.proof = Proof::Verified;
    return save;
}

const ConnectionCheckResult* failedStep(const std::vector<ConnectionCheckResult>& steps)
{
    for (const ConnectionCheckResult& step : steps) {
        if (step.outcome == CheckOutcome::Failed)
            return &step;
    }
    return nullptr;
}

} // namespace

/// Which layout is in force, and who may do what, on a real server with users.
class tst_influx_store : public QObject
{
    Q_OBJECT

private:
    SuiteServer m_suite; ///< for what needs no users
    InfluxdServer m_server;

    [[nodiscard]] InfluxSettings as(const InfluxSettings& settings, const char* user) const
    {
        InfluxSettings changed = settings;
        changed.token = QString::fromLatin1(user);
        return changed;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_suite.start(), qPrintable(m_suite.problem()));
        InfluxdServer::Options options;
        options.authentication = true;
        QVERIFY2(m_server.start(options), qPrintable(m_server.problem()));
        for (const char* user : { "rw", "ro", "wo", "ot" })
            QVERIFY2(m_server.execute(QStringLiteral("CREATE USER %1 WITH PASSWORD '%1pass'").arg(QLatin1String(user))),
                qPrintable(m_server.problem()));
    }

    void emptyBucketTakesTablesUnlessChosen()
    {
        const InfluxSettings settings = m_suite.emptyBucket();
        InfluxStore store({ settings, InfluxLayoutChoice::Auto, {} });
        QVERIFY(!store.layout());
        const auto heads = store.readHeads();
        QVERIFY2(heads, problemOf(heads).constData());
        QVERIFY(heads->empty());
        QVERIFY(!store.layout());
        const StoredSave save = saveAt(1'795'424'400'000'000'000, 1);
        const auto written = store.write(save);
        QVERIFY2(written, problemOf(written).constData());
        QVERIFY(store.layout() == InfluxLayoutKind::Tables);
        // Another store finds it by what is there.
        InfluxStore other({ settings, InfluxLayoutChoice::Auto, {} });
        other.chooseForEmptyBucket(InfluxLayoutKind::Versions); // it is not empty
        const auto found = other.readHeads();
        QVERIFY2(found, problemOf(found).constData());
        QCOMPARE(found->size(), size_t(1));
        QVERIFY(found->front().record == save.record);
        QVERIFY(other.layout() == InfluxLayoutKind::Tables);
        const StoreInfo info = other.info();
        QCOMPARE(info.layout, QStringLiteral("tables"));
        QCOMPARE(info.version, m_suite.version());
        QCOMPARE(info.bucket, settings.bucket);
        QVERIFY(info.latencyMilliseconds >= 0);
        QVERIFY(!info.url.contains(QLatin1String("admin")));
    }

    void emptyBucketTakesVersionsWhenChosen()
    {
        InfluxStore store({ m_suite.emptyBucket(), InfluxLayoutChoice::Auto, {} });
        store.chooseForEmptyBucket(InfluxLayoutKind::Versions);
        QVERIFY(store.layout() == InfluxLayoutKind::Versions);
        StoredSave save = saveAt(1'795'424'400'000'000'000, 2);
        const auto written = store.write(save);
        QVERIFY2(written, problemOf(written).constData());
        const auto rows = store.client().query("SHOW MEASUREMENTS");
        QVERIFY(rows);
        QCOMPARE(rows->rowCount(), size_t(1));
        QCOMPARE(rows->series.front().at(0, "name").text, std::string("trading_state"));
    }

    void pythonBucketIsTheEventLog()
    {
        const InfluxSettings settings = m_suite.emptyBucket();
        QVERIFY2(m_suite.load(eventLog), qPrintable(m_suite.problem()));
        InfluxStore store({ settings, InfluxLayoutChoice::Auto, {} });
        const auto heads = store.readHeads();
        QVERIFY2(heads, problemOf(heads).constData());
        QVERIFY(!heads->empty());
        QVERIFY(store.layout() == InfluxLayoutKind::Versions);
        QVERIFY(!store.isUndecided());
        const auto newest = store.newestEvent();
        QVERIFY(newest && *newest);
    }

    void bothLayoutsShowTheNewestAndWriteNothing()
    {
        const InfluxSettings settings = m_suite.emptyBucket();
        QVERIFY2(m_suite.load(eventLog), qPrintable(m_suite.problem()));
        InfluxStore tables({ settings, InfluxLayoutChoice::Tables, {} });
        const StoredSave old = saveAt(1'500'000'000'000'000'000, 3);
        QVERIFY(tables.write(old));

        InfluxStore store({ settings, InfluxLayoutChoice::Auto, {} });
        auto heads = store.readHeads();
        QVERIFY2(heads, problemOf(heads).constData());
        QVERIFY(store.isUndecided());
        QVERIFY(store.layout() == InfluxLayoutKind::Versions);
        const StoredSave next = saveAt(4'000'000'000'000'000'000, 4);
        QCOMPARE(errorIdOf(store.write(next)), QStringLiteral("layout-undecided"));
        QCOMPARE(errorIdOf(store.mayWrite()), QStringLiteral("layout-undecided"));
        QCOMPARE(errorIdOf(store.removeRows({ { QStringLiteral("X") }, {} })), QStringLiteral("layout-undecided"));

        // A reading that fails settles nothing.
        std::stop_source stopped;
        stopped.request_stop();
        QCOMPARE(errorIdOf(store.readHeads(stopped.get_token())), QStringLiteral("cancelled"));
        QVERIFY(store.isUndecided());
        QCOMPARE(errorIdOf(store.write(next)), QStringLiteral("layout-undecided"));

        QVERIFY(tables.write(next));
        heads = store.readHeads();
        QVERIFY(heads);
        QVERIFY(store.layout() == InfluxLayoutKind::Tables);
        QVERIFY(store.isUndecided());
        QVERIFY(heads->front().record == next.record);

        InfluxStore decided({ settings, InfluxLayoutChoice::Versions, {} });
        QVERIFY(decided.readHeads());
        QVERIFY(!decided.isUndecided());
        QVERIFY(decided.layout() == InfluxLayoutKind::Versions);
    }

    void rightsAreTold()
    {
        const InfluxSettings settings = m_server.newDatabase(QStringLiteral("rights"));
        QVERIFY(m_server.execute(QStringLiteral("GRANT ALL ON \"rights\" TO rw")));
        QVERIFY(m_server.execute(QStringLiteral("GRANT READ ON \"rights\" TO ro")));
        QVERIFY(m_server.execute(QStringLiteral("GRANT WRITE ON \"rights\" TO wo")));
        const StoredSave save = saveAt(1'795'424'400'000'000'000, 5);
        InfluxStore readWrite({ as(settings, "rw:rwpass"), InfluxLayoutChoice::Auto, {} });
        QVERIFY(readWrite.mayWrite());
        QVERIFY(readWrite.write(save));

        InfluxStore readOnly({ as(settings, "ro:ropass"), InfluxLayoutChoice::Auto, {} });
        const auto heads = readOnly.readHeads();
        QVERIFY2(heads, problemOf(heads).constData());
        QVERIFY(heads->front().record == save.record);
        QCOMPARE(errorIdOf(readOnly.mayWrite()), QStringLiteral("may-not-write"));
        QCOMPARE(errorIdOf(readOnly.write(saveAt(1'795'424'500'000'000'000, 6))), QStringLiteral("may-not-write"));

        InfluxStore writeOnly({ as(settings, "wo:wopass"), InfluxLayoutChoice::Auto, {} });
        QCOMPARE(errorIdOf(writeOnly.readHeads()), QStringLiteral("may-not-read"));
        InfluxStore wrong({ as(settings, "rw:wrong"), InfluxLayoutChoice::Auto, {} });
        QCOMPARE(errorIdOf(wrong.readHeads()), QStringLiteral("wrong-token"));
        InfluxStore none({ as(settings, ""), InfluxLayoutChoice::Auto, {} });
        QCOMPARE(errorIdOf(none.readHeads()), QStringLiteral("wrong-token"));
        InfluxSettings nowhere = as(settings, "rw:rwpass");
        nowhere.bucket = QStringLiteral("nowhere");
        InfluxStore missing({ nowhere, InfluxLayoutChoice::Auto, {} });
        QCOMPARE(errorIdOf(missing.readHeads()), QStringLiteral("no-such-bucket"));
    }

    void connectionTestTellsTheStep_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<bool>("running");
        QTest::addColumn<int>("step"); // -1: none fails
        QTest::addColumn<QString>("error");
        const QString tried = QStringLiteral("tried");
        QTest::newRow("all well") << QStringLiteral("rw:rwpass") << tried << true << -1 << QString();
        QTest::newRow("read-only") << QStringLiteral("ro:ropass") << tried << true << -1
                                   << QStringLiteral("may-not-write");
        QTest::newRow("not running") << QStringLiteral("rw:rwpass") << tried << false
                                     << static_cast<int>(ConnectionCheck::ServerAnswers)
                                     << QStringLiteral("not-running");
        QTest::newRow("wrong token") << QStringLiteral("rw:no") << tried << true
                                     << static_cast<int>(ConnectionCheck::TokenAccepted)
                                     << QStringLiteral("wrong-token");
        QTest::newRow("no bucket") << QStringLiteral("rw:rwpass") << QStringLiteral("nowhere") << true
                                   << static_cast<int>(ConnectionCheck::BucketFound)
                                   << QStringLiteral("no-such-bucket");
        QTest::newRow("may not read") << QStringLiteral("wo:wopass") << tried << true
                                      << static_cast<int>(ConnectionCheck::MayRead) << QStringLiteral("may-not-read");
    }

    void connectionTestTellsTheStep()
    {
        QFETCH(QString, token);
        QFETCH(QString, bucket);
        QFETCH(bool, running);
        QFETCH(int, step);
        QFETCH(QString, error);
        InfluxSettings settings = m_server.newDatabase(QStringLiteral("tried"));
        QVERIFY(m_server.execute(QStringLiteral("GRANT ALL ON \"tried\" TO rw")));
        QVERIFY(m_server.execute(QStringLiteral("GRANT READ ON \"tried\" TO ro")));
        QVERIFY(m_server.execute(QStringLiteral("GRANT WRITE ON \"tried\" TO wo")));
        settings.token = token;
        settings.bucket = bucket;
        if (!running)
            settings.url = QStringLiteral("http://127.0.0.1:1");
        int told = 0;
        const auto steps = testConnection(settings, QStringLiteral("default"), [&](const auto&) { ++told; });
        QCOMPARE(steps.size(), static_cast<size_t>(ConnectionCheck::Stored) + 1);
        QCOMPARE(told, static_cast<int>(steps.size()));
        for (size_t i = 0; i < steps.size(); ++i) {
            QCOMPARE(static_cast<size_t>(steps[i].check), i);
            if (step >= 0 && static_cast<int>(i) < step)
                QVERIFY(steps[i].outcome == CheckOutcome::Passed);
            if (step >= 0 && static_cast<int>(i) > step)
                QVERIFY(steps[i].outcome == CheckOutcome::NotReached);
        }
        const ConnectionCheckResult* failed = failedStep(steps);
        QCOMPARE(failed ? static_cast<int>(failed->check) : -1, step);
        if (failed)
            QCOMPARE(errorId(failed->error->code), error);
        else if (!error.isEmpty())
            QCOMPARE(errorId(steps[static_cast<size_t>(ConnectionCheck::MayWrite)].error->code), error);
        else
            QVERIFY(steps[static_cast<size_t>(ConnectionCheck::MayWrite)].outcome == CheckOutcome::Passed);
    }

    void connectionTestTellsWhatIsStored()
    {
        const InfluxSettings settings = m_suite.emptyBucket();
        const auto stored = [&] { return testConnection(settings, QStringLiteral("default")).back().found; };
        QCOMPARE(stored(), QStringLiteral("nothing yet"));
        QVERIFY2(m_suite.load(eventLog), qPrintable(m_suite.problem()));
        QVERIFY(stored().contains(QLatin1String("event log")));
        InfluxStore tables({ settings, InfluxLayoutChoice::Tables, {} });
        QVERIFY(tables.write(saveAt(1'795'424'400'000'000'000, 7)));
        QVERIFY(stored().contains(QLatin1String("event log")));
        QVERIFY(stored().contains(QLatin1String("with 3 positions")));
    }
};

QTEST_GUILESS_MAIN(tst_influx_store)
#include "tst_influx_store.moc"
