// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statemanager.h"

#include <QFuture>
#include <QObject>

#include <atomic>

namespace tradestate {

/// The console's source of state: runs a StateManager on two one-thread workers, disk and network, so that the caller's
/// thread never waits. What is pending is sent in the background, again and again until the primary has it. Lives in
/// the UI thread; continue with .then(this, …). Values only cross the threads.
class StateService : public QObject
{
    Q_OBJECT

public:
    explicit StateService(StateManager::Parts parts, QObject* parent = nullptr);
    ~StateService() override;

    [[nodiscard]] const Settings& settings() const;
    [[nodiscard]] const Clock& clock() const;

    [[nodiscard]] QFuture<Result<Snapshot>> load();
    [[nodiscard]] QFuture<Result<Snapshot>> loadLocal();
    [[nodiscard]] QFuture<Result<Snapshot>> view(const QString& reference);
    [[nodiscard]] QFuture<Result<Snapshot>> viewFile(const QString& path);
    [[nodiscard]] QFuture<Result<BackupReport>> backup(const QString& description, const QString& directoryOrFile = {});
    [[nodiscard]] QFuture<Result<std::vector<BackupEntry>>> backups();
    [[nodiscard]] QFuture<Result<SaveReport>> save(const QString& description, bool force);
    /// Journals a state of this program; never waits for the network and is never cancelled. Sent in the background.
    [[nodiscard]] QFuture<Result<SaveRecord>> journalSave(
        const TradingState& state, SaveReason reason, const QString& description = {});
    /// These also end with a stop of their own, which leaves everything else running.
    [[nodiscard]] QFuture<Result<ChangePlan>> planRestore(
        const QString& fileOrSave, const PlanOptions& options = {}, const std::stop_token& stop = {});
    [[nodiscard]] QFuture<Result<ChangePlan>> planUndo(
        const PlanOptions& options = {}, const std::stop_token& stop = {});
    [[nodiscard]] QFuture<Result<ChangePlan>> planRemove(
        const QString& pair, const QString& reason, const PlanOptions& options = {}, const std::stop_token& stop = {});
    /// stepChanged tells how far it is.
    [[nodiscard]] QFuture<Result<ChangeReport>> apply(
        const ChangePlan& plan, const ApplyOptions& options = {}, const std::stop_token& stop = {});
    [[nodiscard]] QFuture<Result<std::vector<HistoryEntry>>> history(
        const std::optional<Timestamp>& since = {}, int limit = 100);
    [[nodiscard]] QFuture<Result<QStringList>> accounts();
    /// One line for the log that the settings name; waits for nothing. Written even when the service ends meanwhile.
    void writeLog(LogLevel level, const QString& line);

    /// Asks what is running to stop; work that already writes to the record is finished.
    void cancel();
    /// The same for good, also for tries in the background. Once the future is done nothing runs any more, and
    /// destroying the service waits for nothing.
    [[nodiscard]] QFuture<Result<void>> close();

Q_SIGNALS:
    void stepChanged(tradestate::ChangeStep step, tradestate::StepState state);
    /// A try in the background changed how much is pending; the next load tells what is on record now.
    void replicated();

private:
    void replicateLater(qint64 milliseconds);
    void replicateWhatIsFound(int pending, int refused);
    void replicateInBackground();

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate
