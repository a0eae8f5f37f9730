// SPDX-License-Identifier: MIT
#include "core/files/seenfolder.h"

#include "core/files/durablefile.h"
#include "core/files/folderlisting.h"
#include "core/files/savedocument.h"

#include <algorithm>

namespace tradestate {

namespace {

struct SeenFile
{
    QString path;
    StoredSave save;
};

struct Listing
{
    std::vector<SeenFile> files;
    std::vector<DamagedFile> damaged;
};

/// The name proves the content: a save of the Python system has no checksum over the whole of it.
QString fileName(const SaveRecord& record, std::string_view bytes)
{
    return QStringLiteral("%1_%2.json")
        .arg(record.savedAt.nanoseconds(), 20, 10, QLatin1Char('0'))
        .arg(sha256(bytes).value);
}

/// The proof that the primary gave travels in the document's own status.
Proof proofFromText(const QString& text)
{
    return text == proofText(Proof::Verified) ? Proof::Verified : Proof::Unverified;
}

std::string bytesOf(const StoredSave& save)
{
    BackupInfo info;
    info.createdAt = save.record.recordedAt; // not now: the same save gives the same bytes
    info.kind = BackupKind::Rescue;
    info.status = proofText(save.proof);
    return writeDocument(save.record, save.state, save.ghosts, info);
}

Result<StoredSave> readSeen(const QString& path, const QString& name, const DocumentOptions& options)
{
    const auto bytes = readWholeFile(path, maximumFileBytes, SymbolicLinks::Refuse);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto document = readDocument(*bytes, options);
    if (!document)
        return tl::unexpected(document.error());
    if (document->salvaged || !document->record || !document->backup)
        return failure(ErrorCode::NotAState, path);
    if (fileName(*document->record, *bytes) != name)
        return failure(ErrorCode::ChecksumMismatch, path);
    StoredSave save;
    save.record = std::move(*document->record);
    save.state = std::move(document->state);
    save.ghosts = std::move(document->ghosts);
    save.findings = std::move(document->findings);
    save.proof = proofFromText(document->backup->status);
    return save;
}

Result<Listing> list(const QString& folder, const DocumentOptions& options)
{
    const auto names = namesIn(folder);
    if (!names)
        return tl::unexpected(names.error());
    Listing listing;
    for (const QString& name : *names) {
        if (!name.endsWith(QLatin1String(".json")))
            continue;
        const QString path = folder + QLatin1Char('/') + name;
        auto save = readSeen(path, name, options);
        if (save)
            listing.files.push_back({ path, std::move(*save) });
        else if (save.error().code != ErrorCode::FileNotFound) // removed since it was listed
            listing.damaged.push_back({ path, save.error() });
    }
    std::sort(listing.files.begin(), listing.files.end(), [](const SeenFile& left, const SeenFile& right) {
        return std::tie(right.save.record.savedAt, right.save.record.saveId)
            < std::tie(left.save.record.savedAt, left.save.record.saveId);
    });
    return listing;
}

bool isSameSave(const SaveRecord& left, const SaveRecord& right)
{
    return left.saveId == right.saveId && left.folder == right.folder;
}

bool isLaterAndKnows(const SaveRecord& later, const SaveRecord& earlier)
{
    return !isSameSave(later, earlier) && knows(later, earlier) && !knows(earlier, later);
}

bool isEmpty(const TradingState& state)
{
    return state.positions.empty() && state.pairStates.empty();
}

/// The answer is from before the seen one: it does not know yet what that knew.
bool knowsLess(const SaveRecord& answer, const SaveRecord& seen)
{
    return std::any_of(seen.knows.begin(), seen.knows.end(), [&answer](const auto& known) {
        const auto found = answer.knows.find(known.first);
        return found == answer.knows.end() || found->second < known.second;
    });
}

/// Read again, a save may hold more than before (the Python system adds events to its newest), but an answer that lost
/// everything, its proof, or what it knew is the poorer one.
bool isPoorer(const StoredSave& answer, const StoredSave& seen)
{
    return (isEmpty(answer.state) && !isEmpty(seen.state))
        || (answer.proof != Proof::Verified && seen.proof == Proof::Verified) || knowsLess(answer.record, seen.record);
}

/// Of two files of one save the richer one stays, else the later: each head comes after what it replaces.
bool isReplacedBySame(const std::vector<SeenFile>& files, size_t which, size_t by)
{
    if (which == by || !isSameSave(files[which].save.record, files[by].save.record))
        return false;
    const bool poorer = isPoorer(files[which].save, files[by].save);
    const bool richer = isPoorer(files[by].save, files[which].save);
    return poorer == richer ? by > which : poorer;
}

} // namespace

SeenFolder::SeenFolder(QString folder, DocumentOptions options)
    : m_folder(std::move(folder))
    , m_options(std::move(options))
{
}

Result<SeenSaves> SeenFolder::read() const
{
    auto listing = list(m_folder, m_options);
    if (!listing)
        return tl::unexpected(listing.error());
    SeenSaves seen;
    seen.damaged = std::move(listing->damaged);
    for (SeenFile& file : listing->files)
        seen.saves.push_back(std::move(file.save));
    return seen;
}

Result<void> SeenFolder::remember(const std::vector<StoredSave>& heads)
{
    if (heads.empty())
        return {};
    auto listing = list(m_folder, m_options);
    if (!listing)
        return tl::unexpected(listing.error());
    std::vector<SeenFile>& files = listing->files;
    for (const StoredSave& head : heads) {
        if (head.proof == Proof::Torn || head.proof == Proof::None)
            continue;
        const bool isOutdated = std::any_of(files.begin(), files.end(), [&](const SeenFile& file) {
            return isLaterAndKnows(file.save.record, head.record)
                || (isSameSave(file.save.record, head.record) && isPoorer(head, file.save));
        });
        if (isOutdated)
            continue;
        const std::string bytes = bytesOf(head);
        const QString path = m_folder + QLatin1Char('/') + fileName(head.record, bytes);
        if (std::any_of(files.begin(), files.end(), [&](const SeenFile& file) { return file.path == path; }))
            continue;
        // Checked before it may take the place of another: a document that does not read back is no proof.
        auto again = readDocument(bytes);
        if (!again || again->salvaged || !again->record || again->record->saveId != head.record.saveId)
            return failure(ErrorCode::CannotBeStored, head.record.saveId);
        if (auto made = makeFolder(m_folder); !made)
            return made;
        if (auto written = writeDurably(path, bytes, WriteMode::Replace); !written)
            return written;
        std::erase_if(listing->damaged, [&](const DamagedFile& file) { return file.path == path; });
        files.push_back({ path, head });
    }
    // Only now that what replaces them is safely there.
    for (size_t i = 0; i < files.size(); ++i) {
        const SaveRecord& record = files[i].save.record;
        bool isReplaced = false;
        for (size_t j = 0; j < files.size() && !isReplaced; ++j) {
            isReplaced = isLaterAndKnows(files[j].save.record, record) || isReplacedBySame(files, i, j);
        }
        if (!isReplaced)
            continue;
        if (auto gone = removeFile(files[i].path); !gone)
            return gone;
    }
    return {};
}

} // namespace tradestate
