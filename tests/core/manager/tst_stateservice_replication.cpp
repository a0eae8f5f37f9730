// SPDX-License-Identifier: MIT
// What the service sends by itself, against a real InfluxDB.
#include "core/files/statefolder.h"
#include "core/influx/influxstore.h"
#include "core/manager/stateservice.h"
#include "tests/support/fakeserver.h"
#include "tests/support/influxdserver.h"
#include "tests/support/stategenerator.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr int patience = 30000;

} // namespace

class TestStateServiceReplication : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_database = QStringLiteral("service%1").arg(++m_number);
        static_cast<void>(m_server.newDatabase(m_database));
    }

    void cleanup()
    {
        if (!m_isUp)
            QVERIFY2(m_server.startAgain(), qPrintable(m_server.problem()));
        m_isUp = true;
    }

    void whatIsPendingIsSentOnceTheServerIsBack()
    {
        StateService service(parts());
        QSignalSpy told(&service, &StateService::replicated);
        stopServer();
        const TradingState state = generateState(3, 4, 1);
        const SaveRecord saved = save(service, state);
        QCOMPARE(result(service.loadLocal()).pendingSaves, 1);
        // A try came to nothing; the next waits for its time, without anybody asking.
        QTRY_VERIFY_WITH_TIMEOUT(timer(service).isActive() && timer(service).interval() > 0, patience);
        QVERIFY(result(service.loadLocal()).has(Condition::Unreachable));
        QVERIFY(told.isEmpty());

        startServer();
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patience);
        const auto heads = stored();
        QCOMPARE(heads.size(), size_t(1));
        QVERIFY(heads.front().record == saved);
        QCOMPARE(heads.front().state, state);
        const Snapshot now = load(service);
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(now.pendingSaves, 0);
        QVERIFY(!timer(service).isActive()); // nothing is left to try
        QCOMPARE(told.size(), 1);
    }

    void whatAnEarlierStartLeftIsSentByTheNext()
    {
        stopServer();
        QString first;
        {
            StateService service(parts());
            first = save(service, generateState(1, 1, 1)).saveId;
        }
        startServer();
        StateService service(parts());
        QSignalSpy told(&service, &StateService::replicated);
        QCOMPARE(load(service).pendingSaves, 1); // as it was found; being found, it is sent
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patience);
        QCOMPARE(stored().front().record.saveId, first);
        QCOMPARE(load(service).pendingSaves, 0);
    }

    void anotherReplayerIsWaitedForAtEase()
    {
        StateService service(parts());
        QSignalSpy told(&service, &StateService::replicated);
        const auto folder = StateFolder::open(path(), QStringLiteral("another"));
        QVERIFY(folder);
        {
            const auto held = (*folder)->tryLockReplay();
            QVERIFY(held);
            save(service, generateState(2, 2, 2));
            // The try came upon the lock; the next is seconds away, not at once.
            QTRY_VERIFY_WITH_TIMEOUT(timer(service).isActive() && timer(service).interval() > 0, patience);
            QVERIFY(timer(service).interval() >= 1000);
            QVERIFY(stored().empty());
            QVERIFY(told.isEmpty());
        }
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patience);
        QCOMPARE(stored().size(), size_t(1));
        QCOMPARE(load(service).pendingSaves, 0);
    }

    void whatWasRefusedIsTriedAgainAtTheNextStart()
    {
        // Refuses every save until it is told otherwise, as a server would on which a table has fields of other types.
        bool refuse = true;
        int refused = 0;
        FakeServer between([&](const HttpRequestSeen& request) {
            if (refuse && request.path.startsWith("/write") && !request.body.isEmpty()) {
                ++refused;
                return FakeAnswer::json("{\"error\":\"unable to parse: not today\"}", 400);
            }
            return forward(request, m_server.url());
        });
        QVERIFY(between.listen());
        StateManager::Parts through = parts();
        through.settings.influxUrl = between.url();
        {
            StateService service(through);
            QSignalSpy told(&service, &StateService::replicated);
            save(service, generateState(2, 2, 3));
            QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patience);
            const Snapshot now = load(service);
            QCOMPARE(now.refusedSaves, 1);
            QCOMPARE(now.pendingSaves, 0);
            const int tries = refused;
            QVERIFY(tries > 0);
            // The same start tries it no more.
            for (int i = 0; i < 3; ++i)
                QCOMPARE(load(service).refusedSaves, 1);
            QTRY_VERIFY_WITH_TIMEOUT(!timer(service).isActive(), patience);
            QCOMPARE(refused, tries);
        }
        refuse = false;
        StateService service(through);
        QSignalSpy told(&service, &StateService::replicated);
        QCOMPARE(load(service).refusedSaves, 1);
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, patience);
        QCOMPARE(stored().size(), size_t(1));
        const Snapshot now = load(service);
        QCOMPARE(now.refusedSaves, 0);
        QCOMPARE(now.status(), Condition::Verified);
    }

private:
    [[nodiscard]] QString path() const { return m_dir->filePath(QStringLiteral("state")); }

    [[nodiscard]] StateManager::Parts parts() const
    {
        StateManager::Parts parts;
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = m_server.url();
        parts.settings.bucket = m_database;
        parts.settings.retryAttempts = 0;
        parts.settings.folder = path();
        parts.program = QStringLiteral("test");
        return parts;
    }

    void stopServer()
    {
        m_server.stop();
        m_isUp = false;
    }
    void startServer()
    {
        m_isUp = m_server.startAgain();
        if (!m_isUp)
            qFatal("%s", qPrintable(m_server.problem()));
    }

    /// Waits for what a service was asked for.
    template <typename Value>
    static Value result(QFuture<Result<Value>> future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patience))
            qFatal("no answer");
        Result<Value> value = future.takeResult();
        if (!value)
            qFatal("%s", qPrintable(describe(value.error())));
        return std::move(*value);
    }
    static SaveRecord save(StateService& service, const TradingState& state)
    {
        return result(service.journalSave(state, SaveReason::Trade));
    }
    static Snapshot load(StateService& service) { return result(service.load()); }
    static const QTimer& timer(const StateService& service) { return *service.findChild<QTimer*>(); }

    /// What stands in InfluxDB, read by nobody else's means.
    [[nodiscard]] std::vector<StoredSave> stored() const
    {
        InfluxStore store({ m_server.settings(m_database), InfluxLayoutChoice::Tables, {} });
        auto heads = store.readHeads();
        if (!heads)
            qFatal("%s", qPrintable(describe(heads.error())));
        return std::move(*heads);
    }

    InfluxdServer m_server;
    bool m_isUp = true;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_database;
    int m_number = 0;
};

QTEST_GUILESS_MAIN(TestStateServiceReplication)
#include "tst_stateservice_replication.moc"
