// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/pythonjson.h"
#include "core/influx/eventlogsave.h"
#include "core/state/difference.h"
#include "tests/support/eventlogfixture.h"
#include "tests/support/logmaker.h"
#include "tests/support/savedsets.h"

#include <QTest>

#include <algorithm>

using namespace tradestate;
using namespace tradestate::test;

namespace {

/// Only what a slice must hold, and nothing else.
std::vector<LogEvent> smallestSlice(const std::vector<LogEvent>& events)
{
    std::vector<LogEvent> marks;
    for (const LogEvent& event : events) {
        if (isPythonSaveMark(event))
            marks.push_back(event);
    }
    std::sort(marks.begin(), marks.end(), earlierEvent);
    if (marks.size() > 3)
        marks.erase(marks.begin(), marks.end() - 3);
    std::vector<LogEvent> slice = marks;
    std::map<QString, LogEvent> newestOf;
    for (const LogEvent& event : events) {
        const EventPart part = eventPart(event);
        if (part == EventPart::Position && (marks.size() < 3 || event.time > marks.front().time))
            slice.push_back(event);
        if (part != EventPart::Portfolio) {
            auto& known = newestOf[event.stateId];
            if (known.stateId.isEmpty() || earlierEvent(known, event))
                known = event;
        }
    }
    for (const auto& [stateId, event] : newestOf)
        slice.push_back(event);
    return slice;
}

} // namespace

class TestEventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksumsOfPythonHold();
    void lastSaveIsExact();
    void oddLogs_data();
    void oddLogs();
    void sliceSaysTheSameAsTheWholeLog_data();
    void sliceSaysTheSameAsTheWholeLog();
    void recordOfAPythonSave();
    void deletionClosesAndUpdateReopens();
    void placeholderYieldsToTheSameTradeOnly();
    void changedRowIsTorn();
    void missingChecksumIsUnverified();
    void unreadableRowIsShown();
    void countMismatch();
    void vanishedOnlyWhenAllAreGone();
    void olderPortfolio();
    void tradesBeforeTheFirstSave();
    void nothingSaved();
    void deepPortfolioIsRead();
};

void TestEventLog::checksumsOfPythonHold()
{
    const auto events = fixtureEvents(QStringLiteral("event_log.lp"));
    QCOMPARE(events.size(), size_t(225));
    int verified = 0;
    for (const LogEvent& event : events) {
        const EventData data = readEventData(event);
        QVERIFY(!data.error);
        QVERIFY2(data.checksum != EventChecksum::Differs, qPrintable(event.versionId));
        verified += data.checksum == EventChecksum::Holds ? 1 : 0;
    }
    // The snapshot and the deletion carry none.
    QCOMPARE(verified, 223);
}

void TestEventLog::lastSaveIsExact()
{
    const auto save = newest(fixtureEvents(QStringLiteral("event_log.lp")));
    QVERIFY(save);
    const Json truth = lastSaveOfEventLog();
    TradingState expected;
    for (const auto& [key, row] : *truth.find("positions")->asObject())
        expected.positions.emplace(toQString(key), Position(toQString(key), *row.asObject()));
    for (const auto& [key, row] : *truth.find("pair_states")->asObject())
        expected.pairStates.emplace(toQString(key), PairState(*row.asObject()));
    QCOMPARE(expected.positions.size(), size_t(5));
    QCOMPARE(expected.pairStates.size(), size_t(15));
    for (const RowDifference& row : compare(expected, save->state)) {
        if (row.part == StatePart::Position || row.part == StatePart::PairState)
            QVERIFY2(row.kind == ChangeKind::Unchanged, qPrintable(row.key));
    }
    QCOMPARE(save->state.pairStates, expected.pairStates);
    QCOMPARE(ghostsOf(*save), std::set<QString>({ QStringLiteral("PG.US-CL.US") }));
    QVERIFY(hasFinding(*save, findings::suspectedGhost, QStringLiteral("PG.US-CL.US")));
    QVERIFY(!save->state.positions.contains(QStringLiteral("JPM.US-BAC.US")));
    QCOMPARE(save->state.portfolio.totalValue()->text(), std::string("101270.81"));
    QCOMPARE(save->state.session.strategy(), QStringLiteral("OptimizedPairsStrategy"));
    QCOMPARE(save->proof, Proof::Verified);
    QCOMPARE(save->tradesSince, 0);
    for (const Finding& finding : save->findings)
        QVERIFY2(finding.code == findings::suspectedGhost, qPrintable(finding.code + finding.pair));
}

