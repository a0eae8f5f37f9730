// SPDX-License-Identifier: MIT
#include "influxdesk.h"

#include "core/base/clock.h"
#include "core/manager/statemanager.h"
#include "tests/support/closedfolder.h"
#include "tests/support/eventlogfixture.h"
#include "tests/support/eventloggenerator.h"
#include "tests/support/fakeserver.h"
#include "tests/support/influxdserver.h"

#include <QDirIterator>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const Json* checkOf(const Json& report, const char* id)
{
    const Json* checks = report.find("checks");
    if (checks && checks->asArray()) {
        for (const Json& check : *checks->asArray()) {
            if (textOf(check, "check") == QLatin1String(id))
                return &check;
        }
    }
    return nullptr;
}

QString severityOf(const Json& report, const char* id)
{
    const Json* check = checkOf(report, id);
    return check ? textOf(*check, "severity") : QStringLiteral("absent");
}

QString evidenceOf(const Json& report, const char* id)
{
    const Json* check = checkOf(report, id);
    return check ? toQString(compactJson(*check->find("evidence"))) : QString();
}

/// Every name below a folder with its bytes.
QStringList contentOf(const QString& folder)
{
    QStringList content;
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        QFile file(walk.next());
        const bool isFile = QFileInfo(file).isFile() && file.open(QIODevice::ReadOnly);
        content.append(
            file.fileName() + QLatin1Char(' ') + (isFile ? QString::fromLatin1(file.readAll().toHex()) : QString()));
    }
    content.sort();
    return content;
}

} // namespace

/// The real program as a doctor: against real servers, broken settings and folders in trouble.
class TestCliDoctor : public QObject
{
    Q_OBJECT

private:
    InfluxdServer m_server;

