// SPDX-License-Identifier: MIT
#include "core/state/validation.h"
#include "tests/support/stategenerator.h"

#include <QTest>

using namespace tradestate;

namespace {

ValidationContext context()
{
    return ValidationContext { Timestamp::parse(u"2025-09-01T00:00:00Z").value(), QTimeZone::utc(), true };
}

Json json(const QByteArray& text)
{
    return parseJson(text.toStdString())->value;
}

Json::Object goodPosition()
{
    return *json("{\"symbol1\": \"A\", \"symbol2\": \"B\", \"direction\": \"long\", \"quantity\": 0.1,"
                 "\"entry_price\": 50000.0, \"entry_time\": \"2025-07-20T08:00:00Z\", \"stop_loss\": null}")
                .asObject();
}

Json::Object goodPairState()
{
    return *json("{\"symbol1\": \"A\", \"symbol2\": \"B\", \"position\": \"long\", \"cooldown\": 0,"
                 "\"last_update\": \"2025-07-20T08:00:00Z\", \"spread\": null, \"z_score\": -1.5}")
                .asObject();
}

TradingState goodState()
{
    const QString key = QStringLiteral("A-B");
    TradingState state;
    state.positions.emplace(key, Position(key, goodPosition()));
    state.pairStates.emplace(key, PairState(goodPairState()));
    state.portfolio = PortfolioSummary(
        *json("{\"total_value\": 1000, \"available_balance\": 900, \"total_pnl\": -3, \"daily_pnl\": -1.5,"
              "\"open_positions\": 1, \"peak_value\": null}")
             .asObject());
    return state;
}

QStringList told(const std::vector<Finding>& findings)
{
    QStringList lines;
    for (const Finding& finding : findings)
        lines << QStringList { severityText(finding.severity), finding.code, finding.pair, finding.field }.join(
            QLatin1Char(' '));
    return lines;
}

} // namespace

