// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statemanager.h"
#include "core/manager/worker.h"

#include <atomic>
#include <future>
#include <set>

namespace tradestate {

/// A running session's way to its primary: sends what is pending in a thread of its own, and looks now and then whether
/// somebody else saved over the session's line.
class SessionLink
{
public:
    struct Parts
    {
        StateManager* manager = nullptr; ///< must outlive the link
        std::shared_ptr<const Clock> clock;
        std::function<std::optional<SaveRecord>()> ownNewest; ///< from any thread
        std::function<void(const Snapshot&)> forked;
        std::function<void(const SaveRecord&)> foreignSave;
        QString holder; ///< this process, as a writer of saves
        std::chrono::milliseconds interval; ///< between two looks
    };

    explicit SessionLink(Parts parts);
    ~SessionLink();
    SessionLink(const SessionLink&) = delete;
    SessionLink& operator=(const SessionLink&) = delete;

    /// Runs work in the link's thread, as all that uses the network must, and waits for it.
    template <typename Work>
    auto wait(Work work) -> decltype(work())
    {
        std::promise<decltype(work())> done;
        m_worker.post([&] { done.set_value(work()); });
        return done.get_future().get();
    }

    /// From now on sends in the background, and looks.
    void begin();
    void sendSoon();
    /// Tries until everything is confirmed or the time is over: what is still pending, or why it is not known.
    [[nodiscard]] Result<int> finish(std::chrono::milliseconds time);

private:
    void sendLater(std::chrono::milliseconds pause);
    void send();
    void look();
    void lookRegularly();

    const Parts m_parts;
    std::atomic<bool> m_sendPosted = false;
    std::stop_source m_stop;

    // The link's thread.
    bool m_begun = false;
    bool m_cutOff = true; ///< not heard of since it was last looked at
    std::set<QString> m_told; ///< saves that were told as foreign

    Worker m_worker; // last: it uses all of the above
};

} // namespace tradestate
