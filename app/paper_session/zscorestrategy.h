// SPDX-License-Identifier: MIT
#pragma once

#include "app/paper_session/market.h"
#include "core/base/clock.h"
#include "core/manager/sessionstate.h"

#include <deque>
#include <map>

namespace papersession {

/// Trades the spread of each pair back to its mean, on paper: in at two standard deviations, out near the mean, stopped
/// far from it, then idle for some bars. What it computes with is its state; positions and money are the session's.
class ZScoreStrategy final : public tradestate::Strategy
{
public:
    struct Trade
    {
        tradestate::StateChange change;
        QString what; ///< "opened BTCUSD-ETHUSD long at z -2.13"
    };

    ZScoreStrategy(unsigned seed, int pairs);

    /// What is on record counts: a position that a person took off the record is gone, whatever was held before.
    void takeOver(const tradestate::TradingState& state);
    /// The next bar: the trades it made, and what changed besides.
    [[nodiscard]] std::vector<Trade> nextBar(const tradestate::Timestamp& now);
    [[nodiscard]] tradestate::StateChange bar() const;

    [[nodiscard]] qint64 barNumber() const { return m_market.bar(); }
    [[nodiscard]] double equity() const;
    [[nodiscard]] QStringList pairs() const;

    [[nodiscard]] tradestate::Json::Object currentState() const override;
    void restoreState(const tradestate::StrategyData& stored) override;
    [[nodiscard]] tradestate::Json::Object stateMetadata() const override;

private:
    struct Pair
    {
        std::deque<double> spreads; ///< the newest last
        double z = 0;
        int cooldown = 0; ///< bars
        int side = 0; ///< 1 long, -1 short, 0 flat
        double entry1 = 0;
        double entry2 = 0;
        double volume1 = 0;
        double volume2 = 0;
        tradestate::Json::Object position; ///< as it is on record
    };

    void open(const Quote& quote, Pair& pair, int side, const tradestate::Timestamp& now);
    [[nodiscard]] double unrealised(const Quote& quote, const Pair& pair) const;
    [[nodiscard]] tradestate::PairState pairState(const Quote& quote, const Pair& pair) const;
    [[nodiscard]] tradestate::PortfolioSummary portfolio() const;

    const unsigned m_seed;
    Market m_market;
    std::vector<Pair> m_pairs; ///< as the market's quotes
    double m_balance = 0;
    double m_peak = 0;
    qint64 m_trades = 0;
    tradestate::Timestamp m_now;
};

} // namespace papersession
