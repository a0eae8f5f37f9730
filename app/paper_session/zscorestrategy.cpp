// SPDX-License-Identifier: MIT
#include "app/paper_session/zscorestrategy.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace papersession {

using namespace tradestate;

namespace {

constexpr size_t window = 60; // bars
constexpr double entryZ = 2.0;
constexpr double exitZ = 0.4;
constexpr double stopZ = 3.5;
constexpr int cooldownBars = 15;
constexpr double moneyPerLeg = 5000;
constexpr double startBalance = 100000;

Json number(double value, int decimals)
{
    return Json(Decimal::parse(QByteArray::number(value, 'f', decimals).toStdString()).value_or(Decimal()));
}

/// Reads back as the same double.
Json exact(double value)
{
    return Json(Decimal::parse(QByteArray::number(value, 'g', 17).toStdString()).value_or(Decimal()));
}

double numberIn(const Json::Object& fields, std::string_view name, double otherwise = 0)
{
    const auto value = numberField(fields, name);
    return value ? value->toDouble() : otherwise;
}

} // namespace

ZScoreStrategy::ZScoreStrategy(unsigned seed, int pairs)
    : m_seed(seed)
    , m_market(seed, pairs)
    , m_pairs(m_market.quotes().size())
    , m_balance(startBalance)
    , m_peak(startBalance)
{
}

QStringList ZScoreStrategy::pairs() const
{
    QStringList names;
    for (const Quote& quote : m_market.quotes())
        names.append(quote.pair());
    return names;
}

void ZScoreStrategy::takeOver(const TradingState& state)
{
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        Pair& pair = m_pairs[at];
        const QString name = m_market.quotes()[at].pair();
        const auto held = state.positions.find(name);
        pair.side = 0;
        if (held != state.positions.end()) {
            pair.position = held->second.fields();
            pair.side = held->second.direction() == Direction::Short ? -1 : 1;
            pair.entry1 = numberIn(pair.position, "entry_price1");
            pair.entry2 = numberIn(pair.position, "entry_price2");
            pair.volume1 = numberIn(pair.position, "volume1");
            pair.volume2 = numberIn(pair.position, "volume2");
        }
        const auto known = state.pairStates.find(name);
        if (known != state.pairStates.end())
            pair.cooldown = static_cast<int>(numberIn(known->second.fields(), "cooldown"));
    }
    m_balance = numberIn(state.portfolio.fields(), "available_balance", startBalance);
    m_peak = numberIn(state.portfolio.fields(), "peak_value", startBalance);
}

std::vector<ZScoreStrategy::Trade> ZScoreStrategy::nextBar(const Timestamp& now)
{
    m_now = now;
    m_market.nextBar();
    std::vector<Trade> trades;
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        const Quote& quote = m_market.quotes()[at];
        Pair& pair = m_pairs[at];
        pair.spreads.push_back(std::log(quote.price1 / quote.price2));
        if (pair.spreads.size() > window)
            pair.spreads.pop_front();
        pair.cooldown = std::max(0, pair.cooldown - 1);
        if (pair.spreads.size() < window)
            continue;
        const double mean = std::accumulate(pair.spreads.begin(), pair.spreads.end(), 0.0) / double(window);
        const double squares = std::accumulate(pair.spreads.begin(), pair.spreads.end(), 0.0,
            [mean](double sum, double spread) { return sum + (spread - mean) * (spread - mean); });
        pair.z = (pair.spreads.back() - mean) / std::sqrt(squares / double(window - 1));

        const double away = pair.side == 0 ? std::abs(pair.z) : -pair.side * pair.z;
        QString did;
        if (pair.side == 0 && away > entryZ && away < stopZ && pair.cooldown == 0) {
            open(quote, pair, pair.z < 0 ? 1 : -1, now);
            did = QStringLiteral("opened %1 %2").arg(quote.pair(), QLatin1String(pair.side > 0 ? "long" : "short"));
        } else if (pair.side != 0 && (away < exitZ || away > stopZ)) {
            const double result = unrealised(quote, pair);
            m_balance += result;
            pair.side = 0;
            pair.cooldown = cooldownBars;
            did = QStringLiteral("%1 %2 (%3%4)")
                      .arg(QLatin1String(away > stopZ ? "stopped" : "closed"), quote.pair(),
                          QLatin1String(result < 0 ? "" : "+"))
                      .arg(result, 0, 'f', 2);
        } else {
            continue;
        }
        Trade trade;
        trade.change.positions[quote.pair()]
            = pair.side != 0 ? std::optional(Position(quote.pair(), pair.position)) : std::nullopt;
        trade.change.pairStates[quote.pair()] = pairState(quote, pair);
        trade.change.portfolio = portfolio();
        trade.what = QStringLiteral("%1 at z %2").arg(did).arg(pair.z, 0, 'f', 2);
        trades.push_back(std::move(trade));
    }
    m_peak = std::max(m_peak, equity());
    return trades;
}

