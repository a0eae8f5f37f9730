// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/influx/influxql.h"
#include "core/influx/influxstore.h"
#include "core/influx/lineprotocol.h"
#include "core/influx/tableslayout.h"
#include "core/influx/tablespoints.h"
#include "tests/support/influxdserver.h"
#include "tests/support/problem.h"
#include "tests/support/stategenerator.h"

#include <QTest>
#include <QUuid>

#include <algorithm>
#include <random>

using namespace tradestate;
using namespace tradestate::test;

namespace {

class Lines final : public Log
{
public:
    void write(LogLevel, const QString& line) override { lines << line; }
    void writeBlock(LogLevel, const QStringList& block) override { lines << block; }
    QStringList lines;
};

Json number(const char* text)
{
    return Json(Decimal::parse(text).value());
}

} // namespace

/// The tables layout on a real server: one started here, and the one that the environment names, if it does.
class tst_influx_tables : public QObject
{
    Q_OBJECT

private:
    InfluxdServer m_server;
    InfluxSettings m_settings;
    bool m_isOwn = true;
    qint64 m_now = 1'795'424'400'000'000'000;

    /// Saves of one test are apart from those of all others by their account.
    [[nodiscard]] static InfluxLayoutContext freshContext()
    {
        InfluxLayoutContext context;
        context.account = QStringLiteral("test-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
        return context;
    }

    [[nodiscard]] StoredSave saveOf(TradingState state, const QString& folder, const StoredSave* parent = nullptr)
    {
        StoredSave save;
        save.state = std::move(state);
        save.record.saveId = QUuid::createUuid().toString(QUuid::WithoutBraces);
        save.record.folder = folder;
        save.record.account = QStringLiteral("default");
        save.record.writer = QStringLiteral("host:test:1");
        m_now += 1'000'000'007;
        save.record.savedAt = Timestamp::fromNanoseconds(m_now);
        save.record.recordedAt = save.record.savedAt;
        if (parent) {
            save.record.parentSaveId = parent->record.saveId;
            save.record.parentChecksum = parent->record.recordChecksum;
            save.record.knows = parent->record.knows;
            save.record.sequence = parent->record.sequence + 1;
        }
        save.record.knows[folder] = save.record.savedAt;
        save.record.reason = SaveReason::Trade;
        save.record.description = QStringLiteral("it's a \"test\" \\ with\na line end");
        save.record.positionCount = static_cast<qint64>(save.state.positions.size());
        save.record.pairStateCount = static_cast<qint64>(save.state.pairStates.size());
        save.record.checksum = stateChecksum(save.state);
        save.record.recordChecksum = recordChecksumOf(save.record);
        save.proof = Proof::Verified;
        return save;
    }

    static void compare(const StoredSave& found, const StoredSave& meant)
    {
        QCOMPARE(QByteArray::fromStdString(canonicalForm(found.state)),
            QByteArray::fromStdString(canonicalForm(meant.state)));
        QVERIFY(found.record == meant.record);
        QCOMPARE(proofText(found.proof), proofText(Proof::Verified));
        QVERIFY(found.findings.empty());
    }

    void roundTrip(const TradingState& state)
    {
        InfluxClient client(m_settings);
        TablesLayout layout(client, freshContext());
        const StoredSave save = saveOf(state, QStringLiteral("folder-a"));
        const auto written = layout.write(save, {});
        QVERIFY2(written, problemOf(written).constData());
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(1));
        compare(heads->front(), save);
        // Once more is the same save, not a second one.
        const auto again = layout.write(save, {});
        QVERIFY2(again, problemOf(again).constData());
        const auto history = layout.history(Timestamp::fromNanoseconds(0), 10, {});
        QVERIFY2(history, problemOf(history).constData());
        QCOMPARE(history->size(), size_t(1));
        QVERIFY(history->front().record == save.record);
        const auto stored = layout.readSave(save.record, {});
        QVERIFY2(stored, problemOf(stored).constData());
        compare(*stored, save);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const auto external = influxFromEnvironment()) {
            m_settings = *external;
            m_isOwn = false;
            qInfo("against %s", qPrintable(external->url));
            return;
        }
        QVERIFY2(m_server.start(), qPrintable(m_server.problem()));
        m_settings = m_server.newDatabase(QStringLiteral("tables"));
    }

    void nothingStoredIsNoHead()
    {
        InfluxClient client(m_settings);
        TablesLayout layout(client, freshContext());
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QVERIFY(heads->empty());
        QCOMPARE(
            errorIdOf(layout.readSave(saveOf({}, QStringLiteral("x")).record, {})), QStringLiteral("no-such-save"));
    }

    void realisticState() { roundTrip(generateState(5, 15, 1)); }
    void manyRows() { roundTrip(generateState(700, 1'000, 2)); }

    void zeroPositionsIsASave()
    {
        roundTrip(TradingState());
        TradingState flat = generateState(0, 3, 3);
        roundTrip(flat);
    }

    void hostileStates()
    {
        for (unsigned seed = 1; seed <= 4; ++seed)
            roundTrip(generateHostileState(seed));
    }

    void hostileKeysAndNumbers()
    {
        TradingState state;
        for (const QString& key : { QStringLiteral(""), QStringLiteral("%"), QStringLiteral("%25"),
                 QStringLiteral("a\\"), QStringLiteral("a\nb"), QStringLiteral("a\rb"), QStringLiteral("a\tb"),
                 QString(QChar(0x1)), QStringLiteral("'; DROP MEASUREMENT positions; --"), QStringLiteral("a,b=c d"),
                 QStringLiteral("\\,"), QString::fromUcs4(U"\U0001F680"), QString::fromUcs4(U"\u202Eabc"),
                 QString(10'000, QLatin1Char('k')) }) {
            Json::Object fields { { "symbol1", Json(key) }, { "quantity", number("1e308") },
                { "entry_price", number("-0") }, { "big", number("9007199254740993") }, { "nan", number("NaN") },
                { "infinite", number("-Infinity") }, { "text", number("1.2500") },
                { "deep", Json(Json::Object { { "", Json() } }) } };
            state.positions.insert_or_assign(key, Position(key, fields));
            state.pairStates.insert_or_assign(key, PairState(fields));
        }
        roundTrip(state);
    }

    void refusesWhatCannotBeKept()
    {
        InfluxClient client(m_settings);
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        TradingState state;
        const QString key(70'000, QLatin1Char('x'));
        state.positions.insert_or_assign(key, Position(key, {}));
        QCOMPARE(errorIdOf(layout.write(saveOf(state, QStringLiteral("a")), {})), QStringLiteral("cannot-be-stored"));
        StoredSave longRecord = saveOf({}, QStringLiteral("a"));
        longRecord.record.description = QString(70'000, QLatin1Char('x'));
        QCOMPARE(errorIdOf(layout.write(longRecord, {})), QStringLiteral("cannot-be-stored"));
        const auto heads = layout.readHeads({});
        QVERIFY(heads && heads->empty());
    }

    void longRowsComeBackFromTheirParts()
    {
        TradingState state = generateState(3, 3, 5);
        // Two, three and four bytes a character: every cut would split one at some length.
        int i = 0;
        for (auto& [key, position] : state.positions) {
            QString text;
            while (text.size() < 90'000 + i)
                text += QString::fromUcs4(U"xé日\U0001F680");
            position.setField("notes", Json(text + QString(++i, QLatin1Char('z'))));
        }
        state.portfolio.setField("curve", Json(std::string(200'000, 'c')));
        roundTrip(state);
    }

    void twoFoldersAreTwoHeads()
    {
        InfluxClient client(m_settings);
        TablesLayout layout(client, freshContext());
        const StoredSave a1 = saveOf(generateState(2, 2, 6), QStringLiteral("folder a,=\\"));
        const StoredSave b1 = saveOf(generateState(3, 2, 7), QStringLiteral("folder-b"), &a1);
        const StoredSave a2 = saveOf(generateState(1, 2, 8), QStringLiteral("folder a,=\\"), &a1);
        for (const StoredSave* save : { &a1, &b1, &a2 }) {
            const auto written = layout.write(*save, {});
            QVERIFY2(written, problemOf(written).constData());
        }
        auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(2));
        std::sort(heads->begin(), heads->end(),
            [](const auto& x, const auto& y) { return x.record.savedAt < y.record.savedAt; });
        compare(heads->at(0), b1);
        compare(heads->at(1), a2);
        const auto history = layout.history(Timestamp::fromNanoseconds(0), 10, {});
        QVERIFY2(history, problemOf(history).constData());
        QCOMPARE(history->size(), size_t(3));
        QCOMPARE(history->at(0).record.saveId, a2.record.saveId);
        QCOMPARE(history->at(2).record.saveId, a1.record.saveId);
        const auto two = layout.history(b1.record.savedAt, 10, {});
        QVERIFY(two);
        QCOMPARE(two->size(), size_t(2));
        const auto one = layout.history(Timestamp::fromNanoseconds(0), 1, {});
        QVERIFY(one);
        QCOMPARE(one->size(), size_t(1));
    }

    void anOldSaveWrittenLateDoesNotBecomeTheNewest()
    {
        InfluxClient client(m_settings);
        TablesLayout layout(client, freshContext());
        const StoredSave first = saveOf(generateState(2, 2, 9), QStringLiteral("a"));
        const StoredSave second = saveOf(generateState(3, 2, 10), QStringLiteral("a"), &first);
        QVERIFY(layout.write(second, {}));
        QVERIFY(layout.write(first, {}));
        const auto heads = layout.readHeads({});
        QVERIFY(heads);
        QCOMPARE(heads->size(), size_t(1));
        compare(heads->front(), second);
    }

    void accountsAreApart()
    {
        InfluxClient client(m_settings);
        TablesLayout one(client, freshContext());
        TablesLayout other(client, freshContext());
        QVERIFY(one.write(saveOf(generateState(2, 2, 11), QStringLiteral("a")), {}));
        const auto heads = other.readHeads({});
        QVERIFY(heads && heads->empty());
    }

    void rowsWithoutACommitAreNoSave()
    {
        InfluxClient client(m_settings);
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        const StoredSave whole = saveOf(generateState(2, 2, 12), QStringLiteral("a"));
        QVERIFY(layout.write(whole, {}));
        const StoredSave unfinished = saveOf(generateState(4, 2, 13), QStringLiteral("a"), &whole);
        const auto points = tables::pointsOf(unfinished, context.account);
        QVERIFY(points);
        std::vector<std::string> lines;
        for (const LinePoint& point : points->rows)
            lines.push_back(encodeLine(point).value());
        QVERIFY(client.write(lines));
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(1));
        compare(heads->front(), whole);
        // Finishing it later makes it the head.
        QVERIFY(layout.write(unfinished, {}));
        const auto later = layout.readHeads({});
        QVERIFY(later);
        compare(later->front(), unfinished);
    }

    void aLostRowIsATornSave()
    {
        InfluxClient client(m_settings);
        if (const auto server = client.detect(); server && server->flavour == InfluxFlavour::V3)
            QSKIP("3 Core deletes no rows");
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        const StoredSave good = saveOf(generateState(3, 3, 14), QStringLiteral("a"));
        const StoredSave torn = saveOf(generateState(4, 3, 15), QStringLiteral("a"), &good);
        QVERIFY(layout.write(good, {}));
        QVERIFY(layout.write(torn, {}));
        const std::string gone = torn.state.positions.begin()->first.toStdString();
        const auto removed = client.deleteRows(tables::positions,
            "\"account\" = " + influxString(context.account.toStdString()) + " AND \"pair\" = " + influxString(gone)
                + " AND time = " + influxTime(torn.record.savedAt.nanoseconds()));
        QVERIFY2(removed, problemOf(removed).constData());
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(1));
        QCOMPARE(proofText(heads->front().proof), QStringLiteral("torn"));
        QVERIFY(heads->front().record == torn.record);
        QCOMPARE(heads->front().state.positions.size(), torn.state.positions.size() - 1);
        const auto has = [&](const QString& code) {
            return std::any_of(heads->front().findings.begin(), heads->front().findings.end(),
                [&](const Finding& finding) { return finding.code == code; });
        };
        QVERIFY(has(findings::countMismatch));
        QVERIFY(has(findings::checksumMismatch));
        // The good one before it is found beside it.
        const auto history = layout.history(Timestamp::fromNanoseconds(0), 10, {});
        QVERIFY(history);
        QCOMPARE(history->size(), size_t(2));
        const auto before = layout.readSave(history->at(1).record, {});
        QVERIFY2(before, problemOf(before).constData());
        compare(*before, good);
        // Written again it is whole again.
        QVERIFY(layout.write(torn, {}));
        const auto mended = layout.readHeads({});
        QVERIFY(mended);
        compare(mended->front(), torn);
    }

    void aChangedRowOrRecordIsNotVerified()
    {
        InfluxClient client(m_settings);
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        StoredSave save = saveOf(generateState(3, 3, 16), QStringLiteral("a"));
        QVERIFY(layout.write(save, {}));
        // A row of the same save with other data.
        auto points = tables::pointsOf(save, context.account);
        QVERIFY(points);
        LinePoint row = points->leanRows.front();
        row.fields.front().second = std::string("{\"pair\":\"X\",\"quantity\":99}");
        QVERIFY(client.write({ encodeLine(row).value() }));
        auto heads = layout.readHeads({});
        QVERIFY(heads);
        QCOMPARE(proofText(heads->front().proof), QStringLiteral("torn"));
        // A row of another save at the same place is none of this one.
        QVERIFY(layout.write(save, {}));
        row = points->leanRows.front();
        row.tags.back().second = "INTRUDER";
        for (auto& [name, value] : row.fields) {
            if (name == "save_id")
                value = std::string("another-save");
        }
        QVERIFY(client.write({ encodeLine(row).value() }));
        heads = layout.readHeads({});
        QVERIFY(heads);
        compare(heads->front(), save);
        // A record that was edited.
        LinePoint commit = points->leanCommit;
        SaveRecord edited = save.record;
        edited.operatorName = QStringLiteral("somebody else");
        for (auto& [name, value] : commit.fields) {
            if (name == "record")
                value = compactJson(toJson(edited));
        }
        QVERIFY(client.write({ encodeLine(commit).value() }));
        heads = layout.readHeads({});
        QVERIFY(heads);
        QCOMPARE(proofText(heads->front().proof), QStringLiteral("unverified"));
        // A record that is none any more does not make an older save the newest.
        for (auto& [name, value] : commit.fields) {
            if (name == "record")
                value = std::string("{");
        }
        QVERIFY(client.write({ encodeLine(commit).value() }));
        heads = layout.readHeads({});
        QVERIFY(heads);
        QCOMPARE(heads->size(), size_t(1));
        QCOMPARE(proofText(heads->front().proof), QStringLiteral("torn"));
        QVERIFY(heads->front().record.savedAt == save.record.savedAt);
    }

    void foreignTablesOfOtherTypes()
    {
        if (!m_isOwn)
            QSKIP("needs a bucket of its own");
        const InfluxSettings settings = m_server.newDatabase(QStringLiteral("foreign"));
        InfluxClient client(settings);
        const std::string time = std::to_string(m_now + 1'000'000'007);
        QVERIFY(client.write(
            { "positions,pair=X quantity=\"many\",direction=1 " + time, "pair_states,pair=X cooldown=\"long\" " + time,
                "trading_states total_value=\"much\",positions=\"p\" " + time }));
        InfluxLayoutContext context = freshContext();
        const auto log = std::make_shared<Lines>();
        context.log = log;
        TablesLayout layout(client, context);
        const StoredSave save = saveOf(generateState(3, 3, 17), QStringLiteral("a"));
        const auto written = layout.write(save, {});
        QVERIFY2(written, problemOf(written).constData());
        QVERIFY(!log->lines.isEmpty());
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(1));
        compare(heads->front(), save);
    }

    void beyondRetentionIsTold()
    {
        if (!m_isOwn)
            QSKIP("needs a bucket of its own");
        InfluxSettings settings = m_server.newDatabase(QStringLiteral("short"));
        QVERIFY(m_server.execute(
            QStringLiteral("ALTER RETENTION POLICY autogen ON \"short\" DURATION 2h SHARD DURATION 1h")));
        InfluxStore store({ settings, InfluxLayoutChoice::Auto, freshContext() });
        StoredSave save = saveOf(generateState(1, 1, 18), QStringLiteral("a"));
        save.record.savedAt = Timestamp::fromNanoseconds(1'600'000'000'000'000'000);
        save.record.recordChecksum = recordChecksumOf(save.record);
        QCOMPARE(errorIdOf(store.write(save)), QStringLiteral("beyond-retention"));
        const auto heads = store.readHeads();
        QVERIFY(heads && heads->empty());
        const auto told = store.findings();
        QCOMPARE(told.size(), size_t(1));
        QCOMPARE(told.front().code, findings::retention);
        QVERIFY(told.front().message.contains(QLatin1String("2 hours")));
    }

    void killedServerLosesNothingAcknowledged()
    {
        if (!m_isOwn)
            QSKIP("needs a server of its own");
        const InfluxSettings settings = m_server.newDatabase(QStringLiteral("killed"));
        InfluxClient client(settings);
        const InfluxLayoutContext context = freshContext();
        TablesLayout layout(client, context);
        StoredSave last = saveOf(generateState(4, 6, 100), QStringLiteral("a"));
        for (unsigned round = 0; round < 3; ++round) {
            const StoredSave next = saveOf(generateState(4, 6, 101 + round), QStringLiteral("a"), &last);
            const auto written = layout.write(next, {});
            QVERIFY2(written, problemOf(written).constData());
            last = next;
            m_server.kill();
            QCOMPARE(errorIdOf(layout.readHeads({})), QStringLiteral("not-running"));
            QVERIFY2(m_server.startAgain(), qPrintable(m_server.problem()));
            const auto heads = layout.readHeads({});
            QVERIFY2(heads, problemOf(heads).constData());
            QCOMPARE(heads->size(), size_t(1));
            compare(heads->front(), last);
        }
    }

    void rowLimitsOfTheServerAreNoticed()
    {
        if (!m_isOwn)
            QSKIP("needs a server of its own");
        InfluxdServer limited;
        InfluxdServer::Options options;
        options.maxRowLimit = 5;
        QVERIFY2(limited.start(options), qPrintable(limited.problem()));
        InfluxClient client(limited.newDatabase(QStringLiteral("limited")));
        TablesLayout layout(client, freshContext());
        const StoredSave save = saveOf(generateState(8, 8, 19), QStringLiteral("a"));
        const auto written = layout.write(save, {});
        // Either the server gives all rows in chunks, or it is told that it did not; never a short save.
        if (written) {
            const auto heads = layout.readHeads({});
            QVERIFY2(heads, problemOf(heads).constData());
            compare(heads->front(), save);
        } else {
            QVERIFY(written.error().code == ErrorCode::AnswerNotUnderstood
                || written.error().code == ErrorCode::NotConfirmed);
        }
    }
};

QTEST_GUILESS_MAIN(tst_influx_tables)
#include "tst_influx_tables.moc"
