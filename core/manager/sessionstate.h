// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/strategy.h"
#include "core/state/tradingstate.h"

#include <QStringList>

namespace tradestate {

/// What a trade or a bar changes of a state. What is not named stays as it is.
struct StateChange
{
    std::map<QString, std::optional<Position>, CodePointLess> positions; ///< by pair; none: it is closed
    PairStates pairStates; ///< by pair
    std::optional<PortfolioSummary> portfolio;
};

/// Who is trading what, as the running program is configured. What is empty is not known, and stays as it was stored.
struct RunningSystem
{
    QString dataProvider;
    QString broker;
    QString strategy;
    QString tradingMode; ///< such as "paper" or "live"
    QString systemVersion;
    QStringList pairs;
};

using StrategiesData = std::map<QString, StrategyData>; ///< by name

/// Also counts the open positions in the portfolio anew, where there is one.
void applyChange(TradingState& state, const StateChange& change);

/// Puts the running system and the time of the save into the session; other fields stay.
void describeRunning(SessionInfo& session, const RunningSystem& running, const Timestamp& saveTime);
/// The running system alone, to be compared with what is stored.
[[nodiscard]] SessionInfo sessionOf(const RunningSystem& running);

/// "strategies": {NAME: {"metadata", "state"}}; the main strategy's metadata also as "strategy_metadata", where the
/// Python system keeps it. Strategies that are not named keep what was stored of them.
void writeStrategies(SessionInfo& session, const StrategiesData& strategies, const QString& mainStrategy);
/// What is stored of one strategy; of the main one the metadata of the Python system where there is nothing else. None
/// where nothing is stored.
[[nodiscard]] std::optional<StrategyData> storedStrategy(
    const SessionInfo& session, const QString& name, bool isMainStrategy);

} // namespace tradestate
