// SPDX-License-Identifier: MIT
// Which server it is, is asked in the same round as the newest saves: by guess, which the ping confirms or mends.
#include "core/influx/influxclient.h"
#include "tests/support/fakeserver.h"
#include "tests/support/problem.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <functional>
#include <stop_token>
#include <thread>

using namespace tradestate;
using namespace tradestate::test;

namespace {

bool isPing(const HttpRequestSeen& request)
{
    return request.path == "/ping";
}

QByteArray questionOf(const HttpRequestSeen& request)
{
    return HttpRequestSeen::formValue(request.body, "q");
}

FakeAnswer pong(const QByteArray& version)
{
    FakeAnswer answer = FakeAnswer::written();
    if (!version.isEmpty())
        answer.headers.emplaceBack("X-Influxdb-Version", version);
    return answer;
}

/// Takes its time, so that the questions have their answers first.
FakeAnswer latePong(const QByteArray& version)
{
    FakeAnswer answer = pong(version);
    answer.status = 200;
    answer.body = QByteArray(20, ' ');
    answer.dripMilliseconds = 10;
    return answer;
}

FakeAnswer hanging()
{
    FakeAnswer answer;
    answer.hang = true;
    return answer;
}

FakeAnswer usual(const HttpRequestSeen& request)
{
    return request.path == "/query" ? FakeAnswer::noRows() : FakeAnswer::written();
}

int countOf(const FakeServer& server, const std::function<bool(const HttpRequestSeen&)>& isIt)
{
    const auto requests = server.requests();
    return static_cast<int>(std::count_if(requests.begin(), requests.end(), isIt));
}

using Answers = Result<std::optional<std::vector<QueryResult>>>;

Answers ask(InfluxClient& client, BucketTerms& terms, const std::stop_token& stop = {})
{
    return client.queryAll({ "first", "second" }, { true, true }, terms, stop);
}

bool allIsTold(const Answers& answers, const BucketTerms& terms)
{
    return answers && *answers && (*answers)->size() == 2 && terms.retention && *terms.retention && terms.mayWrite
        && *terms.mayWrite;
}

} // namespace

