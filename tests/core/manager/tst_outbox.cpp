// SPDX-License-Identifier: MIT
#include "core/manager/outbox.h"

#include "core/files/seenfolder.h"
#include "core/manager/identity.h"
#include "tests/support/fakeclock.h"
#include "tests/support/keptlog.h"
#include "tests/support/memorystore.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace tradestate;
using tradestate::test::FakeClock;
using tradestate::test::KeptLog;
using tradestate::test::MemoryStore;

namespace {

const PrimaryKey key { QStringLiteral("memory:"), {}, QStringLiteral("bucket"), QStringLiteral("default"),
    QStringLiteral("tables") };

TradingState stateOf(int number)
{
    TradingState state;
    const QString pair = QStringLiteral("PAIR-%1").arg(number);
    state.positions.emplace(pair, Position(pair, {}));
    return state;
}

/// A folder with a journal, and the outbox of one program on it.
struct Machine
{
    Machine(const QString& path, std::shared_ptr<FakeClock> sharedClock)
        : clock(std::move(sharedClock))
        , folder(*StateFolder::open(path, QStringLiteral("test")))
    {
        restart();
    }

    void restart()
    {
        outbox
            = std::make_unique<Outbox>(Outbox::Parts { folder, key.account, clock, log, 1, [] { return 1.0; }, true });
    }

    StoredSave save(int number, std::optional<SaveRecord> parent = {}, const std::vector<SaveRecord>& resolved = {})
    {
        const auto lock = folder->lockJournal();
        Journal journal(folder, key.account);
        if (!lock || !folder->ensureJournal(key.account))
            qFatal("no journal");
        IdentityInput input;
        input.account = key.account;
        input.folder = folder->id();
        input.reason = SaveReason::Trade;
        input.now = clock->now();
        if (const auto newest = journal.newest(); newest && *newest && !parent)
            input.parent = (*newest)->record;
        if (parent)
            input.parent = parent;
        input.resolved = resolved;
        StoredSave made;
        made.state = stateOf(number);
        made.record = makeRecord(input, made.state);
        made.proof = Proof::Verified;
        if (const auto written = journal.write(made); !written)
            qFatal("%s", qPrintable(describe(written.error())));
        clock->advance(1);
        return made;
    }

    void saw(const std::vector<StoredSave>& heads)
    {
        const auto lock = folder->lockJournal();
        if (!lock || !SeenFolder(folder->seenFolder(key.id())).remember(heads))
            qFatal("not remembered");
    }

    Outbox::Report replicate(StateStore& primary, bool oneLineOnly = false)
    {
        const auto report = outbox->replicate(primary, key, oneLineOnly);
        if (!report)
            qFatal("%s", qPrintable(describe(report.error())));
        return *report;
    }

    ReplicationState notes() { return *ReplicationNotes(folder).read(key); }

    std::shared_ptr<FakeClock> clock;
    std::shared_ptr<KeptLog> log = std::make_shared<KeptLog>();
    std::shared_ptr<StateFolder> folder;
    std::unique_ptr<Outbox> outbox;
};

std::vector<QString> idsOf(const std::vector<StoredSave>& saves)
{
    std::vector<QString> ids;
    for (const StoredSave& save : saves)
        ids.push_back(save.record.saveId);
    return ids;
}

/// A save of another machine that follows these.
StoredSave foreign(const QString& folder, const std::optional<SaveRecord>& parent, const Timestamp& now)
{
    IdentityInput input;
    input.account = key.account;
    input.folder = folder;
    input.parent = parent;
    input.now = now;
    StoredSave save;
    save.state = stateOf(99);
    save.record = makeRecord(input, save.state);
    save.proof = Proof::Verified;
    return save;
}

} // namespace

