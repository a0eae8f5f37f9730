// SPDX-License-Identifier: MIT
#include "influxdesk.h"

#include "tests/support/suiteserver.h"

#include <QFileInfo>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

/// A home with the files of older programs in the folder "old", on the file store.
class OldDesk : public Cli
{
public:
    OldDesk()
    {
        environment.insert(QStringLiteral("TRADING_STATE_FALLBACK_DIR"), path("state"));
        QDir().mkpath(path("old/data"));
    }
    void give(const char* fixture, const char* to = "old") const { take(*this, fixture, to); }
    static void take(const Cli& cli, const char* fixture, const char* to = "old")
    {
        const QString folder = cli.path(to);
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::copy(Cli::fixture(fixture), folder + QLatin1Char('/') + QLatin1String(fixture)));
    }
    CliResult migrate(const QStringList& more = {}) const { return migrate(*this, more); }
    static CliResult migrate(const Cli& cli, const QStringList& more = {})
    {
        return cli.run(
            QStringList { QStringLiteral("migrate"), QStringLiteral("--dir"), QStringLiteral("old") } + more);
    }
    [[nodiscard]] int exitOf(const char* command) const
    {
        return run(QString::fromLatin1(command).split(QLatin1Char(' '))).exit;
    }
};

const QString yes = QStringLiteral("--yes");
const QString json = QStringLiteral("--json");

/// "file name: outcome" for every item.
QStringList outcomesOf(const Json& document)
{
    QStringList list;
    const Json* items = document.find("items");
    if (items && items->asArray()) {
        for (const Json& item : *items->asArray())
            list.append(QFileInfo(textOf(item, "file")).fileName() + QStringLiteral(": ") + textOf(item, "outcome"));
    }
    return list;
}

/// Of everything that the files of older programs are, so that a change of any of it is seen.
QStringList traceOf(const QString& folder)
{
    QStringList lines;
    for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        QFile file(info.filePath());
        if (file.open(QIODevice::ReadOnly))
            lines.append(info.fileName() + info.lastModified().toString(Qt::ISODateWithMs)
                + QString::fromLatin1(file.readAll().toHex()));
    }
    return lines;
}

} // namespace

/// state-manager migrate: the real program, on the file store and against a real InfluxDB.
class TestCliMigrate : public QObject
{
    Q_OBJECT

private:
    SuiteServer m_server;

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void itAsksFirst()
    {
        const OldDesk desk;
        desk.give("state_file.json");
        desk.give("legacy_mt5_state.json", "old/data");
        const QStringList before = traceOf(desk.path("old"));

        const CliResult dry = desk.migrate({ QStringLiteral("--dry-run") });
        QVERIFY2(dry.exit == 0, dry.all().constData());
        for (const char* part :
            { "state_file.json", "data/legacy_mt5_state.json", "legacy-mt5", "to-migrate", "2025-07-16 15:30:33" })
            QVERIFY2(dry.out.contains(part), dry.all().constData());
        QVERIFY(!QFile::exists(desk.path("state")));

        const CliResult unasked = desk.migrate();
        QCOMPARE(unasked.exit, 1);
        QVERIFY2(unasked.err.contains("--yes") && unasked.err.contains("to-migrate"), unasked.all().constData());
        QVERIFY(unasked.out.isEmpty());
        QCOMPARE(desk.exitOf("check"), 4);

        const QStringList words { QStringLiteral("migrate"), QStringLiteral("--dir"), QStringLiteral("old") };
        const CliResult no = desk.runOnTerminal(words, "confirm:", "n\n");
        QCOMPARE(no.exit, 1);
        QCOMPARE(desk.exitOf("check"), 4);
        const CliResult agreed = desk.runOnTerminal(words, "confirm:", "y\n");
        QVERIFY2(agreed.exit == 0, agreed.all().constData());
        QVERIFY2(agreed.out.contains("Make 2 saves of these files?"), agreed.all().constData());
        QCOMPARE(desk.exitOf("check"), 0);
        QCOMPARE(traceOf(desk.path("old")), before);
    }

