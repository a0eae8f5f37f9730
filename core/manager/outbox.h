// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/files/journal.h"
#include "core/files/replicationnotes.h"

#include <functional>
#include <map>
#include <set>

namespace tradestate {

/// A save that the primary should have and does not.
struct PendingSave
{
    SaveRecord record;
    std::optional<JournalEntry> entry; ///< in the journal
    const StoredSave* seen = nullptr; ///< else a save that was read on this primary before
};

struct PendingInput
{
    std::vector<PendingSave> own; ///< of the journal, those that ownPending found
    const std::vector<StoredSave>* seen = nullptr;
    const std::vector<StoredSave>* heads = nullptr; ///< null: the primary was not read
    ReplicationState notes;
    bool retryRefused = false; ///< once at each start
    std::set<QString> triedRefused; ///< save_ids that were refused since this start: they are not retried
};

struct PendingSaves
{
    std::vector<PendingSave> toSend; ///< in order of saved_at
    int refused = 0; ///< set aside: the primary does not take them
    int staysLocal = 0; ///< older saves that are not sent on first contact with an empty primary
};

struct OwnSaves
{
    std::vector<PendingSave> pending; ///< newest first
    std::vector<JournalEntry> damaged; ///< would be pending, but cannot be sent
    std::optional<SaveRecord> newestKnown; ///< the newest that the primary's heads know
};

/// The journal's saves that the primary has not: newer than its heads know of their folder, and the newest if it is
/// torn there. Without heads (null): newer than the newest confirmed one. Reads no more than it needs: only the newest
/// is read whole, because what is damaged before it is covered once that is sent.
[[nodiscard]] Result<OwnSaves> ownPending(
    const Journal& journal, const std::vector<StoredSave>* heads, const std::optional<ConfirmedSave>& confirmed);
/// What is to be sent, and in which order. Pure.
[[nodiscard]] PendingSaves decidePending(const PendingInput& input);
/// What the decisions need of a save.
[[nodiscard]] StoredSave withoutState(const StoredSave& save);
/// None of the primary's heads knows the save, or it is torn there.
[[nodiscard]] bool isMissingThere(const std::vector<StoredSave>& heads, const SaveRecord& record);

/// The primary refuses this save for what it holds, so that trying again at once is useless.
[[nodiscard]] bool isRefusal(const Error& error);
/// The primary answered, three times over at least ten minutes, that it had stored the save, and it was never there; or
/// it refused it outright.
[[nodiscard]] bool isSetAside(const RefusedSave& save);
/// A save of the Python trading system, which only that system may write.
[[nodiscard]] bool isPythonSave(const SaveRecord& record);

/// Sends to the primary what it has not, in order, and remembers what it confirmed and refused. To be used by one
/// thread; other programs on the same folder wait for each other.
class Outbox
{
public:
    struct Parts
    {
        std::shared_ptr<StateFolder> folder;
        QString account;
        std::shared_ptr<const Clock> clock;
        std::shared_ptr<Log> log; ///< may be null
        int retryDelaySeconds = 1;
        std::function<double()> jitter; ///< 0 to 1; random where null
        bool hasJournal = true; ///< false: only what was seen there before is sent again
    };

    struct Report
    {
        int sent = 0;
        int pending = 0; ///< still, afterwards
        int refused = 0; ///< in all
        int staysLocal = 0;
        std::optional<Error> error; ///< why it stopped
    };

    explicit Outbox(Parts parts);

    /// Reads the primary's heads and sends what is pending. oneLineOnly: nothing is sent during a fork. Fails with
    /// LockHeld where another program replays longer than the given time, or where the folder cannot be read; what the
    /// primary does is told in the report.
    [[nodiscard]] Result<Report> replicate(StateStore& primary, const PrimaryKey& key, bool oneLineOnly,
        std::chrono::milliseconds wait = {}, const std::stop_token& stop = {});

    /// When it makes sense to try again: none after success.
    [[nodiscard]] std::optional<Timestamp> nextTry() const { return m_nextTry; }
    /// What the primary was last seen to have, without the states; none where it could not be read.
    [[nodiscard]] const std::optional<std::vector<StoredSave>>& knownHeads() const { return m_knownHeads; }
    /// Counts one more failure, and when to try again: later each time, at most every five minutes, never in step with
    /// other programs.
    void backOff();
    void succeeded();

private:
    struct Run;
    [[nodiscard]] Result<OwnSaves> findOwn(Run& run, const std::vector<StoredSave>* heads);
    [[nodiscard]] Result<bool> isForked(const Run& run) const;
    [[nodiscard]] Result<void> send(Run& run, const PendingSave& pending, const std::stop_token& stop);
    [[nodiscard]] Result<void> noteConfirmed(Run& run, const SaveRecord& record);
    [[nodiscard]] Result<void> forgetSettled(Run& run, const SaveRecord& confirmed);
    [[nodiscard]] Result<bool> noteRefusal(Run& run, const SaveRecord& record, const Error& error);
    void tellDamaged(const QString& saveId, const QString& why);
    void say(LogLevel level, const QString& line) const;

    Parts m_parts;
    std::map<QString, std::set<QString>> m_triedRefused; ///< by primary, what it refused since this program started
    std::set<QString> m_toldDamaged; ///< save_ids
    std::optional<std::vector<StoredSave>> m_knownHeads;
    int m_failures = 0;
    std::optional<Timestamp> m_nextTry;
};

} // namespace tradestate
