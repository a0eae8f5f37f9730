// SPDX-License-Identifier: MIT
// A program that dies at any moment of a write leaves the old or the new, never a mix.
#include "filefaultcase.h"
#include "straced.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::testing;

class TestFileKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leavesOldOrNew_data();
    void leavesOldOrNew();
    void leavesAFolderThatOpens();
    void leftOversAreSwept();

private:
    Straced m_strace { QStringLiteral(TRADESTATE_FAULT_HELPER) };
};

void TestFileKill::leavesOldOrNew_data()
{
    QTest::addColumn<QString>("operation");
    for (const char* operation : { "save", "backup", "notes" })
        QTest::newRow(operation) << QString::fromLatin1(operation);
}

void TestFileKill::leavesOldOrNew()
{
    QFETCH(QString, operation);
    QTemporaryDir temporary;
    FaultFolder folder(temporary.filePath(QStringLiteral("f")));
    QCOMPARE(folder.reset(), QString());
    QString trouble;
    const auto calls = m_strace.calls({ operation, folder.path() }, trouble);
    QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    QCOMPARE(folder.found(operation), FaultFolder::Found::New);

    int old = 0;
    int renewed = 0;
    for (const SystemCall& call : calls) {
        QCOMPARE(folder.reset(), QString());
        const TracedRun run = m_strace.run({ operation, folder.path() }, call.name,
            QStringLiteral("%1:signal=SIGKILL:when=%2").arg(call.name).arg(call.number));
        QVERIFY2(run.trouble.isEmpty(), qPrintable(run.trouble));
        QVERIFY2(run.killed(), qPrintable(call.line));
        QVERIFY2(run.said.isEmpty(), qPrintable(call.line)); // it had not yet been acknowledged
        const FaultFolder::Found found = folder.found(operation);
        QVERIFY2(found != FaultFolder::Found::Mix, qPrintable(call.line));
        ++(found == FaultFolder::Found::Old ? old : renewed);
        // Whatever was left, the next one works.
        const TracedRun again = m_strace.run({ operation, folder.path() }, QStringLiteral("fsync"));
        QVERIFY2(again.said == QLatin1String("done"), qPrintable(call.line + again.said));
    }
    QVERIFY(old > 5); // both sides of the moment were seen
    QVERIFY(renewed > 0);
}

void TestFileKill::leavesAFolderThatOpens()
{
    QTemporaryDir temporary;
    const QString path = temporary.filePath(QStringLiteral("new/f"));
    const auto remove = [&] { return QDir(temporary.filePath(QStringLiteral("new"))).removeRecursively(); };
    QString trouble;
    const auto calls = m_strace.calls({ QStringLiteral("open"), path }, trouble);
    QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    for (const SystemCall& call : calls) {
        QVERIFY(remove());
        const TracedRun run = m_strace.run({ QStringLiteral("open"), path }, call.name,
            QStringLiteral("%1:signal=SIGKILL:when=%2").arg(call.name).arg(call.number));
        QVERIFY2(run.killed(), qPrintable(call.line));
        const auto folder = StateFolder::open(path, QStringLiteral("tst"));
        QVERIFY2(folder, qPrintable(call.line));
        QVERIFY2(!(*folder)->id().isEmpty(), qPrintable(call.line));
        QVERIFY2((*folder)->takeWarnings().isEmpty(), qPrintable(call.line));
    }
}

void TestFileKill::leftOversAreSwept()
{
    QTemporaryDir temporary;
    FaultFolder folder(temporary.filePath(QStringLiteral("f")));
    QCOMPARE(folder.reset(), QString());
    const TracedRun run = m_strace.run({ QStringLiteral("save"), folder.path() }, QStringLiteral("renameat2"),
        QStringLiteral("renameat2:signal=SIGKILL:when=1"));
    QVERIFY2(run.killed(), qPrintable(run.trouble));
    QCOMPARE(folder.temporaryFiles().size(), 1);
    QCOMPARE(folder.found(QStringLiteral("save")), FaultFolder::Found::Old);
    QCOMPARE(folder.reset(), QString()); // opens the folder
    QCOMPARE(folder.temporaryFiles(), QStringList());
}

QTEST_GUILESS_MAIN(TestFileKill)
#include "tst_file_kill.moc"
