// SPDX-License-Identifier: MIT
#include "clirunner.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

/// Looking at files: show, diff and verify of documents that real programs wrote, and of hostile ones.
class TestCliDocuments : public QObject
{
    Q_OBJECT

private:
    Cli m_cli;

    CliResult show(const QString& path, bool json)
    {
        return m_cli.run(QStringList { QStringLiteral("show"), path }
            + (json ? QStringList { QStringLiteral("--json") } : QStringList()));
    }

private Q_SLOTS:
    void showsAPythonBackup()
    {
        const QString path = Cli::fixture("trading_state_backup_20261123_091528.json");
        const CliResult text = show(path, false);
        QVERIFY2(text.exit == 0, text.all().constData());
        for (const char* part :
            { "This data carries no checksum to check", "Positions (", "Current trading state", "Pair states (15)",
                "Portfolio", "– not recorded", "Findings (", "BTCUSD-ETHUSD", "▲ long", "Z-score", "Cooldown" })
            QVERIFY2(text.out.contains(part), part);

        const CliResult result = show(path, true);
        QCOMPARE(result.exit, 0);
        const Json json = result.json();
        QCOMPARE(keysOf(json),
            QStringList({ QStringLiteral("age_seconds"), QStringLiteral("conditions"), QStringLiteral("findings"),
                QStringLiteral("ghosts"), QStringLiteral("pair_states"), QStringLiteral("pending_saves"),
                QStringLiteral("portfolio"), QStringLiteral("positions"), QStringLiteral("proof"),
                QStringLiteral("save"), QStringLiteral("session"), QStringLiteral("status") }));
        QCOMPARE(textOf(json, "status"), QStringLiteral("unverified"));
        QCOMPARE(textOf(json, "proof"), QStringLiteral("unverified"));
        QCOMPARE(keysOf(*json.find("pair_states")).size(), 15);
        // {"deleted": true} is no position.
        QCOMPARE(pairsOf(json, "positions").size(), 6);
        QVERIFY(findingCodes(json).contains(QStringLiteral("default-equity")));
    }

    /// Times without a zone mean what the setting says, wherever the machine stands and whatever its clock does in
    /// spring.
    void theMachinesTimeZoneChangesNothing()
    {
        const QString path = Cli::fixture("trading_state_backup_20261123_091528.json");
        const auto withoutAge = [](const CliResult& result) {
            Json json = result.json();
            json.asObject()->erase("age_seconds");
            return compactJson(json);
        };
        std::string first;
        int same = 0;
        for (const char* zone : { "UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati", "Europe/Berlin" }) {
            m_cli.environment.insert(QStringLiteral("TZ"), QLatin1String(zone));
            const CliResult shown = show(path, true);
            QVERIFY2(shown.exit == 0, shown.all().constData());
            if (first.empty())
                first = withoutAge(shown);
            QCOMPARE(withoutAge(shown), first);
            ++same;
        }
        QCOMPARE(same, 5);
        // The fault is there: with the zone of the machine as the setting the times are others.
        m_cli.environment.insert(QStringLiteral("TRADING_STATE_TIMEZONE"), QStringLiteral("local"));
        const CliResult berlin = show(path, true);
        m_cli.environment.insert(QStringLiteral("TZ"), QStringLiteral("Pacific/Kiritimati"));
        const CliResult kiritimati = show(path, true);
        m_cli.environment.remove(QStringLiteral("TRADING_STATE_TIMEZONE"));
        m_cli.environment.remove(QStringLiteral("TZ"));
        QVERIFY(berlin.json().find("age_seconds")->asNumber());
        QVERIFY(berlin.json().find("age_seconds")->asNumber()->toDouble() + 3600
            < kiritimati.json().find("age_seconds")->asNumber()->toDouble());
    }

    void everyFieldIsThereWithItsText()
    {
        QVERIFY(m_cli.write("fields.json",
            "{\"BTCUSD-ETHUSD\": {\"symbol1\": \"BTCUSD\", \"symbol2\": \"ETHUSD\", \"direction\": \"long\", "
            "\"entry_time\": \"2025-07-20T08:00:00\", \"quantity\": 0.10, \"entry_price\": 1.2500, "
            "\"timestamp\": \"2025-07-20T08:00:00\", \"unheard_of\": {\"deep\": [1e308, -0, 9007199254740993]}}}"));
        const CliResult result = show(m_cli.path("fields.json"), true);
        QVERIFY2(result.exit == 0, result.all().constData());
        for (const char* part : { "0.10", "1.2500", "1e308", "-0", "9007199254740993", "unheard_of" })
            QVERIFY2(result.out.contains(part), part);
    }

