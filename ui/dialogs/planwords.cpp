// SPDX-License-Identifier: MIT
#include "ui/dialogs/planwords.h"

#include "core/state/fields.h"
#include "ui/models/formats.h"

#include <QFileInfo>

#include <algorithm>

namespace tradestate {

namespace {

constexpr qsizetype longestCell = 200; // a series of prices is looked at in the details, not here
constexpr qsizetype namedPairs = 12; // more are counted

int tickedRows(const ChangePlan& plan, StatePart part)
{
    return static_cast<int>(std::count_if(plan.rows.begin(), plan.rows.end(),
        [part](const PlanRow& row) { return row.part == part && row.ticked && row.kind != ChangeKind::Unchanged; }));
}

bool takesEveryRow(const ChangePlan& plan)
{
    return std::all_of(plan.rows.begin(), plan.rows.end(),
        [](const PlanRow& row) { return row.ticked || row.kind == ChangeKind::Unchanged; });
}

QString moment(const SaveRecord& record, const Timestamp& now, const QTimeZone& zone)
{
    return QStringLiteral("%1 %2").arg(Formats::dayAndTime(record.recordedAt, now, zone), Formats::zoneName(zone));
}

} // namespace

QString PlanWords::confirm(const ChangePlan& plan)
{
    if (!plan.changesAnything())
        return QString();
    QStringList parts;
    // A choice with a row that is not taken goes on with neither save as it is.
    if (!plan.resolves.empty() && takesEveryRow(plan))
        parts.append(tr("choose this save, give up %n other(s)", nullptr, static_cast<int>(plan.resolves.size())));
    else if (!plan.resolves.empty())
        parts.append(tr("settle the fork"));
    const auto add = [&](ChangeKind kind, const QString& text) {
        if (const int count = plan.count(kind); count > 0)
            parts.append(text.arg(count));
    };
    const auto before = parts.size();
    add(ChangeKind::Changed, tr("change %1"));
    add(ChangeKind::Added, tr("add %1"));
    add(ChangeKind::Removed, tr("remove %1"));
    if (parts.size() == before) {
        if (const int pairStates = tickedRows(plan, StatePart::PairState); pairStates > 0)
            parts.append(tr("change %n pair state(s)", nullptr, pairStates));
        if (tickedRows(plan, StatePart::Portfolio) > 0)
            parts.append(tr("change the portfolio"));
        if (tickedRows(plan, StatePart::Session) > 0)
            parts.append(tr("change the session"));
    }
    if (!plan.purges.empty())
        parts.append(tr("take %n ghost(s) away", nullptr, static_cast<int>(plan.purges.size())));
    if (plan.mendsRecord && plan.head)
        parts.append(tr("replace the incomplete save"));
    else if (plan.mendsRecord && parts.isEmpty())
        parts.append(tr("make the first save"));
    else if (plan.putsBack && parts.isEmpty())
        parts.append(tr("put the record back into InfluxDB"));
    QString text = parts.join(QStringLiteral(", "));
    if (!text.isEmpty())
        text.front() = text.front().toUpper();
    return text;
}

QString PlanWords::confirm(ChangePurpose purpose)
{
    switch (purpose) {
    case ChangePurpose::Restore:
        break;
    case ChangePurpose::Undo:
        return tr("Undo");
    case ChangePurpose::Remove:
        return tr("Remove");
    case ChangePurpose::Choose:
        return tr("Choose");
    }
    return tr("Restore");
}

QString PlanWords::source(const ChangePlan& plan, const Timestamp& now, const QTimeZone& zone)
{
    switch (plan.purpose) {
    case ChangePurpose::Remove:
        return tr("Check the broker first: one leg may still be open. The removal only takes the position off the "
                  "record.")
            + QLatin1Char('\n') + tr("Reason: %1").arg(plan.reason);
    case ChangePurpose::Undo: {
        if (!plan.sourceRecord)
            break;
        const QString when = moment(*plan.sourceRecord, now, zone);
        switch (plan.sourceRecord->reason) {
        case SaveReason::Undo:
            return tr("Takes back the undo of %1.").arg(when);
        case SaveReason::Remove:
            return tr("Takes back the removal of %1: %2.").arg(when, plan.sourceRecord->description);
        default:
            return tr("Takes back the restore of %1.").arg(when);
        }
    }
    case ChangePurpose::Choose:
        if (!plan.sourceRecord)
            break;
        return tr("The save of %1 by %2, with %n position(s), goes on; the other line ends there.", nullptr,
            static_cast<int>(plan.sourceRecord->positionCount))
            .arg(moment(*plan.sourceRecord, now, zone), plan.sourceRecord->writer);
    case ChangePurpose::Restore:
        if (plan.sourceIsFile)
            return tr("From %1").arg(QFileInfo(plan.source).fileName());
        if (plan.sourceRecord)
            return tr("From the save of %1 by %2")
                .arg(moment(*plan.sourceRecord, now, zone), plan.sourceRecord->writer);
        break;
    }
    return plan.source;
}

bool PlanWords::dependsOnTicks(const PlanWarning& warning)
{
    return warning.code == QLatin1String("python-brings-back");
}

QStringList PlanWords::warnings(const ChangePlan& plan)
{
    QStringList lines;
    for (const QString& line : plan.recovered)
        lines.append(QStringLiteral("◌ ") + line);
    for (const PlanWarning& warning : plan.warnings) {
        if (!dependsOnTicks(warning)) {
            lines.append(QStringLiteral("⚠ ") + warning.message);
            continue;
        }
        QStringList pairs;
        for (const PlanRow& row : plan.rows) {
            if (row.part == StatePart::Position && row.kind == ChangeKind::Removed && row.ticked)
                pairs.append(row.key);
        }
        if (pairs.isEmpty())
            continue;
        const auto more = static_cast<int>(pairs.size() - namedPairs);
        QString names = pairs.mid(0, namedPairs).join(QStringLiteral(", "));
        if (more > 0)
            names = tr("%1 and %n more", nullptr, more).arg(names);
        lines.append(QStringLiteral("⚠ ")
            + tr("The Python trading system will bring back %1: its events stay in the event log.").arg(names));
    }
    return lines;
}

QString PlanWords::rowTitle(const PlanRow& row)
{
    switch (row.part) {
    case StatePart::Position:
    case StatePart::PairState:
        return row.conflict ? tr("%1 (changed since)").arg(row.key) : row.key;
    case StatePart::Portfolio:
        return row.conflict ? tr("Portfolio (changed since)") : tr("Portfolio");
    case StatePart::Session:
        return row.conflict ? tr("Session (changed since)") : tr("Session");
    }
    return {};
}

QString PlanWords::rowChange(const PlanRow& row)
{
    switch (row.kind) {
    case ChangeKind::Added:
        return tr("+ added");
    case ChangeKind::Removed:
        return tr("− removed");
    case ChangeKind::Changed: {
        QStringList names;
        for (const FieldDifference& difference : row.fields)
            names.append(difference.field);
        return names.join(QStringLiteral(", "));
    }
    case ChangeKind::Unchanged:
        break;
    }
    return {};
}

QString PlanWords::rowSummary(const std::optional<Json>& row)
{
    const Json::Object* fields = row ? row->asObject() : nullptr;
    if (!fields)
        return Formats::unknown();
    const QString quantity = fieldAsShown(*fields, "quantity");
    const QString volume = quantity.isEmpty() ? fieldAsShown(*fields, "volume1") : quantity;
    return volume.isEmpty() ? QStringLiteral("✓") : volume;
}

QString PlanWords::value(const Json& value)
{
    const QString text = shownText(value);
    if (text.isEmpty())
        return Formats::unknown();
    return text.size() > longestCell ? text.left(longestCell) + QStringLiteral("…") : text;
}

} // namespace tradestate
