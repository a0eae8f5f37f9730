// SPDX-License-Identifier: MIT
#include "core/files/durablefile.h"
#include "core/files/statefolder.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

#include <sys/stat.h>

using namespace tradestate;

namespace {
const QString account = QStringLiteral("default");
const QString program = QStringLiteral("tst");
} // namespace

class TestStateFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_path = m_temporary->filePath(QStringLiteral("a/state_fallback"));
    }
    void isMadeWithAnIdThatStays();
    void aMovedFolderKeepsItsId();
    void aCopiedFolderGetsItsOwnId();
    void aRemovedFolderComesBackWithAnotherId();
    void aRemovedJournalComesBackWithAnotherId();
    void damagedIdentityIsToldAndMadeAnew_data();
    void damagedIdentityIsToldAndMadeAnew();
    void readingMakesNothing();
    void twoProgramsAgreeOnTheId();
    void saysWhenOthersMayEnter();
    void sweepsLeftOvers();
    void locksNameTheirHolder();
    void accountsAreFolderNames();

private:
    std::shared_ptr<StateFolder> open() const
    {
        auto folder = StateFolder::open(m_path, program);
        return folder ? *folder : nullptr;
    }
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString m_path;
};

void TestStateFolder::isMadeWithAnIdThatStays()
{
    const auto folder = open();
    QVERIFY(folder);
    QVERIFY(!QUuid::fromString(folder->id()).isNull());
    QCOMPARE(folder->id(), folder->id().toLower());
    QVERIFY(folder->ensureJournal(account));
    QVERIFY(QFileInfo(folder->journalFolder(account)).isDir());
    QCOMPARE(open()->id(), folder->id());
    QVERIFY(folder->takeWarnings().isEmpty());
    for (const QString& path : { m_path, m_path + QStringLiteral("/journal/default") }) {
        struct stat status
        {
        };
        QCOMPARE(::stat(qPrintable(path), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0700U);
    }
}

void TestStateFolder::aMovedFolderKeepsItsId()
{
    const QString id = open()->id();
    const QString elsewhere = m_temporary->filePath(QStringLiteral("b"));
    QVERIFY(QDir().rename(m_path, elsewhere));
    m_path = elsewhere;
    QCOMPARE(open()->id(), id);
}

void TestStateFolder::aCopiedFolderGetsItsOwnId()
{
    const auto original = open();
    QVERIFY(original->ensureJournal(account));
    const QString copy = m_temporary->filePath(QStringLiteral("copy"));
    QCOMPARE(QProcess::execute(QStringLiteral("cp"), { QStringLiteral("-a"), m_path, copy }), 0);
    const QString originalPath = std::exchange(m_path, copy);

    const auto reading = StateFolder::openForReading(copy, program);
    QVERIFY(reading);
    QCOMPARE((*reading)->id(), QString()); // not the original's: a reader must not pass for it
    const auto copied = open();
    QVERIFY(copied->id() != original->id());
    QCOMPARE(copied->formerIds(), QStringList { original->id() });
    QCOMPARE(copied->takeWarnings().size(), 1);
    QCOMPARE(open()->id(), copied->id());
    m_path = originalPath;
    QCOMPARE(open()->id(), original->id());
}

void TestStateFolder::aRemovedFolderComesBackWithAnotherId()
{
    const auto folder = open();
    QVERIFY(folder->ensureJournal(account));
    const QString id = folder->id();
    QVERIFY(QDir(m_path).removeRecursively());
    {
        const auto lock = folder->lockJournal();
        QVERIFY(lock);
        QVERIFY(folder->ensureJournal(account));
    }
    QVERIFY(QFileInfo(folder->journalFolder(account)).isDir());
    QVERIFY(folder->id() != id);
    QCOMPARE(folder->formerIds(), QStringList { id });
    QCOMPARE(folder->takeWarnings().size(), 1);
    QCOMPARE(open()->id(), folder->id());
}

void TestStateFolder::aRemovedJournalComesBackWithAnotherId()
{
    const auto folder = open();
    QVERIFY(folder->ensureJournal(account));
    const QString id = folder->id();
    QVERIFY(folder->ensureJournal(QStringLiteral("second"))); // a first journal is no loss
    QCOMPARE(folder->id(), id);
    QVERIFY(QDir(m_path + QStringLiteral("/journal")).removeRecursively());
    QVERIFY(folder->ensureJournal(account));
    QVERIFY(folder->id() != id);
    QCOMPARE(folder->formerIds(), QStringList { id });
    const QString renewed = folder->id();
    QVERIFY(folder->ensureJournal(account));
    QCOMPARE(folder->id(), renewed);
}

void TestStateFolder::damagedIdentityIsToldAndMadeAnew_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray("{\"id\": \"0a1");
    QTest::newRow("no id") << QByteArray("{}");
    QTest::newRow("another type") << QByteArray("{\"id\": 7}");
    QTest::newRow("hostile id") << QByteArray("{\"id\": \"../../x\"}");
}

