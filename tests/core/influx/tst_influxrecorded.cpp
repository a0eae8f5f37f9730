// SPDX-License-Identifier: MIT
#include "core/base/json.h"
#include "core/influx/influxclient.h"
#include "core/influx/lineprotocol.h"
#include "tests/support/fakeserver.h"
#include "tests/support/problem.h"
#include "tests/support/recordedserver.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString v1 = QStringLiteral("influxdb-1.12.4");
const QString v2 = QStringLiteral("influxdb-2.7.12");
const QString v3 = QStringLiteral("influxdb-3.6.0");

InfluxSettings settingsFor(const RecordedServer& server, const QString& folder)
{
    InfluxSettings settings;
    settings.url = server.url();
    settings.bucket = QStringLiteral("demo");
    settings.organisation = QStringLiteral("quant-system");
    settings.retryDelayMilliseconds = 1;
    if (folder == v1)
        settings.token = QStringLiteral("rw:rwrw");
    else
        settings.token = folder == v2 ? QStringLiteral("example-token") : QStringLiteral("admin-token");
    return settings;
}

std::vector<std::string> linesOf(const QByteArray& body)
{
    // One entry is sent as it is, whatever it holds.
    return { body.toStdString() };
}

enum class Do { Read, Write, Probe, Delete };

} // namespace

Q_DECLARE_METATYPE(Do)