class TestValidation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodStateHasNoFindings() { QCOMPARE(told(validate(goodState(), context())), QStringList()); }

    void positions_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* field, const char* value, const QStringList& expected) {
            QTest::addRow("%s %s", field, value) << QByteArray(field) << QByteArray(value) << expected;
        };
        row("symbol1", "null", { QStringLiteral("warning missing-field A-B symbol1") });
        row("symbol2", "\"\"", { QStringLiteral("warning missing-field A-B symbol2") });
        row("symbol2", "7", { QStringLiteral("warning invalid-value A-B symbol2") });
        row("direction", "null", { QStringLiteral("error missing-field A-B direction") });
        row("direction", "\"up\"", { QStringLiteral("error unknown-direction A-B direction") });
        row("direction", "\"LONG\"", {});
        row("direction", "\"short\"", { QStringLiteral("warning pair-position-conflict A-B position") });
        row("quantity", "null", { QStringLiteral("warning missing-field A-B quantity") });
        row("quantity", "0", { QStringLiteral("error invalid-value A-B quantity") });
        row("quantity", "-0.0", { QStringLiteral("error invalid-value A-B quantity") });
        row("quantity", "-1e-400", { QStringLiteral("error invalid-value A-B quantity") });
        row("quantity", "1e-400", {});
        row("quantity", "\"0.1\"", { QStringLiteral("warning invalid-value A-B quantity") });
        row("entry_price", "NaN", { QStringLiteral("warning not-a-number A-B entry_price") });
        row("entry_price", "-Infinity", { QStringLiteral("warning not-a-number A-B entry_price") });
        row("stop_loss", "0", { QStringLiteral("error invalid-value A-B stop_loss") });
        row("take_profit", "-5", { QStringLiteral("error invalid-value A-B take_profit") });
        row("volume1", "{\"deep\": [1, NaN]}", { QStringLiteral("warning not-a-number A-B volume1") });
        row("entry_time", "null", { QStringLiteral("warning missing-field A-B entry_time") });
        row("entry_time", "\"soon\"", { QStringLiteral("warning invalid-value A-B entry_time") });
        row("entry_time", "1752998400", { QStringLiteral("warning invalid-value A-B entry_time") });
        row("entry_time", "\"2025-09-01T00:00:30Z\"", {});
        row("entry_time", "\"2025-09-01T00:02:00Z\"", { QStringLiteral("warning future-time A-B entry_time") });
    }

    void positions()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        TradingState state = goodState();
        state.positions.begin()->second.setField(field.toStdString(), json(value));
        QTEST(told(validate(state, context())), "expected");
    }

    void placeholders_data()
    {
        QTest::addColumn<QByteArray>("price");
        QTest::addColumn<QByteArray>("quantity");
        QTest::addColumn<bool>("placeholder");
        QTest::newRow("1.0") << QByteArray("1.0") << QByteArray("0.01") << true;
        QTest::newRow("100.0") << QByteArray("100") << QByteArray("0.010") << true;
        QTest::newRow("0.01") << QByteArray("0.01") << QByteArray("1e-2") << true;
        QTest::newRow("real quantity") << QByteArray("1.0") << QByteArray("0.02") << false;
        QTest::newRow("real price") << QByteArray("1.01") << QByteArray("0.01") << false;
    }

    void placeholders()
    {
        QFETCH(QByteArray, price);
        QFETCH(QByteArray, quantity);
        TradingState state = goodState();
        state.positions.begin()->second.setField("entry_price", json(price));
        state.positions.begin()->second.setField("quantity", json(quantity));
        const bool said = told(validate(state, context()))
            == QStringList { QStringLiteral("warning placeholder-entry A-B entry_price") };
        QTEST(said, "placeholder");
    }

    void pairStates_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char* field, const char* value, const QStringList& expected) {
            QTest::addRow("%s %s", field, value) << QByteArray(field) << QByteArray(value) << expected;
        };
        row("position", "null", { QStringLiteral("warning pair-position-conflict A-B position") });
        row("position", "\"FLAT\"", { QStringLiteral("warning pair-position-conflict A-B position") });
        row("position", "\"Short\"", { QStringLiteral("warning pair-position-conflict A-B position") });
        row("position", "\"LONG\"", {});
        row("position", "\"both\"", { QStringLiteral("error unknown-direction A-B position") });
        row("cooldown", "-1", { QStringLiteral("error invalid-value A-B cooldown") });
        row("cooldown", "null", {});
        row("cooldown", "\"3\"", { QStringLiteral("warning invalid-value A-B cooldown") });
        row("z_score", "NaN", { QStringLiteral("warning not-a-number A-B z_score") });
        row("spread", "-0.5", {});
        row("last_update", "null", { QStringLiteral("warning missing-field A-B last_update") });
    }

    void pairStates()
    {
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        TradingState state = goodState();
        state.pairStates.begin()->second.setField(field.toStdString(), json(value));
        QTEST(told(validate(state, context())), "expected");
    }

    void aPairStateMayNotClaimAPositionThatIsNotThere()
    {
        TradingState state = goodState();
        state.positions.clear();
        QCOMPARE(told(validate(state, context())),
            QStringList { QStringLiteral("warning pair-position-conflict A-B position") });
    }

    void anUnknownDirectionIsNoConflict()
    {
        TradingState state = goodState();
        Json::Object fields = goodPairState();
        fields.erase("position");
        state.pairStates.begin()->second = PairState(fields);
        QCOMPARE(
            told(validate(state, context())), QStringList { QStringLiteral("warning missing-field A-B position") });
    }

    void portfolio()
    {
        TradingState state = goodState();
        state.portfolio = PortfolioSummary(
            *json("{\"total_value\": -1, \"available_balance\": -0.5, \"open_positions\": 1.5, \"daily_pnl\": \"x\","
                  "\"peak_value\": Infinity}")
                 .asObject());
        QCOMPARE(told(validate(state, context())),
            (QStringList { QStringLiteral("error invalid-value  available_balance"),
                QStringLiteral("warning invalid-value  daily_pnl"), QStringLiteral("warning not-a-number  peak_value"),
                QStringLiteral("warning missing-field  total_pnl"),
                QStringLiteral("error invalid-value  total_value") }));
        state.portfolio = PortfolioSummary();
        QCOMPARE(told(validate(state, context())), QStringList());
    }

    void aConstantOfThePythonSystemIsNoEquity()
    {
        TradingState state = goodState();
        state.session.setField("session_info", json("{\"system_version\": \"EnhancedTradingSystemV3\"}"));
        QCOMPARE(told(validate(state, context())),
            QStringList { QStringLiteral("information default-equity  total_value") });
        state.session.setField("reconciliation_time", Json("2025-07-20T08:00:00"));
        QCOMPARE(told(validate(state, context())), QStringList());
    }

    void aFreshStartIsTold()
    {
        TradingState state = goodState();
        state.session.setField("fresh_start", Json(true));
        QCOMPARE(told(validate(state, context())), QStringList { QStringLiteral("warning fresh-start  fresh_start") });
    }

    void timesWithoutZoneAreToldOnce()
    {
        TradingState state = goodState();
        state.positions.begin()->second.setField("entry_time", Json("2025-07-20 08:00:00"));
        state.pairStates.begin()->second.setField("last_update", Json("2025-07-20 08:00:00"));
        ValidationContext unknownZone = context();
        unknownZone.zoneIsKnown = false;
        const auto found = validate(state, unknownZone);
        QCOMPARE(told(found), QStringList { QStringLiteral("information naive-time  ") });
        QVERIFY(found[0].message.startsWith(QStringLiteral("2 times")));
        QCOMPARE(told(validate(state, context())), QStringList());
    }

    void theZoneDecidesWhatIsInTheFuture()
    {
        TradingState state = goodState();
        state.positions.begin()->second.setField("entry_time", Json("2025-09-01 01:00:00"));
        QCOMPARE(
            told(validate(state, context())), QStringList { QStringLiteral("warning future-time A-B entry_time") });
        ValidationContext east = context();
        east.zoneOfNaive = QTimeZone("Europe/Berlin");
        QVERIFY(east.zoneOfNaive.isValid());
        QCOMPARE(told(validate(state, east)), QStringList());
    }

    void manyRowsAreToldAsFewAre()
    {
        // Every seventh row is wrong, in another way each; one by one and all together they are told alike.
        TradingState many;
        QStringList oneByOne;
        for (int i = 0; i < 500; ++i) {
            const QString key = QStringLiteral("A%1-B").arg(i, 4, 10, QLatin1Char('0'));
            Position position(key, goodPosition());
            PairState pair(goodPairState());
            if (i % 7 == 0)
                position.setField("quantity", Json(i % 2 == 0 ? "much" : ""));
            if (i % 7 == 3)
                pair.setField("cooldown", Json::integer(-i));
            if (i % 7 == 5)
                pair.setField("position", Json("short"));
            TradingState one;
            one.positions.emplace(key, position);
            one.pairStates.emplace(key, pair);
            oneByOne += told(validate(one, context()));
            many.positions.merge(one.positions);
            many.pairStates.merge(one.pairStates);
        }
        QVERIFY(oneByOne.size() > 200);
        QCOMPARE(told(validate(many, context())), oneByOne);
    }

    void timesWithoutZoneAreCountedInAllRows()
    {
        TradingState many;
        for (int i = 0; i < 300; ++i) {
            const QString key = QString::number(i);
            Position position(key, goodPosition());
            position.setField("entry_time", Json("2025-07-20 08:00:00"));
            PairState pair(goodPairState());
            pair.setField("last_update", Json("2025-07-20 08:00:00"));
            many.positions.emplace(key, position);
            many.pairStates.emplace(key, pair);
        }
        ValidationContext unknown = context();
        unknown.zoneIsKnown = false;
        const auto found = validate(many, unknown);
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(found.front().code, findings::naiveTime);
        QVERIFY(found.front().message.startsWith(QLatin1String("600 times")));
    }

    void findingsAreOrderedByPairThenField()
    {
        const TradingState state = generateHostileState(2);
        const auto found = validate(state, context());
        QVERIFY(found.size() > 20);
        const CodePointLess less;
        for (size_t i = 1; i < found.size(); ++i) {
            QVERIFY(!less(found[i].pair, found[i - 1].pair));
            if (found[i].pair == found[i - 1].pair)
                QVERIFY(!less(found[i].field, found[i - 1].field));
        }
    }
};

QTEST_GUILESS_MAIN(TestValidation)
#include "tst_validation.moc"
