// SPDX-License-Identifier: MIT
#include "core/files/journal.h"

#include "core/documents/canonical.h"
#include "core/files/durablefile.h"
#include "core/files/folderlisting.h"
#include "core/files/savedocument.h"

#include <QRegularExpression>

#include <algorithm>

namespace tradestate {

namespace {

constexpr qint64 hour = 3600 * nanosecondsPerSecond;
constexpr qint64 day = 24 * hour;
constexpr int savedAtDigits = 20;
constexpr auto recordBytes = size_t(32) * 1024; // more than any usual record takes

/// Save ids become file names: no separators, no leading dot.
bool isSaveId(const QString& saveId)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}\\z"));
    return pattern.match(saveId).hasMatch();
}

QString fileName(const Timestamp& savedAt, const QString& saveId)
{
    return QStringLiteral("%1_%2.json").arg(savedAt.nanoseconds(), savedAtDigits, 10, QLatin1Char('0')).arg(saveId);
}

std::optional<JournalEntry> entryOf(const QString& folder, const QString& name)
{
    static const QString suffix = QStringLiteral(".json");
    if (name.size() <= savedAtDigits + 1 + suffix.size() || name.at(savedAtDigits) != QLatin1Char('_')
        || !name.endsWith(suffix))
        return std::nullopt;
    bool isNumber = false;
    const qint64 savedAt = name.left(savedAtDigits).toLongLong(&isNumber);
    const QString saveId = name.mid(savedAtDigits + 1, name.size() - savedAtDigits - 1 - suffix.size());
    if (!isNumber || !isSaveId(saveId))
        return std::nullopt;
    return JournalEntry { Timestamp::fromNanoseconds(savedAt), saveId, folder + QLatin1Char('/') + name };
}

bool mayBeThinned(SaveReason reason)
{
    return reason == SaveReason::Trade || reason == SaveReason::Periodic;
}

/// Those whose time is over; entries newest first.
std::vector<JournalEntry> outOfTime(const std::vector<JournalEntry>& entries)
{
    std::vector<JournalEntry> over;
    if (entries.empty())
        return over;
    const qint64 now = entries.front().savedAt.nanoseconds();
    for (size_t i = 1; i < entries.size(); ++i) {
        const qint64 time = entries[i].savedAt.nanoseconds();
        const qint64 age = now - time;
        if (age <= 48 * hour)
            continue;
        const qint64 period = age <= 30 * day ? hour : day;
        // Newest first: it is the last of its period where the one before it here is of a later one.
        if (entries[i - 1].savedAt.nanoseconds() / period == time / period)
            over.push_back(entries[i]);
    }
    return over;
}

} // namespace

Journal::Journal(std::shared_ptr<StateFolder> folder, QString account, DocumentOptions options)
    : m_folder(std::move(folder))
    , m_account(std::move(account))
    , m_options(std::move(options))
{
}

StoreInfo Journal::info() const
{
    StoreInfo info;
    info.type = QStringLiteral("file");
    info.url = m_folder->path();
    info.account = m_account;
    return info;
}

Result<std::vector<JournalEntry>> Journal::entries() const
{
    if (!isAccountName(m_account))
        return failure(ErrorCode::InvalidSetting, QStringLiteral("TRADING_STATE_ACCOUNT"), m_account);
    const QString folder = m_folder->journalFolder(m_account);
    const auto names = namesIn(folder);
    if (!names)
        return tl::unexpected(names.error());
    std::vector<JournalEntry> found;
    for (const QString& name : *names) {
        if (auto entry = entryOf(folder, name))
            found.push_back(std::move(*entry));
    }
    std::sort(found.begin(), found.end(), [](const JournalEntry& left, const JournalEntry& right) {
        return std::tie(right.savedAt, right.saveId) < std::tie(left.savedAt, left.saveId);
    });
    return found;
}

Result<StoredSave> Journal::read(const JournalEntry& entry) const
{
    const auto bytes = readWholeFile(entry.path, maximumFileBytes, SymbolicLinks::Refuse);
    if (!bytes) {
        if (bytes.error().code == ErrorCode::FileNotFound)
            return failure(ErrorCode::NoSuchSave, entry.saveId, entry.path);
        if (bytes.error().code == ErrorCode::SymlinkRefused || bytes.error().code == ErrorCode::FileTooLarge)
            return damaged(entry, {}, bytes.error().reason);
        return tl::unexpected(bytes.error());
    }
    auto save = readSaveDocument(*bytes, m_options);
    if (!save)
        return damaged(entry, *bytes, describe(save.error()));
    const SaveRecord& record = save->record;
    if (record.saveId != entry.saveId || record.savedAt != entry.savedAt || record.account != m_account)
        return damaged(entry, *bytes, QStringLiteral("it holds another save than its name says"));
    return save;
}