class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_clock = std::make_shared<FakeClock>();
        m_machine = std::make_unique<Machine>(m_dir->filePath(QStringLiteral("state")), m_clock);
        m_primary = std::make_unique<MemoryStore>();
    }

    void sendsInOrderAndOnce()
    {
        const StoredSave first = m_machine->save(1);
        QCOMPARE(m_machine->replicate(*m_primary).sent, 1);
        const StoredSave second = m_machine->save(2);
        const StoredSave third = m_machine->save(3);
        const Outbox::Report report = m_machine->replicate(*m_primary);
        QCOMPARE(report.sent, 2);
        QCOMPARE(report.pending, 0);
        QCOMPARE(m_primary->written, idsOf({ first, second, third }));
        QCOMPARE(m_machine->notes().confirmed->saveId, third.record.saveId);
        // Under its own identity, and never again.
        QCOMPARE(m_primary->saves.at(second.record.saveId).record, second.record);
        QCOMPARE(m_primary->saves.at(second.record.saveId).state, second.state);
        QCOMPARE(m_machine->replicate(*m_primary).sent, 0);
        m_machine->restart();
        QCOMPARE(m_machine->replicate(*m_primary).sent, 0);
        QCOMPARE(m_primary->written.size(), size_t(3));
    }

    void survivesARestart()
    {
        m_primary->down = Error { ErrorCode::NotRunning, {}, {} };
        m_machine->save(1);
        QCOMPARE(m_machine->replicate(*m_primary).pending, 1);
        m_primary->down.reset();
        Machine later(m_dir->filePath(QStringLiteral("state")), m_clock);
        QCOMPARE(later.replicate(*m_primary).sent, 1);
        QCOMPARE(m_primary->saves.size(), size_t(1));
    }

    void stopsWithoutRefusing_data()
    {
        QTest::addColumn<int>("code");
        for (const ErrorCode code : { ErrorCode::WrongToken, ErrorCode::MayNotWrite, ErrorCode::NoSuchBucket,
                 ErrorCode::ServerBusy, ErrorCode::NotRunning, ErrorCode::TimedOut, ErrorCode::ConnectionLost,
                 ErrorCode::LayoutUndecided, ErrorCode::NotInfluxDb })
            QTest::newRow(qPrintable(errorId(code))) << static_cast<int>(code);
    }
    void stopsWithoutRefusing()
    {
        QFETCH(int, code);
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        const StoredSave second = m_machine->save(2);
        m_machine->save(3);
        m_primary->refuses[second.record.saveId] = Error { static_cast<ErrorCode>(code), {}, {} };
        for (int i = 0; i < 5; ++i) {
            const Outbox::Report report = m_machine->replicate(*m_primary);
            QCOMPARE(report.pending, 2);
            QCOMPARE(report.refused, 0);
            QVERIFY(report.error);
            m_clock->advance(3600);
        }
        QVERIFY(m_machine->notes().refused.empty());
        QCOMPARE(m_primary->saves.size(), size_t(1));
        m_primary->refuses.clear();
        QCOMPARE(m_machine->replicate(*m_primary).pending, 0);
        QCOMPARE(m_primary->saves.size(), size_t(3));
    }

    void backsOffAndRecovers()
    {
        m_machine->save(1);
        m_primary->down = Error { ErrorCode::NotRunning, {}, {} };
        qint64 before = 0;
        for (int i = 0; i < 12; ++i) {
            m_machine->replicate(*m_primary);
            const qint64 wait = m_machine->outbox->nextTry()->nanoseconds() - m_clock->now().nanoseconds();
            QVERIFY(wait >= before);
            QVERIFY(wait > 0 && wait <= 300 * nanosecondsPerSecond);
            before = wait;
        }
        QCOMPARE(before, 300 * nanosecondsPerSecond);
        m_primary->down.reset();
        m_machine->replicate(*m_primary);
        QVERIFY(!m_machine->outbox->nextTry());
    }

    void refusedIsSetAsideAndTheNextGoesOn()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        const StoredSave refused = m_machine->save(2);
        m_primary->refuses[refused.record.saveId]
            = Error { ErrorCode::RefusedByServer, {}, QStringLiteral("field type conflict") };
        Outbox::Report report = m_machine->replicate(*m_primary);
        QCOMPARE(report.pending, 0);
        QCOMPARE(report.refused, 1);
        QVERIFY(!report.error);
        QCOMPARE(m_machine->notes().refused.at(0).reason, QStringLiteral("field type conflict"));
        // Not tried again by this program, once by the next.
        const size_t tries = m_primary->written.size();
        m_machine->replicate(*m_primary);
        QCOMPARE(m_primary->written.size(), tries);
        m_machine->restart();
        m_machine->replicate(*m_primary);
        QCOMPARE(m_primary->written.size(), tries + 1);
        QCOMPARE(m_machine->notes().refused.size(), size_t(1));
        // The next save covers it.
        m_machine->save(3);
        report = m_machine->replicate(*m_primary);
        QCOMPARE(report.sent, 1);
        QCOMPARE(report.refused, 0);
        QVERIFY(m_machine->notes().refused.empty());
    }

    void aStartIsNotUsedUpBeforeTheRefusedSaveIsReached()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        const StoredSave blocked = m_machine->save(2);
        const StoredSave refused = m_machine->save(3);
        m_primary->refuses[refused.record.saveId] = Error { ErrorCode::RefusedByServer, {}, {} };
        m_primary->refuses[blocked.record.saveId] = Error { ErrorCode::RefusedByServer, {}, {} };
        QCOMPARE(m_machine->replicate(*m_primary).refused, 2);

        m_machine->restart();
        m_primary->refuses.clear();
        m_primary->refuses[blocked.record.saveId] = Error { ErrorCode::ServerBusy, {}, {} };
        const size_t tries = m_primary->written.size();
        const Outbox::Report stopped = m_machine->replicate(*m_primary);
        QCOMPARE(stopped.error->code, ErrorCode::ServerBusy);
        QCOMPARE(m_primary->written.size(), tries + 1); // it came no further
        m_primary->refuses.clear();
        const Outbox::Report report = m_machine->replicate(*m_primary);
        QVERIFY(!report.error);
        QCOMPARE(report.sent, 2);
        QCOMPARE(report.refused, 0);
        QVERIFY(m_primary->saves.contains(refused.record.saveId));
    }

    void whatIsRefusedAgainIsNotTriedAtEveryPause()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        const StoredSave refused = m_machine->save(2);
        m_primary->refuses[refused.record.saveId] = Error { ErrorCode::RefusedByServer, {}, {} };
        QCOMPARE(m_machine->replicate(*m_primary).refused, 1);
        m_machine->restart();
        const StoredSave later = m_machine->save(3);
        m_primary->refuses[later.record.saveId] = Error { ErrorCode::ServerBusy, {}, {} };
        for (int i = 0; i < 3; ++i)
            QCOMPARE(m_machine->replicate(*m_primary).error->code, ErrorCode::ServerBusy);
        QCOMPARE(std::count(m_primary->written.begin(), m_primary->written.end(), refused.record.saveId), 2);
    }

    void refusedSaveThatIsTakenLater()
    {
        const StoredSave save = m_machine->save(1);
        m_primary->refuses[save.record.saveId] = Error { ErrorCode::RefusedByServer, {}, {} };
        QCOMPARE(m_machine->replicate(*m_primary).refused, 1);
        m_primary->refuses.clear();
        QCOMPARE(m_machine->replicate(*m_primary).sent, 0);
        m_machine->restart();
        const Outbox::Report report = m_machine->replicate(*m_primary);
        QCOMPARE(report.sent, 1);
        QCOMPARE(report.refused, 0);
    }

    void lostThreeTimesOverTenMinutes()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        const StoredSave lost = m_machine->save(2);
        m_machine->save(3);
        m_primary->refuses[lost.record.saveId] = Error { ErrorCode::NotConfirmed, {}, QStringLiteral("not there") };
        // Three times within a minute is not yet enough, nor is a program that starts each time.
        for (int i = 0; i < 3; ++i) {
            m_machine->restart();
            const Outbox::Report report = m_machine->replicate(*m_primary);
            QCOMPARE(report.pending, 2);
            QCOMPARE(report.refused, 0);
            QCOMPARE(report.error->code, ErrorCode::NotConfirmed);
            m_clock->advance(20);
        }
        QCOMPARE(m_primary->saves.size(), size_t(1));
        m_clock->advance(600);
        const Outbox::Report report = m_machine->replicate(*m_primary);
        QCOMPARE(report.pending, 0);
        QCOMPARE(m_primary->saves.size(), size_t(2)); // the next went on, and covers it
        QCOMPARE(report.refused, 0);
    }

    void lostOnceIsSentAgain()
    {
        m_machine->save(1);
        m_primary->loseWrites = 1;
        QCOMPARE(m_machine->replicate(*m_primary).pending, 1);
        QCOMPARE(m_machine->replicate(*m_primary).pending, 0);
        QCOMPARE(m_primary->saves.size(), size_t(1));
        QVERIFY(m_machine->notes().refused.empty());
    }

    void firstContactSendsOnlyTheNewest()
    {
        m_machine->save(1);
        m_machine->save(2);
        const StoredSave newest = m_machine->save(3);
        const Outbox::Report report = m_machine->replicate(*m_primary);
        QCOMPARE(report.sent, 1);
        QCOMPARE(report.staysLocal, 2);
        QCOMPARE(m_primary->written, idsOf({ newest }));
        QCOMPARE(m_machine->replicate(*m_primary).sent, 0);
    }

    void firstContactWithAPrimaryInUseSendsAll()
    {
        const StoredSave other = foreign(QStringLiteral("other"), {}, m_clock->now());
        m_primary->saves[other.record.saveId] = other;
        m_machine->save(1);
        m_machine->save(2);
        QCOMPARE(m_machine->replicate(*m_primary).sent, 2);
    }

    void wipedPrimaryIsRepaired()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        m_machine->save(2);
        m_machine->replicate(*m_primary);
        m_primary->saves.clear();
        const Outbox::Report report = m_machine->replicate(*m_primary);
        QCOMPARE(report.sent, 2);
        QCOMPARE(report.staysLocal, 0);
        QCOMPARE(m_primary->saves.size(), size_t(2));
    }

    void setBackPrimaryGetsWhatItLost()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        const MemoryStore::Saves copy = m_primary->saves;
        const StoredSave second = m_machine->save(2);
        m_machine->replicate(*m_primary);
        m_primary->saves = copy;
        m_primary->written.clear();
        m_machine->replicate(*m_primary);
        QCOMPARE(m_primary->written, idsOf({ second }));
    }

    void seenSavesAreSentAgainWhole()
    {
        const StoredSave mine = m_machine->save(1);
        const StoredSave theirs = foreign(QStringLiteral("other"), mine.record, m_clock->now());
        m_machine->saw({ theirs });
        const StoredSave python = foreign(QStringLiteral("python"), theirs.record, m_clock->now());
        m_machine->replicate(*m_primary);
        QCOMPARE(m_primary->saves.size(), size_t(1)); // first contact: the newest alone
        QCOMPARE(m_primary->saves.at(theirs.record.saveId).record, theirs.record);
        QCOMPARE(m_primary->saves.at(theirs.record.saveId).state, theirs.state);
        // Only the Python system writes its own saves.
        m_machine->saw({ python });
        const size_t written = m_primary->written.size();
        m_machine->replicate(*m_primary);
        QCOMPARE(m_primary->written.size(), written);
    }

    void tornThereIsSentAgain()
    {
        const StoredSave save = m_machine->save(1);
        m_machine->replicate(*m_primary);
        m_primary->saves.at(save.record.saveId).proof = Proof::Torn;
        m_primary->saves.at(save.record.saveId).state = {};
        QCOMPARE(m_machine->replicate(*m_primary).sent, 1);
        QCOMPARE(m_primary->saves.at(save.record.saveId).state, save.state);
    }

    void crashBeforeTheNoteSendsNothingTwice()
    {
        const StoredSave save = m_machine->save(1);
        QVERIFY(m_primary->write(save)); // arrived, and then the program died
        m_primary->written.clear();
        QCOMPARE(m_machine->replicate(*m_primary).sent, 0);
        QVERIFY(m_primary->written.empty());
        QCOMPARE(m_machine->notes().confirmed->saveId, save.record.saveId);
    }

    void sendsDuringAForkButNotInAnEventLog()
    {
        const StoredSave base = m_machine->save(1);
        m_machine->replicate(*m_primary);
        const StoredSave theirs = foreign(QStringLiteral("other"), base.record, m_clock->now());
        m_primary->saves[theirs.record.saveId] = theirs;
        const StoredSave mine = m_machine->save(2);
        const Outbox::Report held = m_machine->replicate(*m_primary, true);
        QCOMPARE(held.error->code, ErrorCode::Forked);
        QCOMPARE(held.sent, 0);
        QCOMPARE(m_machine->replicate(*m_primary, false).sent, 1);
        QVERIFY(m_primary->saves.contains(mine.record.saveId));
        // Once one is chosen, it goes there too.
        m_machine->save(3, mine.record, { theirs.record });
        QCOMPARE(m_machine->replicate(*m_primary, true).sent, 1);
    }

    void oneReplayerAtATime()
    {
        m_machine->save(1);
        const auto lock = m_machine->folder->tryLockReplay();
        QVERIFY(lock);
        const auto report = m_machine->outbox->replicate(*m_primary, key, false);
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::LockHeld);
        QVERIFY(m_primary->written.empty());
    }

    void damagedSaveDoesNotBlockTheOthers()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        m_machine->save(2);
        const StoredSave third = m_machine->save(3);
        const auto entries = Journal(m_machine->folder, key.account).entries();
        QCOMPARE(entries->size(), size_t(3));
        QFile file(entries->at(1).path);
        QVERIFY(file.open(QIODevice::ReadWrite | QIODevice::Truncate));
        QCOMPARE(file.write("{\"save\": {"), 10);
        file.close();
        QCOMPARE(m_machine->replicate(*m_primary).sent, 1);
        QVERIFY(m_primary->saves.contains(third.record.saveId));
    }

    void aDamagedNewestIsToldOnceAndWaitsForNothing_data()
    {
        QTest::addColumn<bool>("recordHolds");
        QTest::newRow("the state is damaged") << true;
        QTest::newRow("the record too") << false;
    }

    void aDamagedNewestIsToldOnceAndWaitsForNothing()
    {
        QFETCH(bool, recordHolds);
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        m_machine->save(2);
        const auto entries = Journal(m_machine->folder, key.account).entries();
        QFile file(entries->front().path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("PAIR-2"));
        bytes.replace("PAIR-2", "PAIR-9");
        QVERIFY(file.resize(recordHolds ? bytes.size() : 40));
        QVERIFY(file.seek(0));
        file.write(bytes.left(recordHolds ? bytes.size() : 40));
        file.close();
        QCOMPARE(Journal(m_machine->folder, key.account).readRecord(entries->front()).has_value(), recordHolds);

        for (int i = 0; i < 3; ++i) {
            const Outbox::Report report = m_machine->replicate(*m_primary);
            QCOMPARE(report.sent, 0);
            QCOMPARE(report.pending, 0);
            QVERIFY(!report.error);
            QVERIFY(!m_machine->outbox->nextTry());
        }
        QCOMPARE(m_machine->log->count(QStringLiteral("cannot be sent")), 1);
        const auto own = ownPending(Journal(m_machine->folder, key.account), nullptr, m_machine->notes().confirmed);
        QVERIFY(own && own->pending.empty());
        QCOMPARE(own->damaged.size(), size_t(1));
        // What follows goes on its way.
        m_machine->save(3);
        QCOMPARE(m_machine->replicate(*m_primary).sent, 1);
    }

    void withoutAJournalSeenSavesAreSentAgain()
    {
        m_machine->save(1); // of a time when there was a journal
        const StoredSave one = foreign(QStringLiteral("one"), {}, m_clock->now());
        const StoredSave two = foreign(QStringLiteral("two"), {}, m_clock->now());
        m_machine->saw({ one, two });
        Outbox outbox({ m_machine->folder, key.account, m_clock, {}, 1, [] { return 1.0; }, false });
        const auto report = outbox.replicate(*m_primary, key, false);
        QVERIFY(report);
        QCOMPARE(report->sent, 2); // both sides of a fork: what was seen there is no first contact
        QCOMPARE(report->staysLocal, 0);
        QCOMPARE(m_primary->saves.size(), size_t(2));
        QCOMPARE(m_primary->saves.at(one.record.saveId).state, one.state);
        QCOMPARE(outbox.replicate(*m_primary, key, false)->sent, 0);
    }

    void pendingWhileUnreachableIsToldByTheNotes()
    {
        m_machine->save(1);
        m_machine->replicate(*m_primary);
        m_machine->save(2);
        m_machine->save(3);
        const Journal journal(m_machine->folder, key.account);
        const auto own = ownPending(journal, nullptr, m_machine->notes().confirmed);
        QVERIFY(own);
        QCOMPARE(own->pending.size(), size_t(2));
    }

    void stopsWhenAsked()
    {
        m_machine->save(1);
        std::stop_source source;
        source.request_stop();
        const auto report = m_machine->outbox->replicate(*m_primary, key, false, {}, source.get_token());
        QVERIFY(report);
        QCOMPARE(report->error->code, ErrorCode::Cancelled);
        QVERIFY(m_primary->written.empty());
    }

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<FakeClock> m_clock;
    std::unique_ptr<Machine> m_machine;
    std::unique_ptr<MemoryStore> m_primary;
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
