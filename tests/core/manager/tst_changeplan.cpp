// SPDX-License-Identifier: MIT
#include "core/manager/changeplanrows.h"
#include "planfixture.h"

using namespace planfixture;

class TestChangePlan : public QObject
{
    Q_OBJECT

private:
    TradingState m_now;
    TradingState m_backup;
    ChangePlan m_plan;

private Q_SLOTS:
    void init()
    {
        m_now = stateOf({ "A-B", "C-D", "E-F" });
        m_backup = stateOf({ "A-B", "C-D", "G-H" });
        put(m_backup, "C-D", "0.7");
        m_backup.portfolio.setField("total_value", *Decimal::parse("101234.50"));
        m_plan = makeRestorePlan(
            snapshotOf(m_now), planSourceOf(documentOf(m_backup), QStringLiteral("f")), {}, context());
    }

    void rowsTellWhatChanges()
    {
        QCOMPARE(m_plan.count(ChangeKind::Added), 1);
        QCOMPARE(m_plan.count(ChangeKind::Changed), 1);
        QCOMPARE(m_plan.count(ChangeKind::Removed), 1);
        QCOMPARE(m_plan.count(ChangeKind::Unchanged), 1);
        const PlanRow& changed = row(m_plan, StatePart::Position, "C-D");
        QCOMPARE(changed.fields.size(), 1);
        QCOMPARE(changed.fields[0].field, QStringLiteral("quantity"));
        QCOMPARE(changed.fields[0].before.asNumber()->text(), std::string("0.1"));
        QCOMPARE(changed.fields[0].after.asNumber()->text(), std::string("0.7"));
        QVERIFY(!row(m_plan, StatePart::Position, "G-H").now);
        QVERIFY(!row(m_plan, StatePart::Position, "E-F").proposed);
        QCOMPARE(row(m_plan, StatePart::Portfolio).kind, ChangeKind::Changed);
        QCOMPARE(row(m_plan, StatePart::Session).kind, ChangeKind::Unchanged);
    }

    void changedRowsComeFirst()
    {
        bool unchangedSeen = false;
        for (const PlanRow& each : m_plan.rows) {
            unchangedSeen = unchangedSeen || each.kind == ChangeKind::Unchanged;
            QCOMPARE(each.kind == ChangeKind::Unchanged, unchangedSeen);
        }
    }

    void allTickedIsTheBackupToTheLetter() { QCOMPARE(text(m_plan.outcome()), text(m_backup)); }

    void equalValuesKeepTheBackupsText()
    {
        m_now.positions[QStringLiteral("A-B")].setField("entry_price", *Decimal::parse("1.25"));
        m_plan = makeRestorePlan(
            snapshotOf(m_now), planSourceOf(documentOf(m_backup), QStringLiteral("f")), {}, context());
        QCOMPARE(row(m_plan, StatePart::Position, "A-B").kind, ChangeKind::Unchanged);
        QCOMPARE(text(m_plan.outcome()), text(m_backup));
    }

    void nothingTickedIsWhatIsOnRecord()
    {
        for (PlanRow& each : m_plan.rows)
            each.ticked = false;
        QCOMPARE(text(m_plan.outcome()), text(m_now));
        QVERIFY(!m_plan.changesAnything());
        QCOMPARE(m_plan.count(ChangeKind::Removed), 0);
    }

    void someRowsAreRecounted()
    {
        row(m_plan, StatePart::Position, "E-F").ticked = false; // stays
        const TradingState after = m_plan.outcome();
        QCOMPARE(after.positions.size(), 4);
        QCOMPARE(after.portfolio.openPositions()->text(), std::string("4"));
        QCOMPARE(after.portfolio.totalValue()->text(), std::string("101234.50"));
    }

    void portfolioThatStaysIsRecounted()
    {
        row(m_plan, StatePart::Portfolio).ticked = false;
        row(m_plan, StatePart::Position, "E-F").ticked = false;
        const TradingState after = m_plan.outcome();
        QCOMPARE(after.portfolio.openPositions()->text(), std::string("4"));
        QCOMPARE(after.portfolio.totalValue()->text(), std::string("100000.0"));
    }

    void backupsOwnCountIsNotCorrectedSilently()
    {
        m_backup.portfolio.setField("open_positions", Json::integer(9));
        m_plan = makeRestorePlan(
            snapshotOf(m_now), planSourceOf(documentOf(m_backup), QStringLiteral("f")), {}, context());
        QCOMPARE(m_plan.outcome().portfolio.openPositions()->text(), std::string("9"));
    }

    void noCountWhereNoneIsStored()
    {
        m_now.portfolio = PortfolioSummary(object("{\"total_value\":1}"));
        m_plan = makeRestorePlan(
            snapshotOf(m_now), planSourceOf(documentOf(m_backup), QStringLiteral("f")), {}, context());
        row(m_plan, StatePart::Portfolio).ticked = false;
        QVERIFY(!m_plan.outcome().portfolio.openPositions());
    }