    InfluxSettings loaded(const char* name, const char* fixture)
    {
        const InfluxSettings bucket = m_server.newDatabase(QString::fromLatin1(name));
        if (!m_server.load(bucket.bucket, Cli::fixture(fixture)))
            qFatal("%s", qPrintable(m_server.problem()));
        return bucket;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void theEventLogOfThePythonSystem()
    {
        const InfluxDesk desk(loaded("log", "event_log.lp"));
        const CliResult result = desk("doctor --json");
        QVERIFY2(result.exit == 0, result.all().constData());
        QVERIFY2(result.err.isEmpty(), result.err.constData());
        const Json report = result.json();
        QCOMPARE(textOf(report, "status"), QStringLiteral("warning"));
        for (const char* id : { "server", "version", "token", "bucket", "right-to-read", "right-to-write", "clock",
                 "layout", "retention", "pending-saves", "refused-saves", "checksums", "counts" })
            QVERIFY2(severityOf(report, id) == QLatin1String("ok"), result.all().constData());
        QVERIFY(evidenceOf(report, "version").contains(QLatin1String("InfluxDB 1.")));
        QVERIFY(evidenceOf(report, "layout").contains(QLatin1String("versions")));
        QCOMPARE(severityOf(report, "ghosts"), QStringLiteral("warning"));
        QVERIFY2(evidenceOf(report, "ghosts").contains(QLatin1String("PG.US-CL.US")), result.all().constData());
        QCOMPARE(severityOf(report, "portfolio"), QStringLiteral("note"));
        QVERIFY(evidenceOf(report, "portfolio").contains(QLatin1String("default-equity")));
        QVERIFY(evidenceOf(report, "times").contains(QLatin1String("naive-time")));
        QCOMPARE(severityOf(report, "restore-version"), QStringLiteral("absent"));
        QVERIFY(!QFile::exists(desk.folder())); // it was only looked at

        const CliResult text = desk("doctor");
        QCOMPARE(text.exit, 0);
        for (const char* part : { "✔ ok       Server: http://127.0.0.1:", "⚠ warning  Suspected ghosts\n",
                 "suspected-ghost · PG.US-CL.US: ", "           → Compare with the broker", "ℹ note     Times\n",
                 " checks: ", " errors\n" })
            QVERIFY2(text.out.contains(part), text.all().constData());
        QVERIFY(!text.out.contains('\x1b'));
    }

    void everyDefectThatLeavesATrace_data()
    {
        QTest::addColumn<QString>("fixture");
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("evidence");
        QTest::newRow("came back") << "event_log_returned_ghost.lp"
                                   << "ghosts"
                                   << "returned-ghost";
        QTest::newRow("vanished") << "event_log_vanished.lp"
                                  << "vanished"
                                  << "vanished";
        QTest::newRow("fresh") << "event_log_fresh_start.lp"
                               << "vanished"
                               << "fresh-start";
        QTest::newRow("placeholder") << "placeholder"
                                     << "placeholders"
                                     << "placeholder-entry";
        QTest::newRow("checksum") << "checksum"
                                  << "checksums"
                                  << "checksum-mismatch";
        QTest::newRow("restore version") << "restore"
                                         << "restore-version"
                                         << "operation=restore";
    }

    void everyDefectThatLeavesATrace()
    {
        QFETCH(QString, fixture);
        QFETCH(QString, check);
        QFETCH(QString, evidence);
        static int number = 0;
        InfluxSettings bucket;
        const QByteArray name = "trace" + QByteArray::number(++number);
        if (fixture.endsWith(QLatin1String(".lp"))) {
            bucket = loaded(name.constData(), fixture.toLatin1().constData());
        } else {
            bucket = loaded(name.constData(), "event_log.lp");
            const QByteArray tags = "trading_state,operation="
                + QByteArray(check == QLatin1String("restore-version") ? "restore" : "update");
            QByteArray line;
            if (fixture == QLatin1String("restore"))
                line = tags + ",state_id=portfolio_main,state_type=portfolio,version_id=r data=\"{}\",checksum=\"\" 1";
            else
                line = tags + ",state_id=position_NEW-PAIR,state_type=position,version_id=p checksum=\""
                    + (fixture == QLatin1String("checksum") ? "00" : "")
                    + "\",data=\"{\\\"symbol1\\\": \\\"NEW\\\", \\\"symbol2\\\": \\\"PAIR\\\", \\\"direction\\\": "
                      "\\\"long\\\", "
                      "\\\"entry_time\\\": \\\"2026-11-23 09:00:00\\\", \\\"quantity\\\": 0.01, \\\"entry_price\\\": "
                      "1.0}\""
                      " 1895425323686584000";
            InfluxClient client(bucket);
            QVERIFY(client.write({ line.toStdString() }));
        }
        const InfluxDesk desk(bucket);
        const CliResult result = desk("doctor --json");
        const Json report = result.json();
        QVERIFY2(evidenceOf(report, check.toLatin1().constData()).contains(evidence), result.all().constData());
        QVERIFY(severityOf(report, check.toLatin1().constData()) != QLatin1String("ok"));
        QCOMPARE(result.exit, fixture == QLatin1String("checksum") ? 3 : 0);
    }

    void bothLayoutsInOneBucket()
    {
        const InfluxSettings bucket = loaded("both", "event_log.lp");
        InfluxDesk tables(bucket);
        tables.set("INFLUXDB_LAYOUT", QStringLiteral("tables"));
        QCOMPARE(tables("restore --yes --file", { Cli::fixture("trading_state_backup_20261123_091528.json") }).exit, 0);
        const InfluxDesk desk(bucket);
        const CliResult result = desk("doctor --json");
        QCOMPARE(result.exit, 1);
        QCOMPARE(severityOf(result.json(), "layout"), QStringLiteral("error"));
        QVERIFY2(result.out.contains("TRADING_STATE_INFLUXDB_LAYOUT"), result.all().constData());
    }

    void aMissingBucketAndAnEmptyOne()
    {
        const InfluxDesk missing(m_server.settings(QStringLiteral("no_such_database")));
        const CliResult none = missing("doctor --json");
        QCOMPARE(none.exit, 1);
        QCOMPARE(severityOf(none.json(), "token"), QStringLiteral("ok"));
        QCOMPARE(severityOf(none.json(), "bucket"), QStringLiteral("error"));
        QVERIFY2(none.out.contains("TRADING_STATE_INFLUXDB_BUCKET"), none.all().constData());
        QCOMPARE(severityOf(none.json(), "right-to-read"), QStringLiteral("note"));
        QVERIFY2(missing("doctor").out.contains("✘ error    Bucket\n"), missing("doctor").out.constData());

        const InfluxDesk empty(m_server.newDatabase(QStringLiteral("empty")));
        const CliResult nothing = empty("doctor --json");
        QVERIFY2(nothing.exit == 4, nothing.all().constData());
        QCOMPARE(textOf(nothing.json(), "record"), QStringLiteral("empty"));
    }

    void usersAndTheirRights()
    {
        InfluxdServer server;
        InfluxdServer::Options options;
        options.authentication = true;
        QVERIFY2(server.start(options), qPrintable(server.problem()));
        const InfluxSettings bucket = server.newDatabase(QStringLiteral("guarded"));
        QVERIFY(server.load(bucket.bucket, Cli::fixture("event_log.lp")));
        for (const char* statement : { "CREATE USER ro WITH PASSWORD 'canary-read'", "GRANT READ ON guarded TO ro",
                 "CREATE USER wo WITH PASSWORD 'canary-write'", "GRANT WRITE ON guarded TO wo" })
            QVERIFY(server.execute(QLatin1String(statement)));
        InfluxDesk desk(server.settings(bucket.bucket));
        const auto with = [&](const char* words, const char* token) {
            desk.environment.insert(QStringLiteral("TRADING_STATE_INFLUXDB_TOKEN"), QLatin1String(token));
            const CliResult result = desk(words);
            for (const char* secret : { "canary", "adminadmin" })
                if (result.all().contains(secret) || result.all().contains(QByteArray(token).toBase64()))
                    qFatal("a secret was printed");
            return result;
        };
        const CliResult wrong = with("doctor --json", "admin:canary-wrong");
        QCOMPARE(wrong.exit, 1);
        QCOMPARE(severityOf(wrong.json(), "version"), QStringLiteral("ok"));
        QCOMPARE(severityOf(wrong.json(), "token"), QStringLiteral("error"));
        QCOMPARE(textOf(wrong.json(), "record"), QStringLiteral("unreachable"));

        const CliResult reads = with("doctor --json", "ro:canary-read");
        QCOMPARE(reads.exit, 1);
        QCOMPARE(severityOf(reads.json(), "right-to-read"), QStringLiteral("ok"));
        QCOMPARE(severityOf(reads.json(), "right-to-write"), QStringLiteral("error"));
        QVERIFY(evidenceOf(reads.json(), "ghosts").contains(QLatin1String("PG.US-CL.US")));
        QCOMPARE(with("doctor --read-only", "ro:canary-read").exit, 0);

        const CliResult writes = with("doctor --json", "wo:canary-write");
        QCOMPARE(writes.exit, 1);
        QCOMPARE(severityOf(writes.json(), "right-to-read"), QStringLiteral("error"));
        QVERIFY(writes.out.contains("may not read"));
        QCOMPARE(with("doctor", "admin:adminadmin").exit, 0);
    }

    void aStoppedServerAndWhatWaits()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        InfluxDesk desk(server.newDatabase(QStringLiteral("stop")));
        desk.set("INFLUXDB_LAYOUT", QStringLiteral("tables"));
        QCOMPARE(desk("restore --yes --file", { Cli::fixture("trading_state_backup_20261123_091528.json") }).exit, 0);
        server.stop();
        const CliResult down = desk("doctor --json");
        QCOMPARE(down.exit, 1);
        const Json report = down.json();
        QCOMPARE(severityOf(report, "server"), QStringLiteral("error"));
        QVERIFY2(evidenceOf(report, "server").contains(QLatin1String("No server answers")), down.all().constData());
        QCOMPARE(severityOf(report, "version"), QStringLiteral("note"));
        QCOMPARE(severityOf(report, "journal-files"), QStringLiteral("ok"));
        QCOMPARE(textOf(report, "record"), QStringLiteral("unreachable"));
        QCOMPARE(desk("save --yes").exit, 5);
        QVERIFY2(server.startAgain(), qPrintable(server.problem()));
        const QStringList before = contentOf(desk.folder());
        const CliResult pending = desk("doctor --json");
        QVERIFY2(pending.exit == 5, pending.all().constData());
        QCOMPARE(severityOf(pending.json(), "pending-saves"), QStringLiteral("warning"));
        QVERIFY(evidenceOf(pending.json(), "pending-saves").contains(QLatin1String("1 save is on this machine only")));
        QCOMPARE(contentOf(desk.folder()), before); // nothing was sent, kept or logged
        QCOMPARE(desk("check --json").json().find("pending_saves")->asNumber()->toString(), QStringLiteral("1"));
        QCOMPARE(desk("save --yes").exit, 0);
        QCOMPARE(desk("doctor").exit, 0);
    }

