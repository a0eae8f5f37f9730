// SPDX-License-Identifier: MIT
#include "core/files/statefolder.h"

#include "core/base/json.h"
#include "core/files/descriptor.h"
#include "core/files/durablefile.h"
#include "core/files/folderlisting.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QUuid>

#include <sys/stat.h>

namespace tradestate {

namespace {

constexpr auto largestFolderFile = size_t(1024) * 1024;

/// What is there, or nothing where nothing is. Trouble with the disk is an error: taken for "nothing", it would cost
/// the folder its id.
Result<std::optional<struct stat>> statusOf(const QString& path)
{
    struct stat status
    {
    };
    if (uninterrupted([&] { return ::stat(QFile::encodeName(path).constData(), &status); }) == 0)
        return status;
    if (errno == ENOENT)
        return std::nullopt;
    return tl::unexpected(readError(errno, path));
}

/// What tells a folder from a copy of it, together with the machine.
QString inodeText(const struct stat& status)
{
    return QString::number(status.st_ino);
}

/// Empty where the machine has none, as some containers.
Result<QString> machineId()
{
    const auto text = readWholeFile(QStringLiteral("/etc/machine-id"), 4096);
    if (!text) {
        if (text.error().code == ErrorCode::FileNotFound)
            return QString();
        return tl::unexpected(text.error());
    }
    return toQString(*text).trimmed();
}

QString textOf(const Json& json, std::string_view key)
{
    const Json* value = json.find(key);
    return value && value->asText() ? toQString(*value->asText()) : QString();
}

QStringList textsOf(const Json& json, std::string_view key)
{
    QStringList texts;
    const Json* value = json.find(key);
    if (value && value->asArray()) {
        for (const Json& item : *value->asArray()) {
            if (item.asText())
                texts.append(toQString(*item.asText()));
        }
    }
    return texts;
}

Json arrayOf(const QStringList& texts)
{
    Json::Array array;
    for (const QString& text : texts)
        array.emplace_back(text);
    return Json(std::move(array));
}

} // namespace

/// What folder.json says.
struct StateFolder::Identity
{
    QString id;
    QString machine;
    QString inode;
    QStringList formerIds;
    QStringList accounts; ///< that have a journal

    [[nodiscard]] Result<bool> isOf(const QString& folder) const
    {
        const auto own = statusOf(folder);
        if (!own)
            return tl::unexpected(own.error());
        const auto thisMachine = machineId();
        if (!thisMachine)
            return tl::unexpected(thisMachine.error());
        return *own && inodeText(**own) == inode && *thisMachine == machine;
    }

