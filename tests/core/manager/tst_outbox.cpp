// SPDX-License-Identifier: MIT
#include "outboxfixture.h"

using namespace outboxfixture;

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
