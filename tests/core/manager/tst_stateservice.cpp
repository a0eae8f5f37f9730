// SPDX-License-Identifier: MIT
#include "core/manager/stateservice.h"
#include "tests/support/stategenerator.h"

#include <QFutureWatcher>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;

namespace {

constexpr int patience = 30000;

/// Takes connections and never answers.
class HungServer
{
public:
    HungServer()
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket* socket = m_server.nextPendingConnection())
                QObject::connect(
                    socket, &QTcpSocket::readyRead, &m_server, [this, socket] { m_bytes += socket->readAll().size(); });
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }
    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()); }
    [[nodiscard]] bool wasAsked() const { return m_bytes > 0; }

private:
    QTcpServer m_server;
    qint64 m_bytes = 0;
};

StateManager::Parts partsOn(const QString& folder)
{
    StateManager::Parts parts;
    parts.settings.folder = folder;
    parts.program = QStringLiteral("test");
    return parts;
}

StateManager::Parts partsOn(const QString& folder, const HungServer& server)
{
    StateManager::Parts parts = partsOn(folder);
    parts.settings.storeType = StoreType::InfluxDb;
    parts.settings.influxUrl = server.url();
    parts.settings.bucket = QStringLiteral("demo");
    parts.settings.connectionTimeoutSeconds = 600;
    return parts;
}

} // namespace