void TestEventLog::oddLogs_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "fresh_start", "interrupted", "reconciled_and_backtest", "returned_ghost", "vanished" })
        QTest::newRow(name) << QStringLiteral("event_log_") + QLatin1String(name);
}

void TestEventLog::oddLogs()
{
    QFETCH(QString, name);
    const auto save = newest(fixtureEvents(name + QStringLiteral(".lp")));
    QVERIFY(save);
    const Json expected = parseJson(pythonFixture(name + QStringLiteral(".expected.json")))->value;
    QCOMPARE(keysOf(save->state.positions), texts(expected.find("positions")));
    QCOMPARE(ghostsOf(*save), texts(expected.find("ghosts")));
    QCOMPARE(save->proof, Proof::Verified);
    if (expected.find("pair_states"))
        QCOMPARE(keysOf(save->state.pairStates), texts(expected.find("pair_states")));
    if (const Json* value = expected.find("total_value"))
        QCOMPARE(*save->state.portfolio.totalValue(), *value->asNumber());
    if (const Json* list = expected.find("findings")) {
        for (const Json& finding : *list->asArray()) {
            const Json::Array& parts = *finding.asArray();
            const QString pair = parts[1].isNull() ? QString() : shownText(parts[1]);
            QVERIFY2(hasFinding(*save, shownText(parts[0]), pair), qPrintable(shownText(finding)));
        }
    }
    for (const QString& code : { findings::freshStart, findings::vanished, findings::returnedGhost }) {
        const bool told = std::any_of(save->findings.begin(), save->findings.end(),
            [&code](const Finding& finding) { return finding.code == code; });
        const QString all = expected.find("findings") ? shownText(*expected.find("findings")) : QString();
        QCOMPARE(told, all.contains(code));
    }
    if (const Json* stops = expected.find("stop_loss")) {
        for (const auto& [pair, stop] : *stops->asObject())
            QCOMPARE(*save->state.positions.at(toQString(pair)).stopLoss(), *stop.asNumber());
        QCOMPARE(save->tradesSince, 2);
    }
}

void TestEventLog::sliceSaysTheSameAsTheWholeLog_data()
{
    oddLogs_data();
    QTest::newRow("whole") << QStringLiteral("event_log");
}

void TestEventLog::sliceSaysTheSameAsTheWholeLog()
{
    QFETCH(QString, name);
    const auto events = fixtureEvents(name + QStringLiteral(".lp"));
    for (size_t length = 1; length <= events.size(); ++length) {
        const std::vector<LogEvent> prefix(events.begin(), events.begin() + static_cast<qptrdiff>(length));
        const auto whole = newestPythonSave({ prefix, {}, {}, {} }, {});
        auto slice = smallestSlice(prefix);
        std::reverse(slice.begin(), slice.end());
        const auto sliced = newestPythonSave({ slice, {}, {}, {} }, {});
        QCOMPARE(sliced.has_value(), whole.has_value());
        if (!whole)
            continue;
        QCOMPARE(sliced->state, whole->state);
        QCOMPARE(sliced->record.saveId, whole->record.saveId);
        QCOMPARE(sliced->record.parentSaveId, whole->record.parentSaveId);
        QCOMPARE(sliced->findings, whole->findings);
        QCOMPARE(sliced->proof, whole->proof);
        QCOMPARE(sliced->ghosts, whole->ghosts);
        QCOMPARE(sliced->tradesSince, whole->tradesSince);
    }
}

void TestEventLog::recordOfAPythonSave()
{
    LogMaker log;
    log.portfolio(100, 0);
    log.position(QStringLiteral("A-B"), 190);
    log.pairState(QStringLiteral("A-B"), 191);
    log.portfolio(200, 1);
    log.position(QStringLiteral("C-D"), 250);
    const auto save = newestPythonSave(
        { log.events, { { ownId, QStringLiteral("f1"), 50 * second }, { ownId, QStringLiteral("f2"), 300 * second } },
            {}, {} },
        {});
    const SaveRecord& record = save->record;
    QCOMPARE(record.saveId, QStringLiteral("portfolio_main_update_200"));
    QCOMPARE(record.parentSaveId, QStringLiteral("portfolio_main_update_100"));
    QCOMPARE(record.folder, QStringLiteral("python"));
    QCOMPARE(record.writer, QStringLiteral("python"));
    QCOMPARE(record.reason, SaveReason::Periodic);
    QCOMPARE(record.savedAt.nanoseconds(), 200 * second);
    QCOMPARE(record.recordedAt, record.savedAt);
    QCOMPARE(record.knows.at(QStringLiteral("python")).nanoseconds(), 250 * second);
    QCOMPARE(record.knows.at(QStringLiteral("f1")).nanoseconds(), 50 * second);
    QVERIFY(!record.knows.contains(QStringLiteral("f2")));
    QCOMPARE(record.positionCount, 2);
    QCOMPARE(record.pairStateCount, 1);
    QCOMPARE(*record.checksum, stateChecksum(save->state));
    QVERIFY(recordChecksumHolds(record));
    QCOMPARE(save->tradesSince, 1);
    QCOMPARE(save->proof, Proof::Verified);
}

