// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/canonical.h"
#include "core/manager/statemanager.h"

#include <QTest>

/// Small states and shorthands for the tests of restoring.
namespace restoresupport {

using namespace tradestate;

inline Json::Object object(const char* json)
{
    const auto parsed = parseJson(json);
    if (!parsed || !parsed->value.asObject())
        qFatal("not an object: %s", json);
    return *parsed->value.asObject();
}

inline void recount(TradingState& state)
{
    state.portfolio.setField("open_positions", Json::integer(static_cast<qint64>(state.positions.size())));
}

inline void open(TradingState& state, const char* pair, const char* quantity)
{
    const QString key = QString::fromLatin1(pair);
    Json::Object fields = object("{\"symbol1\":\"A\",\"symbol2\":\"B\",\"direction\":\"long\",\"entry_price\":1.2500,"
                                 "\"entry_time\":\"2025-07-20T08:00:00Z\",\"order_ids\":[11,12]}");
    fields["quantity"] = *Decimal::parse(quantity);
    state.positions[key] = Position(key, fields);
    state.pairStates[key] = PairState(object("{\"symbol1\":\"A\",\"symbol2\":\"B\",\"position\":\"long\","
                                             "\"cooldown\":0,\"last_update\":\"2025-07-20T08:00:00Z\"}"));
    recount(state);
}

inline void close(TradingState& state, const char* pair)
{
    const QString key = QString::fromLatin1(pair);
    state.positions.erase(key);
    state.pairStates[key].setField("position", Json("none"));
    recount(state);
}

/// Two positions: A-B and C-D.
inline TradingState firstState()
{
    TradingState state;
    state.portfolio = PortfolioSummary(object("{\"total_value\":101234.50,\"available_balance\":5,\"total_pnl\":1,"
                                              "\"daily_pnl\":1,\"open_positions\":0}"));
    state.session = SessionInfo(object("{\"session_info\":{\"strategy\":\"Pairs\",\"broker\":\"ctrader\"}}"));
    open(state, "A-B", "0.1");
    open(state, "C-D", "0.2");
    return state;
}

inline QByteArray text(const TradingState& state)
{
    return QByteArray::fromStdString(canonicalForm(state));
}

/// What a call must give; the test stops with its error where it fails.
template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(describe(result.error())));
    return std::move(*result);
}

} // namespace restoresupport
