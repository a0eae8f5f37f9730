// SPDX-License-Identifier: MIT
#include "core/manager/stateservice.h"

#include <QPointer>
#include <QPromise>
#include <QThread>

#include <mutex>

namespace tradestate {

namespace {

/// One thread with an event loop that runs what is posted to it, one after the other.
class Worker
{
public:
    explicit Worker(const QString& name)
    {
        m_thread.setObjectName(name);
        m_context = std::make_unique<QObject>();
        m_context->moveToThread(&m_thread);
        m_thread.start();
    }
    ~Worker()
    {
        // The context goes in its own thread, after all that was posted before it.
        QMetaObject::invokeMethod(
            m_context.get(),
            [this] {
                m_context.release()->deleteLater();
                m_thread.quit();
            },
            Qt::QueuedConnection);
        m_thread.wait();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    template <typename Function>
    void post(Function function)
    {
        QMetaObject::invokeMethod(m_context.get(), std::move(function), Qt::QueuedConnection);
    }

private:
    QThread m_thread;
    std::unique_ptr<QObject> m_context;
};

} // namespace

struct StateService::Private
{
    explicit Private(StateManager::Parts parts)
        : settings(parts.settings)
        , manager(std::make_unique<StateManager>(std::move(parts)))
    {
    }

    /// Runs work on the worker; what was asked to stop before it began is not begun.
    template <typename Value, typename Work>
    QFuture<Result<Value>> run(Worker& worker, Work work)
    {
        auto promise = std::make_shared<QPromise<Result<Value>>>();
        promise->start();
        QFuture<Result<Value>> future = promise->future();
        worker.post([promise, work = std::move(work), stop = currentStop()]() mutable {
            if (stop.stop_requested())
                promise->addResult(Result<Value>(failure(ErrorCode::Cancelled)));
            else
                promise->addResult(work(stop));
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
    std::unique_ptr<StateManager> manager;
    std::mutex stopMutex;
    std::stop_source stopSource;
    Worker disk { QStringLiteral("disk") };
    Worker network { QStringLiteral("network") };
};

StateService::StateService(StateManager::Parts parts, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(parts)))
{
}

StateService::~StateService()
{
    cancel();
    // Its connections belong to the network thread and go there, after all that still runs.
    d->network.post([this] { d->manager.reset(); });
}

const Settings& StateService::settings() const
{
    return d->settings;
}

QFuture<Result<Snapshot>> StateService::load()
{
    return d->run<Snapshot>(d->network, [this](std::stop_token stop) { return d->manager->load(stop); });
}

QFuture<Result<Snapshot>> StateService::loadLocal()
{
    return d->run<Snapshot>(d->disk, [this](std::stop_token) { return d->manager->loadLocal(); });
}

QFuture<Result<Snapshot>> StateService::view(const QString& reference)
{
    return d->run<Snapshot>(
        d->network, [this, reference](std::stop_token stop) { return d->manager->view(reference, stop); });
}

QFuture<Result<Snapshot>> StateService::viewFile(const QString& path)
{
    return d->run<Snapshot>(d->disk, [this, path](std::stop_token) { return d->manager->viewFile(path); });
}

QFuture<Result<BackupReport>> StateService::backup(const QString& description, const QString& directoryOrFile)
{
    return d->run<BackupReport>(d->network, [this, description, directoryOrFile](std::stop_token stop) {
        return d->manager->backup(description, directoryOrFile, stop);
    });
}

QFuture<Result<std::vector<BackupEntry>>> StateService::backups()
{
    return d->run<std::vector<BackupEntry>>(
        d->disk, [this](std::stop_token stop) { return d->manager->backups(stop); });
}

QFuture<Result<SaveReport>> StateService::save(const QString& description, bool force)
{
    return d->run<SaveReport>(d->network,
        [this, description, force](std::stop_token stop) { return d->manager->save(description, force, stop); });
}

QFuture<Result<int>> StateService::replicate()
{
    return d->run<int>(d->network, [this](std::stop_token stop) { return d->manager->replicate(stop); });
}

QFuture<Result<ChangePlan>> StateService::planRestore(const QString& fileOrSave, const PlanOptions& options)
{
    return d->run<ChangePlan>(d->network, [this, fileOrSave, options](std::stop_token stop) {
        return d->manager->planRestore(fileOrSave, options, stop);
    });
}

QFuture<Result<ChangePlan>> StateService::planUndo()
{
    return d->run<ChangePlan>(d->network, [this](std::stop_token stop) { return d->manager->planUndo(stop); });
}

QFuture<Result<ChangePlan>> StateService::planRemove(const QString& pair, const QString& reason)
{
    return d->run<ChangePlan>(
        d->network, [this, pair, reason](std::stop_token stop) { return d->manager->planRemove(pair, reason, stop); });
}

QFuture<Result<ChangeReport>> StateService::apply(const ChangePlan& plan, const ApplyOptions& options)
{
    return d->run<ChangeReport>(d->network, [this, plan, options](std::stop_token stop) {
        const auto progress = [this](ChangeStep step, StepState state) {
            QMetaObject::invokeMethod(
                this, [this, step, state] { Q_EMIT stepChanged(step, state); }, Qt::QueuedConnection);
        };
        return d->manager->apply(plan, options, progress, stop);
    });
}

QFuture<Result<std::vector<HistoryEntry>>> StateService::history(std::optional<Timestamp> since, int limit)
{
    return d->run<std::vector<HistoryEntry>>(
        d->network, [this, since, limit](std::stop_token stop) { return d->manager->history(since, limit, stop); });
}

void StateService::cancel()
{
    const std::lock_guard guard(d->stopMutex);
    d->stopSource.request_stop();
    d->stopSource = std::stop_source();
}

} // namespace tradestate