class tst_network_contact : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theQuestionsDoNotWaitForThePing()
    {
        FakeServer server([](const HttpRequestSeen& request) { return isPing(request) ? hanging() : usual(request); });
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.timeoutSeconds = 1;
        InfluxClient client(settings);
        BucketTerms terms;
        QCOMPARE(errorIdOf(ask(client, terms)), QStringLiteral("timed-out"));
        QCOMPARE(countOf(server, isPing), 1); // and nobody waits for it twice
        QCOMPARE(countOf(server, [](const auto& seen) { return questionOf(seen) == "first"; }), 1);
        QCOMPARE(countOf(server, [](const auto& seen) { return questionOf(seen) == "second"; }), 1);
        // How it may be asked whether writing is allowed depends on the server.
        QCOMPARE(countOf(server, [](const auto& seen) { return seen.path.contains("write"); }), 0);
        QVERIFY(!client.server());
        QVERIFY(!terms.mayWrite && !terms.retention);
    }

    void theRestIsAskedOnceThePingIsThere_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("1.x") << QByteArray("1.8.10") << QByteArray("/write?db=demo&precision=ns");
        QTest::newRow("2.x") << QByteArray("v2.7.12") << QByteArray("/api/v2/write?bucket=demo&org=org&precision=ns");
    }

    void theRestIsAskedOnceThePingIsThere()
    {
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, path);
        FakeServer server(
            [&](const HttpRequestSeen& request) { return isPing(request) ? latePong(version) : usual(request); });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        BucketTerms terms;
        const auto answers = ask(client, terms);
        QVERIFY2(answers, problemOf(answers).constData());
        QVERIFY(allIsTold(answers, terms));
        QCOMPARE(client.server()->version.toLatin1(), version.mid(version.startsWith('v') ? 1 : 0));
        QCOMPARE(countOf(server, [&](const auto& seen) { return seen.path == path; }), 1);
        QCOMPARE(server.requests().size(), size_t(5));
        // A known server is not asked again which one it is.
        QVERIFY(allIsTold(ask(client, terms), terms));
        QCOMPARE(countOf(server, isPing), 1);
        QCOMPARE(server.requests().size(), size_t(9));
    }

    void aWrongGuessIsMended_data()
    {
        QTest::addColumn<QString>("organisation");
        QTest::addColumn<QString>("token");
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QByteArray>("authorization");
        QTest::addColumn<bool>("isMended");
        QTest::addColumn<bool>("isOpen"); // whoever asks gets an answer
        const QString pair = QStringLiteral("name:secret");
        const QByteArray basic = "Basic " + pair.toLatin1().toBase64();
        const QString plain = QStringLiteral("secret");
        const QString org = QStringLiteral("org");
        QTest::newRow("1.x") << QString() << pair << QByteArray("1.8.10") << basic << false << false;
        QTest::newRow("1.x, an organisation is set") << org << pair << QByteArray("1.8.10") << basic << true << false;
        QTest::newRow("1.x, an organisation is set, no authentication")
            << org << pair << QByteArray("1.8.10") << basic << true << true;
        QTest::newRow("1.x, a plain token")
            << org << plain << QByteArray("1.8.10") << QByteArray("Token secret") << false << false;
        QTest::newRow("2.x") << org << pair << QByteArray("v2.7.12") << QByteArray("Token name:secret") << false
                             << false;
        QTest::newRow("2.x, none is set")
            << QString() << pair << QByteArray("v2.7.12") << QByteArray("Token name:secret") << true << false;
    }

    void aWrongGuessIsMended()
    {
        QFETCH(QString, organisation);
        QFETCH(QString, token);
        QFETCH(QByteArray, version);
        QFETCH(QByteArray, authorization);
        QFETCH(bool, isMended);
        QFETCH(bool, isOpen);
        FakeServer server([&](const HttpRequestSeen& request) {
            if (isPing(request))
                return pong(version);
            return isOpen || request.header("authorization") == authorization
                ? usual(request)
                : FakeAnswer::json("{\"error\":\"unable to parse authentication credentials\"}", 401);
        });
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server, token);
        settings.organisation = organisation;
        InfluxClient client(settings);
        BucketTerms terms;
        const auto answers = ask(client, terms);
        QVERIFY2(answers, problemOf(answers).constData());
        QVERIFY(allIsTold(answers, terms));
        QCOMPARE(countOf(server, isPing), 1);
        const int right = countOf(server, [&](const auto& seen) {
            return questionOf(seen) == "first" && seen.header("authorization") == authorization;
        });
        QCOMPARE(right, 1);
        if (!isMended)
            QCOMPARE(countOf(server, [](const auto& seen) { return questionOf(seen) == "first"; }), 1);
    }

    void whatAWrongGuessBroughtIsNotTaken()
    {
        const auto rowOf = [](const QByteArray& value) {
            return FakeAnswer::json("{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"columns\":[\"v\"],"
                                    "\"values\":[[\""
                + value + "\"]]}]}]}");
        };
        int asked = 0;
        FakeServer server([&](const HttpRequestSeen& request) {
            if (isPing(request))
                return latePong("1.8.10");
            if (questionOf(request) != "first")
                return usual(request);
            if (request.header("authorization").startsWith("Token"))
                return rowOf("by guess");
            return ++asked == 1 ? FakeAnswer::json("{\"error\":\"not now\"}", 503) : rowOf("as is right");
        });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server, QStringLiteral("name:secret")));
        BucketTerms terms;
        const auto answers = ask(client, terms);
        QVERIFY2(answers, problemOf(answers).constData());
        QVERIFY(allIsTold(answers, terms));
        QCOMPARE(asked, 2);
        QCOMPARE((**answers)[0].series.front().at(0, "v").text, std::string("as is right"));
    }

    void core3IsAskedForNothingBeside_data()
    {
        QTest::addColumn<QString>("token");
        QTest::newRow("its token tells") << QStringLiteral("apiv3_secret");
        QTest::newRow("the ping tells") << QString();
    }

    void core3IsAskedForNothingBeside()
    {
        QFETCH(QString, token);
        FakeServer server([](const HttpRequestSeen& request) {
            return isPing(request) ? pong("3.6.0") : hanging(); // a search there takes its time
        });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server, token));
        QElapsedTimer waited;
        waited.start();
        for (int time = 0; time < 2; ++time) {
            BucketTerms terms;
            const auto answers = ask(client, terms);
            QVERIFY2(answers, problemOf(answers).constData());
            QVERIFY(!answers->has_value());
            QCOMPARE(client.server()->flavour, InfluxFlavour::V3);
            QVERIFY(!terms.retention && !terms.mayWrite);
            QCOMPARE(countOf(server, isPing), 1);
            QCOMPARE(countOf(server, [](const auto& seen) { return seen.path.contains("write"); }), 0);
            if (!token.isEmpty())
                QCOMPARE(server.requests().size(), size_t(1));
        }
        QVERIFY(waited.elapsed() < 9'000); // nobody waits for what hangs, which would take ten seconds
    }

    void whatIsNoInfluxDbIsNotWaitedFor()
    {
        FakeServer server([](const HttpRequestSeen& request) {
            if (!isPing(request))
                return hanging();
            FakeAnswer answer = FakeAnswer::html();
            answer.status = 401;
            return answer;
        });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        QElapsedTimer waited;
        waited.start();
        BucketTerms terms;
        QCOMPARE(errorIdOf(ask(client, terms)), QStringLiteral("not-influxdb"));
        QVERIFY(waited.elapsed() < 9'000);
        QCOMPARE(countOf(server, isPing), 1);
    }

    void aPingThatPassesByItselfIsInsistedOn_data()
    {
        QTest::addColumn<int>("busy");
        QTest::addColumn<QString>("error");
        QTest::newRow("once") << 1 << QString();
        QTest::newRow("twice") << 2 << QString();
        QTest::newRow("for ever") << 1'000 << QStringLiteral("server-busy");
    }

    void aPingThatPassesByItselfIsInsistedOn()
    {
        QFETCH(int, busy);
        QFETCH(QString, error);
        int pings = 0;
        FakeServer server([&](const HttpRequestSeen& request) {
            if (!isPing(request))
                return usual(request);
            return ++pings <= busy ? FakeAnswer::json("{\"error\":\"not now\"}", 503) : pong("1.8.10");
        });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        BucketTerms terms;
        const auto answers = ask(client, terms);
        QCOMPARE(answers ? QString() : errorIdOf(answers), error);
        QCOMPARE(countOf(server, isPing), std::min(busy + 1, client.settings().retryAttempts));
        if (error.isEmpty())
            QVERIFY(allIsTold(answers, terms));
    }

    void aServerThatTellsItsVersionElsewhereIsAskedThere()
    {
        FakeServer server([](const HttpRequestSeen& request) {
            if (isPing(request))
                return pong({});
            if (request.path == "/health")
                return FakeAnswer::json(
                    "{\"name\":\"influxdb\",\"status\":\"pass\",\"version\":\"dev\",\"commit\":\"1234\"}");
            return usual(request);
        });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        BucketTerms terms;
        const auto answers = ask(client, terms);
        QVERIFY2(answers, problemOf(answers).constData());
        QVERIFY(allIsTold(answers, terms));
        QCOMPARE(client.server(), (InfluxServer { InfluxFlavour::V2, QStringLiteral("dev") }));
    }

    void settingsThatCannotBeUsedAskNothing()
    {
        FakeServer server(usual);
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.url = QStringLiteral("http://example.com:8086");
        InfluxClient client(settings);
        BucketTerms terms;
        QCOMPARE(errorIdOf(ask(client, terms)), QStringLiteral("plain-http-refused"));
    }

    void itCanBeStopped()
    {
        FakeServer server(FakeServer::hangs());
        QVERIFY(server.listen());
        std::stop_source stop;
        std::thread stopper([&] {
            (void)isAsked(server);
            stop.request_stop();
        });
        InfluxClient client(settingsFor(server));
        BucketTerms terms;
        const auto answers = ask(client, terms, stop.get_token());
        stopper.join();
        QCOMPARE(errorIdOf(answers), QStringLiteral("cancelled"));
        QVERIFY(!server.requests().empty());
    }
};

QTEST_GUILESS_MAIN(tst_network_contact)
#include "tst_network_contact.moc"
