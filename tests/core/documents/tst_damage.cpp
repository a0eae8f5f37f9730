// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "tests/core/documents/fixturefiles.h"
#include "tests/support/stategenerator.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::fixtures;

namespace {

TradingState smallState()
{
    TradingState state;
    const QString key = QStringLiteral("BTCUSD-ETHUSD");
    state.positions.emplace(key,
        Position(key,
            *parseJson("{\"direction\": \"long\", \"quantity\": 0.10, \"entry_price\": 50000.0}")->value.asObject()));
    state.pairStates.emplace(
        key, PairState(*parseJson("{\"position\": \"long\", \"cooldown\": 10}")->value.asObject()));
    state.portfolio.setField("total_value", Json(Decimal::parse("101250.75").value()));
    state.session.setField("session_info", Json(Json::Object { { "broker", Json("b") } }));
    return state;
}

struct Original
{
    TradingState state;
    SaveRecord record;
    std::vector<Position> ghosts;
    BackupInfo backup;
    std::string bytes;
};

Original original(TradingState state)
{
    Original it;
    it.state = std::move(state);
    it.record = generateRecord(it.state, stateChecksum(it.state), 3);
    it.ghosts = { Position(QStringLiteral("PG.US-CL.US"), { { "quantity", Json::integer(12) } }) };
    it.backup = BackupInfo { it.record.savedAt, BackupKind::Manual, QStringLiteral("d"), QStringLiteral("s"),
        QStringLiteral("verified") };
    it.bytes = writeDocument(it.record, it.state, it.ghosts, it.backup);
    return it;
}

bool isTheSame(const Document& document, const Original& it)
{
    return document.state == it.state && document.record == it.record && document.backup == it.backup
        && document.ghosts == it.ghosts;
}

/// Whatever a damaged document yields is a part of the whole, unchanged.
template <typename Rows>
bool isPartOf(const Rows& rows, const Rows& all)
{
    return std::all_of(rows.begin(), rows.end(), [&](const auto& row) {
        const auto found = all.find(row.first);
        return found != all.end() && found->second == row.second;
    });
}

bool isPartOf(const Document& part, const Document& whole)
{
    Json::Object session = part.state.session.fields();
    Json::Object wholeSession = whole.state.session.fields();
    session.erase("other");
    wholeSession.erase("other");
    return isPartOf(part.state.positions, whole.state.positions)
        && isPartOf(part.state.pairStates, whole.state.pairStates)
        && (!part.hasPortfolio || part.state.portfolio == whole.state.portfolio)
        && (part.hasPortfolio || part.state.portfolio.fields().empty()) && (!part.hasSession || session == wholeSession)
        && std::all_of(part.ghosts.begin(), part.ghosts.end(), [&](const Position& ghost) {
               return std::find(whole.ghosts.begin(), whole.ghosts.end(), ghost) != whole.ghosts.end();
           });
}

} // namespace

