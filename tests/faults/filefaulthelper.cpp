// SPDX-License-Identifier: MIT
// Runs one operation on a state folder between two marks that a trace shows, and says how it ended: "done" with exit
// code 0, else the error's id with exit code 1. Faults are injected from outside.
#include "core/files/backupfolder.h"
#include "core/files/journal.h"
#include "core/manager/statemanager.h"

#include "filefaultsaves.h"

#include <QFile>

#include <cstdio>
#include <cstdlib>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

using namespace tradestate;
using namespace tradestate::testing;

namespace {

Result<void> open(const QString& path)
{
    auto folder = StateFolder::open(path, QStringLiteral("helper"));
    if (!folder)
        return tl::unexpected(folder.error());
    return {};
}

Result<void> save(const std::shared_ptr<StateFolder>& folder)
{
    const auto lock = folder->lockJournal();
    if (!lock)
        return tl::unexpected(lock.error());
    if (auto ensured = folder->ensureJournal(QStringLiteral("default")); !ensured)
        return ensured;
    Journal journal(folder, QStringLiteral("default"));
    const auto newest = journal.newest();
    if (!newest)
        return tl::unexpected(newest.error());
    return journal.write(faultSave(folder->id(), true));
}

/// The same by the manager, which writes once more what the disk did not confirm.
Result<void> managerSave(const QString& path)
{
    StateManager::Parts parts;
    parts.settings.folder = path;
    parts.program = QStringLiteral("helper");
    StateManager manager(std::move(parts));
    const auto saved = manager.journalSave(stateOf(40, 2), SaveReason::Trade, {});
    if (!saved)
        return tl::unexpected(saved.error());
    return {};
}

Result<void> backup(const std::shared_ptr<StateFolder>& folder)
{
    const auto written = BackupFolder(folder->path()).write(faultBackup(), faultTime);
    if (!written)
        return tl::unexpected(written.error());
    return {};
}

Result<void> notes(const std::shared_ptr<StateFolder>& folder)
{
    const auto lock = folder->tryLockReplay();
    if (!lock)
        return tl::unexpected(lock.error());
    return ReplicationNotes(folder).confirm(faultPrimary(), faultConfirmed(true));
}

void mark(const char* name)
{
    (void)!::access(name, F_OK);
}

/// By another system call than those of the operation, so that the answer gets out where they all fail.
void say(const QString& text)
{
    QByteArray line = text.toUtf8() + '\n';
    const iovec part { line.data(), static_cast<size_t>(line.size()) };
    (void)!::writev(STDOUT_FILENO, &part, 1);
}

/// Leaves this process so many free descriptors.
void limitDescriptors(rlim_t spare)
{
    const int next = ::dup(0);
    ::close(next);
    const rlimit limit { static_cast<rlim_t>(next) + spare, static_cast<rlim_t>(next) + spare };
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0)
        std::exit(2);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3)
        return 2;
    const QByteArray what(argv[1]);
    const QString path = QFile::decodeName(argv[2]);
    std::shared_ptr<StateFolder> folder;
    if (what != "open") {
        auto opened = StateFolder::open(path, QStringLiteral("helper"));
        if (!opened) {
            say(errorId(opened.error().code));
            std::fprintf(stderr, "%s\n", qPrintable(describe(opened.error())));
            return 1;
        }
        folder = *opened;
    }
    if (argc > 4 && QByteArray(argv[3]) == "--spare-descriptors")
        limitDescriptors(static_cast<rlim_t>(std::atoi(argv[4])));

    mark("/tradestate-fault-begin");
    const Result<void> result = what == "open" ? open(path)
        : what == "save"                       ? save(folder)
        : what == "manager-save"               ? managerSave(path)
        : what == "backup"                     ? backup(folder)
        : what == "notes"                      ? notes(folder)
                                               : Result<void>(failure(ErrorCode::WrongUse));
    mark("/tradestate-fault-end");
    say(result ? QStringLiteral("done") : errorId(result.error().code));
    if (!result)
        std::fprintf(stderr, "%s\n", qPrintable(describe(result.error())));
    return result ? 0 : 1;
}
