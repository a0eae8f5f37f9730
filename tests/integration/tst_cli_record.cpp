// SPDX-License-Identifier: MIT
#include "clirunner.h"

#include "core/manager/statemanager.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString python = QStringLiteral(TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json");
const QString yes = QStringLiteral("--yes");

/// A home whose settings name a folder, so that every command works on the file store in it.
class Desk : public Cli
{
public:
    Desk() { environment.insert(QStringLiteral("TRADING_STATE_FALLBACK_DIR"), folder()); }

    [[nodiscard]] QString folder() const { return path("state"); }
    CliResult operator()(const char* words, const QStringList& more = {}) const
    {
        return run(QString::fromLatin1(words).split(QLatin1Char(' ')) + more);
    }
    [[nodiscard]] Json check() const { return (*this)("check --json").json(); }
    [[nodiscard]] int saves() const
    {
        const Json json = (*this)("history --json").json();
        return json.asArray() ? int(json.asArray()->size()) : -1;
    }
    CliResult restorePython() const { return (*this)("restore --file", { python, yes }); }
    [[nodiscard]] QByteArray log() const
    {
        QFile file(folder() + QStringLiteral("/trading_state.log"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// A save as a trading system makes it, by another program than the command line.
    [[nodiscard]] bool tradeNow() const
    {
        Settings settings;
        settings.folder = folder();
        StateManager manager({ settings, nullptr, nullptr, QStringLiteral("bot") });
        const auto now = manager.load();
        return now && manager.journalSave(now->state, SaveReason::Trade, QString()).has_value();
    }
};

} // namespace

/// Every command that works on a record, on the file store.
class TestCliRecord : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingStored()
    {
        const Desk desk;
        const CliResult result = desk("check --json");
        QCOMPARE(result.exit, 4);
        const Json json = result.json();
        QCOMPARE(textOf(json, "status"), QStringLiteral("empty"));
        QCOMPARE(compactJson(*json.find("conditions")), std::string("[\"empty\"]"));
        QCOMPARE(textOf(json, "proof"), QStringLiteral("none"));
        QVERIFY(json.find("save")->isNull());
        QCOMPARE(desk("check").exit, 4);
        QCOMPARE(desk("history").exit, 4);
        QCOMPARE(desk("history --json").json().asArray()->size(), size_t(0));
        QCOMPARE(desk("verify").exit, 4);
        QVERIFY(!QDir(desk.folder()).exists()); // looking makes nothing

        const CliResult backup = desk("backup");
        QCOMPARE(backup.exit, 4);
        QVERIFY(backup.out.isEmpty());
        QCOMPARE(desk("save --yes").exit, 4);
        QCOMPARE(desk("undo --yes").exit, 1);
        QCOMPARE(desk("remove A-B --yes --reason x").exit, 1);
        QCOMPARE(desk("diff head head").exit, 4);
        QCOMPARE(desk("check --at head").exit, 4);
    }

    void dryRunChangesNothing()
    {
        const Desk desk;
        const CliResult result = desk("restore --dry-run --file", { python });
        QVERIFY2(result.exit == 0, result.all().constData());
        for (const char* part :
            { "Now", "Backup", "After", "BTCUSD-ETHUSD", "+ added", "15 pair states", "Nothing is sent to the broker" })
            QVERIFY2(result.out.contains(part), part);
        QCOMPARE(desk("check").exit, 4);
    }

    void withoutATerminalItNeedsYes()
    {
        const Desk desk;
        const CliResult result = desk("restore --file", { python });
        QCOMPARE(result.exit, 1);
        QVERIFY(result.err.contains("--yes"));
        QVERIFY(result.err.contains("BTCUSD-ETHUSD")); // what it would have done
        QVERIFY(result.out.isEmpty());
        QCOMPARE(desk("check").exit, 4);
    }

    void restorePrintsTheBannerAndLogsIt()
    {
        const Desk desk;
        const CliResult result = desk.restorePython();
        QVERIFY2(result.exit == 0, result.all().constData());
        QVERIFY(result.out.startsWith(QByteArray(60, '=') + "\nRESTORING PREVIOUS TRADING STATE\n"));
        const QByteArray line = "  📈 BTCUSD-ETHUSD: long | Entry: 50000.0 | Qty: 0.1 | Time: 2025-07-20T08:00:00";
        for (const QByteArray& part : { QByteArray("Found 5 stored positions\n"), QByteArray(line + '\n'),
                 QByteArray("📊 Restored Pair States: 15 pairs\n"),
                 QByteArray("✅ Previous trading state successfully restored\n") })
            QVERIFY2(result.out.contains(part), part.constData());
        QVERIFY2(desk.log().contains(line), desk.log().constData());
        QVERIFY(result.err.contains("reading back and comparing: done"));
        QVERIFY(!result.err.contains('\r')); // no bar without a terminal

        const Json json = desk.check();
        QCOMPARE(textOf(json, "status"), QStringLiteral("verified"));
        QCOMPARE(textOf(*json.find("store"), "type"), QStringLiteral("file"));
        QCOMPARE(textOf(*json.find("save"), "reason"), QStringLiteral("restore"));
        QCOMPARE(textOf(*json.find("save")->find("restored_from"), "file"), python);
        QCOMPARE(pairsOf(json, "positions"),
            QStringList({ QStringLiteral("BRENT-WTI"), QStringLiteral("BTCUSD-ETHUSD"), QStringLiteral("ETHUSD-SOLUSD"),
                QStringLiteral("EURUSD-GBPUSD"), QStringLiteral("XAUUSD-XAGUSD") }));
        const CliResult text = desk("check");
        QCOMPARE(text.exit, 0);
        for (const char* part : { "Record intact", "Positions (5)", "Current trading state", "OptimizedPairsStrategy",
                 "Pair states (15)", "– not recorded", "Pending saves", "no .env" })
            QVERIFY2(text.out.contains(part), part);
    }

    void restoringTheSameAgainSavesNothing()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const int saves = desk.saves();
        const CliResult result = desk("restore --save head --yes");
        QVERIFY2(result.exit == 0, result.all().constData());
        QVERIFY(result.err.contains("already is"));
        QCOMPARE(desk.saves(), saves);
    }

