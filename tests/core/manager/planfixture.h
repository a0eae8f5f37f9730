// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/canonical.h"
#include "core/manager/changeplan.h"
#include "core/manager/restoreplan.h"

#include <QTest>

/// Small states for the tests of plans.
namespace planfixture {

using namespace tradestate;

inline Json::Object object(const char* json)
{
    const auto parsed = parseJson(json);
    if (!parsed || !parsed->value.asObject())
        qFatal("not an object: %s", json);
    return *parsed->value.asObject();
}

inline Position position(const char* pair, const char* quantity = "0.1", const char* direction = "long")
{
    Json::Object fields = object("{\"symbol1\":\"A\",\"symbol2\":\"B\",\"entry_price\":1.2500,"
                                 "\"entry_time\":\"2025-07-20T08:00:00\",\"label\":\"kept\"}");
    fields["quantity"] = *Decimal::parse(quantity);
    fields["direction"] = Json(direction);
    return Position(QString::fromUtf8(pair), fields);
}

inline PairState pairState(const char* positionText, const char* cooldown = "0")
{
    Json::Object fields = object("{\"symbol1\":\"A\",\"symbol2\":\"B\",\"last_update\":\"2025-07-20T08:00:00+00:00\"}");
    fields["position"] = Json(positionText);
    fields["cooldown"] = *Decimal::parse(cooldown);
    return PairState(fields);
}

inline void put(TradingState& state, const char* pair, const char* quantity = "0.1", const char* direction = "long")
{
    state.positions[QString::fromUtf8(pair)] = position(pair, quantity, direction);
    state.pairStates[QString::fromUtf8(pair)] = pairState(direction);
}

inline TradingState stateOf(std::initializer_list<const char*> pairs)
{
    TradingState state;
    for (const char* pair : pairs)
        put(state, pair);
    state.portfolio = PortfolioSummary(object("{\"total_value\":100000.0,\"open_positions\":0}"));
    state.portfolio.setField("open_positions", Json::integer(static_cast<qint64>(pairs.size())));
    state.session
        = SessionInfo(object("{\"session_info\":{\"strategy\":\"Pairs\",\"broker\":\"ctrader\","
                             "\"system_version\":\"1.0\"},\"trading_config\":{\"pairs\":[\"A-B\",\"C-D\"]}}"));
    return state;
}

inline Timestamp at(const char* text)
{
    const auto time = Timestamp::parse(QString::fromLatin1(text));
    if (!time)
        qFatal("not a time: %s", text);
    return *time;
}

inline SaveRecord record(const char* saveId, const char* parent = "", SaveReason reason = SaveReason::Periodic)
{
    SaveRecord save;
    save.saveId = QString::fromLatin1(saveId);
    save.parentSaveId = QString::fromLatin1(parent);
    save.folder = QStringLiteral("folder");
    save.writer = QStringLiteral("host:bot:1");
    save.savedAt = at("2025-07-20T08:00:00Z");
    save.recordedAt = save.savedAt;
    save.reason = reason;
    return save;
}

inline Snapshot snapshotOf(const TradingState& state, const char* saveId = "head")
{
    Snapshot snapshot;
    snapshot.state = state;
    snapshot.record = record(saveId);
    snapshot.conditions = { Condition::Verified };
    snapshot.proof = Proof::Verified;
    snapshot.store.type = QStringLiteral("influxdb");
    snapshot.store.layout = QStringLiteral("tables");
    snapshot.store.url = QStringLiteral("http://localhost:8086");
    snapshot.store.account = QStringLiteral("default");
    return snapshot;
}

inline Document documentOf(const TradingState& state)
{
    Document document;
    document.state = state;
    document.hasPositions = document.hasPairStates = document.hasPortfolio = document.hasSession = true;
    document.proof = Proof::Verified;
    document.record = record("backup");
    document.stateTime = at("2025-07-20T08:00:00Z");
    return document;
}

inline PlanContext context()
{
    PlanContext context;
    context.now = at("2025-07-20T10:00:00Z");
    return context;
}

inline const PlanRow& row(const ChangePlan& plan, StatePart part, const char* key = "")
{
    for (const PlanRow& candidate : plan.rows) {
        if (candidate.part == part && candidate.key == QString::fromUtf8(key))
            return candidate;
    }
    qFatal("no row %s", key);
}

inline PlanRow& row(ChangePlan& plan, StatePart part, const char* key = "")
{
    return const_cast<PlanRow&>(row(std::as_const(plan), part, key));
}

inline bool hasBlocker(const ChangePlan& plan, ErrorCode code)
{
    return std::any_of(
        plan.blockers.begin(), plan.blockers.end(), [code](const Error& error) { return error.code == code; });
}

inline bool canForce(const ChangePlan& plan, ErrorCode code)
{
    return std::any_of(
        plan.forceable.begin(), plan.forceable.end(), [code](const Error& error) { return error.code == code; });
}

/// The message of a warning; empty where it is not given.
inline QString warning(const ChangePlan& plan, const char* code)
{
    for (const PlanWarning& given : plan.warnings) {
        if (given.code == QLatin1String(code))
            return given.message;
    }
    return QString();
}

inline QByteArray text(const TradingState& state)
{
    return QByteArray::fromStdString(canonicalForm(state));
}

} // namespace planfixture
