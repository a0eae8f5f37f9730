// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/influx/tableslayout.h"
#include "core/influx/tablespoints.h"
#include "tests/support/core3.h"
#include "tests/support/fakeclock.h"
#include "tests/support/problem.h"
#include "tests/support/stategenerator.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr qint64 second = 1'000'000'000;
constexpr qint64 day = 86'400 * second;
constexpr qint64 now = 1'795'424'400 * second;

StoredSave saveAt(qint64 time, const QString& folder)
{
    StoredSave save;
    save.record.saveId = QStringLiteral("save-%1").arg(time);
    save.record.folder = folder;
    save.record.account = QStringLiteral("default");
    save.record.savedAt = Timestamp::fromNanoseconds(time);
    save.record.recordedAt = save.record.savedAt;
    save.record.knows[folder] = save.record.savedAt;
    save.record.checksum = stateChecksum(save.state);
    save.record.recordChecksum = recordChecksumOf(save.record);
    return save;
}

} // namespace

class tst_tableslayout : public QObject
{
    Q_OBJECT

private:
    Core3 m_core { now };
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<InfluxClient> m_client;
    std::shared_ptr<FakeClock> m_clock;

    [[nodiscard]] InfluxLayoutContext context() const
    {
        InfluxLayoutContext context;
        context.clock = m_clock;
        return context;
    }

private Q_SLOTS:
    void init()
    {
        m_core = Core3(now);
        m_clock = std::make_shared<FakeClock>();
        m_clock->set(Timestamp::fromNanoseconds(now));
        m_server
            = std::make_unique<FakeServer>([this](const HttpRequestSeen& request) { return m_core.answer(request); });
        QVERIFY(m_server->listen());
        InfluxSettings settings;
        settings.url = m_server->url();
        settings.bucket = QStringLiteral("demo");
        settings.retryDelayMilliseconds = 1;
        m_client = std::make_unique<InfluxClient>(settings);
    }

    void searchesIn3xByWindows()
    {
        m_core.saves
            = { saveAt(now - 200 * day, QStringLiteral("retired")), saveAt(now - 10 * day, QStringLiteral("b")),
                  saveAt(now - 4 * day, QStringLiteral("b")), saveAt(now + day, QStringLiteral("ahead")) };
        TablesLayout layout(*m_client, context());
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(3));
        QVERIFY(m_core.refused > 0);
        QVERIFY(m_core.windows > 60);
        for (const StoredSave& head : *heads) {
            QCOMPARE(proofText(head.proof), QStringLiteral("verified"));
            if (head.record.folder == QLatin1String("b"))
                QCOMPARE(head.record.savedAt.nanoseconds(), now - 4 * day);
        }

        // A refresh asks for the newest window alone, and keeps what it knows.
        m_core.windows = 0;
        m_core.refused = 0;
        m_core.saves.push_back(saveAt(now - second, QStringLiteral("b")));
        const auto again = layout.readHeads({});
        QVERIFY2(again, problemOf(again).constData());
        QCOMPARE(m_core.windows, 1);
        QCOMPARE(again->size(), size_t(3));
        QCOMPARE(m_core.refused, 0);
        const bool hasNew = std::any_of(again->begin(), again->end(),
            [](const StoredSave& head) { return head.record.savedAt.nanoseconds() == now - second; });
        QVERIFY(hasNew);

        // An old save that arrives late is found by the search that is made hourly and before a save by hand.
        m_core.saves.push_back(saveAt(now - 50 * day, QStringLiteral("late")));
        QCOMPARE(layout.readHeads({})->size(), size_t(3));
        layout.lookEverywhereNext();
        QCOMPARE(layout.readHeads({})->size(), size_t(4));
        m_core.saves.push_back(saveAt(now - 60 * day, QStringLiteral("later")));
        m_clock->advance(2 * 3'600);
        QCOMPARE(layout.readHeads({})->size(), size_t(5));
    }

