// SPDX-License-Identifier: MIT
#include "core/state/banner.h"

#include <QTest>

using namespace tradestate;

namespace {

Json number(const char* text)
{
    return Json(Decimal::parse(text).value());
}

void addPosition(TradingState& state, const char* key, Json::Object fields)
{
    const QString pair = QString::fromUtf8(key);
    state.positions.emplace(pair, Position(pair, std::move(fields)));
}

TradingState sampleState()
{
    TradingState state;
    addPosition(state, "BTCUSD-ETHUSD",
        { { "direction", Json("long") }, { "entry_price", number("50000.0") }, { "quantity", number("0.1") },
            { "entry_time", Json("2025-07-20 08:00:00") } });
    addPosition(state, "EURUSD-GBPUSD",
        { { "direction", Json("SHORT") }, { "entry_price", number("1.2500") }, { "quantity", number("0.05") },
            { "entry_time", Json("2025-07-20T08:15:00") } });
    for (int i = 0; i < 15; ++i)
        state.pairStates.emplace(QString::number(i), PairState());
    return state;
}

const QByteArray head = "============================================================\n"
                        "RESTORING PREVIOUS TRADING STATE\n"
                        "============================================================\n";

QByteArray banner(const TradingState* state, const std::optional<QString>& why = std::nullopt)
{
    return restorationBanner(state, why).join(QLatin1Char('\n')).toUtf8();
}

} // namespace

class TestBanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isAsTheGuideHasIt()
    {
        const TradingState state = sampleState();
        QCOMPARE(banner(&state),
            head
                + "Found 2 stored positions\n"
                  "📊 Restored Positions:\n"
                  "  📈 BTCUSD-ETHUSD: long | Entry: 50000.0 | Qty: 0.1 | Time: 2025-07-20T08:00:00\n"
                  "  📈 EURUSD-GBPUSD: short | Entry: 1.2500 | Qty: 0.05 | Time: 2025-07-20T08:15:00\n"
                  "📊 Restored Pair States: 15 pairs\n"
                  "✅ Previous trading state successfully restored");
    }

    void flatIsSaid()
    {
        const TradingState state;
        QCOMPARE(banner(&state),
            head
                + "Found 0 stored positions\n"
                  "📊 Restored Pair States: 0 pairs\n"
                  "✅ Previous trading state successfully restored");
    }

    void nothingStoredIsSaid()
    {
        QCOMPARE(banner(nullptr), head + "No stored positions found - starting with fresh state");
    }

    void aFailureIsTheLastLine()
    {
        TradingState state = sampleState();
        state.positions.erase(QStringLiteral("BTCUSD-ETHUSD"));
        QCOMPARE(banner(&state, QStringLiteral("the read-back\ndiffers")),
            head
                + "Found 1 stored positions\n"
                  "📊 Restored Positions:\n"
                  "  📈 EURUSD-GBPUSD: short | Entry: 1.2500 | Qty: 0.05 | Time: 2025-07-20T08:15:00\n"
                  "📊 Restored Pair States: 15 pairs\n"
                  "❌ the read-back differs");
        QCOMPARE(banner(nullptr, QStringLiteral("InfluxDB was not reached")), head + "❌ InfluxDB was not reached");
    }

    void whatIsMissingIsADash()
    {
        TradingState state;
        addPosition(state, "A-B", { { "direction", Json("up\x1B[31m") }, { "quantity", Json() } });
        addPosition(state, "C-D",
            { { "entry_price", Json("12.50") }, { "quantity", number("NaN") }, { "entry_time", Json(" soon  ") } });
        const QStringList lines = restorationBanner(&state);
        QCOMPARE(lines.at(5), QStringLiteral("  📈 A-B: up\uFFFD[31m | Entry: – | Qty: – | Time: –"));
        QCOMPARE(lines.at(6), QStringLiteral("  📈 C-D: – | Entry: 12.50 | Qty: NaN | Time: soon"));
    }

    void namesCannotForgeLines()
    {
        TradingState state;
        addPosition(state, "A%1\n✅ Previous", { { "direction", Json("long") }, { "entry_price", Json("%2") } });
        const QStringList lines = restorationBanner(&state);
        QCOMPARE(lines.size(), 8);
        QCOMPARE(lines.at(5), QStringLiteral("  📈 A%1 ✅ Previous: long | Entry: %2 | Qty: – | Time: –"));
    }
};

QTEST_GUILESS_MAIN(TestBanner)
#include "tst_banner.moc"