    void notANumberIsNullAndTold()
    {
        QVERIFY(m_cli.write("nan.json",
            "{\"active_positions\": {\"A-B\": {\"symbol1\": \"A\", \"symbol2\": \"B\", \"direction\": \"long\", "
            "\"entry_time\": \"2025-07-20T08:00:00\", \"quantity\": NaN, \"entry_price\": 2, \"odd\": [-Infinity]}}, "
            "\"pair_states\": {\"A-B\": {\"symbol1\": \"A\", \"symbol2\": \"B\", \"position\": \"long\", "
            "\"z_score\": Infinity}}, \"last_save_time\": \"2025-07-20T08:00:00\"}"));
        const Json json = show(m_cli.path("nan.json"), true).json();
        QVERIFY(json.asObject());
        const Json& position = json.find("positions")->asArray()->front();
        QVERIFY(position.find("quantity")->isNull());
        QVERIFY(position.find("odd")->asArray()->front().isNull());
        QVERIFY(json.find("pair_states")->find("A-B")->find("z_score")->isNull());
        QStringList fields;
        for (const Json& finding : *json.find("findings")->asArray()) {
            if (textOf(finding, "code") == QLatin1String("not-a-number"))
                fields.append(textOf(finding, "pair") + QLatin1Char(' ') + textOf(finding, "field"));
        }
        fields.sort();
        QCOMPARE(fields,
            QStringList({ QStringLiteral("A-B odd"), QStringLiteral("A-B quantity"), QStringLiteral("A-B z_score") }));
    }

    void controlCharactersNeverReachTheTerminal()
    {
        QVERIFY(m_cli.write("evil.json",
            "{\"A-B\\u001b[2J\": {\"symbol1\": \"A\\u0007\", \"symbol2\": \"B\\u009b31m\", \"direction\": \"long\\n\", "
            "\"entry_time\": \"2025-07-20T08:00:00\", \"quantity\": 1, \"entry_price\": 2, "
            "\"timestamp\": \"2025-07-20T08:00:00\"}}"));
        const CliResult result = show(m_cli.path("evil.json"), false);
        const QString text = QString::fromUtf8(result.out + result.err);
        QVERIFY(text.contains(QStringLiteral("A-B")));
        for (const QChar character : text)
            QVERIFY(character == QLatin1Char('\n') || character.unicode() >= 0xa0
                || (character.unicode() >= 0x20 && character.unicode() < 0x7f));
        // In JSON they are there, escaped.
        QVERIFY(show(m_cli.path("evil.json"), true).out.contains("\\u001b[2J"));
    }

