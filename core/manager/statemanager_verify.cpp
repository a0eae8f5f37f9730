// SPDX-License-Identifier: MIT
#include "core/files/backupfolder.h"
#include "core/manager/statemanager_private.h"

namespace tradestate {

namespace {

constexpr int mostSaves = 100'000;

VerifyLine failedLine(const QString& source, const QString& saveId, const Error& error)
{
    return { source, saveId, QStringLiteral("damaged"),
        { Finding { Severity::Error, errorId(error.code), {}, {}, describe(error) } } };
}

/// What says nothing of a save but that it could not be read.
bool isNotRead(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotRunning:
    case ErrorCode::TimedOut:
    case ErrorCode::ConnectionLost:
    case ErrorCode::NotInfluxDb:
    case ErrorCode::UnsupportedServer:
    case ErrorCode::WrongToken:
    case ErrorCode::MayNotRead:
    case ErrorCode::NoSuchBucket:
    case ErrorCode::NoSuchOrganisation:
    case ErrorCode::RefusedByServer:
    case ErrorCode::ServerBusy:
    case ErrorCode::Redirected:
    case ErrorCode::CertificateRefused:
    case ErrorCode::AnswerTooLarge:
    case ErrorCode::AnswerNotUnderstood:
    case ErrorCode::PlainHttpRefused:
    case ErrorCode::Unreachable:
        return true;
    default:
        return false;
    }
}

VerifyLine unreachableLine(const QString& source, const QString& saveId, const Error& error, qsizetype notRead = 0)
{
    VerifyLine line = failedLine(source, saveId, error);
    line.status = conditionText(Condition::Unreachable);
    if (notRead > 0) {
        line.findings.front().message += QStringLiteral(" Not proven: this save and %1 older ones.").arg(notRead);
    }
    return line;
}

VerifyLine saveLine(const QString& source, const StoredSave& save)
{
    const Proof proof = save.proof == Proof::None ? Proof::Unverified : save.proof;
    return { source, save.record.saveId, proofText(proof), save.findings };
}

} // namespace

VerifyLine StateManager::Private::verifyFile(const QString& path) const
{
    const auto document = readDocumentFile(path);
    if (!document)
        return failedLine(path, {}, document.error());
    VerifyLine line { path, document->record ? document->record->saveId : QString(), proofText(document->proof),
        document->findings };
    if (document->nothingRead)
        line.status = findings::nothingRead;
    else if (document->salvaged)
        line.status = findings::salvaged;
    else if (document->proof == Proof::None)
        line.status = proofText(Proof::Unverified);
    return line;
}

Result<std::vector<VerifyLine>> StateManager::Private::verifyBackups(const std::stop_token& stop) const
{
    const auto files = BackupFolder(settings.folder).list();
    if (!files)
        return tl::unexpected(files.error());
    std::vector<VerifyLine> lines;
    for (const BackupFile& backup : *files) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled);
        lines.push_back(verifyFile(backup.path));
    }
    return lines;
}

Result<std::vector<VerifyLine>> StateManager::Private::verifyJournal(
    const RecordReading& view, const std::stop_token& stop) const
{
    std::vector<VerifyLine> lines;
    if (!view.folder || !hasJournal())
        return lines;
    const Journal in = journal(view.folder);
    const auto entries = in.entries();
    if (!entries)
        return tl::unexpected(entries.error());
    for (const JournalEntry& entry : *entries) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled);
        const auto save = in.read(entry);
        lines.push_back(save ? saveLine(entry.path, *save) : failedLine(entry.path, entry.saveId, save.error()));
    }
    return lines;
}

Result<std::vector<VerifyLine>> StateManager::verify(const QString& file, bool all, const std::stop_token& stop)
{
    std::vector<VerifyLine> lines;
    if (!file.isEmpty()) {
        lines.push_back(d->verifyFile(file));
        return lines;
    }
    auto view = d->readRecord(AskPrimary::Saves, stop);
    if (!view)
        return tl::unexpected(view.error());
    const QString primaryName = QStringLiteral("%1 %2").arg((*view)->store.url, (*view)->store.bucket);
    const Error notRead = (*view)->primaryError.value_or(Error { ErrorCode::Unreachable, primaryName, {} });
    if (const auto* heads = (*view)->heads()) {
        for (const StoredSave& head : *heads)
            lines.push_back(saveLine(primaryName, head));
    } else if ((*view)->decision.unreachable) {
        if (!all)
            return tl::unexpected(notRead);
        lines.push_back(unreachableLine(primaryName, {}, notRead));
    } else if ((*view)->input.journalNewest) {
        lines.push_back(saveLine((*view)->store.url, *(*view)->input.journalNewest));
    }
    if (!all)
        return lines;

    auto files = d->verifyBackups(stop);
    if (!files)
        return files;
    lines.insert(lines.end(), files->begin(), files->end());
    auto entries = d->verifyJournal(**view, stop);
    if (!entries)
        return entries;
    lines.insert(lines.end(), entries->begin(), entries->end());
    if (!(*view)->heads())
        return lines;
    const auto cancelled = [&stop] { return stop.stop_requested(); };
    StateStore& store = d->primary().store();
    const auto history = store.history({}, mostSaves, stop);
    if (cancelled())
        return failure(ErrorCode::Cancelled);
    if (!history) {
        lines.push_back(unreachableLine(primaryName, {}, history.error()));
        return lines;
    }
    for (size_t i = 0; i < history->size(); ++i) {
        const SaveRecord& record = (*history)[i].record;
        const auto save = store.readSave(record, stop);
        if (cancelled())
            return failure(ErrorCode::Cancelled);
        if (save) {
            lines.push_back(saveLine(primaryName, *save));
        } else if (isNotRead(save.error().code)) {
            // Each of the others would wait for the same server.
            const auto older = static_cast<qsizetype>(history->size() - i - 1);
            lines.push_back(unreachableLine(primaryName, record.saveId, save.error(), older));
            break;
        } else {
            lines.push_back(failedLine(primaryName, record.saveId, save.error()));
        }
    }
    return lines;
}

} // namespace tradestate
