// SPDX-License-Identifier: MIT
#include "core/manager/head.h"
#include "core/manager/identity.h"
#include "tests/support/fakeclock.h"

#include <QTest>

#include <deque>

using namespace tradestate;
using tradestate::test::at;

namespace {

const QString a = QStringLiteral("folder-a");
const QString b = QStringLiteral("folder-b");
const QString c = QStringLiteral("folder-c");

TradingState stateWith(const QString& pair)
{
    TradingState state;
    state.positions.emplace(pair, Position(pair, {}));
    return state;
}

StoredSave saved(const QString& folder, const char* time, const std::vector<const StoredSave*>& parents = {},
    const QString& pair = QStringLiteral("AAA-BBB"))
{
    IdentityInput input;
    input.account = QStringLiteral("default");
    input.folder = folder;
    input.reason = SaveReason::Trade;
    input.now = at(time);
    for (const StoredSave* parent : parents) {
        if (!input.parent)
            input.parent = parent->record;
        else
            input.resolved.push_back(parent->record);
    }
    StoredSave save;
    save.state = stateWith(pair);
    save.record = makeRecord(input, save.state);
    save.proof = Proof::Verified;
    return save;
}

StoredSave torn(StoredSave save)
{
    save.proof = Proof::Torn;
    save.state = {};
    return save;
}

ConfirmedSave confirmedOf(const StoredSave& save)
{
    return { save.record.saveId, save.record.folder, save.record.savedAt, save.record.savedAt };
}

HeadInput primary(std::vector<StoredSave> heads)
{
    HeadInput input;
    input.hasPrimary = true;
    input.primaryHeads = std::move(heads);
    return input;
}

/// A decision points into its input, which stays here for as long as the tests run.
HeadDecision decide(HeadInput input)
{
    static std::deque<HeadInput> kept;
    return decideHead(kept.emplace_back(std::move(input)));
}

QString headOf(const HeadDecision& decision)
{
    return decision.head ? decision.head->save->record.saveId : QString();
}

} // namespace

class TestHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyOnlyWhenEveryStoreAnswered()
    {
        const HeadDecision all = decide(primary({}));
        QVERIFY(all.empty && !all.head && !all.unreachable);
        HeadInput input;
        input.hasPrimary = true;
        const HeadDecision none = decide(input);
        QVERIFY(!none.empty && none.unreachable && !none.head);
        const HeadDecision file = decide({});
        QVERIFY(file.empty && !file.unreachable);
    }

    void fileStoreHasNothingPending()
    {
        HeadInput input;
        input.journalNewest = saved(a, "2025-07-20T08:00:00Z");
        const HeadDecision decision = decide(input);
        QCOMPARE(headOf(decision), input.journalNewest->record.saveId);
        QVERIFY(!decision.pending && !decision.lost && !decision.isFork() && !decision.torn);
    }

    void pendingUntilThePrimaryHasIt()
    {
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave second = saved(a, "2025-07-20T08:05:00Z", { &first });
        HeadInput input = primary({ first });
        input.journalNewest = second;
        input.confirmed = confirmedOf(first);
        HeadDecision decision = decide(input);
        QCOMPARE(headOf(decision), second.record.saveId);
        QVERIFY(decision.pending && !decision.lost && !decision.isFork());
        input.primaryHeads = std::vector { second };
        decision = decide(input);
        QVERIFY(!decision.pending && !decision.lost);
    }

    void crashBeforeTheConfirmationWasNoted()
    {
        // The primary has the save, replicated.json does not say so yet.
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave second = saved(a, "2025-07-20T08:05:00Z", { &first });
        HeadInput input = primary({ second });
        input.journalNewest = second;
        input.confirmed = confirmedOf(first);
        const HeadDecision decision = decide(input);
        QCOMPARE(headOf(decision), second.record.saveId);
        QVERIFY(!decision.pending && !decision.lost && !decision.isFork());
    }

    void unreachableAddsToTheRest()
    {
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave second = saved(a, "2025-07-20T08:05:00Z", { &first });
        HeadInput input;
        input.hasPrimary = true;
        input.journalNewest = second;
        input.confirmed = confirmedOf(first);
        HeadDecision decision = decide(input);
        QVERIFY(decision.unreachable && decision.pending && !decision.isFork());
        input.confirmed = confirmedOf(second);
        decision = decide(input);
        QVERIFY(decision.unreachable && !decision.pending);
        // Another machine's save that was read there and knows ours is newer than our journal.
        const StoredSave foreign = saved(b, "2025-07-20T08:10:00Z", { &second });
        input.seen = { foreign };
        decision = decide(input);
        QCOMPARE(headOf(decision), foreign.record.saveId);
        QVERIFY(decision.unreachable && !decision.pending && !decision.isFork());
    }

    void twoMachinesOfflineAndBack()
    {
        const StoredSave base = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave mine = saved(a, "2025-07-20T08:05:00Z", { &base }, QStringLiteral("MINE-X"));
        const StoredSave theirs = saved(b, "2025-07-20T08:06:00Z", { &base }, QStringLiteral("THEIRS-X"));
        HeadInput input = primary({ base, theirs });
        input.journalNewest = mine;
        HeadDecision decision = decide(input);
        QVERIFY(decision.isFork());
        QCOMPARE(headOf(decision), theirs.record.saveId); // the newest is shown
        QCOMPARE(decision.fork.size(), size_t(2));
        QCOMPARE(decision.fork.at(0).save->record.saveId, theirs.record.saveId);
        QCOMPARE(decision.fork.at(1).save->record.saveId, mine.record.saveId);
        // Still one after both were replicated.
        input.primaryHeads = std::vector { mine, theirs };
        decision = decide(input);
        QVERIFY(decision.isFork() && !decision.pending);
        // Choosing mine resolves it for everybody.
        const StoredSave chosen = saved(a, "2025-07-20T08:07:00Z", { &mine, &theirs });
        QCOMPARE(chosen.record.parentSaveId, mine.record.saveId);
        QCOMPARE(chosen.record.resolves, std::vector<QString> { theirs.record.saveId });
        input.journalNewest = chosen;
        decision = decide(input);
        QVERIFY(!decision.isFork() && decision.pending);
        QCOMPARE(headOf(decision), chosen.record.saveId);
        HeadInput other = primary({ chosen, theirs });
        other.journalNewest = theirs;
        decision = decide(other);
        QVERIFY(!decision.isFork() && !decision.pending);
        QCOMPARE(headOf(decision), chosen.record.saveId);
    }

    void aLaterClockDoesNotWin()
    {
        // The other machine's clock is hours behind; its save follows ours all the same.
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave second = saved(b, "2025-07-20T03:00:00Z", { &first });
        QCOMPARE(second.record.savedAt.nanoseconds(), first.record.savedAt.nanoseconds() + 1);
        QCOMPARE(second.record.recordedAt, at("2025-07-20T03:00:00Z"));
        const HeadDecision decision = decide(primary({ first, second }));
        QCOMPARE(headOf(decision), second.record.saveId);
        QVERIFY(!decision.isFork());
    }

    void sameNanosecondIsAFork()
    {
        const StoredSave base = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave mine = saved(a, "2025-07-20T08:05:00Z", { &base });
        const StoredSave theirs = saved(b, "2025-07-20T08:05:00Z", { &base });
        QCOMPARE(mine.record.savedAt, theirs.record.savedAt);
        const HeadDecision one = decide(primary({ mine, theirs }));
        const HeadDecision other = decide(primary({ theirs, mine }));
        QVERIFY(one.isFork() && other.isFork());
        QCOMPARE(headOf(one), headOf(other)); // every program shows the same one
    }

    void sameIdentityIsAFork()
    {
        // A cloned machine: one folder id, one time, two saves.
        const StoredSave base = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave mine = saved(a, "2025-07-20T08:05:00Z", { &base });
        const StoredSave clone = saved(a, "2025-07-20T08:05:00Z", { &base });
        HeadInput input = primary({ clone });
        input.journalNewest = mine;
        QVERIFY(decide(input).isFork());
    }

    void threeWriters()
    {
        const StoredSave base = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave one = saved(a, "2025-07-20T08:01:00Z", { &base });
        const StoredSave two = saved(b, "2025-07-20T08:02:00Z", { &base });
        const StoredSave three = saved(c, "2025-07-20T08:03:00Z", { &two });
        HeadDecision decision = decide(primary({ one, two, three }));
        QVERIFY(decision.isFork());
        QCOMPARE(decision.fork.size(), size_t(2)); // two is known by three
        QCOMPARE(decision.fork.at(0).save->record.saveId, three.record.saveId);
        QCOMPARE(decision.fork.at(1).save->record.saveId, one.record.saveId);
        const StoredSave chosen = saved(b, "2025-07-20T08:04:00Z", { &one, &three });
        decision = decide(primary({ one, chosen, three }));
        QVERIFY(!decision.isFork());
        QCOMPARE(headOf(decision), chosen.record.saveId);
        // A save made on the given-up line in the meantime is a fork again.
        const StoredSave late = saved(c, "2025-07-20T08:05:00Z", { &three });
        decision = decide(primary({ one, chosen, late }));
        QVERIFY(decision.isFork());
        QCOMPARE(decision.fork.size(), size_t(2));
    }

    void wipedPrimaryLosesNothing()
    {
        const StoredSave mine = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave theirs = saved(b, "2025-07-20T08:05:00Z", { &mine });
        HeadInput input = primary({});
        input.journalNewest = mine;
        input.seen = { theirs };
        input.confirmed = confirmedOf(mine);
        const HeadDecision decision = decide(input);
        QCOMPARE(headOf(decision), theirs.record.saveId);
        QVERIFY(decision.pending && decision.lost && !decision.empty && !decision.isFork());
    }

    void setBackPrimaryIsTold()
    {
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave second = saved(a, "2025-07-20T08:05:00Z", { &first });
        HeadInput input = primary({ first });
        input.journalNewest = second;
        input.confirmed = confirmedOf(second);
        HeadDecision decision = decide(input);
        QVERIFY(decision.pending && decision.lost);
        // The same where the journal is gone and only what was seen is left.
        input.journalNewest.reset();
        input.confirmed.reset();
        input.seen = { second };
        decision = decide(input);
        QCOMPARE(headOf(decision), second.record.saveId);
        QVERIFY(decision.pending && decision.lost);
    }

    void refusedSaveStillCounts()
    {
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave refused = saved(a, "2025-07-20T08:05:00Z", { &first });
        const StoredSave theirs = saved(b, "2025-07-20T08:06:00Z", { &first });
        HeadInput input = primary({ first, theirs });
        input.journalNewest = refused;
        QVERIFY(decide(input).isFork());
        // A later own save that arrived covers the refused one.
        const StoredSave next = saved(a, "2025-07-20T08:07:00Z", { &refused });
        const StoredSave after = saved(b, "2025-07-20T08:08:00Z", { &next, &theirs });
        input.primaryHeads = std::vector { next, after };
        input.journalNewest = next;
        const HeadDecision decision = decide(input);
        QVERIFY(!decision.isFork() && !decision.pending);
        QCOMPARE(headOf(decision), after.record.saveId);
    }

    void tornThereButWholeHere()
    {
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        const StoredSave second = saved(a, "2025-07-20T08:05:00Z", { &first });
        HeadInput input = primary({ torn(second) });
        input.journalNewest = second;
        HeadDecision decision = decide(input);
        QVERIFY(!decision.torn && decision.pending);
        QCOMPARE(decision.head->save->state, second.state);
        // Whole in seen/ of a machine that did not make it.
        input.journalNewest = first;
        input.seen = { second };
        decision = decide(input);
        QVERIFY(!decision.torn && decision.pending);
        QCOMPARE(decision.head->save->state, second.state);
    }

    void wholeThereButTornHere()
    {
        const StoredSave first = saved(a, "2025-07-20T08:00:00Z");
        HeadInput input = primary({ first });
        input.journalNewest = torn(first);
        const HeadDecision decision = decide(input);
        QVERIFY(!decision.torn && !decision.pending && !decision.isFork());
        QCOMPARE(decision.head->save->state, first.state);
    }

    void tornEverywhereStillCounts()
    {
        const StoredSave first = saved(b, "2025-07-20T08:00:00Z");
        const StoredSave second = saved(a, "2025-07-20T08:05:00Z", { &first });
        const HeadDecision decision = decide(primary({ first, torn(second) }));
        QVERIFY(decision.torn && !decision.pending && !decision.isFork());
        QCOMPARE(headOf(decision), second.record.saveId);
        // Torn does not hide a fork.
        const StoredSave theirs = saved(b, "2025-07-20T08:04:00Z", { &first });
        const HeadDecision both = decide(primary({ theirs, torn(second) }));
        QVERIFY(both.torn && both.isFork());
    }

    void ringOfDamagedRecordsHidesNothing()
    {
        StoredSave one = saved(a, "2025-07-20T08:00:00Z");
        StoredSave two = saved(b, "2025-07-20T08:00:00Z");
        one.record.knows[b] = two.record.savedAt;
        two.record.knows[a] = one.record.savedAt;
        const HeadDecision decision = decide(primary({ one, two }));
        QCOMPARE(decision.fork.size(), size_t(2));
    }

    void identityInAnEventLog()
    {
        const StoredSave parent = saved(a, "2025-07-20T08:00:00Z");
        IdentityInput input;
        input.folder = a;
        input.parent = parent.record;
        input.now = at("2025-07-20T07:00:00Z");
        input.inEventLog = true;
        const SaveRecord next = makeRecord(input, parent.state);
        // One position, portfolio, session and commit: five microseconds later at the earliest.
        QVERIFY(next.savedAt.nanoseconds() >= parent.record.savedAt.nanoseconds() + 5000);
        input.newestEvent = at("2025-07-20T08:30:00Z");
        const SaveRecord later = makeRecord(input, parent.state);
        QCOMPARE(later.savedAt.nanoseconds(), at("2025-07-20T08:30:00Z").nanoseconds() + 1000);
    }

    void identityHoldsTogether()
    {
        const StoredSave parent = saved(b, "2025-07-20T08:00:00Z");
        const StoredSave next = saved(a, "2025-07-20T08:05:00Z", { &parent });
        QCOMPARE(next.record.sequence, parent.record.sequence + 1);
        QCOMPARE(next.record.knows.size(), size_t(2));
        QCOMPARE(next.record.parentChecksum, parent.record.recordChecksum);
        QVERIFY(recordChecksumHolds(next.record));
        QVERIFY(knows(next.record, parent.record) && !knows(parent.record, next.record));
        QVERIFY(areFollowed({ parent.record, next.record }, { next.record }));
        QVERIFY(!areFollowed({ next.record }, { parent.record }));
        // Two saves of one folder never share a time, even where the parent is another folder's older one.
        const StoredSave again = saved(a, "2025-07-20T08:01:00Z", { &parent, &next });
        QVERIFY(again.record.savedAt > next.record.savedAt);
    }
};

QTEST_GUILESS_MAIN(TestHead)
#include "tst_head.moc"
