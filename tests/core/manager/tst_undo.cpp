// SPDX-License-Identifier: MIT
#include "core/manager/undoplan.h"
#include "planfixture.h"

using namespace planfixture;

namespace {

RecordLookup among(const std::vector<SaveRecord>& saves)
{
    return [saves](const QString& saveId) -> std::optional<SaveRecord> {
        for (const SaveRecord& save : saves) {
            if (save.saveId == saveId)
                return save;
        }
        return std::nullopt;
    };
}

QString found(const SaveRecord& head, const std::vector<SaveRecord>& saves)
{
    const auto change = newestChangeByHand(head, among(saves));
    return change ? change->saveId : QStringLiteral("(none)");
}

} // namespace

class TestUndo : public QObject
{
    Q_OBJECT

private:
    UndoInput m_input;

    static UndoInput input(
        const TradingState& before, const TradingState& after, SaveReason reason = SaveReason::Restore)
    {
        UndoInput made;
        made.change = record("change", "parent", reason);
        made.before = before;
        made.after = after;
        made.beforeName = QStringLiteral("/b/rescue.json");
        return made;
    }
    ChangePlan plan(const TradingState& now) const { return makeUndoPlan(snapshotOf(now), m_input, context()); }

private Q_SLOTS:
    void init()
    {
        TradingState before = stateOf({ "A-B", "C-D" });
        TradingState after = stateOf({ "A-B", "G-H" });
        put(after, "A-B", "0.9");
        after.portfolio.setField("total_value", *Decimal::parse("5"));
        m_input = input(before, after);
    }

    void findsTheNewestOnItsOwnLine()
    {
        const std::vector<SaveRecord> saves { record("1"), record("2", "1", SaveReason::Restore), record("3", "2"),
            record("4", "3", SaveReason::Manual) };
        QCOMPARE(found(saves[3], saves), QStringLiteral("2"));
        QCOMPARE(found(saves[1], saves), QStringLiteral("2")); // the head itself
        QCOMPARE(found(saves[0], saves), QStringLiteral("(none)"));
        for (const SaveReason reason : { SaveReason::Undo, SaveReason::Remove })
            QCOMPARE(found(record("5", "", reason), saves), QStringLiteral("5"));
    }

    void notAcrossAGap()
    {
        QCOMPARE(found(record("9", "lost"), { record("1", "", SaveReason::Restore) }), QStringLiteral("(none)"));
    }

    void notOnALineThatWasGivenUp()
    {
        SaveRecord choice = record("choice", "mine", SaveReason::Manual);
        choice.resolves = { QStringLiteral("theirs") };
        QCOMPARE(
            found(choice, { record("mine"), record("theirs", "", SaveReason::Restore) }), QStringLiteral("(none)"));
    }

    void aRingIsNoHang()
    {
        QCOMPARE(found(record("1", "2"), { record("1", "2"), record("2", "1") }), QStringLiteral("(none)"));
    }

    void atOnceEverythingGoesBack()
    {
        const ChangePlan made = plan(m_input.after);
        QCOMPARE(made.purpose, ChangePurpose::Undo);
        QCOMPARE(made.undoes, QStringLiteral("change"));
        QCOMPARE(*made.sourceChecksum, stateChecksum(m_input.before));
        QVERIFY(made.blockers.empty());
        for (const PlanRow& each : made.rows)
            QVERIFY(!each.conflict);
        QCOMPARE(text(made.outcome()), text(m_input.before));
    }

    void rowsChangedSinceAreConflicts()
    {
        TradingState now = m_input.after;
        put(now, "G-H", "0.3"); // restored, then traded
        put(now, "X-Y"); // opened since, none of the restore's business
        now.portfolio.setField("open_positions", Json::integer(3));
        now.portfolio.setField("total_value", *Decimal::parse("6"));
        const ChangePlan made = plan(now);

        const PlanRow& traded = row(made, StatePart::Position, "G-H");
        QVERIFY(traded.conflict);
        QVERIFY(!traded.ticked);
        QVERIFY(traded.reason.contains(QStringLiteral("since the restore")));
        QVERIFY(row(made, StatePart::Portfolio).conflict);
        QCOMPARE(row(made, StatePart::Position, "X-Y").kind, ChangeKind::Unchanged);
        QVERIFY(row(made, StatePart::Position, "A-B").ticked);
        QVERIFY(row(made, StatePart::Position, "C-D").ticked);
        QVERIFY(!warning(made, "conflicts").isEmpty());

        TradingState expected = now;
        put(expected, "A-B");
        put(expected, "C-D");
        expected.portfolio.setField("open_positions", Json::integer(4));
        QCOMPARE(text(made.outcome()), text(expected));
    }