    void onlyTakesThosePairs()
    {
        const Desk desk;
        QCOMPARE(desk("restore --yes --only BTCUSD-ETHUSD --only XAUUSD-XAGUSD --file", { python }).exit, 0);
        QCOMPARE(pairsOf(desk.check(), "positions"),
            QStringList({ QStringLiteral("BTCUSD-ETHUSD"), QStringLiteral("XAUUSD-XAGUSD") }));

        QCOMPARE(desk.restorePython().exit, 0);
        const QString full = textOf(*desk.check().find("save"), "save_id");
        QCOMPARE(desk("remove BTCUSD-ETHUSD --yes --reason x").exit, 0);
        QCOMPARE(desk("remove XAUUSD-XAGUSD --yes --reason x").exit, 0);
        QCOMPARE(desk("restore --yes --only XAUUSD-XAGUSD --save", { full }).exit, 0);
        const Json json = desk.check();
        QCOMPARE(pairsOf(json, "positions").size(), 4);
        QVERIFY(!pairsOf(json, "positions").contains(QStringLiteral("BTCUSD-ETHUSD")));
        const Json* count = json.find("portfolio")->find("open_positions");
        QVERIFY(count && count->asNumber());
        QCOMPARE(count->asNumber()->text(), std::string("4"));
        QCOMPARE(desk("restore --yes --only NO-PAIR --save", { full }).exit, 1);
    }

    void damagedNeedsAnExplicitChoice()
    {
        const Desk desk;
        const QString damaged = Cli::fixture("position_fallback_cut_off.json");
        const CliResult refused = desk("restore --yes --file", { damaged });
        QCOMPARE(refused.exit, 3);
        QVERIFY(refused.err.contains("--accept-salvaged"));
        QCOMPARE(desk("check").exit, 4);
        const CliResult accepted = desk("restore --yes --accept-salvaged --file", { damaged });
        QVERIFY2(accepted.exit == 0, accepted.all().constData());
        QCOMPARE(pairsOf(desk.check(), "positions").size(), 2);
    }

