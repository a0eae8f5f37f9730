// SPDX-License-Identifier: MIT
#include "app/state_manager/command.h"
#include "app/state_manager/texttable.h"
#include "core/base/plaintext.h"
#include "core/manager/migration.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace tradestate {

namespace {

QString countText(qint64 count, const char* one, const char* many)
{
    return QStringLiteral("%1 %2").arg(count).arg(QString::fromLatin1(count == 1 ? one : many));
}

bool isTaken(const MigrationItem& item)
{
    return item.outcome == MigrationOutcome::ToMigrate || item.outcome == MigrationOutcome::Migrated;
}

/// As it is called below the given folder.
QString nameOf(const MigrationItem& item, const QString& given)
{
    return withoutControls(QFileInfo(given).isDir() ? QDir(given).relativeFilePath(item.file) : item.file);
}

QString timeText(const std::optional<Timestamp>& time)
{
    return time ? time->toDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")) : QString();
}

QStringList tableOf(const MigrationReport& report, const QString& given)
{
    using Align = TextTable::Align;
    TextTable table({ { QStringLiteral("File") }, { QStringLiteral("Shape") }, { QStringLiteral("State of (UTC)") },
        { QStringLiteral("Positions"), Align::Right }, { QStringLiteral("Pair states"), Align::Right },
        { QStringLiteral("Outcome") }, { QStringLiteral("Save"), Align::Left, true, true } });
    for (const MigrationItem& item : report.items) {
        if (item.outcome == MigrationOutcome::NoState)
            continue;
        table.addRow({ nameOf(item, given), item.shape ? documentShapeText(*item.shape) : QString(),
            timeText(item.stateTime), item.shape ? QString::number(item.positions) : QString(),
            item.shape ? QString::number(item.pairStates) : QString(), migrationOutcomeText(item.outcome),
            item.saveId });
    }
    return table.isEmpty() ? QStringList() : table.lines(0);
}

/// What to know of the state that is, or would be, the newest on record.
QStringList findingsOf(const MigrationItem& item)
{
    QStringList lines;
    for (const QString& line : item.recovered)
        lines.append(QStringLiteral("  ") + withoutControls(line));
    for (const Finding& finding : item.findings) {
        if (finding.severity == Severity::Information)
            continue; // nothing to do about it; --json has all of them
        const QString pair = finding.pair.isEmpty() ? QString() : finding.pair + QStringLiteral(": ");
        lines.append(QStringLiteral("  ")
            + withoutControls(
                QStringLiteral("%1 %2: %3").arg(severityText(finding.severity), finding.code, pair + finding.message)));
    }
    return lines;
}

QStringList migrationText(const MigrationReport& report, const QString& given)
{
    QStringList lines = tableOf(report, given);
    QStringList reasons;
    for (const MigrationItem& item : report.items) {
        if (!item.why.isEmpty() && item.outcome != MigrationOutcome::NoState)
            reasons.append(nameOf(item, given) + QStringLiteral(": ") + withoutControls(item.why));
    }
    if (!reasons.isEmpty())
        lines.append(QStringList { QString() } + reasons);
    const auto newest = std::find_if(report.items.rbegin(), report.items.rend(), isTaken);
    if (newest != report.items.rend()) {
        const QStringList told = findingsOf(*newest);
        if (!told.isEmpty())
            lines.append(QStringList { QString(), nameOf(*newest, given) + QLatin1Char(':') } + told);
    }
    return lines;
}

QString resultSentence(const MigrationReport& report)
{
    const int migrated = report.count(MigrationOutcome::Migrated);
    const int others = report.count(MigrationOutcome::NoState);
    QString sentence;
    if (report.count(MigrationOutcome::Refused) > 0)
        sentence = QStringLiteral("Refused; nothing was changed.");
    else if (migrated > 0)
        sentence = QStringLiteral("Made %1; the newest state is on record. The files are unchanged.")
                       .arg(countText(migrated, "save", "saves"));
    else if (report.dryRun)
        sentence = QStringLiteral("Nothing was changed (--dry-run).");
    else if (report.count(MigrationOutcome::OnRecord) > 0)
        sentence = QStringLiteral("What can be taken is on record already; nothing was changed.");
    else
        sentence = QStringLiteral("Nothing was found that can be taken; nothing was changed.");
    if (others > 0)
        sentence
            += QStringLiteral(" %1 no trading state.").arg(countText(others, "other file holds", "other files hold"));
    return sentence;
}

Exit exitOf(const MigrationReport& report)
{
    const QString result = migrationResultText(report);
    if (result == QLatin1String("refused"))
        return Exit::Failed;
    if (result == QLatin1String("nothing-found"))
        return Exit::NothingStored;
    if (result == QLatin1String("nothing-taken"))
        return report.count(MigrationOutcome::NotReadable) > 0 ? Exit::Failed : Exit::Invalid;
    if (!report.confirmed)
        return Exit::NotConfirmed;
    const bool damaged = std::any_of(report.items.begin(), report.items.end(),
        [](const MigrationItem& item) { return isTaken(item) && item.salvaged; });
    return damaged ? Exit::Invalid : Exit::Done;
}

/// The path that was given, as what it was given; else why not.
Result<QString> givenPath(const Invocation& invocation)
{
    const bool isFolder = invocation.isSet("dir");
    if (isFolder == invocation.isSet("file")) {
        return failure(ErrorCode::WrongUse, QStringLiteral("migrate"), QStringLiteral("give either --file or --dir"));
    }
    const QFileInfo info(QFileInfo(invocation.value(isFolder ? "dir" : "file")).absoluteFilePath());
    if (!info.exists())
        return failure(ErrorCode::FileNotFound, info.filePath());
    if (info.isDir() != isFolder) {
        return failure(ErrorCode::WrongUse, info.filePath(),
            isFolder ? QStringLiteral("this is a file: give it with --file")
                     : QStringLiteral("this is a folder: give it with --dir"));
    }
    return info.filePath();
}

} // namespace

