// SPDX-License-Identifier: MIT
#include "core/manager/removeplan.h"
#include "planfixture.h"

using namespace planfixture;

class TestRemove : public QObject
{
    Q_OBJECT

private:
    TradingState m_now = stateOf({ "A-B", "C-D" });

    ChangePlan plan(const char* pair, const char* reason) const
    {
        return makeRemovePlan(snapshotOf(m_now), QString::fromUtf8(pair), QString::fromUtf8(reason), context());
    }

private Q_SLOTS:
    void takesOnePositionOffTheRecord()
    {
        const ChangePlan made = plan("A-B", " closed at the broker by hand ");
        QCOMPARE(made.purpose, ChangePurpose::Remove);
        QVERIFY(made.blockers.empty());
        QCOMPARE(made.reason, QStringLiteral("closed at the broker by hand"));
        QVERIFY(!warning(made, "check-broker").isEmpty());
        const TradingState after = made.outcome();
        TradingState expected = m_now;
        expected.positions.erase(QStringLiteral("A-B"));
        expected.pairStates[QStringLiteral("A-B")].setField("position", Json("none"));
        expected.portfolio.setField("open_positions", Json::integer(1));
        QCOMPARE(text(after), text(expected));
    }

    void withoutAPairState()
    {
        TradingState now = m_now;
        now.pairStates.clear();
        const ChangePlan made
            = makeRemovePlan(snapshotOf(now), QStringLiteral("A-B"), QStringLiteral("why"), context());
        QVERIFY(made.blockers.empty());
        QVERIFY(made.outcome().pairStates.empty());
    }

    void needsAReasonAndAPosition()
    {
        QVERIFY(hasBlocker(plan("A-B", "  "), ErrorCode::ReasonRequired));
        QVERIFY(hasBlocker(plan("X-Y", "why"), ErrorCode::NoSuchPair));
        QVERIFY(!plan("X-Y", "why").changesAnything());
    }

    void theRequestSaysWhichOfTwoIsMeant()
    {
        Snapshot snapshot = snapshotOf(m_now);
        snapshot.store.layout = QStringLiteral("versions");
        snapshot.ghosts = { position("A-B"), position("X-Y") };
        const QString pair = QStringLiteral("A-B");
        // Unless it says so, the position.
        ChangePlan made = makeRemovePlan(snapshot, pair, QStringLiteral("why"), context());
        QVERIFY(made.blockers.empty());
        QVERIFY(made.purges.empty());
        QVERIFY(!made.outcome().positions.contains(pair));
        // The ghost's events are the position's too, so they cannot go.
        PlanOptions options;
        options.ghost = true;
        made = makeRemovePlan(snapshot, pair, QStringLiteral("why"), context(), options);
        QVERIFY(hasBlocker(made, ErrorCode::NoSuchPair));
        QVERIFY(!made.changesAnything());
        QVERIFY(made.purges.empty());
        made = makeRemovePlan(snapshot, QStringLiteral("X-Y"), QStringLiteral("why"), context(), options);
        QVERIFY(made.blockers.empty());
        QCOMPARE(made.purges, std::vector<QString> { QStringLiteral("X-Y") });
    }

    void rowsThatAreLeftComeBack()
    {
        Snapshot snapshot = snapshotOf(m_now);
        snapshot.store.layout = QStringLiteral("versions");
        const auto made = [&](const PlanOptions& options) {
            return makeRemovePlan(snapshot, QStringLiteral("A-B"), QStringLiteral("why"), context(), options);
        };
        PlanOptions keep;
        keep.keepRemoved = true;
        QVERIFY(warning(made({}), "python-brings-back").isEmpty());
        QVERIFY(warning(made(keep), "python-brings-back").contains(QStringLiteral("A-B")));
    }

    void aSuspectedGhostIsPurged()
    {
        Snapshot snapshot = snapshotOf(m_now);
        snapshot.store.layout = QStringLiteral("versions");
        snapshot.ghosts = { position("PG-CL"), position("X-Y") };
        snapshot.state.pairStates[QStringLiteral("PG-CL")] = pairState("long");
        const ChangePlan made = makeRemovePlan(snapshot, QStringLiteral("PG-CL"), QStringLiteral("why"), context());
        QVERIFY(made.blockers.empty());
        QCOMPARE(made.purges, std::vector<QString> { QStringLiteral("PG-CL") });
        QVERIFY(made.changesAnything());
        QVERIFY(!warning(made, "check-broker").isEmpty());
        QVERIFY(warning(made, "ghost-events").contains(QStringLiteral("PG-CL")));
        TradingState expected = snapshot.state;
        expected.pairStates[QStringLiteral("PG-CL")].setField("position", Json("none"));
        QCOMPARE(text(made.outcome()), text(expected));
        QVERIFY(hasBlocker(
            makeRemovePlan(snapshot, QStringLiteral("PG-CL"), QString(), context()), ErrorCode::ReasonRequired));

        // Without the event log there is nothing that a save could do to it.
        snapshot.conditions = { Condition::Unreachable };
        QVERIFY(hasBlocker(makeRemovePlan(snapshot, QStringLiteral("PG-CL"), QStringLiteral("why"), context()),
            ErrorCode::Unreachable));
        QVERIFY(makeRemovePlan(snapshot, QStringLiteral("A-B"), QStringLiteral("why"), context()).blockers.empty());
    }

    void aLiveSystemCanBeForced()
    {
        Snapshot snapshot = snapshotOf(m_now);
        snapshot.live
            = LiveSystem { QStringLiteral("host:bot:1"), at("2025-07-20T09:59:20Z"), at("2025-07-20T10:04:20Z") };
        const ChangePlan made = makeRemovePlan(snapshot, QStringLiteral("A-B"), QStringLiteral("why"), context());
        QVERIFY(canForce(made, ErrorCode::TradingSystemLive));
        QVERIFY(made.blockers.empty());
    }
};

QTEST_GUILESS_MAIN(TestRemove)
#include "tst_remove.moc"