void TestStateFolder::damagedIdentityIsToldAndMadeAnew()
{
    QFETCH(QByteArray, content);
    const QString id = open()->id();
    QFile file(m_path + QStringLiteral("/folder.json"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
    file.close();
    const auto folder = open();
    QVERIFY(folder);
    QVERIFY(!QUuid::fromString(folder->id()).isNull());
    QVERIFY(folder->id() != id);
    QCOMPARE(folder->takeWarnings().size(), 1);
    QCOMPARE(open()->id(), folder->id());
    // The same while a program runs.
    const QString before = folder->id();
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
    file.close();
    QVERIFY((*StateFolder::openForReading(m_path, program))->id().isEmpty());
    QVERIFY(folder->ensureJournal(account));
    QVERIFY(folder->id() != before);
    QCOMPARE(folder->formerIds(), QStringList { before });
    QCOMPARE(folder->takeWarnings().size(), 1);
}

void TestStateFolder::readingMakesNothing()
{
    const auto missing = StateFolder::openForReading(m_path, program);
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
    QVERIFY(QDir().mkpath(m_path));
    const auto folder = StateFolder::openForReading(m_path, program);
    QVERIFY(folder);
    QCOMPARE((*folder)->id(), QString());
    QCOMPARE((*folder)->lockJournal().error().code, ErrorCode::ReadOnly);
    QCOMPARE((*folder)->tryLockSession().error().code, ErrorCode::ReadOnly);
    QCOMPARE((*folder)->ensureJournal(account).error().code, ErrorCode::ReadOnly);
    QVERIFY(QDir(m_path).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
    const QString id = open()->id();
    QCOMPARE((*StateFolder::openForReading(m_path, program))->id(), id);
}

void TestStateFolder::twoProgramsAgreeOnTheId()
{
    const auto first = open();
    const auto second = open();
    QVERIFY(QDir(m_path).removeRecursively());
    QVERIFY(first->ensureJournal(account));
    QVERIFY(second->ensureJournal(account));
    QCOMPARE(first->id(), second->id());
}

void TestStateFolder::saysWhenOthersMayEnter()
{
    QVERIFY(QDir().mkpath(m_path));
    QCOMPARE(::chmod(qPrintable(m_path), 0755), 0);
    const auto folder = open();
    QVERIFY(folder);
    QCOMPARE(folder->takeWarnings().size(), 1);
    // A folder that the user named may be shared on purpose: it is not ours to close.
    struct stat status
    {
    };
    QCOMPARE(::stat(qPrintable(m_path), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0755U);
}

void TestStateFolder::sweepsLeftOvers()
{
    QVERIFY(open()->ensureJournal(account));
    const QStringList leftOvers { m_path + QStringLiteral("/.tradestate-999999999-a.tmp"),
        m_path + QStringLiteral("/journal/default/.tradestate-999999999-a.tmp") };
    for (const QString& path : leftOvers) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    QVERIFY(open());
    for (const QString& path : leftOvers)
        QVERIFY(!QFile::exists(path));
}

void TestStateFolder::locksNameTheirHolder()
{
    const auto folder = open();
    QCOMPARE(folder->sessionHolder().value(), std::nullopt);
    auto session = folder->tryLockSession();
    QVERIFY(session);
    QCOMPARE(folder->sessionHolder().value(), std::optional(folder->holder()));
    QVERIFY(folder->holder().contains(QStringLiteral(":tst:")));
    const auto reader = StateFolder::openForReading(m_path, program);
    QCOMPARE((*reader)->sessionHolder().value(), std::optional(folder->holder()));
    const auto second = folder->tryLockSession();
    QCOMPARE(second.error().code, ErrorCode::LockHeld);
    QVERIFY(second.error().reason.contains(folder->holder()));
    QVERIFY(folder->tryLockReplay()); // the three do not hinder each other
    QVERIFY(folder->lockJournal());
}

void TestStateFolder::accountsAreFolderNames()
{
    for (const char* name : { "default", "a", "A.b_c-9", "..." })
        QVERIFY2(isAccountName(QString::fromLatin1(name)), name);
    for (const char* name : { "", ".", "..", "a/b", "../x", "a b", "a\n", "\xc3\xa4" })
        QVERIFY2(!isAccountName(QString::fromUtf8(name)), name);
    QVERIFY(!isAccountName(QString(65, QLatin1Char('a'))));
    QVERIFY(!open()->ensureJournal(QStringLiteral("..")));
}

QTEST_GUILESS_MAIN(TestStateFolder)
#include "tst_statefolder.moc"
