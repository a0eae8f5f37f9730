// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/influx/versionspoints.h"
#include "tests/support/eventlogfixture.h"
#include "tests/support/lineprotocolreader.h"
#include "tests/support/problem.h"
#include "tests/support/stategenerator.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

class tst_versionspoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsFollowEachOther()
    {
        StoredSave save;
        save.state = generateState(2, 3, 1);
        save.record = generateRecord(save.state, stateChecksum(save.state), 1);
        const auto events = eventsOfSave(save);
        QVERIFY2(events, problemOf(events).constData());
        QCOMPARE(events->size(), size_t(2 + 3 + 2));
        for (size_t i = 0; i < events->size(); ++i) {
            const LogEvent& event = events->at(i);
            QCOMPARE(event.time, save.record.savedAt.nanoseconds() + static_cast<qint64>(i) * 1000);
            QCOMPARE(event.operation, QStringLiteral("update"));
            QCOMPARE(ownSaveId(event.versionId), save.record.saveId);
            QVERIFY(event.versionId.startsWith(event.stateId + QStringLiteral("_update_")));
            QCOMPARE(readEventData(event).checksum, EventChecksum::Holds);
        }
        QCOMPARE(eventPart(events->at(1)), EventPart::Position);
        QCOMPARE(eventPart(events->at(2)), EventPart::PairState);
        QCOMPARE(eventPart(events->at(5)), EventPart::Portfolio);
        QCOMPARE(eventPart(events->at(6)), EventPart::Commit);
        QCOMPARE(events->at(6).stateType, QStringLiteral("configuration"));
        QCOMPARE(events->at(6).userId, save.record.folder);
    }

    void numbersKeepTheirText()
    {
        StoredSave save;
        save.state.positions.emplace(QStringLiteral("A-B"),
            Position(QStringLiteral("A-B"), { { "entry_price", Json(Decimal::parse("1.2500").value()) } }));
        save.record = generateRecord(save.state, stateChecksum(save.state), 1);
        const auto events = eventsOfSave(save);
        QCOMPARE(events->front().data, std::string("{\"entry_price\":1.2500,\"pair\":\"A-B\"}"));
    }

    void linesReadBackAsTheyWere()
    {
        for (const LogEvent& event : fixtureEvents(QStringLiteral("event_log.lp"))) {
            const auto line = encodeEvent(event);
            QVERIFY2(line, problemOf(line).constData());
            QCOMPARE(eventsFromLines(*line), std::vector<LogEvent>({ event }));
        }
    }

    void onlyAUuidCanBeFoundAgain()
    {
        StoredSave save;
        save.record = generateRecord(save.state, stateChecksum(save.state), 1);
        save.record.saveId = QStringLiteral("portfolio_main_update_2026-11-23T09:15:24.580471");
        QCOMPARE(errorIdOf(eventsOfSave(save)), errorId(ErrorCode::CannotBeStored));
    }

    void exportKeepsFieldTypes()
    {
        const auto answer
            = decodeQueryAnswer("{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"trading_state\","
                                "\"tags\":{\"state_id\":\"a b\",\"empty\":\"\"},\"columns\":[\"time\","
                                "\"n\",\"x\",\"flag\",\"text\",\"none\"],\"values\":[[20,3,3,true,\"q\\\"\","
                                "null],[10,9007199254740993,0.5,false,\"\",null]]}]}]}");
        QVERIFY2(answer, problemOf(answer).constData());
        const auto lines = linesOf(*answer, { "n" });
        QVERIFY2(lines, problemOf(lines).constData());
        QCOMPARE(QString::fromStdString(*lines),
            QStringLiteral("trading_state,state_id=a\\ b n=9007199254740993i,x=0.5,flag=false,text=\"\" 10\n"
                           "trading_state,state_id=a\\ b n=3i,x=3,flag=true,text=\"q\\\"\" 20\n"));
    }
};

QTEST_GUILESS_MAIN(tst_versionspoints)
#include "tst_versionspoints.moc"
