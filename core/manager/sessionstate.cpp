// SPDX-License-Identifier: MIT
#include "core/manager/sessionstate.h"

namespace tradestate {

namespace {

Json::Object objectOf(const Json::Object& fields, std::string_view name)
{
    const auto found = fields.find(name);
    const Json::Object* object = found == fields.end() ? nullptr : found->second.asObject();
    return object ? *object : Json::Object();
}

void setWhereKnown(Json::Object& fields, const char* name, const QString& text)
{
    if (!text.isEmpty())
        fields.insert_or_assign(name, Json(text));
}

} // namespace

void applyChange(TradingState& state, const StateChange& change)
{
    for (const auto& [pair, position] : change.positions) {
        if (position)
            state.positions.insert_or_assign(pair, Position(pair, position->fields()));
        else
            state.positions.erase(pair);
    }
    for (const auto& [pair, pairState] : change.pairStates)
        state.pairStates.insert_or_assign(pair, pairState);
    if (change.portfolio)
        state.portfolio = *change.portfolio;
    if (!state.portfolio.fields().empty())
        state.portfolio.setField("open_positions", Json::integer(static_cast<qint64>(state.positions.size())));
}

void describeRunning(SessionInfo& session, const RunningSystem& running, const Timestamp& saveTime)
{
    Json::Object info = objectOf(session.fields(), "session_info");
    setWhereKnown(info, "data_provider", running.dataProvider);
    setWhereKnown(info, "broker", running.broker);
    setWhereKnown(info, "strategy", running.strategy);
    setWhereKnown(info, "trading_mode", running.tradingMode);
    setWhereKnown(info, "system_version", running.systemVersion);
    if (saveTime.nanoseconds() != 0)
        info.insert_or_assign("save_time", Json(saveTime.toRecordText()));
    session.setField("session_info", Json(std::move(info)));
    if (running.pairs.isEmpty())
        return;
    Json::Object config = objectOf(session.fields(), "trading_config");
    Json::Array pairs;
    for (const QString& pair : running.pairs)
        pairs.emplace_back(pair);
    config.insert_or_assign("pairs", Json(std::move(pairs)));
    session.setField("trading_config", Json(std::move(config)));
}

SessionInfo sessionOf(const RunningSystem& running)
{
    SessionInfo session;
    describeRunning(session, running, {});
    return session;
}

void writeStrategies(SessionInfo& session, const StrategiesData& strategies, const QString& mainStrategy)
{
    if (strategies.empty())
        return;
    Json::Object all = objectOf(session.fields(), "strategies");
    for (const auto& [name, data] : strategies) {
        Json::Object one = objectOf(all, name.toStdString());
        one.insert_or_assign("metadata", Json(data.metadata));
        one.insert_or_assign("state", Json(data.state));
        all.insert_or_assign(name.toStdString(), Json(std::move(one)));
    }
    session.setField("strategies", Json(std::move(all)));
    if (const auto main = strategies.find(mainStrategy); main != strategies.end())
        session.setField("strategy_metadata", Json(main->second.metadata));
}

std::optional<StrategyData> storedStrategy(const SessionInfo& session, const QString& name, bool isMainStrategy)
{
    const Json::Object all = objectOf(session.fields(), "strategies");
    const auto found = all.find(name.toStdString());
    if (found != all.end() && found->second.asObject()) {
        const Json::Object& one = *found->second.asObject();
        return StrategyData { objectOf(one, "state"), objectOf(one, "metadata") };
    }
    if (!isMainStrategy || !all.empty())
        return std::nullopt;
    Json::Object metadata = session.strategyMetadata();
    if (metadata.empty())
        return std::nullopt;
    return StrategyData { {}, std::move(metadata) };
}

} // namespace tradestate
