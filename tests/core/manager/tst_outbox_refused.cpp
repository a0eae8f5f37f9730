// SPDX-License-Identifier: MIT
#include "outboxfixture.h"

using namespace outboxfixture;

/// Saves that the primary does not take, loses, or that cannot be sent.
class TestOutboxRefused : public QObject
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

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<FakeClock> m_clock;
    std::unique_ptr<Machine> m_machine;
    std::unique_ptr<MemoryStore> m_primary;
};

QTEST_GUILESS_MAIN(TestOutboxRefused)
#include "tst_outbox_refused.moc"
