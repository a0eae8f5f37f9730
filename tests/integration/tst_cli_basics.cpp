// SPDX-License-Identifier: MIT
#include "clirunner.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QStringList commandNames { QStringLiteral("check"), QStringLiteral("backup"), QStringLiteral("restore"),
    QStringLiteral("undo"), QStringLiteral("remove"), QStringLiteral("save"), QStringLiteral("history"),
    QStringLiteral("show"), QStringLiteral("diff"), QStringLiteral("verify"), QStringLiteral("migrate"),
    QStringLiteral("watch"), QStringLiteral("doctor") };

} // namespace

/// The command line before any record is touched: help, wrong use, settings, terminals.
class TestCliBasics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aloneItPrintsAnOverview()
    {
        const CliResult result = Cli().run({});
        QCOMPARE(result.exit, 0);
        for (const QString& name : commandNames)
            QVERIFY2(result.out.contains("\n  " + name.toUtf8() + " "), qPrintable(name));
        QVERIFY(result.err.isEmpty());
    }

    void whatIsNoCommandIsWrongUse() { QCOMPARE(Cli().run({ QStringLiteral("migrat") }).exit, 2); }

    void helpTellsWhatOptionsExamplesAndExitStatus()
    {
        const Cli cli;
        for (const QString& name : commandNames) {
            const CliResult result = cli.run({ name, QStringLiteral("--help") });
            QCOMPARE(result.exit, 0);
            for (const char* part : { "Usage: state-manager ", "\nOptions:\n", "\nExamples:\n  ",
                     "\nExit status:\n  0  ", "--folder DIR", "--token-file F" })
                QVERIFY2(result.out.contains(part), qPrintable(name + QLatin1Char(' ') + QLatin1String(part)));
            for (const QByteArray& line : result.out.split('\n'))
                QVERIFY2(QString::fromUtf8(line).size() <= 100, line.constData());
        }
    }

    void helpNeedsNoSoundSettings()
    {
        Cli cli;
        cli.environment.insert(QStringLiteral("TRADING_STATE_DB_TYPE"), QStringLiteral("postgresql"));
        QCOMPARE(cli.run({ QStringLiteral("check"), QStringLiteral("--help") }).exit, 0);
    }

    void versionIsOneLine()
    {
        const Cli cli;
        const CliResult result = cli.run({ QStringLiteral("--version") });
        QCOMPARE(result.exit, 0);
        QVERIFY(result.out.startsWith("state-manager "));
        QCOMPARE(result.out.count('\n'), 1);
        QCOMPARE(cli.run({ QStringLiteral("check"), QStringLiteral("--version") }).out, result.out);
    }

    void unknownCommandNamesTheNearest()
    {
        const Cli cli;
        const CliResult result = cli.run({ QStringLiteral("restor") });
        QCOMPARE(result.exit, 2);
        QVERIFY(result.err.contains("Did you mean restore?"));
        QVERIFY(result.out.isEmpty());
    }

    void wrongUse_data()
    {
        QTest::addColumn<QStringList>("arguments");
        const auto row
            = [](const char* words) { QTest::newRow(words) << QString::fromLatin1(words).split(QLatin1Char(' ')); };
        row("check --bogus");
        row("check extra");
        row("show");
        row("show a b");
        row("diff a");
        row("remove EURUSD-GBPUSD");
        row("remove --reason x");
        row("restore");
        row("restore --file a --save b");
        row("restore --file");
        row("verify --file a --all");
        row("migrate");
        row("migrate --file a --dir b");
        row("migrate --dir /proc/self/exe");
        row("migrate --file /");
        row("history --limit 0");
        row("history --limit many");
        row("history --since yesterday");
        row("backup --json");
        row("--token secret check");
        row("check --token secret");
    }

    void wrongUse()
    {
        QFETCH(QStringList, arguments);
        const CliResult result = Cli().run(arguments);
        QCOMPARE(result.exit, 2);
        QVERIFY(result.out.isEmpty());
        QVERIFY(result.err.startsWith("state-manager: "));
    }

    void emptyValueIsWrongUse()
    {
        const CliResult result = Cli().run({ QStringLiteral("restore"), QStringLiteral("--file"), QString() });
        QCOMPARE(result.exit, 2);
        QVERIFY(result.err.contains("--file is empty"));
    }

    void commonOptionsMayStandBeforeTheCommand()
    {
        const Cli cli;
        const CliResult result = cli.run({ QStringLiteral("--folder"), cli.path("f"), QStringLiteral("show"),
            Cli::fixture("position_fallback.json") });
        QVERIFY2(result.exit == 0, result.all().constData());
    }

    void jsonFailuresAreOneDocument()
    {
        const Cli cli;
        const QStringList json { QStringLiteral("--json") };
        QCOMPARE(errorCode(cli.run(QStringList { QStringLiteral("check"), QStringLiteral("--bogus") } + json).json()),
            QStringLiteral("wrong-use"));
        QCOMPARE(errorCode(cli.run(QStringList { QStringLiteral("chek") } + json).json()), QStringLiteral("wrong-use"));
        QCOMPARE(errorCode(cli.run(QStringList { QStringLiteral("show"), QStringLiteral("/none") } + json).json()),
            QStringLiteral("file-not-found"));
        Cli wrong;
        wrong.environment.insert(QStringLiteral("TRADING_STATE_READ_ONLY"), QStringLiteral("perhaps"));
        const CliResult result = wrong.run(QStringList { QStringLiteral("check") } + json);
        QCOMPARE(result.exit, 2);
        QCOMPARE(errorCode(result.json()), QStringLiteral("invalid-setting"));
    }

    void wrongSettingsNameTheKey_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::newRow("type") << "TRADING_STATE_DB_TYPE"
                              << "postgresql";
        QTest::newRow("account") << "TRADING_STATE_ACCOUNT"
                                 << "../x";
        QTest::newRow("interval") << "TRADING_STATE_SAVE_INTERVAL"
                                  << "soon";
        QTest::newRow("url") << "TRADING_STATE_INFLUXDB_URL"
                             << "ftp://x";
    }

    void wrongSettingsNameTheKey()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        Cli cli;
        cli.environment.insert(key, value);
        const CliResult result = cli.run({ QStringLiteral("check") });
        QCOMPARE(result.exit, 2);
        QVERIFY2(result.err.contains(key.toUtf8()), result.err.constData());
    }

    void missingEnvFileIsAWrongSetting()
    {
        QCOMPARE(Cli().run({ QStringLiteral("check"), QStringLiteral("--env-file"), QStringLiteral("/none") }).exit, 2);
    }

    void unknownSettingIsNotedUnlessQuiet()
    {
        Cli cli;
        cli.environment.insert(QStringLiteral("TRADING_STATE_ACOUNT"), QStringLiteral("x"));
        const QStringList show { QStringLiteral("show"), Cli::fixture("position_fallback.json") };
        QVERIFY(cli.run(show).err.contains("TRADING_STATE_ACCOUNT"));
        QVERIFY(cli.run(show + QStringList { QStringLiteral("--quiet") }).err.isEmpty());
    }

    void tokenFileIsReadSafely_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("complaint");
        QTest::newRow("empty") << QByteArray("\n") << QByteArray("empty");
        QTest::newRow("two lines") << QByteArray("canary-1\ncanary-2\n") << QByteArray("more than one line");
        QTest::newRow("header injection") << QByteArray("canary\r\nX: canary") << QByteArray("control character");
        QTest::newRow("large") << QByteArray("canary").repeated(20000) << QByteArray("too large");
    }

    void tokenFileIsReadSafely()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, complaint);
        const Cli cli;
        QVERIFY(cli.write("token", content));
        const CliResult result
            = cli.run({ QStringLiteral("check"), QStringLiteral("--token-file"), cli.path("token") });
        QCOMPARE(result.exit, 2);
        QVERIFY2(result.err.contains(complaint), result.err.constData());
        QVERIFY(!result.all().contains("canary"));
    }

    void tokenFileMayNotBeAFolderOrMissing()
    {
        const Cli cli;
        const QStringList check { QStringLiteral("check"), QStringLiteral("--token-file") };
        QCOMPARE(cli.run(check + QStringList { cli.home.path() }).exit, 2);
        QCOMPARE(cli.run(check + QStringList { cli.path("none") }).exit, 2);
    }

    void tokenThatOthersMayReadIsToldAndNeverShown()
    {
        const Cli cli;
        QVERIFY(cli.write("token", "canary-token"));
        const QStringList show { QStringLiteral("show"), Cli::fixture("position_fallback.json"),
            QStringLiteral("--token-file"), cli.path("token") };
        QVERIFY(QFile::setPermissions(
            cli.path("token"), QFileDevice::ReadOwner | QFileDevice::ReadGroup | QFileDevice::ReadOther));
        CliResult result = cli.run(show);
        QVERIFY(result.err.contains("others may read it"));
        QVERIFY(!result.all().contains("canary"));
        QVERIFY(QFile::setPermissions(cli.path("token"), QFileDevice::ReadOwner));
        QVERIFY(cli.run(show).err.isEmpty());
    }

    void coloursOnTerminalsOnly()
    {
        Cli cli;
        const QStringList show { QStringLiteral("show"), Cli::fixture("position_fallback.json") };
        QVERIFY(!cli.run(show).out.contains('\x1b'));
        QVERIFY(cli.runOnTerminal(show).out.contains("\x1b["));
        QVERIFY(!cli.runOnTerminal(show + QStringList { QStringLiteral("--no-color") }).out.contains('\x1b'));
        cli.environment.insert(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
        QVERIFY(!cli.runOnTerminal(show).out.contains('\x1b'));
    }

    void outputThatCannotBeWrittenIsAFailure()
    {
        const CliResult result = Cli().run(
            { QStringLiteral("show"), Cli::fixture("position_fallback.json") }, QStringLiteral("/dev/full"));
        QCOMPARE(result.exit, 1);
        QVERIFY(result.err.contains("standard output"));
    }

    void cLocaleSaysNothingOfItself()
    {
        Cli cli;
        cli.environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
        const CliResult result = cli.run({ QStringLiteral("show"), Cli::fixture("position_fallback.json") });
        QVERIFY2(result.err.isEmpty(), result.err.constData());
        QVERIFY(result.out.contains("▲ long"));
    }
};

QTEST_GUILESS_MAIN(TestCliBasics)
#include "tst_cli_basics.moc"
