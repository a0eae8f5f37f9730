// SPDX-License-Identifier: MIT
// What a bucket keeps and allows is asked beside the newest saves, so that nobody waits for it by itself.
#include "core/influx/influxclient.h"
#include "core/influx/influxstore.h"
#include "tests/integration/influxmachines.h"
#include "tests/support/fakeserver.h"
#include "tests/support/problem.h"

#include <QRegularExpression>

#include <algorithm>

using namespace restoresupport;
using namespace tradestate::test;

namespace {

constexpr qint64 nanosecondsOfWeek = 168 * 3600 * nanosecondsPerSecond;

FakeAnswer policies(const QByteArray& duration)
{
    return FakeAnswer::json(
        "{\"results\":[{\"statement_id\":0,\"series\":[{\"columns\":[\"name\",\"duration\",\"default\"]"
        ",\"values\":[[\"other\",\"1h0m0s\",false],[\"autogen\",\""
        + duration + "\",true]]}]}]}");
}

bool isWrite(const HttpRequestSeen& request)
{
    return request.path.startsWith("/write") || request.path.startsWith("/api/v2/write");
}

bool asksRetention(const HttpRequestSeen& request)
{
    return HttpRequestSeen::formValue(request.body, "q") == "SHOW RETENTION POLICIES";
}

FakeAnswer as(const QByteArray& what, FakeAnswer good)
{
    if (what == "refuse")
        return FakeAnswer::json("{\"error\":\"not authorized\"}", 403);
    if (what == "busy")
        return FakeAnswer::json("{\"error\":\"not now\"}", 503);
    good.hang = what == "hang";
    good.closeWithout = what == "close";
    return good;
}

int countOf(const FakeServer& server, bool (*isIt)(const HttpRequestSeen&))
{
    const auto requests = server.requests();
    return static_cast<int>(std::count_if(requests.begin(), requests.end(), isIt));
}

} // namespace

class tst_network_beside : public QObject
{
    Q_OBJECT

private:
    InfluxdServer m_server;

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void termsComeWithTheResults_data()
    {
        QTest::addColumn<QByteArray>("retention");
        QTest::addColumn<QByteArray>("write");
        QTest::addColumn<QString>("toldRetention"); // empty: nothing was told
        QTest::addColumn<QString>("toldWrite");
        const QString week = QStringLiteral("week");
        const QString good = QStringLiteral("good");
        const QString timedOut = QStringLiteral("timed-out");
        const QString nothing;
        QTest::newRow("both") << QByteArray() << QByteArray() << week << good;
        QTest::newRow("may not write") << QByteArray() << QByteArray("refuse") << week
                                       << QStringLiteral("may-not-write");
        QTest::newRow("may not ask") << QByteArray("refuse") << QByteArray() << QStringLiteral("may-not-read") << good;
        QTest::newRow("write hangs") << QByteArray() << QByteArray("hang") << week << timedOut;
        QTest::newRow("retention hangs") << QByteArray("hang") << QByteArray() << timedOut << good;
        QTest::newRow("busy") << QByteArray("busy") << QByteArray("busy") << nothing << nothing;
        QTest::newRow("closed") << QByteArray("close") << QByteArray("close") << nothing << nothing;
    }

    void termsComeWithTheResults()
    {
        QFETCH(QByteArray, retention);
        QFETCH(QByteArray, write);
        QFETCH(QString, toldRetention);
        QFETCH(QString, toldWrite);
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen& request) {
            if (isWrite(request))
                return as(write, FakeAnswer::written());
            return asksRetention(request) ? as(retention, policies("168h0m0s")) : FakeAnswer::noRows();
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.timeoutSeconds = 1;
        InfluxClient client(settings);
        BucketTerms terms;
        const auto results = client.queryAll({ "first", "second" }, { true, true }, terms);
        QVERIFY2(results, problemOf(results).constData());
        QVERIFY(results->has_value());
        QCOMPARE((*results)->size(), size_t(2));
        QCOMPARE(terms.retention.has_value(), !toldRetention.isEmpty());
        if (toldRetention == QLatin1String("week"))
            QCOMPARE(terms.retention->value(), std::optional(nanosecondsOfWeek));
        else if (terms.retention)
            QCOMPARE(errorIdOf(*terms.retention), toldRetention);
        QCOMPARE(terms.mayWrite.has_value(), !toldWrite.isEmpty());
        if (toldWrite == QLatin1String("good"))
            QVERIFY(terms.mayWrite->has_value());
        else if (terms.mayWrite)
            QCOMPARE(errorIdOf(*terms.mayWrite), toldWrite);
        // And nobody insisted. Where a connection closes without an answer, Qt may ask once more by itself.
        QVERIFY(countOf(server, isWrite) == 1 || (write == "close" && countOf(server, isWrite) == 2));
        QVERIFY(countOf(server, asksRetention) == 1 || (retention == "close" && countOf(server, asksRetention) == 2));
    }

