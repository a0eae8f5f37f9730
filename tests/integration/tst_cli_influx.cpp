// SPDX-License-Identifier: MIT
#include "clirunner.h"

#include "tests/support/fakeserver.h"
#include "tests/support/influxdserver.h"
#include "tests/support/interposedserver.h"

#include <QTest>

#include <csignal>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString python = QStringLiteral(TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json");

/// A home whose settings name a database of the server.
class Desk : public Cli
{
public:
    Desk(const InfluxdServer& server, const QString& database)
        : Desk(server.url(), database)
    {
    }
    Desk(const QString& url, const QString& database)
    {
        set("DB_TYPE", QStringLiteral("influxdb"));
        set("INFLUXDB_URL", url);
        set("INFLUXDB_BUCKET", database);
        set("FALLBACK_DIR", folder());
        set("RETRY_ATTEMPTS", QStringLiteral("0"));
    }
    void set(const char* key, const QString& value)
    {
        environment.insert(QStringLiteral("TRADING_STATE_") + QLatin1String(key), value);
    }
    [[nodiscard]] QString folder() const { return path("state"); }
    CliResult operator()(const char* words, const QStringList& more = {}) const
    {
        return run(QString::fromLatin1(words).split(QLatin1Char(' ')) + more);
    }
};

QStringList statusesOf(const Json& lines)
{
    QStringList statuses;
    if (lines.asArray()) {
        for (const Json& line : *lines.asArray())
            statuses.append(textOf(line, "status"));
    }
    return statuses;
}

/// Everything below a folder, for a search that must find nothing.
QByteArray everythingIn(const QString& folder)
{
    QByteArray all;
    QStringList folders { folder };
    while (!folders.isEmpty()) {
        const QDir dir(folders.takeFirst());
        for (const QFileInfo& entry : dir.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
            if (entry.isDir() && !entry.isSymLink()) {
                folders.append(entry.filePath());
            } else if (QFile file(entry.filePath()); file.open(QIODevice::ReadOnly)) {
                all += file.readAll();
            }
        }
    }
    return all;
}

} // namespace

/// The real program against a real InfluxDB 1.x: the Python system's event log, both layouts, and what goes wrong.
class TestCliInflux : public QObject
{
    Q_OBJECT

private:
    InfluxdServer m_server;

    QString database(const char* name) { return m_server.newDatabase(QString::fromLatin1(name)).bucket; }

private Q_SLOTS:
    void aStoreThatWasNeverReadIsNoFlatBook()
    {
        const Desk desk(QStringLiteral("http://127.0.0.1:1"), QStringLiteral("any"));
        const CliResult check = desk("check");
        QCOMPARE(check.exit, 1);
        QVERIFY2(check.out.contains("InfluxDB could not be read"), check.out.constData());
        for (const char* claim : { "0 positions", "(0)", "none", "broker" })
            QVERIFY2(!check.out.contains(claim), check.out.constData());
        const CliResult diff = desk("diff --json head", { python });
        QCOMPARE(diff.exit, 1);
        QCOMPARE(errorCode(diff.json()), QStringLiteral("not-running"));
    }

    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void aStoppedServer()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        const Desk desk(server, server.newDatabase(QStringLiteral("stop")).bucket);
        QCOMPARE(desk("restore --yes --file", { python }).exit, 0);
        server.stop();