    void anOverwrittenRemoval()
    {
        const InfluxSettings bucket = loaded("over", "event_log.lp");
        const InfluxDesk desk(bucket);
        QCOMPARE(desk("remove BRENT-WTI --yes --reason x").exit, 0);
        QCOMPARE(severityOf(desk("doctor --json").json(), "restores"), QStringLiteral("ok"));
        // The trading system ran all the while, and saves what it still holds in memory.
        std::vector<LogEvent> events = fixtureEvents(QStringLiteral("event_log.lp"));
        std::sort(events.begin(), events.end(), earlierEvent);
        const auto last = std::find_if(events.rbegin(), events.rend(), isPythonSaveMark);
        const auto before = std::find_if(last + 1, events.rend(), isPythonSaveMark);
        std::vector<LogEvent> save(before.base(), last.base());
        const qint64 later = SystemClock().now().nanoseconds() - save.back().time;
        for (LogEvent& event : save) {
            event.time += later;
            event.versionId = event.stateId + QStringLiteral("_update_")
                + Timestamp::fromNanoseconds(event.time).toMicrosecondText();
        }
        InfluxClient client(bucket);
        QVERIFY(client.write(linesOfEvents(save)));
        const CliResult result = desk("doctor --json");
        QCOMPARE(severityOf(result.json(), "restores"), QStringLiteral("warning"));
        QVERIFY2(evidenceOf(result.json(), "restores").contains(QLatin1String("was overwritten at")),
            result.all().constData());
        QCOMPARE(severityOf(result.json(), "trading-system"), QStringLiteral("note"));
    }

