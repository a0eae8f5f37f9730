// SPDX-License-Identifier: MIT
#include "ui/models/pairstatesmodel.h"

#include "ui/models/findingwords.h"
#include "ui/models/formats.h"

namespace tradestate {

namespace {

std::vector<ColumnSpec> pairStateColumns()
{
    return {
        { QStringLiteral("pair"), PairStatesModel::tr("Pair"), ColumnKind::Text, true, {} },
        { QStringLiteral("position"), PairStatesModel::tr("Position"), ColumnKind::Rank, true, {} },
        { QStringLiteral("z_score"), PairStatesModel::tr("Z-score"), ColumnKind::Number, true, {} },
        { QStringLiteral("spread"), PairStatesModel::tr("Spread"), ColumnKind::Number, true, {} },
        { QStringLiteral("cooldown"), PairStatesModel::tr("Cooldown (bars)"), ColumnKind::Number, true,
            PairStatesModel::tr("Bars of the strategy in which the pair is not traded again") },
        { QStringLiteral("last_update"), PairStatesModel::tr("Last update"), ColumnKind::Time, true, {} },
        { QStringLiteral("ready"), PairStatesModel::tr("Ready"), ColumnKind::Rank, true,
            PairStatesModel::tr("Whether the strategy said that it has enough prices to trade the pair") },
        { QStringLiteral("notes"), PairStatesModel::tr("Notes"), ColumnKind::Text, true, {} },
        { QStringLiteral("updated"), PairStatesModel::tr("Updated (age)"), ColumnKind::Age, false, {} },
    };
}

void addNumber(RecordRow& row, const std::optional<Decimal>& number, const QString& stored, const QString& toolTip = {})
{
    if (number)
        row.addNumber(number->toString(), number->toDouble(), toolTip);
    else if (stored.isEmpty())
        row.addUnknown(PairStatesModel::tr("Not stored"));
    else
        row.addNumber(
            stored, -std::numeric_limits<double>::infinity(), PairStatesModel::tr("Stored, but not as a number"));
}

void addPosition(RecordRow& row, const PairState& state)
{
    const int rank = static_cast<int>(state.position());
    switch (state.position()) {
    case PairPosition::None:
        row.addRank(PairStatesModel::tr("none"), rank);
        return;
    case PairPosition::Long:
        row.addRank(PairStatesModel::tr("▲ long"), rank);
        return;
    case PairPosition::Short:
        row.addRank(PairStatesModel::tr("▼ short"), rank);
        return;
    case PairPosition::Unknown:
        break;
    }
    const QString stored = fieldAsShown(state.fields(), "position");
    if (stored.isEmpty())
        row.addUnknown(PairStatesModel::tr("Not stored"));
    else
        row.addRank(stored, rank);
}

void addReady(RecordRow& row, const PairState& state)
{
    const auto found = state.fields().find("ready_for_trading");
    const bool* ready = found == state.fields().end() ? nullptr : found->second.asBool();
    if (ready)
        row.addRank(*ready ? PairStatesModel::tr("yes") : PairStatesModel::tr("no"), *ready ? 1 : 0);
    else
        row.addUnknown(PairStatesModel::tr("Not stored"));
}

QString cooldownToolTip(const PairState& state, const TableOptions& options)
{
    const std::optional<Decimal> bars = state.cooldown();
    if (!bars || options.barSeconds <= 0 || !bars->isFinite() || bars->isZero())
        return {};
    const double seconds = bars->toDouble() * options.barSeconds;
    if (seconds < 0 || seconds > 1e12)
        return {};
    return PairStatesModel::tr("%1 from the last update on, at %2 a bar")
        .arg(Formats::age(static_cast<qint64>(seconds)), Formats::age(options.barSeconds));
}

} // namespace

PairStatesModel::PairStatesModel(QObject* parent)
    : RecordModel(pairStateColumns(), parent)
{
    static_assert(ColumnCount <= 64, "changed cells are kept as one bit per column");
}

void PairStatesModel::setZone(const QTimeZone& zone)
{
    setColumnTitle(LastUpdate, tr("Last update (%1)").arg(Formats::zoneName(zone)));
}

void PairStatesModel::merge(const TableData& data)
{
    RecordModel::merge(data.pairStates);
}

void PairStatesModel::reset(const TableData& data)
{
    RecordModel::reset(data.pairStates);
}

std::shared_ptr<const RecordRow> PairStatesModel::makeRow(
    const QString& key, const PairState& state, const std::vector<const Finding*>& found, const TableOptions& options)
{
    auto row = std::make_shared<RecordRow>(key, ColumnCount);
    const Json::Object& fields = state.fields();
    const std::optional<Timestamp> updated = state.lastUpdate(options.writerZone);
    const QString stored = fieldAsShown(fields, "last_update");
    const auto unreadable = [&stored] { return tr("Stored as %1, which cannot be read as a time").arg(stored); };
    const QString original = updated ? tr("Stored as %1").arg(updated->original()) : QString();
    for (int column = 0; column < ColumnCount; ++column) {
        switch (static_cast<Column>(column)) {
        case Pair:
            row->addText(key);
            break;
        case PositionColumn:
            addPosition(*row, state);
            break;
        case ZScore:
            addNumber(*row, state.zScore(), fieldAsShown(fields, "z_score"));
            break;
        case Spread:
            addNumber(*row, state.spread(), fieldAsShown(fields, "spread"));
            break;
        case Cooldown:
            addNumber(*row, state.cooldown(), fieldAsShown(fields, "cooldown"), cooldownToolTip(state, options));
            break;
        case LastUpdate:
            if (updated)
                row->addInstant(Formats::time(*updated, options.shownZone), updated->nanoseconds(), original);
            else if (stored.isEmpty())
                row->addUnknown(tr("Not stored"));
            else
                row->addText(stored, unreadable());
            break;
        case Ready:
            addReady(*row, state);
            break;
        case Notes: {
            const FindingWords::Note note = FindingWords::note(found);
            row->addText(note.text, note.toolTip);
            if (note.any)
                row->setSeverity(note.worst, note.toolTip);
            break;
        }
        case Updated:
            if (updated)
                row->addInstant({}, updated->nanoseconds(), original);
            else if (stored.isEmpty())
                row->addUnknown(tr("Not stored"));
            else
                row->addUnknown(unreadable(), tr("unreadable"));
            break;
        case ColumnCount:
            break;
        }
    }
    return row;
}

} // namespace tradestate
