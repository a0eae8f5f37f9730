// SPDX-License-Identifier: MIT
#include "core/manager/statemanager.h"

#include "core/manager/statemanager_private.h"
#include "core/manager/status.h"

#include <QFile>
#include <QFileInfo>

namespace tradestate {

namespace {

constexpr qint64 largestDocument = qint64(1) << 30;

Result<QByteArray> readWhole(const QString& path)
{
    if (!QFileInfo::exists(path))
        return failure(ErrorCode::FileNotFound, path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, path, file.errorString());
    if (file.size() > largestDocument)
        return failure(ErrorCode::FileTooLarge, path);
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::FileNotReadable, path, file.errorString());
    return bytes;
}

tl::unexpected<Error> notYet(const char* what)
{
    return failure(ErrorCode::Internal, QString::fromLatin1(what), QStringLiteral("not available in this build"));
}

} // namespace

StateManager::Private::Private(Parts given)
    : settings(std::move(given.settings))
    , clock(given.clock ? std::move(given.clock) : std::make_shared<SystemClock>())
    , logSink(std::move(given.log))
    , program(std::move(given.program))
{
}

void StateManager::Private::log(LogLevel level, const QString& line) const
{
    if (logSink)
        logSink->write(level, line);
}

StateManager::StateManager(Parts parts)
    : d(std::make_unique<Private>(std::move(parts)))
{
}

StateManager::~StateManager() = default;

const Settings& StateManager::settings() const
{
    return d->settings;
}

Result<Snapshot> StateManager::viewFile(const QString& path) const
{
    const auto bytes = readWhole(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const auto document
        = readDocument(std::string_view(bytes->data(), static_cast<size_t>(bytes->size())), { d->settings.writerZone });
    if (!document) {
        Error error = document.error();
        error.reason = error.reason.isEmpty() ? error.subject : error.subject + QStringLiteral(": ") + error.reason;
        error.subject = path;
        return tl::unexpected(error);
    }
    Snapshot snapshot = snapshotOfDocument(*document, path, d->now());
    snapshot.folder = d->settings.folder;
    snapshot.envFile = d->settings.envFile;
    return snapshot;
}

Result<Snapshot> StateManager::load(std::stop_token)
{
    return notYet("load");
}
Result<Snapshot> StateManager::loadLocal()
{
    return notYet("load");
}
Result<Snapshot> StateManager::view(const QString&, std::stop_token)
{
    return notYet("view");
}
Result<BackupReport> StateManager::backup(const QString&, const QString&, std::stop_token)
{
    return notYet("backup");
}
Result<BackupReport> StateManager::backupOf(const Snapshot&, const QString&, const QString&)
{
    return notYet("backup");
}
Result<std::vector<BackupEntry>> StateManager::backups(std::stop_token) const
{
    return notYet("backups");
}
Result<SaveReport> StateManager::save(const QString&, bool, std::stop_token)
{
    return notYet("save");
}
Result<SaveRecord> StateManager::journalSave(const TradingState&, SaveReason, const QString&)
{
    return notYet("save");
}
Result<int> StateManager::replicate(std::stop_token)
{
    return notYet("replicate");
}
Result<ChangePlan> StateManager::planRestore(const QString&, const PlanOptions&, std::stop_token)
{
    return notYet("restore");
}
Result<ChangePlan> StateManager::planUndo(std::stop_token)
{
    return notYet("undo");
}
Result<ChangePlan> StateManager::planRemove(const QString&, const QString&, std::stop_token)
{
    return notYet("remove");
}
Result<ChangeReport> StateManager::apply(const ChangePlan&, const ApplyOptions&, const StepCallback&, std::stop_token)
{
    return notYet("apply");
}
Result<std::vector<HistoryEntry>> StateManager::history(std::optional<Timestamp>, int, std::stop_token)
{
    return notYet("history");
}
Result<std::vector<RowDifference>> StateManager::diff(const QString&, const QString&, std::stop_token)
{
    return notYet("diff");
}
Result<std::vector<VerifyLine>> StateManager::verify(const QString&, bool, std::stop_token)
{
    return notYet("verify");
}

} // namespace tradestate