Exit runMigrate(const Invocation& invocation)
{
    Output& output = invocation.output;
    const auto given = givenPath(invocation);
    if (!given)
        return invocation.fail(given.error());
    MigrationOptions options;
    options.paths = { *given };
    options.dryRun = invocation.isSet("dry-run");
    options.progress = [&](int number, int of, const QString& file, bool writing) {
        if (writing)
            output.note(QStringLiteral("saving %1 of %2: %3").arg(number).arg(of).arg(withoutControls(file)));
        else if (number == 1 && of > 1)
            output.note(QStringLiteral("reading %1 files").arg(of));
    };
    options.confirm = [&](const MigrationReport& preview) -> Result<void> {
        if (!invocation.isSet("yes"))
            output.important(migrationText(preview, *given));
        const QString what = countText(preview.count(MigrationOutcome::ToMigrate), "save", "saves");
        if (const auto declined = askToConfirm(invocation, QStringLiteral("Make %1 of these files?").arg(what)))
            return tl::unexpected(*declined);
        return {};
    };
    const auto report = invocation.manager.migrate(options, invocation.interrupt.token());
    if (!report)
        return invocation.fail(report.error());
    // One file that cannot be read at all is not a folder in which nothing was found.
    if (!invocation.isSet("dir") && report->items.size() == 1 && report->items.front().error)
        return invocation.fail(*report->items.front().error);

    if (output.isJson())
        output.json(migrationJson(*report));
    else
        output.lines(migrationText(*report, *given));
    if (report->obstacle)
        output.important({ QStringLiteral("state-manager: now it would be refused: ") + describe(*report->obstacle) });
    output.note(resultSentence(*report));
    if (!report->confirmed) {
        const Error error = report->primaryError.value_or(Error { ErrorCode::NotConfirmed, QString(), QString() });
        output.important({ QStringLiteral("Saved on this machine only; the primary has not confirmed it. %1")
                               .arg(describe(error)) });
    } else if (report->count(MigrationOutcome::Migrated) > 1
        && invocation.manager.settings().storeType == StoreType::InfluxDb
        && invocation.manager.settings().enableFileFallback) {
        output.note(QStringLiteral("InfluxDB has the newest state; the history before it is in the journal here."));
    }
    return exitOf(*report);
}

} // namespace tradestate