void ZScoreStrategy::open(const Quote& quote, Pair& pair, int side, const Timestamp& now)
{
    pair.side = side;
    // Kept as they are written: what a restart reads must be what this run computes with.
    const auto written = [](double value, int decimals) { return QByteArray::number(value, 'f', decimals).toDouble(); };
    pair.entry1 = written(quote.price1, 5);
    pair.entry2 = written(quote.price2, 5);
    pair.volume1 = written(moneyPerLeg / quote.price1, 4);
    pair.volume2 = written(moneyPerLeg / quote.price2, 4);
    ++m_trades;
    pair.position = {
        { "symbol1", Json(quote.symbol1) },
        { "symbol2", Json(quote.symbol2) },
        { "direction", Json(side > 0 ? "long" : "short") },
        { "quantity", number(pair.volume1, 4) },
        { "entry_price", number(pair.entry1, 5) },
        { "entry_price1", number(pair.entry1, 5) },
        { "entry_price2", number(pair.entry2, 5) },
        { "volume1", number(pair.volume1, 4) },
        { "volume2", number(pair.volume2, 4) },
        { "position_id1", Json::integer(2 * m_trades - 1) },
        { "position_id2", Json::integer(2 * m_trades) },
        { "entry_time", Json(now.toRecordText()) },
        { "label", Json("paper-session") },
    };
}

double ZScoreStrategy::unrealised(const Quote& quote, const Pair& pair) const
{
    return pair.side * (pair.volume1 * (quote.price1 - pair.entry1) - pair.volume2 * (quote.price2 - pair.entry2));
}

double ZScoreStrategy::equity() const
{
    double sum = m_balance;
    for (size_t at = 0; at < m_pairs.size(); ++at)
        sum += unrealised(m_market.quotes()[at], m_pairs[at]);
    return sum;
}

PairState ZScoreStrategy::pairState(const Quote& quote, const Pair& pair) const
{
    Json::Object fields { { "symbol1", Json(quote.symbol1) }, { "symbol2", Json(quote.symbol2) },
        { "position",
            Json(pair.side == 0     ? "none"
                    : pair.side > 0 ? "long"
                                    : "short") },
        { "cooldown", Json::integer(pair.cooldown) }, { "last_update", Json(m_now.toRecordText()) } };
    if (pair.spreads.size() == window) {
        fields.emplace("z_score", number(pair.z, 4));
        fields.emplace("spread", number(pair.spreads.back(), 6));
    }
    return PairState(std::move(fields));
}

PortfolioSummary ZScoreStrategy::portfolio() const
{
    const double value = equity();
    return PortfolioSummary({ { "total_value", number(value, 2) }, { "available_balance", exact(m_balance) },
        { "total_pnl", number(value - m_balance, 2) }, { "daily_pnl", number(value - startBalance, 2) },
        { "peak_value", number(std::max(m_peak, value), 2) } });
}

StateChange ZScoreStrategy::bar() const
{
    StateChange change;
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        const Quote& quote = m_market.quotes()[at];
        change.pairStates[quote.pair()] = pairState(quote, m_pairs[at]);
    }
    change.portfolio = portfolio();
    return change;
}

Json::Object ZScoreStrategy::currentState() const
{
    Json::Object spreads;
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        Json::Array values;
        for (const double spread : m_pairs[at].spreads)
            values.push_back(exact(spread));
        spreads.emplace(m_market.quotes()[at].pair().toStdString(), Json(std::move(values)));
    }
    return { { "bar", Json::integer(m_market.bar()) }, { "trades", Json::integer(m_trades) },
        { "spreads", Json(std::move(spreads)) } };
}

void ZScoreStrategy::restoreState(const StrategyData& stored)
{
    const auto seed = numberField(stored.metadata, "seed");
    if (!seed || seed->text() != std::to_string(m_seed))
        return; // another market: its spreads say nothing about this one
    const double bar = numberIn(stored.state, "bar");
    while (double(m_market.bar()) < bar)
        m_market.nextBar();
    m_trades = static_cast<qint64>(numberIn(stored.state, "trades"));
    const auto found = stored.state.find("spreads");
    if (found == stored.state.end())
        return;
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        const Json* values = found->second.find(m_market.quotes()[at].pair().toStdString());
        if (!values || !values->asArray())
            continue;
        m_pairs[at].spreads.clear();
        for (const Json& value : *values->asArray()) {
            if (value.asNumber())
                m_pairs[at].spreads.push_back(value.asNumber()->toDouble());
        }
    }
}

Json::Object ZScoreStrategy::stateMetadata() const
{
    return { { "strategy_version", Json("1.0") }, { "seed", Json::integer(m_seed) },
        { "window", Json::integer(qint64(window)) }, { "entry_z", number(entryZ, 1) }, { "exit_z", number(exitZ, 1) },
        { "stop_z", number(stopZ, 1) }, { "cooldown_bars", Json::integer(cooldownBars) } };
}

} // namespace papersession