class TestDamage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyBitFlipOfANativeBackup()
    {
        const Original it = original(smallState());
        QVERIFY(isTheSame(*readDocument(it.bytes, options()), it));
        // Written for the Python utility, never read back.
        const size_t summaries = it.bytes.find("\"portfolio_summary\"");
        const size_t timestamp = it.bytes.find("\"backup_timestamp\"");
        const size_t timestampEnd = it.bytes.find('\n', timestamp);
        int refused = 0, torn = 0, salvaged = 0;
        std::string bytes = it.bytes;
        for (size_t at = 0; at < bytes.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                bytes[at] = static_cast<char>(it.bytes[at] ^ (1 << bit));
                const auto document = readDocument(bytes, options());
                if (!document) {
                    QVERIFY(!describe(document.error()).isEmpty());
                    ++refused;
                } else if (document->proof == Proof::Verified) {
                    const QString place = QStringLiteral("byte %1 bit %2").arg(at).arg(bit);
                    QVERIFY2(isTheSame(*document, it), qPrintable(place));
                    QVERIFY(!document->salvaged);
                    QVERIFY2(at > summaries || (at > timestamp && at < timestampEnd), qPrintable(place));
                } else {
                    QVERIFY(hasFinding(*document, findings::checksumMismatch) || document->salvaged);
                    document->salvaged ? ++salvaged : ++torn;
                }
            }
            bytes[at] = it.bytes[at];
        }
        // The loop has met every outcome.
        QVERIFY(refused > 100);
        QVERIFY(torn > 5000);
        QVERIFY(salvaged > 100);
    }

    void everyTruncationOfANativeBackup()
    {
        const Original it = original(generateState(2, 2, 4));
        const Document whole = *readDocument(it.bytes, options());
        QVERIFY(isTheSame(whole, it));
        int refused = 0, salvaged = 0;
        size_t most = 0;
        for (size_t size = 0; size + 1 < it.bytes.size(); ++size) {
            const auto document = readDocument(std::string_view(it.bytes).substr(0, size), options());
            if (!document) {
                ++refused;
                continue;
            }
            ++salvaged;
            QVERIFY2(isPartOf(*document, whole), qPrintable(QString::number(size)));
            QVERIFY(document->salvaged);
            QVERIFY(!document->isComplete());
            QCOMPARE(document->proof, Proof::Unverified);
            QVERIFY(!document->recovered.empty());
            QVERIFY(hasFinding(*document, findings::salvaged));
            QVERIFY(!document->record || document->record == it.record);
            QVERIFY(!document->backup || document->backup == it.backup);
            most = std::max(most, document->state.positions.size() + document->state.pairStates.size());
        }
        QVERIFY(refused > 500);
        QVERIFY(salvaged > 2000);
        QCOMPARE(most, size_t(4));
        // Without its last line end it is whole.
        QCOMPARE(readDocument(it.bytes.substr(0, it.bytes.size() - 1), options())->proof, Proof::Verified);
    }

    void truncationsOfEveryShape_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : readable)
            QTest::newRow(name) << QByteArray(name);
    }

    void truncationsOfEveryShape()
    {
        QFETCH(QByteArray, name);
        const std::string bytes = bytesOf(name.constData());
        const Document whole = *readDocument(bytes, options());
        const size_t end = bytes.find_last_of("}");
        const size_t step = std::max<size_t>(1, bytes.size() / 300);
        for (size_t size = 0; size < end; size += step) {
            const auto document = readDocument(std::string_view(bytes).substr(0, size), options());
            if (!document)
                continue;
            QVERIFY2(isPartOf(*document, whole), qPrintable(QString::number(size)));
            QVERIFY(document->salvaged);
            QVERIFY(!document->isComplete());
        }
    }

    void theRowThatWasOpenIsLost()
    {
        const auto state = readDocument(bytesOf("state_file_damaged.json.backup"), options());
        QVERIFY(state.has_value());
        QCOMPARE(state->shape, DocumentShape::StateFile);
        QCOMPARE(state->recovered,
            (std::vector<QString> { QStringLiteral("recovered: position BTCUSD-ETHUSD"),
                QStringLiteral("recovered: position ETHUSD-SOLUSD"),
                QStringLiteral("lost: position X-Y, cut off inside"),
                QStringLiteral("lost: whatever followed (the text ends too early at line 35, column 28)") }));
        QCOMPARE(state->state.positions.size(), size_t(2));
        QVERIFY(state->hasPositions && !state->hasPairStates && !state->hasPortfolio && !state->hasSession);
        QCOMPARE(state->state.positions.at(QStringLiteral("ETHUSD-SOLUSD")).fields().at("stop_loss").asNumber()->text(),
            std::string("3300.0"));

        const auto fallback = readDocument(bytesOf("position_fallback_cut_off.json"), options());
        QVERIFY(fallback.has_value());
        QCOMPARE(fallback->shape, DocumentShape::PositionFallback);
        QCOMPARE(fallback->state.positions.size(), size_t(2));
        QVERIFY(!fallback->state.positions.contains(QStringLiteral("XAUUSD-XAGUSD")));
        QCOMPARE(fallback->recovered.at(2), QStringLiteral("lost: position XAUUSD-XAGUSD, cut off inside"));
    }

    void aNumberThatMayBeCutOffIsNotTaken()
    {
        const std::string text
            = "{\"active_positions\": {\"A-B\": {\"quantity\": 1}}, \"metadata\": {}, \"total_value\": 1011";
        const auto document = readDocument(text, options());
        QVERIFY(document.has_value());
        QVERIFY(!document->hasPortfolio);
        QVERIFY(!document->state.portfolio.totalValue());
        QVERIFY(document->hasSession);
        QCOMPARE(document->state.positions.size(), size_t(1));
    }

    void damageInTheMiddleKeepsWhatWasBefore()
    {
        std::string bytes = bytesOf("trading_state_backup_20261123_091528.json");
        bytes[bytes.find("\"XAUUSD-XAGUSD\"")] = '\x01';
        const auto document = readDocument(bytes, options());
        QVERIFY(document.has_value());
        QVERIFY(document->salvaged);
        QCOMPARE(document->state.positions.size(), size_t(5));
        QVERIFY(!document->hasPairStates);
    }

    void whatIsRefusedForWhatItIsIsNotSalvaged_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("key twice") << QByteArray("{\"active_positions\": {\"A-B\": {}, \"A-B\": {}}}")
                                   << ErrorCode::DuplicateKey;
        QTest::newRow("too deep") << QByteArray("{\"active_positions\": {\"A-B\": {\"x\": ") + QByteArray(100000, '[')
                + QByteArray(100000, ']') + QByteArray("}}}")
                                  << ErrorCode::NestedTooDeep;
        QTest::newRow("513 deep") << QByteArray("{\"active_positions\": {\"A-B\": {\"x\": ") + QByteArray(510, '[')
                + QByteArray(510, ']') + QByteArray("}}}")
                                  << ErrorCode::NestedTooDeep;
        QTest::newRow("empty") << QByteArray() << ErrorCode::CutOff;
        QTest::newRow("no JSON") << QByteArray("hello") << ErrorCode::NotJson;
        QTest::newRow("zeros") << QByteArray(64, '\0') << ErrorCode::NotJson;
    }

    void whatIsRefusedForWhatItIsIsNotSalvaged()
    {
        QFETCH(QByteArray, text);
        const auto document = readDocument(text.toStdString(), options());
        QVERIFY(!document.has_value());
        QTEST(document.error().code, "code");
    }

    void theDeepestImportCanBeWrittenAndReadAgain()
    {
        const std::string text = "{\"active_positions\": {\"A-B\": {\"x\": " + std::string(509, '[')
            + std::string(509, ']') + "}}, \"pair_states\": {}, \"strange\": " + std::string(511, '[')
            + std::string(511, ']') + "}";
        const auto document = readDocument(text, options());
        QVERIFY(document.has_value());
        const auto again = readDocument(writeDocument(SaveRecord(), document->state), options());
        QVERIFY(again.has_value());
        QVERIFY(!again->salvaged);
        QCOMPARE(canonicalForm(again->state), canonicalForm(document->state));
    }
};

Q_DECLARE_METATYPE(tradestate::ErrorCode)

QTEST_GUILESS_MAIN(TestDamage)
#include "tst_damage.moc"
