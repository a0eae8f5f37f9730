// SPDX-License-Identifier: MIT
#include "app/state_manager/plantext.h"

#include "app/state_manager/snapshottext.h"
#include "app/state_manager/texttable.h"
#include "core/base/plaintext.h"

#include <algorithm>

namespace tradestate {

namespace {

constexpr int widestValue = 30;
constexpr size_t shownFields = 8;

QString partName(StatePart part, const QString& key)
{
    switch (part) {
    case StatePart::Position:
        return key;
    case StatePart::PairState:
        return QStringLiteral("pair state ") + key;
    case StatePart::Portfolio:
        return QStringLiteral("portfolio");
    case StatePart::Session:
        return QStringLiteral("session");
    }
    return key;
}

QString valueText(const Json& value)
{
    return shortened(value.isNull() ? QStringLiteral("–") : shownText(value), widestValue);
}

QString rowText(StatePart part, const std::optional<Json>& row)
{
    if (!row)
        return QStringLiteral("–");
    return part == StatePart::Position ? positionInWords(*row) : QStringLiteral("present");
}

QString changeWord(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Added:
        return QStringLiteral("+ added");
    case ChangeKind::Removed:
        return QStringLiteral("− removed");
    case ChangeKind::Changed:
        return QStringLiteral("changed");
    case ChangeKind::Unchanged:
        break;
    }
    return QStringLiteral("unchanged");
}

void addRow(TextTable& table, const PlanRow& row)
{
    const QString mark = row.ticked ? QStringLiteral("[x]") : QStringLiteral("[ ]");
    const QString note = row.conflict && row.reason.isEmpty() ? QStringLiteral("changed since") : row.reason;
    if (row.kind != ChangeKind::Changed) {
        const QString now = rowText(row.part, row.now);
        const QString proposed = rowText(row.part, row.proposed);
        table.addRow({ mark, partName(row.part, row.key), changeWord(row.kind), now, proposed,
            row.ticked ? proposed : now, note });
        return;
    }
    for (size_t i = 0; i < std::min(row.fields.size(), shownFields); ++i) {
        const FieldDifference& field = row.fields[i];
        const bool first = i == 0;
        table.addRow({ first ? mark : QStringLiteral(" "), first ? partName(row.part, row.key) : QStringLiteral(" "),
            shortened(field.field, widestValue), valueText(field.before), valueText(field.after),
            valueText(row.ticked ? field.after : field.before), first ? note : QString() });
    }
    if (row.fields.size() > shownFields) {
        const QString more = QStringLiteral("… %1 more fields").arg(row.fields.size() - shownFields);
        const QString blank = QStringLiteral(" ");
        table.addRow({ blank, blank, more, blank, blank, blank, blank });
    }
}

/// A pair state that comes or goes whole: one line says how many, since their names say nothing of money.
bool isPlainPairState(const PlanRow& row)
{
    return row.part == StatePart::PairState && row.reason.isEmpty() && !row.conflict
        && (row.kind == ChangeKind::Added || row.kind == ChangeKind::Removed);
}

void addPlainPairStates(TextTable& table, const ChangePlan& plan)
{
    for (const ChangeKind kind : { ChangeKind::Added, ChangeKind::Removed }) {
        for (const bool ticked : { true, false }) {
            const auto count = std::count_if(plan.rows.begin(), plan.rows.end(),
                [&](const PlanRow& row) { return isPlainPairState(row) && row.kind == kind && row.ticked == ticked; });
            if (count == 0)
                continue;
            const QString there = QStringLiteral("present");
            const QString now = kind == ChangeKind::Added ? QString() : there;
            const QString proposed = kind == ChangeKind::Added ? there : QString();
            table.addRow({ ticked ? QStringLiteral("[x]") : QStringLiteral("[ ]"),
                QStringLiteral("%1 %2").arg(count).arg(
                    count == 1 ? QStringLiteral("pair state") : QStringLiteral("pair states")),
                changeWord(kind), now, proposed, ticked ? proposed : now, QString() });
        }
    }
}

void addNames(QStringList& lines, const QString& heading, const std::vector<QString>& names)
{
    if (names.empty())
        return;
    lines.append(withoutControls(heading + QStringList(names.begin(), names.end()).join(QStringLiteral(", "))));
}

QStringList unchangedLine(const ChangePlan& plan)
{
    const auto count = [&](StatePart part) {
        return std::count_if(plan.rows.begin(), plan.rows.end(),
            [&](const PlanRow& row) { return row.part == part && row.kind == ChangeKind::Unchanged; });
    };
    const auto positions = count(StatePart::Position);
    const auto pairStates = count(StatePart::PairState);
    if (positions + pairStates == 0)
        return {};
    return { QStringLiteral("  Unchanged: %1 %2, %3 %4")
                 .arg(positions)
                 .arg(positions == 1 ? QStringLiteral("position") : QStringLiteral("positions"))
                 .arg(pairStates)
                 .arg(pairStates == 1 ? QStringLiteral("pair state") : QStringLiteral("pair states")) };
}

QString sourceHeading(ChangePurpose purpose)
{
    switch (purpose) {
    case ChangePurpose::Undo:
        return QStringLiteral("Before");
    case ChangePurpose::Remove:
        return QStringLiteral("Removal");
    case ChangePurpose::Choose:
        return QStringLiteral("Chosen");
    case ChangePurpose::Restore:
        break;
    }
    return QStringLiteral("Backup");
}

QString rowAsText(const TradingState& state, const RowDifference& row)
{
    if (row.part != StatePart::Position)
        return QStringLiteral("present");
    const auto found = state.positions.find(row.key);
    return found == state.positions.end() ? QStringLiteral("–") : positionInWords(Json(found->second.fields()));
}

} // namespace

