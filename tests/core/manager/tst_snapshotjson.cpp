// SPDX-License-Identifier: MIT
#include "core/manager/snapshotjson.h"

#include <QTest>

using namespace tradestate;

namespace {

Json parsed(const char* text)
{
    return parseJson(text)->value;
}

Snapshot sample()
{
    Snapshot snapshot;
    snapshot.conditions = { Condition::Stale, Condition::Verified };
    snapshot.proof = Proof::Verified;
    snapshot.ageSeconds = 12;
    snapshot.pendingSaves = 2;
    snapshot.store = { QStringLiteral("influxdb"), QStringLiteral("http://localhost:8086"), QStringLiteral("2.7.12"),
        QStringLiteral("tables"), QStringLiteral("quant-data"), QStringLiteral("default"), 4 };
    snapshot.state.positions.emplace(QStringLiteral("A-B"),
        Position(QStringLiteral("A-B"), *parsed("{\"quantity\": 0.10, \"new\": {\"deep\": [1.2500]}}").asObject()));
    snapshot.state.pairStates.emplace(
        QStringLiteral("A-B"), PairState(*parsed("{\"z_score\": NaN, \"x\": [Infinity]}").asObject()));
    return snapshot;
}

std::string compact(const Json& json, std::string_view key)
{
    const Json* value = json.find(key);
    return value ? compactJson(*value) : "missing";
}

} // namespace

class TestSnapshotJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasTheWholeShape()
    {
        const Json json = snapshotJson(sample());
        QCOMPARE(compact(json, "status"), std::string("\"stale\""));
        QCOMPARE(compact(json, "conditions"), std::string("[\"stale\",\"verified\"]"));
        QCOMPARE(compact(json, "proof"), std::string("\"verified\""));
        QCOMPARE(compact(json, "age_seconds"), std::string("12"));
        QCOMPARE(compact(json, "store"),
            std::string("{\"account\":\"default\",\"layout\":\"tables\",\"type\":\"influxdb\",\"url\":\"http://"
                        "localhost:8086\",\"version\":\"2.7.12\"}"));
        QCOMPARE(compact(json, "save"), std::string("null"));
        QCOMPARE(compact(json, "pending_saves"), std::string("2"));
        for (const char* key : { "positions", "ghosts", "pair_states", "portfolio", "session", "findings" })
            QVERIFY2(json.find(key), key);
        QCOMPARE(json.asObject()->size(), size_t(13));
    }

    void numbersKeepTheirText()
    {
        QCOMPARE(compact(snapshotJson(sample()), "positions"),
            std::string("[{\"new\":{\"deep\":[1.2500]},\"pair\":\"A-B\",\"quantity\":0.10}]"));
    }

    void whatIsNoNumberIsNullAndToldOnce()
    {
        Snapshot snapshot = sample();
        snapshot.findings = { { Severity::Warning, findings::notANumber, QStringLiteral("A-B"),
            QStringLiteral("z_score"), QStringLiteral("told already") } };
        const Json json = snapshotJson(snapshot);
        QCOMPARE(compact(json, "pair_states"), std::string("{\"A-B\":{\"x\":[null],\"z_score\":null}}"));
        const Json::Array& list = *json.find("findings")->asArray();
        QCOMPARE(list.size(), size_t(2));
        QCOMPARE(compact(list[0], "message"), std::string("\"told already\""));
        QCOMPARE(compact(list[1], "code"), std::string("\"not-a-number\""));
        QCOMPARE(compact(list[1], "field"), std::string("\"x\""));
        QCOMPARE(compact(list[1], "severity"), std::string("\"warning\""));
    }

    void unknownIsNull()
    {
        Snapshot snapshot = sample();
        snapshot.ageSeconds.reset();
        snapshot.store.version.clear();
        const Json json = snapshotJson(snapshot);
        QCOMPARE(compact(json, "age_seconds"), std::string("null"));
        QCOMPARE(compact(*json.find("store"), "version"), std::string("null"));
    }

    void aDocumentHasNoStore()
    {
        Snapshot snapshot = sample();
        snapshot.viewing = true;
        QVERIFY(!snapshotJson(snapshot).find("store"));
    }

    void historyIsTheRecordWithItsProof()
    {
        HistoryEntry entry;
        entry.record.saveId = QStringLiteral("x");
        entry.proof = Proof::Torn;
        const Json json = historyJson({ entry });
        Json expected = toJson(entry.record);
        expected.asObject()->insert_or_assign("proof", Json("torn"));
        QVERIFY(json.asArray()->front() == expected);
    }

    void errorsTellWhatAndWhatToDo()
    {
        const Json json = errorJson({ ErrorCode::WrongToken, QStringLiteral("http://localhost:8086"), QString() });
        const Json& error = *json.find("error");
        QCOMPARE(compact(error, "code"), std::string("\"wrong-token\""));
        QCOMPARE(compact(error, "subject"), std::string("\"http://localhost:8086\""));
        QCOMPARE(compact(error, "reason"), std::string("null"));
        QVERIFY(!error.find("advice")->asText()->empty());
        QVERIFY(!error.find("message")->asText()->empty());
    }

    void differencesNameEachField()
    {
        TradingState before = sample().state;
        TradingState after = before;
        after.positions.at(QStringLiteral("A-B")).setField("quantity", parsed("0.2"));
        after.positions.emplace(QStringLiteral("C-D"), Position(QStringLiteral("C-D"), {}));
        after.pairStates.clear();
        const Json json = diffJson(compare(before, after), before, after);
        QCOMPARE(compactJson(json),
            std::string("[{\"after\":0.2,\"before\":0.10,\"field\":\"quantity\",\"key\":\"A-B\",\"kind\":\"position\"},"
                        "{\"after\":{\"pair\":\"C-D\"},\"before\":null,\"field\":null,\"key\":\"C-D\",\"kind\":"
                        "\"position\"},{\"after\":null,\"before\":{\"x\":[null],\"z_score\":null},\"field\":null,"
                        "\"key\":\"A-B\",\"kind\":\"pair_state\"}]"));
    }
};

QTEST_GUILESS_MAIN(TestSnapshotJson)
#include "tst_snapshotjson.moc"
