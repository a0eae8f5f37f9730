// SPDX-License-Identifier: MIT
#include "core/manager/outbox.h"

#include "core/files/seenfolder.h"
#include "core/manager/head.h"
#include "core/manager/primaryview.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

namespace tradestate {

namespace {

constexpr int triesBeforeSettingAside = 3;
constexpr qint64 secondsBeforeSettingAside = 600;
constexpr double longestDelaySeconds = 300;

bool isTornThere(const std::vector<StoredSave>& heads, const SaveRecord& record)
{
    return std::any_of(heads.begin(), heads.end(),
        [&record](const StoredSave& head) { return head.record.saveId == record.saveId && head.proof == Proof::Torn; });
}

QString shortId(const SaveRecord& record)
{
    return record.saveId.left(8);
}

} // namespace

StoredSave withoutState(const StoredSave& save)
{
    StoredSave bare;
    bare.record = save.record;
    bare.proof = save.proof;
    return bare;
}

bool isMissingThere(const std::vector<StoredSave>& heads, const SaveRecord& record)
{
    return !anyKnows(heads, record) || isTornThere(heads, record);
}

bool isPythonSave(const SaveRecord& record)
{
    return record.folder == QLatin1String("python");
}

bool isRefusal(const Error& error)
{
    return error.code == ErrorCode::RefusedByServer || error.code == ErrorCode::BeyondRetention
        || error.code == ErrorCode::CannotBeStored;
}

bool isSetAside(const RefusedSave& save)
{
    if (save.errorId != errorId(ErrorCode::NotConfirmed))
        return true;
    return save.tries >= triesBeforeSettingAside
        && save.lastTried.nanoseconds() - save.firstRefused.nanoseconds()
        >= secondsBeforeSettingAside * nanosecondsPerSecond;
}

Result<OwnSaves> ownPending(
    const Journal& journal, const std::vector<StoredSave>* heads, const std::optional<ConfirmedSave>& confirmed)
{
    const auto entries = journal.entries();
    if (!entries)
        return tl::unexpected(entries.error());
    OwnSaves own;
    for (const JournalEntry& entry : *entries) {
        if (!heads && confirmed && entry.savedAt <= confirmed->savedAt)
            break;
        const auto record = journal.readRecord(entry);
        if (!record) {
            // What is damaged here cannot be sent; the saves before it still can.
            if (record.error().code == ErrorCode::TornSave)
                own.damaged.push_back(entry);
            else if (record.error().code != ErrorCode::NoSuchSave)
                return tl::unexpected(record.error());
            continue;
        }
        // Each save of a journal knows the one before it: what is older than a known one is known too.
        if (heads && !isMissingThere(*heads, *record)) {
            own.newestKnown = *record;
            break;
        }
        if (&entry == &entries->front()) {
            const auto whole = journal.read(entry);
            if (whole && whole->proof == Proof::Torn) {
                own.damaged.push_back(entry);
                continue;
            }
        }
        own.pending.push_back(PendingSave { *record, entry, nullptr });
    }
    return own;
}

PendingSaves decidePending(const PendingInput& input)
{
    PendingSaves result;
    std::set<QString> setAside;
    for (const RefusedSave& save : input.notes.refused) {
        if (isSetAside(save))
            setAside.insert(save.saveId);
    }
    std::set<QString> taken;
    const auto add = [&](const PendingSave& save) {
        if (isPythonSave(save.record) || !taken.insert(save.record.saveId).second)
            return;
        if (setAside.contains(save.record.saveId)) {
            ++result.refused;
            if (!input.retryRefused || input.triedRefused.contains(save.record.saveId))
                return;
        }
        result.toSend.push_back(save);
    };
    for (const PendingSave& save : input.own)
        add(save);
    if (input.heads && input.seen) {
        for (const StoredSave& save : *input.seen) {
            if (save.proof != Proof::Torn && isMissingThere(*input.heads, save.record))
                add(PendingSave { save.record, std::nullopt, &save });
        }
    }
    std::sort(result.toSend.begin(), result.toSend.end(), [](const PendingSave& left, const PendingSave& right) {
        return left.record.savedAt != right.record.savedAt ? left.record.savedAt < right.record.savedAt
                                                           : left.record.saveId < right.record.saveId;
    });
    // What was seen there is no first contact, whatever the notes say; a journal's older saves may stay here.
    const bool isFirstContact = input.notes.isFirstContact() && !input.own.empty();
    if (input.heads && input.heads->empty() && isFirstContact && result.toSend.size() > 1) {
        result.staysLocal = static_cast<int>(result.toSend.size()) - 1;
        result.toSend.erase(result.toSend.begin(), result.toSend.end() - 1);
    }
    return result;
}

struct Outbox::Run
{
    Run(StateStore& store, PrimaryKey primaryKey, const Parts& parts)
        : primary(store)
        , key(std::move(primaryKey))
        , journal(parts.folder, parts.account)
        , notes(parts.folder)
    {
    }

