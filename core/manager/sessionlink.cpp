// SPDX-License-Identifier: MIT
#include "core/manager/sessionlink.h"

namespace tradestate {

namespace {

using std::chrono::milliseconds;

/// Between two tries, at least; the outbox wants longer ones the longer the primary is down.
constexpr milliseconds shortestPause { 1000 };
/// Where something stays pending although the primary did not fail: another program replays it.
constexpr milliseconds longestPause { 5000 };

} // namespace

SessionLink::SessionLink(Parts parts)
    : m_parts(std::move(parts))
    , m_worker(QStringLiteral("network"))
{
}

SessionLink::~SessionLink()
{
    m_stop.request_stop();
}

void SessionLink::begin()
{
    m_worker.post([this] {
        if (std::exchange(m_begun, true))
            return;
        m_worker.post([this] { lookRegularly(); }, m_parts.interval);
    });
    sendSoon();
}

void SessionLink::sendSoon()
{
    if (!m_sendPosted.exchange(true))
        m_worker.post([this] { send(); });
}

void SessionLink::sendLater(milliseconds pause)
{
    if (!m_sendPosted.exchange(true))
        m_worker.post([this] { send(); }, pause);
}

void SessionLink::send()
{
    m_sendPosted = false;
    if (m_stop.stop_requested())
        return;
    const auto left = m_parts.manager->replicate(m_stop.get_token());
    if (!left || *left > 0) {
        milliseconds pause = longestPause;
        if (const auto next = m_parts.manager->nextTry()) {
            m_cutOff = true;
            const qint64 wait = (next->nanoseconds() - m_parts.clock->now().nanoseconds()) / 1'000'000;
            pause = std::max(shortestPause, milliseconds(wait));
        }
        sendLater(pause);
    } else if (m_cutOff) {
        look();
    }
}

/// What is on record there may not be what this session wrote.
void SessionLink::look()
{
    if (m_stop.stop_requested())
        return;
    const auto snapshot = m_parts.manager->load(m_stop.get_token());
    if (!snapshot)
        return;
    m_cutOff = snapshot->has(Condition::Unreachable);
    const auto own = m_parts.ownNewest();
    if (snapshot->has(Condition::Fork)) {
        bool isNew = false;
        for (const SaveRecord& candidate : snapshot->forkCandidates)
            isNew = (candidate.writer != m_parts.holder && m_told.insert(candidate.saveId).second) || isNew;
        if (isNew)
            m_parts.forked(*snapshot);
    } else if (snapshot->record && own && snapshot->record->writer != m_parts.holder && knows(*snapshot->record, *own)
        && m_told.insert(snapshot->record->saveId).second) {
        m_parts.foreignSave(*snapshot->record);
    }
}

void SessionLink::lookRegularly()
{
    look();
    m_worker.post([this] { lookRegularly(); }, m_parts.interval);
}

Result<int> SessionLink::finish(milliseconds time)
{
    auto done = std::make_shared<std::promise<Result<int>>>();
    auto future = done->get_future();
    std::stop_source late;
    m_worker.post([this, done, stop = late.get_token()] { done->set_value(m_parts.manager->replicate(stop)); });
    if (future.wait_for(time) == std::future_status::timeout) {
        m_stop.request_stop();
        late.request_stop();
    }
    return future.get();
}

} // namespace tradestate
