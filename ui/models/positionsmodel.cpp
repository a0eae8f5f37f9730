// SPDX-License-Identifier: MIT
#include "ui/models/positionsmodel.h"

#include "ui/models/findingwords.h"
#include "ui/models/formats.h"

#include <QStringList>

namespace tradestate {

namespace {

std::vector<ColumnSpec> positionColumns()
{
    return {
        { QStringLiteral("pair"), PositionsModel::tr("Pair"), ColumnKind::Text, true, {} },
        { QStringLiteral("direction"), PositionsModel::tr("Direction"), ColumnKind::Rank, true, {} },
        { QStringLiteral("leg1"), PositionsModel::tr("Leg 1"), ColumnKind::Text, true, {} },
        { QStringLiteral("leg2"), PositionsModel::tr("Leg 2"), ColumnKind::Text, true, {} },
        { QStringLiteral("quantity"), PositionsModel::tr("Quantity"), ColumnKind::Number, true, {} },
        { QStringLiteral("entry_price"), PositionsModel::tr("Entry price"), ColumnKind::Number, true, {} },
        { QStringLiteral("stop_loss"), PositionsModel::tr("Stop"), ColumnKind::Number, true, {} },
        { QStringLiteral("held_for"), PositionsModel::tr("Held for"), ColumnKind::Age, true,
            PositionsModel::tr("Time since the entry") },
        { QStringLiteral("notes"), PositionsModel::tr("Notes"), ColumnKind::Text, true, {} },
        { QStringLiteral("entry_time"), PositionsModel::tr("Entry time"), ColumnKind::Time, false, {} },
        { QStringLiteral("take_profit"), PositionsModel::tr("Target"), ColumnKind::Number, false, {} },
        { QStringLiteral("broker_ids"), PositionsModel::tr("Broker ids"), ColumnKind::Text, false, {} },
        { QStringLiteral("label"), PositionsModel::tr("Label"), ColumnKind::Text, false, {} },
    };
}

QString firstShown(const Json::Object& fields, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names) {
        QString text = fieldAsShown(fields, name);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

void addNumber(RecordRow& row, const std::optional<Decimal>& number, const QString& stored, const QString& whyUnknown)
{
    if (number)
        row.addNumber(number->toString(), number->toDouble());
    else if (stored.isEmpty())
        row.addUnknown(whyUnknown);
    else
        // Something is stored that is no number: it is shown as it is, and sorts before all numbers.
        row.addNumber(
            stored, -std::numeric_limits<double>::infinity(), PositionsModel::tr("Stored, but not as a number"));
}

void addTextOrUnknown(RecordRow& row, const QString& text, const QString& whyUnknown)
{
    if (text.isEmpty())
        row.addUnknown(whyUnknown);
    else
        row.addText(text);
}

/// What stands where a time is stored that cannot be read: not "nothing", for it may be mended by hand.
QString unreadableTime(const QString& stored)
{
    return PositionsModel::tr("Stored as %1, which cannot be read as a time").arg(stored);
}

QString originalTime(const Timestamp& time, const TableOptions& options)
{
    if (time.isNaive())
        return PositionsModel::tr("Stored as %1, without a zone; read as %2")
            .arg(time.original(), Formats::zoneName(options.writerZone));
    return PositionsModel::tr("Stored as %1").arg(time.original());
}

} // namespace

PositionsModel::PositionsModel(QObject* parent)
    : RecordModel(positionColumns(), parent)
{
    static_assert(ColumnCount <= 64, "changed cells are kept as one bit per column");
}

void PositionsModel::setZone(const QTimeZone& zone)
{
    setColumnTitle(EntryTime, tr("Entry time (%1)").arg(Formats::zoneName(zone)));
}

void PositionsModel::updateGroupTitle(qsizetype ghosts)
{
    setGroupTitle(tr("Suspected ghosts %1 — not part of the last save").arg(ghosts));
}

void PositionsModel::merge(const TableData& data)
{
    updateGroupTitle(static_cast<qsizetype>(data.ghosts.size()));
    RecordModel::merge(data.positions, data.ghosts);
}

void PositionsModel::reset(const TableData& data)
{
    updateGroupTitle(static_cast<qsizetype>(data.ghosts.size()));
    RecordModel::reset(data.positions, data.ghosts);
}

QString PositionsModel::directionText(const Position& position)
{
    switch (position.direction()) {
    case Direction::Long:
        return tr("▲ long");
    case Direction::Short:
        return tr("▼ short");
    case Direction::Unknown:
        break;
    }
    return fieldAsShown(position.fields(), "direction");
}

QString PositionsModel::legText(const Position& position, int leg)
{
    const bool first = leg == 1;
    const Json::Object& fields = position.fields();
    const QString symbol = first ? position.symbol1() : position.symbol2();
    if (symbol.isEmpty())
        return {};
    const QString volume = fieldAsShown(fields, first ? "volume1" : "volume2");
    const QString price = first ? firstShown(fields, { "entry_price1", "entry_exec_price1" })
                                : firstShown(fields, { "entry_price2", "entry_exec_price2" });
    QString text = volume.isEmpty() ? symbol : QStringLiteral("%1 %2").arg(volume, symbol);
    if (!price.isEmpty())
        text += QStringLiteral(" @ ") + price;
    switch (position.direction()) {
    case Direction::Long:
        return first ? tr("buy %1").arg(text) : tr("sell %1").arg(text);
    case Direction::Short:
        return first ? tr("sell %1").arg(text) : tr("buy %1").arg(text);
    case Direction::Unknown:
        break;
    }
    return text;
}

std::shared_ptr<const RecordRow> PositionsModel::makeRow(
    const QString& key, const Position& position, const std::vector<const Finding*>& found, const TableOptions& options)
{
    auto row = std::make_shared<RecordRow>(key, ColumnCount);
    const Json::Object& fields = position.fields();
    const QString notStored = tr("Not stored");
    const std::optional<Timestamp> entered = position.entryTime(options.writerZone);
    const QString enteredAsStored = fieldAsShown(fields, "entry_time");
    for (int column = 0; column < ColumnCount; ++column) {
        switch (static_cast<Column>(column)) {
        case Pair:
            row->addText(key);
            break;
        case DirectionColumn: {
            const QString text = directionText(position);
            if (text.isEmpty())
                row->addUnknown(notStored);
            else
                row->addRank(text, static_cast<int>(position.direction()));
            break;
        }
        case Leg1:
        case Leg2:
            addTextOrUnknown(*row, legText(position, column == Leg1 ? 1 : 2), tr("The symbol is not stored"));
            break;
        case Quantity:
            addNumber(*row, position.quantity(), fieldAsShown(fields, "quantity"), notStored);
            break;
        case EntryPrice:
            addNumber(*row, position.entryPrice(), fieldAsShown(fields, "entry_price"), notStored);
            break;
        case Stop:
            addNumber(*row, position.stopLoss(), fieldAsShown(fields, "stop_loss"), tr("No stop is stored"));
            break;
        case HeldFor:
            if (entered)
                row->addInstant({}, entered->nanoseconds(),
                    tr("Since %1 %2. %3")
                        .arg(Formats::time(*entered, options.shownZone), Formats::zoneName(options.shownZone),
                            originalTime(*entered, options)));
            else if (enteredAsStored.isEmpty())
                row->addUnknown(tr("No entry time is stored"));
            else
                row->addUnknown(unreadableTime(enteredAsStored), tr("unreadable"));
            break;
        case Notes: {
            const FindingWords::Note note = FindingWords::note(found);
            row->addText(note.text, note.toolTip);
            if (note.any)
                row->setSeverity(note.worst, note.toolTip);
            break;
        }
        case EntryTime:
            if (entered)
                row->addInstant(Formats::time(*entered, options.shownZone), entered->nanoseconds(),
                    originalTime(*entered, options));
            else if (enteredAsStored.isEmpty())
                row->addUnknown(notStored);
            else
                row->addText(enteredAsStored, unreadableTime(enteredAsStored));
            break;
        case Target:
            addNumber(*row, position.takeProfit(), fieldAsShown(fields, "take_profit"), tr("No target is stored"));
            break;
        case BrokerIds: {
            QStringList ids;
            for (const char* name : { "position_id1", "position_id2", "broker_position_id", "ticket1", "ticket2" }) {
                const QString id = fieldAsShown(fields, name);
                if (!id.isEmpty())
                    ids += id;
            }
            addTextOrUnknown(*row, ids.join(QStringLiteral(", ")), notStored);
            break;
        }
        case Label:
            addTextOrUnknown(*row, fieldAsShown(fields, "label"), notStored);
            break;
        case ColumnCount:
            break;
        }
    }
    return row;
}

} // namespace tradestate