    void onlyWhatIsWantedIsAsked()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) { return FakeAnswer::noRows(); }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        BucketTerms terms;
        QVERIFY(client.queryAll({ "first" }, {}, terms));
        QVERIFY(!terms.retention && !terms.mayWrite);
        QCOMPARE(countOf(server, isWrite) + countOf(server, asksRetention), 0);
        QVERIFY(client.queryAll({ "first" }, { true, false }, terms));
        QCOMPARE(countOf(server, isWrite), 0);
        QCOMPARE(countOf(server, asksRetention), 1);
        QVERIFY(terms.retention && terms.retention->has_value() && !terms.mayWrite);
    }

    void anErrorOfAQuestionIsTheError()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen& request) {
            if (isWrite(request))
                return FakeAnswer::written();
            return FakeAnswer::json("{\"error\":\"unable to parse authentication credentials\"}", 401);
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        BucketTerms terms;
        QCOMPARE(errorIdOf(client.queryAll({ "first" }, { true, true }, terms)), QStringLiteral("wrong-token"));
    }

    void whatWasToldBeforeAFailedReadingIsForgotten()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen& request) {
            return isWrite(request) ? FakeAnswer::written() : FakeAnswer::noRows();
        }));
        QVERIFY(server.listen());
        InfluxStore store({ settingsFor(server), InfluxLayoutChoice::Auto, {} });
        store.askRightsWithHeads(true);
        QVERIFY(store.readHeads());
        std::stop_source stopped;
        stopped.request_stop();
        QCOMPARE(errorIdOf(store.readHeads(stopped.get_token())), QStringLiteral("cancelled"));
        QVERIFY(!store.takeRightsTold());
        QVERIFY(store.readHeads());
        const auto told = store.takeRightsTold();
        QVERIFY(told && *told);
    }

    void aLoadWaitsForThemOnlyWithTheSaves_data()
    {
        QTest::addColumn<QByteArray>("write");
        QTest::addColumn<QByteArray>("retention");
        QTest::addColumn<bool>("readOnly");
        QTest::addColumn<QString>("whyNotWrite");
        QTest::addColumn<int>("writes");
        QTest::newRow("may write") << QByteArray() << QByteArray() << false << QString() << 1;
        QTest::newRow("may not") << QByteArray("refuse") << QByteArray() << false << QStringLiteral("may-not-write")
                                 << 1;
        // An outage of writing takes no right away; it is not waited for twice.
        QTest::newRow("hangs") << QByteArray("hang") << QByteArray() << false << QString() << 1;
        QTest::newRow("may not ask") << QByteArray() << QByteArray("refuse") << false << QString() << 1;
        QTest::newRow("read-only") << QByteArray() << QByteArray() << true << QStringLiteral("read-only") << 0;
    }

    void aLoadWaitsForThemOnlyWithTheSaves()
    {
        QFETCH(QByteArray, write);
        QFETCH(QByteArray, retention);
        QFETCH(bool, readOnly);
        QFETCH(QString, whyNotWrite);
        QFETCH(int, writes);
        const QString database = QStringLiteral("beside_%1")
                                     .arg(QString::fromLatin1(QTest::currentDataTag())
                                              .remove(QRegularExpression(QStringLiteral("[^a-z]"))));
        InfluxMachines desk(m_server.newDatabase(database));
        const SaveRecord saved = desk.save(firstState());
        FakeServer between([&](const HttpRequestSeen& request) {
            if (isWrite(request))
                return as(write, FakeAnswer::written());
            const FakeAnswer real = forward(request, m_server.url());
            return asksRetention(request) ? as(retention, real) : real;
        });
        QVERIFY(between.listen());
        Settings settings = desk.settings("two");
        settings.influxUrl = between.url();
        settings.readOnly = readOnly;
        settings.connectionTimeoutSeconds = 1;
        const auto console = desk.manager(std::move(settings));
        const Snapshot now = must(console->load());
        QCOMPARE(now.record->saveId, saved.saveId);
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(now.whyNotWrite ? errorId(now.whyNotWrite->code) : QString(), whyNotWrite);
        QCOMPARE(countOf(between, isWrite), writes);
        QCOMPARE(countOf(between, asksRetention), 1);
        // What was told a moment ago is not asked again.
        QVERIFY(console->load());
        QCOMPARE(countOf(between, isWrite), write.isEmpty() ? writes : 2 * writes);
        QCOMPARE(countOf(between, asksRetention), retention.isEmpty() ? 1 : 2);
        // Neither was asked after the rows: nobody waits for them by themselves.
        QByteArrayList order;
        for (const HttpRequestSeen& request : between.requests())
            order << (isWrite(request) ? "write" : HttpRequestSeen::formValue(request.body, "q"));
        const auto isRows = [](const QByteArray& what) { return what.contains("FROM \"positions\""); };
        const auto rows = std::find_if(order.begin(), order.end(), isRows);
        QVERIFY(rows != order.end());
        QVERIFY(std::find(order.begin(), rows, QByteArray("SHOW RETENTION POLICIES")) != rows);
        QCOMPARE(std::find(order.begin(), rows, QByteArray("write")) != rows, !readOnly);
    }

    void whoOnlyLooksAsksForNoRight()
    {
        InfluxMachines desk(m_server.newDatabase(QStringLiteral("beside_looking")));
        const SaveRecord saved = desk.save(firstState());
        FakeServer between([&](const HttpRequestSeen& request) { return forward(request, m_server.url()); });
        QVERIFY(between.listen());
        Settings settings = desk.settings("two");
        settings.influxUrl = between.url();
        const auto console = desk.manager(std::move(settings));
        QCOMPARE(must(console->view(saved.saveId, {})).record->saveId, saved.saveId);
        QVERIFY(must(console->history({}, 10, {})).size() == 1);
        QVERIFY(!between.requests().empty());
        QCOMPARE(countOf(between, isWrite), 0);
        QVERIFY(console->load());
        QCOMPARE(countOf(between, isWrite), 1);
    }
};

QTEST_GUILESS_MAIN(tst_network_beside)
#include "tst_network_beside.moc"
