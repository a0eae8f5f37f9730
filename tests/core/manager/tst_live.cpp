// SPDX-License-Identifier: MIT
#include "core/manager/liveguard.h"
#include "core/manager/overwritten.h"
#include "planfixture.h"

using namespace planfixture;

namespace {

/// A save of this writer so many seconds before 10:00.
SaveRecord saved(const char* writer, SaveReason reason, qint64 secondsAgo)
{
    SaveRecord save = record("save", "", reason);
    save.saveId = QStringLiteral("%1-%2").arg(QLatin1String(writer)).arg(secondsAgo);
    save.writer = QString::fromLatin1(writer);
    save.savedAt = at("2025-07-20T10:00:00Z").plusNanoseconds(-secondsAgo * nanosecondsPerSecond);
    save.recordedAt = save.savedAt;
    return save;
}

} // namespace

class TestLive : public QObject
{
    Q_OBJECT

private:
    static std::optional<LiveSystem> live(
        std::vector<SaveRecord> recent, const std::optional<QString>& holder = std::nullopt, int interval = 300)
    {
        return liveSystem(
            { std::move(recent), holder, QStringLiteral("host:console:7"), at("2025-07-20T10:00:00Z"), interval });
    }

    // A change that took A-B away, brought G-H and changed C-D.
    TradingState m_before = stateOf({ "A-B", "C-D" });
    TradingState m_after;
    SaveRecord m_change;
    std::map<QString, TradingState> m_states;

    std::optional<Overwritten> overwritten(std::vector<SaveRecord> later) const
    {
        return overwrittenBy({ m_change, m_before, m_after, std::move(later),
            [this](const SaveRecord& save) -> std::optional<TradingState> {
                const auto found = m_states.find(save.saveId);
                return found == m_states.end() ? std::nullopt : std::optional(found->second);
            } });
    }
    SaveRecord later(const char* writer, SaveReason reason, qint64 secondsAgo, const TradingState& state, bool knowing)
    {
        SaveRecord save = saved(writer, reason, secondsAgo);
        if (knowing)
            save.knows[m_change.folder] = m_change.savedAt;
        m_states[save.saveId] = state;
        return save;
    }

private Q_SLOTS:
    void init()
    {
        m_after = stateOf({ "C-D", "G-H" });
        put(m_after, "C-D", "0.9");
        m_change = saved("host:console:7", SaveReason::Restore, 3600);
        m_change.knows[m_change.folder] = m_change.savedAt;
        m_states.clear();
    }

    void aTradingSystemThatSavesByItself()
    {
        for (const SaveReason reason : { SaveReason::Trade, SaveReason::Periodic, SaveReason::Start }) {
            const auto system = live({ saved("host:bot:1", reason, 40) });
            QVERIFY(system);
            QCOMPARE(system->writer, QStringLiteral("host:bot:1"));
            QCOMPARE(*system->lastSave, at("2025-07-20T09:59:20Z"));
            QCOMPARE(*system->nextSaveDue, at("2025-07-20T10:04:20Z"));
            QVERIFY(!system->holdsSessionLock);
        }
    }

    void youngerThanTwoIntervals()
    {
        QVERIFY(live({ saved("host:bot:1", SaveReason::Periodic, 599) }));
        QVERIFY(!live({ saved("host:bot:1", SaveReason::Periodic, 600) }));
        QVERIFY(live({ saved("host:bot:1", SaveReason::Periodic, 600) }, {}, 301));
    }

    void shutdownLiftsIt()
    {
        QVERIFY(
            !live({ saved("host:bot:1", SaveReason::Periodic, 40), saved("host:bot:1", SaveReason::Shutdown, 20) }));
        QVERIFY(
            !live({ saved("host:bot:1", SaveReason::Periodic, 40), saved("host:bot:1", SaveReason::Emergency, 20) }));
        QVERIFY(live({ saved("host:bot:1", SaveReason::Shutdown, 40), saved("host:bot:1", SaveReason::Start, 20) }));
        // Another one's shutdown says nothing of it.
        QVERIFY(live({ saved("host:bot:1", SaveReason::Periodic, 40), saved("host:bot:2", SaveReason::Shutdown, 20) }));
    }

    void whateverWasSavedByHandSince()
    {
        for (const SaveReason reason :
            { SaveReason::Manual, SaveReason::Restore, SaveReason::Undo, SaveReason::Remove }) {
            QVERIFY(!live({ saved("host:cli:9", reason, 10) }));
            QVERIFY(live({ saved("host:bot:1", SaveReason::Periodic, 40), saved("host:cli:9", reason, 10) }));
            QVERIFY(live({ saved("host:bot:1", SaveReason::Periodic, 40), saved("host:bot:1", reason, 10) }));
        }
    }

    void ownSavesAreNoObstacle() { QVERIFY(!live({ saved("host:console:7", SaveReason::Periodic, 10) })); }

    void thePythonSystem()
    {
        SaveRecord save = saved("", SaveReason::Manual, 100);
        save.folder = QStringLiteral("python");
        const auto system = live({ save });
        QVERIFY(system);
        QCOMPARE(system->writer, QStringLiteral("the Python trading system"));
        save.recordedAt = at("2025-07-20T09:00:00Z");
        QVERIFY(!live({ save }));
    }

    void ageIsByThePlainClock()
    {
        SaveRecord save = saved("host:bot:1", SaveReason::Periodic, 40);
        save.savedAt = at("2025-07-21T00:00:00Z"); // pushed after a parent of another clock
        QVERIFY(live({ save }));
        save.recordedAt = at("2025-07-20T09:00:00Z");
        QVERIFY(!live({ save }));
    }

    void sessionLock()
    {
        const auto system = live({}, QStringLiteral("host:bot:1"));
        QVERIFY(system);
        QVERIFY(system->holdsSessionLock);
        QVERIFY(!system->lastSave && !system->nextSaveDue); // it has only begun
        QCOMPARE(system->writer, QStringLiteral("host:bot:1"));
        QVERIFY(!live({}, QStringLiteral("host:console:7")));
        const auto saving = live({ saved("host:bot:1", SaveReason::Shutdown, 40) }, QStringLiteral("host:bot:1"));
        QCOMPARE(*saving->lastSave, at("2025-07-20T09:59:20Z"));
    }

    void errorSaysWhoAndWhen()
    {
        const auto system = live({ saved("host:bot:1", SaveReason::Periodic, 40) });
        const Error error = liveError(*system, at("2025-07-20T10:00:00Z"));
        QCOMPARE(error.code, ErrorCode::TradingSystemLive);
        QCOMPARE(error.subject, QStringLiteral("host:bot:1"));
        QCOMPARE(error.reason, QStringLiteral("it saved 40 s ago; its next save is due in 4 min"));
    }

    void aForeignSaveThatTakesItBack()
    {
        const auto by = overwritten({ later("host:bot:1", SaveReason::Periodic, 3000, m_before, false),
            later("host:bot:1", SaveReason::Periodic, 2000, m_before, false) });
        QVERIFY(by);
        QCOMPARE(by->by.saveId, QStringLiteral("host:bot:1-3000")); // the first one did it
        QCOMPARE(by->change.saveId, m_change.saveId);
    }

    void alsoOneThatKnowsTheChangeAndHeldTheOldState()
    {
        QVERIFY(overwritten({ later("host:bot:1", SaveReason::Periodic, 3000, m_before, true) }));
        TradingState partly = m_after;
        partly.positions[QStringLiteral("A-B")] = m_before.positions[QStringLiteral("A-B")];
        QVERIFY(overwritten({ later("host:bot:1", SaveReason::Periodic, 3000, partly, true) }));
    }

    void savesThatKeepIt()
    {
        TradingState traded = m_after;
        put(traded, "N-N"); // a new trade
        QVERIFY(!overwritten({ later("host:bot:1", SaveReason::Periodic, 3000, m_after, true),
            later("host:bot:1", SaveReason::Trade, 2000, traded, true) }));
        QVERIFY(!overwritten({}));
    }

    void aRestoredPositionThatIsClosedLater()
    {
        TradingState closed = m_after;
        closed.positions.erase(QStringLiteral("G-H"));
        // It was still there in a save between: closed by a trade.
        QVERIFY(!overwritten({ later("host:bot:1", SaveReason::Periodic, 3000, m_after, true),
            later("host:bot:1", SaveReason::Trade, 2000, closed, true) }));
        // It never was in any save since: overwritten.
        QVERIFY(overwritten({ later("host:bot:1", SaveReason::Periodic, 2000, closed, true) }));
    }

    void aWriterThatStartedSinceHasReadIt()
    {
        TradingState closed = m_after;
        closed.positions.erase(QStringLiteral("G-H"));
        QVERIFY(!overwritten({ later("host:bot:2", SaveReason::Start, 3000, m_after, true),
            later("host:bot:2", SaveReason::Trade, 2000, m_before, true),
            later("host:bot:2", SaveReason::Trade, 1000, closed, true) }));
    }

    void ownSavesAndLaterChangesAreNotForeign()
    {
        QVERIFY(!overwritten({ later("host:console:7", SaveReason::Manual, 3000, m_before, true) }));
        QVERIFY(!overwritten({ later("host:cli:9", SaveReason::Undo, 3000, m_before, true) }));
        QVERIFY(!overwritten({ later("host:bot:1", SaveReason::Periodic, 4000, m_before, true) })); // was before it
    }
};

QTEST_GUILESS_MAIN(TestLive)
#include "tst_live.moc"