    void brokenSettingsLeaveTheOtherChecks()
    {
        Cli cli;
        const QString folder = cli.path("state");
        QCOMPARE(
            cli.run({ QStringLiteral("restore"), QStringLiteral("--yes"), QStringLiteral("--file"),
                        Cli::fixture("trading_state_backup_20261123_091528.json"), QStringLiteral("--folder"), folder })
                .exit,
            0);
        QVERIFY(cli.write("broken.env",
            "TRADING_STATE_DB_TYPE=influxdb\nTRADING_STATE_INFLUXDB_URL=ftp://user:canary@x\n"
            "TRADING_STATE_INFLUXDB_TOKEN=\"canary\\ntoken\"\nTRADING_STATE_SAVE_INTERVAL=soon\n"
            "TRADING_STATE_ACOUNT=x\nTRADING_STATE_FALLBACK_DIR=state\n"));
        const QStringList words { QStringLiteral("doctor"), QStringLiteral("--env-file"), cli.path("broken.env") };
        const CliResult result = cli.run(words + QStringList { QStringLiteral("--json") });
        QVERIFY2(result.exit == 2, result.all().constData());
        QVERIFY2(result.err.isEmpty(), result.err.constData());
        QVERIFY(!result.all().contains("canary"));
        const Json report = result.json();
        QCOMPARE(textOf(report, "status"), QStringLiteral("error"));
        const QString evidence = evidenceOf(report, "settings");
        for (const char* key : { "TRADING_STATE_INFLUXDB_URL", "TRADING_STATE_INFLUXDB_TOKEN",
                 "TRADING_STATE_SAVE_INTERVAL", "TRADING_STATE_ACCOUNT" })
            QVERIFY2(evidence.contains(QLatin1String(key)), result.all().constData());
        QVERIFY2(evidence.count(QLatin1String("TRADING_STATE_INFLUXDB_URL")) == 1, qPrintable(evidence));
        QCOMPARE(severityOf(report, "server"), QStringLiteral("note"));
        QCOMPARE(severityOf(report, "record"), QStringLiteral("note"));
        QCOMPARE(severityOf(report, "folder"), QStringLiteral("ok"));
        QCOMPARE(severityOf(report, "backup-files"), QStringLiteral("note")); // the folder of the .env, no backup yet
        QVERIFY2(evidenceOf(report, "folder").contains(folder), result.all().constData());

        // What does not touch the record leaves it to be looked at.
        QVERIFY(cli.write("level.env", "TRADING_STATE_LOG_LEVEL=loud\nTRADING_STATE_FALLBACK_DIR=state\n"));
        const CliResult level = cli.run({ QStringLiteral("doctor"), QStringLiteral("--json"),
            QStringLiteral("--env-file"), cli.path("level.env") });
        QCOMPARE(level.exit, 2);
        QCOMPARE(severityOf(level.json(), "record"), QStringLiteral("ok"));
        QCOMPARE(severityOf(level.json(), "journal-files"), QStringLiteral("ok"));

        const CliResult none = cli.run({ QStringLiteral("doctor"), QStringLiteral("--json"),
            QStringLiteral("--env-file"), QStringLiteral("/none/.env") });
        QCOMPARE(none.exit, 2);
        QVERIFY(evidenceOf(none.json(), "settings").contains(QLatin1String("/none/.env")));
        QVERIFY(cli.write("token", "canary\r\nX: canary"));
        const CliResult token = cli.run({ QStringLiteral("doctor"), QStringLiteral("--token-file"), cli.path("token"),
            QStringLiteral("--url"), m_server.url(), QStringLiteral("--bucket"), QStringLiteral("b") });
        QCOMPARE(token.exit, 2);
        QVERIFY2(token.out.contains("--token-file"), token.all().constData());
        QVERIFY(!token.all().contains("canary"));
    }

