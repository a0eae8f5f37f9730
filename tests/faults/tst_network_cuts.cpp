// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/influx/tableslayout.h"
#include "core/influx/versionslayout.h"
#include "tests/support/fakeserver.h"
#include "tests/support/faultproxy.h"
#include "tests/support/influxdserver.h"
#include "tests/support/problem.h"
#include "tests/support/stategenerator.h"

#include <QTest>
#include <QUuid>

using namespace tradestate;
using namespace tradestate::test;

namespace {

StoredSave saveOf(const TradingState& state)
{
    static qint64 now = 1'795'424'400'000'000'000;
    StoredSave save;
    save.state = state;
    save.record.saveId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    save.record.folder = QStringLiteral("folder");
    save.record.savedAt = Timestamp::fromNanoseconds(now += 1'000'000'000);
    save.record.recordedAt = save.record.savedAt;
    save.record.knows[save.record.folder] = save.record.savedAt;
    save.record.positionCount = static_cast<qint64>(state.positions.size());
    save.record.pairStateCount = static_cast<qint64>(state.pairStates.size());
    save.record.checksum = stateChecksum(state);
    save.record.recordChecksum = recordChecksumOf(save.record);
    save.proof = Proof::Verified;
    return save;
}

InfluxLayoutContext freshContext()
{
    InfluxLayoutContext context;
    context.account = QUuid::createUuid().toString(QUuid::WithoutBraces);
    return context;
}

} // namespace

/// A real server behind a connection that breaks at every place of a save: what was told as saved is there, what was
/// not told can be sent again.
class tst_network_cuts : public QObject
{
    Q_OBJECT

private:
    InfluxdServer m_server;
    InfluxSettings m_direct;

    /// Passes requests on to the real server and gives its answer.
    [[nodiscard]] FakeAnswer forward(const HttpRequestSeen& request) const
    {
        return test::forward(request, m_direct.url);
    }

    [[nodiscard]] static std::unique_ptr<InfluxLayout> layoutOf(
        bool eventLog, InfluxClient& client, const InfluxLayoutContext& context)
    {
        if (eventLog)
            return std::make_unique<VersionsLayout>(client, InfluxLayoutContext());
        return std::make_unique<TablesLayout>(client, context);
    }

    void checkHead(const InfluxLayoutContext& context, const StoredSave& meant, bool eventLog = false)
    {
        InfluxClient client(m_direct);
        const auto layout = layoutOf(eventLog, client, context);
        const auto heads = layout->readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(1));
        QVERIFY(heads->front().record == meant.record);
        QCOMPARE(proofText(heads->front().proof), QStringLiteral("verified"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.problem()));
        m_direct = m_server.newDatabase(QStringLiteral("cuts"));
    }