    void theEndOfTheSearchIsNoEmptyStore()
    {
        m_core.saves = { saveAt(now - 1'500 * day, QStringLiteral("ancient")) };
        TablesLayout layout(*m_client, context());
        for (int i = 0; i < 2; ++i) { // nor is the error remembered as an answer
            m_core.windows = 0;
            const auto heads = layout.readHeads({});
            QCOMPARE(errorIdOf(heads), QStringLiteral("refused-by-server"));
            QVERIFY2(heads.error().reason.contains(QLatin1String("not searched further back than 2023-")),
                problemOf(heads).constData());
            QVERIFY(heads.error().reason.contains(QLatin1String("over the limit")));
            QVERIFY(!heads.error().advice.isEmpty());
            QVERIFY(m_core.windows > 300);
        }
    }

    void theSearchEndsWhereTheDataBegins()
    {
        // Others have filled the database for months; this account has nothing in it, and that is known for sure.
        m_core.dataSince = now - 100 * day;
        TablesLayout layout(*m_client, context());
        const auto none = layout.readHeads({});
        QVERIFY2(none, problemOf(none).constData());
        QVERIFY(none->empty());
        QVERIFY(m_core.refused > 0);
        QVERIFY(m_core.windows >= 33); // no window is left out
        QVERIFY(m_core.windows <= 66);
        m_core.windows = 0;
        QVERIFY(layout.readHeads({})->empty());
        QCOMPARE(m_core.windows, 1); // a refresh does not search again

        // An old save before all that data is found by the last question.
        m_core.saves = { saveAt(now - 5'000 * day, QStringLiteral("ancient")) };
        layout.lookEverywhereNext();
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(1));
    }

    void asksOnceWhere3xAllowsIt()
    {
        m_core.limited = false;
        m_core.saves = { saveAt(now - 200 * day, QStringLiteral("a")) };
        TablesLayout layout(*m_client, context());
        const auto heads = layout.readHeads({});
        QVERIFY2(heads, problemOf(heads).constData());
        QCOMPARE(heads->size(), size_t(1));
        QCOMPARE(m_core.windows, 0);
    }

    void historyIn3xByWindows()
    {
        m_core.saves = { saveAt(now - 20 * day, QStringLiteral("a")), saveAt(now - 4 * day, QStringLiteral("a")),
            saveAt(now - second, QStringLiteral("a")) };
        TablesLayout layout(*m_client, context());
        const auto since = layout.history(Timestamp::fromNanoseconds(now - 10 * day), 10, {});
        QVERIFY2(since, problemOf(since).constData());
        QCOMPARE(since->size(), size_t(2));
        QCOMPARE(since->front().record.savedAt.nanoseconds(), now - second);
        const auto limited = layout.history(Timestamp::fromNanoseconds(0), 3, {});
        QVERIFY2(limited, problemOf(limited).constData());
        QCOMPARE(limited->size(), size_t(3));
    }

    void longDataIsCutBetweenCharacters()
    {
        for (const std::string& unit :
            { std::string("x"), std::string("é"), std::string("日"), std::string("\xF0\x9F\x9A\x80") }) {
            for (size_t shift = 0; shift < 4; ++shift) {
                std::string data(shift, 'a');
                while (data.size() < 2 * tables::partBytes + 10)
                    data += unit;
                const auto parts = tables::splitData(data);
                QVERIFY(parts.size() >= 3);
                std::string joined;
                for (const std::string& part : parts) {
                    QVERIFY(part.size() <= tables::partBytes);
                    QVERIFY(isValidUtf8(part));
                    joined += part;
                }
                QVERIFY(joined == data);
            }
        }
        QCOMPARE(tables::splitData("").size(), size_t(1));
        QCOMPARE(tables::splitData(std::string(tables::partBytes, 'x')).size(), size_t(1));
        QCOMPARE(tables::splitData(std::string(tables::partBytes + 1, 'x')).size(), size_t(2));
    }

    void dashboardsGetNumbersOfOneType()
    {
        StoredSave save = saveAt(now, QStringLiteral("f"));
        const auto number = [](const char* text) { return Json(Decimal::parse(text).value()); };
        save.state.positions.insert_or_assign(QStringLiteral("A-B"),
            Position(QStringLiteral("A-B"),
                { { "quantity", number("2") }, { "entry_price", number("NaN") }, { "direction", Json("LONG") },
                    { "symbol1", Json("A") } }));
        save.state.pairStates.insert_or_assign(QStringLiteral("A-B"),
            PairState(Json::Object { { "cooldown", number("3") }, { "z_score", number("-Infinity") } }));
        save.state.portfolio.setField("total_value", number("100000"));
        const auto points = tables::pointsOf(save, QStringLiteral("default"));
        QVERIFY2(points, problemOf(points).constData());
        const auto line = [](const LinePoint& point) {
            const auto encoded = encodeLine(point);
            return encoded ? QByteArray::fromStdString(*encoded) : problemOf(encoded);
        };
        const QByteArray position = line(points->rows.at(0));
        QVERIFY2(position.contains(",quantity=2,") || position.contains(",quantity=2 "), position.constData());
        QVERIFY(!position.contains("entry_price="));
        QVERIFY(position.contains("direction=\"long\""));
        const QByteArray state = line(points->rows.at(1));
        QVERIFY2(state.contains("cooldown=3i"), state.constData());
        QVERIFY(!state.contains("z_score="));
        QVERIFY(line(points->commit).contains("total_value=100000"));
        QVERIFY(!line(points->leanCommit).contains("total_value="));
    }
};

QTEST_GUILESS_MAIN(tst_tableslayout)
#include "tst_tableslayout.moc"
