// SPDX-License-Identifier: MIT
#include "core/files/seenfolder.h"

#include "core/files/durablefile.h"
#include "core/files/folderlisting.h"
#include "core/files/savedocument.h"

#include <QFileInfo>

#include <algorithm>

namespace tradestate {

namespace {

struct KnownFile
{
    QString path;
    StoredSave save;
};

struct Listing
{
    std::vector<KnownFile> files;
    std::vector<DamagedFile> damaged;
};

constexpr qsizetype timeDigits = 20;

QString timeName(const SaveRecord& record)
{
    return QStringLiteral("%1_").arg(record.savedAt.nanoseconds(), timeDigits, 10, QLatin1Char('0'));
}

/// The name proves the content: a save of the Python system has no checksum over the whole of it.
QString fileName(const SaveRecord& record, std::string_view bytes)
{
    return timeName(record) + sha256(bytes).value + QStringLiteral(".json");
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

/// Documents are written by bytesOf() alone, and the name proves that this is one of them.
void proveFile(SeenFile& file)
{
    auto bytes = readWholeFile(file.path, maximumFileBytes, SymbolicLinks::Refuse);
    if (!bytes) {
        file.unreadable = bytes.error();
        return;
    }
    file.bytes = std::move(*bytes);
    file.isUndamaged = file.path.endsWith(QLatin1Char('_') + sha256(file.bytes).value + QStringLiteral(".json"));
    if (!file.isUndamaged)
        return;
    const Json backup = memberOfDocument(file.bytes, "backup").value_or(Json());
    const Json* status = backup.find("status");
    const bool isVerified
        = status && status->asText() && proofFromText(toQString(*status->asText())) == Proof::Verified;
    if (isVerified && file.bytes.rfind("\n  \"ghosts\": []") != std::string::npos) // near the end, where it is
        file.record = recordInDocument(file.bytes);
}

Result<StoredSave> saveOf(const SeenFile& file, const DocumentOptions& options)
{
    if (file.unreadable)
        return tl::unexpected(*file.unreadable);
    auto document = readDocument(file.bytes, options);
    if (!document)
        return tl::unexpected(document.error());
    if (document->salvaged || !document->record || !document->backup)
        return failure(ErrorCode::NotAState, file.path);
    if (!file.isUndamaged || !QFileInfo(file.path).fileName().startsWith(timeName(*document->record)))
        return failure(ErrorCode::ChecksumMismatch, file.path);
    StoredSave save;
    save.record = std::move(*document->record);
    save.state = std::move(document->state);
    save.ghosts = std::move(document->ghosts);
    save.findings = std::move(document->findings);
    save.proof = proofFromText(document->backup->status);
    return save;
}

const StoredSave* sameAmong(const std::vector<StoredSave>& heads, const SeenFile& file)
{
    if (!file.record || !file.record->checksum)
        return nullptr;
    const auto found = std::find_if(heads.begin(), heads.end(), [&file](const StoredSave& head) {
        return head.proof == Proof::Verified && head.ghosts.empty() && head.record == *file.record;
    });
    return found == heads.end() ? nullptr : &*found;
}

StoredSave recordAlone(const SaveRecord& record)
{
    StoredSave save;
    save.record = record;
    return save;
}

Listing listingOf(const std::vector<SeenFile>& files, const std::vector<StoredSave>& heads,
    const DocumentOptions& options, bool recordsAlone)
{
    Listing listing;
    for (const SeenFile& file : files) {
        const StoredSave* same = sameAmong(heads, file);
        auto save = recordsAlone && file.record ? Result<StoredSave>(recordAlone(*file.record))
            : same                              ? Result<StoredSave>(*same)
                                                : saveOf(file, options);
        if (save)
            listing.files.push_back({ file.path, std::move(*save) });
        else if (save.error().code != ErrorCode::FileNotFound) // removed since it was listed
            listing.damaged.push_back({ file.path, save.error() });
    }
    std::sort(listing.files.begin(), listing.files.end(), [](const KnownFile& left, const KnownFile& right) {
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
bool isReplacedBySame(const std::vector<KnownFile>& files, size_t which, size_t by)
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

Result<std::vector<SeenFile>> SeenFolder::files() const
{
    const auto names = namesIn(m_folder);
    if (!names)
        return tl::unexpected(names.error());
    std::vector<SeenFile> files;
    for (const QString& name : *names) {
        if (name.endsWith(QLatin1String(".json")))
            files.push_back({ m_folder + QLatin1Char('/') + name, {}, {}, false, {} });
    }
    return files;
}

void SeenFolder::prove(std::vector<SeenFile>& files)
{
    for (SeenFile& file : files)
        proveFile(file);
}

SeenSaves SeenFolder::savesOf(
    const std::vector<SeenFile>& files, const std::vector<StoredSave>& heads, bool recordsAlone) const
{
    Listing listing = listingOf(files, heads, m_options, recordsAlone);
    SeenSaves seen;
    seen.damaged = std::move(listing.damaged);
    for (KnownFile& file : listing.files)
        seen.saves.push_back(std::move(file.save));
    return seen;
}

Result<SeenSaves> SeenFolder::read() const
{
    auto found = files();
    if (!found)
        return tl::unexpected(found.error());
    prove(*found);
    return savesOf(*found, {});
}

std::optional<Timestamp> SeenFolder::newestTime() const
{
    std::optional<Timestamp> newest;
    const auto names = namesIn(m_folder);
    if (!names)
        return newest;
    for (const QString& name : *names) {
        bool isTime = false;
        const auto time = Timestamp::fromNanoseconds(name.left(timeDigits).toLongLong(&isTime));
        if (isTime && name.endsWith(QLatin1String(".json")) && (!newest || *newest < time))
            newest = time;
    }
    return newest;
}

Result<void> SeenFolder::remember(const std::vector<StoredSave>& heads)
{
    if (heads.empty())
        return {};
    auto found = files();
    if (!found)
        return tl::unexpected(found.error());
    prove(*found);
    Listing listing = listingOf(*found, heads, m_options, false);
    std::vector<KnownFile>& files = listing.files;
    for (const StoredSave& head : heads) {
        if (head.proof == Proof::Torn || head.proof == Proof::None)
            continue;
        const bool isOutdated = std::any_of(files.begin(), files.end(), [&](const KnownFile& file) {
            return isLaterAndKnows(file.save.record, head.record)
                || (isSameSave(file.save.record, head.record) && isPoorer(head, file.save));
        });
        if (isOutdated)
            continue;
        const std::string bytes = bytesOf(head);
        const QString path = m_folder + QLatin1Char('/') + fileName(head.record, bytes);
        if (std::any_of(files.begin(), files.end(), [&](const KnownFile& file) { return file.path == path; }))
            continue;
        // Checked before it may take the place of another: a document that does not read back is no proof.
        auto again = readDocument(bytes);
        if (!again || again->salvaged || !again->record || again->record->saveId != head.record.saveId)
            return failure(ErrorCode::CannotBeStored, head.record.saveId);
        if (auto made = makeFolder(m_folder); !made)
            return made;
        if (auto written = writeDurably(path, bytes, WriteMode::Replace); !written)
            return written;
        std::erase_if(listing.damaged, [&](const DamagedFile& file) { return file.path == path; });
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
