// SPDX-License-Identifier: MIT
#include "core/influx/connectiontest.h"
#include "core/influx/influxclient.h"
#include "tests/support/fakeserver.h"
#include "tests/support/problem.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString canary = QStringLiteral("canary-3f1c9a77-token");

QStringList& messages()
{
    static QStringList all;
    return all;
}

void keepMessage(QtMsgType, const QMessageLogContext&, const QString& message)
{
    messages() << message;
}

} // namespace

/// The token goes to nobody but the server of the settings, and no word that came from there becomes a command.
class tst_network_security : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void redirectsNeverCarryTheToken()
    {
        FakeServer thief([](const HttpRequestSeen&) { return FakeAnswer::written(); });
        QVERIFY(thief.listen());
        for (const int status : { 301, 302, 303, 307, 308 }) {
            int redirected = 0;
            const QByteArray target = thief.url().toLatin1() + "/write";
            FakeServer server(FakeServer::influx1([&](const HttpRequestSeen&) {
                ++redirected;
                return FakeAnswer::redirect(target, status);
            }));
            QVERIFY(server.listen());
            InfluxClient client(settingsFor(server, canary));
            QCOMPARE(errorIdOf(client.write({ "m v=1 1" })), QStringLiteral("redirected"));
            QCOMPARE(errorIdOf(client.query("SELECT 1")), QStringLiteral("redirected"));
            QCOMPARE(redirected, 2);
            FakeServer gate([&](const HttpRequestSeen&) { return FakeAnswer::redirect(target, status); });
            QVERIFY(gate.listen());
            InfluxClient other(settingsFor(gate, canary));
            QCOMPARE(errorIdOf(other.detect()), QStringLiteral("redirected"));
        }
        QCOMPARE(thief.connections(), 0);
    }

    void theEnvironmentsProxyIsNotUsed()
    {
        FakeServer proxy([](const HttpRequestSeen&) { return FakeAnswer::written(); });
        QVERIFY(proxy.listen());
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) { return FakeAnswer::noRows(); }));
        QVERIFY(server.listen());
        qputenv("http_proxy", proxy.url().toLatin1());
        qputenv("HTTP_PROXY", proxy.url().toLatin1());
        InfluxClient client(settingsFor(server, canary));
        QVERIFY(client.query("SELECT 1"));
        qunsetenv("http_proxy");
        qunsetenv("HTTP_PROXY");
        QCOMPARE(proxy.connections(), 0);
    }

    void badSettingsReachNoNetwork_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<QString>("error");
        const QString demo = QStringLiteral("demo");
        const QString setting = QStringLiteral("invalid-setting");
        QTest::newRow("plain http") << QStringLiteral("http://192.0.2.1:8086") << canary << demo
                                    << QStringLiteral("plain-http-refused");
        QTest::newRow("not a URL") << QStringLiteral("localhost:8086") << canary << demo << setting;
        QTest::newRow("no host") << QStringLiteral("http://") << canary << demo << setting;
        QTest::newRow("ftp") << QStringLiteral("ftp://localhost") << canary << demo << setting;
        QTest::newRow("user in URL") << QStringLiteral("http://user:%1@localhost").arg(canary) << QString() << demo
                                     << setting;
        QTest::newRow("query") << QStringLiteral("http://localhost/?token=%1").arg(canary) << QString() << demo
                               << setting;
        QTest::newRow("line end in token")
            << QStringLiteral("http://127.0.0.1:1") << canary + QStringLiteral("\r\nX: y") << demo << setting;
        QTest::newRow("NUL in token") << QStringLiteral("http://127.0.0.1:1") << canary + QChar::Null << demo
                                      << setting;
        QTest::newRow("no bucket") << QStringLiteral("http://127.0.0.1:1") << canary << QString()
                                   << QStringLiteral("missing-setting");
    }

    void badSettingsReachNoNetwork()
    {
        QFETCH(QString, url);
        QFETCH(QString, token);
        QFETCH(QString, bucket);
        QFETCH(QString, error);
        InfluxSettings settings;
        settings.url = url;
        settings.token = token;
        settings.bucket = bucket;
        InfluxClient client(settings);
        const auto found = client.detect();
        QCOMPARE(errorIdOf(found), error);
        QVERIFY(!describe(found.error()).contains(canary));
        QCOMPARE(errorIdOf(client.query("SELECT 1")), error);
        QCOMPARE(errorIdOf(client.write({ "m v=1 1" })), error);
        QVERIFY(!client.shownUrl().contains(canary));
    }

    void statementsThatCannotBeAskedAreNotSent()
    {
        FakeServer server(FakeServer::influx1([](const HttpRequestSeen&) { return FakeAnswer::noRows(); }));
        QVERIFY(server.listen());
        InfluxClient client(settingsFor(server, canary));
        QVERIFY(client.detect());
        const size_t before = server.requests().size();
        for (const std::string& text : { std::string("a\0b", 3), std::string("a\rb"), std::string("\xC3") })
            QCOMPARE(errorIdOf(client.query(text)), QStringLiteral("cannot-be-stored"));
        QCOMPARE(server.requests().size(), before);
    }

    void theTokenIsNeverTold()
    {
        messages().clear();
        const QtMessageHandler before = qInstallMessageHandler(keepMessage);
        QStringList told;
        int echoed = 0;
        for (const int status : { 200, 302, 400, 401, 403, 404, 413, 422, 429, 500, 503 }) {
            for (const bool isHtml : { false, true }) {
                FakeServer server(FakeServer::influx1([&](const HttpRequestSeen& request) {
                    // A server, or a proxy on the way, that prints what it was sent.
                    const QByteArray token = request.header("authorization");
                    echoed += token.isEmpty() ? 0 : 1;
                    FakeAnswer answer = FakeAnswer::json("{\"error\":\"bad header " + token + "\"}", status);
                    if (isHtml)
                        answer.headers.front().second = "text/html";
                    answer.headers.emplaceBack("Location", "http://127.0.0.1:1/" + token);
                    return answer;
                }));
                QVERIFY(server.listen());
                for (const QString& token : { canary, QStringLiteral("user:") + canary }) {
                    InfluxSettings settings = settingsFor(server, canary);
                    settings.token = token;
                    settings.retryAttempts = 1;
                    InfluxClient client(settings);
                    const auto note = [&](const auto& result) {
                        if (!result)
                            told << describe(result.error()) << result.error().subject << result.error().reason;
                    };
                    note(client.query("SELECT 1"));
                    note(client.write({ "m v=1 1" }));
                    note(client.deleteRows("m", "time = 1"));
                    note(client.probeWrite());
                    note(client.retention());
                    note(client.databases());
                    told << client.shownUrl();
                    for (const ConnectionCheckResult& step : testConnection(settings, QStringLiteral("default"))) {
                        told << step.found;
                        if (step.error)
                            told << describe(*step.error);
                    }
                }
            }
        }
        qInstallMessageHandler(before);
        QVERIFY(echoed > 100);
        told << messages();
        const QString encoded = QString::fromLatin1((QStringLiteral("user:") + canary).toUtf8().toBase64());
        for (const QString& text : told) {
            QVERIFY2(!text.contains(canary), qPrintable(text));
            QVERIFY2(!text.contains(encoded), qPrintable(text));
        }
        QVERIFY(told.join(QString()).contains(QLatin1String("bad header"))); // the words were told, without it
    }
};

QTEST_GUILESS_MAIN(tst_network_security)
#include "tst_network_security.moc"
