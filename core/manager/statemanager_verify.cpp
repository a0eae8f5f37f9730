// SPDX-License-Identifier: MIT
#include "core/files/backupfolder.h"
#include "core/files/durablefile.h"
#include "core/manager/statemanager_private.h"

namespace tradestate {

namespace {

constexpr int mostSaves = 100'000;

VerifyLine failedLine(const QString& source, const QString& saveId, const Error& error)
{
    return { source, saveId, QStringLiteral("damaged"),
        { Finding { Severity::Error, errorId(error.code), {}, {}, describe(error) } } };
}

VerifyLine fileLine(const QString& path, const QTimeZone& zone)
{
    const auto bytes = readWholeFile(path);
    if (!bytes)
        return failedLine(path, {}, bytes.error());
    const auto document = readDocument(*bytes, { zone });
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

VerifyLine saveLine(const QString& source, const StoredSave& save)
{
    const Proof proof = save.proof == Proof::None ? Proof::Unverified : save.proof;
    return { source, save.record.saveId, proofText(proof), save.findings };
}

} // namespace

Result<std::vector<VerifyLine>> StateManager::verify(const QString& file, bool all, std::stop_token stop)
{
    std::vector<VerifyLine> lines;
    if (!file.isEmpty()) {
        lines.push_back(fileLine(file, d->settings.writerZone));
        return lines;
    }
    auto view = d->readRecord(true, stop);
    if (!view)
        return tl::unexpected(view.error());
    const QString primaryName = QStringLiteral("%1 %2").arg((*view)->store.url, (*view)->store.bucket);
    if ((*view)->decision.unreachable)
        return tl::unexpected((*view)->primaryError.value_or(Error { ErrorCode::Unreachable, primaryName, {} }));
    if (const auto* heads = (*view)->heads()) {
        for (const StoredSave& head : *heads)
            lines.push_back(saveLine(primaryName, head));
    } else if ((*view)->input.journalNewest) {
        lines.push_back(saveLine((*view)->store.url, *(*view)->input.journalNewest));
    }
    if (!all)
        return lines;

    const auto cancelled = [&stop] { return stop.stop_requested(); };
    const auto files = BackupFolder(d->settings.folder).list();
    if (!files)
        return tl::unexpected(files.error());
    for (const BackupFile& backup : *files) {
        if (cancelled())
            return failure(ErrorCode::Cancelled);
        lines.push_back(fileLine(backup.path, d->settings.writerZone));
    }
    if ((*view)->folder && d->hasJournal()) {
        const Journal in = d->journal((*view)->folder);
        const auto entries = in.entries();
        if (!entries)
            return tl::unexpected(entries.error());
        for (const JournalEntry& entry : *entries) {
            if (cancelled())
                return failure(ErrorCode::Cancelled);
            const auto save = in.read(entry);
            lines.push_back(save ? saveLine(entry.path, *save) : failedLine(entry.path, entry.saveId, save.error()));
        }
    }
    if (!(*view)->heads())
        return lines;
    StateStore& store = d->primary().store();
    const auto history = store.history({}, mostSaves, stop);
    if (!history)
        return tl::unexpected(history.error());
    for (const HistoryEntry& entry : *history) {
        if (cancelled())
            return failure(ErrorCode::Cancelled);
        const auto save = store.readSave(entry.record, stop);
        lines.push_back(
            save ? saveLine(primaryName, *save) : failedLine(primaryName, entry.record.saveId, save.error()));
    }
    return lines;
}

} // namespace tradestate
