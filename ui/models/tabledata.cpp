// SPDX-License-Identifier: MIT
#include "ui/models/tabledata.h"

#include "ui/models/findingwords.h"
#include "ui/models/pairstatesmodel.h"
#include "ui/models/positionsmodel.h"

#include <QSet>

namespace tradestate {

TableData makeTableData(const Snapshot& snapshot, const TableOptions& options)
{
    const FindingsByPair found(snapshot.findings);
    TableData data;
    data.positions.reserve(snapshot.state.positions.size());
    for (const auto& [key, position] : snapshot.state.positions) {
        data.positions.push_back(PositionsModel::makeRow(key, position, found.ofPosition(key), options));
        data.longCount += position.direction() == Direction::Long ? 1 : 0;
        data.shortCount += position.direction() == Direction::Short ? 1 : 0;
    }
    QSet<QString> taken;
    for (const Position& ghost : snapshot.ghosts) {
        QString key = ghost.pair();
        for (int copy = 2; taken.contains(key); ++copy)
            key = QStringLiteral("%1#%2").arg(ghost.pair()).arg(copy);
        taken.insert(key);
        data.ghosts.push_back(PositionsModel::makeRow(key, ghost, found.ofPosition(ghost.pair()), options));
    }
    data.pairStates.reserve(snapshot.state.pairStates.size());
    for (const auto& [key, pairState] : snapshot.state.pairStates)
        data.pairStates.push_back(PairStatesModel::makeRow(key, pairState, found.ofPairState(key), options));
    return data;
}

} // namespace tradestate