        const CliResult check = desk("check --json");
        QCOMPARE(check.exit, 1);
        const Json json = check.json();
        QCOMPARE(textOf(json, "status"), QStringLiteral("unreachable"));
        QCOMPARE(pairsOf(json, "positions").size(), 5); // what was last seen
        QVERIFY(desk("check").out.contains("showing what was last seen"));
        // What this machine knows is shown, and said to be no more than that.
        const CliResult history = desk("history --json");
        QCOMPARE(history.exit, 1);
        QCOMPARE(errorCode(history.json()), QStringLiteral("not-running"));
        const Json known = history.json();
        QCOMPARE(known.find("saves")->asArray()->size(), size_t(1));
        QVERIFY2(history.err.contains("this machine's journal alone"), history.all().constData());
        const CliResult list = desk("history");
        QCOMPARE(list.exit, 1);
        QVERIFY2(list.out.contains("restore"), list.all().constData());
        QVERIFY2(list.err.contains("this machine's journal alone"), list.all().constData());
        const QString id = textOf(known.find("saves")->asArray()->front(), "save_id");
        QCOMPARE(desk("check --at", { id }).exit, 0); // which save that is does not depend on the server
        const CliResult past = desk("check --json --at 2200-01-01T00:00:00Z");
        QCOMPARE(past.exit, 1);
        QCOMPARE(errorCode(past.json()), QStringLiteral("not-running"));
        QCOMPARE(textOf(past.json(), "status"), QStringLiteral("unreachable"));
        QCOMPARE(pairsOf(past.json(), "positions").size(), 5);
        QVERIFY2(past.err.contains("known on this machine"), past.all().constData());
        const CliResult unknown = desk("check --json --at ffffffff");
        QCOMPARE(unknown.exit, 1);
        QCOMPARE(errorCode(unknown.json()), QStringLiteral("unreachable"));

        QCOMPARE(desk("verify").exit, 1);
        const CliResult all = desk("verify --all --json");
        QCOMPARE(all.exit, 1);
        QStringList proven = statusesOf(all.json());
        proven.sort();
        QCOMPARE(proven, QStringList({ QStringLiteral("unreachable"), QStringLiteral("verified") }));
        const CliResult saved = desk("save --yes");
        QVERIFY2(saved.exit == 5, saved.all().constData());
        QVERIFY(saved.err.contains("on this machine only"));
        const CliResult removed = desk("remove XAUUSD-XAGUSD --reason x --yes --force");
        QVERIFY2(removed.exit == 5, removed.all().constData());

