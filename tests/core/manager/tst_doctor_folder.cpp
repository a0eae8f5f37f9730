// SPDX-License-Identifier: MIT
#include "core/files/statefolder.h"
#include "core/manager/statemanager.h"
#include "doctorchecks.h"
#include "tests/support/fakeclock.h"
#include "tests/support/fakeserver.h"
#include "tests/support/stategenerator.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace tradestate;
using namespace tradestate::test;

namespace {

/// Every file and folder below, with size and time of change.
QStringList treeOf(const QString& folder)
{
    QStringList tree;
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo info(walk.next());
        tree.append(QStringLiteral("%1 %2 %3")
                        .arg(info.filePath())
                        .arg(info.size())
                        .arg(info.fileTime(QFile::FileModificationTime).toMSecsSinceEpoch()));
    }
    const QFileInfo top(folder);
    tree.append(QString::number(top.fileTime(QFile::FileModificationTime).toMSecsSinceEpoch()));
    tree.sort();
    return tree;
}

} // namespace

/// The doctor at a folder: what it finds there, and that it leaves all as it is.
class TestDoctorFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void aSoundFolderIsOnlyRead()
    {
        const auto clock = std::make_shared<FakeClock>();
        const QString folder = m_folder->filePath(QStringLiteral("state"));
        Settings settings;
        settings.folder = folder;
        StateManager manager({ settings, clock, nullptr, QStringLiteral("trader") });
        // Nothing there yet: it is not made.
        const DoctorReport before = manager.examine();
        QCOMPARE(before.trouble(), DoctorTrouble::NothingStored);
        QCOMPARE(severityOf(before, "folder"), QStringLiteral("note"));
        QVERIFY(!QFile::exists(folder));

        TradingState state = generateState(3, 15, 1);
        QVERIFY(manager.journalSave(state, SaveReason::Shutdown, {}));
        QVERIFY(manager.backup(QStringLiteral("x")));
        const QStringList tree = treeOf(folder);
        const DoctorReport report = manager.examine();
        QCOMPARE(report.recordStatus, QStringLiteral("verified"));
        QCOMPARE(severityOf(report, "record"), QStringLiteral("ok"));
        QCOMPARE(severityOf(report, "folder"), QStringLiteral("ok"));
        QCOMPARE(evidenceOf(report, "journal-files"), QStringLiteral("1 read whole"));
        QCOMPARE(evidenceOf(report, "backup-files"), QStringLiteral("1 read whole"));
        QCOMPARE(severityOf(report, "other-files"), QStringLiteral("absent"));
        QCOMPARE(treeOf(folder), tree);
    }

    void aFolderInTrouble()
    {
        const auto clock = std::make_shared<FakeClock>();
        const QString folder = m_folder->path();
        Settings settings;
        settings.folder = folder;
        StateManager manager({ settings, clock, nullptr, QStringLiteral("trader") });
        TradingState state = generateState(3, 15, 1);
        QVERIFY(manager.journalSave(state, SaveReason::Trade, {}));
        const auto backup = manager.backup(QStringLiteral("x"));
        QVERIFY(backup);
        clock->advance(60);
        QVERIFY(manager.journalSave(state, SaveReason::Shutdown, {}));
        const QDir journal(folder + QStringLiteral("/journal/default"));
        const QStringList saves = journal.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name);
        QCOMPARE(saves.size(), 2);
        for (const QString& path : { backup->path, journal.filePath(saves.front()) }) {
            QFile file(path);
            QVERIFY(file.resize(file.size() / 2));
        }
        for (const char* name : { "position_fallback_cut_off.json", "state_file.json" })
            QVERIFY(QFile::copy(QStringLiteral(TRADESTATE_FIXTURES "/python-system/") + QLatin1String(name),
                folder + QLatin1Char('/') + QLatin1String(name)));
        QFile foreign(folder + QStringLiteral("/package.json"));
        QVERIFY(foreign.open(QIODevice::WriteOnly) && foreign.write("{\"name\": \"x\"}") > 0);
        foreign.close();
        QCOMPARE(::chmod(qPrintable(folder), 0755), 0);
        auto opened = StateFolder::open(folder, QStringLiteral("bot"));
        QVERIFY(opened);
        const auto lock = (*opened)->tryLockSession();
        QVERIFY(lock && lock->isHeld());
        QFile identity(folder + QStringLiteral("/folder.json"));
        QVERIFY(identity.open(QIODevice::WriteOnly));
        identity.close();

        const QStringList tree = treeOf(folder);
        const DoctorReport report = manager.examine();
        QCOMPARE(treeOf(folder), tree);
        QCOMPARE(severityOf(report, "journal-files"), QStringLiteral("error"));
        QVERIFY(evidenceOf(report, "journal-files").contains(saves.front()));
        QVERIFY(!evidenceOf(report, "journal-files").contains(saves.back()));
        QCOMPARE(severityOf(report, "backup-files"), QStringLiteral("error"));
        QVERIFY(evidenceOf(report, "backup-files").contains(backup->path));
        QCOMPARE(severityOf(report, "other-files"), QStringLiteral("warning"));
        QVERIFY(evidenceOf(report, "other-files").contains(QLatin1String("cut_off.json: salvaged")));
        QVERIFY(evidenceOf(report, "other-files").contains(QLatin1String("state_file.json is no part of the record")));
        QVERIFY(!evidenceOf(report, "other-files").contains(QLatin1String("package.json")));
        QVERIFY(evidenceOf(report, "folder").contains(QLatin1String("mode 0755")));
        QVERIFY(evidenceOf(report, "locks").contains(QLatin1String(":bot:")));
        QVERIFY(evidenceOf(report, "trading-system").contains(QLatin1String(":bot:")));
        QVERIFY(evidenceOf(report, "notes").contains(QLatin1String("folder.json is damaged")));
        QCOMPARE(severityOf(report, "record"), QStringLiteral("ok")); // the newest save is whole
        QCOMPARE(report.trouble(), DoctorTrouble::Invalid);
    }

    void theNewestSaveIsTorn()
    {
        const auto clock = std::make_shared<FakeClock>();
        Settings settings;
        settings.folder = m_folder->path();
        StateManager manager({ settings, clock, nullptr, QStringLiteral("trader") });
        QVERIFY(manager.journalSave(generateState(3, 15, 1), SaveReason::Shutdown, {}));
        const QDir journal(m_folder->path() + QStringLiteral("/journal/default"));
        QFile file(journal.filePath(journal.entryList({ QStringLiteral("*.json") }).front()));
        QVERIFY(file.resize(file.size() / 2));
        const DoctorReport report = manager.examine();
        QCOMPARE(report.recordStatus, QStringLiteral("torn"));
        QCOMPARE(severityOf(report, "record"), QStringLiteral("error"));
        QCOMPARE(report.trouble(), DoctorTrouble::Invalid);
    }

    void aServerThatDoesNotAnswerLeavesTheFiles()
    {
        Settings settings;
        settings.folder = m_folder->path();
        settings.storeType = StoreType::InfluxDb;
        settings.influxUrl = QStringLiteral("http://127.0.0.1:1");
        settings.bucket = QStringLiteral("demo");
        settings.token = QStringLiteral("canary-token");
        StateManager manager({ settings, std::make_shared<FakeClock>(), nullptr, QStringLiteral("trader") });
        QVERIFY(manager.journalSave(generateState(2, 2, 1), SaveReason::Shutdown, {}));
        const DoctorReport report = manager.examine();
        QCOMPARE(severityOf(report, "server"), QStringLiteral("error"));
        // The record says why, too, and not that nobody has asked.
        QVERIFY2(evidenceOf(report, "record").contains(QLatin1String("No server answers")),
            qPrintable(evidenceOf(report, "record")));
        QCOMPARE(severityOf(report, "journal-files"), QStringLiteral("ok"));
        QCOMPARE(severityOf(report, "pending-saves"), QStringLiteral("warning"));
        QCOMPARE(report.recordStatus, QStringLiteral("unreachable"));
        QCOMPARE(report.trouble(), DoctorTrouble::Refused);
        QVERIFY(compactJson(doctorJson(report)).find("canary") == std::string::npos);
    }

    void aServerThatRefusesIsNotAskedAgain()
    {
        FakeServer server(FakeServer::influx1(
            [](const HttpRequestSeen&) { return FakeAnswer::json("{\"error\":\"authorization failed\"}", 401); }));
        QVERIFY(server.listen());
        Settings settings;
        settings.folder = m_folder->path();
        settings.storeType = StoreType::InfluxDb;
        settings.influxUrl = server.url();
        settings.bucket = QStringLiteral("demo");
        settings.token = QStringLiteral("canary-token");
        StateManager manager({ settings, std::make_shared<FakeClock>(), nullptr, QStringLiteral("trader") });
        const DoctorReport report = manager.examine();
        QCOMPARE(severityOf(report, "token"), QStringLiteral("error"));
        QVERIFY(evidenceOf(report, "record").contains(errorWhat(ErrorCode::WrongToken)));
        QVERIFY(server.requests().size() > 1);
        for (const HttpRequestSeen& request : server.requests())
            QVERIFY(!HttpRequestSeen::formValue(request.body, "q").contains("\"record\""));
    }

    void damagedFilesOfItsOwnAreNoStates()
    {
        Settings settings;
        settings.folder = m_folder->path();
        StateManager manager({ settings, std::make_shared<FakeClock>(), nullptr, QStringLiteral("trader") });
        QVERIFY(manager.journalSave(generateState(1, 1, 1), SaveReason::Shutdown, {}));
        for (const char* name : { "replicated.json", "refused.json" }) {
            QFile file(m_folder->filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"positions\": {\"A-B\": {\"qua") > 0);
        }
        QCOMPARE(severityOf(manager.examine(), "other-files"), QStringLiteral("absent"));
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestDoctorFolder)
#include "tst_doctor_folder.moc"
