// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/positionsmodel.h"
#include "ui/models/tabledata.h"

#include <QSignalSpy>
#include <QTextDocumentFragment>

namespace tradestate::test {

/// What the tests of the tables share: small records, and what a model told its views.

inline Json number(const char* text)
{
    return Json(Decimal::parse(text).value());
}

/// Long, entered at 08:00 UTC; the rest is the test's.
inline Position position(const QString& pair, const char* quantity = "0.1", const char* price = "50000.0")
{
    return Position(pair,
        Json::Object { { "symbol1", Json("BTCUSD") }, { "symbol2", Json("ETHUSD") }, { "direction", Json("long") },
            { "quantity", number(quantity) }, { "entry_price", number(price) },
            { "entry_time", Json("2025-07-20T08:00:00Z") } });
}

inline Position with(Position changed, std::string_view field, Json value)
{
    changed.setField(field, std::move(value));
    return changed;
}

inline TableData tables(
    const std::vector<Position>& positions, const std::vector<Position>& ghosts = {}, const TableOptions& options = {})
{
    Snapshot snapshot;
    for (const Position& position : positions)
        snapshot.state.positions.emplace(position.pair(), position);
    snapshot.ghosts = ghosts;
    return makeTableData(snapshot, options);
}

/// "PAIR007", for as many as are wanted.
inline QString pairName(int at)
{
    return QStringLiteral("PAIR%1").arg(at, 3, 10, QLatin1Char('0'));
}

/// A tooltip as it is read.
inline QString toolTipText(const QString& toolTip)
{
    return QTextDocumentFragment::fromHtml(toolTip).toPlainText();
}

inline QString shown(const RecordModel& model, const QString& pair, int column, int role = Qt::DisplayRole)
{
    const QString text = model.indexOf(pair, false, column).data(role).toString();
    return role == Qt::ToolTipRole ? toolTipText(text) : text;
}

/// The keys of a model's top rows as they stand; the heading of the group as "(group)".
inline QStringList keys(const QAbstractItemModel& model)
{
    QStringList result;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        result += index.data(RecordModel::IsGroupRole).toBool() ? QStringLiteral("(group)")
                                                                : index.data(RecordModel::KeyRole).toString();
    }
    return result;
}

/// Counts what a model tells, to be compared as one line.
struct Told
{
    explicit Told(const QAbstractItemModel& model)
        : inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , changed(&model, &QAbstractItemModel::dataChanged)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , layouts(&model, &QAbstractItemModel::layoutChanged)
        , resets(&model, &QAbstractItemModel::modelReset)
    {
    }

    /// "+1 -0 ~2": rowsInserted, rowsRemoved, dataChanged; what else came, behind it. Counts from nothing again.
    [[nodiscard]] QString take()
    {
        QString text = QStringLiteral("+%1 -%2 ~%3").arg(inserted.count()).arg(removed.count()).arg(changed.count());
        if (!moved.isEmpty())
            text += QStringLiteral(" moved");
        if (!layouts.isEmpty())
            text += QStringLiteral(" layout %1").arg(layouts.count());
        if (!resets.isEmpty())
            text += QStringLiteral(" reset %1").arg(resets.count());
        forget();
        return text;
    }

    void forget()
    {
        for (QSignalSpy* spy : { &inserted, &removed, &changed, &moved, &layouts, &resets })
            spy->clear();
    }

    QSignalSpy inserted;
    QSignalSpy removed;
    QSignalSpy changed;
    QSignalSpy moved;
    QSignalSpy layouts;
    QSignalSpy resets;
};

} // namespace tradestate::test
