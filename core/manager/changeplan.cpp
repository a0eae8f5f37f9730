// SPDX-License-Identifier: MIT
#include "core/manager/changeplan.h"

#include "core/manager/changeplanrows.h"

#include <algorithm>

namespace tradestate {

namespace {

Json::Object fieldsOf(const std::optional<Json>& row)
{
    const Json::Object* fields = row ? row->asObject() : nullptr;
    return fields ? *fields : Json::Object();
}

void put(TradingState& state, const PlanRow& row)
{
    switch (row.part) {
    case StatePart::Position:
        if (row.proposed)
            state.positions.insert_or_assign(row.key, Position(row.key, fieldsOf(row.proposed)));
        else
            state.positions.erase(row.key);
        return;
    case StatePart::PairState:
        if (row.proposed)
            state.pairStates.insert_or_assign(row.key, PairState(fieldsOf(row.proposed)));
        else
            state.pairStates.erase(row.key);
        return;
    case StatePart::Portfolio:
        state.portfolio = PortfolioSummary(fieldsOf(row.proposed));
        return;
    case StatePart::Session:
        state.session = SessionInfo(fieldsOf(row.proposed));
        return;
    }
}

bool samePairs(const Positions& left, const Positions& right)
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
        [](const auto& a, const auto& b) { return a.first == b.first; });
}

} // namespace

TradingState ChangePlan::outcome() const
{
    TradingState state = now;
    for (const PlanRow& row : rows) {
        // Unchanged rows too: equal values may be written differently, and what is restored keeps its own text.
        if (row.ticked)
            put(state, row);
    }
    // The source's own portfolio counts the source's own positions; in any other mixture nobody has counted yet.
    const bool countedBySource
        = countsItself && samePairs(state.positions, proposed.positions) && state.portfolio == proposed.portfolio;
    if (!countedBySource && !samePairs(state.positions, now.positions))
        recountPositions(state);
    return state;
}

int ChangePlan::count(ChangeKind kind) const
{
    return static_cast<int>(std::count_if(rows.begin(), rows.end(),
        [kind](const PlanRow& row) { return row.part == StatePart::Position && row.ticked && row.kind == kind; }));
}

bool ChangePlan::changesAnything() const
{
    return mendsRecord || putsBack || !resolves.empty() || !purges.empty()
        || std::any_of(rows.begin(), rows.end(),
            [](const PlanRow& row) { return row.ticked && row.kind != ChangeKind::Unchanged; });
}

} // namespace tradestate
