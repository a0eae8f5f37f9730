// SPDX-License-Identifier: MIT
#include "influxdesk.h"

#include "tests/support/eventlogfixture.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

/// What restore does with rows that the Python system would load again: the choices --keep-removed and --purge-ghosts.
class TestCliEventLog : public QObject
{
    Q_OBJECT

private:
    SuiteServer m_server;

    int storedEvents(const char* stateId) const
    {
        InfluxClient client(m_server.settings());
        const auto answer
            = client.query(QStringLiteral("SELECT \"data\" FROM \"trading_state\" WHERE \"state_id\" = '%1'")
                               .arg(QLatin1String(stateId))
                               .toStdString());
        if (!answer)
            qFatal("%s", qPrintable(describe(answer.error())));
        return static_cast<int>(answer->rowCount());
    }
    /// What was on record at the save before that position was opened.
    static QString backupWithout(const InfluxDesk& desk, const char* pair)
    {
        const QString file = desk.path("without.json");
        const CliResult backup = desk("backup --output", { file });
        if (backup.exit != 0)
            qFatal("%s", backup.all().constData());
        QFile written(file);
        if (!written.open(QIODevice::ReadOnly))
            qFatal("no backup");
        const QByteArray bytes = written.readAll();
        auto document = parseJson(std::string_view(bytes.constData(), size_t(bytes.size())))->value;
        Json::Object& top = *document.asObject();
        top.erase("save"); // another state than the one of its checksum
        top.erase("format");
        top.erase("backup");
        std::erase_if(*top["positions"].asArray(),
            [pair](const Json& row) { return textOf(row, "pair") == QLatin1String(pair); });
        top["current_state"].asObject()->at("active_positions").asObject()->erase(pair);
        QString changed = desk.path("changed.json");
        const std::string text = compactJson(document);
        if (!desk.write("changed.json", QByteArray::fromStdString(text)))
            qFatal("not written");
        return changed;
    }

    /// As a server is that was itself restored from its backup.
    [[nodiscard]] bool setBackTo(const QString& file)
    {
        return InfluxClient(m_server.settings()).deleteRows("trading_state", "time > 0") && m_server.load(file);
    }
    static QByteArray untilTheFirstDelete()
    {
        const std::string all = pythonFixture(QStringLiteral("event_log.lp"));
        const auto timeOf = [](const QByteArray& line) { return line.mid(line.lastIndexOf(' ') + 1).toLongLong(); };
        QByteArrayList lines = QByteArray::fromStdString(all).trimmed().split('\n');
        std::sort(lines.begin(), lines.end(),
            [&](const QByteArray& a, const QByteArray& b) { return timeOf(a) < timeOf(b); });
        const auto deleted = std::find_if(
            lines.begin(), lines.end(), [](const QByteArray& line) { return line.contains("operation=delete"); });
        return QByteArrayList(lines.begin(), deleted).join('\n') + '\n';
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }
    void init()
    {
        static_cast<void>(m_server.emptyBucket());
        QVERIFY2(m_server.load(Cli::fixture("event_log.lp")), qPrintable(m_server.problem()));
    }

    void removedRowsGoAndAreExported()
    {
        const InfluxDesk desk(m_server.settings());
        const QString file = backupWithout(desk, "BRENT-WTI");
        QVERIFY(storedEvents("position_BRENT-WTI") > 0);
        const CliResult restored = desk("restore --yes --file", { file });
        QVERIFY2(restored.exit == 0, restored.all().constData());
        QVERIFY(!restored.all().contains("will bring back"));
        QCOMPARE(storedEvents("position_BRENT-WTI"), 0);
        QVERIFY(storedEvents("position_PG.US-CL.US") > 0); // the ghost was not asked about
        const QStringList exported = QDir(desk.folder()).entryList({ QStringLiteral("*_removed.lp") });
        QCOMPARE(exported.size(), 1);
        QCOMPARE(pairsOf(desk("check --json").json(), "positions").size(), 4);
    }

    void keepRemovedNamesWhatComesBack()
    {
        const InfluxDesk desk(m_server.settings());
        const QString file = backupWithout(desk, "BRENT-WTI");
        const int events = storedEvents("position_BRENT-WTI");
        const CliResult preview = desk("restore --dry-run --keep-removed --file", { file });
        QVERIFY2(preview.all().contains("will bring back BRENT-WTI"), preview.all().constData());
        const CliResult restored = desk("restore --yes --keep-removed --file", { file });
        QVERIFY2(restored.exit == 0, restored.all().constData());
        QVERIFY2(restored.all().contains("will bring back: BRENT-WTI"), restored.all().constData());
        QCOMPARE(storedEvents("position_BRENT-WTI"), events);
        QVERIFY(QDir(desk.folder()).entryList({ QStringLiteral("*_removed.lp") }).isEmpty());
        const Json check = desk("check --json").json();
        QVERIFY(!pairsOf(check, "positions").contains(QStringLiteral("BRENT-WTI")));
        QVERIFY(pairsOf(check, "ghosts").contains(QStringLiteral("BRENT-WTI")));
    }

