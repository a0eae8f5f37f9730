// SPDX-License-Identifier: MIT
#include "core/files/locks.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace tradestate;
using namespace std::chrono_literals;

class TestLocks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("session.lock"));
    }
    void isExclusiveAndNamesItsHolder();
    void isReleasedByTheDeathOfItsHolder();
    void waitsUntilItIsFree();
    void givesUpAtTheDeadlineAndWhenAsked();
    void askingNeverTakesIt();
    void movesWithItsOwner();
    void refusesASymbolicLink();
    void isNotFooledByARemovedFile();
    void keepsThreadsApart();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void TestLocks::isExclusiveAndNamesItsHolder()
{
    QCOMPARE(FileLock::heldBy(m_path).value(), std::nullopt);
    auto lock = FileLock::tryTake(m_path, QStringLiteral("host:paper-session:7"));
    QVERIFY(lock && lock->isHeld());
    const auto second = FileLock::tryTake(m_path, QStringLiteral("host:other:8"));
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::LockHeld);
    QVERIFY(second.error().reason.contains(QStringLiteral("host:paper-session:7")));
    QCOMPARE(FileLock::heldBy(m_path).value(), std::optional(QStringLiteral("host:paper-session:7")));
    lock->release();
    QCOMPARE(FileLock::heldBy(m_path).value(), std::nullopt);
    QVERIFY(FileLock::tryTake(m_path, QStringLiteral("host:other:8")));
    QCOMPARE(QFile(m_path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestLocks::isReleasedByTheDeathOfItsHolder()
{
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const auto lock = FileLock::tryTake(m_path, QStringLiteral("child"));
        (void)!::write(ready[1], lock ? "y" : "n", 1);
        ::pause();
        ::_exit(1);
    }
    char answer = 0;
    QCOMPARE(::read(ready[0], &answer, 1), 1);
    QCOMPARE(answer, 'y');
    QCOMPARE(FileLock::tryTake(m_path, QStringLiteral("parent")).error().code, ErrorCode::LockHeld);
    QCOMPARE(FileLock::heldBy(m_path).value(), std::optional(QStringLiteral("child")));
    ::kill(child, SIGKILL);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    // The dead one's name still stands in the file; it holds nothing any more.
    QCOMPARE(FileLock::heldBy(m_path).value(), std::nullopt);
    QVERIFY(FileLock::tryTake(m_path, QStringLiteral("parent")));
    ::close(ready[0]);
    ::close(ready[1]);
}

void TestLocks::waitsUntilItIsFree()
{
    auto lock = FileLock::tryTake(m_path, QStringLiteral("first"));
    QVERIFY(lock);
    std::atomic<bool> taken = false;
    std::thread waiter([&] {
        const auto second = FileLock::take(m_path, QStringLiteral("second"), 60s);
        taken = second.has_value();
    });
    QVERIFY(!taken);
    lock->release();
    waiter.join();
    QVERIFY(taken);
}

void TestLocks::givesUpAtTheDeadlineAndWhenAsked()
{
    const auto lock = FileLock::tryTake(m_path, QStringLiteral("first"));
    QVERIFY(lock);
    QCOMPARE(FileLock::take(m_path, QStringLiteral("second"), 20ms).error().code, ErrorCode::LockHeld);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(FileLock::take(m_path, QStringLiteral("second"), 1h, stop.get_token()).error().code, ErrorCode::Cancelled);
}

void TestLocks::askingNeverTakesIt()
{
    { // leave the file there, unheld
        const auto lock = FileLock::tryTake(m_path, QStringLiteral("first"));
        QVERIFY(lock);
    }
    std::atomic<bool> stop = false;
    std::thread asker([&] {
        while (!stop)
            (void)FileLock::heldBy(m_path);
    });
    int refused = 0;
    for (int i = 0; i < 2000; ++i)
        refused += FileLock::tryTake(m_path, QStringLiteral("second")) ? 0 : 1;
    stop = true;
    asker.join();
    QCOMPARE(refused, 0);
}

void TestLocks::movesWithItsOwner()
{
    FileLock owner;
    QVERIFY(!owner.isHeld());
    {
        auto lock = FileLock::tryTake(m_path, QStringLiteral("first"));
        QVERIFY(lock);
        owner = std::move(*lock);
    }
    QVERIFY(owner.isHeld());
    QVERIFY(!FileLock::tryTake(m_path, QStringLiteral("second")));
    owner = FileLock();
    QVERIFY(FileLock::tryTake(m_path, QStringLiteral("second")));
}

void TestLocks::refusesASymbolicLink()
{
    QVERIFY(QFile::link(m_folder->filePath(QStringLiteral("elsewhere")), m_path));
    QCOMPARE(FileLock::tryTake(m_path, QStringLiteral("first")).error().code, ErrorCode::SymlinkRefused);
    QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("elsewhere"))));
    const auto missing = FileLock::tryTake(m_folder->filePath(QStringLiteral("no/lock")), QStringLiteral("first"));
    QCOMPARE(missing.error().code, ErrorCode::FolderNotWritable);
}

void TestLocks::isNotFooledByARemovedFile()
{
    auto lock = FileLock::tryTake(m_path, QStringLiteral("first"));
    QVERIFY(lock);
    QVERIFY(QFile::remove(m_path));
    // A new file, a new lock: whoever waits on the old one must not believe to hold this one.
    const auto second = FileLock::tryTake(m_path, QStringLiteral("second"));
    QVERIFY(second);
    QCOMPARE(FileLock::heldBy(m_path).value(), std::optional(QStringLiteral("second")));
}

void TestLocks::keepsThreadsApart()
{
    int counter = 0; // not atomic on purpose
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 100; ++j) {
                const auto lock = FileLock::take(m_path, QStringLiteral("thread"), 60s);
                if (lock)
                    ++counter;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(counter, 400);
}

QTEST_GUILESS_MAIN(TestLocks)
#include "tst_locks.moc"
