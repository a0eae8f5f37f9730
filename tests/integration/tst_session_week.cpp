// SPDX-License-Identifier: MIT
// A week of paper-session at full speed, with restarts, a kill and an outage of InfluxDB in it: at the end what the
// session saved last, what the console loads and what `check` prints agree on every field.
#include "core/documents/canonical.h"
#include "core/files/journal.h"
#include "core/manager/snapshotjson.h"
#include "core/manager/stateservice.h"
#include "tests/support/influxdserver.h"
#include "tests/support/paperprocess.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr int savesOfAWeek = 2000;
constexpr int patience = 120000;

const Json& part(const Json& json, const char* name)
{
    static const Json none;
    const Json* found = json.find(name);
    return found ? *found : none;
}

} // namespace

class TestSessionWeek : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everybodyAgreesAtTheEnd()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        static_cast<void>(server.newDatabase(QStringLiteral("week")));
        const QTemporaryDir home;
        const QString folder = home.filePath(QStringLiteral("state"));
        const QString env = home.filePath(QStringLiteral(".env"));
        QFile file(env);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("TRADING_STATE_INFLUXDB_URL=" + server.url().toUtf8()
            + "\nTRADING_STATE_INFLUXDB_BUCKET=week\nTRADING_STATE_SAVE_INTERVAL=60\nTRADING_STATE_FALLBACK_DIR="
            + folder.toUtf8() + "\n");
        file.close();
        const QStringList arguments { QStringLiteral("--env-file"), env, QStringLiteral("--speed"), QStringLiteral("0"),
            QStringLiteral("--pairs"), QStringLiteral("15") };
        const auto saves
            = [&] { return int(QDir(folder + QStringLiteral("/journal/default")).entryList(QDir::Files).size()); };

        int trades = 0;
        {
            PaperProcess paper(arguments + QStringList { QStringLiteral("--bars"), QStringLiteral("900") });
            QVERIFY(paper.ends());
            // At full speed InfluxDB may have more to confirm than the end waits for.
            QVERIFY2(paper.exitCode() == 0 || paper.exitCode() == 5, paper.all().constData());
            trades += paper.trades();
        }
        {
            PaperProcess paper(arguments);
            QVERIFY2(paper.hasTraded(300), paper.all().constData());
            paper.signal(SIGKILL);
            QVERIFY(paper.ends());
            trades += paper.trades();
        }
        {
            PaperProcess paper(arguments);
            QVERIFY2(paper.hasTraded(100), paper.all().constData());
            server.kill();
            QVERIFY2(paper.hasTraded(400), paper.all().constData());
            QVERIFY2(server.startAgain(), qPrintable(server.problem()));
            QVERIFY2(paper.hasTraded(600), paper.all().constData());
            paper.signal(SIGTERM);
            QVERIFY(paper.ends());
            trades += paper.trades();
        }
        while (saves() < savesOfAWeek) {
            PaperProcess paper(arguments + QStringList { QStringLiteral("--bars"), QStringLiteral("1500") });
            QVERIFY(paper.ends());
            // At full speed InfluxDB may have more to confirm than the end waits for.
            QVERIFY2(paper.exitCode() == 0 || paper.exitCode() == 5, paper.all().constData());
            trades += paper.trades();
        }
        qInfo("%d saves, %d trades", saves(), trades);

        // What the session saved last.
        const auto opened = StateFolder::openForReading(folder, QStringLiteral("judge"));
        QVERIFY(opened);
        const auto newest = Journal(*opened, QStringLiteral("default")).newest().value();
        QVERIFY(newest);
        QCOMPARE(newest->record.reason, SaveReason::Shutdown);
        QCOMPARE(newest->proof, Proof::Verified);
        QCOMPARE(newest->state.pairStates.size(), size_t(15));
        const Json own = canonicalJson(newest->state);

        // What the console loads.
        StateManager::Parts parts;
        parts.settings = loadSettings({ {}, {}, env, home.path(), home.path(), home.path() }).value();
        parts.program = QStringLiteral("console");
        QCOMPARE(StateManager(parts).replicate().value(), 0);
        StateService service(parts);
        auto loaded = service.load();
        QTRY_VERIFY_WITH_TIMEOUT(loaded.isFinished(), patience);
        const Snapshot snapshot = loaded.result().value();
        QCOMPARE(conditionText(snapshot.status()),
            conditionText(newest->state.positions.empty() ? Condition::Flat : Condition::Verified));
        QCOMPARE(snapshot.pendingSaves, 0);
        QCOMPARE(snapshot.store.layout, QStringLiteral("tables"));
        QCOMPARE(snapshot.record->saveId, newest->record.saveId);
        QCOMPARE(compactJson(canonicalJson(snapshot.state)), compactJson(own));

        // What `check` prints.
        QProcess check;
        check.start(QStringLiteral(TRADESTATE_BIN "/state-manager"),
            { QStringLiteral("check"), QStringLiteral("--json"), QStringLiteral("--env-file"), env });
        QVERIFY(check.waitForFinished(patience));
        QCOMPARE(check.exitCode(), 0);
        const QByteArray out = check.readAllStandardOutput();
        const Json json = parseJson({ out.constData(), size_t(out.size()) }).value().value;
        QCOMPARE(compactJson(part(json, "pair_states")), compactJson(part(own, "pair_states")));
        QCOMPARE(compactJson(part(json, "portfolio")), compactJson(part(own, "portfolio")));
        QCOMPARE(compactJson(part(json, "session")), compactJson(part(own, "session")));
        Json::Array positions;
        for (const auto& [pair, position] : newest->state.positions)
            positions.push_back(Json(position.fields()));
        QCOMPARE(compactJson(part(json, "positions")), compactJson(Json(positions)));
        QCOMPARE(toQString(*part(part(json, "save"), "save_id").asText()), newest->record.saveId);

        // InfluxDB alone has the whole week, each save once and proven.
        const QTemporaryDir elsewhere;
        parts.settings.folder = elsewhere.path();
        StateManager other(parts);
        const auto lines = other.history({}, 100000).value();
        std::set<QString> ids;
        for (const HistoryEntry& line : lines)
            ids.insert(line.record.saveId);
        QCOMPARE(ids.size(), lines.size());
        QVERIFY(int(lines.size()) >= saves() - 2); // the first contact may leave the first ones here
    }
};

QTEST_GUILESS_MAIN(TestSessionWeek)
#include "tst_session_week.moc"
