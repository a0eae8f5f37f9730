// SPDX-License-Identifier: MIT
#include "core/influx/influxclient.h"
#include "tests/support/fakeserver.h"
#include "tests/support/problem.h"

#include <QTcpServer>
#include <QTest>
#include <QThread>

#include <array>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

using namespace tradestate;
using namespace tradestate::test;

namespace {

QByteArray okJson(const QByteArray& body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\n\r\n" + body;
}

} // namespace

/// Servers that misbehave in every way that a server, a proxy or an attacker can.
class tst_network_client : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void connectionRefused()
    {
        QTcpServer placeholder;
        QVERIFY(placeholder.listen(QHostAddress::LocalHost));
        InfluxSettings settings;
        settings.url = QStringLiteral("http://127.0.0.1:%1").arg(placeholder.serverPort());
        settings.bucket = QStringLiteral("demo");
        settings.retryDelayMilliseconds = 60'000; // a retry would never end in this test
        placeholder.close();
        InfluxClient client(settings);
        QCOMPARE(errorIdOf(client.query("SELECT 1")), QStringLiteral("not-running"));
        QCOMPARE(errorIdOf(client.write({ "m v=1 1" })), QStringLiteral("not-running"));
    }

    void hangingServer_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("ping") << QByteArray("/ping");
        QTest::newRow("read") << QByteArray("/query");
        QTest::newRow("write") << QByteArray("/write");
    }

    void hangingServer()
    {
        QFETCH(QByteArray, path);
        int hung = 0;
        FakeServer server([&](const HttpRequestSeen& request) {
            if (request.path.startsWith(path)) {
                ++hung;
                FakeAnswer answer;
                answer.hang = true;
                return answer;
            }
            return FakeServer::influx1([](const HttpRequestSeen&) { return FakeAnswer::noRows(); })(request);
        });
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.timeoutSeconds = 1;
        InfluxClient client(settings);
        const QString error
            = path == "/write" ? errorIdOf(client.write({ "m v=1 1" })) : errorIdOf(client.query("SELECT 1"));
        QCOMPARE(error, QStringLiteral("timed-out"));
        QCOMPARE(hung, 1);
    }

    void drippingServerMeetsTheOverallDeadline()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) {
            FakeAnswer answer = FakeAnswer::noRows();
            answer.body += QByteArray(10'000, ' ');
            answer.dripMilliseconds = 20; // never silent for long, never done
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.timeoutSeconds = 30;
        settings.deadlineSeconds = 1;
        InfluxClient client(settings);
        const auto read = client.query("SELECT 1");
        QCOMPARE(errorIdOf(read), QStringLiteral("timed-out"));
        QVERIFY(read.error().reason.contains(QLatin1String("whole operation")));
        QCOMPARE(server.requests().size(), size_t(2));
    }

    void cancellingEndsTheWait()
    {
        std::stop_source source;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
            source.request_stop(); // the request is there, and nobody answers it
            FakeAnswer answer;
            answer.hang = true;
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.timeoutSeconds = 300;
        InfluxClient client(settings);
        QCOMPARE(errorIdOf(client.query("SELECT 1", source.get_token())), QStringLiteral("cancelled"));
        QCOMPARE(errorIdOf(client.query("SELECT 1", source.get_token())), QStringLiteral("cancelled"));
    }

    void cancellingEndsTheRetries()
    {
        std::stop_source source;
        int asked = 0;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
            if (++asked == 2)
                source.request_stop();
            return FakeAnswer::json("{\"error\":\"later\"}", 503);
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.retryAttempts = 1'000'000;
        InfluxClient client(settings);
        QCOMPARE(errorIdOf(client.query("SELECT 1", source.get_token())), QStringLiteral("cancelled"));
        QCOMPARE(asked, 2);
    }

    void severalQuestionsAreAskedAtTheSameTime()
    {
        // Answers none before both are there.
        class Meeting final : public HttpLoopbackServer
        {
        public:
            ~Meeting() override { close(); }
            [[nodiscard]] bool bothMet() const { return m_met == 2; }

        protected:
            bool answer(int socket, const HttpRequestSeen& request) override
            {
                if (request.path == "/ping")
                    return sendAll(socket, "HTTP/1.1 204 No Content\r\nX-Influxdb-Version: 1.8.10\r\n\r\n");
                std::unique_lock lock(m_mutex);
                ++m_there;
                m_wake.notify_all();
                if (m_wake.wait_for(lock, std::chrono::seconds(20), [this] { return m_there == 2; }))
                    ++m_met;
                const QByteArray statement = HttpRequestSeen::formValue(request.body, "q");
                const QByteArray body = "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"" + statement
                    + "\",\"columns\":[\"time\"],\"values\":[[1]]}]}]}";
                return sendAll(socket, okJson(body));
            }

        private:
            std::mutex m_mutex;
            std::condition_variable m_wake;
            int m_there = 0;
            std::atomic<int> m_met = 0;
        } server;
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        const auto answers = client.queryAll({ "first", "second" });
        QVERIFY2(answers, problemOf(answers).constData());
        QVERIFY(server.bothMet());
        QCOMPARE(answers->size(), size_t(2));
        QCOMPARE(answers->front().series.front().name, std::string("first"));
        QCOMPARE(answers->back().series.front().name, std::string("second"));
    }

    void aResultIsGivenAwayWhileTheOthersAreWaitedFor()
    {
        // The second is answered when the first was used, and not before.
        std::promise<void> used;
        std::atomic<bool> waitedInVain = false;
        class Server final : public HttpLoopbackServer
        {
        public:
            Server(std::shared_future<void> firstIsUsed, std::atomic<bool>& waitedInVain)
                : m_firstIsUsed(std::move(firstIsUsed))
                , m_waitedInVain(waitedInVain)
            {
            }
            ~Server() override { close(); }

        protected:
            bool answer(int socket, const HttpRequestSeen& request) override
            {
                if (request.path == "/ping")
                    return sendAll(socket, "HTTP/1.1 204 No Content\r\nX-Influxdb-Version: 1.8.10\r\n\r\n");
                if (HttpRequestSeen::formValue(request.body, "q") == "second"
                    && m_firstIsUsed.wait_for(std::chrono::seconds(5)) != std::future_status::ready)
                    m_waitedInVain = true;
                return sendAll(socket, okJson("{\"results\":[{\"statement_id\":0}]}"));
            }

        private:
            std::shared_future<void> m_firstIsUsed;
            std::atomic<bool>& m_waitedInVain;
        } server(used.get_future().share(), waitedInVain);
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        std::array<std::atomic<int>, 2> given {};
        const auto asked = client.queryAll({ "first", "second" }, [&](size_t index, const QueryResult&) {
            if (++given.at(index) == 1 && index == 0)
                used.set_value();
        });
        QVERIFY2(asked, problemOf(asked).constData());
        QVERIFY(!waitedInVain);
        QCOMPARE(given[0].load(), 1);
        QCOMPARE(given[1].load(), 1);
    }

    void oneOfSeveralIsTriedAgain()
    {
        int first = 0;
        int second = 0;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen& request) {
            if (HttpRequestSeen::formValue(request.body, "q") == "first") {
                ++first;
                return FakeAnswer::noRows();
            }
            FakeAnswer answer = FakeAnswer::noRows();
            answer.closeWithout = ++second <= 2;
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        const auto answers = client.queryAll({ "first", "second" });
        QVERIFY2(answers, problemOf(answers).constData());
        QCOMPARE(first, 1);
        QCOMPARE(second, 3);
    }

    void theFirstThatIsRefusedEndsTheOthersRetries()
    {
        int busy = 0;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen& request) {
            if (HttpRequestSeen::formValue(request.body, "q") == "refused")
                return FakeAnswer::json("{\"error\":\"unable to parse authentication credentials\"}", 401);
            ++busy;
            return FakeAnswer::json("{\"error\":\"not now\"}", 503);
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        QCOMPARE(errorIdOf(client.queryAll({ "refused", "busy" })), QStringLiteral("wrong-token"));
        QCOMPARE(busy, 1);
        QCOMPARE(errorIdOf(client.queryAll({ "busy", "refused" })), QStringLiteral("server-busy"));
        QCOMPARE(busy, 1 + 3);
    }

    void oneOfSeveralThatFailsFailsAll_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QString>("error");
        QTest::newRow("hangs") << QByteArray("hang") << QStringLiteral("timed-out");
        QTest::newRow("cut off") << QByteArray("cut") << QStringLiteral("connection-lost");
        QTest::newRow("endless") << QByteArray("large") << QStringLiteral("answer-too-large");
        QTest::newRow("refused") << QByteArray("refuse") << QStringLiteral("refused-by-server");
    }

    void oneOfSeveralThatFailsFailsAll()
    {
        QFETCH(QByteArray, what);
        QFETCH(QString, error);
        int failed = 0;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen& request) {
            FakeAnswer answer = FakeAnswer::noRows();
            if (HttpRequestSeen::formValue(request.body, "q") != "failing")
                return answer;
            ++failed;
            answer.hang = what == "hang";
            if (what == "cut")
                answer.cutAfter = 10;
            else if (what == "large")
                answer.body += QByteArray(3'000'000, ' ');
            else if (what == "refuse")
                answer.body = "{\"results\":[{\"statement_id\":0,\"error\":\"no such thing\"}]}";
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.timeoutSeconds = 1;
        settings.retryAttempts = 1;
        settings.answerLimit = 1'000'000;
        InfluxClient client(settings);
        for (const auto& statements : { std::vector<std::string> { "good", "failing" }, { "failing", "good" } }) {
            const auto answers = client.queryAll(statements);
            QVERIFY2(errorIdOf(answers) == error, problemOf(answers).constData());
        }
        QCOMPARE(failed, 2);
    }

    void cutOffAnswers()
    {
        const QByteArray whole = "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"m\",\"columns\":[\"time\","
                                 "\"v\"],\"values\":[[1,\"x\"],[2,\"y\"]]}]}]}";
        qsizetype cut = 0;
        bool withoutLength = false;
        bool compressed = false;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
            FakeAnswer answer = FakeAnswer::json(compressed ? gzip(whole) : whole);
            if (compressed)
                answer.headers.emplaceBack("Content-Encoding", "gzip");
            answer.cutAfter = cut;
            answer.withoutLength = withoutLength;
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.retryAttempts = 1;
        for (compressed = false;; compressed = true) {
            settings.compressed = compressed;
            InfluxClient client(settings);
            const qsizetype size = compressed ? gzip(whole).size() : whole.size();
            for (withoutLength = false;; withoutLength = true) {
                // The last bytes of gzip are its checksum: without them all the data is there.
                const qsizetype mustFail = compressed ? size - 12 : size;
                for (cut = 0; cut < mustFail; cut += 1 + size / 40) {
                    const auto read = client.query("SELECT 1");
                    QVERIFY2(!read, qPrintable(QStringLiteral("%1 of %2 bytes").arg(cut).arg(size)));
                    QVERIFY2(read.error().code == ErrorCode::ConnectionLost
                            || read.error().code == ErrorCode::AnswerNotUnderstood,
                        problemOf(read).constData());
                }
                if (withoutLength)
                    break;
            }
            if (compressed)
                break;
        }
    }

    void closedWithoutAnswerIsTriedAgain()
    {
        int closed = 0;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
            FakeAnswer answer = FakeAnswer::written();
            answer.closeWithout = ++closed <= 2;
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        const auto written = client.write({ "m v=1 1" });
        QVERIFY2(written, problemOf(written).constData());
        QCOMPARE(closed, 3);
    }

    void gzipBomb()
    {
        int sent = 0;
        const FakeAnswer bomb = FakeAnswer::gzipBomb(20'000'000);
        QVERIFY(bomb.body.size() < 100'000);
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
            ++sent;
            return bomb;
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.compressed = true;
        InfluxClient client(settings);
        const auto read = client.query("SELECT 1");
        QVERIFY2(errorIdOf(read) == QLatin1String("answer-too-large"), problemOf(read).constData());
        QCOMPARE(sent, 1);
    }

    void tooLargeAnswer()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) {
            FakeAnswer answer = FakeAnswer::noRows();
            answer.body += QByteArray(3'000'000, ' ');
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.answerLimit = 1'000'000;
        InfluxClient client(settings);
        QCOMPARE(errorIdOf(client.query("SELECT 1")), QStringLiteral("answer-too-large"));
    }

    void busyServer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<int>("requests");
        QTest::newRow("500") << 500 << QByteArray() << 3;
        QTest::newRow("503") << 503 << QByteArray("0") << 3;
        QTest::newRow("429") << 429 << QByteArray("0") << 3;
        QTest::newRow("absurd wait") << 503 << QByteArray("1000000000") << 1;
        QTest::newRow("negative wait") << 503 << QByteArray("-5") << 3;
        QTest::newRow("overflow") << 503 << QByteArray("99999999999999999999") << 3;
        QTest::newRow("no number") << 503 << QByteArray("soon") << 3;
    }

    void busyServer()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, retryAfter);
        QFETCH(int, requests);
        int asked = 0;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
            ++asked;
            FakeAnswer answer = FakeAnswer::json("{\"error\":\"not now\"}", status);
            if (!retryAfter.isEmpty())
                answer.headers.emplaceBack("Retry-After", retryAfter);
            return answer;
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        QCOMPARE(errorIdOf(client.write({ "m v=1 1" })), QStringLiteral("server-busy"));
        QCOMPARE(asked, requests);
    }

    void refusalsAreNotRepeated_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("error");
        QTest::newRow("400") << 400 << QStringLiteral("refused-by-server");
        QTest::newRow("401") << 401 << QStringLiteral("wrong-token");
        QTest::newRow("403") << 403 << QStringLiteral("may-not-write");
        QTest::newRow("404") << 404 << QStringLiteral("not-influxdb");
        QTest::newRow("405") << 405 << QStringLiteral("not-influxdb");
        QTest::newRow("413") << 413 << QStringLiteral("refused-by-server");
        QTest::newRow("422") << 422 << QStringLiteral("refused-by-server");
        QTest::newRow("200") << 200 << QStringLiteral("answer-not-understood");
        QTest::newRow("202") << 202 << QStringLiteral("answer-not-understood");
        QTest::newRow("302") << 302 << QStringLiteral("redirected");
    }

    void refusalsAreNotRepeated()
    {
        QFETCH(int, status);
        QFETCH(QString, error);
        int asked = 0;
        FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
            ++asked;
            return FakeAnswer::json("{\"error\":\"no\"}", status);
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        QCOMPARE(errorIdOf(client.write({ "m v=1 1" })), error);
        QCOMPARE(asked, 1);
    }

    void aPageIsNoDatabase()
    {
        int pages = 0;
        FakeServer server(FakeServer::influx2([&](const HttpRequestSeen&) {
            ++pages;
            return FakeAnswer::html();
        }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        QCOMPARE(errorIdOf(client.write({ "m v=1 1" })), QStringLiteral("not-influxdb"));
        QCOMPARE(errorIdOf(client.query("SELECT 1")), QStringLiteral("not-influxdb"));
        QCOMPARE(errorIdOf(client.probeWrite()), QStringLiteral("not-influxdb"));
        QCOMPARE(pages, 3);
        FakeServer site([](const HttpRequestSeen&) { return FakeAnswer::html(); });
        QVERIFY(site.listen());
        InfluxClient lost(settingsFor(site));
        QCOMPARE(errorIdOf(lost.detect()), QStringLiteral("not-influxdb"));
    }

    void notHttpAtAll()
    {
        class Shouting final : public LoopbackServer
        {
        public:
            ~Shouting() override { close(); }

        protected:
            void serve(int socket) override
            {
                sendAll(socket, "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
                waitUntilGone(socket);
            }
        } server;
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.retryAttempts = 1;
        settings.timeoutSeconds = 2;
        InfluxClient client(settings);
        const auto found = client.detect();
        QVERIFY(!found);
        // Qt tells a broken status line as a broken connection.
        QVERIFY2(found.error().code == ErrorCode::NotInfluxDb || found.error().code == ErrorCode::ConnectionLost,
            problemOf(found).constData());
        QVERIFY(server.connections() > 0);
    }

    void unsupportedVersions_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QString>("error");
        QTest::newRow("1.5") << QByteArray("1.5.9") << QStringLiteral("unsupported-server");
        QTest::newRow("1.6") << QByteArray("1.6.0") << QString();
        QTest::newRow("2.3") << QByteArray("v2.3.0") << QStringLiteral("unsupported-server");
        QTest::newRow("2.4") << QByteArray("v2.4.0") << QString();
        QTest::newRow("4.0") << QByteArray("4.0.0") << QStringLiteral("unsupported-server");
        QTest::newRow("0.13") << QByteArray("0.13.0") << QStringLiteral("unsupported-server");
        QTest::newRow("none") << QByteArray() << QStringLiteral("not-influxdb");
        QTest::newRow("word") << QByteArray("unknown") << QStringLiteral("not-influxdb");
    }

    void unsupportedVersions()
    {
        QFETCH(QByteArray, version);
        QFETCH(QString, error);
        FakeServer server([&](const HttpRequestSeen& request) {
            if (request.path == "/health")
                return FakeAnswer::json("{\"name\":\"something else\"}");
            FakeAnswer answer = FakeAnswer::written();
            answer.headers.emplaceBack("X-Influxdb-Version", version);
            return answer;
        });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        QCOMPARE(errorIdOf(client.detect()), error);
    }

    void selfBuilt2xIsTakenByItsHealth()
    {
        FakeServer server([](const HttpRequestSeen& request) {
            if (request.path == "/health")
                return FakeAnswer::json("{\"name\":\"influxdb\",\"version\":\"dev\",\"commit\":\"none\"}");
            FakeAnswer answer = FakeAnswer::written();
            answer.headers.emplaceBack("X-Influxdb-Version", "dev");
            return answer;
        });
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server));
        const auto found = client.detect();
        QVERIFY2(found, problemOf(found).constData());
        QVERIFY(found->flavour == InfluxFlavour::V2);
    }

    void largeWritesGoInSeveralBodies()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) { return FakeAnswer::written(); }));
        QVERIFY(server.listen());
        InfluxSettings settings = settingsFor(server);
        settings.bodyLimit = 1'000;
        InfluxClient client(settings);
        std::vector<std::string> lines;
        QByteArray all;
        for (int i = 0; i < 500; ++i) {
            lines.push_back("m v=" + std::to_string(i) + " " + std::to_string(i));
            all += QByteArray::fromStdString(lines.back()) + '\n';
        }
        lines.emplace_back("m s=\"" + std::string(5'000, 'x') + "\" 1");
        all += QByteArray::fromStdString(lines.back()) + '\n';
        QVERIFY(client.write(lines));
        QByteArray received;
        for (const HttpRequestSeen& request : server.requests()) {
            if (request.path == "/ping")
                continue;
            QVERIFY(request.body.size() <= 1'000 || request.body.count('\n') == 0);
            received += request.body + '\n';
        }
        QCOMPARE(received, all);
        QVERIFY(server.requests().size() > 3);
    }

    void worksInEveryKindOfThread()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) { return FakeAnswer::noRows(); }));
        QVERIFY(server.listen());
        const InfluxSettings settings = settingsFor(server);
        bool inStdThread = false;
        std::thread([&] {
            InfluxClient client(settings);
            inStdThread = client.query("SELECT 1").has_value();
        }).join();
        QVERIFY(inStdThread);
        bool inQThread = false;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            InfluxClient client(settings);
            inQThread = client.query("SELECT 1").has_value();
        }));
        thread->start();
        QVERIFY(thread->wait(30'000));
        QVERIFY(inQThread);
        // Made here, used there, destroyed here when that thread is over.
        bool moved = false;
        InfluxClient client(settings);
        std::thread([&] { moved = client.query("SELECT 1").has_value(); }).join();
        QVERIFY(moved);
        QVERIFY(client.query("SELECT 1"));
    }
};

QTEST_GUILESS_MAIN(tst_network_client)
#include "tst_network_client.moc"
