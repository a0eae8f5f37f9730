// SPDX-License-Identifier: MIT
// The life of a trading system's state, on the journal and against a real InfluxDB.
#include "core/documents/canonical.h"
#include "core/files/journal.h"
#include "core/files/statefolder.h"
#include "core/manager/tradingsession.h"
#include "core/state/banner.h"
#include "tests/support/closedfolder.h"
#include "tests/support/fakeclock.h"
#include "tests/support/influxdserver.h"
#include "tests/support/keptlog.h"
#include "tests/support/problem.h"
#include "tests/support/stategenerator.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <stdexcept>

using namespace tradestate;
using namespace tradestate::test;

namespace {

StateChange opened(const QString& pair)
{
    StateChange change;
    change.positions[pair] = Position(pair,
        { { "symbol1", Json("A") }, { "symbol2", Json("B") }, { "direction", Json("long") },
            { "quantity", Json(Decimal::parse("0.10").value()) },
            { "entry_price", Json(Decimal::parse("1.2500").value()) },
            { "entry_time", Json("2025-07-20T08:00:00Z") } });
    return change;
}

StateChange closed(const QString& pair)
{
    StateChange change;
    change.positions[pair] = std::nullopt;
    return change;
}

/// What a session told about saves that failed. Outlives it.
struct Notices
{
    std::atomic<int> notSaved = 0;
    std::atomic<int> savedAgain = 0;
    std::atomic<int> lockRemoved = 0;
    std::atomic<int> secondSession = 0;

    [[nodiscard]] TradingSession::Options options(TradingSession::Options with)
    {
        with.notice = [this](const SessionNotice& notice) {
            notSaved += notice.kind == SessionNotice::Kind::NotSaved;
            savedAgain += notice.kind == SessionNotice::Kind::SavedAgain;
            lockRemoved += notice.kind == SessionNotice::Kind::LockRemoved;
            secondSession += notice.kind == SessionNotice::Kind::SecondSession;
        };
        return with;
    }
};

class Remembering final : public Strategy
{
public:
    [[nodiscard]] Json::Object currentState() const override
    {
        if (fails)
            throw std::runtime_error("no state today");
        return state;
    }
    void restoreState(const StrategyData& stored) override
    {
        restored = stored;
        if (fails)
            throw std::runtime_error("not understood");
    }
    [[nodiscard]] Json::Object stateMetadata() const override { return { { "version", Json("1.10") } }; }

    Json::Object state { { "mean", Json(Decimal::parse("1.2500").value()) } };
    std::optional<StrategyData> restored;
    bool fails = false;
};

} // namespace

class TestTradingSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void whatIsSavedIsThereAtTheNextStart()
    {
        auto strategy = std::make_shared<Remembering>();
        {
            TradingSession session(parts(), options());
            session.addStrategy(QStringLiteral("Mean"), strategy);
            const auto start = session.initialize();
            QVERIFY2(start, qPrintable(start ? QString() : describe(start.error())));
            QCOMPARE(start->status, Condition::Empty);
            QCOMPARE(start->source, StateSource::Nothing);
            QVERIFY(!strategy->restored);
            const auto saved = result(session.recordTrade(opened(QStringLiteral("A-B")), QStringLiteral("opened A-B")));
            QVERIFY(saved);
            QCOMPARE(saved->reason, SaveReason::Trade);
            QCOMPARE(saved->positionCount, 1);
            QCOMPARE(saved->description, QStringLiteral("opened A-B"));
            const auto named = result(session.saveCurrentTradingState(QStringLiteral("Custom checkpoint")));
            QVERIFY(named);
            QCOMPARE(named->reason, SaveReason::Manual);
            QCOMPARE(named->description, QStringLiteral("Custom checkpoint"));
            const auto end = session.shutdown();
            QVERIFY(end);
            QCOMPARE(end->record.reason, SaveReason::Shutdown);
            QVERIFY(end->confirmed);
            const auto again = session.shutdown();
            QVERIFY(again);
            QCOMPARE(again->record.saveId, end->record.saveId);
        }
        QCOMPARE(reasons(),
            QStringList({ QStringLiteral("start"), QStringLiteral("trade"), QStringLiteral("manual"),
                QStringLiteral("shutdown") }));

        auto next = std::make_shared<Remembering>();
        TradingSession session(parts(), options());
        session.addStrategy(QStringLiteral("Mean"), next);
        const auto start = session.initialize();
        QVERIFY(start);
        QCOMPARE(start->status, Condition::Verified);
        QCOMPARE(start->source, StateSource::ThisMachine);
        QCOMPARE(start->state.positions.size(), size_t(1));
        QCOMPARE(start->state.positions.begin()->second.entryPrice()->toString(), QStringLiteral("1.2500"));
        QVERIFY(next->restored);
        QCOMPARE(next->restored->state, strategy->state);
        QCOMPARE(next->restored->metadata, strategy->stateMetadata());
        const QStringList banner = restorationBanner(&start->state);
        for (const QString& line : banner)
            QVERIFY2(m_log->text().contains(line), qPrintable(line));
    }

    void aBurstLosesNothingAndSharesSaves()
    {
        TradingSession session(parts(), options());
        QVERIFY(session.initialize());
        std::vector<QFuture<Result<SaveRecord>>> futures;
        constexpr int trades = 200;
        for (int number = 0; number < trades; ++number)
            futures.push_back(session.recordTrade(opened(QStringLiteral("P%1-Q").arg(number))));
        std::set<QString> saves;
        for (const auto& future : futures) {
            const auto saved = result(future);
            QVERIFY(saved);
            saves.insert(saved->saveId);
        }
        QVERIFY2(saves.size() < trades / 2, qPrintable(QString::number(saves.size())));
        QCOMPARE(session.state().positions.size(), size_t(trades));
        QVERIFY(session.shutdown());
        StateManager manager(parts());
        QCOMPARE(manager.load().value().state.positions.size(), size_t(trades));
    }

    void savesByItself()
    {
        StateManager::Parts quick = parts();
        quick.settings.saveIntervalSeconds = 1;
        TradingSession session(std::move(quick), options());
        QVERIFY(session.initialize());
        session.update(opened(QStringLiteral("A-B")));
        QTRY_VERIFY_WITH_TIMEOUT(reasons().contains(QStringLiteral("periodic")), 10000);
        StateManager manager(parts());
        QCOMPARE(manager.loadLocal().value().state.positions.size(), size_t(1));
    }

    void whatCannotBeSavedIsToldAndSavedLater()
    {
        Notices told;
        TradingSession session(parts(), told.options(options()));
        QVERIFY(session.initialize());
        const QString journal = m_dir->filePath(QStringLiteral("journal/default"));
        const QString aside = m_dir->filePath(QStringLiteral("aside"));
        QVERIFY(QDir().rename(journal, aside));
        QFile blocker(journal);
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        QVERIFY(!result(session.recordTrade(opened(QStringLiteral("A-B")))));
        QTRY_COMPARE_WITH_TIMEOUT(told.notSaved.load(), 1, 5000);
        QCOMPARE(session.state().positions.size(), size_t(1));
        QVERIFY(blocker.remove());
        QVERIFY(QDir().rename(aside, journal));
        QTRY_COMPARE_WITH_TIMEOUT(told.savedAgain.load(), 1, 20000);
        StateManager manager(parts());
        QCOMPARE(manager.loadLocal().value().state.positions.size(), size_t(1));
    }

    void aDiskThatTakesNothingIsToldAndSavedLater_data()
    {
        QTest::addColumn<bool>("full");
        QTest::newRow("read-only") << false;
        QTest::newRow("full") << true;
    }

    void aDiskThatTakesNothingIsToldAndSavedLater()
    {
        QFETCH(bool, full);
        const ClosedFolder disk(m_dir->filePath(QStringLiteral("disk")), 8);
        if (full && !disk.isDisk())
            QSKIP("a disk that can be filled needs the right to mount one");
        Notices told;
        StateManager::Parts with = parts();
        with.settings.folder = m_dir->filePath(QStringLiteral("disk/state"));
        TradingSession session(with, told.options(options()));
        QVERIFY(session.initialize());
        QVERIFY(result(session.recordTrade(opened(QStringLiteral("A-B")))));

        QFile filler(m_dir->filePath(QStringLiteral("disk/filler")));
        std::optional<ClosedInPlace> closed;
        if (full) {
            QVERIFY(filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
            const QByteArray block(4096, 'x');
            while (filler.write(block) == block.size()) { }
        } else {
            closed.emplace(with.settings.folder + QStringLiteral("/journal/default"));
            QVERIFY(closed->isClosed());
        }
        const auto refused = result(session.recordTrade(opened(QStringLiteral("C-D"))));
        QVERIFY(!refused);
        if (full)
            QCOMPARE(refused.error().code, ErrorCode::DiskFull);
        QVERIFY(!errorAdvice(refused.error()).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(told.notSaved.load(), 1, 5000);
        QCOMPARE(session.state().positions.size(), size_t(2)); // it goes on with what happened
        QCOMPARE(StateManager(with).loadLocal().value().state.positions.size(), size_t(1)); // the last whole save

        if (full)
            QVERIFY(filler.resize(0) && filler.remove());
        else
            closed->open();
        QTRY_COMPARE_WITH_TIMEOUT(told.savedAgain.load(), 1, 20000);
        QCOMPARE(StateManager(with).loadLocal().value().state.positions.size(), size_t(2));
        QVERIFY(session.shutdown());
    }

    void aFolderThatIsRemovedIsMadeAgainAndTold()
    {
        Notices notices;
        const auto log = std::make_shared<KeptLog>();
        auto logged = parts();
        logged.log = log;
        TradingSession session(std::move(logged), notices.options(options()));
        QVERIFY(session.initialize());
        QVERIFY(result(session.recordTrade(opened(QStringLiteral("A-B")))));
        QCOMPARE(notices.lockRemoved, 0);
        const QString folder = parts().settings.folder;
        QVERIFY(QDir(folder).removeRecursively());
        QVERIFY(result(session.recordTrade(opened(QStringLiteral("C-D")))));
        QTRY_COMPARE(notices.lockRemoved, 1);
        QCOMPARE(log->count(QStringLiteral("had been removed; it was made again")), 1);
        // What is in it is the whole state, and it is as guarded as before.
        StateManager reader(parts());
        QCOMPARE(reader.load()->state.positions.size(), size_t(2));
        {
            TradingSession second(parts(), options());
            QCOMPARE(errorIdOf(second.initialize()), QStringLiteral("lock-held"));
        }
        // Somebody is quicker than the next save.
        QVERIFY(QDir(folder).removeRecursively());
        const auto other = StateFolder::open(folder, QStringLiteral("other"));
        QVERIFY(other);
        const auto taken = (*other)->tryLockSession();
        QVERIFY(taken);
        QVERIFY(result(session.recordTrade(closed(QStringLiteral("A-B")))));
        QTRY_COMPARE(notices.secondSession, 1);
        QVERIFY(result(session.recordTrade(closed(QStringLiteral("C-D")))));
        QVERIFY(session.shutdown());
        QCOMPARE(notices.secondSession, 1);
        QCOMPARE(notices.lockRemoved, 2);
    }

    void aPositionThatVanishedIsToldAtTheStart()
    {
        {
            TradingSession session(parts(), options());
            QVERIFY(session.initialize());
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("A-B")))));
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("C-D")))));
            QVERIFY(session.shutdown());
        }
        {
            // A program that forgot one of them, and saved by its timer.
            const auto folder = StateFolder::open(m_dir->path(), QStringLiteral("forgetful"));
            QVERIFY(folder);
            Journal journal(*folder, QStringLiteral("default"));
            StoredSave save = journal.newest().value().value();
            save.record.parentSaveId = save.record.saveId;
            save.record.saveId = QStringLiteral("00000000-0000-4000-8000-000000000001");
            save.record.reason = SaveReason::Periodic;
            save.record.savedAt = save.record.savedAt.plusNanoseconds(1000);
            save.record.knows[save.record.folder] = save.record.savedAt;
            QCOMPARE(save.state.positions.erase(QStringLiteral("A-B")), size_t(1));
            save.record.positionCount = 1;
            save.record.checksum = stateChecksum(save.state);
            save.record.recordChecksum.reset();
            save.record.recordChecksum = recordChecksumOf(save.record);
            const auto lock = (*folder)->lockJournal(std::chrono::seconds(10));
            QVERIFY(lock);
            const auto written = journal.write(save);
            QVERIFY2(written, qPrintable(written ? QString() : describe(written.error())));
        }
        TradingSession session(parts(), options());
        const auto start = session.initialize();
        QVERIFY(start);
        QCOMPARE(start->state.positions.size(), size_t(1));
        QCOMPARE(start->warnings.size(), 1);
        QVERIFY2(start->warnings.front().startsWith(QStringLiteral("A-B was on record in the save before")),
            qPrintable(start->warnings.front()));
        QVERIFY(m_log->text().contains(start->warnings.front()));
    }

    void aStrategyThatThrowsStopsNothing()
    {
        auto strategy = std::make_shared<Remembering>();
        TradingSession session(parts(), options());
        session.addStrategy(QStringLiteral("Mean"), strategy);
        QVERIFY(session.initialize());
        strategy->fails = true;
        QVERIFY(result(session.recordTrade(opened(QStringLiteral("A-B")))));
        const auto stored = storedStrategy(session.state().session, QStringLiteral("Mean"), true);
        QVERIFY(stored);
        QCOMPARE(stored->state, strategy->state);
        QVERIFY(m_log->count(QStringLiteral("no state today")) == 1);
    }

    void aSecondSessionIsRefusedWithTheHoldersName()
    {
        TradingSession first(parts(), options());
        QVERIFY(first.initialize());
        TradingSession second(parts(), options());
        const auto start = second.initialize();
        QVERIFY(!start);
        QCOMPARE(start.error().code, ErrorCode::LockHeld);
        QVERIFY(describe(start.error()).contains(QStringLiteral("tst_session")));
    }

    void anotherConfigurationIsTold()
    {
        {
            TradingSession session(parts(), options());
            QVERIFY(session.initialize());
        }
        TradingSession::Options other = options();
        other.running.broker = QStringLiteral("other");
        other.running.dataProvider = QStringLiteral("elsewhere");
        other.running.pairs = QStringList { QStringLiteral("X-Y") };
        TradingSession session(parts(), other);
        const auto start = session.initialize();
        QVERIFY(start);
        QCOMPARE(start->warnings.size(), 3);
    }

    void withoutAnyKnowledgeNothingBegins()
    {
        TradingSession session(influxParts(QStringLiteral("http://127.0.0.1:1")), impatient());
        const auto start = session.initialize();
        QVERIFY(!start);
        QCOMPARE(start.error().code, ErrorCode::Unreachable);
        TradingSession::Options fresh = impatient();
        fresh.startFresh = true;
        TradingSession onPurpose(influxParts(QStringLiteral("http://127.0.0.1:1")), fresh);
        const auto begun = onPurpose.initialize();
        QVERIFY2(begun, qPrintable(begun ? QString() : describe(begun.error())));
    }

    void freshIsSaidInTheFirstSaveAlone()
    {
        {
            TradingSession session(parts(), options());
            QVERIFY(session.initialize());
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("A-B")))));
        }
        TradingSession::Options fresh = options();
        fresh.startFresh = true;
        TradingSession session(parts(), fresh);
        const auto start = session.initialize();
        QVERIFY(start);
        StateManager manager(parts());
        QVERIFY(manager.loadLocal().value().state.session.freshStart());
        QVERIFY(manager.loadLocal().value().state.positions.empty());
        QVERIFY(result(session.recordTrade(opened(QStringLiteral("C-D")))));
        QVERIFY(!manager.loadLocal().value().state.session.freshStart());
    }

    void anOutageIsSurvivedAndSentAfterwards()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        static_cast<void>(server.newDatabase(QStringLiteral("session")));
        {
            TradingSession session(influxParts(server.url()), options());
            const auto start = session.initialize();
            QVERIFY2(start, qPrintable(start ? QString() : describe(start.error())));
            server.kill();
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("A-B")))));
            QVERIFY(server.startAgain());
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("C-D")))));
            QVERIFY(result(session.recordTrade(closed(QStringLiteral("A-B")))));
            const auto end = session.shutdown();
            QVERIFY(end);
            QVERIFY(end->confirmed);
        }
        StateManager manager(influxParts(server.url()));
        const Snapshot now = manager.load().value();
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(now.pendingSaves, 0);
        QCOMPARE(now.state.positions.size(), size_t(1));
        QCOMPARE(manager.history().value().size(), size_t(5));

        server.kill();
        TradingSession session(influxParts(server.url()), impatient());
        const auto start = session.initialize();
        QVERIFY(start);
        QCOMPARE(start->status, Condition::Unreachable);
        QCOMPARE(start->source, StateSource::ThisMachine);
        QCOMPARE(start->state.positions.size(), size_t(1));
    }

    void aForkIsChosenBeforeAnythingIsSaved()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        static_cast<void>(server.newDatabase(QStringLiteral("session")));
        const QTemporaryDir elsewhere;
        {
            // Two machines that did not see each other.
            StateManager::Parts other = influxParts(server.url());
            other.settings.folder = elsewhere.path();
            StateManager there(std::move(other));
            StateManager here(influxParts(server.url()));
            TradingState state;
            applyChange(state, opened(QStringLiteral("A-B")));
            QVERIFY(here.journalSave(state, SaveReason::Trade, {}));
            applyChange(state, opened(QStringLiteral("C-D")));
            QVERIFY(there.journalSave(state, SaveReason::Trade, {}));
            QCOMPARE(here.replicate().value(), 0);
            QCOMPARE(there.replicate().value(), 0);
        }
        TradingSession session(influxParts(server.url()), options());
        const auto start = session.initialize();
        QVERIFY2(start, qPrintable(start ? QString() : describe(start.error())));
        QVERIFY(start->mustChoose);
        QCOMPARE(start->mustChoose->code, ErrorCode::Forked);
        QCOMPARE(start->candidates.size(), size_t(2));
        QVERIFY(!start->record);
        const auto refused = result(session.recordTrade(opened(QStringLiteral("E-F"))));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Forked);

        const auto with2 = std::find_if(start->candidates.begin(), start->candidates.end(),
            [](const SaveRecord& record) { return record.positionCount == 2; });
        QVERIFY(with2 != start->candidates.end());
        const auto chosen = session.continueFrom(with2->saveId);
        QVERIFY2(chosen, qPrintable(chosen ? QString() : describe(chosen.error())));
        QVERIFY(!chosen->mustChoose);
        QVERIFY(chosen->record);
        QCOMPARE(chosen->state.positions.size(), size_t(2));
        QVERIFY(result(session.recordTrade(opened(QStringLiteral("E-F")))));
        QVERIFY(session.shutdown().value().confirmed);
        StateManager manager(influxParts(server.url()));
        const Snapshot now = manager.load().value();
        QVERIFY(!now.has(Condition::Fork));
        QCOMPARE(now.state.positions.size(), size_t(3));
    }

    // NTP, a suspended laptop, a hand that sets the clock: the newest trade must stay the newest save.
    void aClockThatStepsKeepsTheOrder()
    {
        const auto clock = std::make_shared<FakeClock>();
        StateManager::Parts with = parts();
        with.clock = clock;
        QString last;
        {
            TradingSession session(with, options());
            QVERIFY(session.initialize());
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("A-B")))));
            clock->advance(-3600);
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("C-D")))));
            clock->advance(86'400); // not so far that what is older is thinned
            QVERIFY(result(session.recordTrade(closed(QStringLiteral("A-B")))));
            clock->advance(-7 * 86'400);
            QVERIFY(result(session.recordTrade(opened(QStringLiteral("E-F")))));
            const auto end = session.shutdown();
            QVERIFY(end);
            last = end->record.saveId;
        }
        const auto entries = StateManager(with).history();
        QVERIFY(entries);
        QCOMPARE(entries->size(), size_t(6));
        QCOMPARE(entries->front().record.saveId, last);
        for (size_t i = 1; i < entries->size(); ++i) {
            QVERIFY((*entries)[i].record.savedAt < (*entries)[i - 1].record.savedAt);
            QCOMPARE((*entries)[i - 1].record.parentSaveId, (*entries)[i].record.saveId);
        }
        clock->advance(-86'400); // also across a restart
        TradingSession next(with, options());
        const auto start = next.initialize();
        QVERIFY(start);
        QCOMPARE(start->state.positions.size(), size_t(2));
        QVERIFY(start->state.positions.contains(QStringLiteral("C-D")));
        QVERIFY(start->state.positions.contains(QStringLiteral("E-F")));
    }

    void theEmergencySaveIsTheLast()
    {
        TradingSession session(parts(), options());
        QVERIFY(session.initialize());
        session.update(opened(QStringLiteral("A-B")));
        const auto saved = session.emergencySave(QStringLiteral("out of luck"));
        QVERIFY(saved);
        QCOMPARE(saved->reason, SaveReason::Emergency);
        QCOMPARE(saved->positionCount, 1);
        QVERIFY(!result(session.recordTrade(opened(QStringLiteral("C-D")))));
        QCOMPARE(reasons().last(), QStringLiteral("emergency"));
    }

private:
    static Result<SaveRecord> result(QFuture<Result<SaveRecord>> future)
    {
        future.waitForFinished();
        return future.result();
    }

    [[nodiscard]] StateManager::Parts parts()
    {
        StateManager::Parts parts;
        parts.settings.folder = m_dir->path();
        parts.log = m_log = std::make_shared<KeptLog>();
        parts.program = QStringLiteral("tst_session");
        return parts;
    }
    [[nodiscard]] StateManager::Parts influxParts(const QString& url)
    {
        StateManager::Parts with = parts();
        with.settings.storeType = StoreType::InfluxDb;
        with.settings.influxUrl = url;
        with.settings.bucket = QStringLiteral("session");
        with.settings.retryAttempts = 1;
        return with;
    }
    static TradingSession::Options options()
    {
        TradingSession::Options options;
        options.running = { QStringLiteral("feed"), QStringLiteral("broker"), QStringLiteral("Mean"),
            QStringLiteral("paper"), QStringLiteral("1.0"), { QStringLiteral("A-B") } };
        return options;
    }
    static TradingSession::Options impatient()
    {
        TradingSession::Options soon = options();
        soon.waitForPrimary = std::chrono::milliseconds(300);
        soon.waitAtShutdown = std::chrono::milliseconds(300);
        return soon;
    }
    /// Oldest first.
    [[nodiscard]] QStringList reasons() const
    {
        StateManager::Parts quiet;
        quiet.settings.folder = m_dir->path();
        const auto entries = StateManager(std::move(quiet)).history();
        QStringList reasons;
        for (const HistoryEntry& entry : *entries)
            reasons.prepend(saveReasonText(entry.record.reason));
        return reasons;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<KeptLog> m_log;
};

QTEST_GUILESS_MAIN(TestTradingSession)
#include "tst_tradingsession.moc"
