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

/// Saves of ours in the event log that the Python system also writes to.
class TestOwnInEventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsWithoutCommitAreIgnored();
    void ownSaveIsAMark();
    void returnedOnlyWithTheSameEntryTime();
    void tradesAfterAnOwnSave();
    void unknownTradeBeforeAnOwnSaveIsApart();
    void ownVersionIds();
};

void TestOwnInEventLog::rowsWithoutCommitAreIgnored()
{
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90);
    log.portfolio(100, 1);
    log.position(QStringLiteral("C-D"), 200);
    log.own();
    log.portfolio(201, 1);
    log.own();
    const auto before = newest(log.events);
    QCOMPARE(keysOf(before->state.positions), std::set<QString>({ QStringLiteral("A-B") }));
    QCOMPARE(before->record.savedAt.nanoseconds(), 100 * second);
    QVERIFY(before->ghosts.empty());
    // The next save of the Python system still follows its own last one.
    log.position(QStringLiteral("A-B"), 290);
    log.portfolio(300, 1);
    QCOMPARE(newest(log.events)->record.parentSaveId, QStringLiteral("portfolio_main_update_100"));
    QVERIFY(newest(log.events)->ghosts.empty());
}

void TestOwnInEventLog::ownSaveIsAMark()
{
    const std::vector<OwnCommit> commits { { ownId, QStringLiteral("f1"), 202 * second } };
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90);
    log.portfolio(100, 1);
    log.position(QStringLiteral("C-D"), 200);
    log.own();
    log.portfolio(201, 1);
    log.own();
    // What was saved here since is not part of the Python save.
    auto save = newest(log.events, commits);
    QCOMPARE(keysOf(save->state.positions), std::set<QString>({ QStringLiteral("A-B") }));
    QVERIFY(!save->record.knows.contains(QStringLiteral("f1")));
    log.position(QStringLiteral("A-B"), 290);
    log.portfolio(300, 1);
    save = newest(log.events, commits);
    QCOMPARE(save->record.parentSaveId, ownId);
    QCOMPARE(keysOf(save->state.positions), std::set<QString>({ QStringLiteral("A-B") }));
    QCOMPARE(ghostsOf(*save), std::set<QString>({ QStringLiteral("C-D") }));
    QVERIFY(save->record.knows.contains(QStringLiteral("f1")));
}

void TestOwnInEventLog::returnedOnlyWithTheSameEntryTime()
{
    const QString pair = QStringLiteral("A-B");
    LogMaker log;
    log.position(pair, 90);
    log.portfolio(100, 1);
    log.portfolio(200, 0);
    auto newTrade = log;
    log.position(pair, 290);
    log.portfolio(300, 1);
    QVERIFY(returnedKeys(log.events).contains(pair));
    // It stays one in every later save.
    log.position(pair, 390);
    log.portfolio(400, 1);
    QVERIFY(hasFinding(*newest(log.events), findings::returnedGhost, pair));

    newTrade.position(pair, 290, LogMaker::placeholder);
    newTrade.portfolio(300, 1);
    QVERIFY(returnedKeys(newTrade.events).empty());

    // A backtest in between is no save that it was missing from.
    LogMaker backtest;
    backtest.position(pair, 90);
    backtest.portfolio(100, 1);
    backtest.add(
        QStringLiteral("portfolio_main"), QStringLiteral("portfolio"), 150, "{\"type\": \"backtest_results\"}");
    backtest.position(pair, 190);
    backtest.portfolio(200, 1);
    QVERIFY(returnedKeys(backtest.events).empty());

    // Deleted, saved without it, and back: the trading system did not see its own marker.
    LogMaker deleted;
    deleted.position(pair, 90);
    deleted.portfolio(100, 1);
    deleted.remove(pair, 110);
    deleted.portfolio(200, 0);
    deleted.position(pair, 290);
    deleted.portfolio(300, 1);
    QVERIFY(returnedKeys(deleted.events).contains(pair));

    // What a restore of ours brought back was meant to come back.
    LogMaker restored;
    restored.position(pair, 90);
    restored.portfolio(100, 1);
    restored.portfolio(200, 0);
    restored.position(pair, 290);
    restored.own();
    restored.portfolio(300, 1);
    restored.own();
    QVERIFY(returnedKeys(restored.events, { { ownId, QStringLiteral("f"), 301 * second } }).empty());
}