    void onlySomePairs()
    {
        PlanOptions options;
        options.only = QStringList { QStringLiteral("C-D"), QStringLiteral("E-F") };
        const ChangePlan plan = makeRestorePlan(
            snapshotOf(m_now), planSourceOf(documentOf(m_backup), QStringLiteral("f")), options, context());
        const TradingState after = plan.outcome();
        TradingState expected = m_now;
        put(expected, "C-D", "0.7");
        expected.positions.erase(QStringLiteral("E-F"));
        expected.pairStates.erase(QStringLiteral("E-F"));
        expected.portfolio.setField("open_positions", Json::integer(2));
        QCOMPARE(text(after), text(expected));
        QVERIFY(!row(plan, StatePart::Portfolio).ticked);
        QVERIFY(!row(plan, StatePart::Position, "G-H").ticked);
        QVERIFY(row(plan, StatePart::Position, "G-H").reason.contains(QStringLiteral("chosen pairs")));
    }

    void onlyAnUnknownPair()
    {
        PlanOptions options;
        options.only = QStringList { QStringLiteral("X-Y") };
        const ChangePlan plan = makeRestorePlan(
            snapshotOf(m_now), planSourceOf(documentOf(m_backup), QStringLiteral("f")), options, context());
        QVERIFY(hasBlocker(plan, ErrorCode::NoSuchPair));
    }

    void sameStateIsNothingToChange()
    {
        const ChangePlan plan
            = makeRestorePlan(snapshotOf(m_now), planSourceOf(documentOf(m_now), QStringLiteral("f")), {}, context());
        QVERIFY(hasBlocker(plan, ErrorCode::NothingToChange));
        QVERIFY(!plan.changesAnything());
    }

    void sameStateMendsATornRecord()
    {
        Snapshot snapshot = snapshotOf(m_now, "good");
        snapshot.conditions = { Condition::Torn };
        snapshot.tornSave = record("torn", "good");
        const ChangePlan plan
            = makeRestorePlan(snapshot, planSourceOf(documentOf(m_now), QStringLiteral("f")), {}, context());
        QVERIFY(plan.blockers.empty());
        QVERIFY(plan.changesAnything());
        QCOMPARE(plan.head->saveId, QStringLiteral("torn"));
    }

    void sameStateIsPutBackWhereThePrimaryLacksIt()
    {
        Snapshot snapshot = snapshotOf(m_now);
        snapshot.conditions = { Condition::Pending, Condition::Verified };
        const PlanSource source = planSourceOf(documentOf(m_now), QStringLiteral("f"));
        const ChangePlan plan = makeRestorePlan(snapshot, source, {}, context());
        QVERIFY(plan.blockers.empty());
        QVERIFY(plan.changesAnything());
        QVERIFY(warning(plan, "not-there").contains(QStringLiteral("does not hold the newest save")));
        QCOMPARE(text(plan.outcome()), text(m_now));
        // What does not answer may well hold it.
        snapshot.conditions.insert(snapshot.conditions.begin(), Condition::Unreachable);
        const ChangePlan unreachable = makeRestorePlan(snapshot, source, {}, context());
        QVERIFY(!unreachable.changesAnything());
        QVERIFY(warning(unreachable, "not-there").isEmpty());
        // Saves wait in a fork and beside a torn one too, but which is the newest is the question there.
        for (const Condition worse : { Condition::Fork, Condition::Torn }) {
            snapshot.conditions = { worse, Condition::Pending, Condition::Verified };
            const ChangePlan unclear = makeRestorePlan(snapshot, source, {}, context());
            QVERIFY(!unclear.putsBack);
            QVERIFY(warning(unclear, "not-there").isEmpty());
        }
    }

    void namesWhatWasClosedSince()
    {
        Snapshot snapshot = snapshotOf(m_now);
        snapshot.store.layout = QStringLiteral("versions");
        snapshot.conditions = { Condition::Pending, Condition::Verified };
        snapshot.closedSince = { QStringLiteral("X-Y") };
        PlanSource source = planSourceOf(documentOf(m_now), QStringLiteral("f"));
        QVERIFY(
            warning(makeRestorePlan(snapshot, source, {}, context()), "closed-since").contains(QLatin1String("X-Y")));
        PlanOptions keep;
        keep.keepRemoved = true;
        const ChangePlan kept = makeRestorePlan(snapshot, source, keep, context());
        QVERIFY(warning(kept, "closed-since").isEmpty());
        QVERIFY(warning(kept, "python-brings-back").contains(QLatin1String("X-Y")));
        put(source.state, "X-Y"); // comes back by the restore itself
        QVERIFY(warning(makeRestorePlan(snapshot, source, {}, context()), "closed-since").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestChangePlan)
#include "tst_changeplan.moc"
