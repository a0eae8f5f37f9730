// SPDX-License-Identifier: MIT
// The real conditions of disks and folders: full, limited, read-only, removed, links in the way, no descriptors left.
#include "core/base/filelog.h"
#include "filefaultcase.h"
#include "straced.h"

#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace tradestate;
using namespace tradestate::testing;

namespace {

struct Outcome
{
    int exitCode = -1;
    bool crashed = true;
    QString said;
    QString told;
};

Outcome runProgram(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    Outcome outcome;
    if (!process.waitForFinished(60'000))
        return outcome;
    outcome.crashed = process.exitStatus() != QProcess::NormalExit;
    outcome.exitCode = process.exitCode();
    outcome.said = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    outcome.told = QString::fromUtf8(process.readAllStandardError());
    return outcome;
}

const QString helper = QStringLiteral(TRADESTATE_FAULT_HELPER);

/// A small disk of its own, where this test may make one.
class SmallDisk
{
public:
    explicit SmallDisk(const QString& path)
        : m_path(path)
    {
        m_mounted = QDir().mkpath(path)
            && ::mount("none", qPrintable(path), "tmpfs", MS_NOSUID | MS_NODEV, "size=256k,mode=0700") == 0;
    }
    ~SmallDisk()
    {
        if (m_mounted)
            ::umount2(qPrintable(m_path), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] bool makeReadOnly() const
    {
        return ::mount("none", qPrintable(m_path), nullptr, MS_REMOUNT | MS_RDONLY, "size=256k,mode=0700") == 0;
    }
    /// Leaves so many bytes free.
    [[nodiscard]] bool fill(qint64 free) const
    {
        QFile file(m_path + QStringLiteral("/filler"));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            return false;
        const QByteArray page(4096, 'x');
        while (file.write(page) == page.size()) { }
        return file.resize(file.size() - free) && file.flush();
    }

private:
    QString m_path;
    bool m_mounted = false;
};

} // namespace

class TestFileConditions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }
    void fullDisk_data();
    void fullDisk();
    void shortWrite_data();
    void shortWrite();
    void fileSizeLimit_data();
    void fileSizeLimit();
    void readOnlyFolder_data();
    void readOnlyFolder();
    void removedFolder();
    void folderThatCannotBeMade();
    void outOfDescriptors();
    void symbolicLinks();
    void aLogOnAFullDiskStopsNothing();

private:
    QString path(const char* name) const { return m_temporary->filePath(QString::fromLatin1(name)); }
    std::unique_ptr<QTemporaryDir> m_temporary;
    Straced m_strace { helper };
};

void TestFileConditions::fullDisk_data()
{
    QTest::addColumn<QString>("operation");
    for (const char* operation : { "save", "backup" })
        QTest::newRow(operation) << QString::fromLatin1(operation);
}

void TestFileConditions::fullDisk()
{
    QFETCH(QString, operation);
    const SmallDisk disk(path("disk"));
    FaultFolder folder(path("disk/f"));
    QCOMPARE(folder.reset(), QString());
    if (disk.isMounted()) {
        // Room for a part of it: the write comes back short, then there is nothing left.
        QVERIFY(disk.fill(8192));
        const TracedRun run = m_strace.run({ operation, folder.path() }, QStringLiteral("write"));
        QCOMPARE(run.said, QStringLiteral("disk-full"));
        static const QRegularExpression shortWrite(QStringLiteral("\"\\.\\.\\., (\\d+)\\) += (\\d+)\n"));
        const auto match = shortWrite.match(run.log);
        QVERIFY2(match.hasMatch() && match.captured(2).toInt() < match.captured(1).toInt(), qPrintable(run.log));
        QVERIFY(run.log.contains(QStringLiteral("ENOSPC")));
    } else {
        // Without the right to mount: every write from the first of the operation on.
        QString trouble;
        const auto calls = m_strace.calls({ operation, folder.path() }, trouble);
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
        const auto first = std::find_if(
            calls.begin(), calls.end(), [](const SystemCall& call) { return call.name == QLatin1String("write"); });
        QVERIFY(first != calls.end());
        QCOMPARE(folder.reset(), QString());
        const TracedRun run = m_strace.run({ operation, folder.path() }, QStringLiteral("write"),
            QStringLiteral("write:error=ENOSPC:when=%1").arg(first->number));
        QVERIFY(run.injected());
        QCOMPARE(run.said, QStringLiteral("disk-full"));
    }
    QCOMPARE(folder.found(operation), FaultFolder::Found::Old);
    QCOMPARE(folder.temporaryFiles(), QStringList());
    if (disk.isMounted()) { // once there is room again it works
        QVERIFY(QFile::remove(path("disk/filler")));
        QCOMPARE(runProgram(helper, { operation, folder.path() }).said, QStringLiteral("done"));
    }
}

void TestFileConditions::shortWrite_data()
{
    fullDisk_data();
}

/// The same where no disk can be mounted: a write that says it took only the first bytes (and, being injected, took
/// none) is gone on with, and what then is missing is found before anyone hears that it is saved.
void TestFileConditions::shortWrite()
{
    QFETCH(QString, operation);
    FaultFolder folder(path("f"));
    QCOMPARE(folder.reset(), QString());
    QString trouble;
    const auto calls = m_strace.calls({ operation, folder.path() }, trouble);
    QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    static const QRegularExpression size(QStringLiteral(", (\\d+)\\) += (\\d+)"));
    const auto first = std::find_if(calls.begin(), calls.end(), [](const SystemCall& call) {
        return call.name == QLatin1String("write") && size.match(call.line).captured(1).toInt() > 4096;
    });
    QVERIFY(first != calls.end());
    const int whole = size.match(first->line).captured(1).toInt();
    QCOMPARE(folder.reset(), QString());
    const TracedRun run = m_strace.run({ operation, folder.path() }, QStringLiteral("write"),
        QStringLiteral("write:retval=4096:when=%1").arg(first->number));
    QVERIFY(run.injected());
    QVERIFY2(run.log.contains(QStringLiteral(", %1) = %1").arg(whole - 4096)), qPrintable(run.log)); // the rest
    QCOMPARE(run.said, QStringLiteral("not-written"));
    QCOMPARE(folder.found(operation), FaultFolder::Found::Old);
    QCOMPARE(folder.temporaryFiles(), QStringList());
}

void TestFileConditions::fileSizeLimit_data()
{
    fullDisk_data();
}

void TestFileConditions::fileSizeLimit()
{
    QFETCH(QString, operation);
    FaultFolder folder(path("f"));
    QCOMPARE(folder.reset(), QString());
    const Outcome outcome = runProgram(QStringLiteral("bash"),
        { QStringLiteral("-c"), QStringLiteral("ulimit -f 4; exec \"$0\" \"$@\""), helper, operation, folder.path() });
    QVERIFY(!outcome.crashed); // SIGXFSZ would have ended it
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.said, QStringLiteral("not-written"));
    QVERIFY2(outcome.told.contains(QString::fromLocal8Bit(strerror(EFBIG))), qPrintable(outcome.told));
    QCOMPARE(folder.found(operation), FaultFolder::Found::Old);
    QCOMPARE(folder.temporaryFiles(), QStringList());
}