    void exitStatusTellsDamage_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("exit");
        const auto row = [](const char* name, int exit) { QTest::newRow(name) << Cli::fixture(name) << exit; };
        row("state_file.json", 0);
        row("position_fallback.json", 0);
        row("backup_nested_portfolio.json", 0);
        row("legacy_mt5_state.json", 0);
        row("legacy_mt5_state_older.json", 0);
        row("broker_summary_state.json", 0);
        row("position_fallback_cut_off.json", 3);
        row("state_file_damaged.json.backup", 3);
        row("backup_of_nothing_read.json", 3);
        row("checksums.json", 3); // JSON, but no state
        row("utility_check_output.txt", 3); // not even JSON
    }

    void exitStatusTellsDamage()
    {
        QFETCH(QString, file);
        QFETCH(int, exit);
        const CliResult text = show(file, false);
        QVERIFY2(text.exit == exit, text.all().constData());
        const CliResult json = show(file, true);
        QCOMPARE(json.exit, exit);
        QVERIFY2(json.json().asObject(), json.all().constData());
    }

    void aBackupOfNothingReadIsNotFlat()
    {
        const CliResult text = show(Cli::fixture("backup_of_nothing_read.json"), false);
        QVERIFY(text.all().contains("not a flat book"));
        QVERIFY(!text.all().contains("(proven)"));
    }

    void salvageIsListed()
    {
        const CliResult text = show(Cli::fixture("position_fallback_cut_off.json"), false);
        QVERIFY2(text.out.contains("Recovered from the damaged file"), text.all().constData());
    }

    void diffOfFiles()
    {
        QVERIFY(m_cli.write("a.json",
            "{\"A-B\": {\"symbol1\": \"A\", \"symbol2\": \"B\", \"direction\": \"long\", \"quantity\": 0.10, "
            "\"entry_price\": 1, \"entry_time\": \"2025-07-20 08:00:00\", \"timestamp\": \"2025-07-20T08:00:00\"}, "
            "\"C-D\": {\"symbol1\": \"C\", \"symbol2\": \"D\", \"direction\": \"short\", \"quantity\": 2, "
            "\"entry_price\": 1, \"entry_time\": \"2025-07-20T08:00:00\", \"timestamp\": \"2025-07-20T08:00:00\"}}"));
        QVERIFY(m_cli.write("b.json",
            "{\"A-B\": {\"symbol1\": \"A\", \"symbol2\": \"B\", \"direction\": \"long\", \"quantity\": 0.1, "
            "\"entry_price\": 1.5, \"entry_time\": \"2025-07-20T08:00:00\", \"timestamp\": \"2025-07-20T08:00:00\"}}"));
        const QStringList diff { QStringLiteral("diff"), m_cli.path("a.json"), m_cli.path("b.json") };
        const CliResult result = m_cli.run(diff + QStringList { QStringLiteral("--json") });
        QVERIFY2(result.exit == 3, result.all().constData());
        const Json json = result.json();
        QVERIFY(json.asArray());
        QCOMPARE(json.asArray()->size(), size_t(2));
        const Json& price = (*json.asArray())[0];
        QCOMPARE(keysOf(price),
            QStringList({ QStringLiteral("after"), QStringLiteral("before"), QStringLiteral("field"),
                QStringLiteral("key"), QStringLiteral("kind") }));
        QCOMPARE(textOf(price, "key"), QStringLiteral("A-B"));
        QCOMPARE(textOf(price, "field"), QStringLiteral("entry_price"));
        QCOMPARE(price.find("before")->asNumber()->text(), std::string("1"));
        QCOMPARE(price.find("after")->asNumber()->text(), std::string("1.5"));
        const Json& gone = (*json.asArray())[1];
        QCOMPARE(textOf(gone, "kind"), QStringLiteral("position"));
        QVERIFY(gone.find("field")->isNull());
        QVERIFY(gone.find("after")->isNull());
        QCOMPARE(textOf(*gone.find("before"), "symbol1"), QStringLiteral("C"));

        QVERIFY(m_cli.run(diff).out.contains("− removed"));
        const CliResult same = m_cli.run(
            { QStringLiteral("diff"), m_cli.path("a.json"), m_cli.path("a.json"), QStringLiteral("--json") });
        QCOMPARE(same.exit, 0);
        QVERIFY(same.json().asArray() && same.json().asArray()->empty());
    }

    void verifiesFiles()
    {
        const auto verify = [&](const char* name) {
            return m_cli.run(
                { QStringLiteral("verify"), QStringLiteral("--file"), Cli::fixture(name), QStringLiteral("--json") });
        };
        const CliResult python = verify("trading_state_backup_20261123_091528.json");
        QVERIFY2(python.exit == 0, python.all().constData());
        const Json json = python.json();
        QVERIFY(json.asArray() && json.asArray()->size() == 1);
        QCOMPARE(keysOf(json.asArray()->front()),
            QStringList({ QStringLiteral("findings"), QStringLiteral("save_id"), QStringLiteral("source"),
                QStringLiteral("status") }));
        QCOMPARE(textOf(json.asArray()->front(), "status"), QStringLiteral("unverified"));
        QCOMPARE(verify("state_file_damaged.json.backup").exit, 3);
        QCOMPARE(verify("backup_of_nothing_read.json").exit, 3);
    }
};

QTEST_GUILESS_MAIN(TestCliDocuments)
#include "tst_cli_documents.moc"