void TestOwnInEventLog::tradesAfterAnOwnSave()
{
    StoredSave own;
    own.proof = Proof::Verified;
    own.record.saveId = ownId;
    own.record.folder = QStringLiteral("f1");
    own.record.savedAt = Timestamp::fromNanoseconds(200 * second);
    own.record.knows = { { QStringLiteral("f1"), own.record.savedAt },
        { QStringLiteral("python"), Timestamp::fromNanoseconds(150 * second) } };
    LogMaker log;
    log.position(QStringLiteral("A-B"), 140);
    own.state.positions.emplace(
        QStringLiteral("A-B"), Position(QStringLiteral("A-B"), *parseJson(LogMaker::fullPosition)->value.asObject()));
    QVERIFY(!pythonTradesAfter(own, std::nullopt, log.events, {}));

    log.position(QStringLiteral("C-D"), 250);
    log.position(QStringLiteral("A-B"), 251, LogMaker::placeholder);
    auto trades = pythonTradesAfter(own, std::nullopt, log.events, {});
    QVERIFY(trades);
    QCOMPARE(keysOf(trades->state.positions), std::set<QString>({ QStringLiteral("A-B"), QStringLiteral("C-D") }));
    QCOMPARE(trades->state.positions.at(QStringLiteral("A-B")).entryPrice()->text(), std::string("10.5"));
    QVERIFY(knows(trades->record, own.record));
    QVERIFY(!knows(own.record, trades->record));
    QCOMPARE(trades->record.reason, SaveReason::Trade);
    QCOMPARE(trades->proof, Proof::Verified);
    QCOMPARE(trades->tradesSince, 2);

    log.remove(QStringLiteral("A-B"), 260);
    trades = pythonTradesAfter(own, std::nullopt, log.events, {});
    QCOMPARE(keysOf(trades->state.positions), std::set<QString>({ QStringLiteral("C-D") }));
}

void TestOwnInEventLog::unknownTradeBeforeAnOwnSaveIsApart()
{
    StoredSave own;
    own.proof = Proof::Verified;
    own.record.saveId = ownId;
    own.record.folder = QStringLiteral("f1");
    own.record.savedAt = Timestamp::fromNanoseconds(200 * second);
    own.record.knows = { { QStringLiteral("f1"), own.record.savedAt },
        { QStringLiteral("python"), Timestamp::fromNanoseconds(100 * second) } };
    LogMaker log;
    log.position(QStringLiteral("A-B"), 90);
    log.portfolio(100, 1);
    log.position(QStringLiteral("C-D"), 190);
    const auto python = newest(log.events);
    const auto trades = pythonTradesAfter(own, python, log.events, {});
    QVERIFY(trades);
    QCOMPARE(keysOf(trades->state.positions), std::set<QString>({ QStringLiteral("A-B"), QStringLiteral("C-D") }));
    QVERIFY(!knows(trades->record, own.record));
    QVERIFY(!knows(own.record, trades->record));
}

void TestOwnInEventLog::ownVersionIds()
{
    const Timestamp time = Timestamp::fromNanoseconds(1'752'998'400'000'001'000);
    const QString versionId = ownVersionId(QStringLiteral("position_A-B"), time, ownId);
    QCOMPARE(versionId, QStringLiteral("position_A-B_update_2025-07-20T08:00:00.000001_") + ownId);
    QCOMPARE(ownSaveId(versionId), ownId);
    QCOMPARE(ownSaveId(QStringLiteral("position_A-B_update_2026-11-23T09:15:23.686434")), QString());
    QCOMPARE(ownSaveId(ownId), QString());
    QCOMPARE(ownSaveId(versionId.toUpper()), QString());
}

QTEST_GUILESS_MAIN(TestOwnInEventLog)
#include "tst_eventlog_own.moc"
