// SPDX-License-Identifier: MIT
#include "clirunner.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

/// A trader who knows nothing but the commands: has the Python system's backup, gets a record from it, backs it up,
/// loses everything, restores it, takes one position off, and takes that back.
class TestTraderDay : public QObject
{
    Q_OBJECT

private:
    static std::string part(const Json& json, std::string_view key)
    {
        const Json* value = json.find(key);
        return value ? compactJson(*value) : std::string();
    }

private Q_SLOTS:
    void fromAPythonBackupThroughLossToUndo()
    {
        Cli trader;
        QVERIFY(trader.write(".env", "TRADING_STATE_DB_TYPE=file\nTRADING_STATE_FALLBACK_DIR=state_fallback\n"));
        const auto run = [&](const char* words, const QStringList& more = {}) {
            return trader.run(QString::fromLatin1(words).split(QLatin1Char(' ')) + more);
        };
        const QString old = Cli::fixture("trading_state_backup_20261123_091528.json");

        QCOMPARE(run("show", { old }).exit, 0);
        QCOMPARE(run("check").exit, 4);
        QCOMPARE(run("restore --yes --file", { old }).exit, 0);
        const Json first = run("check --json").json();
        QCOMPARE(textOf(first, "status"), QStringLiteral("verified"));
        QCOMPARE(pairsOf(first, "positions").size(), 5);

        const CliResult backup = run("backup --description", { QStringLiteral("before the rollover") });
        QCOMPARE(backup.exit, 0);
        const QString file = QString::fromUtf8(backup.out.trimmed());
        QVERIFY(file.startsWith(trader.home.path() + QStringLiteral("/state_fallback/")));

        // The state is lost; the backup was carried away in time.
        const QString usb = trader.path("usb.json");
        QVERIFY(QFile::copy(file, usb));
        QVERIFY(QDir(trader.path("state_fallback")).removeRecursively());
        QCOMPARE(run("check").exit, 4);

        QCOMPARE(run("verify --file", { usb }).exit, 0);
        const CliResult restored = run("restore --yes --file", { usb });
        QVERIFY2(restored.exit == 0, restored.all().constData());
        QVERIFY(restored.out.contains("Found 5 stored positions"));
        const Json second = run("check --json").json();
        QCOMPARE(textOf(second, "status"), QStringLiteral("verified"));
        for (const char* key : { "positions", "pair_states", "portfolio", "session" })
            QVERIFY2(!part(first, key).empty() && part(first, key) == part(second, key), key);
        QCOMPARE(textOf(*second.find("save")->find("checksum"), "value"),
            textOf(*first.find("save")->find("checksum"), "value"));
        QCOMPARE(run("diff head", { usb }).exit, 0);

        // One position was closed at the broker by hand — no, it was not after all.
        QCOMPARE(run("remove EURUSD-GBPUSD --yes --reason", { QStringLiteral("closed at the broker") }).exit, 0);
        QCOMPARE(run("diff head", { usb }).exit, 3);
        QCOMPARE(pairsOf(run("check --json").json(), "positions").size(), 4);
        QCOMPARE(run("undo --yes").exit, 0);
        const Json third = run("check --json").json();
        for (const char* key : { "positions", "pair_states" })
            QVERIFY2(part(first, key) == part(third, key), key);
        QVERIFY(run("diff head", { usb }).exit == 0);

        const Json history = run("history --json").json();
        QStringList reasons;
        for (const Json& save : *history.asArray())
            reasons.append(textOf(save, "reason"));
        QCOMPARE(reasons, QStringList({ QStringLiteral("undo"), QStringLiteral("remove"), QStringLiteral("restore") }));
        QCOMPARE(run("verify --all").exit, 0);
    }
};

QTEST_GUILESS_MAIN(TestTraderDay)
#include "tst_trader_day.moc"