    void everyCut_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<bool>("forGood"); // else once: Qt itself sends a request again whose connection broke
        QTest::addColumn<bool>("eventLog");
        const auto request = static_cast<int>(FaultProxy::Kind::CutRequest);
        const auto answer = static_cast<int>(FaultProxy::Kind::CutAnswer);
        for (const bool eventLog : { false, true }) {
            const auto row = [eventLog](const char* name) -> QTestData& {
                return QTest::addRow("%s, %s", eventLog ? "versions" : "tables", name);
            };
            row("request") << request << 1 << false << eventLog;
            row("request, for good") << request << 1 << true << eventLog;
            row("answer") << answer << 1 << false << eventLog;
            row("request, retried") << request << 3 << false << eventLog;
            row("answer, retried") << answer << 3 << false << eventLog;
        }
    }

    void everyCut()
    {
        QFETCH(int, kind);
        QFETCH(int, attempts);
        QFETCH(bool, forGood);
        QFETCH(bool, eventLog);
        FaultProxy proxy(m_server.port());
        QVERIFY(proxy.listen());
        InfluxSettings through = m_direct;
        through.url = proxy.url();
        through.retryAttempts = attempts;
        through.retryDelayMilliseconds = 1;
        const TradingState state = generateState(2, 2, 1);

        // How many bytes a whole save takes in this direction.
        proxy.arm(FaultProxy::Kind::None);
        {
            InfluxClient client(through);
            QVERIFY(layoutOf(eventLog, client, freshContext())->write(saveOf(state), {}));
        }
        const auto fault = static_cast<FaultProxy::Kind>(kind);
        const qint64 total = fault == FaultProxy::Kind::CutRequest ? proxy.requestBytes() : proxy.answerBytes();
        QVERIFY(total > 1'000);

        int cuts = 0;
        int failed = 0;
        for (qint64 at = 0; at < total; at += 1 + total / (attempts == 1 ? 50 : 20)) {
            InfluxClient client(through);
            const InfluxLayoutContext context = freshContext();
            const auto layout = layoutOf(eventLog, client, context);
            const StoredSave save = saveOf(state);
            const int firedBefore = proxy.fired();
            proxy.arm(fault, at, forGood ? 1'000 : 1);
            const auto written = layout->write(save, {});
            if (forGood)
                QVERIFY(proxy.fired() > firedBefore);
            else
                QCOMPARE(proxy.fired(), firedBefore + 1); // the fault really happened
            ++cuts;
            if (written) {
                checkHead(context, save, eventLog);
                continue;
            }
            ++failed;
            QVERIFY2(written.error().code == ErrorCode::ConnectionLost
                    || written.error().code == ErrorCode::AnswerNotUnderstood
                    || written.error().code == ErrorCode::NotConfirmed,
                problemOf(written).constData());
            // Whatever arrived, it is no torn save for others, and sending it again makes it whole.
            InfluxClient other(m_direct);
            const auto direct = layoutOf(eventLog, other, context);
            const auto heads = direct->readHeads({});
            QVERIFY2(heads, problemOf(heads).constData());
            for (const StoredSave& head : *heads)
                QCOMPARE(proofText(head.proof), QStringLiteral("verified"));
            const auto again = direct->write(save, {});
            QVERIFY2(again, problemOf(again).constData());
            checkHead(context, save, eventLog);
        }
        QVERIFY(cuts > 15);
        if (forGood)
            QCOMPARE(failed, cuts);
        else if (attempts == 1 && fault == FaultProxy::Kind::CutAnswer)
            QVERIFY(failed > 0);
    }

    void hangingInTheAnswer()
    {
        FaultProxy proxy(m_server.port());
        QVERIFY(proxy.listen());
        InfluxSettings through = m_direct;
        through.url = proxy.url();
        through.timeoutSeconds = 1;
        InfluxClient client(through);
        TablesLayout layout(client, freshContext());
        QVERIFY(layout.readHeads({}));
        proxy.arm(FaultProxy::Kind::HangAnswer, 10);
        QCOMPARE(errorIdOf(layout.readHeads({})), QStringLiteral("timed-out"));
        QCOMPARE(proxy.fired(), 1);
        QVERIFY(layout.readHeads({}));
    }

    void aLostAnswerIsRetriedHarmlessly()
    {
        FaultProxy proxy(m_server.port());
        QVERIFY(proxy.listen());
        InfluxSettings through = m_direct;
        through.url = proxy.url();
        through.retryDelayMilliseconds = 1;
        InfluxClient client(through);
        QVERIFY(client.detect());
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        const StoredSave save = saveOf(generateState(3, 3, 2));
        proxy.arm(FaultProxy::Kind::SwallowAnswer); // the 204 of the rows
        const auto written = layout.write(save, {});
        QVERIFY2(written, problemOf(written).constData());
        QCOMPARE(proxy.fired(), 1);
        checkHead(context, save);
    }

    void partialWriteIsNoSuccess()
    {
        InfluxClient client(m_direct);
        QVERIFY(client.write({ "conflict v=1 1" }));
        const auto written = client.write({ "conflict v=2 2", "conflict v=\"text\" 3", "conflict v=4 4" });
        QCOMPARE(errorIdOf(written), QStringLiteral("refused-by-server"));
        QVERIFY(written.error().reason.contains(QLatin1String("partial write")));
        const auto rows = client.query("SELECT * FROM \"conflict\"");
        QVERIFY(rows);
        QCOMPARE(rows->rowCount(), size_t(3)); // the fault: two of the three were stored
    }

    void acceptedAndLost_data()
    {
        QTest::addColumn<QByteArray>("table"); // whose writes vanish
        QTest::newRow("rows") << QByteArray("positions");
        QTest::newRow("commit") << QByteArray("trading_states");
    }

    void acceptedAndLost()
    {
        QFETCH(QByteArray, table);
        int lost = 0;
        FakeServer server([&](const HttpRequestSeen& request) {
            if (request.path.startsWith("/write") && request.body.startsWith(table)) {
                ++lost;
                return FakeAnswer::written();
            }
            return forward(request);
        });
        QVERIFY(server.listen());
        InfluxSettings settings = m_direct;
        settings.url = server.url();
        InfluxClient client(settings);
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        const StoredSave save = saveOf(generateState(3, 3, 3));
        QCOMPARE(errorIdOf(layout.write(save, {})), QStringLiteral("not-confirmed"));
        QCOMPARE(lost, 1);
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QVERIFY(heads->empty());
    }

    void visibleOnlyLater()
    {
        int hidden = 0;
        FakeServer server([&](const HttpRequestSeen& request) {
            if (hidden < 1 && request.path == "/query" && request.body.contains("positions")) {
                ++hidden;
                return FakeAnswer::json("{\"results\":[{\"statement_id\":0}]}");
            }
            return forward(request);
        });
        QVERIFY(server.listen());
        InfluxSettings settings = m_direct;
        settings.url = server.url();
        InfluxClient client(settings);
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        const StoredSave save = saveOf(generateState(3, 3, 4));
        QCOMPARE(errorIdOf(layout.write(save, {})), QStringLiteral("not-confirmed"));
        QCOMPARE(hidden, 1);
        QVERIFY(layout.write(save, {}));
        checkHead(context, save);
    }

    void lostLaterIsNoLongerAHead()
    {
        InfluxClient client(m_direct);
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        const StoredSave save = saveOf(generateState(3, 3, 5));
        QVERIFY(layout.write(save, {}));
        const std::string mine = "\"account\" = '" + context.account.toStdString() + "'";
        for (const char* table : { "positions", "pair_states", "trading_states" })
            QVERIFY(client.deleteRows(table, mine));
        const auto heads = layout.readHeads({});
        QVERIFY(heads && heads->empty());
        QCOMPARE(errorIdOf(layout.readSave(save.record, {})), QStringLiteral("no-such-save"));
        // It is sent again from elsewhere.
        QVERIFY(layout.write(save, {}));
        checkHead(context, save);
    }

    /// Compressed, and cut off where the bytes that came make up a whole answer: Qt does not miss the rest.
    void compressedRowsCutOffAreTold()
    {
        int cut = 0;
        int complete = 0;
        bool cutting = false;
        FakeServer server([&](const HttpRequestSeen& request) {
            FakeAnswer answer = forward(request);
            if (request.path != "/query" || !request.header("accept-encoding").contains("gzip"))
                return answer;
            answer.headers.emplaceBack("Content-Encoding", "gzip");
            if (cutting && request.body.contains("pair_states")) {
                ++cut;
                const QByteArray first = "{\"results\":[{\"statement_id\":0}]}\r\n";
                answer.body = storedGzip({ first, answer.body }).left(storedGzipBytes(first));
            } else {
                ++complete;
                answer.body = storedGzip({ answer.body });
            }
            return answer;
        });
        QVERIFY(server.listen());
        InfluxSettings settings = m_direct;
        settings.url = server.url();
        settings.compressed = true;
        settings.retryAttempts = 1;
        InfluxClient client(settings);
        TablesLayout layout(client, freshContext());
        const auto written = layout.write(saveOf(generateState(3, 3, 7)), {});
        QVERIFY2(written, problemOf(written).constData());
        QVERIFY(complete > 0);
        cutting = true;
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData()); // no error: that is the fault
        QVERIFY(cut > 0);
        QCOMPARE(heads->size(), size_t(1));
        QCOMPARE(proofText(heads->front().proof), QStringLiteral("torn"));
        const bool told = std::any_of(heads->front().findings.begin(), heads->front().findings.end(),
            [](const Finding& finding) { return finding.code == findings::countMismatch; });
        QVERIFY(told);
    }

    void rowsCutOffBetweenTwoChunksAreTold()
    {
        // An answer that ends between two objects is a whole answer for any parser.
        int cut = 0;
        bool cutting = false;
        FakeServer server([&](const HttpRequestSeen& request) {
            FakeAnswer answer = forward(request);
            if (cutting && request.body.contains("pair_states")) {
                ++cut;
                answer.body = "{\"results\":[{\"statement_id\":0}]}\r\n";
            }
            return answer;
        });
        QVERIFY(server.listen());
        InfluxSettings settings = m_direct;
        settings.url = server.url();
        InfluxClient client(settings);
        TablesLayout layout(client, freshContext());
        QVERIFY(layout.write(saveOf(generateState(3, 3, 6)), {}));
        cutting = true;
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QVERIFY(cut > 0);
        QCOMPARE(proofText(heads->front().proof), QStringLiteral("torn"));
    }
};

QTEST_GUILESS_MAIN(tst_network_cuts)
#include "tst_network_cuts.moc"
