// SPDX-License-Identifier: MIT
#include "core/manager/programparts.h"
#include "core/manager/sessionprogram.h"

#include <QCoreApplication>

#include <cstdio>

using namespace tradestate;

/// What a strategy computes with survives restarts.
class Counting : public Strategy
{
public:
    Json::Object currentState() const override { return { { "bars", Json::integer(bars) } }; }
    void restoreState(const StrategyData& stored) override
    {
        if (const auto stored_bars = numberField(stored.state, "bars"))
            bars = qint64(stored_bars->toDouble());
    }

    qint64 bars = 0;
};

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    const auto settings = loadSettings(processSources()); // .env and environment, as the console reads them
    if (!settings) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(describe(settings.error())));
        return 2;
    }
    TradingSession session(programParts(*settings, "my-system"), {});
    const auto strategy = std::make_shared<Counting>();
    session.addStrategy("Counting", strategy);

    const auto end = runSession(session, {}, [&](const SessionStart& start, const std::stop_token&) {
        std::printf("%zu positions, %lld bars\n", start.state.positions.size(), (long long)strategy->bars);
        ++strategy->bars;
        StateChange trade;
        trade.positions["BTCUSD-ETHUSD"] = Position("BTCUSD-ETHUSD",
            { { "direction", Json("long") }, { "quantity", Json(Decimal::fromDouble(0.1)) },
                { "entry_price", Json(Decimal::fromDouble(50000, 2)) } });
        const auto saved = session.recordTrade(trade, "opened BTCUSD-ETHUSD"); // returns at once
        if (const auto record = saved.result()) // waits until it is on disk
            std::printf("saved as %s\n", qUtf8Printable(record->saveId));
    });
    if (!end)
        std::fprintf(stderr, "%s\n", qUtf8Printable(describe(end.error())));
    return end ? 0 : 1;
}
