// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/recordmodel.h"
#include "ui/models/tabledata.h"

namespace tradestate {

/// The positions on record, and beneath them the suspected ghosts.
class PositionsModel final : public RecordModel
{
    Q_OBJECT

public:
    enum Column {
        Pair,
        DirectionColumn,
        Leg1,
        Leg2,
        Quantity,
        EntryPrice,
        Stop,
        HeldFor,
        Notes,
        EntryTime,
        Target,
        BrokerIds,
        Label,
        ColumnCount,
    };

    explicit PositionsModel(QObject* parent = nullptr);

    void setZone(const QTimeZone& zone);
    void merge(const TableData& data);
    void reset(const TableData& data);

    /// Pure: safe on any thread.
    [[nodiscard]] static std::shared_ptr<const RecordRow> makeRow(const QString& key, const Position& position,
        const std::vector<const Finding*>& found, const TableOptions& options);
    /// "buy 0.1 BTCUSD @ 50000.0": what the position holds of its first or second symbol; empty where there is none.
    [[nodiscard]] static QString legText(const Position& position, int leg);
    /// "▲ long", "▼ short", else the stored text.
    [[nodiscard]] static QString directionText(const Position& position);

private:
    void updateGroupTitle(qsizetype ghosts);
};

} // namespace tradestate