class TestStateService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void worksOnTheFileStore()
    {
        StateService service(partsOn(folder()));
        const TradingState state = generateState(3, 4, 1);
        auto saved = service.journalSave(state, SaveReason::Trade);
        QTRY_VERIFY_WITH_TIMEOUT(saved.isFinished(), patience);
        QVERIFY(saved.result());
        auto loaded = service.load();
        QTRY_VERIFY_WITH_TIMEOUT(loaded.isFinished(), patience);
        QVERIFY(loaded.result());
        QCOMPARE(loaded.result()->state, state);
        auto backup = service.backup(QStringLiteral("x"));
        auto list = service.backups();
        QTRY_VERIFY_WITH_TIMEOUT(backup.isFinished() && list.isFinished(), patience);
        QVERIFY(backup.result());
        QVERIFY(list.result());
        auto viewed = service.viewFile(backup.result()->path);
        QTRY_VERIFY_WITH_TIMEOUT(viewed.isFinished(), patience);
        QCOMPARE(viewed.result()->state, state);
    }

    void answersComeInTheCallersThread()
    {
        StateService service(partsOn(folder()));
        QThread* where = nullptr;
        service.load().then(this, [&where](const Result<Snapshot>&) { where = QThread::currentThread(); });
        QTRY_VERIFY_WITH_TIMEOUT(where != nullptr, patience);
        QCOMPARE(where, QThread::currentThread());
    }

    void hungServerDelaysNoJournalWrite()
    {
        HungServer server;
        StateService service(partsOn(folder(), server));
        auto loading = service.load();
        QTRY_VERIFY_WITH_TIMEOUT(server.wasAsked(), patience);

        const TradingState state = generateState(2, 2, 5);
        auto saved = service.journalSave(state, SaveReason::Trade);
        auto local = service.loadLocal();
        QTRY_VERIFY_WITH_TIMEOUT(saved.isFinished() && local.isFinished(), patience);
        QVERIFY2(!loading.isFinished(), "the server answered: the test proves nothing");
        QVERIFY(saved.result());
        QVERIFY(local.result());
        QCOMPARE(local.result()->state, state);
        QVERIFY(local.result()->has(Condition::Unreachable));
        QVERIFY(local.result()->has(Condition::Pending));
        QCOMPARE(local.result()->pendingSaves, 1);

        service.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(loading.isFinished(), patience);
        QCOMPARE(loading.result().error().code, ErrorCode::Cancelled);
    }

    void cancelEndsWhatWaits()
    {
        HungServer server;
        StateService service(partsOn(folder(), server));
        auto first = service.load();
        auto second = service.history();
        QTRY_VERIFY_WITH_TIMEOUT(server.wasAsked(), patience);
        service.cancel();
        QTRY_VERIFY_WITH_TIMEOUT(first.isFinished() && second.isFinished(), patience);
        QCOMPARE(first.result().error().code, ErrorCode::Cancelled);
        QCOMPARE(second.result().error().code, ErrorCode::Cancelled);
        // What is asked for afterwards is not cancelled.
        auto local = service.loadLocal();
        QTRY_VERIFY_WITH_TIMEOUT(local.isFinished(), patience);
        QVERIFY(local.result());
    }

    void endsCleanlyWhileTheServerHangs()
    {
        HungServer server;
        QFuture<Result<Snapshot>> loading;
        QFuture<Result<SaveRecord>> saved;
        {
            StateService service(partsOn(folder(), server));
            loading = service.load();
            QTRY_VERIFY_WITH_TIMEOUT(server.wasAsked(), patience);
            saved = service.journalSave(generateState(1, 1, 1), SaveReason::Shutdown);
        }
        QVERIFY(loading.isFinished() && saved.isFinished());
        QCOMPARE(loading.result().error().code, ErrorCode::Cancelled);
        QVERIFY(saved.result()); // a save is never given up
    }

    void tellsTheStepsOfAChange()
    {
        StateService service(partsOn(folder()));
        const TradingState before = generateState(2, 2, 1);
        auto saved = service.journalSave(before, SaveReason::Shutdown);
        QTRY_VERIFY_WITH_TIMEOUT(saved.isFinished(), patience);
        auto backup = service.backup({});
        QTRY_VERIFY_WITH_TIMEOUT(backup.isFinished(), patience);
        auto later = service.journalSave(generateState(3, 2, 9), SaveReason::Shutdown);
        QTRY_VERIFY_WITH_TIMEOUT(later.isFinished(), patience);

        auto plan = service.planRestore(backup.result()->path);
        QTRY_VERIFY_WITH_TIMEOUT(plan.isFinished(), patience);
        QVERIFY(plan.result());
        // In order, each begun before it is done, and all of them before the end is told: a dialog closes then.
        QStringList told;
        connect(&service, &StateService::stepChanged, this, [&told](ChangeStep step, StepState state) {
            told.append(QStringLiteral("%1 %2").arg(int(step)).arg(
                QLatin1String(state == StepState::Started ? "begun" : "done")));
        });
        auto applied = service.apply(*plan.result());
        QFutureWatcher<Result<ChangeReport>> watcher;
        connect(&watcher, &QFutureWatcherBase::finished, this, [&told] { told.append(QStringLiteral("end")); });
        watcher.setFuture(applied);
        QTRY_VERIFY_WITH_TIMEOUT(told.contains(QStringLiteral("end")), patience);
        QVERIFY(applied.isFinished());
        QVERIFY2(applied.result(), qPrintable(applied.result() ? QString() : describe(applied.result().error())));
        QVERIFY(applied.result()->confirmed);
        QStringList wanted;
        for (const ChangeStep step : { ChangeStep::RescueCopy, ChangeStep::ReadAgain, ChangeStep::Journal,
                 ChangeStep::Write, ChangeStep::ReadBack })
            wanted += { QStringLiteral("%1 begun").arg(int(step)), QStringLiteral("%1 done").arg(int(step)) };
        QCOMPARE(told, wanted + QStringList(QStringLiteral("end")));
        auto loaded = service.load();
        QTRY_VERIFY_WITH_TIMEOUT(loaded.isFinished(), patience);
        QCOMPARE(loaded.result()->state.positions, before.positions);
        QVERIFY(loaded.result()->undoable);
    }

private:
    [[nodiscard]] QString folder() const { return m_dir->filePath(QStringLiteral("state")); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestStateService)
#include "tst_stateservice.moc"