void TestEventLog::deletionClosesAndUpdateReopens()
{
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90);
    log.portfolio(100, 1);
    log.remove(QStringLiteral("A-B"), 110);
    QVERIFY(newest(log.events)->state.positions.empty());
    QVERIFY(newest(log.events)->ghosts.empty());
    QCOMPARE(newest(log.events)->tradesSince, 1);
    // The same marker under another operation is no position either.
    log.events.back().operation = QStringLiteral("update");
    QVERIFY(newest(log.events)->state.positions.empty());
    log.position(QStringLiteral("A-B"), 120);
    QCOMPARE(keysOf(newest(log.events)->state.positions), std::set<QString>({ QStringLiteral("A-B") }));
}

void TestEventLog::placeholderYieldsToTheSameTradeOnly()
{
    const QString pair = QStringLiteral("A-B");
    LogMaker log;
    log.portfolio(50, 0);
    log.position(pair, 90);
    log.portfolio(100, 1);
    log.position(pair, 110, LogMaker::placeholder);
    auto save = newest(log.events);
    QCOMPARE(save->state.positions.at(pair).entryPrice()->text(), std::string("10.5"));
    QVERIFY(hasFinding(*save, findings::placeholderEntry, pair));

    log.events.back().data.replace(log.events.back().data.find("LONG"), 4, "SHORT");
    log.events.back().checksum = pythonChecksum(parseJson(log.events.back().data)->value);
    QCOMPARE(newest(log.events)->state.positions.at(pair).entryPrice()->text(), std::string("1.0"));

    // Deleted in between: a new trade.
    LogMaker closed;
    closed.position(pair, 90);
    closed.portfolio(100, 1);
    closed.remove(pair, 105);
    closed.position(pair, 110, LogMaker::placeholder);
    QCOMPARE(newest(closed.events)->state.positions.at(pair).entryPrice()->text(), std::string("1.0"));

    // Not part of the last save: a new trade.
    LogMaker ghost;
    ghost.position(pair, 90);
    ghost.portfolio(100, 1);
    ghost.portfolio(200, 0);
    ghost.position(pair, 210, LogMaker::placeholder);
    QCOMPARE(newest(ghost.events)->state.positions.at(pair).entryPrice()->text(), std::string("1.0"));

    // The next save's version is full.
    ghost.position(pair, 290);
    ghost.portfolio(300, 1);
    QCOMPARE(newest(ghost.events)->state.positions.at(pair).entryPrice()->text(), std::string("10.5"));
}

void TestEventLog::changedRowIsTorn()
{
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90);
    log.portfolio(100, 1);
    QCOMPARE(newest(log.events)->proof, Proof::Verified);
    LogEvent& row = log.events.front();
    row.data.replace(row.data.find("10.5"), 4, "10.6");
    const auto save = newest(log.events);
    QCOMPARE(save->proof, Proof::Torn);
    QVERIFY(hasFinding(*save, findings::checksumMismatch, QStringLiteral("A-B")));
    QCOMPARE(save->state.positions.size(), size_t(1));
}

void TestEventLog::missingChecksumIsUnverified()
{
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90).checksum.clear();
    log.portfolio(100, 1);
    const auto save = newest(log.events);
    QCOMPARE(save->proof, Proof::Unverified);
    QVERIFY(hasFinding(*save, findings::noChecksum, QStringLiteral("A-B")));
}

void TestEventLog::unreadableRowIsShown()
{
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90).data = "{\"direction\": ";
    log.portfolio(100, 1);
    const auto save = newest(log.events);
    QCOMPARE(save->proof, Proof::Torn);
    QVERIFY(hasFinding(*save, findings::invalidValue, QStringLiteral("A-B")));
    QVERIFY(save->state.positions.contains(QStringLiteral("A-B")));
}

void TestEventLog::countMismatch()
{
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90);
    log.portfolio(100, 2);
    auto save = newest(log.events);
    QCOMPARE(save->proof, Proof::Unverified);
    QVERIFY(hasFinding(*save, findings::countMismatch));
    // A trade since does not belong to the count.
    log.events.back().data.replace(log.events.back().data.find("2}"), 2, "1}");
    log.events.back().checksum = pythonChecksum(parseJson(log.events.back().data)->value);
    log.position(QStringLiteral("C-D"), 110);
    save = newest(log.events);
    QCOMPARE(save->proof, Proof::Verified);
    QVERIFY(!hasFinding(*save, findings::countMismatch));
    QCOMPARE(save->state.positions.size(), size_t(2));
}

