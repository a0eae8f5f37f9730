// SPDX-License-Identifier: MIT
#include "planfixture.h"

using namespace planfixture;

class TestRestorePlan : public QObject
{
    Q_OBJECT

private:
    TradingState m_now = stateOf({ "A-B", "C-D" });
    TradingState m_other = stateOf({ "A-B", "G-H" });

    static ChangePlan plan(const Snapshot& snapshot, const Document& document, const PlanOptions& options = {},
        const PlanContext& given = context())
    {
        return makeRestorePlan(snapshot, planSourceOf(document, QStringLiteral("/b/file.json")), options, given);
    }
    ChangePlan plan(const Document& document, const PlanOptions& options = {}) const
    {
        return plan(snapshotOf(m_now), document, options);
    }

private Q_SLOTS:
    void namesItsSource()
    {
        const ChangePlan made = plan(documentOf(m_other));
        QCOMPARE(made.purpose, ChangePurpose::Restore);
        QCOMPARE(made.source, QStringLiteral("/b/file.json"));
        QCOMPARE(made.sourceRecord->saveId, QStringLiteral("backup"));
        QCOMPARE(*made.sourceChecksum, stateChecksum(m_other));
        QCOMPARE(made.head->saveId, QStringLiteral("head"));
        QVERIFY(made.blockers.empty());
        QVERIFY(made.forceable.empty());
    }

    void positionsThatTheirPairStateDenies()
    {
        m_other.pairStates[QStringLiteral("G-H")] = pairState("none");
        const ChangePlan made = plan(documentOf(m_other));
        const PlanRow& denied = row(made, StatePart::Position, "G-H");
        QVERIFY(!denied.ticked);
        QVERIFY(denied.reason.contains(QStringLiteral("pair state")));
        QVERIFY(row(made, StatePart::PairState, "G-H").ticked);
        QVERIFY(!made.outcome().positions.contains(QStringLiteral("G-H")));
        QCOMPARE(made.outcome().portfolio.openPositions()->text(), std::string("1"));
        m_other = stateOf({ "A-B", "G-H" });
    }

    void positionsMarkedAsDeleted()
    {
        TradingState other = m_other;
        other.positions[QStringLiteral("G-H")].setField("deleted", Json(true));
        const ChangePlan made = plan(documentOf(other));
        QVERIFY(!row(made, StatePart::Position, "G-H").ticked);
        QVERIFY(row(made, StatePart::Position, "G-H").reason.contains(QStringLiteral("deleted")));
    }

    void partialDocumentsRemoveNothing()
    {
        Document document = documentOf(m_other);
        document.hasPairStates = document.hasPortfolio = document.hasSession = false;
        document.state.pairStates.clear();
        document.state.portfolio = {};
        document.state.session = {};
        const ChangePlan made = plan(document);
        QCOMPARE(made.count(ChangeKind::Removed), 0);
        QVERIFY(!made.sourceComplete);
        const TradingState after = made.outcome();
        QCOMPARE(after.positions.size(), 3);
        QCOMPARE(after.pairStates.size(), m_now.pairStates.size());
        QCOMPARE(after.session, m_now.session);
        QCOMPARE(after.portfolio.totalValue(), m_now.portfolio.totalValue());
        QCOMPARE(after.portfolio.openPositions()->text(), std::string("3"));
        QVERIFY(warning(made, "partial").contains(QStringLiteral("pair states, portfolio, session")));
    }

    void salvagedOnlyWhenAccepted()
    {
        Document document = documentOf(m_other);
        document.salvaged = true;
        document.proof = Proof::Torn;
        document.recovered = { QStringLiteral("2 positions") };
        const ChangePlan refused = plan(document);
        QVERIFY(hasBlocker(refused, ErrorCode::SalvagedOnly));
        QVERIFY(!row(refused, StatePart::Position, "G-H").ticked);
        QVERIFY(!refused.changesAnything());

        // Looked for in the row itself: where validation is off the document has no finding of it.
        Json::Object cutOff = position("A-B", "9").fields();
        cutOff.erase("entry_price");
        document.state.positions[QStringLiteral("A-B")] = Position(QStringLiteral("A-B"), cutOff);
        PlanOptions options;
        options.acceptSalvaged = true;
        const ChangePlan accepted = plan(document, options);
        QVERIFY(accepted.blockers.empty());
        QVERIFY(row(accepted, StatePart::Position, "G-H").ticked);
        QVERIFY(!row(accepted, StatePart::Position, "A-B").ticked); // cut off in the middle
        QCOMPARE(accepted.count(ChangeKind::Removed), 0);
        QCOMPARE(accepted.recovered.size(), 1);
        QVERIFY(!warning(accepted, "salvaged").isEmpty());
    }