    void pairStatesGoWithTheirPositions()
    {
        TradingState now = m_input.after;
        put(now, "A-B", "0.4"); // traded since: its pair state must not go back alone
        m_input.after.pairStates[QStringLiteral("A-B")] = now.pairStates[QStringLiteral("A-B")]
            = pairState("long", "7");
        for (auto& [pair, state] : now.pairStates)
            state.setField("z_score", *Decimal::parse("1.5")); // as every save of a running system does
        const ChangePlan made = plan(now);
        QVERIFY(!row(made, StatePart::PairState, "A-B").ticked);
        const TradingState after = made.outcome();
        QVERIFY(!after.positions.contains(QStringLiteral("G-H")));
        const PairState& gone = after.pairStates.at(QStringLiteral("G-H"));
        QCOMPARE(gone.position(), PairPosition::None);
        QCOMPARE(gone.zScore()->text(), std::string("1.5"));
        QVERIFY(row(made, StatePart::PairState, "G-H").ticked);
        QVERIFY(row(made, StatePart::PairState, "G-H").reason.contains(QStringLiteral("Only its position")));
    }

    void aConflictMayBeTicked()
    {
        TradingState now = m_input.after;
        put(now, "G-H", "0.3");
        ChangePlan made = plan(now);
        row(made, StatePart::Position, "G-H").ticked = true;
        QVERIFY(!made.outcome().positions.contains(QStringLiteral("G-H")));
    }

    void aRowClosedSinceStaysClosed()
    {
        TradingState now = m_input.after;
        now.positions.erase(QStringLiteral("A-B")); // changed by the restore, closed since
        const ChangePlan made = plan(now);
        QVERIFY(row(made, StatePart::Position, "A-B").conflict);
        QVERIFY(!made.outcome().positions.contains(QStringLiteral("A-B")));
    }

    void nothingLeftToTakeBack()
    {
        const ChangePlan made = plan(m_input.before);
        QCOMPARE(made.blockers.size(), size_t(1));
        QCOMPARE(made.blockers[0].code, ErrorCode::NothingToChange);
    }

    void undoOfUndoIsRedo()
    {
        const TradingState back = plan(m_input.after).outcome();
        m_input = input(m_input.after, back, SaveReason::Undo);
        QCOMPARE(text(plan(back).outcome()), text(m_input.before));
    }

    void rescueFilesMustProveThemselves()
    {
        const SaveRecord change = record("change", "parent", SaveReason::Restore);
        Document rescue = documentOf(m_input.before);
        rescue.record = record("parent");
        rescue.backup = BackupInfo { {}, BackupKind::Rescue, {}, {}, {} };
        QVERIFY(isRescueOf(rescue, change));

        Document changed = rescue;
        changed.proof = Proof::Torn;
        QVERIFY(!isRescueOf(changed, change));
        changed = rescue;
        changed.proof = Proof::Unverified;
        QVERIFY(!isRescueOf(changed, change));
        changed = rescue;
        changed.backup->kind = BackupKind::Manual;
        QVERIFY(!isRescueOf(changed, change));
        changed = rescue;
        changed.record = record("another");
        QVERIFY(!isRescueOf(changed, change));
        changed.backup->description = QStringLiteral("before restore; the torn save parent was on record");
        QVERIFY(isRescueOf(changed, change));
    }

    void obstaclesHoldForUndoToo()
    {
        Snapshot fork = snapshotOf(m_input.after);
        fork.conditions = { Condition::Fork };
        QVERIFY(hasBlocker(makeUndoPlan(fork, m_input, context()), ErrorCode::Forked));
    }
};

QTEST_GUILESS_MAIN(TestUndo)
#include "tst_undo.moc"