    void besideADamagedBackupTheOlderGoodOneIsNamed()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const QString good = QString::fromUtf8(desk("backup").out).trimmed();
        QVERIFY(QFile::exists(good));
        const QString cut = desk.folder() + QStringLiteral("/trading_state_backup_20300101_000000.json");
        QVERIFY(QFile::copy(good, cut));
        QVERIFY(QFile::resize(cut, QFileInfo(cut).size() / 2));
        const CliResult refused = desk("restore --yes --file", { cut });
        QCOMPARE(refused.exit, 3);
        QVERIFY2(refused.err.contains("undamaged backup here is " + good.toUtf8()), refused.all().constData());
        // A good file that is refused for another reason has no need of it.
        QVERIFY(!desk("restore --yes --file", { good }).err.contains("undamaged backup"));
    }

    void aComparisonWithWhatWasNotReadSaysSo()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const CliResult offline = desk("diff head --url http://127.0.0.1:1 --bucket b", { python });
        QVERIFY2(offline.err.contains("InfluxDB was not read"), offline.all().constData());
        QVERIFY(!desk("diff head", { python }).err.contains("InfluxDB"));
    }

    void nothingReadIsNeverRestored()
    {
        const Desk desk;
        QCOMPARE(desk("restore --yes --force --accept-salvaged --file", { Cli::fixture("backup_of_nothing_read.json") })
                     .exit,
            3);
        QCOMPARE(desk("restore --yes --file", { Cli::fixture("checksums.json") }).exit, 3);
        QCOMPARE(desk("restore --yes --file /none").exit, 1);
        QCOMPARE(desk("check").exit, 4);
    }

    void readOnlyRefusesAllThatWritesButBackup()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const int saves = desk.saves();
        for (const char* words : { "save --yes --read-only", "undo --yes --read-only",
                 "remove BRENT-WTI --reason x --yes --read-only", "restore --save head --yes --read-only" }) {
            const CliResult result = desk(words);
            QCOMPARE(result.exit, 1);
            QVERIFY2(result.err.contains("may only read"), result.err.constData());
        }
        QCOMPARE(desk.saves(), saves);
        const CliResult backup = desk("backup --read-only");
        QVERIFY2(backup.exit == 0, backup.all().constData());
        QCOMPARE(desk("check --read-only").exit, 0);
    }

    void backupPrintsThePathAlone()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const CliResult result = desk("backup", { QStringLiteral("--description"), QStringLiteral("before the roll") });
        QVERIFY2(result.exit == 0, result.all().constData());
        QCOMPARE(result.out.count('\n'), 1);
        const QString path = QString::fromUtf8(result.out.trimmed());
        QVERIFY(path.startsWith(desk.folder() + QStringLiteral("/trading_state_backup_")));
        QCOMPARE(QFile::permissions(path) & ~(QFileDevice::ReadUser | QFileDevice::WriteUser),
            QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        const Json shown = desk("show --json", { path }).json();
        QCOMPARE(textOf(shown, "proof"), QStringLiteral("verified"));
        QCOMPARE(compactJson(*shown.find("positions")), compactJson(*desk.check().find("positions")));
        QCOMPARE(desk("diff head", { path }).exit, 0);
        QCOMPARE(desk("verify --file", { path }).exit, 0);
        QVERIFY(desk("backup --quiet").err.isEmpty());

        const QString own = desk.path("own.json");
        QCOMPARE(desk("backup --output", { own }).exit, 0);
        const CliResult again = desk("backup --output", { own });
        QCOMPARE(again.exit, 1);
        QVERIFY(again.out.isEmpty());
        QVERIFY(QDir(desk.home.path()).mkdir(QStringLiteral("elsewhere")));
        QVERIFY(desk("backup --output elsewhere").out.contains("/elsewhere/trading_state_backup_"));
    }

    void saveHistoryAndPastSaves()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const CliResult save = desk("save --yes --description", { QStringLiteral("before the weekend") });
        QVERIFY2(save.exit == 0, save.all().constData());
        QVERIFY(save.out.startsWith("Save: "));
        const Json history = desk("history --json").json();
        QCOMPARE(history.asArray()->size(), size_t(2));
        const Json& newest = history.asArray()->front();
        QCOMPARE(textOf(newest, "reason"), QStringLiteral("manual"));
        QCOMPARE(textOf(newest, "description"), QStringLiteral("before the weekend"));
        QCOMPARE(newest.asObject()->count("proof"), size_t(1));
        QVERIFY(desk("history").out.contains("before the weekend"));
        QCOMPARE(desk("history --limit 1 --json").json().asArray()->size(), size_t(1));
        const CliResult later = desk("history --since 2200-01-01 --json");
        QCOMPARE(later.exit, 0);
        QCOMPARE(later.json().asArray()->size(), size_t(0));

        const QString first = textOf((*history.asArray())[1], "save_id");
        const CliResult past = desk("check --json --at", { first.left(8) });
        QVERIFY2(past.exit == 0, past.all().constData());
        QCOMPARE(textOf(*past.json().find("save"), "save_id"), first);
        QVERIFY(!past.json().find("store"));
        QCOMPARE(errorCode(desk("check --json --at ffffffff").json()), QStringLiteral("no-such-save"));
        QCOMPARE(desk("check --at ffffffff").exit, 1);
        QCOMPARE(desk("check --at 2001-01-01T00:00:00Z").exit, 1);
    }

    void removeAndUndo()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const Json before = desk.check();
        const CliResult unknown = desk("remove NO-PAIR --reason x --yes");
        QCOMPARE(unknown.exit, 1);
        QVERIFY(unknown.err.contains("no such position"));
        const CliResult removed = desk("remove EURUSD-GBPUSD --yes --reason", { QStringLiteral("closed by hand") });
        QVERIFY2(removed.exit == 0, removed.all().constData());
        QVERIFY(removed.err.contains("Check the broker first"));
        QVERIFY(removed.out.contains("Rescue copy: "));
        const Json after = desk.check();
        QCOMPARE(pairsOf(after, "positions").size(), 4);
        QCOMPARE(textOf(*after.find("save"), "reason"), QStringLiteral("remove"));
        QCOMPARE(textOf(*after.find("pair_states")->find("EURUSD-GBPUSD"), "position"), QStringLiteral("none"));

        QCOMPARE(desk("undo --dry-run").exit, 0);
        QCOMPARE(pairsOf(desk.check(), "positions").size(), 4);
        const CliResult undone = desk("undo --yes");
        QVERIFY2(undone.exit == 0, undone.all().constData());
        QCOMPARE(compactJson(*desk.check().find("positions")), compactJson(*before.find("positions")));
        QCOMPARE(compactJson(*desk.check().find("pair_states")), compactJson(*before.find("pair_states")));
        QCOMPARE(desk("undo --yes").exit, 0); // redo
        QCOMPARE(pairsOf(desk.check(), "positions").size(), 4);
    }

    void aLiveTradingSystemIsGuarded()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        QCOMPARE(desk("remove XAUUSD-XAGUSD --reason x --yes").exit, 0);
        QVERIFY(desk.tradeNow());
        const int saves = desk.saves();
        for (const char* words : { "remove BRENT-WTI --reason x --yes", "undo --yes", "save --yes" }) {
            const CliResult result = desk(words);
            QCOMPARE(result.exit, 1);
            QVERIFY2(result.err.contains("trading system is running"), result.all().constData());
        }
        QCOMPARE(desk.saves(), saves);
        QCOMPARE(desk("backup").exit, 0);
        const CliResult forced = desk("remove BRENT-WTI --reason x --yes --force");
        QVERIFY2(forced.exit == 0, forced.all().constData());
        QCOMPARE(desk.saves(), saves + 1);
    }

    void aPreviewIsNotStoppedByWhatForbidsToWrite()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        QCOMPARE(desk("remove XAUUSD-XAGUSD --reason x --yes").exit, 0);
        QVERIFY(desk.tradeNow());
        const int saves = desk.saves();
        const CliResult live = desk("restore --dry-run --file", { python });
        QVERIFY2(live.exit == 0, live.all().constData());
        QVERIFY2(live.err.contains("trading system is running"), live.all().constData());
        QVERIFY(live.out.contains("XAUUSD-XAGUSD"));
        const CliResult readOnly = desk("restore --dry-run --read-only --file", { python });
        QVERIFY2(readOnly.exit == 0, readOnly.all().constData());
        QVERIFY2(readOnly.err.contains("may only read"), readOnly.all().constData());
        QCOMPARE(desk("undo --dry-run --read-only").exit, 0);
        // What makes the preview itself worthless still does.
        QCOMPARE(desk("restore --dry-run --file", { Cli::fixture("backup_of_nothing_read.json") }).exit, 3);
        QCOMPARE(desk.saves(), saves);
    }

    void headIsTheRecordWhateverFilesLieAbout()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        QVERIFY(desk.write("head", "no state"));
        const CliResult check = desk("check --json --at head");
        QVERIFY2(check.exit == 0, check.all().constData());
        QCOMPARE(pairsOf(check.json(), "positions").size(), 5);
        QCOMPARE(desk("diff head head").exit, 0);
        QCOMPARE(desk("restore --save head --yes").exit, 0);
    }

    void aFolderIsNoFile()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        for (const QString& path : { desk.folder(), QStringLiteral("/dev/null") }) {
            const CliResult result = desk("restore --dry-run --file", { path });
            QCOMPARE(result.exit, 1);
            QVERIFY2(!result.err.contains("no such save"), result.err.constData());
            QVERIFY2(result.err.contains(path.toUtf8()), result.err.constData());
        }
    }

    void controlsOfATerminalAreEscapedInJson()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        const std::pair<QString, QByteArray> hostile[] {
            { QStringLiteral("a\u007fb"), "a\\u007fb" },
            { QStringLiteral("a\u009b31mb\u0080\u009fc\u00a0é"), "a\\u009b31mb\\u0080\\u009fc\xc2\xa0\xc3\xa9" },
        };
        for (const auto& [text, shown] : hostile) {
            QCOMPARE(desk("save --yes --description", { text }).exit, 0);
            const CliResult newest = desk("history --json --limit 1");
            QCOMPARE(textOf(newest.json().asArray()->front(), "description"), text);
            QVERIFY2(newest.out.contains(shown), newest.out.constData());
        }
        const CliResult result = desk("history --json");
        for (const char* raw : { "\xc2\x9b", "\xc2\x80", "\xc2\x9f", "\x7f" })
            QVERIFY(!result.out.contains(raw));
    }

    void aTornSaveIsTold()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        QDir journal(desk.folder() + QStringLiteral("/journal/default"));
        const QStringList files = journal.entryList({ QStringLiteral("*.json") }, QDir::Files);
        QCOMPARE(files.size(), 1);
        QFile file(journal.filePath(files.front()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("50000.0"));
        bytes.replace("50000.0", "59999.0");
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        const CliResult result = desk("check --json");
        QCOMPARE(result.exit, 3);
        QCOMPARE(textOf(result.json(), "status"), QStringLiteral("torn"));
        // It is the only save: there is no good one to be shown beside it.
        const CliResult text = desk("check");
        QCOMPARE(text.exit, 3);
        QVERIFY2(text.out.contains("This save does not match its checksum"), text.all().constData());
        QVERIFY2(!text.out.contains("good one"), text.all().constData());
        QCOMPARE(desk("verify").exit, 3);
        QCOMPARE(desk("verify --all --json").exit, 3);
        QCOMPARE(desk("save --yes").exit, 3);
        QCOMPARE(desk("backup").exit, 3);
    }

    void verifyAllListsEverything()
    {
        const Desk desk;
        QCOMPARE(desk.restorePython().exit, 0);
        QCOMPARE(desk("backup").exit, 0);
        const CliResult result = desk("verify --all --json");
        QVERIFY2(result.exit == 0, result.all().constData());
        QVERIFY(result.json().asArray()->size() >= 2);
        QVERIFY(desk("verify").out.startsWith("verified"));
    }

    void onATerminalItAsks()
    {
        const Desk desk;
        const QStringList restore { QStringLiteral("restore"), QStringLiteral("--file"), python };
        const CliResult no = desk.runOnTerminal(restore, "Type y", "n\n");
        QCOMPARE(no.exit, 1);
        QVERIFY2(no.out.contains("Add 5 positions"), no.out.constData());
        QVERIFY(no.out.contains("Not confirmed"));
        QCOMPARE(desk("check").exit, 4);
        const CliResult interrupted = desk.runOnTerminal(restore, "Type y", "\x03");
        QCOMPARE(interrupted.exit, 1);
        QVERIFY2(interrupted.out.contains("Cancelled"), interrupted.out.constData());
        QCOMPARE(desk("check").exit, 4);
        const CliResult ended = desk.runOnTerminal(restore, "Type y", "\x04");
        QCOMPARE(ended.exit, 1);
        const CliResult done = desk.runOnTerminal(restore, "Type y", "y\n");
        QVERIFY2(done.exit == 0, done.out.constData());
        QVERIFY(done.out.contains("[####")); // the bar
        QCOMPARE(desk("check").exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestCliRecord)
#include "tst_cli_record.moc"
