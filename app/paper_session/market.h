// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <cmath>
#include <random>
#include <vector>

namespace papersession {

struct Quote
{
    QString symbol1;
    QString symbol2;
    double price1 = 0;
    double price2 = 0;

    [[nodiscard]] QString pair() const { return symbol1 + QLatin1Char('-') + symbol2; }
};

/// An invented market of cointegrated pairs: the second leg walks at random, the first one follows it with a spread
/// that returns to its mean (Ornstein-Uhlenbeck in log prices). The same seed gives the same prices, bar by bar.
class Market
{
public:
    Market(unsigned seed, int pairs)
        : m_random(seed)
        , m_spreads(static_cast<size_t>(pairs))
    {
        const std::vector<Quote> known { { u"BTCUSD"_qs, u"ETHUSD"_qs, 50000, 3000 },
            { u"EURUSD"_qs, u"GBPUSD"_qs, 1.25, 1.31 }, { u"XAUUSD"_qs, u"XAGUSD"_qs, 2411, 28.4 },
            { u"ETHUSD"_qs, u"SOLUSD"_qs, 3000, 148 }, { u"AUDUSD"_qs, u"NZDUSD"_qs, 0.665, 0.609 },
            { u"USDJPY"_qs, u"EURJPY"_qs, 151.2, 164.4 }, { u"KO.US"_qs, u"PEP.US"_qs, 62.4, 171.3 },
            { u"JPM.US"_qs, u"BAC.US"_qs, 198.6, 38.9 }, { u"PG.US"_qs, u"CL.US"_qs, 159.2, 88.1 },
            { u"SPY.US"_qs, u"IWM.US"_qs, 547.1, 203.5 }, { u"XOM.US"_qs, u"CVX.US"_qs, 113.8, 157.2 },
            { u"US500"_qs, u"US30"_qs, 5470, 39150 }, { u"BRENT"_qs, u"WTI"_qs, 82.6, 78.3 },
            { u"MSFT.US"_qs, u"AAPL.US"_qs, 428.9, 213.7 }, { u"V.US"_qs, u"MA.US"_qs, 274.1, 449.2 } };
        for (size_t number = 0; number < m_spreads.size(); ++number) {
            m_quotes.push_back(known[number % known.size()]);
            if (number >= known.size())
                m_quotes.back().symbol1 += QString::number(number);
            m_ratios.push_back(m_quotes.back().price1 / m_quotes.back().price2);
        }
    }

    void nextBar()
    {
        ++m_bar;
        for (size_t at = 0; at < m_quotes.size(); ++at) {
            m_quotes[at].price2 *= std::exp(0.0008 * m_normal(m_random));
            m_spreads[at] += 0.0012 * m_normal(m_random) - 0.03 * m_spreads[at];
            m_quotes[at].price1 = m_quotes[at].price2 * m_ratios[at] * std::exp(m_spreads[at]);
        }
    }

    [[nodiscard]] qint64 bar() const { return m_bar; }
    [[nodiscard]] const std::vector<Quote>& quotes() const { return m_quotes; }

private:
    std::mt19937_64 m_random;
    std::normal_distribution<double> m_normal;
    std::vector<Quote> m_quotes;
    std::vector<double> m_ratios; ///< of the legs' prices, in the mean
    std::vector<double> m_spreads; ///< log of how far the ratio is from its mean
    qint64 m_bar = 0;
};

} // namespace papersession
