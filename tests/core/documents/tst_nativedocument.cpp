// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/document.h"
#include "tests/support/stategenerator.h"

#include <QTest>

using namespace tradestate;

namespace {

BackupInfo someBackup()
{
    return BackupInfo { Timestamp::fromNanoseconds(1'752'998'500'123'456'789), BackupKind::Rescue,
        QStringLiteral("before the rollover"), QStringLiteral("http://127.0.0.1:8086 trading"),
        QStringLiteral("verified") };
}

SaveRecord recordOf(const TradingState& state)
{
    return generateRecord(state, stateChecksum(state), 7);
}

std::string replaced(std::string text, const std::string& what, const std::string& with)
{
    const size_t at = text.find(what);
    if (at == std::string::npos)
        qFatal("nothing to replace");
    return text.replace(at, what.size(), with);
}

bool hasFinding(const Document& document, const QString& code)
{
    return std::any_of(document.findings.begin(), document.findings.end(),
        [&](const Finding& finding) { return finding.code == code; });
}

} // namespace

class TestNativeDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrips_data()
    {
        QTest::addColumn<int>("positions");
        QTest::addColumn<int>("pairStates");
        QTest::newRow("flat") << 0 << 0;
        QTest::newRow("flat with pairs") << 0 << 15;
        QTest::newRow("some") << 5 << 15;
        QTest::newRow("hundreds") << 300 << 200;
        QTest::newRow("hostile") << -1 << -1;
    }

    void roundTrips()
    {
        QFETCH(int, positions);
        QFETCH(int, pairStates);
        const TradingState state = positions < 0 ? generateHostileState(3) : generateState(positions, pairStates, 3);
        const TradingState ghostState = generateHostileState(5);
        std::vector<Position> ghosts;
        for (const auto& [key, ghost] : ghostState.positions)
            ghosts.push_back(ghost);
        const SaveRecord record = recordOf(state);
        const std::string bytes = writeDocument(record, state, ghosts, someBackup());
        const auto document = readDocument(bytes);
        QVERIFY(document.has_value());
        QCOMPARE(document->shape, DocumentShape::Native);
        QCOMPARE(document->proof, Proof::Verified);
        QCOMPARE(canonicalForm(document->state), canonicalForm(state));
        QVERIFY(document->record == record);
        QVERIFY(document->backup == someBackup());
        QVERIFY(document->ghosts == ghosts);
        QVERIFY(document->isComplete());
        QVERIFY(!document->nothingRead);
        // Writing what was read gives the same bytes.
        QCOMPARE(writeDocument(*document->record, document->state, document->ghosts, document->backup), bytes);
    }

    void keepsPortfolioFieldsThatHaveTheNameOfAnotherPart()
    {
        TradingState state = generateState(1, 1, 1);
        for (const char* name : { "active_positions", "pair_states", "metadata", "portfolio_fields" })
            state.portfolio.setField(name, Json("mine"));
        const auto document = readDocument(writeDocument(recordOf(state), state));
        QVERIFY(document.has_value());
        QCOMPARE(canonicalForm(document->state), canonicalForm(state));
        QCOMPARE(document->proof, Proof::Verified);
    }

    void keepsAnEmptyKey()
    {
        TradingState state;
        state.positions.emplace(
            QString(), Position(QString(), { { "symbol1", Json("A") }, { "deleted", Json(true) } }));
        const auto document = readDocument(writeDocument(recordOf(state), state));
        QVERIFY(document.has_value());
        QCOMPARE(canonicalForm(document->state), canonicalForm(state));
    }

    void isReadableByThePythonUtility()
    {
        const TradingState state = generateState(2, 3, 1);
        const auto json = parseJson(writeDocument(recordOf(state), state, {}, someBackup()));
        QVERIFY(json.has_value());
        const Json& root = json->value;
        QCOMPARE(*root.find("backup_timestamp")->asText(), std::string("2025-07-20T08:01:40.123456+00:00"));
        QCOMPARE(root.find("positions")->asArray()->size(), size_t(2));
        const Json* current = root.find("current_state");
        QCOMPARE(current->find("active_positions")->asObject()->size(), size_t(2));
        QCOMPARE(current->find("pair_states")->asObject()->size(), size_t(3));
        QCOMPARE(*current->find("total_value"), state.portfolio.fields().at("total_value"));
        QVERIFY(current->find("metadata")->find("session_info"));
        QVERIFY(root.find("portfolio_summary")->find("active_positions_count"));
        QVERIFY(root.find("system_status")->asObject());
    }

    void aSaveWithoutRecordIsUnverified()
    {
        const TradingState state = generateState(2, 3, 1);
        const auto document = readDocument(writeDocument(SaveRecord(), state));
        QVERIFY(document.has_value());
        QVERIFY(!document->record);
        QCOMPARE(document->proof, Proof::Unverified);
        QVERIFY(hasFinding(*document, findings::noChecksum));
    }

    void missingChecksumsAreUnverified()
    {
        const TradingState state = generateState(2, 3, 1);
        SaveRecord record = recordOf(state);
        record.checksum.reset();
        record.recordChecksum = recordChecksumOf(record);
        QCOMPARE(readDocument(writeDocument(record, state))->proof, Proof::Unverified);
        record = recordOf(state);
        record.recordChecksum.reset();
        QCOMPARE(readDocument(writeDocument(record, state))->proof, Proof::Unverified);
    }

    void aWrongCountIsUnverified()
    {
        const TradingState state = generateState(2, 3, 1);
        SaveRecord record = recordOf(state);
        record.positionCount = 3;
        record.recordChecksum = recordChecksumOf(record);
        const auto document = readDocument(writeDocument(record, state));
        QCOMPARE(document->proof, Proof::Unverified);
        QVERIFY(hasFinding(*document, findings::countMismatch));
    }

    void anyChangeIsTorn_data()
    {
        QTest::addColumn<QByteArray>("what");
        QTest::addColumn<QByteArray>("with");
        const auto row
            = [](const char* what, const char* with) { QTest::newRow(what) << QByteArray(what) << QByteArray(with); };
        row("\"BTCUSD-ETHUSD\"", "\"BTCUSD-ETHUSE\"");
        row("\"total_value\": ", "\"total_value\": 1");
        row("\"z_score\": ", "\"z_skore\": ");
        row("\"sequence\": 1", "\"sequence\": 2");
        row("desk-7", "desk-8");
        row("before the rollover", "before the rollovas");
        row("\"ghosts\": [", "\"ghosts\": [{\"pair\": \"A-B\"}");
        row("\"ghosts\"", "\"ghost\"");
        row("\"save\"", "\"sav\"");
        row("\"name\": \"trading-state\"", "\"name\": \"trading-stat\"");
        row("\"format\"", "\"formas\"");
        row("\"backup\": {", "\"extra\": 1, \"backup\": {");
    }

    void anyChangeIsTorn()
    {
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, with);
        const TradingState state = generateState(2, 3, 1);
        const std::string bytes = writeDocument(recordOf(state), state, {}, someBackup());
        const auto document = readDocument(replaced(bytes, what.toStdString(), with.toStdString()));
        QVERIFY(document.has_value());
        QCOMPARE(document->proof, Proof::Torn);
        QVERIFY(hasFinding(*document, findings::checksumMismatch));
    }

    // The checksums of state and record hold on their own, also where the document has none of itself.
    void stateAndRecordProveThemselves()
    {
        const TradingState state = generateState(2, 3, 1);
        Json root = parseJson(writeDocument(recordOf(state), state))->value;
        root.asObject()->at("format").asObject()->erase("checksum");
        const std::string bytes = indentedJson(root);
        QCOMPARE(readDocument(bytes)->proof, Proof::Verified);
        for (const auto& [what, with] : { std::pair("\"z_score\": ", "\"z_skore\": "), std::pair("desk-7", "desk-8"),
                 std::pair("\"total_value\": ", "\"total_value\": 1") }) {
            const auto document = readDocument(replaced(bytes, what, with));
            QVERIFY(document.has_value());
            QCOMPARE(document->proof, Proof::Torn);
            QVERIFY(hasFinding(*document, findings::checksumMismatch));
        }
    }

    void bothListsOfPositionsMustAgree()
    {
        const TradingState state = generateState(1, 0, 1);
        std::string bytes = writeDocument(recordOf(state), state);
        const size_t second = bytes.rfind("PairsTradingBot");
        bytes[second] = 'p';
        const auto document = readDocument(bytes);
        QVERIFY(document.has_value());
        QCOMPARE(document->state.positions, state.positions);
        QCOMPARE(document->proof, Proof::Torn);
    }

    void refusesANewerFormat()
    {
        const TradingState state = generateState(1, 1, 1);
        const std::string bytes = writeDocument(recordOf(state), state);
        const auto document = readDocument(replaced(bytes, "\"version\": 1", "\"version\": 2"));
        QVERIFY(!document.has_value());
        QCOMPARE(document.error().code, ErrorCode::UnsupportedFormat);
    }
};

QTEST_GUILESS_MAIN(TestNativeDocument)
#include "tst_nativedocument.moc"
