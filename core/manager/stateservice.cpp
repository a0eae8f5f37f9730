// SPDX-License-Identifier: MIT
#include "core/manager/stateservice.h"

#include "core/manager/worker.h"

#include <QPromise>
#include <QTimer>

#include <functional>
#include <mutex>
#include <utility>

namespace tradestate {

namespace {

/// Between two tries in the background, at least; the outbox wants longer ones the longer the primary is down.
constexpr qint64 shortestPause = 1000;
/// Where something stays pending although the primary did not fail: another program replays it.
constexpr qint64 longestPause = 5000;

} // namespace

struct StateService::Private
{
    Private(StateManager::Parts parts, QTimer* timer)
        : settings(parts.settings)
        , clock(parts.clock ? parts.clock : std::make_shared<SystemClock>())
        , manager(std::make_unique<StateManager>(std::move(parts)))
        , retry(timer)
    {
    }

    /// Runs work on the worker; what was asked to stop before it began is not begun.
    template <typename Value, typename Work>
    QFuture<Result<Value>> run(Worker& worker, Work work)
    {
        return post<Value>(worker, [work = std::move(work), stop = currentStop()]() -> Result<Value> {
            if (stop.stop_requested())
                return failure(ErrorCode::Cancelled);
            return work(stop);
        });
    }

    /// The same with a stop of its own beside the one of all.
    template <typename Value, typename Work>
    QFuture<Result<Value>> run(Worker& worker, const std::stop_token& own, Work work)
    {
        return run<Value>(worker, [work = std::move(work), own = own](const std::stop_token& all) {
            std::stop_source either;
            const auto stop = [&either] { either.request_stop(); };
            const std::stop_callback first(all, stop);
            const std::stop_callback second(own, stop);
            if (either.stop_requested())
                return Result<Value>(failure(ErrorCode::Cancelled));
            return work(either.get_token());
        });
    }

    template <typename Value, typename Work>
    QFuture<Result<Value>> post(Worker& worker, Work work)
    {
        auto promise = std::make_shared<QPromise<Result<Value>>>();
        promise->start();
        QFuture<Result<Value>> future = promise->future();
        worker.post([promise, work = std::move(work)] {
            promise->addResult(work());
            promise->finish();
        });
        return future;
    }

    [[nodiscard]] std::stop_token currentStop()
    {
        const std::lock_guard guard(stopMutex);
        return stopSource.get_token();
    }

    Settings settings;
    std::shared_ptr<const Clock> clock;
    std::unique_ptr<StateManager> manager;
    std::mutex stopMutex;
    std::stop_source stopSource;
    std::stop_source closing; ///< also ends what nobody asked for: tries in the background
    QTimer* const retry;
    bool replicating = false;
    bool replicateAgain = false;
    bool refusedRetried = false; ///< once at each start
    bool tellAnyway = false; ///< also where the number of pending saves stays as it was: refused ones may have gone
    std::optional<int> pending; ///< as far as known
    std::unique_ptr<Worker> disk = std::make_unique<Worker>(QStringLiteral("disk"));
    std::unique_ptr<Worker> network = std::make_unique<Worker>(QStringLiteral("network"));
};

StateService::StateService(StateManager::Parts parts, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(parts), new QTimer(this)))
{
    d->retry->setSingleShot(true);
    connect(d->retry, &QTimer::timeout, this, &StateService::replicateInBackground);
}

StateService::~StateService()
{
    d->closing.request_stop();
    cancel();
    // What was asked for is finished or ends by itself; then the manager's connections go in the thread they belong to.
    d->disk.reset();
    d->network->post([this] { d->manager.reset(); });
    d->network.reset();
}

/// Not earlier than the outbox wants it, so that a server that is down is not asked at every refresh.
void StateService::replicateLater(qint64 milliseconds)
{
    if (d->settings.storeType != StoreType::InfluxDb || d->settings.readOnly || d->closing.stop_requested())
        return;
    if (const auto next = d->manager->nextTry()) {
        const qint64 wait = (next->nanoseconds() - d->clock->now().nanoseconds()) / 1'000'000;
        milliseconds = std::max(milliseconds, wait);
    }
    if (!d->retry->isActive() || d->retry->remainingTime() > milliseconds)
        d->retry->start(std::chrono::milliseconds(milliseconds));
}

/// Another program's saves, those of a start before, and once what was refused then. A try that already waits for its
/// time keeps it.
void StateService::replicateWhatIsFound(int pending, int refused)
{
    d->pending = pending;
    const bool retryRefused = refused > 0 && !d->refusedRetried;
    d->refusedRetried = d->refusedRetried || retryRefused;
    d->tellAnyway = d->tellAnyway || retryRefused;
    if ((pending > 0 || retryRefused) && !d->replicating && !d->retry->isActive())
        replicateLater(0);
}

void StateService::replicateInBackground()
{
    if (d->replicating) {
        d->replicateAgain = true;
        return;
    }
    d->replicating = true;
    auto work = [this, stop = d->closing.get_token()] { return d->manager->replicate(stop); };
    d->post<int>(*d->network, std::move(work)).then(this, [this](const Result<int>& left) {
        d->replicating = false;
        const bool again = std::exchange(d->replicateAgain, false);
        const std::optional<int> before = std::exchange(d->pending, left ? std::optional<int>(*left) : std::nullopt);
        if (left && (std::exchange(d->tellAnyway, false) || before != d->pending))
            Q_EMIT replicated();
        if (again || !left || *left > 0)
            replicateLater(again ? 0 : d->manager->nextTry() ? shortestPause : longestPause);
    });
}