void TestEventLog::vanishedOnlyWhenAllAreGone()
{
    const QString first = QStringLiteral("A-B");
    const QString other = QStringLiteral("C-D");
    LogMaker log;
    log.position(first, 90);
    log.position(other, 91);
    log.portfolio(100, 2);
    auto kept = log;
    log.portfolio(200, 0);
    QVERIFY(hasFinding(*newest(log.events), findings::vanished, first));
    QVERIFY(hasFinding(*newest(log.events), findings::vanished, other));
    QCOMPARE(newest(log.events)->ghosts.size(), size_t(2));

    kept.position(other, 190);
    kept.portfolio(200, 1);
    QVERIFY(!hasFinding(*newest(kept.events), findings::vanished, first));
    QVERIFY(hasFinding(*newest(kept.events), findings::suspectedGhost, first));

    // An old ghost was not live at the save before.
    log.portfolio(300, 0);
    QVERIFY(!hasFinding(*newest(log.events), findings::vanished, first));
}

void TestEventLog::olderPortfolio()
{
    const QString pair = QStringLiteral("A-B");
    LogMaker log;
    log.position(pair, 90);
    log.pairState(pair, 95);
    log.pairState(QStringLiteral("E-F"), 96);
    log.portfolio(100, 1);
    log.pairState(pair, 100 + 200);
    QVERIFY(!hasFinding(*newest(log.events), findings::olderPortfolio));
    log.position(pair, 690);
    log.position(QStringLiteral("C-D"), 691);
    log.pairState(pair, 700);
    log.position(pair, 990);
    log.pairState(pair, 1000);
    log.pairState(QStringLiteral("E-F"), 1001);
    log.position(pair, 1290);
    log.pairState(pair, 1300);
    const auto save = newest(log.events);
    QVERIFY(hasFinding(*save, findings::olderPortfolio));
    QCOMPARE(save->record.savedAt.nanoseconds(), 1300 * second);
    QCOMPARE(save->record.saveId, QStringLiteral("pair_A-B_update_1300"));
    QCOMPARE(keysOf(save->state.positions), std::set<QString>({ pair }));
    QCOMPARE(ghostsOf(*save), std::set<QString>({ QStringLiteral("C-D") }));
    QCOMPARE(save->proof, Proof::Unverified);
    QCOMPARE(save->state.portfolio.totalValue()->text(), std::string("1.5"));
}

void TestEventLog::tradesBeforeTheFirstSave()
{
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90);
    log.position(QStringLiteral("C-D"), 95);
    const auto save = newest(log.events);
    QVERIFY(save);
    QCOMPARE(save->state.positions.size(), size_t(2));
    QCOMPARE(save->proof, Proof::Unverified);
}

void TestEventLog::nothingSaved()
{
    QVERIFY(!newest({}));
    LogMaker log;
    log.add(QStringLiteral("SNAPSHOT"), QStringLiteral("configuration"), 5, "{\"snapshot_id\": \"x\"}");
    log.add(QStringLiteral("portfolio_main"), QStringLiteral("portfolio"), 6, "{\"type\": \"backtest_results\"}");
    QVERIFY(!newest(log.events));
}

void TestEventLog::deepPortfolioIsRead()
{
    std::string data = "{\"total_value\": 7.0, \"open_positions\": 0";
    std::string end = "}";
    for (int i = 0; i < 400; ++i) {
        data += ", \"metadata\": {\"session_info\": {\"broker\": \"b\"}, \"portfolio_summary\": {\"total_value\": 1.0";
        end += "}}";
    }
    LogMaker log;
    log.add(QStringLiteral("portfolio_main"), QStringLiteral("portfolio"), 100, "{}");
    LogEvent& event = log.events.back();
    event.data = data + end;
    JsonLimits limits;
    limits.depth = 3000;
    event.checksum = pythonChecksum(parseJson(event.data, limits)->value);
    const auto save = newest(log.events);
    QVERIFY(save);
    QCOMPARE(save->proof, Proof::Verified);
    QVERIFY(hasFinding(*save, findings::droppedNesting));
    QCOMPARE(save->state.session.broker(), QStringLiteral("b"));
    QVERIFY(canonicalForm(save->state).size() < 400);
}

QTEST_GUILESS_MAIN(TestEventLog)
#include "tst_eventlog.moc"
