// SPDX-License-Identifier: MIT
#include "core/files/durablefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tradestate;

class TestDurableFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void writesAndReadsBack_data();
    void writesAndReadsBack();
    void replacesWholly();
    void createNewRefusesWhatIsThere();
    void refusesSymbolicLinks();
    void refusesWhatIsNoFile();
    void saysWhyAFolderCannotBeWrittenTo();
    void readsOnlyRegularFilesUpToTheLimit();
    void makesFoldersForTheOwnerAlone();
    void sweepsOnlyWhatNobodyWrites();

private:
    QString path(const QString& name) const { return m_folder->filePath(name); }
    QStringList names() const
    {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDurableFile::writesAndReadsBack_data()
{
    QTest::addColumn<int>("size");
    for (const int size : { 0, 1, 4095, 4096, 256 * 1024, 256 * 1024 + 1, 3'000'000 })
        QTest::addRow("%d bytes", size) << size;
}

void TestDurableFile::writesAndReadsBack()
{
    QFETCH(int, size);
    std::string bytes(static_cast<size_t>(size), '\0');
    for (size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 251);
    for (const WriteMode mode : { WriteMode::CreateNew, WriteMode::Replace }) {
        const auto written = writeDurably(path(QStringLiteral("a.json")), bytes, mode);
        QVERIFY2(written, written ? "" : qPrintable(describe(written.error())));
        const auto read = readWholeFile(path(QStringLiteral("a.json")));
        QVERIFY(read);
        QVERIFY(*read == bytes);
    }
    struct stat status
    {
    };
    QCOMPARE(::stat(qPrintable(path(QStringLiteral("a.json"))), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
    QCOMPARE(names(), QStringList { QStringLiteral("a.json") });
}

void TestDurableFile::replacesWholly()
{
    QVERIFY(writeDurably(path(QStringLiteral("a")), "a long first content", WriteMode::Replace));
    QVERIFY(writeDurably(path(QStringLiteral("a")), "short", WriteMode::Replace));
    QCOMPARE(readWholeFile(path(QStringLiteral("a"))).value_or("?"), std::string("short"));
    QCOMPARE(names(), QStringList { QStringLiteral("a") });
}

void TestDurableFile::createNewRefusesWhatIsThere()
{
    QVERIFY(writeDurably(path(QStringLiteral("a")), "first", WriteMode::CreateNew));
    const auto second = writeDurably(path(QStringLiteral("a")), "second", WriteMode::CreateNew);
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::FileExists);
    QCOMPARE(readWholeFile(path(QStringLiteral("a"))).value_or("?"), std::string("first"));
    QCOMPARE(names(), QStringList { QStringLiteral("a") });
}

void TestDurableFile::refusesSymbolicLinks()
{
    QVERIFY(writeDurably(path(QStringLiteral("precious")), "precious", WriteMode::Replace));
    for (const QString& target : { path(QStringLiteral("precious")), path(QStringLiteral("nowhere")) }) {
        QVERIFY(QFile::link(target, path(QStringLiteral("link"))));
        for (const WriteMode mode : { WriteMode::CreateNew, WriteMode::Replace }) {
            const auto written = writeDurably(path(QStringLiteral("link")), "other", mode);
            QVERIFY(!written);
            QCOMPARE(written.error().code, ErrorCode::SymlinkRefused);
        }
        const auto read = readWholeFile(path(QStringLiteral("link")), 100, SymbolicLinks::Refuse);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::SymlinkRefused);
        QVERIFY(QFile::remove(path(QStringLiteral("link"))));
    }
    QCOMPARE(readWholeFile(path(QStringLiteral("precious"))).value_or("?"), std::string("precious"));
    QCOMPARE(names(), QStringList { QStringLiteral("precious") });
}

void TestDurableFile::refusesWhatIsNoFile()
{
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("d")));
    QCOMPARE(::mkfifo(qPrintable(path(QStringLiteral("fifo"))), 0600), 0);
    for (const char* name : { "d", "fifo" }) {
        const auto written = writeDurably(path(QString::fromLatin1(name)), "x", WriteMode::Replace);
        QVERIFY2(!written, name);
        QCOMPARE(written.error().code, ErrorCode::NotWritten);
    }
    for (const char* name : { "", ".", "..", "d/" })
        QVERIFY2(!writeDurably(path(QString::fromLatin1(name)), "x", WriteMode::Replace), name);
    QCOMPARE(names().size(), 2);
}

