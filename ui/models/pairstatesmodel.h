// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/recordmodel.h"
#include "ui/models/tabledata.h"

namespace tradestate {

/// What the strategy knows of every pair: z-scores, spreads, cooldowns.
class PairStatesModel final : public RecordModel
{
    Q_OBJECT

public:
    enum Column {
        Pair,
        PositionColumn,
        ZScore,
        Spread,
        Cooldown,
        LastUpdate,
        Ready,
        Notes,
        Updated,
        ColumnCount,
    };

    explicit PairStatesModel(QObject* parent = nullptr);

    void setZone(const QTimeZone& zone);
    void merge(const TableData& data);
    void reset(const TableData& data);

    /// Pure: safe on any thread.
    [[nodiscard]] static std::shared_ptr<const RecordRow> makeRow(const QString& key, const PairState& state,
        const std::vector<const Finding*>& found, const TableOptions& options);
};

} // namespace tradestate