    void theReport()
    {
        const OldDesk desk;
        for (const char* name : { "state_file.json", "broker_summary_state.json", "position_fallback.json",
                 "position_fallback_cut_off.json", "state_file_damaged.json.backup", "backup_of_nothing_read.json",
                 "checksums.json" })
            desk.give(name);
        const CliResult first = desk.migrate({ yes, json });
        QVERIFY2(first.exit == 0, first.all().constData());
        const Json report = first.json();
        QCOMPARE(keysOf(report),
            QStringList({ QStringLiteral("confirmed"), QStringLiteral("dry_run"), QStringLiteral("items"),
                QStringLiteral("outcome") }));
        QCOMPARE(textOf(report, "outcome"), QStringLiteral("migrated"));
        QStringList outcomes = outcomesOf(report);
        outcomes.sort();
        QCOMPARE(outcomes,
            QStringList({ QStringLiteral("backup_of_nothing_read.json: nothing-read"),
                QStringLiteral("broker_summary_state.json: migrated"), QStringLiteral("checksums.json: no-state"),
                QStringLiteral("position_fallback.json: partial"),
                QStringLiteral("position_fallback_cut_off.json: same-as-another"),
                QStringLiteral("state_file.json: migrated"),
                QStringLiteral("state_file_damaged.json.backup: partial") }));
        const Json& oldest = report.find("items")->asArray()->front();
        QCOMPARE(keysOf(oldest),
            QStringList({ QStringLiteral("file"), QStringLiteral("findings"), QStringLiteral("outcome"),
                QStringLiteral("pair_states"), QStringLiteral("positions"), QStringLiteral("save_id"),
                QStringLiteral("shape"), QStringLiteral("state_time"), QStringLiteral("why") }));
        QCOMPARE(textOf(oldest, "shape"), QStringLiteral("broker-summary"));

        const Json check = desk.run({ QStringLiteral("check"), json }).json();
        QCOMPARE(textOf(check, "status"), QStringLiteral("verified"));
        const Json* save = check.find("save");
        QCOMPARE(textOf(*save, "reason"), QStringLiteral("migration"));
        QVERIFY(textOf(*save->find("restored_from"), "file").endsWith(QStringLiteral("/old/state_file.json")));
        QCOMPARE(pairsOf(check, "positions").size(), 2);

        const CliResult second = desk.migrate({ yes, json });
        QVERIFY2(second.exit == 0, second.all().constData());
        QCOMPARE(textOf(second.json(), "outcome"), QStringLiteral("nothing-to-do"));
        QVERIFY2(second.err.contains("on record already; nothing was changed"), second.all().constData());
        const Json history = desk.run({ QStringLiteral("history"), json }).json();
        QCOMPARE(history.asArray()->size(), size_t(2));

        // Backups come into the same folder in daily use; they change nothing.
        QCOMPARE(desk.run({ QStringLiteral("backup"), QStringLiteral("--output"), desk.path("old") }).exit, 0);
        QCOMPARE(desk.migrate({ yes }).exit, 0);
        // Another file: the record is not replaced.
        desk.give("legacy_mt5_state.json");
        const CliResult refused = desk.migrate({ yes });
        QCOMPARE(refused.exit, 1);
        QVERIFY2(refused.out.contains("state-manager restore --file"), refused.all().constData());
        QCOMPARE(textOf(*desk.run({ QStringLiteral("check"), json }).json().find("save"), "save_id"),
            textOf(*save, "save_id"));
    }

    void aDamagedFileAlone()
    {
        const OldDesk desk;
        desk.give("position_fallback_cut_off.json");
        const CliResult taken = desk.migrate({ yes });
        QVERIFY2(taken.exit == 3, taken.all().constData());
        QVERIFY2(taken.out.contains("compare it with the broker"), taken.all().constData());
        QVERIFY2(taken.out.contains("salvaged"), taken.all().constData());
        QCOMPARE(desk.exitOf("check"), 0);
        QCOMPARE(desk.migrate({ yes }).exit, 0);
    }