const Settings& StateService::settings() const
{
    return d->settings;
}

const Clock& StateService::clock() const
{
    return *d->clock;
}

QFuture<Result<Snapshot>> StateService::load()
{
    return d->run<Snapshot>(*d->network, [this](const std::stop_token& stop) {
        auto snapshot = d->manager->load(stop);
        if (snapshot) {
            // Whether something refused waits for this start can be told only where the primary was read.
            const int refused = snapshot->has(Condition::Unreachable) ? 0 : snapshot->refusedSaves;
            QMetaObject::invokeMethod(
                this, [this, pending = snapshot->pendingSaves, refused] { replicateWhatIsFound(pending, refused); },
                Qt::QueuedConnection);
        }
        return snapshot;
    });
}

QFuture<Result<Snapshot>> StateService::loadLocal()
{
    return d->run<Snapshot>(*d->disk, [this](const std::stop_token&) { return d->manager->loadLocal(); });
}

QFuture<Result<Snapshot>> StateService::view(const QString& reference)
{
    return d->run<Snapshot>(
        *d->network, [this, reference](const std::stop_token& stop) { return d->manager->view(reference, stop); });
}

QFuture<Result<Snapshot>> StateService::viewFile(const QString& path)
{
    return d->run<Snapshot>(*d->disk, [this, path](const std::stop_token&) { return d->manager->viewFile(path); });
}

QFuture<Result<BackupReport>> StateService::backup(const QString& description, const QString& directoryOrFile)
{
    return d->run<BackupReport>(*d->network, [this, description, directoryOrFile](const std::stop_token& stop) {
        return d->manager->backup(description, directoryOrFile, stop);
    });
}

QFuture<Result<std::vector<BackupEntry>>> StateService::backups()
{
    return d->run<std::vector<BackupEntry>>(
        *d->disk, [this](const std::stop_token& stop) { return d->manager->backups(stop); });
}

QFuture<Result<SaveReport>> StateService::save(const QString& description, bool force)
{
    return d->run<SaveReport>(*d->network,
        [this, description, force](const std::stop_token& stop) { return d->manager->save(description, force, stop); });
}

QFuture<Result<SaveRecord>> StateService::journalSave(
    const TradingState& state, SaveReason reason, const QString& description)
{
    // Without a journal there is only the primary, which belongs to the other thread.
    const bool hasJournal = d->settings.storeType == StoreType::File || d->settings.enableFileFallback;
    return d->post<SaveRecord>(hasJournal ? *d->disk : *d->network, [this, state, reason, description] {
        auto record = d->manager->journalSave(state, reason, description);
        if (record)
            QMetaObject::invokeMethod(
                this, [this] { replicateLater(0); }, Qt::QueuedConnection);
        return record;
    });
}

QFuture<Result<ChangePlan>> StateService::planRestore(
    const QString& fileOrSave, const PlanOptions& options, const std::stop_token& own)
{
    return d->run<ChangePlan>(*d->network, own, [this, fileOrSave, options](const std::stop_token& stop) {
        return d->manager->planRestore(fileOrSave, options, stop);
    });
}

QFuture<Result<ChangePlan>> StateService::planUndo(const PlanOptions& options, const std::stop_token& own)
{
    return d->run<ChangePlan>(
        *d->network, own, [this, options](const std::stop_token& stop) { return d->manager->planUndo(options, stop); });
}

QFuture<Result<ChangePlan>> StateService::planRemove(
    const QString& pair, const QString& reason, const PlanOptions& options, const std::stop_token& own)
{
    return d->run<ChangePlan>(*d->network, own, [this, pair, reason, options](const std::stop_token& stop) {
        return d->manager->planRemove(pair, reason, options, stop);
    });
}

QFuture<Result<ChangeReport>> StateService::apply(
    const ChangePlan& plan, const ApplyOptions& options, const std::stop_token& own)
{
    return d->run<ChangeReport>(*d->network, own, [this, plan, options](const std::stop_token& stop) {
        const auto progress = [this](ChangeStep step, StepState state) {
            QMetaObject::invokeMethod(
                this, [this, step, state] { Q_EMIT stepChanged(step, state); }, Qt::QueuedConnection);
        };
        return d->manager->apply(plan, options, progress, stop);
    });
}

QFuture<Result<std::vector<HistoryEntry>>> StateService::history(const std::optional<Timestamp>& since, int limit)
{
    return d->run<std::vector<HistoryEntry>>(*d->network,
        [this, since, limit](const std::stop_token& stop) { return d->manager->history(since, limit, stop); });
}

QFuture<Result<QStringList>> StateService::accounts()
{
    return d->run<QStringList>(*d->network, [this](const std::stop_token& stop) { return d->manager->accounts(stop); });
}

void StateService::writeLog(LogLevel level, const QString& line)
{
    d->disk->post([this, level, line] { d->manager->writeLog(level, line); });
}

void StateService::cancel()
{
    const std::lock_guard guard(d->stopMutex);
    d->stopSource.request_stop();
    d->stopSource = std::stop_source();
}

QFuture<Result<void>> StateService::close()
{
    d->closing.request_stop();
    d->retry->stop();
    cancel();
    // Behind all that was asked for before, on one worker after the other.
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    d->disk->post([this, promise] {
        d->network->post([promise] {
            promise->addResult(Result<void>());
            promise->finish();
        });
    });
    return promise->future();
}

} // namespace tradestate