StoredSave Journal::damaged(const JournalEntry& entry, const std::string& bytes, const QString& reason) const
{
    StoredSave save;
    if (auto document = readDocument(bytes, m_options)) {
        save.state = std::move(document->state);
        save.findings = std::move(document->findings);
    }
    const auto record = recordInDocument(bytes);
    if (record && record->saveId == entry.saveId && record->savedAt == entry.savedAt) {
        save.record = *record;
    } else {
        // All that is left is its name. It was made here, so it still counts for the head under this folder's id.
        save.record.saveId = entry.saveId;
        save.record.account = m_account;
        save.record.folder = m_folder->id();
        save.record.savedAt = entry.savedAt;
        save.record.recordedAt = entry.savedAt;
        save.record.knows[save.record.folder] = entry.savedAt;
    }
    save.proof = Proof::Torn;
    save.findings.push_back(Finding { Severity::Error, findings::checksumMismatch, {}, {},
        QStringLiteral("The journal's file %1 is damaged: %2").arg(entry.path, reason) });
    return save;
}

Result<SaveRecord> Journal::readRecord(const JournalEntry& entry) const
{
    // The record stands at the document's begin.
    for (const size_t bytes : { recordBytes, maximumFileBytes }) {
        const auto start = bytes == recordBytes ? readFileStart(entry.path, bytes, SymbolicLinks::Refuse)
                                                : readWholeFile(entry.path, bytes, SymbolicLinks::Refuse);
        if (!start) {
            if (start.error().code == ErrorCode::FileNotFound)
                return failure(ErrorCode::NoSuchSave, entry.saveId, entry.path);
            return failure(ErrorCode::TornSave, entry.path, describe(start.error()));
        }
        const auto record = recordInDocument(*start);
        if (record && record->saveId == entry.saveId && record->savedAt == entry.savedAt)
            return *record;
        if (start->size() < bytes)
            break;
    }
    return failure(ErrorCode::TornSave, entry.path, QStringLiteral("its record cannot be read"));
}

Result<std::optional<StoredSave>> Journal::newest(const std::stop_token& stop) const
{
    const auto all = entries();
    if (!all)
        return tl::unexpected(all.error());
    for (const JournalEntry& entry : *all) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, entry.path);
        auto save = read(entry);
        if (save)
            return std::optional<StoredSave>(std::move(*save));
        if (save.error().code != ErrorCode::NoSuchSave) // thinned by another program since it was listed
            return tl::unexpected(save.error());
    }
    return std::nullopt;
}

Result<std::optional<StoredSave>> Journal::newestWhole(const std::stop_token& stop) const
{
    const auto all = entries();
    if (!all)
        return tl::unexpected(all.error());
    for (const JournalEntry& entry : *all) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, entry.path);
        auto save = read(entry);
        if (save && save->proof != Proof::Torn)
            return std::optional<StoredSave>(std::move(*save));
    }
    return std::nullopt;
}

Result<std::vector<StoredSave>> Journal::readHeads(const std::stop_token& stop)
{
    auto head = newest(stop);
    if (!head)
        return tl::unexpected(head.error());
    std::vector<StoredSave> heads;
    if (!*head)
        return heads;
    const SaveRecord record = (*head)->record;
    heads.push_back(std::move(**head));

    const auto all = entries();
    if (!all)
        return tl::unexpected(all.error());
    for (const auto& known : record.knows) {
        if (known.first == record.folder)
            continue;
        const auto entry = std::find_if(
            all->begin(), all->end(), [&](const JournalEntry& candidate) { return candidate.savedAt == known.second; });
        if (entry == all->end())
            continue;
        auto save = read(*entry);
        if (save && save->record.folder == known.first)
            heads.push_back(std::move(*save));
    }
    return heads;
}

