// SPDX-License-Identifier: MIT
#include "core/manager/statemanager.h"

#include "core/files/durablefile.h"
#include "core/manager/statemanager_private.h"

namespace tradestate {

StateManager::Private::Private(Parts given)
    : settings(std::move(given.settings))
    , clock(given.clock ? std::move(given.clock) : std::make_shared<SystemClock>())
    , logSink(std::move(given.log))
    , program(std::move(given.program))
    , autoMigrate(given.autoMigrate)
{
}

void StateManager::Private::log(LogLevel level, const QString& line) const
{
    if (logSink)
        logSink->write(level, line);
}

Result<void> StateManager::Private::mayWrite() const
{
    if (settings.readOnly)
        return failure(ErrorCode::ReadOnly, QStringLiteral("TRADING_STATE_READ_ONLY"));
    if (hasPrimary() || settings.enableFileFallback)
        return {};
    return failure(ErrorCode::InvalidSetting, QStringLiteral("TRADING_STATE_ENABLE_FILE_FALLBACK"),
        QStringLiteral("false leaves no store at all with TRADING_STATE_DB_TYPE=file"));
}

Result<std::shared_ptr<StateFolder>> StateManager::Private::folder()
{
    const std::lock_guard guard(mutex);
    if (openFolder)
        return openFolder;
    auto opened = settings.readOnly ? StateFolder::openForReading(settings.folder, program)
                                    : StateFolder::open(settings.folder, program);
    if (!opened)
        return opened;
    for (const QString& warning : (*opened)->takeWarnings())
        log(LogLevel::Warning, warning);
    openFolder = *opened;
    return openFolder;
}

DocumentOptions StateManager::Private::documentOptions() const
{
    return { settings.writerZone, settings.writerZoneIsSet, now(), settings.enableValidation };
}

/// Its errors name the file, with the place in it as the reason.
Result<Document> StateManager::Private::readDocumentFile(const QString& path) const
{
    const auto bytes = readWholeFile(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto document = readDocument(*bytes, documentOptions());
    if (!document) {
        Error error = document.error();
        if (!error.subject.isEmpty())
            error.reason = error.reason.isEmpty() ? error.subject : error.subject + QStringLiteral(": ") + error.reason;
        error.subject = path;
        return tl::unexpected(error);
    }
    return document;
}

Result<LocalReading> StateManager::Private::beginLocal(
    const std::shared_ptr<StateFolder>& in, const PrimaryKey& key) const
{
    const Journal own = journal(in);
    return LocalReading::begin(localPlaces(in, own, key, false), true);
}

Result<LocalView> StateManager::Private::readLocalView(
    const std::shared_ptr<StateFolder>& in, const PrimaryKey& key, bool recordsAlone) const
{
    const Journal own = journal(in);
    return tradestate::readLocalView(localPlaces(in, own, key, recordsAlone));
}

LocalPlaces StateManager::Private::localPlaces(
    const std::shared_ptr<StateFolder>& in, const Journal& own, const PrimaryKey& key, bool recordsAlone) const
{
    return { in, hasJournal() ? &own : nullptr, hasPrimary() ? &key : nullptr, documentOptions(), recordsAlone };
}

QString StateManager::Private::knownLayout(const std::shared_ptr<StateFolder>& in)
{
    const QString layout = layoutOnRecord(in);
    return layout.isEmpty() ? QStringLiteral("tables") : layout;
}

QString StateManager::Private::layoutOnRecord(const std::shared_ptr<StateFolder>& in)
{
    static const QString tables = QStringLiteral("tables");
    static const QString versions = QStringLiteral("versions");
    {
        // The store knows better than the setting, which has no effect on 3.x.
        const std::lock_guard guard(mutex);
        if (!lastLayout.isEmpty())
            return lastLayout;
    }
    if (settings.layout == LayoutChoice::Tables)
        return tables;
    // Before the first contact: the layout under which this machine knows most of the primary. Where nothing is known
    // under the one of the setting, this may be a 3.x, on which it has no effect.
    const bool wantsVersions = settings.layout == LayoutChoice::Versions;
    const auto inVersions = in ? newestKnown(in, versions) : std::nullopt;
    if (wantsVersions && inVersions)
        return versions;
    const auto inTables = in ? newestKnown(in, tables) : std::nullopt;
    if (!inTables && !inVersions)
        return wantsVersions ? versions : QString();
    return inTables < inVersions ? versions : tables;
}

std::optional<Timestamp> StateManager::Private::newestKnown(
    const std::shared_ptr<StateFolder>& in, const QString& layout) const
{
    const PrimaryKey key = primaryKeyOf(settings, layout);
    std::optional<Timestamp> newest = seenSaves(in, key).newestTime();
    if (const auto state = ReplicationNotes(in).read(key); state && state->confirmed)
        newest = std::max(newest, std::optional(state->confirmed->savedAt));
    return newest;
}

void StateManager::Private::rememberLayout(const QString& layout)
{
    if (layout.isEmpty())
        return;
    const std::lock_guard guard(mutex);
    lastLayout = layout;
}

Primary& StateManager::Private::primary()
{
    if (!primaryStore)
        primaryStore = std::make_unique<Primary>(settings, clock, logSink);
    return *primaryStore;
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

void StateManager::writeLog(LogLevel level, const QString& line) const
{
    d->log(level, line);
}

Result<QStringList> StateManager::accounts(const std::stop_token& stop)
{
    QStringList all { d->settings.account };
    // Without a folder there is no journal of anybody; why it cannot be opened is told where the record is read.
    RecordReading view;
    if (auto opened = d->openForView(view); opened && view.folder) {
        auto here = view.folder->accounts();
        if (!here)
            return here;
        all += *here;
    }
    if (d->hasPrimary()) {
        auto there = d->primary().accounts(stop);
        if (!there && there.error().code == ErrorCode::Cancelled)
            return there;
        if (there) {
            // What a foreign program wrote there may be no name that can be opened.
            std::copy_if(there->begin(), there->end(), std::back_inserter(all), isAccountName);
        }
    }
    all.removeDuplicates();
    all.sort();
    return all;
}

Result<FileLock> StateManager::lockSession()
{
    if (const auto writable = d->mayWrite(); !writable)
        return tl::unexpected(writable.error());
    const auto at = d->folder();
    if (!at)
        return tl::unexpected(at.error());
    return (*at)->tryLockSession();
}

Result<Snapshot> StateManager::viewFile(const QString& path) const
{
    const auto document = d->readDocumentFile(path);
    if (!document)
        return tl::unexpected(document.error());
    Snapshot snapshot = snapshotOfDocument(*document, path, d->now());
    snapshot.writerZone = d->settings.writerZone;
    snapshot.folder = d->settings.folder;
    snapshot.envFile = d->settings.envFile;
    return snapshot;
}

} // namespace tradestate