    void undoAndRemoveKeepThemToo()
    {
        const InfluxDesk desk(m_server.settings());
        const int events = storedEvents("position_BRENT-WTI");
        const CliResult removed = desk("remove BRENT-WTI --yes --keep-removed --reason", { QStringLiteral("closed") });
        QVERIFY2(removed.exit == 0, removed.all().constData());
        QVERIFY2(removed.all().contains("will bring back: BRENT-WTI"), removed.all().constData());
        QVERIFY(storedEvents("position_BRENT-WTI") >= events);

        QCOMPARE(desk("undo --yes").exit, 0);
        QVERIFY(pairsOf(desk("check --json").json(), "positions").contains(QStringLiteral("BRENT-WTI")));
        const CliResult redone = desk("undo --yes --keep-removed");
        QVERIFY2(redone.exit == 0, redone.all().constData());
        QVERIFY2(redone.all().contains("will bring back: BRENT-WTI"), redone.all().constData());
        QVERIFY(storedEvents("position_BRENT-WTI") >= events);
        const Json check = desk("check --json").json();
        QVERIFY(!pairsOf(check, "positions").contains(QStringLiteral("BRENT-WTI")));
        QVERIFY(pairsOf(check, "ghosts").contains(QStringLiteral("BRENT-WTI")));
        QVERIFY(QDir(desk.folder()).entryList({ QStringLiteral("*_removed.lp") }).isEmpty());
    }

    void purgeGhostsTakesThemOutOfTheLog()
    {
        const InfluxDesk desk(m_server.settings());
        const QString file = backupWithout(desk, "BRENT-WTI");
        QVERIFY(storedEvents("position_PG.US-CL.US") > 0);
        const CliResult restored = desk("restore --yes --purge-ghosts --file", { file });
        QVERIFY2(restored.exit == 0, restored.all().constData());
        QCOMPARE(storedEvents("position_PG.US-CL.US"), 0);
        QCOMPARE(storedEvents("position_BRENT-WTI"), 0);
        const Json check = desk("check --json").json();
        QVERIFY(pairsOf(check, "ghosts").isEmpty());
        const QStringList exported = QDir(desk.folder()).entryList({ QStringLiteral("*_removed.lp") }, QDir::Files);
        QCOMPARE(exported.size(), 1);
        QFile lines(desk.folder() + QLatin1Char('/') + exported.front());
        QVERIFY(lines.open(QIODevice::ReadOnly));
        const QByteArray kept = lines.readAll();
        QVERIFY(kept.contains("position_PG.US-CL.US") && kept.contains("position_BRENT-WTI"));
    }

    void aSetBackServerLosesWhatWasClosedSince()
    {
        const InfluxDesk desk(m_server.settings());
        QCOMPARE(desk("remove BRENT-WTI --yes --reason closed").exit, 0);
        QVERIFY2(setBackTo(Cli::fixture("event_log.lp")), qPrintable(m_server.problem()));
        QVERIFY(storedEvents("position_BRENT-WTI") > 0);

        const CliResult preview = desk("restore --dry-run --save head");
        QVERIFY2(preview.out.contains("Still open in InfluxDB, which lacks the newest save: BRENT-WTI."),
            preview.all().constData());
        const auto exported
            = [&desk] { return QDir(desk.folder()).entryList({ QStringLiteral("*_removed.lp") }, QDir::Files).size(); };
        const auto before = exported();
        const CliResult restored = desk("restore --yes --save head");
        QVERIFY2(restored.exit == 0 && !restored.all().contains("will bring back"), restored.all().constData());
        QCOMPARE(storedEvents("position_BRENT-WTI"), 0);
        QCOMPARE(exported(), before + 1);
        const InfluxDesk elsewhere(m_server.settings());
        const Json check = elsewhere("check --json").json();
        QCOMPARE(pairsOf(check, "positions").size(), 4);
        QCOMPARE(pairsOf(check, "ghosts"), QStringList { QStringLiteral("PG.US-CL.US") }); // as ever: nobody asked
    }

    void aTradeThatTheRecordMayNotKnowStays()
    {
        const InfluxDesk desk(m_server.settings());
        QCOMPARE(desk("check").exit, 0);
        QVERIFY(desk.write("older.lp", untilTheFirstDelete())); // JPM.US-BAC.US was opened after the last of its saves
        QVERIFY2(setBackTo(desk.path("older.lp")), qPrintable(m_server.problem()));
        const CliResult restored = desk("restore --yes --save head");
        QVERIFY2(restored.exit == 0 && !restored.all().contains("Still open"), restored.all().constData());
        QVERIFY(storedEvents("position_JPM.US-BAC.US") > 0);
        QVERIFY(pairsOf(desk("check --json").json(), "ghosts").contains(QStringLiteral("JPM.US-BAC.US"))); // and told
    }

    void anotherAccountIsToldWhatToDo()
    {
        InfluxDesk desk(m_server.settings());
        desk.set("ACCOUNT", QStringLiteral("hedge"));
        const CliResult check = desk("check");
        QVERIFY2(check.exit != 0, check.all().constData());
        QVERIFY2(check.all().contains("belongs to the account default"), check.all().constData());
        QVERIFY(!check.out.contains("BRENT-WTI"));
        const CliResult restored
            = desk("restore --yes --file", { Cli::fixture("trading_state_backup_20261123_091528.json") });
        QVERIFY2(restored.exit != 0, restored.all().constData());
        QCOMPARE(storedEvents("trading_state_save"), 0);
    }
};

QTEST_GUILESS_MAIN(TestCliEventLog)
#include "tst_cli_event_log.moc"