void TestDurableFile::saysWhyAFolderCannotBeWrittenTo()
{
    const auto missing = writeDurably(path(QStringLiteral("no/such/a")), "x", WriteMode::Replace);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FolderNotWritable);
    QVERIFY(missing.error().subject.endsWith(QStringLiteral("no/such")));
    const auto kernel = writeDurably(QStringLiteral("/proc/a"), "x", WriteMode::Replace);
    QVERIFY(!kernel);
}

void TestDurableFile::readsOnlyRegularFilesUpToTheLimit()
{
    QVERIFY(writeDurably(path(QStringLiteral("a")), "12345", WriteMode::Replace));
    QCOMPARE(readWholeFile(path(QStringLiteral("a")), 5).value_or("?"), std::string("12345"));
    QCOMPARE(readWholeFile(path(QStringLiteral("a")), 4).error().code, ErrorCode::FileTooLarge);
    QCOMPARE(readWholeFile(path(QStringLiteral("b"))).error().code, ErrorCode::FileNotFound);
    QCOMPARE(readWholeFile(m_folder->path()).error().code, ErrorCode::FileNotReadable);
    QCOMPARE(::mkfifo(qPrintable(path(QStringLiteral("fifo"))), 0600), 0);
    QCOMPARE(readWholeFile(path(QStringLiteral("fifo"))).error().code, ErrorCode::FileNotReadable); // and does not hang
    // Files of the kernel say that they are empty; what counts is what can be read.
    QVERIFY(readWholeFile(QStringLiteral("/proc/self/status")).value_or("").find("Pid:") != std::string::npos);
    QCOMPARE(readWholeFile(QStringLiteral("/proc/self/status"), 10).error().code, ErrorCode::FileTooLarge);
}

void TestDurableFile::makesFoldersForTheOwnerAlone()
{
    QVERIFY(makeFolder(path(QStringLiteral("x/y/z"))));
    QVERIFY(makeFolder(path(QStringLiteral("x/y/z"))));
    for (const char* name : { "x", "x/y", "x/y/z" }) {
        struct stat status
        {
        };
        QCOMPARE(::stat(qPrintable(path(QString::fromLatin1(name))), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0700U);
    }
    QVERIFY(writeDurably(path(QStringLiteral("file")), "x", WriteMode::Replace));
    QCOMPARE(makeFolder(path(QStringLiteral("file"))).error().code, ErrorCode::FolderNotWritable);
    QCOMPARE(makeFolder(path(QStringLiteral("file/below"))).error().code, ErrorCode::FolderNotWritable);
}

void TestDurableFile::sweepsOnlyWhatNobodyWrites()
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(0);
    QVERIFY(child > 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    const QString dead = QStringLiteral(".tradestate-%1-abc.tmp").arg(child);
    const QString ours = QStringLiteral(".tradestate-%1-abc.tmp").arg(::getpid());
    const QString held = QStringLiteral(".tradestate-%1-held.tmp").arg(child); // as by a writer in another container
    const QString old = QStringLiteral(".tradestate-%1-old.tmp").arg(::getpid()); // its process id was given out again
    const QStringList foreign { QStringLiteral(".tradestate-x.tmp"), QStringLiteral(".other.tmp"),
        QStringLiteral("tradestate-%1-a.tmp").arg(child) };
    for (const QString& name : QStringList { dead, ours, held, old } + foreign) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const int descriptor = ::open(qPrintable(path(held)), O_RDWR | O_CLOEXEC);
    QCOMPARE(::flock(descriptor, LOCK_EX), 0);
    const timespec longAgo[2] { { 1'000'000, 0 }, { 1'000'000, 0 } };
    QCOMPARE(::utimensat(AT_FDCWD, qPrintable(path(old)), longAgo, 0), 0);

    QCOMPARE(sweepTemporaryFiles(m_folder->path()), 2);
    QVERIFY(!names().contains(dead));
    QVERIFY(!names().contains(old));
    QCOMPARE(names().size(), 2 + foreign.size());
    ::close(descriptor);
    QCOMPARE(sweepTemporaryFiles(m_folder->path()), 1);
    QVERIFY(!names().contains(held));
    QCOMPARE(sweepTemporaryFiles(path(QStringLiteral("missing"))), 0);
}

QTEST_GUILESS_MAIN(TestDurableFile)
#include "tst_durablefile.moc"
