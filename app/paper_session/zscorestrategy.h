// SPDX-License-Identifier: MIT
#pragma once

#include "app/paper_session/market.h"
#include "core/manager/sessionstate.h"

namespace papersession {

struct Trade
{
    tradestate::StateChange change;
    QString what; ///< "opened BTCUSD-ETHUSD long at z -2.13"
};

/// Trades the spread of each pair back to its mean, on paper: in at two standard deviations, out near the mean, stopped
/// far from it, then idle for some bars. What it computes with is its state; positions and money are the session's.
class ZScoreStrategy final : public tradestate::Strategy
{
public:
    ZScoreStrategy(unsigned seed, int pairs);

    /// What is on record counts: a position that a person took off the record is gone, whatever was held before.
    void takeOver(const tradestate::TradingState& state);
    /// Goes on by a bar; tells the trades that it made.
    [[nodiscard]] std::vector<Trade> nextBar(const tradestate::Timestamp& now);
    /// What the bar changed besides.
    [[nodiscard]] tradestate::StateChange bar() const;
    [[nodiscard]] qint64 barNumber() const { return m_market.bar(); }

    [[nodiscard]] tradestate::Json::Object currentState() const override;
    void restoreState(const tradestate::StrategyData& stored) override;
    [[nodiscard]] tradestate::Json::Object stateMetadata() const override;

private:
    struct Pair
    {
        double mean = 0; ///< of the spread, exponentially weighted; the variance too
        double variance = 0;
        std::optional<double> z; ///< none before enough bars were seen
        int cooldown = 0; ///< bars
        std::optional<tradestate::Position> position; ///< as it is on record
    };

    const unsigned m_seed;
    Market m_market;
    std::vector<Pair> m_pairs; ///< as the market's quotes
    double m_balance = 0; ///< of closed trades
    tradestate::Timestamp m_now;
};

} // namespace papersession
