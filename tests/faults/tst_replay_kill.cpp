// SPDX-License-Identifier: MIT
// The program is killed again and again while it sends pending saves to a real InfluxDB: the next one goes on, and at
// the end each save is there once, in order.
#include "core/manager/statemanager.h"
#include "tests/support/influxdserver.h"
#include "tests/support/stategenerator.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <random>
#include <thread>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr int pendingSaves = 60;
constexpr int savesPerRun = 20; ///< more than one run sends before it is killed
constexpr int kills = 10;
constexpr int longestDelayMicroseconds = 20'000;

QStringList savesIn(const StateManager::Parts& parts)
{
    StateManager manager(parts);
    const auto lines = manager.history({}, 100'000);
    QStringList ids;
    if (lines) {
        for (auto line = lines->rbegin(); line != lines->rend(); ++line)
            ids.append(line->record.saveId);
    }
    return ids;
}

} // namespace

class TestReplayKill : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKilledReplayIsResumed()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        static_cast<void>(server.newDatabase(QStringLiteral("replay")));
        const QTemporaryDir folder;
        const QTemporaryDir elsewhere;
        const auto partsIn = [&server](const QString& path) {
            StateManager::Parts parts;
            parts.settings.folder = path;
            parts.settings.storeType = StoreType::InfluxDb;
            parts.settings.influxUrl = server.url();
            parts.settings.bucket = QStringLiteral("replay");
            parts.program = QStringLiteral("tst_replay_kill");
            return parts;
        };
        unsigned number = 0;
        const auto journal = [&](int count) {
            StateManager manager(partsIn(folder.path()));
            for (int made = 0; made < count; ++made) {
                if (!manager.journalSave(generateState(30, 30, ++number), SaveReason::Trade, {}))
                    return false;
            }
            return true;
        };
        QVERIFY(journal(1));
        // After the first contact every save is sent, not the newest alone.
        const auto contact = StateManager(partsIn(folder.path())).replicate();
        QVERIFY2(contact && *contact == 0, qPrintable(contact ? QString() : describe(contact.error())));
        QVERIFY(journal(pendingSaves));
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TRADING_STATE_INFLUXDB_URL"), server.url());
        environment.insert(QStringLiteral("TRADING_STATE_INFLUXDB_BUCKET"), QStringLiteral("replay"));
        environment.insert(QStringLiteral("TRADING_STATE_FALLBACK_DIR"), folder.path());

        std::mt19937 random(51);
        std::uniform_int_distribution<int> delay(0, longestDelayMicroseconds);
        const auto there = [&] { return savesIn(partsIn(elsewhere.path())).size(); };
        int hits = 0;
        for (int run = 0; run < kills; ++run) {
            QProcess program;
            program.setProcessEnvironment(environment);
            program.setStandardInputFile(QProcess::nullDevice());
            QVERIFY(journal(savesPerRun));
            const auto before = there();
            program.start(QStringLiteral(TRADESTATE_BIN "/state-manager"),
                { QStringLiteral("save"), QStringLiteral("--yes"), QStringLiteral("--force") });
            QVERIFY(program.waitForStarted());
            QTRY_VERIFY_WITH_TIMEOUT(there() > before, 60'000); // it is at it
            std::this_thread::sleep_for(std::chrono::microseconds(delay(random)));
            program.kill();
            QVERIFY(program.waitForFinished());
            QCOMPARE(program.exitStatus(), QProcess::CrashExit);
            hits += there() < savesIn(onlyJournal(folder.path())).size() ? 1 : 0;
        }
        qInfo("%d kills, %d of them with saves left to send", kills, hits);
        QCOMPARE(hits, kills);

        StateManager last(partsIn(folder.path()));
        const auto left = last.replicate();
        QVERIFY2(left && *left == 0, qPrintable(left ? QString::number(*left) : describe(left.error())));
        const QStringList stored = savesIn(partsIn(elsewhere.path()));
        QCOMPARE(stored, savesIn(onlyJournal(folder.path())));
        QVERIFY(stored.size() > pendingSaves);
        StateManager other(partsIn(elsewhere.path()));
        const auto proofs = other.verify({}, true);
        QVERIFY(proofs);
        for (const VerifyLine& proof : *proofs) {
            if (!proof.saveId.isEmpty())
                QVERIFY2(proof.status == QLatin1String("verified"), qPrintable(proof.source + proof.status));
        }
    }

private:
    static StateManager::Parts onlyJournal(const QString& path)
    {
        StateManager::Parts parts;
        parts.settings.folder = path;
        parts.program = QStringLiteral("tst_replay_kill");
        return parts;
    }
};

QTEST_GUILESS_MAIN(TestReplayKill)
#include "tst_replay_kill.moc"