    void aMismatchingChecksumIsRefused()
    {
        Document document = documentOf(m_other);
        document.proof = Proof::Torn;
        QVERIFY(hasBlocker(plan(document), ErrorCode::ChecksumMismatch));
        PlanOptions options;
        options.acceptSalvaged = true;
        const ChangePlan accepted = plan(document, options);
        QVERIFY(accepted.blockers.empty());
        QCOMPARE(accepted.count(ChangeKind::Removed), 0); // it may have lost rows

        StoredSave save;
        save.record = record("old");
        save.state = m_other;
        save.proof = Proof::Torn;
        QVERIFY(hasBlocker(makeRestorePlan(snapshotOf(m_now), planSourceOf(save), {}, context()), ErrorCode::TornSave));
    }

    void nothingReadIsNeverRestorable()
    {
        Document document;
        document.nothingRead = true;
        document.shape = DocumentShape::UtilityBackup;
        PlanOptions options;
        options.acceptSalvaged = true;
        const ChangePlan made = plan(document, options);
        QVERIFY(hasBlocker(made, ErrorCode::NothingRead));
        QCOMPARE(made.count(ChangeKind::Removed), 0);
        QCOMPARE(text(made.outcome()), text(m_now));
    }

    void aFlatBookIsRestorable()
    {
        TradingState flat = stateOf({});
        const ChangePlan made = plan(documentOf(flat));
        QVERIFY(made.blockers.empty());
        QCOMPARE(made.count(ChangeKind::Removed), 2);
        QCOMPARE(text(made.outcome()), text(flat));
    }

    void intoAnEmptyStore()
    {
        Snapshot empty;
        empty.conditions = { Condition::Empty };
        empty.store.type = QStringLiteral("influxdb");
        const ChangePlan made = plan(empty, documentOf(m_other));
        QVERIFY(made.blockers.empty());
        QVERIFY(!made.head);
        QVERIFY(made.changesAnything());
        QCOMPARE(text(made.outcome()), text(m_other));
        QVERIFY(warning(made, "other-strategy").isEmpty());
        QVERIFY(plan(empty, documentOf(TradingState())).changesAnything()); // a first flat save says something
    }

    void whoWillBeAbleToReadIt()
    {
        Snapshot empty;
        empty.conditions = { Condition::Empty };
        empty.store.type = QStringLiteral("influxdb");
        empty.store.account = QStringLiteral("default");
        Document pythons = documentOf(m_other);
        pythons.shape = DocumentShape::UtilityBackup;
        pythons.record.reset();
        QVERIFY(warning(plan(empty, pythons), "readable-by").contains(QStringLiteral("starts from")));
        QVERIFY(warning(plan(empty, documentOf(m_other)), "readable-by").contains(QStringLiteral("does not read")));
        Snapshot another = empty;
        another.store.account = QStringLiteral("another"); // the event log has one account
        QCOMPARE(plan(another, pythons).layout, QStringLiteral("tables"));
        PlanContext tables = context();
        tables.layout = LayoutChoice::Tables;
        QVERIFY(warning(plan(empty, pythons, {}, tables), "readable-by").contains(QStringLiteral("does not read")));
        empty.store.version = QStringLiteral("3.6.0");
        QVERIFY(warning(plan(empty, pythons), "readable-by").contains(QStringLiteral("does not read")));
        QVERIFY(warning(plan(pythons), "readable-by").contains(QStringLiteral("does not read")));
        QVERIFY(warning(plan(documentOf(m_other)), "readable-by").isEmpty());
        Snapshot eventLog = snapshotOf(m_now);
        eventLog.store.layout = QStringLiteral("versions");
        QVERIFY(warning(plan(eventLog, pythons), "readable-by").isEmpty());
        Snapshot file = snapshotOf(m_now);
        file.store.type = QStringLiteral("file");
        QVERIFY(warning(plan(file, pythons), "readable-by").contains(QStringLiteral("does not read")));
    }

    void otherSessionIsTold()
    {
        TradingState other = m_other;
        other.session
            = SessionInfo(object("{\"session_info\":{\"strategy\":\"MeanRev\",\"broker\":\"mt5\","
                                 "\"system_version\":\"1.2\"},\"trading_config\":{\"pairs\":[\"A-B\",\"X-Y\"]}}"));
        const ChangePlan made = plan(documentOf(other));
        QVERIFY(warning(made, "other-strategy").contains(QStringLiteral("MeanRev, now Pairs")));
        QVERIFY(warning(made, "other-broker").contains(QStringLiteral("mt5, now ctrader")));
        QVERIFY(warning(made, "other-version").contains(QStringLiteral("1.2, now 1.0")));
        QVERIFY(warning(made, "other-pairs").contains(QStringLiteral("X-Y only then; C-D only now")));
        const ChangePlan same = plan(documentOf(m_other));
        for (const char* code : { "other-strategy", "other-broker", "other-version", "other-pairs" })
            QVERIFY(warning(same, code).isEmpty());
    }

