// SPDX-License-Identifier: MIT
// The calls in one step each, for programs that do not look at plans and conditions.
#include "core/manager/migration.h"
#include "core/manager/statemanager_private.h"
#include "core/manager/systemstatus.h"

#include <QFileInfo>

#include <algorithm>

namespace tradestate {

namespace {

/// Why the snapshot's state must not be traded on; none where it is the proven newest.
std::optional<Error> whyNotToTrust(const Snapshot& snapshot)
{
    if (snapshot.has(Condition::Unreachable)) {
        return snapshot.primaryError.value_or(Error { ErrorCode::Unreachable, snapshot.store.url, {} });
    }
    if (auto why = whyToChoose(snapshot))
        return why;
    if (snapshot.has(Condition::Empty))
        return Error { ErrorCode::NothingStored, snapshot.store.url, {} };
    return std::nullopt;
}

bool holdsWhatCannotBeTaken(const MigrationItem& item)
{
    switch (item.outcome) {
    case MigrationOutcome::Refused:
    case MigrationOutcome::Damaged:
    case MigrationOutcome::NotReadable:
    case MigrationOutcome::NothingRead:
        return true;
    default:
        return false;
    }
}

} // namespace

Result<Snapshot> StateManager::loadOrMigrate(const std::stop_token& stop)
{
    auto snapshot = load(stop);
    if (!snapshot || !d->autoMigrate || !snapshot->has(Condition::Empty))
        return snapshot;
    MigrationOptions options;
    options.paths = { d->settings.folder };
    if (!d->settings.envFile.isEmpty())
        options.paths.append(QFileInfo(d->settings.envFile).absolutePath());
    options.paths.removeIf([](const QString& path) { return !QFileInfo::exists(path); });
    const auto report = migrate(options, stop);
    if (!report)
        return tl::unexpected(report.error());
    if (report->count(MigrationOutcome::Migrated) > 0)
        return load(stop);
    // To begin flat beside a state that cannot be taken would be a mistake.
    const auto left = std::find_if(report->items.begin(), report->items.end(), holdsWhatCannotBeTaken);
    if (left == report->items.end())
        return snapshot;
    return tl::unexpected(Error { ErrorCode::NothingStored, left->file, left->why,
        QStringLiteral("Nothing was migrated. See what the files hold with: state-manager migrate --dry-run --dir %1; "
                       "restore one of them, move it away, or begin without it on purpose.")
            .arg(shellWord(QFileInfo(left->file).absolutePath())) });
}

Result<TradingState> StateManager::loadTradingState(const std::stop_token& stop)
{
    auto snapshot = loadOrMigrate(stop);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    if (auto why = whyNotToTrust(*snapshot))
        return tl::unexpected(std::move(*why));
    return std::move(snapshot->state);
}

Result<Positions> StateManager::allPositions(const std::stop_token& stop)
{
    auto state = loadTradingState(stop);
    if (!state)
        return tl::unexpected(state.error());
    return std::move(state->positions);
}

Result<PortfolioSummary> StateManager::portfolioSummary(const std::stop_token& stop)
{
    auto state = loadTradingState(stop);
    if (!state)
        return tl::unexpected(state.error());
    return std::move(state->portfolio);
}

Result<SystemStatus> StateManager::systemStatus(const std::stop_token& stop)
{
    auto snapshot = load(stop);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    SystemStatus status;
    status.health = healthCheck(stop);
    status.status = snapshot->status();
    status.conditions = std::move(snapshot->conditions);
    status.proof = snapshot->proof;
    status.store = std::move(snapshot->store);
    status.shownSave = std::move(snapshot->record);
    status.ageSeconds = snapshot->ageSeconds;
    status.positions = static_cast<qint64>(snapshot->state.positions.size());
    status.pairStates = static_cast<qint64>(snapshot->state.pairStates.size());
    status.pendingSaves = snapshot->pendingSaves;
    status.refusedSaves = snapshot->refusedSaves;
    status.readAt = snapshot->readAt;
    return status;
}

Result<QString> StateManager::createBackup(const QString& description, const std::stop_token& stop)
{
    auto report = backup(description, {}, stop);
    if (!report)
        return tl::unexpected(report.error());
    return std::move(report->path);
}

Result<ChangeReport> StateManager::restoreBackup(
    const QString& file, const ApplyOptions& options, const std::stop_token& stop)
{
    if (!QFileInfo::exists(file))
        return failure(ErrorCode::FileNotFound, file);
    PlanOptions planning;
    planning.keepRemoved = options.keepRemoved;
    planning.purgeGhosts = options.purgeGhosts;
    const auto plan = planRestore(QFileInfo(file).absoluteFilePath(), planning, stop);
    if (!plan)
        return tl::unexpected(plan.error());
    return apply(*plan, options, {}, stop);
}

} // namespace tradestate
