// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/nesting.h"
#include "tests/core/documents/fixturefiles.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::fixtures;

namespace {

Document read(const std::string& bytes)
{
    auto document = readDocument(bytes, options());
    if (!document)
        qFatal("not read: %s", qPrintable(describe(document.error())));
    return std::move(*document);
}

Json raw(const char* name)
{
    return parseJson(bytesOf(name))->value;
}

/// Every row with every field as it stands in the document; a position also holds its pair.
template <typename Rows>
void compareRows(const Rows& rows, const Json* expected)
{
    QVERIFY(expected && expected->asObject());
    QCOMPARE(rows.size(), expected->asObject()->size());
    for (const auto& [key, row] : *expected->asObject()) {
        const auto found = rows.find(toQString(key));
        QVERIFY2(found != rows.end(), key.c_str());
        Json::Object fields = *row.asObject();
        if constexpr (std::is_same_v<Rows, Positions>)
            fields["pair"] = Json(key);
        QCOMPARE(compactJson(Json(found->second.fields())), compactJson(Json(fields)));
    }
}

Json::Object without(const Json& json, std::initializer_list<const char*> keys)
{
    Json::Object fields = *json.asObject();
    for (const char* key : keys)
        fields.erase(key);
    return fields;
}

} // namespace

class TestImportedShapes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void utilityBackup()
    {
        const char* name = "trading_state_backup_20261123_091528.json";
        const Document document = read(bytesOf(name));
        const Json root = raw(name);
        QCOMPARE(document.shape, DocumentShape::UtilityBackup);
        QVERIFY(document.isComplete());
        QCOMPARE(document.proof, Proof::Unverified);
        Json::Object listed;
        for (const Json& row : *root.find("positions")->asArray()) {
            if (const Json* pair = row.find("pair"))
                listed[*pair->asText()] = row;
        }
        QCOMPARE(listed.size(), size_t(6));
        const Json positions(listed);
        compareRows(document.state.positions, &positions);
        const Json& current = *root.find("current_state");
        compareRows(document.state.pairStates, current.find("pair_states"));
        QCOMPARE(
            document.state.portfolio.fields(), without(current, { "active_positions", "pair_states", "metadata" }));
        QCOMPARE(document.state.session.fields(), *current.find("metadata")->asObject());
        // Times stay in their own text, with the space.
        QCOMPARE(document.state.positions.at(QStringLiteral("BRENT-WTI")).fields().at("entry_time"),
            Json("2025-07-22 08:00:00"));
        QVERIFY(hasFinding(document, findings::invalidValue)); // {"deleted": true}
        QVERIFY(!document.state.positions.contains(QStringLiteral("JPM.US-BAC.US")));
        QCOMPARE(document.ghosts.size(), size_t(1));
        QCOMPARE(document.ghosts[0].pair(), QStringLiteral("JPM.US-BAC.US"));
        QVERIFY(hasFinding(document, findings::suspectedGhost, QStringLiteral("JPM.US-BAC.US")));
        // Its portfolio is that of an older save: the time is the backup's, not the session's.
        QVERIFY(hasFinding(document, findings::olderPortfolio));
        QVERIFY(hasFinding(document, findings::countMismatch));
        QVERIFY(hasFinding(document, findings::defaultEquity));
        QCOMPARE(document.stateTime->toRecordText(), QStringLiteral("2026-11-23T09:15:27.953391000Z"));
    }

    void stateFile()
    {
        const Document document = read(bytesOf("state_file.json"));
        const Json root = raw("state_file.json");
        QCOMPARE(document.shape, DocumentShape::StateFile);
        QVERIFY(document.isComplete());
        compareRows(document.state.positions, root.find("active_positions"));
        compareRows(document.state.pairStates, root.find("pair_states"));
        QCOMPARE(document.state.portfolio.fields(),
            without(root, { "active_positions", "pair_states", "metadata", "last_save_time" }));
        QCOMPARE(document.state.session.fields().at("other"),
            Json(Json::Object { { "last_save_time", *root.find("last_save_time") } }));
        QCOMPARE(document.stateTime->original(), QStringLiteral("2026-11-23T09:16:21.850798"));
        QVERIFY(hasFinding(document, findings::pairPositionConflict, QStringLiteral("ETHUSD-SOLUSD")));
    }

    void positionFallback()
    {
        const Document document = read(bytesOf("position_fallback.json"));
        QCOMPARE(document.shape, DocumentShape::PositionFallback);
        QVERIFY(!document.isComplete());
        QVERIFY(document.hasPositions && !document.hasPairStates && !document.hasPortfolio && !document.hasSession);
        const Json root = raw("position_fallback.json");
        compareRows(document.state.positions, &root);
        QVERIFY(hasFinding(document, findings::partial));
        QCOMPARE(document.stateTime->original(), QStringLiteral("2026-11-23T09:16:22.039130"));
    }

    void legacyMt5_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("with type") << QByteArray("legacy_mt5_state.json");
        QTest::newRow("series without type") << QByteArray("legacy_mt5_state_older.json");
    }

    void legacyMt5()
    {
        QFETCH(QByteArray, name);
        const Document document = read(bytesOf(name.constData()));
        const Json root = raw(name.constData());
        QCOMPARE(document.shape, DocumentShape::LegacyMt5);
        compareRows(document.state.positions, root.find("active_positions"));
        compareRows(document.state.pairStates, root.find("pair_states"));
        QCOMPARE(
            document.state.portfolio.fields(), without(root, { "active_positions", "pair_states", "last_save_time" }));
        const Position& position = document.state.positions.at(QStringLiteral("ETHUSD-SOLUSD"));
        QCOMPARE(position.direction(), Direction::Short);
        QVERIFY(!position.entryPrice() && !position.quantity()); // nothing is made up from the legs
        QCOMPARE(position.fields().at("entry_mid_price2").asNumber()->text(), std::string("172.35999999999999"));
        QCOMPARE(document.state.pairStates.at(QStringLiteral("KO.US-PEP.US")).position(), PairPosition::None);
        QVERIFY(hasFinding(document, findings::missingField, QStringLiteral("ETHUSD-SOLUSD")));
        QVERIFY(hasFinding(document, findings::partial));
        QVERIFY(!hasFinding(document, findings::pairPositionConflict, QStringLiteral("ETHUSD-SOLUSD")));
    }

    void brokerSummary()
    {
        const Document document = read(bytesOf("broker_summary_state.json"));
        const Json root = raw("broker_summary_state.json");
        QCOMPARE(document.shape, DocumentShape::BrokerSummary);
        compareRows(document.state.positions, root.find("active_positions"));
        compareRows(document.state.pairStates, root.find("pair_states_summary"));
        QCOMPARE(document.state.portfolio.fields(), *root.find("portfolio_status")->asObject());
        QCOMPARE(document.state.session.fields().at("other"),
            Json(without(root, { "active_positions", "pair_states_summary", "portfolio_status" })));
        QCOMPARE(document.state.pairStates.at(QStringLiteral("ETHUSD-SOLUSD")).position(), PairPosition::None);
        QVERIFY(hasFinding(document, findings::missingField, QStringLiteral("XAUUSD-ORPHANED")));
    }

    void aBackupOfNothingReadIsNotFlat()
    {
        const Document nothing = read(bytesOf("backup_of_nothing_read.json"));
        QVERIFY(nothing.nothingRead);
        QVERIFY(!nothing.isComplete());
        QVERIFY(hasFinding(nothing, findings::nothingRead));
        const Document flat
            = read("{\"backup_timestamp\": \"2025-07-20T08:00:00\", \"positions\": [], \"current_state\": "
                   "{\"active_positions\": {}, \"pair_states\": {\"A-B\": {\"position\": \"none\"}}, "
                   "\"total_value\": 100000.0, \"open_positions\": 0, \"metadata\": {\"session_info\": {}}}}");
        QVERIFY(!flat.nothingRead);
        QVERIFY(flat.isComplete());
        QVERIFY(!hasFinding(flat, findings::nothingRead));
        const Document zeros = read("{\"positions\": [], \"current_state\": {\"active_positions\": {}, "
                                    "\"pair_states\": {}, \"total_value\": 0.0, \"metadata\": {}}}");
        QVERIFY(zeros.nothingRead);
        const Document account = read("{\"positions\": [], \"current_state\": {\"active_positions\": {}, "
                                      "\"pair_states\": {}, \"total_value\": 5.0, \"metadata\": {}}}");
        QVERIFY(!account.nothingRead);
        const Document rows = read("{\"positions\": [{\"pair\": \"A-B\"}], \"current_state\": null}");
        QVERIFY(!rows.nothingRead);
        QVERIFY(!rows.isComplete());
    }

    void nestedPortfoliosAreReadAndTheCopiesDropped()
    {
        const Document document = read(bytesOf("backup_nested_portfolio.json"));
        QVERIFY(document.isComplete());
        QVERIFY(hasFinding(document, findings::droppedNesting));
        const Json metadata = *raw("backup_nested_portfolio.json").find("current_state")->find("metadata");
        Json::Object expected = *metadata.asObject();
        expected["portfolio_summary"] = Json(without(*metadata.find("portfolio_summary"), { "metadata" }));
        QCOMPARE(document.state.session.fields(), expected);
        QVERIFY(writeDocument(SaveRecord(), document.state).size() < 6000);
        QVERIFY(bytesOf("backup_nested_portfolio.json").size() > 70000);
    }

    void portfoliosNestedThousandsDeepAreRead()
    {
        std::string bytes = "{\"active_positions\": {}, \"pair_states\": {}, \"total_value\": 7, \"metadata\": ";
        constexpr int levels = 5000;
        for (int i = 0; i < levels; ++i)
            bytes += "{\"mine\": {\"keep\": [" + std::to_string(i)
                + "]}, \"portfolio_summary\": {\"a\": 1, \"metadata\": ";
        bytes += "{}" + std::string(size_t(levels) * 2, '}') + "}";
        const Document document = read(bytes);
        QVERIFY(hasFinding(document, findings::droppedNesting));
        QCOMPARE(compactJson(Json(document.state.session.fields())),
            std::string("{\"mine\":{\"keep\":[0]},\"portfolio_summary\":{\"a\":1}}"));
        QCOMPARE(document.state.portfolio.totalValue(), std::optional(Decimal::fromInteger(7)));
    }

    void onlyRepeatedCopiesAreDropped()
    {
        const auto dropped = [](const char* text, const char* expected) {
            Json json = parseJson(text)->value;
            const bool changed = dropNestedPortfolios(*json.asObject());
            return compactJson(json) == expected && changed == (compactJson(parseJson(text)->value) != expected);
        };
        QVERIFY(dropped("{\"portfolio_summary\":{\"b\":2,\"metadata\":{\"session_info\":{}}}}",
            "{\"portfolio_summary\":{\"b\":2}}"));
        QVERIFY(dropped("{\"portfolio_summary\":{\"metadata\":{\"mine\":1}}}",
            "{\"portfolio_summary\":{\"metadata\":{\"mine\":1}}}"));
        QVERIFY(dropped(
            "{\"portfolio_summary\":{\"metadata\":\"text\"}}", "{\"portfolio_summary\":{\"metadata\":\"text\"}}"));
        QVERIFY(dropped("{\"metadata\":{\"session_info\":{}}}", "{\"metadata\":{\"session_info\":{}}}"));
    }

    void everyFixtureSurvivesAsANativeDocument()
    {
        for (const char* name : readable) {
            const Document document = read(bytesOf(name));
            SaveRecord record;
            const Document again = read(writeDocument(record, document.state, document.ghosts));
            QCOMPARE(again.shape, DocumentShape::Native);
            QCOMPARE(canonicalForm(again.state), canonicalForm(document.state));
            QCOMPARE(again.ghosts, document.ghosts);
        }
    }

    void theNewestListOfPositionsWins()
    {
        const Document document = read("{\"positions\": [{\"pair\": \"A-B\", \"quantity\": 1}], \"current_state\": "
                                       "{\"active_positions\": {\"A-B\": {\"quantity\": 2}}, \"x\": 1}}");
        QCOMPARE(document.state.positions.at(QStringLiteral("A-B")).quantity(), std::optional(Decimal::fromInteger(1)));
        QVERIFY(document.ghosts.empty());
        const Document fromMap
            = read("{\"backup_timestamp\": 1, \"current_state\": {\"active_positions\": {\"A-B\": {}}}}");
        QCOMPARE(fromMap.state.positions.size(), size_t(1));
    }

    void keys_data()
    {
        QTest::addColumn<QByteArray>("row");
        QTest::addColumn<QString>("key");
        QTest::newRow("pair") << QByteArray("{\"pair\": \"X-Y\", \"symbol1\": \"A\", \"symbol2\": \"B\"}")
                              << QStringLiteral("X-Y");
        QTest::newRow("state id") << QByteArray("{\"state_id\": \"position_Q_R\", \"pair\": \"X-Y\"}")
                                  << QStringLiteral("Q_R");
        QTest::newRow("symbols") << QByteArray("{\"symbol1\": \"A\", \"symbol2\": \"B\"}") << QStringLiteral("A-B");
        QTest::newRow("one symbol") << QByteArray("{\"symbol1\": \"A\", \"symbol2\": \"\"}") << QStringLiteral("A");
        QTest::newRow("no name") << QByteArray("{\"quantity\": 1}") << QStringLiteral("unnamed-1");
    }

    void keys()
    {
        QFETCH(QByteArray, row);
        const Document document = read(
            "{\"backup_timestamp\": \"x\", \"positions\": [" + row.toStdString() + "], \"current_state\": null}");
        QCOMPARE(document.state.positions.size(), size_t(1));
        QTEST(document.state.positions.begin()->first, "key");
        QCOMPARE(document.state.positions.begin()->second.pair(), document.state.positions.begin()->first);
    }

    void clashesKeepBoth()
    {
        const Document document = read(
            "{\"backup_timestamp\": \"x\", \"current_state\": null, \"positions\": [{\"pair\": \"A-B\", \"n\": 1}, "
            "{\"pair\": \"A-B\", \"n\": 2}, {\"symbol1\": \"A\", \"symbol2\": \"B\", \"n\": 3}]}");
        QCOMPARE(document.state.positions.size(), size_t(3));
        QCOMPARE(compactJson(Json(document.state.positions.at(QStringLiteral("A-B#2")).fields())),
            std::string("{\"n\":2,\"pair\":\"A-B#2\"}"));
        QCOMPARE(document.state.positions.at(QStringLiteral("A-B#3")).fields().at("n"), Json::integer(3));
        QVERIFY(hasFinding(document, findings::duplicatePair, QStringLiteral("A-B#2")));
        QVERIFY(hasFinding(document, findings::duplicatePair, QStringLiteral("A-B#3")));
    }

    void deleteMarkersAndOtherValuesAreNoPositions()
    {
        const Document document = read("{\"active_positions\": {\"A-B\": {\"deleted\": true, \"direction\": \"long\"}, "
                                       "\"C-D\": null, \"E-F\": {\"deleted\": false}}, \"pair_states\": {}}");
        QCOMPARE(document.state.positions.size(), size_t(1));
        QVERIFY(document.state.positions.contains(QStringLiteral("E-F")));
        QVERIFY(hasFinding(document, findings::invalidValue, QStringLiteral("A-B")));
        QVERIFY(hasFinding(document, findings::invalidValue, QStringLiteral("C-D")));
    }

    void aKeyThatContradictsThePairIsTold()
    {
        const Document document = read("{\"active_positions\": {\"A-B\": {\"pair\": \"C-D\"}}}");
        QCOMPARE(document.state.positions.at(QStringLiteral("A-B")).pair(), QStringLiteral("A-B"));
        QVERIFY(hasFinding(document, findings::invalidValue, QStringLiteral("A-B")));
    }

    void pythonTokensAndSpacedDatesAreRead()
    {
        const Document document
            = read("{\"active_positions\": {\"A-B\": {\"quantity\": NaN, \"entry_price\": Infinity, \"stop_loss\": "
                   "-Infinity, \"entry_time\": \"2025-07-20 08:00:00\", \"direction\": \"LONG\"}}, \"pair_states\": "
                   "{\"A-B\": {\"position\": \"FLAT\", \"z_score\": NaN}}}");
        const Position& position = document.state.positions.begin()->second;
        QCOMPARE(position.quantity()->text(), std::string("NaN"));
        QCOMPARE(position.fields().at("stop_loss").asNumber()->text(), std::string("-Infinity"));
        QCOMPARE(position.entryTime()->nanoseconds(), qint64(1752998400000000000));
        QCOMPARE(position.direction(), Direction::Long);
        QCOMPARE(document.state.pairStates.begin()->second.position(), PairPosition::None);
        QVERIFY(hasFinding(document, findings::notANumber, QStringLiteral("A-B")));
    }

    void unknownTopLevelKeysGoToOther()
    {
        const Document backup
            = read("{\"backup_timestamp\": \"x\", \"positions\": [], \"strange\": [1], \"current_state\": "
                   "{\"x\": 1, \"metadata\": {\"other\": {\"older\": 2}}}}");
        QCOMPARE(
            compactJson(Json(backup.state.session.fields())), std::string("{\"other\":{\"older\":2,\"strange\":[1]}}"));
    }

    void anOlderPortfolioNeedsTimesOfOneKind()
    {
        const auto olderTold = [](const char* saved, const char* updated) {
            const std::string bytes = std::string("{\"pair_states\": {\"A-B\": {\"last_update\": \"") + updated
                + "\"}}, \"active_positions\": {}, \"metadata\": {\"session_info\": {\"save_time\": \"" + saved
                + "\"}}}";
            return hasFinding(read(bytes), findings::olderPortfolio);
        };
        QVERIFY(olderTold("2025-07-20T08:00:00", "2025-07-20 08:00:01"));
        QVERIFY(!olderTold("2025-07-20T08:00:00", "2025-07-20 08:00:00"));
        QVERIFY(!olderTold("2025-07-20T08:00:00", "2025-07-20T09:00:00+00:00"));
        QVERIFY(olderTold("2025-07-20T08:00:00Z", "2025-07-20T12:00:00+02:00"));
    }

    void theShapeIsToldByContent_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("shape");
        const auto row = [](const char* name, const char* text, const char* shape) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(shape);
        };
        row("utility", "{\"backup_timestamp\": \"x\", \"positions\": []}", "utility-backup");
        row("state", "{\"active_positions\": {}}", "state-file");
        row("state of pairs", "{\"pair_states\": {}}", "state-file");
        row("mt5", "{\"active_positions\": {}, \"suspended_pairs\": []}", "legacy-mt5");
        row("broker", "{\"active_positions\": {}, \"risk_status\": {}}", "broker-summary");
        row("fallback", "{\"A-B\": {\"symbol1\": \"A\", \"quantity\": 1}}", "position-fallback");
        row("fallback with a hole", "{\"A-B\": {\"direction\": \"long\"}, \"C-D\": null}", "position-fallback");
        row("empty object", "{}", "");
        row("list", "[]", "");
        row("text", "\"positions\"", "");
        row("settings", "{\"name\": {\"a\": 1}}", "");
        row("mixed", "{\"A-B\": {\"direction\": \"long\"}, \"n\": 1}", "");
        row("a lone timestamp", "{\"backup_timestamp\": \"x\"}", "");
    }

    void theShapeIsToldByContent()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, shape);
        const auto document = readDocument(text.toStdString(), options());
        if (shape.isEmpty()) {
            QVERIFY(!document.has_value());
            QCOMPARE(document.error().code, ErrorCode::NotAState);
        } else {
            QVERIFY(document.has_value());
            QCOMPARE(documentShapeText(document->shape), shape);
        }
    }
};

QTEST_GUILESS_MAIN(TestImportedShapes)
#include "tst_importedshapes.moc"
