// SPDX-License-Identifier: MIT
#include "influxdesk.h"

#include "tests/support/fakeserver.h"
#include "tests/support/influxdserver.h"

#include <QDeadlineTimer>
#include <QDirIterator>
#include <QTest>

#include <csignal>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString python = QStringLiteral(TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json");

/// The real program, watching until it is ended.
class Watcher
{
public:
    explicit Watcher(const Cli& cli, const QStringList& more = { QStringLiteral("--json") })
    {
        m_process.setProcessEnvironment(cli.environment);
        m_process.setWorkingDirectory(cli.home.path());
        m_process.start(Cli::program(),
            QStringList { QStringLiteral("watch"), QStringLiteral("--interval"), QStringLiteral("0.2") } + more);
    }
    ~Watcher()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }

    /// The next line, as soon as it is there; empty where none comes.
    QByteArray line(int milliseconds = 30'000)
    {
        const QDeadlineTimer deadline(milliseconds);
        while (!m_process.canReadLine()) {
            if (deadline.hasExpired() || (!m_process.waitForReadyRead(50) && m_process.state() == QProcess::NotRunning))
                break;
        }
        return m_process.canReadLine() ? m_process.readLine() : QByteArray();
    }
    Json json(int milliseconds = 30'000)
    {
        const QByteArray text = line(milliseconds);
        auto parsed = parseJson(std::string_view(text.constData(), size_t(text.size())));
        return parsed ? std::move(parsed->value) : Json();
    }
    /// Its exit status after the signal; -1 where it did not end by itself.
    int endedBy(int signal)
    {
        ::kill(static_cast<pid_t>(m_process.processId()), signal);
        return end();
    }
    int end()
    {
        if (!m_process.waitForFinished(30'000) || m_process.exitStatus() != QProcess::NormalExit)
            return -1;
        return m_process.exitCode();
    }
    QByteArray complaints() { return m_process.readAllStandardError(); }
    QProcess& process() { return m_process; }

private:
    QProcess m_process;
};

/// Long enough for several looks.
constexpr int quietMilliseconds = 1500;

} // namespace

/// The real program, watching a record while others change it.
class TestCliWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySaveIsALine()
    {
        const Cli cli;
        const auto run = [&](const char* words, const QStringList& more = {}) {
            return cli.run(QString::fromLatin1(words).split(QLatin1Char(' ')) + more).exit;
        };
        Watcher watcher(cli);
        const Json first = watcher.json();
        QCOMPARE(textOf(first, "event"), QStringLiteral("start"));
        QCOMPARE(textOf(first, "status"), QStringLiteral("empty"));
        QVERIFY(first.find("save_id") && first.find("save_id")->isNull());

        QCOMPARE(run("restore --yes --file", { python }), 0);
        const Json restored = watcher.json();
        QCOMPARE(textOf(restored, "event"), QStringLiteral("save"));
        QCOMPARE(textOf(restored, "reason"), QStringLiteral("restore"));
        QCOMPARE(restored.find("positions")->asNumber()->toString(), QStringLiteral("5"));
        QVERIFY(textOf(restored, "writer").contains(QLatin1String(":state-manager:")));

        QCOMPARE(run("save --yes --description", { QStringLiteral("before the weekend") }), 0);
        const Json saved = watcher.json();
        QCOMPARE(textOf(saved, "reason"), QStringLiteral("manual"));
        QCOMPARE(textOf(saved, "description"), QStringLiteral("before the weekend"));
        QVERIFY(saved.find("age_seconds")->asNumber()->toDouble() < 30);
        QVERIFY(watcher.line(quietMilliseconds).isEmpty()); // nothing more happened
        QCOMPARE(watcher.endedBy(SIGTERM), 0);
        QVERIFY2(watcher.complaints().isEmpty(), "it complained");
    }

    void severalSavesWithinOneIntervalAreAllTold()
    {
        const Cli cli;
        Watcher watcher(cli, { QStringLiteral("--json"), QStringLiteral("--interval"), QStringLiteral("10") });
        QCOMPARE(textOf(watcher.json(), "status"), QStringLiteral("empty"));
        const auto run = [&](const QStringList& words) { return cli.run(words).exit; };
        const QStringList save { QStringLiteral("save"), QStringLiteral("--yes"), QStringLiteral("--description") };
        QCOMPARE(run({ QStringLiteral("restore"), QStringLiteral("--yes"), QStringLiteral("--file"), python }), 0);
        QCOMPARE(run(save + QStringList { QStringLiteral("one") }), 0);
        QCOMPARE(run(save + QStringList { QStringLiteral("two") }), 0);
        QCOMPARE(textOf(watcher.json(), "reason"), QStringLiteral("restore"));
        QCOMPARE(textOf(watcher.json(), "description"), QStringLiteral("one"));
        QCOMPARE(textOf(watcher.json(), "description"), QStringLiteral("two"));
        QCOMPARE(watcher.endedBy(SIGINT), 0);
    }

    void linesForPeople()
    {
        const Cli cli;
        QCOMPARE(
            cli.run({ QStringLiteral("restore"), QStringLiteral("--yes"), QStringLiteral("--file"), python }).exit, 0);
        Watcher watcher(cli, {});
        const QByteArray first = watcher.line();
        for (const char* part :
            { " UTC  ", "verified  5 positions  restore  ", ":state-manager:", "  saved ", " ago  " })
            QVERIFY2(first.contains(part), first.constData());
        QVERIFY(!first.contains('\x1b'));
        // Nothing that was saved is obeyed by a terminal.
        QCOMPARE(cli.run({ QStringLiteral("save"), QStringLiteral("--yes"), QStringLiteral("--description"),
                             QStringLiteral("\x1b[2Jgone\x9b") })
                     .exit,
            0);
        const QByteArray described = watcher.line();
        QVERIFY2(described.contains("gone"), described.constData());
        QVERIFY(!described.contains('\x1b') && !described.contains("\xc2\x9b"));
        // What is damaged while it watches is told, and of its positions those that are there.
        const QDir journal(cli.path(".local/share/trading-state-console/state_fallback/journal/default"));
        const QStringList saves = journal.entryList({ QStringLiteral("*.json") });
        QCOMPARE(saves.size(), 2);
        for (const QString& save : saves) {
            QFile file(journal.filePath(save));
            QVERIFY(file.resize(file.size() / 5));
        }
        const Json check = cli.run({ QStringLiteral("check"), QStringLiteral("--json") }).json();
        const auto there = qsizetype(check.find("positions")->asArray()->size());
        QVERIFY(there < 5);
        QByteArray torn = watcher.line();
        while (!torn.contains("This save ") && !torn.isEmpty()) // seen between the two
            torn = watcher.line();
        QVERIFY2(torn.contains("✘ torn"), torn.constData());
        QVERIFY2(torn.contains("  " + QByteArray::number(there) + " position"), torn.constData());
        QCOMPARE(watcher.endedBy(SIGINT), 0);
    }

    void aServerThatGoesAndComesBack()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        InfluxDesk desk(server.newDatabase(QStringLiteral("watched")));
        desk.set("INFLUXDB_LAYOUT", QStringLiteral("tables"));
        QCOMPARE(desk("restore --yes --file", { python }).exit, 0);
        Watcher watcher(desk);
        Watcher people(desk, {});
        QCOMPARE(textOf(watcher.json(), "status"), QStringLiteral("verified"));
        QVERIFY(people.line().contains("verified"));
        server.kill();
        QVERIFY(people.line().contains("InfluxDB could not be read"));
        const Json gone = watcher.json();
        QCOMPARE(textOf(gone, "event"), QStringLiteral("status"));
        QCOMPARE(textOf(gone, "status"), QStringLiteral("unreachable"));
        QVERIFY(!errorCode(gone).isEmpty());
        QCOMPARE(gone.find("positions")->asNumber()->toString(), QStringLiteral("5"));
        QVERIFY(watcher.line(quietMilliseconds).isEmpty()); // once
        QCOMPARE(desk("save --yes --description", { QStringLiteral("meanwhile") }).exit, 5);
        const Json meanwhile = watcher.json();
        QCOMPARE(textOf(meanwhile, "event"), QStringLiteral("save"));
        QCOMPARE(textOf(meanwhile, "description"), QStringLiteral("meanwhile"));
        const QByteArray inDanger = people.line(); // a new save does not hide it
        QVERIFY2(
            inDanger.contains("meanwhile") && inDanger.contains("InfluxDB could not be read"), inDanger.constData());
        QCOMPARE(desk("save --yes --description", { QStringLiteral("later") }).exit, 5);
        QCOMPARE(textOf(watcher.json(), "description"), QStringLiteral("later"));
        QVERIFY2(server.startAgain(), qPrintable(server.problem()));
        const Json back = watcher.json();
        QCOMPARE(textOf(back, "event"), QStringLiteral("status"));
        QCOMPARE(textOf(back, "status"), QStringLiteral("pending"));
        QVERIFY(errorCode(back).isEmpty());
        QCOMPARE(back.find("pending_saves")->asNumber()->toString(), QStringLiteral("2"));
        // One less that waits is a change, whatever took it away.
        QDirIterator files(desk.path("."),
            { QLatin1Char('*') + textOf(meanwhile, "save_id") + QStringLiteral(".json") }, QDir::Files | QDir::Hidden,
            QDirIterator::Subdirectories);
        QVERIFY(files.hasNext());
        QVERIFY(QFile::remove(files.next()));
        const Json oneLess = watcher.json();
        QCOMPARE(textOf(oneLess, "event"), QStringLiteral("status"));
        QCOMPARE(oneLess.find("pending_saves")->asNumber()->toString(), QStringLiteral("1"));
        QCOMPARE(desk("save --yes").exit, 0);
        // Journaled, sent and confirmed: each step may be seen.
        Json last = watcher.json();
        const Json check = desk("check --json").json();
        QVERIFY(check.find("save"));
        const QString lastSave = textOf(*check.find("save"), "save_id");
        for (int i = 0;
             i < 5 && (textOf(last, "status") != QLatin1String("verified") || textOf(last, "save_id") != lastSave); ++i)
            last = watcher.json();
        QCOMPARE(textOf(last, "status"), QStringLiteral("verified"));
        QCOMPARE(textOf(last, "save_id"), lastSave);
        QCOMPARE(watcher.endedBy(SIGTERM), 0);
    }

    void tradesOfTheEventLogAreTold()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        const InfluxSettings bucket = server.newDatabase(QStringLiteral("trades"));
        QVERIFY(server.load(bucket.bucket, Cli::fixture("event_log.lp")));
        const InfluxDesk desk(bucket);
        Watcher watcher(desk);
        const Json first = watcher.json();
        const double before = first.find("trades_since")->asNumber()->toDouble();
        InfluxClient client(bucket);
        QVERIFY(client.write(
            { "trading_state,operation=update,state_id=position_NEW-PAIR,state_type=position,version_id=n "
              "checksum=\"e567b20cdc93ddfac383bdd26c5a65dbaa87f672c5ecbd34fabc8d6397280641\","
              "data=\"{\\\"direction\\\": \\\"long\\\", \\\"entry_price\\\": 2.5, \\\"quantity\\\": 1.5}\" "
              "1895425323686584000" }));
        const Json trade = watcher.json();
        QCOMPARE(textOf(trade, "event"), QStringLiteral("status"));
        QCOMPARE(trade.find("trades_since")->asNumber()->toDouble(), before + 1);
        QCOMPARE(trade.find("positions")->asNumber()->toDouble(), first.find("positions")->asNumber()->toDouble() + 1);
        QCOMPARE(watcher.endedBy(SIGTERM), 0);
    }

    void aFolderThatCannotBeReadIsToldOnce()
    {
        const Cli cli;
        // A link where the folder's own file should be is refused, wherever it leads.
        QVERIFY(QDir().mkpath(cli.path("state")));
        QVERIFY(QFile::link(cli.path("elsewhere"), cli.path("state/folder.json")));
        Watcher watcher(cli, { QStringLiteral("--json"), QStringLiteral("--folder"), cli.path("state") });
        const Json failed = watcher.json();
        QCOMPARE(textOf(failed, "event"), QStringLiteral("not-read"));
        QVERIFY(!errorCode(failed).isEmpty());
        QVERIFY(watcher.line(quietMilliseconds).isEmpty());
        QVERIFY(QFile::remove(cli.path("state/folder.json")));
        const Json read = watcher.json();
        QCOMPARE(textOf(read, "event"), QStringLiteral("start"));
        QCOMPARE(textOf(read, "status"), QStringLiteral("empty"));
        // The same later on, and that it can be read again is told although nothing else has changed.
        QVERIFY(QDir().mkpath(cli.path("state/journal")));
        QFile inTheWay(cli.path("state/journal/default"));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        QCOMPARE(textOf(watcher.json(), "event"), QStringLiteral("not-read"));
        QVERIFY(inTheWay.remove());
        const Json again = watcher.json();
        QCOMPARE(textOf(again, "event"), QStringLiteral("status"));
        QCOMPARE(textOf(again, "status"), QStringLiteral("empty"));
        QCOMPARE(watcher.endedBy(SIGTERM), 0);
    }

    void aHungServerDoesNotHoldItsEnd()
    {
        FakeServer hung(FakeServer::hangs());
        QVERIFY(hung.listen());
        InfluxDesk desk(settingsFor(hung));
        desk.set("CONNECTION_TIMEOUT", QStringLiteral("300"));
        Watcher watcher(desk);
        QVERIFY(isAsked(hung));
        QCOMPARE(watcher.endedBy(SIGTERM), 0);
    }

    void itEndsWithItsReader()
    {
        const Cli cli;
        QCOMPARE(
            cli.run({ QStringLiteral("restore"), QStringLiteral("--yes"), QStringLiteral("--file"), python }).exit, 0);
        QProcess shell;
        shell.setProcessEnvironment(cli.environment);
        shell.setWorkingDirectory(cli.home.path());
        // The record does not change: only the reader's end can end it.
        shell.start(QStringLiteral("bash"),
            { QStringLiteral("-c"),
                QStringLiteral("set -o pipefail; '%1' watch --interval 60 | head -n 1").arg(Cli::program()) });
        QVERIFY(shell.waitForFinished(20'000));
        QCOMPARE(shell.exitCode(), 0);
        QCOMPARE(shell.readAllStandardOutput().count('\n'), 1);
        QVERIFY2(shell.readAllStandardError().isEmpty(), "it complained");
    }

    void aReaderThatIsGoneAlreadyIsNoFailure()
    {
        const Cli cli;
        QProcess shell;
        shell.setProcessEnvironment(cli.environment);
        shell.setWorkingDirectory(cli.home.path());
        // The shell behind the pipe closes it before the first line, and stays.
        shell.start(QStringLiteral("bash"),
            { QStringLiteral("-c"),
                QStringLiteral(
                    "set -o pipefail; { sleep 0.5; exec '%1' watch --interval 60; } | { exec <&-; sleep 1.5; }")
                    .arg(Cli::program()) });
        QVERIFY(shell.waitForFinished(20'000));
        QCOMPARE(shell.exitCode(), 0);
        QVERIFY2(shell.readAllStandardError().isEmpty(), "it complained");
    }

    void aFullDiskIsTold()
    {
        const Cli cli;
        const CliResult result = cli.run({ QStringLiteral("watch") }, QStringLiteral("/dev/full"));
        QCOMPARE(result.exit, 1);
        QVERIFY(result.err.contains("standard output"));
    }

    void wrongIntervals_data()
    {
        QTest::addColumn<QString>("interval");
        for (const char* interval : { "0", "-1", "soon", "nan", "inf", "86401" })
            QTest::newRow(interval) << QString::fromLatin1(interval);
    }

    void wrongIntervals()
    {
        QFETCH(QString, interval);
        const CliResult result = Cli().run({ QStringLiteral("watch"), QStringLiteral("--interval=") + interval });
        QCOMPARE(result.exit, 2);
        QVERIFY(result.err.contains("--interval"));
    }
};

QTEST_GUILESS_MAIN(TestCliWatch)
#include "tst_cli_watch.moc"
