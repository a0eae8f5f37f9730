// SPDX-License-Identifier: MIT
// Each system call of a write fails, once or for good: either it is saved all the same, or the error is told and the
// old is still there.
#include "filefaultcase.h"
#include "straced.h"

#include <QTest>

#include <set>

using namespace tradestate;
using namespace tradestate::testing;

class TestFileErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void once_data();
    void once();
    void forGood_data();
    void forGood();
    void failedSyncIsNeverSaved();
    void failedFolderSyncIsUncertain();
    void theManagerMakesSureOfAnUncertainSave();
    void aDiskThatLiesIsFoundOut();
    void namesTheReason_data();
    void namesTheReason();

private:
    void injectInto(const SystemCall& call, const QString& operation, const QString& error, bool forGood);

    Straced m_strace { QStringLiteral(TRADESTATE_FAULT_HELPER) };
    QTemporaryDir m_temporary;
    std::unique_ptr<FaultFolder> m_folder;
    std::map<QString, std::vector<SystemCall>> m_calls; ///< by operation
};

void TestFileErrors::initTestCase()
{
    m_folder = std::make_unique<FaultFolder>(m_temporary.filePath(QStringLiteral("f")));
    for (const char* name : { "save", "backup", "notes" }) {
        const QString operation = QString::fromLatin1(name);
        QCOMPARE(m_folder->reset(), QString());
        QString trouble;
        m_calls[operation] = m_strace.calls({ operation, m_folder->path() }, trouble);
        QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    }
}

void TestFileErrors::injectInto(const SystemCall& call, const QString& operation, const QString& error, bool forGood)
{
    QCOMPARE(m_folder->reset(), QString());
    const TracedRun run = m_strace.run({ operation, m_folder->path() }, call.name,
        QStringLiteral("%1:error=%2:when=%3%4")
            .arg(call.name, error)
            .arg(call.number)
            .arg(forGood ? QStringLiteral("+") : QString()));
    const QByteArray where = (call.line + QStringLiteral(" -> ") + run.said).toLocal8Bit();
    QVERIFY2(run.trouble.isEmpty(), qPrintable(run.trouble));
    QVERIFY2(run.injected(), where.constData());
    QVERIFY2(!run.crashed && !run.said.isEmpty(), where.constData());
    const FaultFolder::Found found = m_folder->found(operation);
    QVERIFY2(found != FaultFolder::Found::Mix, where.constData());
    if (run.said == QLatin1String("done")) {
        QVERIFY2(found == FaultFolder::Found::New, where.constData());
        QCOMPARE(run.exitCode, 0);
    } else {
        QCOMPARE(run.exitCode, 1);
        // A backup that cannot be read again after its rename is there, but was never said to be.
        const bool mayBeThere = run.said == QLatin1String("written-but-uncertain")
            || (operation == QLatin1String("backup") && run.said == QLatin1String("file-not-readable"));
        QVERIFY2(found == FaultFolder::Found::Old || mayBeThere, where.constData());
    }
    if (!forGood || !call.name.startsWith(QStringLiteral("unlink")))
        QVERIFY2(m_folder->temporaryFiles().isEmpty(), where.constData());
}

void TestFileErrors::once_data()
{
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("error");
    for (const char* operation : { "save", "backup", "notes" }) {
        for (const char* error : { "EIO", "ENOSPC", "EINTR" })
            QTest::addRow("%s %s", operation, error) << QString::fromLatin1(operation) << QString::fromLatin1(error);
    }
}