QStringList planText(const ChangePlan& plan, const Output& output)
{
    QStringList lines;
    if (plan.purpose == ChangePurpose::Remove)
        lines.append(withoutControls(QStringLiteral("Off the record: %1 (%2)").arg(plan.source, plan.reason)));
    else if (!plan.source.isEmpty())
        lines.append(QStringLiteral("From %1 (%2%3)")
                         .arg(withoutControls(plan.source), proofText(plan.sourceProof),
                             plan.sourceComplete ? QString() : QStringLiteral(", partial")));
    if (!plan.head)
        lines.append(QStringLiteral("Nothing is on record now, so there is nothing to make a rescue copy of."));

    TextTable table({ { QStringLiteral("Take"), TextTable::Align::Left }, { QStringLiteral("What") },
        { QStringLiteral("Change") }, { QStringLiteral("Now") }, { sourceHeading(plan.purpose) },
        { QStringLiteral("After") }, { QStringLiteral("Note"), TextTable::Align::Left, true, true } });
    for (const PlanRow& row : plan.rows) {
        if (row.kind != ChangeKind::Unchanged && !isPlainPairState(row))
            addRow(table, row);
    }
    addPlainPairStates(table, plan);
    lines.append(output.heading(QStringLiteral("What would change on record")));
    lines.append(table.isEmpty() ? QStringList { QStringLiteral("  nothing") } : table.lines());
    lines.append(unchangedLine(plan));

    for (const QString& recovered : plan.recovered)
        lines.append(QStringLiteral("  recovered: ") + withoutControls(recovered));
    if (!plan.undoes.isEmpty())
        lines.append(withoutControls(QStringLiteral("  Takes back: save ") + plan.undoes));
    addNames(lines, QStringLiteral("  Given up: "), plan.resolves);
    addNames(lines, QStringLiteral("  Ghosts taken out of the event log: "), plan.purges);
    for (const PlanWarning& warning : plan.warnings)
        lines.append(output.coloured(StatusLevel::Warning, QStringLiteral("⚠ ") + withoutControls(warning.message)));
    for (const Error& blocker : plan.blockers) {
        if (blocker.code == ErrorCode::NothingToChange)
            continue; // "nothing" above has said it
        lines.append(output.coloured(StatusLevel::Danger, QStringLiteral("✘ ") + describe(blocker)));
    }
    for (const Error& blocker : plan.forceable) {
        if (std::find(plan.blockers.begin(), plan.blockers.end(), blocker) == plan.blockers.end())
            lines.append(output.coloured(StatusLevel::Danger, QStringLiteral("✘ ") + describe(blocker)));
    }
    if (plan.purpose != ChangePurpose::Remove) // whose own warning says it of that pair
        lines.append(
            QStringLiteral("Nothing is sent to the broker: this changes what the trading system believes at its "
                           "next start."));
    return lines;
}

QString planInNumbers(const ChangePlan& plan)
{
    QStringList parts;
    const auto add = [&](ChangeKind kind, const QString& verb) {
        if (const int count = plan.count(kind); count > 0)
            parts.append(QStringLiteral("%1 %2").arg(verb).arg(count));
    };
    add(ChangeKind::Changed, QStringLiteral("change"));
    add(ChangeKind::Added, QStringLiteral("add"));
    add(ChangeKind::Removed, QStringLiteral("remove"));
    const int total = plan.count(ChangeKind::Changed) + plan.count(ChangeKind::Added) + plan.count(ChangeKind::Removed);
    if (total == 0 && !plan.purges.empty()) {
        const auto ghosts = plan.purges.size();
        parts.append(QStringLiteral("take %1 suspected %2 out of the event log")
                         .arg(ghosts)
                         .arg(ghosts == 1 ? QStringLiteral("ghost") : QStringLiteral("ghosts")));
    }
    QString text = plan.putsBack ? QStringLiteral("change no position, put the record back into InfluxDB")
                                 : QStringLiteral("change no position");
    if (total > 0)
        text = parts.join(QStringLiteral(", "))
            + (total == 1 ? QStringLiteral(" position") : QStringLiteral(" positions"));
    else if (!parts.isEmpty())
        text = parts.front();
    const auto others = std::count_if(plan.rows.begin(), plan.rows.end(), [](const PlanRow& row) {
        return row.part != StatePart::Position && row.kind != ChangeKind::Unchanged && row.ticked;
    });
    if (others > 0)
        text += QStringLiteral(" and %1 other %2")
                    .arg(others)
                    .arg(others == 1 ? QStringLiteral("part") : QStringLiteral("parts"));
    return text.left(1).toUpper() + text.mid(1);
}

QStringList differencesText(
    const std::vector<RowDifference>& rows, const TradingState& before, const TradingState& after)
{
    TextTable table(
        { { QStringLiteral("What") }, { QStringLiteral("Change") }, { QStringLiteral("A") }, { QStringLiteral("B") } });
    for (const RowDifference& row : rows) {
        const QString name = partName(row.part, row.key);
        if (row.kind == ChangeKind::Added)
            table.addRow({ name, changeWord(row.kind), QString(), rowAsText(after, row) });
        else if (row.kind == ChangeKind::Removed)
            table.addRow({ name, changeWord(row.kind), rowAsText(before, row), QString() });
        for (const FieldDifference& field : row.fields)
            table.addRow({ name, field.field, valueText(field.before), valueText(field.after) });
    }
    return table.isEmpty() ? QStringList { QStringLiteral("  no difference") } : table.lines();
}

} // namespace tradestate
