// SPDX-License-Identifier: MIT
#include "core/manager/removeplan.h"

#include "core/manager/changeplanrows.h"

namespace tradestate {

ChangePlan makeRemovePlan(
    const Snapshot& snapshot, const QString& pair, const QString& reason, const PlanContext& context)
{
    ChangePlan plan = planFrom(snapshot);
    plan.purpose = ChangePurpose::Remove;
    plan.source = pair;
    plan.sourceRecord = snapshot.record;
    plan.sourceProof = snapshot.proof;
    plan.reason = reason.trimmed();
    plan.mendsRecord = false; // without its one row a removal says nothing
    plan.proposed = snapshot.state;
    const bool known = plan.proposed.positions.erase(pair) > 0;
    if (known) {
        if (const auto pairState = plan.proposed.pairStates.find(pair);
            pairState != plan.proposed.pairStates.end() && pairState->second.position() != PairPosition::None)
            pairState->second.setField("position", Json("none"));
        recountPositions(plan.proposed);
    }
    plan.rows = planRows(plan.now, plan.proposed);

    if (!known)
        plan.blockers.push_back({ ErrorCode::NoSuchPair, pair, {} });
    if (plan.reason.isEmpty())
        plan.blockers.push_back({ ErrorCode::ReasonRequired, pair, {} });
    addObstacles(plan, snapshot, context);
    if (known) {
        plan.warnings.push_back({ QStringLiteral("check-broker"),
            QStringLiteral("Nothing is sent to the broker: make sure that both legs of %1 are closed there.")
                .arg(pair) });
    }
    warnOfRowsBroughtBack(plan, snapshot, false);
    return plan;
}

} // namespace tradestate