/// The client against what three real servers once answered.
class tst_influxrecorded : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detects_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<int>("flavour");
        QTest::addColumn<QString>("version");
        QTest::newRow("1.12.4") << v1 << static_cast<int>(InfluxFlavour::V1) << QStringLiteral("1.12.4");
        QTest::newRow("2.7.12") << v2 << static_cast<int>(InfluxFlavour::V2) << QStringLiteral("2.7.12");
        QTest::newRow("3.6.0") << v3 << static_cast<int>(InfluxFlavour::V3) << QStringLiteral("3.6.0");
    }

    void detects()
    {
        QFETCH(QString, folder);
        QFETCH(int, flavour);
        QFETCH(QString, version);
        RecordedServer server(folder);
        QVERIFY(server.start());
        InfluxClient client(settingsFor(server, folder));
        const auto found = client.detect();
        QVERIFY2(found, problemOf(found).constData());
        QCOMPARE(static_cast<int>(found->flavour), flavour);
        QCOMPARE(found->version, version);
        QVERIFY(server.unknown().empty());
        // It is asked once.
        QVERIFY(client.detect());
        QCOMPARE(server.requests().size(), size_t(1));
    }

    void tells_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<Do>("what");
        QTest::addColumn<QString>("text"); // statement, or the name of the exchange whose body is written
        QTest::addColumn<QString>("token"); // empty: the usual one
        QTest::addColumn<QString>("bucket");
        QTest::addColumn<QString>("organisation");
        QTest::addColumn<QString>("error"); // empty: it works
        QTest::addColumn<QString>("words"); // of the reason

        const auto row = [](const char* name, const QString& folder, Do what, const char* text, const char* token,
                             const char* bucket, const char* organisation, const char* error, const char* words) {
            QTest::newRow(name) << folder << what << QString::fromLatin1(text) << QString::fromLatin1(token)
                                << QString::fromLatin1(bucket) << QString::fromLatin1(organisation)
                                << QString::fromLatin1(error) << QString::fromLatin1(words);
        };
        const char* all = "SELECT * FROM positions";
        const char* org = "quant-system";

        row("1 wrong token", v1, Do::Read, all, "rw:wrong", "demo", "", "wrong-token", "authorization failed");
        row("1 missing database", v1, Do::Read, all, "", "nowhere", "", "no-such-bucket", "");
        row("1 may not read", v1, Do::Read, all, "wo:wowo", "demo", "", "may-not-read", "requires READ");
        row("1 other's", v1, Do::Read, all, "ot:otot", "demo", "", "may-not-read", "requires READ");
        row("1 syntax", v1, Do::Read, "SELECT FROM WHERE", "", "demo", "", "refused-by-server", "parsing query");
        row("1 several", v1, Do::Read,
            "SELECT * FROM trading_states; SELECT * FROM positions; SELECT * FROM pair_states", "", "demo", "",
            "answer-not-understood", "another statement");
        row("1 nothing there", v1, Do::Read, "SELECT * FROM nothing_here", "", "demo", "", "", "");
        row("1 write", v1, Do::Write, "write-rows", "", "demo", "", "", "");
        row("1 write wrong token", v1, Do::Write, "write-wrong-token", "rw:wrong", "demo", "", "wrong-token", "");
        row("1 may not write", v1, Do::Write, "write-without-write-permission", "ro:roro", "demo", "", "may-not-write",
            "not authorized");
        row("1 write nowhere", v1, Do::Write, "write-missing-bucket", "admin:adminadmin", "nowhere", "",
            "no-such-bucket", "");
        row("1 one bad line", v1, Do::Write, "write-one-bad-line", "", "demo", "", "refused-by-server",
            "partial write");
        row("1 type conflict", v1, Do::Write, "write-type-conflict", "", "demo", "", "refused-by-server",
            "type conflict");
        row("1 too long", v1, Do::Write, "write-string-too-long", "", "demo", "", "refused-by-server", "too long");
        row("1 time", v1, Do::Write, "write-time-out-of-range", "", "demo", "", "refused-by-server", "outside range");
        row("1 retention", v1, Do::Write, "write-beyond-retention", "admin:adminadmin", "hour", "", "beyond-retention",
            "retention policy");
        row("1 probe", v1, Do::Probe, "", "", "demo", "", "", "");
        row("1 probe read-only", v1, Do::Probe, "", "ro:roro", "demo", "", "may-not-write", "");
        row("1 probe nowhere", v1, Do::Probe, "", "", "nowhere", "", "no-such-bucket", "");
        row("1 delete", v1, Do::Delete, "time = 4", "", "demo", "", "", "");
        row("1 delete read-only", v1, Do::Delete, "time = 10", "ro:roro", "demo", "", "may-not-write",
            "requires WRITE");

        row("2 wrong token", v2, Do::Read, all, "wrong-token", "demo", org, "wrong-token", "Unauthorized");
        row("2 missing bucket", v2, Do::Read, all, "", "nowhere", org, "no-such-bucket", "");
        row("2 may not read", v2, Do::Read, all, "write-only-token", "demo", org, "may-not-read", "");
        row("2 other's", v2, Do::Read, all, "other-bucket-token", "demo", org, "may-not-read", "");
        row("2 syntax", v2, Do::Read, "SELECT FROM WHERE", "", "demo", org, "refused-by-server", "failed to parse");
        row("2 nothing there", v2, Do::Read, "SELECT * FROM nothing_here", "", "demo", org, "", "");
        row("2 write", v2, Do::Write, "write-rows", "", "demo", org, "", "");
        row("2 write wrong token", v2, Do::Write, "write-wrong-token", "wrong-token", "demo", org, "wrong-token", "");
        row("2 may not write", v2, Do::Write, "write-without-write-permission", "read-only-token", "demo", org,
            "may-not-write", "insufficient permissions");
        row("2 write nowhere", v2, Do::Write, "write-missing-bucket", "admin-token", "nowhere", org, "no-such-bucket",
            "");
        row("2 organisation", v2, Do::Write, "write-missing-organisation", "admin-token", "demo", "nobody",
            "no-such-organisation", "nobody");
        row("2 one bad line", v2, Do::Write, "write-one-bad-line", "", "demo", org, "refused-by-server",
            "missing field value");
        row("2 type conflict", v2, Do::Write, "write-type-conflict", "", "demo", org, "refused-by-server",
            "type conflict");
        row("2 too long", v2, Do::Write, "write-string-too-long", "", "demo", org, "refused-by-server", "too long");
        row("2 retention", v2, Do::Write, "write-beyond-retention", "admin-token", "hour", org, "beyond-retention", "");
        row("2 probe", v2, Do::Probe, "", "", "demo", org, "", "");
        row("2 probe read-only", v2, Do::Probe, "", "read-only-token", "demo", org, "may-not-write", "");
        row("2 delete", v2, Do::Delete, "time = 4", "", "demo", org, "", "");
        row("2 delete read-only", v2, Do::Delete, "time = 10", "read-only-token", "demo", org, "may-not-write",
            "insufficient permissions");

        row("3 wrong token", v3, Do::Read, all, "wrong-token", "demo", "", "wrong-token", "401");
        row("3 missing database", v3, Do::Read, all, "", "nowhere", "", "no-such-bucket", "");
        row("3 syntax", v3, Do::Read, "SELECT FROM WHERE", "", "demo", "", "refused-by-server", "InfluxQL");
        row("3 nothing there", v3, Do::Read, "SELECT * FROM nothing_here", "", "demo", "", "", "");
        row("3 write", v3, Do::Write, "write-rows", "", "demo", "", "", "");
        row("3 write nowhere", v3, Do::Write, "write-rows", "", "never-made", "", "no-such-bucket", "");
        row("3 one bad line", v3, Do::Write, "write-one-bad-line", "", "demo", "", "refused-by-server",
            "No fields were provided");
        row("3 type conflict", v3, Do::Write, "write-type-conflict", "", "demo", "", "refused-by-server",
            "column type");
        row("3 too long", v3, Do::Write, "write-string-too-long", "", "demo", "", "refused-by-server", "64KB");
        row("3 probe", v3, Do::Probe, "", "", "demo", "", "", "");
        row("3 probe nowhere", v3, Do::Probe, "", "", "never-made", "", "no-such-bucket", "");
        row("3 delete", v3, Do::Delete, "time = 4", "", "demo", "", "refused-by-server", "deletes no rows");
    }

    void tells()
    {
        QFETCH(QString, folder);
        QFETCH(Do, what);
        QFETCH(QString, text);
        QFETCH(QString, token);
        QFETCH(QString, bucket);
        QFETCH(QString, organisation);
        QFETCH(QString, error);
        QFETCH(QString, words);
        RecordedServer server(folder);
        QVERIFY(server.start());
        // The write-only token's probe was not recorded; with the right it is answered like that of any other.
        server.use(
            [](const HttpRequestSeen& request) {
                return request.body.isEmpty()
                    && (request.header("authorization") == "Token write-only-token"
                        || request.header("authorization") == "Basic d286d293bw==");
            },
            QStringLiteral("write-empty-body"));
        // The statements of a deletion were recorded with the table's name unquoted.
        for (const QByteArray condition : { "4", "10" }) {
            for (const QByteArray table : { "n", "g" }) {
                server.use(
                    [condition, table](const HttpRequestSeen& request) {
                        const QByteArray q = HttpRequestSeen::formValue(request.body, "q");
                        return q == "DELETE FROM \"" + table + "\" WHERE time = " + condition;
                    },
                    table == "n" ? QStringLiteral("delete-by-influxql")
                                 : QStringLiteral("delete-by-influxql-read-only"));
            }
        }
        InfluxSettings settings = settingsFor(server, folder);
        if (!token.isEmpty())
            settings.token = token;
        settings.bucket = bucket;
        settings.organisation = organisation;
        InfluxClient client(settings);
        Result<void> done;
        switch (what) {
        case Do::Read: {
            const auto read = client.query(text.toStdString());
            if (!read)
                done = tl::unexpected(read.error());
            break;
        }
        case Do::Write: {
            QByteArray body = server.requestBody(text);
            if (text.contains(QLatin1String("too-long"))) {
                // Recorded shortened: <1048586 bytes>.
                const QByteArray recorded = body;
                body = "m s=\"" + QByteArray(1'048'577, 'x') + "\" 1";
                server.use([](const HttpRequestSeen& request) { return request.body.size() > 1'000'000; }, text);
            }
            done = client.write(linesOf(body));
            break;
        }
        case Do::Probe:
            done = client.probeWrite();
            break;
        case Do::Delete:
            done = client.deleteRows(text.endsWith(QLatin1String("10")) ? "g" : "n", text.toStdString());
            break;
        }
        QCOMPARE(errorIdOf(done), error);
        if (!done) {
            QVERIFY2(done.error().reason.contains(words), qPrintable(done.error().reason));
            const QString shown = describe(done.error());
            QVERIFY(!shown.contains(settings.token));
            QVERIFY(!shown.contains(settings.token.section(QLatin1Char(':'), 1))
                || !settings.token.contains(QLatin1Char(':')));
        }
        for (const HttpRequestSeen& request : server.unknown())
            QFAIL((request.method + ' ' + request.path + ' ' + request.body.left(200)).constData());
    }

    void readsValues_data()
    {
        QTest::addColumn<QString>("folder");
        for (const QString& folder : { v1, v2, v3 })
            QTest::newRow(qPrintable(folder)) << folder;
    }

    void readsValues()
    {
        QFETCH(QString, folder);
        RecordedServer server(folder);
        QVERIFY(server.start());
        InfluxClient client(settingsFor(server, folder));
        const auto numbers = client.query("SELECT * FROM n");
        QVERIFY2(numbers, problemOf(numbers).constData());
        const InfluxSeries& n = numbers->series.front();
        QCOMPARE(n.at(0, "i").asInteger(), 9007199254740993LL);
        QCOMPARE(n.at(0, "f").asNumber()->toDouble(), 1.0);
        QCOMPARE(n.at(0, "f").asInteger(), 1LL);
        QCOMPARE(n.at(0, "g").asNumber()->toDouble(), 1e308);
        QVERIFY(!n.at(0, "g").asInteger());
        QVERIFY(n.at(0, "h").text.starts_with("-0"));
        QCOMPARE(n.time(0), 1LL);

        const auto names = client.query("SELECT * FROM n WHERE time = 4");
        QVERIFY2(names, problemOf(names).constData());
        const InfluxSeries& s = names->series.front();
        QCOMPARE(s.at(0, "s").text, std::string("q\"b\\z\nnew line\ttab \xC3\xA9 \xF0\x9F\x9A\x80"));
        QVERIFY(s.at(0, "f").isNull());

        const auto groups = client.query("SELECT last(\"data\") FROM positions GROUP BY pair");
        QVERIFY2(groups, problemOf(groups).constData());
        QCOMPARE(groups->series.size(), size_t(2));
        for (const InfluxSeries& group : groups->series)
            QVERIFY(!group.tag("pair").empty());

        // Two rows in several parts, and compressed, are the same two rows.
        server.use(
            [](const HttpRequestSeen& request) { return request.body.endsWith("q=SELECT%20%2A%20FROM%20positions"); },
            QStringLiteral("read-gzip"));
        InfluxSettings compressed = settingsFor(server, folder);
        compressed.compressed = true;
        InfluxClient other(compressed);
        const auto zipped = other.query("SELECT * FROM positions");
        QVERIFY2(zipped, problemOf(zipped).constData());
        QCOMPARE(zipped->rowCount(), size_t(2));
        QVERIFY(server.requests().back().header("accept-encoding").contains("gzip"));

        const auto databases = client.databases();
        QVERIFY2(databases || folder == v1 || folder == v2, problemOf(databases).constData());
        if (databases)
            QVERIFY(databases->contains(QStringLiteral("demo")));
        const auto retention = client.retention();
        QVERIFY2(retention, problemOf(retention).constData());
        QVERIFY(!*retention);
        QVERIFY(server.unknown().empty());
    }

    void joinsChunks()
    {
        RecordedServer server(v3);
        QVERIFY(server.start());
        server.use(
            [](const HttpRequestSeen& request) { return request.path == "/query"; }, QStringLiteral("read-chunked"));
        InfluxClient client(settingsFor(server, v3));
        const auto rows = client.query("SELECT * FROM positions");
        QVERIFY2(rows, problemOf(rows).constData());
        QCOMPARE(rows->series.size(), size_t(1));
        QCOMPARE(rows->rowCount(), size_t(2));
    }

    void deletionsAreNotAskedForInChunks()
    {
        // As 2.7.12 does it: "{}", but with chunked=true no byte at all, as where the answer was lost.
        bool lost = false;
        FakeServer server(FakeServer::influx2([&](const HttpRequestSeen& request) {
            const bool chunked = HttpRequestSeen::formValue(request.body, "chunked") == "true";
            return FakeAnswer::json(chunked || lost ? "" : "{}");
        }));
        QVERIFY(server.listen());
        InfluxSettings settings;
        settings.url = server.url();
        settings.bucket = QStringLiteral("demo");
        settings.retryAttempts = 1;
        InfluxClient client(settings);
        const auto removed = client.deleteRows("m", "time = 1");
        QVERIFY2(removed, problemOf(removed).constData());
        lost = true;
        QCOMPARE(errorIdOf(client.deleteRows("m", "time = 1")), QStringLiteral("answer-not-understood"));
    }

    void sendsCredentialsAsTheServerTakesThem()
    {
        for (const auto& [folder, expected] : { std::pair(v1, QByteArray("Basic cnc6cndydw==")),
                 std::pair(v2, QByteArray("Token example-token")), std::pair(v3, QByteArray("Bearer admin-token")) }) {
            RecordedServer server(folder);
            QVERIFY(server.start());
            InfluxClient client(settingsFor(server, folder));
            QVERIFY(client.query("SELECT * FROM nothing_here"));
            QCOMPARE(server.requests().back().header("authorization"), expected);
        }
    }

    void wrongTokenOf3IsToldAtOnce()
    {
        RecordedServer server(v3);
        QVERIFY(server.start());
        InfluxSettings settings = settingsFor(server, v3);
        settings.token = QStringLiteral("not-the-token");
        InfluxClient client(settings);
        QCOMPARE(errorIdOf(client.detect()), QStringLiteral("wrong-token"));
    }
};

QTEST_GUILESS_MAIN(tst_influxrecorded)
#include "tst_influxrecorded.moc"