    void nothingToTake()
    {
        const OldDesk desk;
        QCOMPARE(desk.migrate({ yes }).exit, 4);
        desk.give("checksums.json");
        QCOMPARE(desk.migrate({ yes }).exit, 4);
        desk.give("backup_of_nothing_read.json");
        const CliResult nothing = desk.migrate({ yes, json });
        QCOMPARE(nothing.exit, 3);
        QCOMPARE(textOf(nothing.json(), "outcome"), QStringLiteral("nothing-taken"));
        QCOMPARE(desk.exitOf("check"), 4);
        const CliResult one = desk.run(
            { QStringLiteral("migrate"), yes, json, QStringLiteral("--file"), Cli::fixture("checksums.json") });
        QCOMPARE(one.exit, 3);
        QCOMPARE(errorCode(one.json()), QStringLiteral("not-a-state"));
        const CliResult missing
            = desk.run({ QStringLiteral("migrate"), yes, QStringLiteral("--file"), QStringLiteral("missing.json") });
        QCOMPARE(missing.exit, 1);
    }

    void readOnlyIsRefused()
    {
        const OldDesk desk;
        desk.give("state_file.json");
        QCOMPARE(desk.migrate({ yes, QStringLiteral("--read-only") }).exit, 1);
        QCOMPARE(desk.exitOf("check"), 4);
    }

    /// Into an empty bucket: the Python system starts from its event log, which gets the newest state and no other, or
    /// what the older files held would come back as positions.
    void intoInfluxDb()
    {
        const InfluxDesk desk(m_server.emptyBucket());
        OldDesk::take(desk, "broker_summary_state.json");
        OldDesk::take(desk, "backup_nested_portfolio.json");
        OldDesk::take(desk, "state_file.json");
        const CliResult migrated = OldDesk::migrate(desk, { yes, json });
        QVERIFY2(migrated.exit == 0, migrated.all().constData());
        QCOMPARE(outcomesOf(migrated.json()).filter(QStringLiteral(": migrated")).size(), 3);

        // Another machine, which has nothing but InfluxDB.
        const InfluxDesk other(m_server.settings());
        const CliResult check = other("check --json");
        QVERIFY2(check.exit == 0, check.all().constData());
        QCOMPARE(textOf(check.json(), "status"), QStringLiteral("verified"));
        QCOMPARE(textOf(*check.json().find("store"), "layout"), QStringLiteral("versions"));
        QCOMPARE(pairsOf(check.json(), "positions"),
            QStringList({ QStringLiteral("BTCUSD-ETHUSD"), QStringLiteral("ETHUSD-SOLUSD") }));
        QVERIFY(pairsOf(check.json(), "ghosts").isEmpty());
        QCOMPARE(desk("history --json").json().asArray()->size(), size_t(3));

        QCOMPARE(OldDesk::migrate(desk, { yes }).exit, 0);
        QCOMPARE(desk("history --json").json().asArray()->size(), size_t(3));
        // On the other machine too: that state is on record, the older ones are refused.
        OldDesk::take(other, "state_file.json");
        const CliResult again = OldDesk::migrate(other, { yes, json });
        QVERIFY2(again.exit == 0, again.all().constData());
        QCOMPARE(outcomesOf(again.json()), QStringList({ QStringLiteral("state_file.json: already-on-record") }));
        OldDesk::take(other, "broker_summary_state.json");
        QCOMPARE(OldDesk::migrate(other, { yes }).exit, 1);
    }

    void withoutAJournal_data()
    {
        QTest::addColumn<QString>("layout");
        QTest::addColumn<int>("saves");
        QTest::newRow("event log") << QStringLiteral("versions") << 1;
        QTest::newRow("tables") << QStringLiteral("tables") << 2;
    }

