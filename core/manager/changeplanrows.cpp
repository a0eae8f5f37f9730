// SPDX-License-Identifier: MIT
#include "core/manager/changeplanrows.h"

#include "core/manager/liveguard.h"

#include <QCoreApplication>

#include <algorithm>

namespace tradestate {

namespace {

template <typename Rows>
std::optional<Json> rowIn(const Rows& rows, const QString& key)
{
    const auto found = rows.find(key);
    return found == rows.end() ? std::nullopt : std::optional(Json(found->second.fields()));
}

std::optional<Json> whole(const Json::Object& fields)
{
    return fields.empty() ? std::nullopt : std::optional(Json(fields));
}

std::optional<Json> rowOf(const TradingState& state, StatePart part, const QString& key)
{
    switch (part) {
    case StatePart::Position:
        return rowIn(state.positions, key);
    case StatePart::PairState:
        return rowIn(state.pairStates, key);
    case StatePart::Portfolio:
        return whole(state.portfolio.fields());
    case StatePart::Session:
        return whole(state.session.fields());
    }
    return std::nullopt;
}

} // namespace

std::vector<PlanRow> planRows(const TradingState& now, const TradingState& proposed)
{
    std::vector<PlanRow> rows;
    for (const RowDifference& difference : compare(now, proposed)) {
        PlanRow row;
        row.part = difference.part;
        row.key = difference.key;
        row.kind = difference.kind;
        row.now = rowOf(now, difference.part, difference.key);
        row.proposed = rowOf(proposed, difference.part, difference.key);
        row.fields = difference.fields;
        rows.push_back(std::move(row));
    }
    std::stable_partition(
        rows.begin(), rows.end(), [](const PlanRow& row) { return row.kind != ChangeKind::Unchanged; });
    return rows;
}

void recountPositions(TradingState& state)
{
    const Json::Object& fields = state.portfolio.fields();
    const Decimal count = Decimal::fromInteger(static_cast<qint64>(state.positions.size()));
    const auto stored = fields.find("open_positions");
    if (stored == fields.end())
        return;
    const Decimal* number = stored->second.asNumber();
    if (!number || *number != count)
        state.portfolio.setField("open_positions", Json(count));
}

ChangePlan planFrom(const Snapshot& snapshot)
{
    ChangePlan plan;
    plan.head = snapshot.tornSave ? snapshot.tornSave : snapshot.record;
    plan.now = snapshot.state;
    plan.mendsRecord = !plan.head || snapshot.has(Condition::Torn);
    plan.closedSince = snapshot.closedSince;
    return plan;
}

void addObstacles(ChangePlan& plan, const Snapshot& snapshot, const PlanContext& context)
{
    const bool choosing = plan.purpose == ChangePurpose::Choose;
    if (context.readOnly)
        plan.blockers.push_back({ ErrorCode::ReadOnly, snapshot.store.url, {} });
    else if (!snapshot.mayWriteRecord) {
        const Error why = snapshot.whyNotWrite.value_or(Error { ErrorCode::ReadOnly, snapshot.store.url, {} });
        if (!choosing || why.code != ErrorCode::Forked)
            plan.blockers.push_back(why);
    }
    const bool told = std::any_of(
        plan.blockers.begin(), plan.blockers.end(), [](const Error& error) { return error.code == ErrorCode::Forked; });
    if (snapshot.has(Condition::Fork) && !choosing && !told) {
        plan.blockers.push_back({ ErrorCode::Forked, snapshot.store.url,
            QStringLiteral("%1 saves that do not know each other").arg(snapshot.forkCandidates.size()) });
    }
    if (snapshot.live)
        plan.forceable.push_back(liveError(*snapshot.live, context.now));
    if (snapshot.has(Condition::Unreachable)) {
        plan.forceable.push_back({ ErrorCode::Unreachable, snapshot.store.url,
            snapshot.primaryError ? errorWhat(snapshot.primaryError->code) : QString() });
    }
}

void warnOfRowsBroughtBack(ChangePlan& plan, const Snapshot& snapshot, bool keepRemoved)
{
    if (snapshot.store.layout != QLatin1String("versions"))
        return;
    QStringList pairs;
    for (const QString& pair : plan.closedSince) {
        if (!plan.proposed.positions.contains(pair))
            pairs.append(pair);
    }
    // During an outage no event can be taken away, and the replay afterwards takes none away either.
    const bool unreachable = snapshot.has(Condition::Unreachable);
    if (!keepRemoved && !unreachable) {
        if (!pairs.isEmpty()) {
            plan.warnings.push_back({ QStringLiteral("closed-since"),
                QCoreApplication::translate("RestorePlan",
                    "Still open in InfluxDB, which lacks the newest save: %1. These events are kept in a file beside "
                    "the rescue copy and taken away, or the Python trading system would load them.")
                    .arg(pairs.join(QStringLiteral(", "))) });
        }
        return;
    }
    for (const PlanRow& row : plan.rows) {
        if (row.part == StatePart::Position && row.kind == ChangeKind::Removed)
            pairs.append(row.key);
    }
    if (!pairs.isEmpty()) {
        plan.warnings.push_back({ QStringLiteral("python-brings-back"),
            QCoreApplication::translate(
                "RestorePlan", "The Python trading system will bring back %1: its events stay in the event log%2.")
                .arg(pairs.join(QStringLiteral(", ")),
                    unreachable ? QCoreApplication::translate("RestorePlan", ", which cannot be reached")
                                : QString()) });
    }
}

} // namespace tradestate
