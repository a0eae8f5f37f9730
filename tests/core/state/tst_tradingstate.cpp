// SPDX-License-Identifier: MIT
#include "core/state/measured.h"
#include "core/state/tradingstate.h"

#include <QTest>

#include <algorithm>

using namespace tradestate;

namespace {

Json::Object object(const char* text)
{
    return *parseJson(text)->value.asObject();
}

} // namespace

class TestTradingState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreReadTyped()
    {
        const Json::Object fields
            = object("{\"t\": \"x\", \"n\": 1.50, \"s\": \"1.50\", \"z\": null, \"b\": true, \"l\": [1, "
                     "\"a\"], \"d\": \"2025-07-20 08:00:00\"}");
        QCOMPARE(textField(fields, "t"), QStringLiteral("x"));
        QVERIFY(
            textField(fields, "n").isEmpty() && textField(fields, "z").isEmpty() && textField(fields, "?").isEmpty());
        QCOMPARE(numberField(fields, "n")->text(), std::string("1.50"));
        QVERIFY(!numberField(fields, "s") && !numberField(fields, "z") && !numberField(fields, "?"));
        QCOMPARE(timeField(fields, "d", QTimeZone("Europe/Berlin"))->toRecordText(),
            QStringLiteral("2025-07-20T06:00:00.000000000Z"));
        QVERIFY(!timeField(fields, "t") && !timeField(fields, "n") && !timeField(fields, "?"));
        QCOMPARE(fieldAsShown(fields, "n"), QStringLiteral("1.50"));
        QCOMPARE(fieldAsShown(fields, "s"), QStringLiteral("1.50"));
        QCOMPARE(fieldAsShown(fields, "z"), QString());
        QCOMPARE(fieldAsShown(fields, "b"), QStringLiteral("true"));
        QCOMPARE(fieldAsShown(fields, "l"), QStringLiteral("[1,\"a\"]"));
    }

    void aPositionHoldsItsKey()
    {
        const Position position(
            QStringLiteral("A-B"), object("{\"pair\": \"old\", \"direction\": \" Short \", \"x\": 1}"));
        QCOMPARE(position.pair(), QStringLiteral("A-B"));
        QCOMPARE(position.direction(), Direction::Short);
        QVERIFY(!position.quantity() && !position.entryPrice() && !position.entryTime() && !position.stopLoss());
        QCOMPARE(position.fields().at("x"), Json::integer(1));
    }

    void directions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Direction>("direction");
        QTest::newRow("long") << QStringLiteral("long") << Direction::Long;
        QTest::newRow("LONG") << QStringLiteral("LONG") << Direction::Long;
        QTest::newRow("Short") << QStringLiteral("Short") << Direction::Short;
        QTest::newRow("buy") << QStringLiteral("buy") << Direction::Unknown;
        QTest::newRow("empty") << QString() << Direction::Unknown;
        QTest::newRow("none") << QStringLiteral("none") << Direction::Unknown;
    }

    void directions()
    {
        QFETCH(QString, text);
        QTEST(directionFromText(text), "direction");
    }

    void pairPositions_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<PairPosition>("position");
        QTest::newRow("none") << QByteArray("{\"position\": \"none\"}") << PairPosition::None;
        QTest::newRow("FLAT") << QByteArray("{\"position\": \"FLAT\"}") << PairPosition::None;
        QTest::newRow("null") << QByteArray("{\"position\": null}") << PairPosition::None;
        QTest::newRow("missing") << QByteArray("{}") << PairPosition::Unknown;
        QTest::newRow("LONG") << QByteArray("{\"position\": \"LONG\"}") << PairPosition::Long;
        QTest::newRow("short") << QByteArray("{\"position\": \"short\"}") << PairPosition::Short;
        QTest::newRow("number") << QByteArray("{\"position\": 1}") << PairPosition::Unknown;
        QTest::newRow("nonsense") << QByteArray("{\"position\": \"up\"}") << PairPosition::Unknown;
    }

    void pairPositions()
    {
        QFETCH(QByteArray, fields);
        QTEST(PairState(object(fields.constData())).position(), "position");
    }

    void anUnknownCooldownIsNotZero()
    {
        QVERIFY(!PairState().cooldown() && !PairState().zScore());
        QVERIFY(!PairState(object("{\"cooldown\": null}")).cooldown());
        QVERIFY(PairState(object("{\"cooldown\": 0}")).cooldown()->isZero());
    }

    void keysAreInCodePointOrder()
    {
        const std::vector<QString> sorted { QString(), QStringLiteral("A"), QStringLiteral("A-"), QStringLiteral("a"),
            QString::fromUtf8("\xC3\xA9"), QString::fromUtf8("\xEE\x80\x80"), QString::fromUtf8("\xEF\xBF\xBD"),
            QString::fromUtf8("\xF0\x90\x80\x80"), QString::fromUtf8("\xF0\x9F\x93\x88") };
        const CodePointLess less;
        for (size_t i = 0; i < sorted.size(); ++i) {
            for (size_t j = 0; j < sorted.size(); ++j) {
                QCOMPARE(less(sorted[i], sorted[j]), i < j);
                QCOMPARE(sorted[i].toStdString() < sorted[j].toStdString(), i < j);
            }
        }
    }

    void theSessionIsReadFromItsPlaces()
    {
        const SessionInfo session(
            object("{\"session_info\": {\"broker\": \"b\", \"strategy\": \"s\", \"save_time\": "
                   "\"2025-07-20T08:00:00Z\", \"fresh_start\": true, \"trading_mode\": \"m\"}, "
                   "\"trading_config\": {\"pairs\": [\"A-B\", \"C-D\"]}, \"strategy_metadata\": {\"v\": 1}}"));
        QCOMPARE(session.broker(), QStringLiteral("b"));
        QCOMPARE(session.strategy(), QStringLiteral("s"));
        QCOMPARE(session.tradingMode(), QStringLiteral("m"));
        QCOMPARE(session.saveTime()->nanoseconds(), qint64(1752998400000000000));
        QVERIFY(session.freshStart());
        QCOMPARE(session.tradingPairs(), (QStringList { QStringLiteral("A-B"), QStringLiteral("C-D") }));
        QCOMPARE(session.strategyMetadata().size(), size_t(1));
        const SessionInfo empty;
        QVERIFY(empty.broker().isEmpty() && !empty.saveTime() && !empty.freshStart() && empty.tradingPairs().isEmpty());
        QVERIFY(!SessionInfo(object("{\"fresh_start\": \"true\"}")).freshStart());
    }

    void onlyMeasuredPortfoliosCount()
    {
        TradingState state;
        QVERIFY(!portfolioIsMeasured(state));
        state.portfolio.setField("total_value", Json::integer(100000));
        QVERIFY(portfolioIsMeasured(state));
        state.session.setField("session_info", Json(object("{\"system_version\": \"EnhancedTradingSystemV3\"}")));
        QVERIFY(!portfolioIsMeasured(state));
        state.session.setField("reconciliation_time", Json("2025-07-20T08:00:00"));
        QVERIFY(portfolioIsMeasured(state));
    }

    void theComparisonWithTheBrokerStandsInSessionOrPortfolio()
    {
        const QTimeZone newYork("America/New_York");
        TradingState state;
        QVERIFY(!reconciliationTime(state));
        // As the Python system writes it: at the top of the portfolio, without a zone.
        state.portfolio = PortfolioSummary(
            object("{\"reconciliation_time\": \"2025-07-20T08:00:00.307326\", \"total_value\": 100873.41}"));
        state.session.setField("session_info", Json(object("{\"system_version\": \"EnhancedTradingSystemV3\"}")));
        QCOMPARE(*reconciliationTime(state, newYork), *Timestamp::parse(u"2025-07-20T12:00:00.307326Z"));
        QVERIFY(portfolioIsMeasured(state));
        state.session.setField("reconciliation_time", Json("2025-07-20T09:00:00"));
        QCOMPARE(*reconciliationTime(state, newYork), *Timestamp::parse(u"2025-07-20T13:00:00Z"));
        state.portfolio = {};
        QCOMPARE(*reconciliationTime(state), *Timestamp::parse(u"2025-07-20T09:00:00Z"));
    }
};

QTEST_GUILESS_MAIN(TestTradingState)
#include "tst_tradingstate.moc"
