// SPDX-License-Identifier: MIT
#include "app/paper_session/market.h"

#include <array>
#include <cmath>

namespace papersession {

namespace {

struct KnownPair
{
    const char* symbol1;
    const char* symbol2;
    double price1;
    double price2;
};

constexpr std::array<KnownPair, 15> knownPairs { {
    { "BTCUSD", "ETHUSD", 50000, 3000 },
    { "EURUSD", "GBPUSD", 1.25, 1.31 },
    { "XAUUSD", "XAGUSD", 2411, 28.4 },
    { "ETHUSD", "SOLUSD", 3000, 148 },
    { "AUDUSD", "NZDUSD", 0.665, 0.609 },
    { "USDJPY", "EURJPY", 151.2, 164.4 },
    { "KO.US", "PEP.US", 62.4, 171.3 },
    { "JPM.US", "BAC.US", 198.6, 38.9 },
    { "PG.US", "CL.US", 159.2, 88.1 },
    { "SPY.US", "IWM.US", 547.1, 203.5 },
    { "XOM.US", "CVX.US", 113.8, 157.2 },
    { "US500", "US30", 5470, 39150 },
    { "BRENT", "WTI", 82.6, 78.3 },
    { "MSFT.US", "AAPL.US", 428.9, 213.7 },
    { "V.US", "MA.US", 274.1, 449.2 },
} };

constexpr double volatility = 0.0008; // of the walk, per bar
constexpr double meanReversion = 0.03; // of the spread, per bar
constexpr double spreadVolatility = 0.0012;

} // namespace

Market::Market(unsigned seed, int pairs)
    : m_random(seed)
{
    for (int number = 0; number < pairs; ++number) {
        const auto& known = knownPairs[static_cast<size_t>(number) % knownPairs.size()];
        const QString suffix = number < int(knownPairs.size()) ? QString() : QString::number(number);
        m_quotes.push_back({ QString::fromLatin1(known.symbol1) + suffix, QString::fromLatin1(known.symbol2) + suffix,
            known.price1, known.price2 });
        m_paths.push_back({ known.price2, known.price1 / known.price2 });
    }
}

void Market::nextBar()
{
    ++m_bar;
    for (size_t at = 0; at < m_paths.size(); ++at) {
        Path& path = m_paths[at];
        path.walk += volatility * m_normal(m_random);
        path.spread += spreadVolatility * m_normal(m_random) - meanReversion * path.spread;
        m_quotes[at].price2 = path.price2 * std::exp(path.walk);
        m_quotes[at].price1 = m_quotes[at].price2 * path.ratio * std::exp(path.spread);
    }
}

} // namespace papersession
