// SPDX-License-Identifier: MIT
#include "app/state_manager/doctor.h"

#include "app/state_manager/command.h"
#include "app/state_manager/commonoptions.h"
#include "core/manager/doctorreport.h"

#include <algorithm>

namespace tradestate {

namespace {

/// So many lines of evidence of one check are read on a terminal; scripts get all of them.
constexpr qsizetype mostEvidence = 12;

StatusLevel levelOf(DoctorSeverity severity)
{
    switch (severity) {
    case DoctorSeverity::Ok:
        return StatusLevel::Good;
    case DoctorSeverity::Note:
        return StatusLevel::Information;
    case DoctorSeverity::Warning:
        return StatusLevel::Warning;
    case DoctorSeverity::Error:
        break;
    }
    return StatusLevel::Danger;
}

QString summaryOf(const DoctorReport& report)
{
    const auto count = [&](DoctorSeverity severity) {
        return std::count_if(report.checks.begin(), report.checks.end(),
            [&](const DoctorCheck& check) { return check.severity == severity; });
    };
    return QStringLiteral("%1 checks: %2 ok, %3 notes, %4 warnings, %5 errors")
        .arg(report.checks.size())
        .arg(count(DoctorSeverity::Ok))
        .arg(count(DoctorSeverity::Note))
        .arg(count(DoctorSeverity::Warning))
        .arg(count(DoctorSeverity::Error));
}

Exit runDoctor(const QCommandLineParser& options, Output& output, const Interrupt& interrupt)
{
    const PartialSettings found = partialSettingsFrom(options);
    DoctorReport report;
    if (found.settings) {
        const StateManager manager({ *found.settings, nullptr, nullptr, QStringLiteral("state-manager") });
        report = manager.examine(found.wrong, interrupt.token());
    } else {
        DoctorFacts facts;
        facts.wrongSettings = found.wrong;
        report = reportOf(facts);
    }
    if (interrupt.requested()) {
        const Error cancelled { ErrorCode::Cancelled, {}, {} };
        output.error(cancelled);
        return exitFor(cancelled.code);
    }
    if (output.isJson())
        output.json(doctorJson(report));
    else
        output.lines(doctorText(report, output));
    return exitFor(report);
}

} // namespace

QStringList doctorText(const DoctorReport& report, const Output& output)
{
    QStringList lines;
    for (const DoctorCheck& check : report.checks) {
        const StatusLevel level = levelOf(check.severity);
        const QString severity = doctorSeverityText(check.severity);
        QString line = output.coloured(level, statusIcon(level) + QLatin1Char(' ') + severity)
            + QString(9 - severity.size(), QLatin1Char(' ')) + check.title;
        if (check.severity == DoctorSeverity::Ok) {
            lines.append(line + QStringLiteral(": ") + check.evidence.join(QStringLiteral("; ")));
            continue;
        }
        lines.append(line);
        for (const QString& sentence : check.evidence.first(std::min(check.evidence.size(), mostEvidence)))
            lines.append(QStringLiteral("             ") + sentence);
        if (check.evidence.size() > mostEvidence)
            lines.append(QStringLiteral("             … and %1 more: doctor --json lists all of them")
                             .arg(check.evidence.size() - mostEvidence));
        if (!check.whatToDo.isEmpty())
            lines.append(QStringLiteral("           → ") + check.whatToDo);
    }
    lines.append({ QString(), summaryOf(report) });
    return lines;
}

Exit exitFor(const DoctorReport& report)
{
    switch (report.trouble()) {
    case DoctorTrouble::None:
        break;
    case DoctorTrouble::NotConfirmed:
        return Exit::NotConfirmed;
    case DoctorTrouble::NothingStored:
        return Exit::NothingStored;
    case DoctorTrouble::Refused:
        return Exit::Failed;
    case DoctorTrouble::Invalid:
        return Exit::Invalid;
    case DoctorTrouble::WrongSettings:
        return Exit::WrongUse;
    }
    return Exit::Done;
}

Command doctorCommand()
{
    Command command;
    command.name = QStringLiteral("doctor");
    command.summary = QStringLiteral("what is wrong, how it shows, and what to do about it");
    command.help = QStringLiteral(
        "Looks at everything that can go wrong: settings, connection, token and rights, bucket, clocks, the folder and "
        "its locks, saves that InfluxDB has not, positions that may be closed already, placeholder prices, checksums, "
        "restores that were overwritten, damaged journal and backup files. Each check is one line; what is not ok has "
        "its evidence and an advice under it.\n\n"
        "It writes nothing, neither to the record nor to the disk. With broken settings or without a server it still "
        "makes every check that is possible.");
    command.options = { jsonOption() };
    command.examples = { QStringLiteral("state-manager doctor"),
        QStringLiteral("state-manager doctor --json | jq '.checks[] | select(.severity != \"ok\")'"),
        QStringLiteral("state-manager doctor --env-file /etc/trading/.env || echo \"look at it\"") };
    command.exits = { exitLine(Exit::Done, "all is well, or there are no more than notes and warnings"),
        exitLine(Exit::Failed, "the store or the folder cannot be reached, or refuses reading or writing"),
        exitLine(Exit::WrongUse, "wrong use, or a setting is wrong"),
        exitLine(Exit::Invalid, "something is invalid, torn, forked, damaged or does not match its checksum"),
        exitLine(Exit::NothingStored, "nothing is stored"),
        exitLine(Exit::NotConfirmed, "all that is wrong: saves are on this machine only") };
    command.runWithAnySettings = runDoctor;
    return command;
}

} // namespace tradestate