void TestFileConditions::readOnlyFolder_data()
{
    fullDisk_data();
}

void TestFileConditions::readOnlyFolder()
{
    QFETCH(QString, operation);
    const SmallDisk disk(path("disk"));
    FaultFolder folder(path("disk/f"));
    QCOMPARE(folder.reset(), QString());
    if (disk.isMounted()) // root may write whatever a folder's mode says
        QVERIFY(disk.makeReadOnly());
    else
        QCOMPARE(::chmod(qPrintable(folder.path()), 0500), 0);
    const Outcome outcome = runProgram(helper, { operation, folder.path() });
    QCOMPARE(outcome.exitCode, 1);
    QCOMPARE(outcome.said, QStringLiteral("folder-not-writable"));
    // What is there can still be read.
    const auto reading = StateFolder::openForReading(folder.path(), QStringLiteral("tst"));
    QVERIFY(reading);
    QCOMPARE(folder.found(operation), FaultFolder::Found::Old);
    QCOMPARE((*reading)->id().isEmpty(), false);
    if (!disk.isMounted())
        QCOMPARE(::chmod(qPrintable(folder.path()), 0700), 0);
}

void TestFileConditions::removedFolder()
{
    auto folder = StateFolder::open(path("f"), QStringLiteral("tst")).value();
    QVERIFY(folder->ensureJournal(QStringLiteral("default")));
    const QString id = folder->id();
    QVERIFY(QDir(path("f")).removeRecursively());
    const auto lock = folder->lockJournal();
    QVERIFY(lock);
    QVERIFY(folder->ensureJournal(QStringLiteral("default")));
    QVERIFY(folder->id() != id);
    Journal journal(folder, QStringLiteral("default"));
    const StoredSave save = faultSave(folder->id(), true);
    QVERIFY(journal.write(save));
    QVERIFY((*journal.newest())->record == save.record);
    QVERIFY(BackupFolder(path("f/deeper")).write("x", faultTime));
}

