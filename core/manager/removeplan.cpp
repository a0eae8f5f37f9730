// SPDX-License-Identifier: MIT
#include "core/manager/removeplan.h"

#include "core/manager/changeplanrows.h"

#include <QCoreApplication>

#include <algorithm>

namespace tradestate {

ChangePlan makeRemovePlan(const Snapshot& snapshot, const QString& pair, const QString& reason,
    const PlanContext& context, const PlanOptions& options)
{
    ChangePlan plan = planFrom(snapshot);
    plan.purpose = ChangePurpose::Remove;
    plan.source = pair;
    plan.sourceRecord = snapshot.record;
    plan.sourceProof = snapshot.proof;
    plan.reason = reason.trimmed();
    plan.mendsRecord = false; // without its one row a removal says nothing
    plan.proposed = snapshot.state;
    // Events are told apart by their pair alone, so those of a ghost cannot go without those of a position of its name.
    const bool sameName = options.ghost && plan.proposed.positions.contains(pair);
    const bool onRecord = !options.ghost && plan.proposed.positions.erase(pair) > 0;
    const bool isGhost = !onRecord && !sameName
        && std::any_of(snapshot.ghosts.begin(), snapshot.ghosts.end(),
            [&pair](const Position& ghost) { return ghost.pair() == pair; });
    const bool known = onRecord || isGhost;
    if (isGhost)
        plan.purges.push_back(pair);
    if (known) {
        if (const auto pairState = plan.proposed.pairStates.find(pair);
            pairState != plan.proposed.pairStates.end() && pairState->second.position() != PairPosition::None)
            pairState->second.setField("position", Json("none"));
        if (onRecord)
            recountPositions(plan.proposed);
    }
    plan.rows = planRows(plan.now, plan.proposed);

    if (!known)
        plan.blockers.push_back({ ErrorCode::NoSuchPair, pair,
            sameName ? QStringLiteral("a position of this name is on record, and the events are its own")
                     : QString() });
    if (plan.reason.isEmpty())
        plan.blockers.push_back({ ErrorCode::ReasonRequired, pair, {} });
    addObstacles(plan, snapshot, context);
    if (isGhost && snapshot.has(Condition::Unreachable)) {
        plan.blockers.push_back({ ErrorCode::Unreachable, pair,
            QStringLiteral("a suspected ghost stands in the event log alone, which cannot be read now") });
    }
    if (isGhost) {
        plan.warnings.push_back({ QStringLiteral("ghost-events"),
            QCoreApplication::translate("RestorePlan",
                "The events of %1 are kept in a file beside the rescue copy, then deleted; undo does not "
                "bring them back.")
                .arg(pair) });
    }
    if (known) {
        plan.warnings.push_back({ QStringLiteral("check-broker"),
            QCoreApplication::translate(
                "RestorePlan", "Nothing is sent to the broker: make sure that both legs of %1 are closed there.")
                .arg(pair) });
    }
    warnOfRowsBroughtBack(plan, snapshot, options.keepRemoved);
    return plan;
}

} // namespace tradestate
