// SPDX-License-Identifier: MIT
// How a trading program ends: by signals, by an exception, by SIGKILL. The real programs, as a trader runs them.
#include "core/manager/statemanager.h"
#include "tests/support/influxdserver.h"
#include "tests/support/paperprocess.h"

#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr int patience = 60000;

/// In a folder of its own, faster than a trader would like.
class Paper : public PaperProcess
{
public:
    explicit Paper(const QString& folder, const QStringList& more = {})
        : PaperProcess(
            QStringList { QStringLiteral("--folder"), folder, QStringLiteral("--speed"), QStringLiteral("200") } + more)
    {
    }
};

Snapshot onRecord(const QString& folder)
{
    StateManager::Parts parts;
    parts.settings.folder = folder;
    return StateManager(std::move(parts)).loadLocal().value();
}

int barOf(const Snapshot& snapshot)
{
    const auto stored = snapshot.state.session.fields().find("strategies");
    const Json* strategy = stored == snapshot.state.session.fields().end() ? nullptr : stored->second.find("ZScore");
    const Json* state = strategy ? strategy->find("state") : nullptr;
    const Json* bar = state ? state->find("bar") : nullptr;
    return bar && bar->asNumber() ? int(bar->asNumber()->toDouble()) : -1;
}

} // namespace

class TestSessionProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void aSignalEndsItWithASave_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }
    void aSignalEndsItWithASave()
    {
        QFETCH(int, signal);
        Paper paper(m_dir->path());
        QVERIFY2(paper.hasTraded(3), paper.all().constData());
        paper.signal(signal);
        // Impatience does not cut the save short.
        paper.signal(signal);
        paper.signal(SIGTERM);
        QVERIFY(paper.ends());
        QVERIFY2(paper.exitCode() == 0, paper.all().constData());
        QVERIFY(paper.out().contains("everything is saved"));
        const Snapshot now = onRecord(m_dir->path());
        QCOMPARE(now.record->reason, SaveReason::Shutdown);
        QCOMPARE(now.proof, Proof::Verified);
        QVERIFY(barOf(now) >= paper.lastBar());
    }

    void moreSignalsWhileInfluxDbIsDownLoseNothing()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        static_cast<void>(server.newDatabase(QStringLiteral("paper")));
        const QString env = m_dir->filePath(QStringLiteral(".env"));
        QFile file(env);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("TRADING_STATE_INFLUXDB_URL=" + server.url().toUtf8() + "\nTRADING_STATE_INFLUXDB_BUCKET=paper\n");
        file.close();
        Paper paper(m_dir->path(), { QStringLiteral("--env-file"), env });
        QVERIFY2(paper.hasTraded(3), paper.all().constData());
        server.kill();
        QVERIFY2(paper.hasTraded(6), paper.all().constData());
        for (const int signal : { SIGTERM, SIGINT, SIGTERM }) {
            paper.signal(signal);
            QTest::qSleep(100);
        }
        QVERIFY(paper.ends());
        QVERIFY2(paper.exitCode() == 5, paper.all().constData()); // on this machine only
        QCOMPARE(onRecord(m_dir->path()).record->reason, SaveReason::Shutdown);
    }

    void afterSigkillItGoesOnFromTheLastTrade()
    {
        int bar = 0;
        {
            Paper paper(m_dir->path());
            QVERIFY2(paper.hasTraded(4), paper.all().constData());
            paper.signal(SIGKILL);
            QVERIFY(paper.ends());
            QCOMPARE(paper.exitCode(), -1);
            bar = paper.lastBar();
            QVERIFY(bar > 60);
        }
        const Snapshot left = onRecord(m_dir->path());
        QVERIFY(left.record->reason != SaveReason::Shutdown);
        QVERIFY(barOf(left) >= bar);
        Paper next(m_dir->path(), { QStringLiteral("--bars"), QStringLiteral("1") });
        QVERIFY(next.ends());
        QVERIFY2(next.exitCode() == 0, next.all().constData());
        QVERIFY2(next.out().contains(QStringLiteral("from bar %1 with %2 positions")
                                         .arg(barOf(left))
                                         .arg(left.state.positions.size())
                                         .toUtf8()),
            next.out().constData());
    }

    void anExceptionMakesAnEmergencySave_data()
    {
        QTest::addColumn<QString>("where");
        QTest::addColumn<QByteArray>("what");
        QTest::newRow("while trading") << QStringLiteral("trade") << QByteArray("the broker sent nonsense");
        QTest::newRow("in another thread") << QStringLiteral("thread") << QByteArray("a bad thread");
    }
    void anExceptionMakesAnEmergencySave()
    {
        QFETCH(QString, where);
        QFETCH(QByteArray, what);
        QProcess process;
        process.start(QStringLiteral(TRADESTATE_BIN "/sessionhelper"), { m_dir->path(), where });
        QVERIFY(process.waitForFinished(patience));
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 1, said.constData());
        QVERIFY2(said.contains(what), said.constData());
        const Snapshot now = onRecord(m_dir->path());
        QCOMPARE(now.record->reason, SaveReason::Emergency);
        QVERIFY(now.record->description.contains(QString::fromUtf8(what)));
        QCOMPARE(now.state.positions.size(), size_t(2));
    }

    void wrongUseAndSettingsAreTold()
    {
        for (const char* wrong : { "--pairs 0", "--speed fast", "surplus", "--env-file /nowhere/.env" }) {
            Paper paper(m_dir->path(), QString::fromLatin1(wrong).split(QLatin1Char(' ')));
            QVERIFY(paper.ends());
            QVERIFY2(paper.exitCode() == 2, wrong);
        }
    }

    void aSecondSessionIsRefused()
    {
        Paper first(m_dir->path());
        QVERIFY2(first.hasTraded(1), first.all().constData());
        Paper second(m_dir->path());
        QVERIFY(second.ends());
        QCOMPARE(second.exitCode(), 1);
        QVERIFY(second.all().contains("paper-session"));
    }

    void watchTellsItsSaves()
    {
        Paper paper(m_dir->path());
        QVERIFY2(paper.hasTraded(1), paper.all().constData());
        QProcess watch;
        watch.start(QStringLiteral(TRADESTATE_BIN "/state-manager"),
            { QStringLiteral("watch"), QStringLiteral("--folder"), m_dir->path() });
        QByteArray told;
        while (told.count('\n') < 3 && watch.waitForReadyRead(patience))
            told += watch.readAllStandardOutput();
        QVERIFY2(told.count('\n') >= 3, told.constData());
        QVERIFY2(told.contains("trade"), told.constData());
        watch.terminate();
        QVERIFY(watch.waitForFinished(patience));
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestSessionProgram)
#include "tst_session_program.moc"