    void withoutAJournal()
    {
        QFETCH(QString, layout);
        QFETCH(int, saves);
        InfluxDesk desk(m_server.emptyBucket());
        desk.set("ENABLE_FILE_FALLBACK", QStringLiteral("false"));
        desk.set("INFLUXDB_LAYOUT", layout);
        OldDesk::take(desk, "broker_summary_state.json");
        OldDesk::take(desk, "state_file.json");
        const CliResult migrated = OldDesk::migrate(desk, { yes, json });
        QVERIFY2(migrated.exit == 0, migrated.all().constData());
        QCOMPARE(outcomesOf(migrated.json()).filter(QStringLiteral(": migrated")).size(), saves);
        const CliResult check = desk("check --json");
        QCOMPARE(textOf(check.json(), "status"), QStringLiteral("verified"));
        QVERIFY2(pairsOf(check.json(), "ghosts").isEmpty(), check.all().constData());
        QCOMPARE(desk("history --json").json().asArray()->size(), size_t(saves));
        const CliResult again = OldDesk::migrate(desk, { yes });
        QVERIFY2(again.exit == 0, again.all().constData());
        QCOMPARE(desk("history --json").json().asArray()->size(), size_t(saves));
    }

    void aBucketInUseIsLeftAlone()
    {
        const InfluxDesk desk(m_server.emptyBucket());
        QVERIFY(m_server.load(Cli::fixture("event_log.lp")));
        OldDesk::take(desk, "state_file.json");
        const CliResult before = desk("check --json");
        const CliResult refused = OldDesk::migrate(desk, { yes, json });
        QVERIFY2(refused.exit == 1, refused.all().constData());
        QCOMPARE(textOf(refused.json(), "outcome"), QStringLiteral("refused"));
        const CliResult after = desk("check --json");
        QCOMPARE(textOf(*after.json().find("save"), "save_id"), textOf(*before.json().find("save"), "save_id"));
        QCOMPARE(pairsOf(after.json(), "positions"), pairsOf(before.json(), "positions"));
    }

    void aStoppedServerMayHoldARecord()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        const InfluxDesk desk(server.newDatabase(QStringLiteral("stopped")));
        OldDesk::take(desk, "state_file.json");
        server.stop();
        const CliResult refused = OldDesk::migrate(desk, { yes, json });
        QVERIFY2(refused.exit == 1, refused.all().constData());
        QCOMPARE(errorCode(refused.json()), QStringLiteral("not-running"));
        QVERIFY2(server.startAgain(), qPrintable(server.problem()));
        QCOMPARE(desk("check").exit, 4);
        QCOMPARE(OldDesk::migrate(desk, { yes }).exit, 0);
        QCOMPARE(desk("check").exit, 0);
    }

    /// Two machines over one bucket that saved past each other.
    void aForkIsRefused()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        const InfluxSettings bucket = server.newDatabase(QStringLiteral("fork"));
        const InfluxDesk one(bucket);
        const InfluxDesk two(bucket);
        OldDesk::take(one, "state_file.json");
        OldDesk::take(two, "state_file.json");
        QCOMPARE(OldDesk::migrate(one, { yes }).exit, 0);
        QCOMPARE(two("check").exit, 0);
        server.stop();
        QCOMPARE(one("save --yes --force").exit, 5);
        QCOMPARE(two("save --yes --force").exit, 5);
        QVERIFY2(server.startAgain(), qPrintable(server.problem()));
        QCOMPARE(one("save --yes --force").exit, 0);
        QCOMPARE(two("check").exit, 3);
        const CliResult refused = OldDesk::migrate(two, { yes, json });
        QVERIFY2(refused.exit == 3, refused.all().constData());
        QCOMPARE(errorCode(refused.json()), QStringLiteral("fork"));
    }
};

QTEST_GUILESS_MAIN(TestCliMigrate)
#include "tst_cli_migrate.moc"
