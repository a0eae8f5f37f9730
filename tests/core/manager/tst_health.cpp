// SPDX-License-Identifier: MIT
#include "core/manager/health.h"
#include "core/manager/healthfolder.h"
#include "core/manager/statemanager.h"
#include "tests/support/closedfolder.h"
#include "tests/support/fakeserver.h"
#include "tests/support/recordedserver.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace tradestate;
using namespace tradestate::test;

namespace {

ConnectionCheckResult passed(ConnectionCheck check, const char* found = "")
{
    return { check, CheckOutcome::Passed, QString::fromLatin1(found), std::nullopt };
}

HealthReport healthAt(const QString& url, const QString& folder, const QString& token = {},
    const QString& bucket = QStringLiteral("demo"), bool readOnly = false)
{
    StateManager::Parts parts;
    parts.settings.storeType = StoreType::InfluxDb;
    parts.settings.influxUrl = url;
    parts.settings.bucket = bucket;
    parts.settings.organisation = QStringLiteral("quant-system");
    parts.settings.token = token;
    parts.settings.folder = folder;
    parts.settings.connectionTimeoutSeconds = 1;
    parts.settings.readOnly = readOnly;
    return StateManager(std::move(parts)).healthCheck();
}

HealthReport healthOfFolder(const QString& folder, bool readOnly = false)
{
    StateManager::Parts parts;
    parts.settings.folder = folder;
    parts.settings.readOnly = readOnly;
    return StateManager(std::move(parts)).healthCheck();
}

/// The statements of a connection test were not recorded; what is not there reads the same whatever it is called.
void answerStatements(RecordedServer& server, const char* exchange)
{
    server.use([](const HttpRequestSeen& request) { return request.path == "/query"; }, QLatin1String(exchange));
}

} // namespace

