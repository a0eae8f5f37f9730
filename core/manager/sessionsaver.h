// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/sessionstate.h"
#include "core/manager/worker.h"
#include "core/state/saverecord.h"

#include <QFuture>
#include <QPromise>

#include <deque>

namespace tradestate {

/// Keeps a running system's state and saves it in a thread of its own: at each request, every interval, and again after
/// a failure. Requests that wait while a save is written share the next one, if their reason is the same; none is lost.
class SessionSaver
{
public:
    struct Parts
    {
        /// Journals the state; called in the saver's thread.
        std::function<Result<SaveRecord>(const TradingState&, SaveReason, const QString& description)> save;
        std::function<void()> saved; ///< something new is to be sent
        std::function<void(const Error&)> failed; ///< once, until saving works again
        std::function<void()> worksAgain;
        std::function<Timestamp()> now;
        RunningSystem running;
        QString mainStrategy;
        std::chrono::milliseconds interval;
    };

    struct Request
    {
        StateChange change;
        std::optional<StrategiesData> strategies; ///< none: as they were
        std::optional<SaveReason> reason; ///< none: no save by itself
        QString description;
    };

    explicit SessionSaver(Parts parts);
    /// What was asked for is saved first.
    ~SessionSaver() = default;
    SessionSaver(const SessionSaver&) = delete;
    SessionSaver& operator=(const SessionSaver&) = delete;

    /// Where saving begins; nothing is saved before. Waits for a save that is under way.
    void begin(const TradingState& state);
    /// Nothing is taken any more; what was asked for is still saved.
    void end();
    /// Closed until begin(): why requests fail meanwhile.
    void hold(const Error& why);

    /// From any thread; waits for nothing.
    [[nodiscard]] QFuture<Result<SaveRecord>> request(Request request);
    void update(Request request);
    /// With everything that was told so far, saved or not.
    [[nodiscard]] TradingState state() const;

private:
    using Promise = std::shared_ptr<QPromise<Result<SaveRecord>>>;
    struct Waiting
    {
        Request request;
        Promise promise; ///< null for updates
    };
    struct Group
    {
        std::vector<Waiting> members;
        SaveReason reason = SaveReason::Periodic;
        QString description;
    };

    void drain();
    [[nodiscard]] std::optional<Group> takeGroup();
    void save(const Group& group);
    void periodic();
    void retry();
    void take(const Request& request, TradingState& state) const;

    const Parts m_parts;
    mutable std::mutex m_mutex; // guards what follows
    std::deque<Waiting> m_waiting;
    TradingState m_told;
    std::optional<Error> m_closed;
    bool m_drainPosted = false;

    // The saver's thread: the state without what still waits, so that no request waits for a copy of it.
    TradingState m_state;
    std::chrono::steady_clock::time_point m_lastSave;
    int m_failures = 0;
    bool m_timing = false;
    bool m_retryPosted = false;
    Worker m_worker; // last: it uses all of the above
};

} // namespace tradestate
