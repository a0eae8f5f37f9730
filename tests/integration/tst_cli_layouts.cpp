// SPDX-License-Identifier: MIT
#include "core/state/difference.h"
#include "influxdesk.h"
#include "tests/support/eventlogfixture.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

TradingState stateOf(const Json& check)
{
    TradingState state;
    for (const Json& row : *check.find("positions")->asArray())
        state.positions.emplace(textOf(row, "pair"), Position(textOf(row, "pair"), *row.asObject()));
    for (const auto& [key, row] : *check.find("pair_states")->asObject())
        state.pairStates.emplace(toQString(key), PairState(*row.asObject()));
    return state;
}

QStringList textsOf(const Json& json, std::string_view key)
{
    QStringList texts;
    if (const Json* list = json.find(key); list && list->asArray()) {
        for (const Json& text : *list->asArray())
            texts.append(text.asText() ? toQString(*text.asText()) : QString());
    }
    return texts;
}

} // namespace

/// The real program on what the Python system wrote, and a whole life of saves in both layouts.
class TestCliLayouts : public QObject
{
    Q_OBJECT

private:
    SuiteServer m_server;

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void checkShowsExactlyTheLastSaveOfTheEventLog()
    {
        const InfluxDesk desk(m_server.emptyBucket());
        QVERIFY2(m_server.load(Cli::fixture("event_log.lp")), qPrintable(m_server.problem()));
        const CliResult result = desk("check --json");
        QVERIFY2(result.exit == 0, result.all().constData());
        const Json json = result.json();
        QVERIFY(json.asObject());

        const Json truth = lastSaveOfEventLog();
        TradingState expected;
        for (const auto& [key, row] : *truth.find("positions")->asObject())
            expected.positions.emplace(toQString(key), Position(toQString(key), *row.asObject()));
        for (const auto& [key, row] : *truth.find("pair_states")->asObject())
            expected.pairStates.emplace(toQString(key), PairState(*row.asObject()));
        const TradingState shown = stateOf(json);
        QCOMPARE(shown.positions.size(), size_t(5));
        QCOMPARE(shown.pairStates.size(), size_t(15));
        for (const RowDifference& row : compare(expected, shown)) {
            if (row.part == StatePart::Position || row.part == StatePart::PairState)
                QVERIFY2(row.kind == ChangeKind::Unchanged, qPrintable(row.key));
        }
        QCOMPARE(pairsOf(json, "ghosts"), QStringList { QStringLiteral("PG.US-CL.US") });
        const Json* equity = json.find("portfolio")->find("total_value");
        QVERIFY(equity && equity->asNumber());
        QCOMPARE(equity->asNumber()->text(), std::string("101270.81"));
        QVERIFY(!findingCodes(json).contains(QStringLiteral("checksum-mismatch")));
        QCOMPARE(textOf(json, "proof"), QStringLiteral("verified"));
        QCOMPARE(textOf(*json.find("store"), "layout"), QStringLiteral("versions"));
        QCOMPARE(textOf(*json.find("store"), "version"), m_server.version());

        const CliResult text = desk("check");
        QVERIFY(!text.out.contains("JPM.US-BAC.US  ▲"));
        QVERIFY(text.out.contains("Suspected ghosts, not part of the last save (1)\n"));
        QVERIFY(text.out.contains("Positions (5)\n"));
    }

    void oddLogs_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
            { "fresh_start", "interrupted", "reconciled_and_backtest", "returned_ghost", "vanished" })
            QTest::newRow(name) << QStringLiteral("event_log_") + QLatin1String(name);
    }

    void oddLogs()
    {
        QFETCH(QString, name);
        const InfluxDesk desk(m_server.emptyBucket());
        QVERIFY2(m_server.load(Cli::fixture(qPrintable(name + QStringLiteral(".lp")))), qPrintable(m_server.problem()));
        QFile file(Cli::fixture(qPrintable(name + QStringLiteral(".expected.json"))));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        const Json expected = parseJson(std::string_view(bytes.constData(), size_t(bytes.size())))->value;

        const CliResult result = desk("check --json");
        QVERIFY2(result.exit == 0, result.all().constData());
        const Json json = result.json();
        QCOMPARE(pairsOf(json, "positions"), textsOf(expected, "positions"));
        QCOMPARE(pairsOf(json, "ghosts"), textsOf(expected, "ghosts"));
        if (expected.find("pair_states"))
            QCOMPARE(keysOf(*json.find("pair_states")), textsOf(expected, "pair_states"));
        for (const QString& condition : textsOf(expected, "conditions"))
            QVERIFY2(textsOf(json, "conditions").contains(condition), result.out.constData());
        if (const Json* wanted = expected.find("findings")) {
            for (const Json& finding : *wanted->asArray())
                QVERIFY2(findingCodes(json).contains(toQString(*finding.asArray()->front().asText())),
                    result.out.constData());
        }
    }

    void wholeLifeInBothLayouts_data()
    {
        QTest::addColumn<QString>("layout");
        QTest::newRow("tables") << QStringLiteral("tables");
        QTest::newRow("versions") << QStringLiteral("versions");
    }

    void wholeLifeInBothLayouts()
    {
        QFETCH(QString, layout);
        InfluxDesk desk(m_server.emptyBucket());
        desk.set("INFLUXDB_LAYOUT", layout);
        QCOMPARE(desk("check").exit, 4);
        const CliResult restored
            = desk("restore --yes --file", { Cli::fixture("trading_state_backup_20261123_091528.json") });
        QVERIFY2(restored.exit == 0, restored.all().constData());
        QVERIFY(restored.err.contains("writing to InfluxDB: done"));
        const Json first = desk("check --json").json();
        QCOMPARE(textOf(first, "status"), QStringLiteral("verified"));
        QCOMPARE(textOf(*first.find("store"), "layout"), layout);
        QCOMPARE(pairsOf(first, "positions").size(), 5);
        QCOMPARE(compactJson(*first.find("pending_saves")), std::string("0"));

        const CliResult removed = desk("remove XAUUSD-XAGUSD --reason x --yes");
        QVERIFY2(removed.exit == 0, removed.all().constData());
        QCOMPARE(pairsOf(desk("check --json").json(), "positions").size(), 4);
        const CliResult undone = desk("undo --yes");
        QVERIFY2(undone.exit == 0, undone.all().constData());
        const Json last = desk("check --json").json();
        for (const char* key : { "positions", "pair_states" })
            QVERIFY2(compactJson(*last.find(key)) == compactJson(*first.find(key)), key);
        QCOMPARE(desk("verify").exit, 0);
        const Json history = desk("history --json").json();
        QCOMPARE(history.asArray()->size(), size_t(3));

        // Another machine with an empty folder sees the same.
        const InfluxDesk other(m_server.settings());
        const Json elsewhere = other("check --json").json();
        QCOMPARE(textOf(elsewhere, "status"), QStringLiteral("verified"));
        QCOMPARE(compactJson(*elsewhere.find("positions")), compactJson(*first.find("positions")));
    }
};

QTEST_GUILESS_MAIN(TestCliLayouts)
#include "tst_cli_layouts.moc"
