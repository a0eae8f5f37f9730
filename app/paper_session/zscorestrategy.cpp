// SPDX-License-Identifier: MIT
#include "app/paper_session/zscorestrategy.h"

namespace papersession {

using namespace tradestate;

namespace {

constexpr double window = 60; // bars
constexpr double entryZ = 2.0;
constexpr double exitZ = 0.4;
constexpr double stopZ = 3.5;
constexpr int cooldownBars = 15;
constexpr double moneyPerLeg = 5000;
constexpr double startBalance = 100000;

Json number(double value, std::optional<int> decimals = {})
{
    return Json(Decimal::fromDouble(value, decimals));
}

double numberIn(const Json::Object& fields, std::string_view name, double otherwise = 0)
{
    const auto value = numberField(fields, name);
    return value ? value->toDouble() : otherwise;
}

int sideOf(const std::optional<Position>& position)
{
    return !position ? 0 : position->direction() == Direction::Short ? -1 : 1;
}

Position openedAt(const Quote& quote, int side, const Timestamp& now)
{
    return Position(quote.pair(),
        { { "symbol1", Json(quote.symbol1) }, { "symbol2", Json(quote.symbol2) },
            { "direction", Json(side > 0 ? "long" : "short") }, { "quantity", number(moneyPerLeg / quote.price1, 4) },
            { "entry_price", number(quote.price1, 5) }, { "entry_price1", number(quote.price1, 5) },
            { "entry_price2", number(quote.price2, 5) }, { "volume1", number(moneyPerLeg / quote.price1, 4) },
            { "volume2", number(moneyPerLeg / quote.price2, 4) }, { "entry_time", Json(now.toRecordText()) } });
}

double unrealised(const Quote& quote, const std::optional<Position>& position)
{
    const auto leg = [&](const char* volume, const char* entry, double price) {
        return position ? numberIn(position->fields(), volume) * (price - numberIn(position->fields(), entry)) : 0;
    };
    return sideOf(position)
        * (leg("volume1", "entry_price1", quote.price1) - leg("volume2", "entry_price2", quote.price2));
}

} // namespace

ZScoreStrategy::ZScoreStrategy(unsigned seed, int pairs)
    : m_seed(seed)
    , m_market(seed, pairs)
    , m_pairs(m_market.quotes().size())
    , m_balance(startBalance)
{
}

void ZScoreStrategy::takeOver(const TradingState& state)
{
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        const QString name = m_market.quotes()[at].pair();
        m_pairs[at].position.reset();
        if (const auto held = state.positions.find(name); held != state.positions.end())
            m_pairs[at].position = held->second;
        if (const auto known = state.pairStates.find(name); known != state.pairStates.end())
            m_pairs[at].cooldown = static_cast<int>(numberIn(known->second.fields(), "cooldown"));
    }
    m_balance = numberIn(state.portfolio.fields(), "available_balance", startBalance);
}

std::vector<Trade> ZScoreStrategy::nextBar(const Timestamp& now)
{
    m_now = now;
    m_market.nextBar();
    std::vector<Trade> trades;
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        const Quote& quote = m_market.quotes()[at];
        Pair& pair = m_pairs[at];
        const double away = std::log(quote.price1 / quote.price2) - pair.mean;
        pair.cooldown = std::max(0, pair.cooldown - 1);
        if (double(m_market.bar()) > window)
            pair.z = away / std::sqrt(pair.variance);
        const double weight = 2 / (std::min(window, double(m_market.bar())) + 1);
        pair.mean += weight * away;
        pair.variance = (1 - weight) * (pair.variance + weight * away * away);
        if (!pair.z)
            continue;

        const int side = sideOf(pair.position);
        const double distance = side == 0 ? std::abs(*pair.z) : -side * *pair.z;
        QString did;
        if (side == 0 && distance > entryZ && distance < stopZ && pair.cooldown == 0) {
            pair.position = openedAt(quote, *pair.z < 0 ? 1 : -1, now);
            did = u"opened %1 %2"_qs.arg(quote.pair(), *pair.z < 0 ? u"long"_qs : u"short"_qs);
        } else if (side != 0 && (distance < exitZ || distance > stopZ)) {
            m_balance += unrealised(quote, pair.position);
            pair.position.reset();
            pair.cooldown = cooldownBars;
            did = (distance > stopZ ? u"stopped %1"_qs : u"closed %1"_qs).arg(quote.pair());
        } else {
            continue;
        }
        trades.push_back({ bar(), u"%1 at z %2"_qs.arg(did).arg(*pair.z, 0, 'f', 2) });
        trades.back().change.positions[quote.pair()] = pair.position;
    }
    return trades;
}

StateChange ZScoreStrategy::bar() const
{
    StateChange change;
    double equity = m_balance;
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        const Quote& quote = m_market.quotes()[at];
        const Pair& pair = m_pairs[at];
        const char* side = !pair.position ? "none" : sideOf(pair.position) > 0 ? "long" : "short";
        Json::Object fields { { "symbol1", Json(quote.symbol1) }, { "symbol2", Json(quote.symbol2) },
            { "position", Json(side) }, { "cooldown", Json::integer(pair.cooldown) },
            { "last_update", Json(m_now.toRecordText()) } };
        if (pair.z)
            fields.emplace("z_score", number(*pair.z, 4));
        change.pairStates[quote.pair()] = PairState(std::move(fields));
        equity += unrealised(quote, pair.position);
    }
    const Json result = number(equity - startBalance, 2); // its market has no days
    change.portfolio = PortfolioSummary({ { "total_value", number(equity, 2) },
        { "available_balance", number(m_balance) }, { "total_pnl", result }, { "daily_pnl", result } });
    return change;
}

Json::Object ZScoreStrategy::currentState() const
{
    Json::Object spreads;
    for (size_t at = 0; at < m_pairs.size(); ++at)
        spreads.emplace(m_market.quotes()[at].pair().toStdString(),
            Json::Object { { "mean", number(m_pairs[at].mean) }, { "variance", number(m_pairs[at].variance) } });
    return { { "bar", Json::integer(m_market.bar()) }, { "spreads", Json(std::move(spreads)) } };
}

void ZScoreStrategy::restoreState(const StrategyData& stored)
{
    if (numberIn(stored.metadata, "seed", -1) != double(m_seed))
        return; // another market: its spreads say nothing about this one
    while (double(m_market.bar()) < numberIn(stored.state, "bar"))
        m_market.nextBar();
    for (size_t at = 0; at < m_pairs.size(); ++at) {
        const Json* spread = stored.state.at("spreads").find(m_market.quotes()[at].pair().toStdString());
        const Json::Object known = spread && spread->asObject() ? *spread->asObject() : Json::Object();
        m_pairs[at].mean = numberIn(known, "mean");
        m_pairs[at].variance = numberIn(known, "variance");
    }
}

Json::Object ZScoreStrategy::stateMetadata() const
{
    return { { "strategy_version", Json("1.0") }, { "seed", Json::integer(m_seed) } };
}

} // namespace papersession