    void renew()
    {
        if (!id.isEmpty())
            formerIds.append(id);
        id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    }
};

StateFolder::StateFolder(QString path, const QString& program, bool readOnly)
    : m_path(std::move(path))
    , m_holder(processIdentity(program))
    , m_readOnly(readOnly)
{
}

Result<std::shared_ptr<StateFolder>> StateFolder::open(const QString& path, const QString& program)
{
    const std::shared_ptr<StateFolder> folder(new StateFolder(QDir::cleanPath(path), program, false));
    if (auto made = makeFolder(folder->m_path); !made)
        return tl::unexpected(made.error());
    const auto status = statusOf(folder->m_path);
    if (!status)
        return tl::unexpected(status.error());
    if (*status && ((*status)->st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        folder->m_warnings.append(QStringLiteral(
            "Other users may enter the folder %1; its files are for its owner alone. To close it: chmod 700")
                                      .arg(folder->m_path));
    }
    folder->sweep();
    auto lock = folder->lockJournal();
    if (!lock)
        return tl::unexpected(lock.error());
    if (auto established = folder->establish(QString()); !established)
        return tl::unexpected(established.error());
    return folder;
}

Result<std::shared_ptr<StateFolder>> StateFolder::openForReading(const QString& path, const QString& program)
{
    const std::shared_ptr<StateFolder> folder(new StateFolder(QDir::cleanPath(path), program, true));
    const auto status = statusOf(folder->m_path);
    if (!status)
        return tl::unexpected(status.error());
    if (!*status || !S_ISDIR((*status)->st_mode))
        return failure(ErrorCode::FileNotFound, folder->m_path, QStringLiteral("there is no such folder"));
    auto identity = folder->readIdentity();
    if (!identity)
        return tl::unexpected(identity.error());
    if (*identity && !(*identity)->id.isEmpty()) {
        const auto isOwn = (*identity)->isOf(folder->m_path);
        if (!isOwn)
            return tl::unexpected(isOwn.error());
        if (*isOwn) {
            folder->m_id = (*identity)->id;
        } else { // a copy, which gets its own id when it is first written to
            (*identity)->formerIds.append((*identity)->id);
        }
        folder->m_formerIds = (*identity)->formerIds;
    }
    return folder;
}

Result<void> StateFolder::ensureJournal(const QString& account)
{
    if (m_readOnly)
        return failure(ErrorCode::ReadOnly, m_path);
    if (!isAccountName(account))
        return failure(ErrorCode::InvalidSetting, QStringLiteral("TRADING_STATE_ACCOUNT"), account);
    if (auto made = makeFolder(m_path); !made)
        return made;
    return establish(account);
}

Result<void> StateFolder::establish(const QString& account)
{
    auto read = readIdentity();
    if (!read)
        return tl::unexpected(read.error());
    Identity identity = read->value_or(Identity {});
    const auto isOwn = identity.isOf(m_path);
    if (!isOwn)
        return tl::unexpected(isOwn.error());
    bool changed = false;
    const auto warn = [this](const QString& warning) {
        const std::lock_guard guard(m_mutex);
        m_warnings.append(warning);
    };
    if (identity.id.isEmpty()) {
        const QString known = id();
        if (!known.isEmpty()) {
            identity.formerIds = formerIds();
            identity.formerIds.append(known);
            if (!*read)
                warn(QStringLiteral("The folder %1 had been removed; it was made again").arg(m_path));
        }
        identity.renew();
        changed = true;
    } else if (!*isOwn) {
        identity.renew();
        changed = true;
        warn(QStringLiteral("The folder %1 is a copy; it was given an id of its own").arg(m_path));
    }
    if (!account.isEmpty()) {
        const auto journal = statusOf(journalFolder(account));
        if (!journal)
            return tl::unexpected(journal.error());
        if (!*journal) {
            if (identity.accounts.contains(account)) {
                identity.renew();
                warn(
                    QStringLiteral("The journal %1 had been removed; a new one was begun").arg(journalFolder(account)));
            }
            changed = true;
        }
        if (!identity.accounts.contains(account)) {
            identity.accounts.append(account);
            changed = true;
        }
    }
    if (changed) {
        if (auto written = writeIdentity(identity); !written)
            return written;
    }
    // Only now, so that a crash in between cannot hide that the journal had gone.
    if (!account.isEmpty()) {
        if (auto made = makeFolder(journalFolder(account)); !made)
            return made;
    }
    const std::lock_guard guard(m_mutex);
    m_id = identity.id;
    m_formerIds = identity.formerIds;
    return {};
}

Result<std::optional<StateFolder::Identity>> StateFolder::readIdentity()
{
    const auto bytes = readWholeFile(folderFile(), largestFolderFile, SymbolicLinks::Refuse);
    if (!bytes) {
        if (bytes.error().code == ErrorCode::FileNotFound)
            return std::nullopt;
        return tl::unexpected(bytes.error());
    }
    const auto parsed = parseJson(*bytes);
    Identity identity;
    if (parsed) {
        const Json& json = parsed->value;
        identity = Identity { textOf(json, "id"), textOf(json, "machine_id"), textOf(json, "inode"),
            textsOf(json, "former_ids"), textsOf(json, "accounts") };
    }
    if (QUuid::fromString(identity.id).isNull()) { // never a guess: an id of which nothing is sure may be another's
        const std::lock_guard guard(m_mutex);
        m_warnings.append(QStringLiteral("%1 is damaged; the folder gets a new id").arg(folderFile()));
        return Identity {};
    }
    return identity;
}

Result<void> StateFolder::writeIdentity(const Identity& identity)
{
    const auto status = statusOf(m_path);
    if (!status)
        return tl::unexpected(status.error());
    const auto machine = machineId();
    if (!machine)
        return tl::unexpected(machine.error());
    const QString inode = *status ? inodeText(**status) : QString();
    const Json json(
        Json::Object { { "id", Json(identity.id) }, { "machine_id", Json(*machine) }, { "inode", Json(inode) },
            { "former_ids", arrayOf(identity.formerIds) }, { "accounts", arrayOf(identity.accounts) } });
    return writeDurably(folderFile(), indentedJson(json), WriteMode::Replace);
}

void StateFolder::sweep() const
{
    sweepTemporaryFiles(m_path);
    for (const auto& kind : { QStringLiteral("/journal"), QStringLiteral("/seen") }) {
        const QDir folder(m_path + kind);
        for (const QString& name : folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks))
            sweepTemporaryFiles(folder.filePath(name));
    }
}

QString StateFolder::id() const
{
    const std::lock_guard guard(m_mutex);
    return m_id;
}

QStringList StateFolder::formerIds() const
{
    const std::lock_guard guard(m_mutex);
    return m_formerIds;
}

QStringList StateFolder::takeWarnings()
{
    const std::lock_guard guard(m_mutex);
    return std::exchange(m_warnings, {});
}

Result<QStringList> StateFolder::accounts() const
{
    // The folders themselves, for folder.json may be damaged.
    const QString journals = file(QLatin1String("journal"));
    const auto names = namesIn(journals);
    if (!names)
        return tl::unexpected(names.error());
    QStringList accounts;
    for (const QString& name : *names) {
        const auto status = statusOf(journals + QLatin1Char('/') + name);
        if (!status)
            return tl::unexpected(status.error());
        if (*status && S_ISDIR((*status)->st_mode) && isAccountName(name))
            accounts.append(name);
    }
    return accounts;
}

QString StateFolder::file(QLatin1String name) const
{
    return m_path + QLatin1Char('/') + name;
}

QString StateFolder::journalFolder(const QString& account) const
{
    return file(QLatin1String("journal/")) + account;
}

QString StateFolder::seenFolder(const QString& primaryId) const
{
    return file(QLatin1String("seen/")) + primaryId;
}

QString StateFolder::folderFile() const
{
    return file(QLatin1String("folder.json"));
}

QString StateFolder::replicatedFile() const
{
    return file(QLatin1String("replicated.json"));
}

QString StateFolder::refusedFile() const
{
    return file(QLatin1String("refused.json"));
}

QString StateFolder::logFile() const
{
    return file(QLatin1String("trading_state.log"));
}

Result<QString> StateFolder::lockFile(const char* name) const
{
    if (m_readOnly)
        return failure(ErrorCode::ReadOnly, m_path);
    if (auto made = makeFolder(m_path); !made)
        return tl::unexpected(made.error());
    return file(QLatin1String(name));
}

Result<FileLock> StateFolder::lockJournal(std::chrono::milliseconds wait, const std::stop_token& stop) const
{
    return lockFile("journal.lock").and_then([&](const QString& path) {
        return FileLock::take(path, m_holder, wait, stop);
    });
}

Result<FileLock> StateFolder::tryLockReplay() const
{
    return lockFile("replay.lock").and_then([&](const QString& path) { return FileLock::tryTake(path, m_holder); });
}

Result<FileLock> StateFolder::lockReplay(std::chrono::milliseconds wait, const std::stop_token& stop) const
{
    return lockFile("replay.lock").and_then([&](const QString& path) {
        return FileLock::take(path, m_holder, wait, stop);
    });
}

Result<FileLock> StateFolder::tryLockSession() const
{
    return lockFile("session.lock").and_then([&](const QString& path) { return FileLock::tryTake(path, m_holder); });
}

Result<std::optional<QString>> StateFolder::sessionHolder() const
{
    return FileLock::heldBy(file(QLatin1String("session.lock")));
}

bool isAccountName(const QString& account)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9._-]{1,64}\\z"));
    return pattern.match(account).hasMatch() && account != QLatin1String(".") && account != QLatin1String("..");
}

} // namespace tradestate