        QVERIFY2(server.startAgain(), qPrintable(server.problem()));
        const Json pending = desk("check --json").json();
        QCOMPARE(textOf(pending, "status"), QStringLiteral("pending"));
        QCOMPARE(compactJson(*pending.find("pending_saves")), std::string("2"));
        QCOMPARE(pairsOf(pending, "positions").size(), 4);
        const CliResult sent = desk("save --yes");
        QVERIFY2(sent.exit == 0, sent.all().constData());
        QCOMPARE(textOf(desk("check --json").json(), "status"), QStringLiteral("verified"));
        const Desk other(server, QStringLiteral("stop"));
        QCOMPARE(pairsOf(other("check --json").json(), "positions").size(), 4);
    }

    void aWipedServerGetsTheTradingSystemsRecordBack()
    {
        const Desk desk(m_server, database("wiped"));
        QVERIFY(m_server.load(QStringLiteral("wiped"), Cli::fixture("event_log.lp")));
        QCOMPARE(desk("check").exit, 0);
        QVERIFY(m_server.execute(QStringLiteral("DROP DATABASE wiped")));
        QVERIFY(m_server.execute(QStringLiteral("CREATE DATABASE wiped")));
        const CliResult result = desk("check");
        QVERIFY2(result.out.contains("InfluxDB has lost saves that it had confirmed · The newest save is kept on this "
                                     "machine only"),
            result.all().constData());
        QVERIFY2(!result.out.contains("0 saves"), result.all().constData());
        QVERIFY2(result.out.contains("Save or Restore puts it back"), result.all().constData());
        QVERIFY(result.out.contains("Positions (5)\n"));
        // Nobody sends a save of the Python system again by itself, and there is no row to change.
        const CliResult preview = desk("restore --dry-run --save head");
        QVERIFY2(preview.out.contains("InfluxDB does not hold the newest save"), preview.all().constData());
        const CliResult back = desk("restore --yes --save head");
        QVERIFY2(back.exit == 0 && back.out.contains("Found 5 stored positions"), back.all().constData());
        const Json after = desk("check --json").json();
        QVERIFY(compactJson(*after.find("conditions")).find("pending") == std::string::npos);
        const Desk elsewhere(m_server, QStringLiteral("wiped"));
        const Json seen = elsewhere("check --json").json();
        QCOMPARE(textOf(seen, "proof"), QStringLiteral("verified"));
        QCOMPARE(textOf(*seen.find("store"), "layout"), QStringLiteral("versions")); // the Python system reads it
        QCOMPARE(compactJson(*seen.find("positions")), compactJson(*after.find("positions")));
        QCOMPARE(pairsOf(seen, "positions").size(), 5);
        const CliResult again = desk("restore --yes --save head");
        QVERIFY2(again.exit == 0 && again.err.contains("nothing was changed"), again.all().constData());
    }

    void aWipedServerGetsABackupThatChangesNothing()
    {
        Desk desk(m_server, database("wiped_tables"));
        desk.set("INFLUXDB_LAYOUT", QStringLiteral("tables"));
        QCOMPARE(desk("restore --yes --file", { Cli::fixture("trading_state_backup_20261123_091528.json") }).exit, 0);
        const CliResult backup = desk("backup");
        QCOMPARE(backup.exit, 0);
        QVERIFY(m_server.execute(QStringLiteral("DROP DATABASE wiped_tables")));
        QVERIFY(m_server.execute(QStringLiteral("CREATE DATABASE wiped_tables")));
        const CliResult back = desk("restore --yes --file", { QString::fromUtf8(backup.out).trimmed() });
        QVERIFY2(back.exit == 0 && back.out.contains("Save: "), back.all().constData());
        const Desk elsewhere(m_server, QStringLiteral("wiped_tables"));
        const Json seen = elsewhere("check --json").json();
        QCOMPARE(textOf(seen, "proof"), QStringLiteral("verified"));
        QCOMPARE(pairsOf(seen, "positions"), pairsOf(desk("check --json").json(), "positions"));
        QVERIFY(!pairsOf(seen, "positions").isEmpty());
    }

    void aGhostIsRemoved()
    {
        const Desk desk(m_server, database("ghost"));
        QVERIFY(m_server.load(QStringLiteral("ghost"), Cli::fixture("event_log.lp")));
        const QStringList ghost { QStringLiteral("PG.US-CL.US") };
        const Json before = desk("check --json").json();
        QCOMPARE(pairsOf(before, "ghosts"), ghost);
        QCOMPARE(desk("remove PG.US-CL.US --yes").exit, 2); // a reason is required
        const CliResult removed = desk("remove PG.US-CL.US --yes --reason", { QStringLiteral("closed by hand") });
        QVERIFY2(removed.exit == 0, removed.all().constData());
        QVERIFY2(removed.err.contains("undo does not bring them back"), removed.all().constData());
        QVERIFY(removed.out.contains("Rescue copy: "));
        const qsizetype at = removed.out.indexOf("Removed events: ");
        QVERIFY2(at >= 0, removed.all().constData());
        QFile kept(QString::fromUtf8(removed.out.mid(at + 16, removed.out.indexOf('\n', at) - at - 16)));
        QVERIFY(kept.open(QIODevice::ReadOnly));
        QVERIFY(kept.readAll().contains("state_id=position_PG.US-CL.US"));
        const Json after = desk("check --json").json();
        QVERIFY(pairsOf(after, "ghosts").isEmpty());
        QCOMPARE(pairsOf(after, "positions"), pairsOf(before, "positions"));
        QCOMPARE(textOf(*after.find("save"), "reason"), QStringLiteral("remove"));
        QVERIFY2(!desk("check").out.contains("uspected ghost"), desk("check").out.constData());
        QCOMPARE(desk("remove PG.US-CL.US --yes --reason x").exit, 1);
    }

    void eventsThatCouldNotBeTakenAwayAreNoSuccess()
    {
        const QString name = database("stuck");
        QVERIFY(m_server.load(name, Cli::fixture("event_log.lp")));
        int deletions = 0;
        InterposedServer between(m_server.port(), [&](const HttpRequestSeen& request) -> std::optional<QByteArray> {
            if (!request.body.contains("DELETE"))
                return std::nullopt;
            ++deletions;
            return QByteArray("{\"results\":[{\"statement_id\":0,\"error\":\"no deletions today\"}]}");
        });
        QVERIFY(between.listen());
        const Desk desk(between.url(), name);
        const CliResult result = desk("remove BTCUSD-ETHUSD --reason x --yes");
        QVERIFY(deletions > 0);
        QCOMPARE(result.exit, 1);
        QVERIFY2(result.out.contains("will bring back: BTCUSD-ETHUSD"), result.all().constData());
        QVERIFY2(result.err.contains("no deletions today"), result.all().constData());
        QVERIFY2(!result.err.contains("on this machine only"), result.all().constData());
        QVERIFY(!pairsOf(desk("check --json").json(), "positions").contains(QStringLiteral("BTCUSD-ETHUSD")));
    }

    void aServerThatGoesWhileOldSavesAreProven()
    {
        Desk direct(m_server, database("going"));
        direct.set("INFLUXDB_LAYOUT", QStringLiteral("tables"));
        QCOMPARE(direct("restore --yes --file", { python }).exit, 0);
        QCOMPARE(direct("remove XAUUSD-XAGUSD --reason x --yes").exit, 0);
        QCOMPARE(direct("remove BRENT-WTI --reason x --yes").exit, 0);
        const Json history = direct("history --json").json();
        const auto savedAt = Timestamp::parse(textOf((*history.asArray())[1], "saved_at"));
        QVERIFY(savedAt);
        const QByteArray time = QByteArray::number(savedAt->nanoseconds());
        InterposedServer between(m_server.port(), [&](const HttpRequestSeen& request) -> std::optional<QByteArray> {
            return request.body.contains(time) ? std::optional(QByteArray()) : std::nullopt;
        });
        QVERIFY(between.listen());
        Desk desk(between.url(), QStringLiteral("going"));
        desk.set("INFLUXDB_LAYOUT", QStringLiteral("tables"));
        const CliResult all = desk("verify --all --json");
        QVERIFY2(all.exit == 1, all.all().constData());
        const QStringList proven = statusesOf(all.json());
        QCOMPARE(proven.count(QStringLiteral("unreachable")), 1);
        QVERIFY(!proven.contains(QStringLiteral("damaged")));
        QVERIFY2(all.out.contains("this save and 1 older ones"), all.all().constData());
    }

    void anyNumberOfSavesMayBeAskedFor()
    {
        const Desk desk(m_server, database("many"));
        QVERIFY(m_server.load(QStringLiteral("many"), Cli::fixture("event_log.lp")));
        const Json all = desk("history --json --limit 1000").json();
        const CliResult most = desk("history --json --limit 2147483647");
        QVERIFY2(most.exit == 0, most.all().constData());
        QCOMPARE(compactJson(most.json()), compactJson(all));
    }

    void wrongTokensAndRightOnes()
    {
        InfluxdServer server;
        InfluxdServer::Options options;
        options.authentication = true;
        QVERIFY2(server.start(options), qPrintable(server.problem()));
        Desk desk(server, server.newDatabase(QStringLiteral("guarded")).bucket);
        for (const char* statement : { "CREATE USER ro WITH PASSWORD 'canary-read'", "GRANT READ ON guarded TO ro" })
            QVERIFY(server.execute(QLatin1String(statement)));
        QVERIFY(desk.write("wrong", "admin:canary-wrong\n"));
        QVERIFY(desk.write("right", "admin:adminadmin\n"));
        QVERIFY(desk.write("read", "ro:canary-read\n"));
        for (const char* name : { "wrong", "right", "read" })
            QVERIFY(QFile::setPermissions(desk.path(name), QFileDevice::ReadOwner));
        const auto with = [&](const char* words, const char* token, const QStringList& more = {}) {
            return desk(words, more + QStringList { QStringLiteral("--token-file"), desk.path(token) });
        };

        const CliResult wrong = with("check --json", "wrong");
        QCOMPARE(wrong.exit, 1);
        QCOMPARE(textOf(wrong.json(), "status"), QStringLiteral("unreachable"));
        QVERIFY2(with("check", "wrong").out.contains("token was not accepted"), with("check", "wrong").all());
        const CliResult refused = with("restore --yes --file", "wrong", { python });
        QCOMPARE(refused.exit, 1);

        QCOMPARE(with("restore --yes --file", "right", { python }).exit, 0);
        QCOMPARE(with("check", "right").exit, 0);

        const CliResult readable = with("check --json", "read");
        QVERIFY2(readable.exit == 0, readable.all().constData());
        QCOMPARE(textOf(readable.json(), "status"), QStringLiteral("verified"));
        const CliResult save = with("save --yes", "read");
        QCOMPARE(save.exit, 1);
        QVERIFY2(save.err.contains("may not write"), save.all().constData());
        QCOMPARE(with("backup", "read").exit, 0);

        const QByteArray written = everythingIn(desk.folder());
        QVERIFY(written.contains("BTCUSD-ETHUSD"));
        for (const QByteArray& said : { wrong.all(), refused.all(), readable.all(), save.all(), written }) {
            QVERIFY(!said.contains("canary"));
            QVERIFY(!said.contains("adminadmin"));
            QVERIFY(!said.contains(QByteArray("admin:canary-wrong").toBase64()));
        }
    }

    void aForkIsToldAndChosen()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        const QString split = server.newDatabase(QStringLiteral("split")).bucket;
        Desk left(server, split);
        Desk right(server, split);
        for (Desk* desk : { &left, &right })
            desk->set("INFLUXDB_LAYOUT", QStringLiteral("tables"));
        QCOMPARE(left("restore --yes --file", { python }).exit, 0);
        QCOMPARE(right("check").exit, 0);
        server.stop();
        QCOMPARE(left("remove BRENT-WTI --reason x --yes --force").exit, 5);
        QCOMPARE(right("remove XAUUSD-XAGUSD --reason x --yes --force").exit, 5);
        QVERIFY2(server.startAgain(), qPrintable(server.problem()));
        QVERIFY(left("save --yes").exit == 0);

        const CliResult check = right("check --json");
        QCOMPARE(check.exit, 3);
        QCOMPARE(textOf(check.json(), "status"), QStringLiteral("fork"));
        const CliResult text = right("check");
        QVERIFY(text.out.contains("Two writers saved over each other"));
        QCOMPARE(right("save --yes").exit, 3);
        const CliResult undo = right("undo --yes");
        QVERIFY2(undo.exit == 3, undo.all().constData());
        const QString chosen = textOf(*check.json().find("save"), "save_id");
        const CliResult choice = right("restore --yes --save", { chosen });
        QVERIFY2(choice.exit == 0, choice.all().constData());
        QCOMPARE(textOf(right("check --json").json(), "status"), QStringLiteral("verified"));
        QCOMPARE(left("check").exit, 0);
    }

    void interruptingAHungServerEndsCleanly()
    {
        FakeServer hung(FakeServer::hangs());
        QVERIFY(hung.listen());
        Desk desk(hung.url(), QStringLiteral("any"));
        desk.set("CONNECTION_TIMEOUT", QStringLiteral("300"));
        QProcess process;
        process.setProcessEnvironment(desk.environment);
        process.start(Cli::program(), { QStringLiteral("check"), QStringLiteral("--json") });
        QVERIFY(isAsked(hung));
        QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY2(process.readAllStandardError().contains("Cancelled"), "not told");
        QVERIFY(process.readAllStandardOutput().contains("\"cancelled\""));
    }

    void whatIsNoInfluxDbIsToldApart()
    {
        FakeServer website([](const HttpRequestSeen&) { return FakeAnswer::html(); });
        QVERIFY(website.listen());
        const Desk desk(website.url(), QStringLiteral("any"));
        const CliResult result = desk("check");
        QCOMPARE(result.exit, 1);
        QVERIFY2(result.all().contains("not InfluxDB"), result.all().constData());
        const Desk missing(m_server, QStringLiteral("no_such_database"));
        const CliResult none = missing("check");
        QCOMPARE(none.exit, 1);
        QVERIFY2(none.all().contains("bucket does not exist"), none.all().constData());
    }
};

QTEST_GUILESS_MAIN(TestCliInflux)
#include "tst_cli_influx.moc"
