// SPDX-License-Identifier: MIT
#include "core/files/backupfolder.h"
#include "core/files/durablefile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace tradestate;

namespace {
Timestamp at(const char* text)
{
    return Timestamp::parse(QString::fromLatin1(text)).value();
}
} // namespace

class TestBackupFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_temporary = std::make_unique<QTemporaryDir>(); }
    void namesByTheTimeInUtc();
    void neverReplacesABackup();
    void writesWhereItIsTold();
    void listsNewestFirst();
    void refusesLinks();
    void tellsAFolderThatCannotBeListed();

private:
    QString path(const QString& name) const { return m_temporary->filePath(name); }
    BackupFolder backups() const { return BackupFolder(path(QStringLiteral("state_fallback"))); }
    std::unique_ptr<QTemporaryDir> m_temporary;
};

void TestBackupFolder::namesByTheTimeInUtc()
{
    const auto written = backups().write("{}", at("2025-07-20T23:59:59.999+02:00"));
    QVERIFY(written);
    QCOMPARE(*written, path(QStringLiteral("state_fallback/trading_state_backup_20250720_215959.json")));
    QCOMPARE(readWholeFile(*written).value_or("?"), std::string("{}"));
    struct stat status
    {
    };
    QCOMPARE(::stat(qPrintable(*written), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
}

void TestBackupFolder::neverReplacesABackup()
{
    const Timestamp now = at("2025-07-20T08:00:00Z");
    QStringList names;
    for (const char* bytes : { "1", "2", "3" })
        names << QFileInfo(backups().write(bytes, now).value()).fileName();
    QCOMPARE(names,
        (QStringList { QStringLiteral("trading_state_backup_20250720_080000.json"),
            QStringLiteral("trading_state_backup_20250720_080000_2.json"),
            QStringLiteral("trading_state_backup_20250720_080000_3.json") }));
    QCOMPARE(readWholeFile(path(QStringLiteral("state_fallback/") + names.first())).value_or("?"), std::string("1"));
}

void TestBackupFolder::writesWhereItIsTold()
{
    const Timestamp now = at("2025-07-20T08:00:00Z");
    QCOMPARE(backups().write("x", now, m_temporary->path()).value(),
        path(QStringLiteral("trading_state_backup_20250720_080000.json")));
    QCOMPARE(backups().write("x", now, m_temporary->path() + QLatin1Char('/')).value(),
        path(QStringLiteral("trading_state_backup_20250720_080000_2.json")));
    const QString file = path(QStringLiteral("before the rollover.json"));
    QCOMPARE(backups().write("first", now, file).value(), file);
    const auto again = backups().write("second", now, file);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::FileExists);
    QCOMPARE(readWholeFile(file).value_or("?"), std::string("first"));
    QCOMPARE(
        backups().write("x", now, path(QStringLiteral("no/such/a.json"))).error().code, ErrorCode::FolderNotWritable);
    QCOMPARE(backups().write("x", now, path(QStringLiteral("no/such/"))).error().code, ErrorCode::FolderNotWritable);
    QVERIFY(!QFile::exists(path(QStringLiteral("state_fallback"))));
}

void TestBackupFolder::listsNewestFirst()
{
    QVERIFY(backups().list()->empty());
    for (const char* time :
        { "2025-07-20T08:00:00Z", "2025-07-19T08:00:00Z", "2025-07-20T08:00:00Z", "2025-07-21T08:00:00Z" })
        QVERIFY(backups().write("12345", at(time)));
    for (const char* name :
        { "/trading_state_backup_latest.json", "/notes.json", "/trading_state_backup_20250720_080000.json.tmp" }) {
        QFile file(path(QStringLiteral("state_fallback")) + QString::fromLatin1(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const auto list = backups().list();
    QVERIFY(list);
    QStringList names;
    for (const BackupFile& file : *list)
        names << QFileInfo(file.path).fileName();
    QCOMPARE(names,
        (QStringList { QStringLiteral("trading_state_backup_latest.json"), // by its modification time, which is now
            QStringLiteral("trading_state_backup_20250721_080000.json"),
            QStringLiteral("trading_state_backup_20250720_080000_2.json"),
            QStringLiteral("trading_state_backup_20250720_080000.json"),
            QStringLiteral("trading_state_backup_20250719_080000.json") }));
    QCOMPARE(list->at(1).bytes, 5);
    QCOMPARE(list->at(1).time, at("2025-07-21T08:00:00Z"));
    QVERIFY(list->at(1).modified > list->at(1).time);
}

void TestBackupFolder::refusesLinks()
{
    const Timestamp now = at("2025-07-20T08:00:00Z");
    const QString target = path(QStringLiteral("target.json"));
    const QString link = path(QStringLiteral("link.json"));
    QVERIFY(QFile::link(target, link));
    QCOMPARE(backups().write("x", now, link).error().code, ErrorCode::SymlinkRefused);
    QVERIFY(!QFile::exists(target));
    // A link in the place of the automatic name: left alone, the next name is taken.
    QVERIFY(QFile::link(target, path(QStringLiteral("trading_state_backup_20250720_080000.json"))));
    QCOMPARE(backups().write("x", now, m_temporary->path()).value(),
        path(QStringLiteral("trading_state_backup_20250720_080000_2.json")));
    QVERIFY(!QFile::exists(target));
}

void TestBackupFolder::tellsAFolderThatCannotBeListed()
{
    QFile file(path(QStringLiteral("state_fallback")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto list = backups().list();
    QVERIFY(!list);
}

QTEST_GUILESS_MAIN(TestBackupFolder)
#include "tst_backupfolder.moc"