void TestFileConditions::folderThatCannotBeMade()
{
    // A file stands where a parent should be, as where a disk was not mounted.
    QVERIFY(writeDurably(path("file"), "x", WriteMode::Replace));
    for (const char* name : { "file", "file/below", "file/below/deeper" }) {
        const Outcome outcome = runProgram(helper, { QStringLiteral("open"), path(name) });
        QCOMPARE(outcome.said, QStringLiteral("folder-not-writable"));
        QVERIFY(outcome.told.contains(QStringLiteral("--folder")));
    }
    QCOMPARE(readWholeFile(path("file")).value_or("?"), std::string("x"));
}

void TestFileConditions::outOfDescriptors()
{
    for (const char* name : { "save", "backup", "notes" }) {
        const QString operation = QString::fromLatin1(name);
        bool ranOut = false;
        bool worked = false;
        for (int spare = 0; spare < 8 && !worked; ++spare) {
            FaultFolder folder(path(name));
            QCOMPARE(folder.reset(), QString());
            const Outcome outcome = runProgram(
                helper, { operation, folder.path(), QStringLiteral("--spare-descriptors"), QString::number(spare) });
            QVERIFY(!outcome.crashed);
            worked = outcome.said == QLatin1String("done");
            if (!worked) {
                QVERIFY2(outcome.told.contains(QString::fromLocal8Bit(strerror(EMFILE))), qPrintable(outcome.told));
                ranOut = true;
            }
            QCOMPARE(folder.found(operation), worked ? FaultFolder::Found::New : FaultFolder::Found::Old);
            QCOMPARE(folder.temporaryFiles(), QStringList());
        }
        QVERIFY(ranOut);
        QVERIFY(worked);
    }
}

void TestFileConditions::symbolicLinks()
{
    const QString victim = path("victim");
    QVERIFY(writeDurably(victim, "precious", WriteMode::Replace));
    const auto linked = [&](const QString& name) {
        QFile::remove(name);
        return QFile::link(victim, name);
    };
    FaultFolder folder(path("f"));
    const auto fails = [&](const char* operation) {
        const Outcome outcome = runProgram(helper, { QString::fromLatin1(operation), folder.path() });
        return outcome.exitCode == 1 && outcome.said == QLatin1String("symlink-refused");
    };
    for (const char* name : { "folder.json", "journal.lock" }) {
        QCOMPARE(folder.reset(), QString());
        QVERIFY(linked(folder.path() + QLatin1Char('/') + QString::fromLatin1(name)));
        QVERIFY2(fails("save"), name);
        QVERIFY(QFile::remove(folder.path() + QLatin1Char('/') + QString::fromLatin1(name)));
    }
    QCOMPARE(folder.reset(), QString());
    QVERIFY(linked(folder.path()
        + QStringLiteral("/journal/default/01752998401000000000_22222222-2222-4222-8222-222222222222.json")));
    QVERIFY(fails("save"));
    QCOMPARE(folder.reset(), QString());
    QVERIFY(linked(folder.path() + QStringLiteral("/replicated.json")));
    QVERIFY(fails("notes"));
    QCOMPARE(readWholeFile(victim).value_or("?"), std::string("precious"));
}

void TestFileConditions::aLogOnAFullDiskStopsNothing()
{
    const SmallDisk disk(path("disk"));
    const QString log = path("disk/trading_state.log");
    if (!disk.isMounted()) {
        // Without the right to mount there still is a file that is always full.
        FileLog full(QStringLiteral("/dev/full"), QStringLiteral("tst"), {});
        full.write(LogLevel::Error, QStringLiteral("a"));
        return;
    }
    FileLog file(log, QStringLiteral("tst"), {});
    QVERIFY(disk.fill(4096));
    const QString line(1000, QLatin1Char('l'));
    for (int i = 0; i < 20; ++i)
        file.write(LogLevel::Information, line);
    const QByteArray full = QByteArray::fromStdString(readWholeFile(log).value());
    QVERIFY(full.count('\n') < 20); // some are lost, the last one in its middle
    QVERIFY(!full.endsWith('\n'));
    QVERIFY(QFile::remove(path("disk/filler")));
    file.write(LogLevel::Information, QStringLiteral("room again"));
    const QStringList lines = QString::fromStdString(readWholeFile(log).value()).split(QLatin1Char('\n'));
    QVERIFY(lines.at(lines.size() - 2).endsWith(QStringLiteral("room again")));
    QVERIFY(lines.at(lines.size() - 3).endsWith(QStringLiteral("lines could not be written here")));
}

QTEST_GUILESS_MAIN(TestFileConditions)
#include "tst_file_conditions.moc"