class TestHealth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void everyErrorOfAServerHasItsKind_data()
    {
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("text");
        QTest::newRow("not running") << ErrorCode::NotRunning << "not-running";
        QTest::newRow("not InfluxDB") << ErrorCode::NotInfluxDb << "not-influxdb";
        QTest::newRow("timeout") << ErrorCode::TimedOut << "timed-out";
        QTest::newRow("token") << ErrorCode::WrongToken << "wrong-credentials";
        QTest::newRow("read") << ErrorCode::MayNotRead << "may-not-read";
        QTest::newRow("write") << ErrorCode::MayNotWrite << "may-not-write";
        QTest::newRow("bucket") << ErrorCode::NoSuchBucket << "no-such-bucket";
        QTest::newRow("organisation") << ErrorCode::NoSuchOrganisation << "no-such-organisation";
        QTest::newRow("certificate") << ErrorCode::CertificateRefused << "not-reached";
        QTest::newRow("redirected") << ErrorCode::Redirected << "not-reached";
        QTest::newRow("old") << ErrorCode::UnsupportedServer << "not-reached";
        QTest::newRow("folder") << ErrorCode::FolderNotWritable << "folder-not-writable";
    }

    void everyErrorOfAServerHasItsKind()
    {
        QFETCH(ErrorCode, code);
        QFETCH(QString, text);
        const HealthReport report = healthOf(Error { code, QStringLiteral("http://x"), QStringLiteral("words") });
        QCOMPARE(healthText(report.health), text);
        QVERIFY(report.message.contains(QLatin1String("http://x")) && report.message.contains(QLatin1String("words")));
        QVERIFY(!report.whatToDo.isEmpty());
        QVERIFY(!report.isOk());
    }

    void theFirstThatFailsDecides()
    {
        const Error noBucket { ErrorCode::NoSuchBucket, QStringLiteral("demo"), {} };
        const std::vector<ConnectionCheckResult> steps { passed(ConnectionCheck::ServerAnswers),
            passed(ConnectionCheck::Version, "InfluxDB 1.6.7 (1.x)"), passed(ConnectionCheck::TokenAccepted),
            { ConnectionCheck::BucketFound, CheckOutcome::Failed, {}, noBucket },
            { ConnectionCheck::MayRead, CheckOutcome::NotReached, {}, std::nullopt } };
        QCOMPARE(healthOf(steps, false).health, Health::NoSuchBucket);
        const HealthReport well = healthOf({ steps[0], steps[1], steps[2] }, false);
        QVERIFY(well.isOk());
        QCOMPARE(well.message, QStringLiteral("InfluxDB 1.6.7 (1.x)"));
    }

    void theRightToWriteMattersToWritersAlone()
    {
        const Error refused { ErrorCode::MayNotWrite, QStringLiteral("demo"), {} };
        const Error clock { ErrorCode::InvalidTime, QStringLiteral("x"), {} };
        const std::vector<ConnectionCheckResult> steps { passed(ConnectionCheck::MayRead),
            { ConnectionCheck::MayWrite, CheckOutcome::Warned, {}, refused },
            { ConnectionCheck::ClockAgrees, CheckOutcome::Warned, {}, clock } };
        QCOMPARE(healthOf(steps, false).health, Health::MayNotWrite);
        QCOMPARE(healthOf(steps, true).health, Health::Ok);
        QCOMPARE(healthOf({ steps[2] }, false).health, Health::Ok); // saves are still possible
    }

    void recordedServersAreToldApart_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("reads"); // the exchange that answers its statements
        QTest::addColumn<QString>("probe"); // and the probe; empty: as recorded for that token
        QTest::addColumn<QString>("expected");
        QTest::newRow("well") << "example-token"
                              << "read-nothing-there"
                              << ""
                              << "ok";
        QTest::newRow("read-only") << "read-only-token"
                                   << "read-nothing-there"
                                   << ""
                                   << "may-not-write";
        QTest::newRow("wrong") << "wrong-token"
                               << "read-wrong-token"
                               << "write-wrong-token"
                               << "wrong-credentials";
        QTest::newRow("write-only") << "write-only-token"
                                    << "read-without-read-permission"
                                    << "write-empty-body"
                                    << "may-not-read";
        QTest::newRow("no bucket") << "admin-token"
                                   << "read-missing-database"
                                   << "write-missing-bucket"
                                   << "no-such-bucket";
        QTest::newRow("no organisation") << "admin-token"
                                         << "read-nothing-there"
                                         << "write-missing-organisation"
                                         << "no-such-organisation";
    }

    void recordedServersAreToldApart()
    {
        QFETCH(QString, token);
        QFETCH(QString, reads);
        QFETCH(QString, probe);
        QFETCH(QString, expected);
        RecordedServer server(QStringLiteral("influxdb-2.7.12"));
        QVERIFY(server.start());
        answerStatements(server, reads.toLatin1().constData());
        if (!probe.isEmpty())
            server.use([](const HttpRequestSeen& request) { return request.path.startsWith("/api/v2/write"); }, probe);
        const HealthReport report = healthAt(server.url(), m_folder->path(), token);
        QCOMPARE(healthText(report.health), expected);
        QVERIFY(report.isOk() || !report.whatToDo.isEmpty());
        QVERIFY(!report.message.contains(token));
        for (const HttpRequestSeen& request : server.unknown())
            QFAIL((request.method + ' ' + request.path + ' ' + request.body.left(200)).constData());
        for (const HttpRequestSeen& request : server.requests())
            QVERIFY2(!request.path.startsWith("/api/v2/write") || request.body.isEmpty(), "the check wrote something");
        if (expected == QLatin1String("may-not-write"))
            QVERIFY(healthAt(server.url(), m_folder->path(), token, QStringLiteral("demo"), true).isOk());
    }

    void whatDoesNotAnswer()
    {
        QCOMPARE(healthAt(QStringLiteral("http://127.0.0.1:1"), m_folder->path()).health, Health::NotRunning);
        FakeServer website([](const HttpRequestSeen&) { return FakeAnswer::html(); });
        QVERIFY(website.listen());
        QCOMPARE(healthAt(website.url(), m_folder->path()).health, Health::NotInfluxDb);
        FakeServer hung([](const HttpRequestSeen&) {
            FakeAnswer answer;
            answer.hang = true;
            return answer;
        });
        QVERIFY(hung.listen());
        const HealthReport report = healthAt(hung.url(), m_folder->path());
        QCOMPARE(healthText(report.health), QStringLiteral("timed-out"));
    }

    void theFolderOfTheFileStore()
    {
        QVERIFY(healthOfFolder(m_folder->path()).isOk());
        QVERIFY(healthOfFolder(m_folder->filePath(QStringLiteral("to/be/made"))).isOk());
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("to"))));

        const QString file = m_folder->filePath(QStringLiteral("file"));
        QVERIFY(QFile(file).open(QIODevice::WriteOnly));
        QCOMPARE(healthOfFolder(file).health, Health::FolderNotReadable);
        const HealthReport below = healthOfFolder(file + QStringLiteral("/below"));
        QVERIFY(below.health == Health::FolderNotReadable || below.health == Health::FolderNotWritable);
        QVERIFY(!below.whatToDo.isEmpty());

        const ClosedFolder closed(m_folder->filePath(QStringLiteral("closed")));
        const QString path = m_folder->filePath(QStringLiteral("closed"));
        QVERIFY(healthOfFolder(path).isOk());
        QVERIFY(closed.close());
        QCOMPARE(healthOfFolder(path).health, Health::FolderNotWritable);
        QCOMPARE(healthOfFolder(path + QStringLiteral("/to/be/made")).health, Health::FolderNotWritable);
        QVERIFY(healthOfFolder(path, true).isOk()); // who only reads is not concerned
    }

    void whatTheFolderShows()
    {
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("journal/default")));
        QCOMPARE(::chmod(qPrintable(m_folder->path()), 0755), 0);
        const FolderHealth health = lookAtFolder(m_folder->path() + QStringLiteral("/"), QStringLiteral("default"));
        QVERIFY(health.exists && health.isOwn && !health.notReadable && !health.notWritable);
        QCOMPARE(health.mode, 0755);
        QCOMPARE(health.path, QDir::cleanPath(m_folder->path()));
        QVERIFY(!health.owner.isEmpty());
        QVERIFY(health.freeBytes > 0);
        QVERIFY(health.locks.empty() && health.lockErrors.empty());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
            QStringList { QStringLiteral("journal") });
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"