void TestFileErrors::once()
{
    QFETCH(QString, operation);
    QFETCH(QString, error);
    for (const SystemCall& call : m_calls.at(operation)) {
        injectInto(call, operation, error, false);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestFileErrors::forGood_data()
{
    once_data();
}

void TestFileErrors::forGood()
{
    QFETCH(QString, operation);
    QFETCH(QString, error);
    std::set<QString> names; // from its first call on, each
    for (const SystemCall& call : m_calls.at(operation)) {
        if (!names.insert(call.name).second)
            continue;
        injectInto(call, operation, error, true);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestFileErrors::failedSyncIsNeverSaved()
{
    for (const auto& [operation, calls] : m_calls) {
        std::vector<SystemCall> syncs;
        std::copy_if(calls.begin(), calls.end(), std::back_inserter(syncs),
            [](const SystemCall& call) { return call.name == QLatin1String("fsync"); });
        QCOMPARE(syncs.size(), 2U); // of the file, then of the folder
        QCOMPARE(m_folder->reset(), QString());
        const TracedRun run = m_strace.run({ operation, m_folder->path() }, QStringLiteral("fsync,%file"),
            QStringLiteral("fsync:error=EIO:when=%1").arg(syncs.front().number));
        QVERIFY(run.injected());
        QCOMPARE(run.said, QStringLiteral("not-written"));
        QCOMPARE(m_folder->found(operation), FaultFolder::Found::Old);
        // Never tried again on that file: the kernel may call it synced although it was not.
        QCOMPARE(run.log.count(QStringLiteral("\nfsync(")) + (run.log.startsWith(QStringLiteral("fsync(")) ? 1 : 0),
            syncs.front().number);
    }
}

void TestFileErrors::failedFolderSyncIsUncertain()
{
    for (const auto& [operation, calls] : m_calls) {
        const auto last = std::find_if(
            calls.rbegin(), calls.rend(), [](const SystemCall& call) { return call.name == QLatin1String("fsync"); });
        QVERIFY(last != calls.rend());
        QCOMPARE(m_folder->reset(), QString());
        const TracedRun run = m_strace.run({ operation, m_folder->path() }, QStringLiteral("fsync"),
            QStringLiteral("fsync:error=EIO:when=%1").arg(last->number));
        QVERIFY(run.injected());
        QCOMPARE(run.said, QStringLiteral("written-but-uncertain"));
        QCOMPARE(m_folder->found(operation), FaultFolder::Found::New);
    }
    // The same save once more makes sure.
    const TracedRun again = m_strace.run({ QStringLiteral("save"), m_folder->path() }, QStringLiteral("fsync"));
    QCOMPARE(again.said, QStringLiteral("done"));
    QCOMPARE(m_folder->found(QStringLiteral("save")), FaultFolder::Found::New);
}

void TestFileErrors::theManagerMakesSureOfAnUncertainSave()
{
    const QString operation = QStringLiteral("manager-save");
    QCOMPARE(m_folder->reset(), QString());
    QString trouble;
    const auto calls = m_strace.calls({ operation, m_folder->path() }, trouble);
    QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    std::vector<SystemCall> syncs;
    std::copy_if(calls.begin(), calls.end(), std::back_inserter(syncs),
        [](const SystemCall& call) { return call.name == QLatin1String("fsync"); });
    QVERIFY(syncs.size() >= 2); // at last those of the save's file and of its folder
    const int ofFolder = syncs.back().number;
    const auto run = [&](const QString& when) {
        const QString problem = m_folder->reset();
        if (!problem.isEmpty())
            qFatal("%s", qPrintable(problem));
        return m_strace.run(
            { operation, m_folder->path() }, QStringLiteral("fsync"), QStringLiteral("fsync:error=EIO:when=") + when);
    };
    const auto saves = [&] {
        const auto folder = StateFolder::open(m_folder->path(), QStringLiteral("tst"));
        return Journal(*folder, QStringLiteral("default")).entries()->size();
    };

    // Once: the file is written and proven again, and then it is saved.
    const TracedRun once = run(QString::number(ofFolder));
    QCOMPARE(once.log.count(QStringLiteral("(INJECTED)")), 1);
    QCOMPARE(once.said, QStringLiteral("done"));
    QCOMPARE(once.log.count(QStringLiteral("fsync(")), ofFolder + 2);
    QCOMPARE(saves(), size_t(2));
    // The folder's every sync: it stays uncertain, and that is told.
    const TracedRun always = run(QStringLiteral("%1+2").arg(ofFolder));
    QCOMPARE(always.log.count(QStringLiteral("(INJECTED)")), 2);
    QCOMPARE(always.said, QStringLiteral("written-but-uncertain"));
    QCOMPARE(always.exitCode, 1);
}

void TestFileErrors::aDiskThatLiesIsFoundOut()
{
    for (const auto& [operation, calls] : m_calls) {
        for (const SystemCall& call : calls) {
            if (call.name != QLatin1String("write"))
                continue;
            // It says that it wrote 10 bytes, and wrote none.
            QCOMPARE(m_folder->reset(), QString());
            const TracedRun run = m_strace.run(
                { operation, m_folder->path() }, call.name, QStringLiteral("write:retval=10:when=%1").arg(call.number));
            QVERIFY(run.injected());
            QCOMPARE(run.said, QStringLiteral("not-written"));
            QCOMPARE(m_folder->found(operation), FaultFolder::Found::Old);
        }
    }
}

void TestFileErrors::namesTheReason_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("said");
    const auto row = [](const char* call, const char* error, const char* said) {
        QTest::addRow("%s %s", call, error)
            << QString::fromLatin1(call) << QString::fromLatin1(error) << QString::fromLatin1(said);
    };
    row("write", "ENOSPC", "disk-full");
    row("write", "EDQUOT", "disk-full");
    row("write", "EIO", "not-written");
    row("write", "EINTR", "done");
    row("fsync", "ENOSPC", "disk-full");
    row("renameat2", "ENOSPC", "disk-full");
    row("renameat2", "EROFS", "folder-not-writable");
    row("renameat2", "EINVAL", "done"); // a file system that cannot: linked instead
    row("renameat2", "EINTR", "done");
}

void TestFileErrors::namesTheReason()
{
    QFETCH(QString, call);
    QFETCH(QString, error);
    QFETCH(QString, said);
    const QString operation = QStringLiteral("save");
    const auto& calls = m_calls.at(operation);
    const auto first
        = std::find_if(calls.begin(), calls.end(), [&](const SystemCall& one) { return one.name == call; });
    QVERIFY(first != calls.end());
    QCOMPARE(m_folder->reset(), QString());
    const TracedRun run = m_strace.run({ operation, m_folder->path() }, call,
        QStringLiteral("%1:error=%2:when=%3").arg(call, error).arg(first->number));
    QVERIFY(run.injected());
    QCOMPARE(run.said, said);
    QCOMPARE(
        m_folder->found(operation), said == QLatin1String("done") ? FaultFolder::Found::New : FaultFolder::Found::Old);
}

QTEST_GUILESS_MAIN(TestFileErrors)
#include "tst_file_errors.moc"