    StateStore& primary;
    PrimaryKey key;
    Journal journal;
    ReplicationNotes notes;
    SeenSaves seen;
    std::vector<StoredSave> heads;
    ReplicationState state;
    Report report;
};

Outbox::Outbox(Parts parts)
    : m_parts(std::move(parts))
{
    if (!m_parts.jitter)
        m_parts.jitter = [] { return QRandomGenerator::global()->generateDouble(); };
}

void Outbox::say(LogLevel level, const QString& line) const
{
    if (m_parts.log)
        m_parts.log->write(level, line);
}

void Outbox::succeeded()
{
    m_failures = 0;
    m_nextTry.reset();
}

void Outbox::backOff()
{
    const double delay
        = std::min(longestDelaySeconds, m_parts.retryDelaySeconds * std::pow(2.0, std::min(m_failures, 16)));
    const double seconds = std::max(0.5, delay * (0.5 + 0.5 * m_parts.jitter()));
    ++m_failures;
    m_nextTry = m_parts.clock->now().plusNanoseconds(
        static_cast<qint64>(seconds * static_cast<double>(nanosecondsPerSecond)));
}

Result<bool> Outbox::noteRefusal(Run& run, const SaveRecord& record, const Error& error)
{
    const Timestamp now = m_parts.clock->now();
    const RefusedSave refused { record.saveId, record.folder, record.savedAt, errorId(error.code), error.reason, now,
        now };
    if (auto noted = run.notes.refuse(run.key, refused); !noted)
        return tl::unexpected(noted.error());
    auto state = run.notes.read(run.key);
    if (!state)
        return tl::unexpected(state.error());
    run.state = std::move(*state);
    const bool aside = std::any_of(run.state.refused.begin(), run.state.refused.end(),
        [&record](const RefusedSave& save) { return save.saveId == record.saveId && isSetAside(save); });
    if (aside) {
        m_triedRefused[run.key.id()].insert(record.saveId);
        say(LogLevel::Error,
            QStringLiteral("InfluxDB refuses the save %1 of %2; it stays on this machine and is tried again at the "
                           "next start: %3")
                .arg(shortId(record), record.savedAt.toRecordText(), describe(error)));
    }
    return aside;
}

Result<void> Outbox::send(Run& run, const PendingSave& pending, const std::stop_token& stop)
{
    std::optional<StoredSave> save;
    if (pending.seen) {
        save = *pending.seen;
    } else {
        auto read = run.journal.read(*pending.entry);
        if (!read)
            return tl::unexpected(read.error());
        if (read->proof == Proof::Torn)
            return failure(ErrorCode::TornSave, pending.entry->path);
        save = std::move(*read);
    }
    if (auto written = run.primary.write(*save, stop); !written)
        return written;
    ++run.report.sent;
    m_knownHeads->push_back(withoutState(*save));
    m_knownHeads->back().proof = Proof::Verified;
    return pending.entry ? noteConfirmed(run, pending.record) : forgetSettled(run, pending.record);
}

Result<void> Outbox::noteConfirmed(Run& run, const SaveRecord& record)
{
    const ConfirmedSave confirmed { record.saveId, record.folder, record.savedAt, m_parts.clock->now() };
    if (auto noted = run.notes.confirm(run.key, confirmed); !noted)
        return noted;
    return forgetSettled(run, record);
}

Result<void> Outbox::forgetSettled(Run& run, const SaveRecord& confirmed)
{
    std::vector<QString> settled;
    for (const RefusedSave& refused : run.state.refused) {
        SaveRecord record;
        record.folder = refused.folder;
        record.savedAt = refused.savedAt;
        if (refused.saveId == confirmed.saveId || knows(confirmed, record))
            settled.push_back(refused.saveId);
    }
    if (!settled.empty()) {
        if (auto forgotten = run.notes.forgetRefused(run.key, settled); !forgotten)
            return forgotten;
        std::erase_if(run.state.refused, [&settled](const RefusedSave& refused) {
            return std::find(settled.begin(), settled.end(), refused.saveId) != settled.end();
        });
    }
    return {};
}

void Outbox::tellDamaged(const QString& saveId, const QString& why)
{
    if (m_toldDamaged.insert(saveId).second)
        say(LogLevel::Error, QStringLiteral("A pending save cannot be sent: %1").arg(why));
}

Result<OwnSaves> Outbox::findOwn(Run& run, const std::vector<StoredSave>* heads)
{
    if (!m_parts.hasJournal)
        return OwnSaves {};
    auto own = ownPending(run.journal, heads, run.state.confirmed);
    if (!own)
        return own;
    for (const JournalEntry& entry : own->damaged)
        tellDamaged(entry.saveId, describe(Error { ErrorCode::TornSave, entry.path, {} }));
    return own;
}

Result<bool> Outbox::isForked(const Run& run) const
{
    HeadInput input { true, run.heads, std::nullopt, run.seen.saves, run.state.confirmed };
    if (m_parts.hasJournal) {
        auto newest = newestOfJournal(run.journal);
        if (!newest)
            return tl::unexpected(newest.error());
        input.journalNewest = std::move(*newest);
    }
    return decideHead(input).isFork();
}

Result<Outbox::Report> Outbox::replicate(StateStore& primary, const PrimaryKey& key, bool oneLineOnly,
    std::chrono::milliseconds wait, const std::stop_token& stop)
{
    const auto lock = wait.count() > 0 ? m_parts.folder->lockReplay(wait, stop) : m_parts.folder->tryLockReplay();
    if (!lock)
        return tl::unexpected(lock.error());
    Run run(primary, key, m_parts);
    auto state = run.notes.read(key);
    if (!state)
        return tl::unexpected(state.error());
    run.state = std::move(*state);
    auto seen = SeenFolder(m_parts.folder->seenFolder(key.id())).read();
    if (!seen)
        return tl::unexpected(seen.error());
    run.seen = std::move(*seen);

    auto heads = primary.readHeads(stop);
    m_knownHeads.reset();
    if (heads) {
        run.heads = std::move(*heads);
        std::transform(run.heads.begin(), run.heads.end(), std::back_inserter(m_knownHeads.emplace()), withoutState);
    } else {
        run.report.error = heads.error();
    }
    const std::vector<StoredSave>* known = heads ? &run.heads : nullptr;
    auto own = findOwn(run, known);
    if (!own)
        return tl::unexpected(own.error());
    // A crash may have come between the primary's confirmation and its note.
    if (own->newestKnown && (!run.state.confirmed || run.state.confirmed->savedAt < own->newestKnown->savedAt)) {
        if (auto noted = noteConfirmed(run, *own->newestKnown); !noted)
            return tl::unexpected(noted.error());
    }
    const PendingInput input { std::move(own->pending), &run.seen.saves, known, run.state, known != nullptr,
        m_triedRefused[key.id()] };
    const PendingSaves pending = decidePending(input);
    run.report.staysLocal = pending.staysLocal;
    run.report.pending = static_cast<int>(pending.toSend.size());
    if (pending.staysLocal > 0) {
        say(LogLevel::Information,
            QStringLiteral("First contact with an empty InfluxDB: the newest save is sent, %1 older ones stay on this "
                           "machine.")
                .arg(pending.staysLocal));
    }
    if (!run.report.error && oneLineOnly && !pending.toSend.empty()) {
        const auto forked = isForked(run);
        if (!forked)
            return tl::unexpected(forked.error());
        if (*forked) {
            run.report.error = Error { ErrorCode::Forked, key.url,
                QStringLiteral("two writers saved over each other; nothing is sent until one is chosen") };
        }
    }

    for (const PendingSave& save : pending.toSend) {
        if (run.report.error)
            break;
        if (stop.stop_requested()) {
            run.report.error = Error { ErrorCode::Cancelled, key.url, {} };
            break;
        }
        const auto sent = send(run, save, stop);
        if (sent) {
            --run.report.pending;
            continue;
        }
        const Error& error = sent.error();
        if (error.code == ErrorCode::TornSave || error.code == ErrorCode::NoSuchSave) {
            tellDamaged(save.record.saveId, describe(error));
            --run.report.pending;
            continue;
        }
        if (isRefusal(error) || error.code == ErrorCode::NotConfirmed) {
            const auto aside = noteRefusal(run, save.record, error);
            if (!aside)
                return tl::unexpected(aside.error());
            if (*aside) {
                --run.report.pending;
                continue;
            }
        }
        run.report.error = error;
    }
    run.report.refused = static_cast<int>(std::count_if(
        run.state.refused.begin(), run.state.refused.end(), [](const RefusedSave& save) { return isSetAside(save); }));
    for (const QString& warning : run.notes.takeWarnings())
        say(LogLevel::Warning, warning);
    if (run.report.sent > 0) {
        say(LogLevel::Information,
            QStringLiteral("InfluxDB confirmed %1 saves; %2 are pending.")
                .arg(run.report.sent)
                .arg(run.report.pending));
    }
    if (run.report.error)
        backOff();
    else
        succeeded();
    return run.report;
}

} // namespace tradestate
