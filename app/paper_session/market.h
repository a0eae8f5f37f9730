// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <random>
#include <vector>

namespace papersession {

/// The last prices of two symbols that belong together.
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
    Market(unsigned seed, int pairs);

    void nextBar();
    [[nodiscard]] qint64 bar() const { return m_bar; }
    [[nodiscard]] const std::vector<Quote>& quotes() const { return m_quotes; }

private:
    struct Path
    {
        double price2 = 0; ///< at the beginning
        double ratio = 1;
        double walk = 0;
        double spread = 0;
    };

    std::mt19937_64 m_random;
    std::normal_distribution<double> m_normal;
    std::vector<Path> m_paths;
    std::vector<Quote> m_quotes;
    qint64 m_bar = 0;
};

} // namespace papersession