    void muchEvidenceIsCutShortForPeopleAlone()
    {
        const Cli cli;
        Settings settings;
        settings.folder = cli.path("state");
        TradingState state;
        for (int i = 0; i < 20; ++i) {
            const QString pair = QStringLiteral("A%1-B").arg(i, 2, 10, QLatin1Char('0'));
            state.positions.emplace(pair, Position(pair, {}));
        }
        StateManager manager({ settings, std::make_shared<SystemClock>(), nullptr, QStringLiteral("trader") });
        QVERIFY(manager.journalSave(state, SaveReason::Shutdown, {}));
        const QStringList doctor { QStringLiteral("doctor"), QStringLiteral("--folder"), settings.folder };
        const CliResult text = cli.run(doctor);
        QVERIFY2(text.out.contains(" more: doctor --json lists all of them"), text.out.constData());
        QVERIFY(text.out.contains("A00-B") && !text.out.contains("A19-B"));
        QVERIFY(cli.run(doctor + QStringList { QStringLiteral("--json") }).out.contains("A19-B"));
    }

    void aHungServerDoesNotHoldItsEnd()
    {
        FakeServer hung(FakeServer::hangs());
        QVERIFY(hung.listen());
        InfluxDesk desk(settingsFor(hung));
        desk.set("CONNECTION_TIMEOUT", QStringLiteral("300"));
        QProcess process;
        process.setProcessEnvironment(desk.environment);
        process.start(Cli::program(), { QStringLiteral("doctor"), QStringLiteral("--json") });
        QVERIFY(isAsked(hung));
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished());
        // Half an examination is no report.
        const CliResult result { process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() };
        QCOMPARE(errorCode(result.json()), QStringLiteral("cancelled"));
        QVERIFY(!result.json().find("checks"));
    }

    void aFolderThatCannotBeWritten()
    {
        const Cli cli;
        const ClosedFolder disk(cli.path("disk"));
        const QStringList folder { QStringLiteral("--folder"), cli.path("disk") };
        const QStringList restore { QStringLiteral("restore"), QStringLiteral("--yes"), QStringLiteral("--file"),
            Cli::fixture("trading_state_backup_20261123_091528.json") };
        QCOMPARE(cli.run(restore + folder).exit, 0);
        QVERIFY(disk.close());
        const QStringList doctor { QStringLiteral("doctor"), QStringLiteral("--json") };
        const CliResult writer = cli.run(doctor + folder);
        const CliResult reader = cli.run(doctor + folder + QStringList { QStringLiteral("--read-only") });
        QVERIFY2(writer.exit == 1, writer.all().constData());
        QCOMPARE(severityOf(writer.json(), "folder"), QStringLiteral("error"));
        QCOMPARE(severityOf(writer.json(), "record"), QStringLiteral("ok"));
        QVERIFY2(reader.exit == 0, reader.all().constData());
        QCOMPARE(severityOf(reader.json(), "folder"), QStringLiteral("note"));
    }
};

QTEST_GUILESS_MAIN(TestCliDoctor)
#include "tst_cli_doctor.moc"
