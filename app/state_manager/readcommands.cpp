// SPDX-License-Identifier: MIT
#include "app/state_manager/command.h"
#include "app/state_manager/plantext.h"
#include "app/state_manager/snapshottext.h"
#include "app/state_manager/texttable.h"
#include "core/base/plaintext.h"
#include "core/manager/snapshotjson.h"

#include <QFileInfo>

#include <algorithm>

namespace tradestate {

namespace {

/// With what was not read told beside it: in the one document, and on standard error.
void printJson(const Invocation& invocation, Json document, const std::optional<Error>& notRead)
{
    if (notRead)
        document.asObject()->merge(std::move(*errorJson(*notRead).asObject()));
    invocation.output.json(document);
}

void tellNotRead(const Invocation& invocation, const Error& error, const QString& meaning)
{
    invocation.output.important(
        { QStringLiteral("state-manager: InfluxDB was not read; %1. ").arg(meaning) + describe(error) });
}

void print(const Invocation& invocation, Snapshot snapshot)
{
    if (invocation.output.isJson()) {
        const auto notRead = snapshot.viewing ? snapshot.primaryError : std::nullopt;
        printJson(invocation, snapshotJson(std::move(snapshot)), notRead);
        return;
    }
    invocation.output.lines(snapshotText(snapshot, invocation.manager.settings(), invocation.output));
}

QStringList historyText(const std::vector<HistoryEntry>& entries)
{
    using Align = TextTable::Align;
    TextTable table({ { QStringLiteral("Saved at (UTC)") }, { QStringLiteral("Reason") }, { QStringLiteral("Save") },
        { QStringLiteral("Positions"), Align::Right }, { QStringLiteral("Pair states"), Align::Right },
        { QStringLiteral("Proof") }, { QStringLiteral("Where") }, { QStringLiteral("Writer") },
        { QStringLiteral("Description"), Align::Left, true } });
    for (const HistoryEntry& entry : entries) {
        const SaveRecord& record = entry.record;
        table.addRow({ record.savedAt.toDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")),
            saveReasonText(record.reason), record.saveId, QString::number(record.positionCount),
            QString::number(record.pairStateCount), entry.proof == Proof::None ? QString() : proofText(entry.proof),
            entry.where, record.writer, record.description });
    }
    return table.lines(0);
}

QStringList verifyText(const std::vector<VerifyLine>& lines)
{
    QStringList texts;
    for (const VerifyLine& line : lines) {
        QString text = QStringLiteral("%1  %2").arg(line.status, -10).arg(line.source);
        if (!line.saveId.isEmpty())
            text += QStringLiteral("  save ") + line.saveId;
        texts.append(withoutControls(text));
        for (const Finding& finding : line.findings) {
            if (finding.severity == Severity::Information)
                continue; // nothing to do about it; --json has all of them
            const QString pair = finding.pair.isEmpty() ? QString() : finding.pair + QStringLiteral(": ");
            texts.append(QStringLiteral("            ")
                + withoutControls(QStringLiteral("%1 %2: %3")
                                      .arg(severityText(finding.severity), finding.code, pair + finding.message)));
        }
    }
    return texts;
}

/// Something to compare with: an empty store has nothing, and what was not read must not pass for a flat book.
Result<Snapshot> viewed(const Invocation& invocation, const QString& reference)
{
    auto snapshot = invocation.manager.view(reference, invocation.interrupt.token());
    if (!snapshot)
        return snapshot;
    if (snapshot->has(Condition::Empty))
        return failure(ErrorCode::NothingStored, reference);
    if (snapshot->hasFinding(findings::nothingRead))
        return failure(ErrorCode::NothingRead, reference);
    if (!snapshot->isKnown() && snapshot->primaryError)
        return tl::unexpected(*snapshot->primaryError);
    return snapshot;
}

Error wrongUse(const QString& option, const QString& why)
{
    return { ErrorCode::WrongUse, option, why };
}

} // namespace

Exit runCheck(const Invocation& invocation)
{
    const bool past = invocation.isSet("at");
    auto snapshot = past ? invocation.manager.view(invocation.value("at"), invocation.interrupt.token())
                         : invocation.manager.load(invocation.interrupt.token());
    if (!snapshot)
        return invocation.fail(snapshot.error());
    if (past && snapshot->primaryError && snapshot->has(Condition::Unreachable)) {
        tellNotRead(invocation, *snapshot->primaryError,
            QStringLiteral("this is the newest save before that time that is known on this machine"));
    }
    const Exit exit = past ? exitForViewed(*snapshot) : exitFor(snapshot->status());
    print(invocation, std::move(*snapshot));
    return exit;
}

Exit runShow(const Invocation& invocation)
{
    auto snapshot = invocation.manager.viewFile(invocation.arguments.front());
    if (!snapshot)
        return invocation.fail(snapshot.error());
    const Exit exit = exitForViewed(*snapshot);
    print(invocation, std::move(*snapshot));
    return exit;
}

Exit runHistory(const Invocation& invocation)
{
    std::optional<Timestamp> since;
    if (invocation.isSet("since")) {
        const auto time = Timestamp::parse(invocation.value("since"));
        if (!time)
            return invocation.fail(wrongUse(QStringLiteral("--since ") + invocation.value("since"),
                QStringLiteral("this is no time such as 2025-07-20T08:00:00Z")));
        since = *time;
    }
    int limit = 100;
    if (invocation.isSet("limit")) {
        bool isNumber = false;
        limit = invocation.value("limit").toInt(&isNumber);
        if (!isNumber || limit < 1)
            return invocation.fail(wrongUse(QStringLiteral("--limit ") + invocation.value("limit"),
                QStringLiteral("a whole number of 1 or more is needed")));
    }
    const auto report = invocation.manager.historyReport(since, limit, invocation.interrupt.token());
    if (!report)
        return invocation.fail(report.error());
    const std::vector<HistoryEntry>* entries = &report->entries;
    if (report->primaryError) {
        tellNotRead(
            invocation, *report->primaryError, QStringLiteral("these are the saves of this machine's journal alone"));
    }
    if (invocation.output.isJson() && report->primaryError)
        printJson(invocation, Json(Json::Object { { "saves", historyJson(*entries) } }), report->primaryError);
    else if (invocation.output.isJson())
        invocation.output.json(historyJson(*entries));
    else if (entries->empty())
        invocation.output.note(
            QStringLiteral("No save was found%1.").arg(since ? QStringLiteral(" since that time") : QString()));
    else
        invocation.output.lines(historyText(*entries));
    if (report->primaryError)
        return Exit::Failed;
    return entries->empty() && !since ? Exit::NothingStored : Exit::Done;
}

Exit runDiff(const Invocation& invocation)
{
    const auto before = viewed(invocation, invocation.arguments[0]);
    if (!before)
        return invocation.fail(before.error());
    const auto after = viewed(invocation, invocation.arguments[1]);
    if (!after)
        return invocation.fail(after.error());
    for (const Snapshot* side : { &*before, &*after }) {
        if (side->primaryError && side->has(Condition::Unreachable)) {
            tellNotRead(invocation, *side->primaryError,
                QStringLiteral("what is compared is the newest that is known on this machine"));
            break;
        }
    }
    const std::vector<RowDifference> rows = compare(before->state, after->state);
    if (invocation.output.isJson())
        invocation.output.json(diffJson(rows, before->state, after->state));
    else
        invocation.output.lines(differencesText(rows, before->state, after->state));
    for (const RowDifference& row : rows) {
        if (row.kind != ChangeKind::Unchanged)
            return Exit::Invalid;
    }
    return Exit::Done;
}

Exit runVerify(const Invocation& invocation)
{
    if (invocation.isSet("file") && invocation.isSet("all"))
        return invocation.fail(wrongUse(QStringLiteral("verify"), QStringLiteral("give --file or --all, not both")));
    const QString file = invocation.isSet("file") ? QFileInfo(invocation.value("file")).absoluteFilePath() : QString();
    const auto lines = invocation.manager.verify(file, invocation.isSet("all"), invocation.interrupt.token());
    if (!lines)
        return invocation.fail(lines.error());
    if (invocation.output.isJson())
        invocation.output.json(verifyJson(*lines));
    else if (lines->empty())
        invocation.output.note(QStringLiteral("There is nothing to verify."));
    else
        invocation.output.lines(verifyText(*lines));
    return exitFor(*lines);
}

} // namespace tradestate