    void cooldownsThatAreOver()
    {
        TradingState other = m_other;
        other.pairStates[QStringLiteral("A-B")] = pairState("long", "8"); // 8 bars of 15 minutes: two hours
        other.pairStates[QStringLiteral("G-H")] = pairState("long", "9");
        PlanContext bars = context(); // two hours after their last update
        bars.barSeconds = 900;
        const QString message = warning(plan(snapshotOf(m_now), documentOf(other), {}, bars), "old-cooldowns");
        QVERIFY2(message.contains(QStringLiteral("A-B")), qPrintable(message));
        QVERIFY2(!message.contains(QStringLiteral("G-H")), qPrintable(message));
        QVERIFY(warning(plan(documentOf(other)), "old-cooldowns").contains(QStringLiteral("BAR_SECONDS")));
        QVERIFY(warning(plan(documentOf(m_other)), "old-cooldowns").isEmpty());
    }

    void unverifiedIsTold()
    {
        Document document = documentOf(m_other);
        document.proof = Proof::Unverified;
        QVERIFY(!warning(plan(document), "unverified").isEmpty());
        QVERIFY(warning(plan(documentOf(m_other)), "unverified").isEmpty());
    }

    void rowsThatThePythonSystemBringsBack()
    {
        Snapshot eventLog = snapshotOf(m_now);
        eventLog.store.layout = QStringLiteral("versions");
        PlanOptions keep;
        keep.keepRemoved = true;
        QVERIFY(
            warning(plan(eventLog, documentOf(m_other), keep), "python-brings-back").contains(QStringLiteral("C-D")));
        QVERIFY(warning(plan(eventLog, documentOf(m_other)), "python-brings-back").isEmpty());
        QVERIFY(warning(plan(snapshotOf(m_now), documentOf(m_other), keep), "python-brings-back").isEmpty());
    }

    void ghostsToPurge()
    {
        Snapshot eventLog = snapshotOf(m_now);
        eventLog.store.layout = QStringLiteral("versions");
        eventLog.ghosts = { position("PG-CL") };
        PlanOptions purge;
        purge.purgeGhosts = true;
        const ChangePlan made = plan(eventLog, documentOf(m_now), purge);
        QCOMPARE(made.purges, std::vector<QString> { QStringLiteral("PG-CL") });
        QVERIFY(made.blockers.empty());
        QVERIFY(made.changesAnything());
    }

    void obstacles()
    {
        Snapshot snapshot = snapshotOf(m_now);
        snapshot.conditions = { Condition::Unreachable, Condition::Pending };
        snapshot.primaryError = Error { ErrorCode::NotRunning, {}, {} };
        snapshot.live
            = LiveSystem { QStringLiteral("host:bot:1"), at("2025-07-20T09:59:20Z"), at("2025-07-20T10:04:20Z") };
        const ChangePlan forced = plan(snapshot, documentOf(m_other));
        QVERIFY(forced.blockers.empty());
        QVERIFY(canForce(forced, ErrorCode::Unreachable));
        QVERIFY(canForce(forced, ErrorCode::TradingSystemLive));

        PlanContext readOnly = context();
        readOnly.readOnly = true;
        QVERIFY(hasBlocker(plan(snapshotOf(m_now), documentOf(m_other), {}, readOnly), ErrorCode::ReadOnly));
        Snapshot noRight = snapshotOf(m_now);
        noRight.mayWriteRecord = false;
        noRight.whyNotWrite = Error { ErrorCode::MayNotWrite, QStringLiteral("bucket"), {} };
        QVERIFY(hasBlocker(plan(noRight, documentOf(m_other)), ErrorCode::MayNotWrite));
    }

    void aForkRefusesUntilOneIsChosen()
    {
        Snapshot fork = snapshotOf(m_now, "one");
        fork.conditions = { Condition::Fork };
        fork.forkCandidates = { record("one"), record("two"), record("three") };
        fork.mayWriteRecord = false;
        fork.whyNotWrite = Error { ErrorCode::Forked, {}, {} };
        QVERIFY(hasBlocker(plan(fork, documentOf(m_other)), ErrorCode::Forked));

        StoredSave old;
        old.record = record("zero");
        old.state = m_other;
        old.proof = Proof::Verified;
        QVERIFY(hasBlocker(makeRestorePlan(fork, planSourceOf(old), {}, context()), ErrorCode::Forked));

        StoredSave chosen = old;
        chosen.record = record("two");
        m_other.pairStates[QStringLiteral("G-H")] = pairState("none"); // taken whole all the same
        chosen.state = m_other;
        const ChangePlan choice = makeRestorePlan(fork, planSourceOf(chosen), {}, context());
        QVERIFY(choice.blockers.empty());
        QCOMPARE(choice.purpose, ChangePurpose::Choose);
        QCOMPARE(choice.head->saveId, QStringLiteral("two"));
        QCOMPARE(choice.resolves, (std::vector<QString> { QStringLiteral("one"), QStringLiteral("three") }));
        QCOMPARE(text(choice.outcome()), text(m_other));

        chosen.record = record("one");
        chosen.state = m_now; // the shown one: no row differs, but the fork is resolved
        const ChangePlan same = makeRestorePlan(fork, planSourceOf(chosen), {}, context());
        QVERIFY(same.blockers.empty());
        QVERIFY(same.changesAnything());
    }
};

QTEST_GUILESS_MAIN(TestRestorePlan)
#include "tst_restoreplan.moc"