Result<std::vector<HistoryEntry>> Journal::history(Timestamp since, int limit, const std::stop_token& stop)
{
    const auto all = entries();
    if (!all)
        return tl::unexpected(all.error());
    std::vector<HistoryEntry> lines;
    for (const JournalEntry& entry : *all) {
        if (entry.savedAt < since || std::cmp_greater_equal(lines.size(), limit))
            break;
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, entry.path);
        HistoryEntry line;
        line.where = QStringLiteral("journal");
        if (auto record = readRecord(entry)) {
            line.record = std::move(*record);
        } else if (record.error().code == ErrorCode::NoSuchSave) {
            continue;
        } else {
            auto save = read(entry);
            if (!save)
                return tl::unexpected(save.error());
            line.record = std::move(save->record);
            line.proof = save->proof;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<StoredSave> Journal::readSave(const SaveRecord& record, const std::stop_token&)
{
    if (!isSaveId(record.saveId))
        return failure(ErrorCode::NoSuchSave, record.saveId);
    const QString path
        = m_folder->journalFolder(m_account) + QLatin1Char('/') + fileName(record.savedAt, record.saveId);
    return read(JournalEntry { record.savedAt, record.saveId, path });
}

Result<void> Journal::check(const StoredSave& save, const std::string& bytes) const
{
    const SaveRecord& record = save.record;
    // What cannot be read back as it is must not be acknowledged. That it is Verified also proves the record.
    DocumentOptions options = m_options;
    options.validate = false;
    const auto again = readSaveDocument(bytes, options);
    if (again && again->proof == Proof::Verified && again->state == save.state && again->record == record)
        return {};
    if (!record.checksum || *record.checksum != stateChecksum(save.state) || !recordChecksumHolds(record)
        || std::cmp_not_equal(record.positionCount, save.state.positions.size())
        || std::cmp_not_equal(record.pairStateCount, save.state.pairStates.size()))
        return failure(ErrorCode::Internal, record.saveId, QStringLiteral("the record does not describe the state"));
    return failure(ErrorCode::CannotBeStored, record.saveId,
        again ? QStringLiteral("it reads back as another state") : describe(again.error()));
}

Result<void> Journal::write(const StoredSave& save, const std::stop_token& stop)
{
    const SaveRecord& record = save.record;
    if (!isSaveId(record.saveId) || record.account != m_account || record.savedAt.nanoseconds() <= 0)
        return failure(ErrorCode::CannotBeStored, record.saveId, QStringLiteral("not a save of this journal"));
    const std::string bytes = writeDocument(record, save.state, save.ghosts);
    // In this thread and before anything is written: a second one, working while the disk does, was no faster.
    if (auto checked = check(save, bytes); !checked)
        return checked;
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, record.saveId);
    const QString folder = m_folder->journalFolder(m_account);
    if (auto made = makeFolder(folder); !made)
        return made;
    const QString path = folder + QLatin1Char('/') + fileName(record.savedAt, record.saveId);
    auto written = writeDurably(path, bytes, WriteMode::CreateNew);
    if (written || written.error().code != ErrorCode::FileExists)
        return written;

    // The same save once more, as after an uncertain write: written again, because that the file is there does not
    // prove that it would survive a power loss. A damaged one is repaired; another one is never overwritten.
    const auto there = read(JournalEntry { record.savedAt, record.saveId, path });
    if (!there)
        return tl::unexpected(there.error());
    if (there->proof != Proof::Torn && there->record != record)
        return failure(ErrorCode::FileExists, path, QStringLiteral("it holds another save"));
    return writeDurably(path, bytes, WriteMode::Replace);
}

Result<int> Journal::thin(const KeepPredicate& mustStay, const std::stop_token& stop)
{
    const auto all = entries();
    if (!all)
        return tl::unexpected(all.error());
    std::vector<JournalEntry> over = outOfTime(*all);
    if (over.empty())
        return 0;
    for (const JournalEntry& entry : *all) { // what is shown should the newest be damaged
        const auto save = read(entry);
        if (save && save->proof != Proof::Torn) {
            std::erase_if(over, [&](const JournalEntry& candidate) { return candidate.path == entry.path; });
            break;
        }
    }
    int removed = 0;
    for (const JournalEntry& entry : over) {
        if (stop.stop_requested())
            break;
        if (m_neverThinned.contains(entry.path))
            continue;
        const auto record = readRecord(entry);
        if (!record || !mayBeThinned(record->reason)) {
            m_neverThinned.insert(entry.path);
            continue;
        }
        if (mustStay && mustStay(*record))
            continue;
        if (auto gone = removeFile(entry.path); !gone)
            return tl::unexpected(gone.error());
        ++removed;
    }
    // Removals that a power loss takes back are removed again the next time.
    return removed;
}

} // namespace tradestate
