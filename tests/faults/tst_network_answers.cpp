// SPDX-License-Identifier: MIT
// Answers that have no end, or say something else than they mean.
#include "core/influx/influxclient.h"
#include "tests/support/fakeserver.h"
#include "tests/support/problem.h"

#include <QTest>

#include <atomic>

using namespace tradestate;
using namespace tradestate::test;

class tst_network_answers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The words of a real 2.7.12: to a token that may not read, and of a bucket that is missing.
    void aMissingBucketIsToldFromAMissingRight_data()
    {
        QTest::addColumn<QByteArray>("words");
        QTest::addColumn<int>("status"); // of the probe for writing
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("error");
        const QByteArray missing = "{\"code\":\"not found\",\"message\":\"bucket \\\"demo\\\" not found\"}";
        const QByteArray forbidden = "{\"code\":\"forbidden\",\"message\":\"insufficient permissions for write\"}";
        for (const char* words : { "default retention policy not set for: demo", "database not found: demo" }) {
            QTest::addRow("%s, may write", words)
                << QByteArray(words) << 204 << QByteArray() << QStringLiteral("may-not-read");
            QTest::addRow("%s, may not write", words)
                << QByteArray(words) << 403 << forbidden << QStringLiteral("may-not-read");
            QTest::addRow("%s, missing", words)
                << QByteArray(words) << 404 << missing << QStringLiteral("no-such-bucket");
        }
    }

    void aMissingBucketIsToldFromAMissingRight()
    {
        QFETCH(QByteArray, words);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, error);
        FakeServer server(FakeServer::influx2([&](const HttpRequestSeen& request) {
            if (request.path.startsWith("/api/v2/write"))
                return status == 204 ? FakeAnswer::written() : FakeAnswer::json(body, status);
            return FakeAnswer::json("{\"results\":[{\"statement_id\":0,\"error\":\"" + words + "\"}]}");
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        const auto answer = client.query("SHOW TAG VALUES FROM \"m\" WITH KEY = \"t\"");
        QCOMPARE(errorIdOf(answer), error);
        QCOMPARE(answer.error().subject, QStringLiteral("demo"));
    }

    // 1.x says so of a database without a default policy, which is there.
    void aMissingPolicyOf1xIsWhatItIs()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) {
            return FakeAnswer::json(
                "{\"results\":[{\"statement_id\":0,\"error\":\"default retention policy not set for: demo\"}]}");
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        const auto answer = client.query("SELECT 1");
        QCOMPARE(errorIdOf(answer), QStringLiteral("refused-by-server"));
        QVERIFY(answer.error().reason.contains(QStringLiteral("default retention policy")));
    }

    void anAnswerWithoutEndIsCutOff_data()
    {
        QTest::addColumn<bool>("compressed");
        QTest::newRow("as it is") << false;
        QTest::newRow("compressed where the server likes") << true;
    }

    void anAnswerWithoutEndIsCutOff()
    {
        QFETCH(bool, compressed);
        class Endless final : public LoopbackServer
        {
        public:
            ~Endless() override { close(); }
            std::atomic<qint64> sent = 0;

        protected:
            void serve(int socket) override
            {
                (void)waitReadable(socket);
                const QByteArray piece(10'000, ' ');
                bool isThere = sendAll(socket, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
                while (isThere && !isClosing()) {
                    isThere = sendAll(socket, piece);
                    sent += piece.size();
                }
            }
        } server;
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.answerLimit = 1'000'000;
        settings.deadlineSeconds = 20;
        settings.compressed = compressed;
        InfluxClient client(settings);
        QCOMPARE(errorIdOf(client.detect()), QStringLiteral("answer-too-large"));
        QVERIFY2(server.sent > 1'000'000 && server.sent < 100'000'000, QByteArray::number(server.sent).constData());
    }
};

QTEST_GUILESS_MAIN(tst_network_answers)
#include "tst_network_answers.moc"
