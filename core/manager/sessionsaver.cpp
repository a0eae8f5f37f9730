// SPDX-License-Identifier: MIT
#include "core/manager/sessionsaver.h"

#include <algorithm>
#include <future>

namespace tradestate {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds firstRetry { 500 };
constexpr milliseconds longestRetry { 30000 };

milliseconds pauseAfter(int failures)
{
    return std::min(longestRetry, firstRetry * (1 << std::min(failures - 1, 10)));
}

QFuture<Result<SaveRecord>> failedSave(const Error& error)
{
    QPromise<Result<SaveRecord>> promise;
    promise.start();
    promise.addResult(Result<SaveRecord>(tl::unexpected(error)));
    promise.finish();
    return promise.future();
}

} // namespace

SessionSaver::SessionSaver(Parts parts)
    : m_parts(std::move(parts))
    , m_closed(Error { ErrorCode::WrongUse, {}, QStringLiteral("the session has not begun") })
    , m_worker(QStringLiteral("saver"))
{
}

void SessionSaver::begin(const TradingState& state)
{
    std::promise<void> begun;
    m_worker.post([this, &state, &begun] {
        m_state = state;
        m_lastSave = steady_clock::now();
        if (!std::exchange(m_timing, true))
            m_worker.post([this] { periodic(); }, m_parts.interval);
        begun.set_value();
    });
    begun.get_future().wait();
    const std::lock_guard guard(m_mutex);
    m_told = state;
    m_closed.reset();
}

void SessionSaver::end()
{
    hold(Error { ErrorCode::WrongUse, {}, QStringLiteral("the session has ended") });
}

void SessionSaver::hold(const Error& why)
{
    const std::lock_guard guard(m_mutex);
    m_closed = why;
}

QFuture<Result<SaveRecord>> SessionSaver::request(Request request)
{
    auto promise = std::make_shared<QPromise<Result<SaveRecord>>>();
    promise->start();
    QFuture<Result<SaveRecord>> future = promise->future();
    {
        const std::lock_guard guard(m_mutex);
        if (m_closed)
            return failedSave(*m_closed);
        take(request, m_told);
        m_waiting.push_back({ std::move(request), std::move(promise) });
        if (std::exchange(m_drainPosted, true))
            return future;
    }
    m_worker.post([this] { drain(); });
    return future;
}

void SessionSaver::update(Request request)
{
    const std::lock_guard guard(m_mutex);
    if (m_closed)
        return;
    take(request, m_told);
    m_waiting.push_back({ std::move(request), nullptr });
}

TradingState SessionSaver::state() const
{
    const std::lock_guard guard(m_mutex);
    return m_told;
}

void SessionSaver::take(const Request& request, TradingState& state) const
{
    applyChange(state, request.change);
    if (request.strategies)
        writeStrategies(state.session, *request.strategies, m_parts.mainStrategy);
}

void SessionSaver::drain()
{
    while (const auto group = takeGroup())
        save(*group);
}

/// Updates and requests of one reason that stand one after the other. Nothing where no save is asked for.
std::optional<SessionSaver::Group> SessionSaver::takeGroup()
{
    const std::lock_guard guard(m_mutex);
    const auto asks = [](const Waiting& waiting) { return waiting.request.reason.has_value(); };
    const auto first = std::find_if(m_waiting.begin(), m_waiting.end(), asks);
    if (first == m_waiting.end()) {
        m_drainPosted = false;
        return std::nullopt;
    }
    Group group;
    group.reason = *first->request.reason;
    group.description = first->request.description;
    // What is described differently is not the same save: a checkpoint keeps its name.
    const auto other = std::find_if(first, m_waiting.end(), [&](const Waiting& waiting) {
        return asks(waiting)
            && (*waiting.request.reason != group.reason
                || (group.reason != SaveReason::Trade && waiting.request.description != group.description));
    });
    std::move(m_waiting.begin(), other, std::back_inserter(group.members));
    m_waiting.erase(m_waiting.begin(), other);
    return group;
}

void SessionSaver::save(const Group& group)
{
    QString description = group.description;
    for (const Waiting& member : group.members) {
        take(member.request, m_state);
        if (member.request.reason && !member.request.description.isEmpty())
            description = member.request.description;
    }
    describeRunning(m_state.session, m_parts.running, m_parts.now());
    const auto record = m_parts.save(m_state, group.reason, description);
    if (record)
        m_lastSave = steady_clock::now();
    for (const Waiting& member : group.members) {
        if (member.promise) {
            member.promise->addResult(record);
            member.promise->finish();
        }
    }
    if (!record) {
        if (++m_failures == 1)
            m_parts.failed(record.error());
        if (!std::exchange(m_retryPosted, true))
            m_worker.post([this] { retry(); }, pauseAfter(m_failures));
        return;
    }
    if (std::exchange(m_failures, 0) > 0)
        m_parts.worksAgain();
    m_parts.saved();
}

void SessionSaver::periodic()
{
    const auto left = m_lastSave + m_parts.interval - steady_clock::now();
    if (left > steady_clock::duration::zero()) {
        m_worker.post([this] { periodic(); }, std::chrono::duration_cast<milliseconds>(left) + milliseconds(1));
        return;
    }
    {
        const std::lock_guard guard(m_mutex);
        if (!m_closed)
            m_waiting.push_back({ Request { {}, {}, SaveReason::Periodic, {} }, nullptr });
    }
    drain();
    m_worker.post([this] { periodic(); }, m_parts.interval);
}

/// What could not be saved is in memory: the next save has it, and this makes sure that there is one.
void SessionSaver::retry()
{
    m_retryPosted = false;
    if (m_failures == 0)
        return;
    {
        const std::lock_guard guard(m_mutex);
        if (!m_closed)
            m_waiting.push_back({ Request { {}, {}, SaveReason::Trade, QStringLiteral("saved late") }, nullptr });
    }
    drain();
}

} // namespace tradestate
