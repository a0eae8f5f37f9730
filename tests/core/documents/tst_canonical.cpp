// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "tests/support/stategenerator.h"

#include <QTest>

#include <utility>

using namespace tradestate;

class TestCanonical : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isOneLineWithSortedKeysAndNumbersAsTheyAre()
    {
        TradingState state;
        const QString high = QString::fromUtf8("\xF0\x9F\x93\x88");
        const QString low = QString::fromUtf8("\xEF\xBF\xBD");
        state.positions.emplace(high, Position(high, { { "quantity", Json(Decimal::parse("1.2500").value()) } }));
        state.positions.emplace(low, Position(low, { { "a\n", Json("t\t\"\\\x01\x7F") } }));
        state.pairStates.emplace(
            QStringLiteral("A-B"), PairState({ { "z", Json(Decimal::parse("NaN").value()) }, { "b", Json() } }));
        state.portfolio.setField("total_value", Json(Decimal::parse("1E+5").value()));
        QCOMPARE(canonicalForm(state),
            std::string(
                "{\"pair_states\":{\"A-B\":{\"b\":null,\"z\":NaN}},\"portfolio\":{\"total_value\":1E+5},\"positions\":{"
                "\"\xEF\xBF\xBD\":{\"a\\n\":\"t\\t\\\"\\\\\\u0001\x7F\",\"pair\":\"\xEF\xBF\xBD\"},"
                "\"\xF0\x9F\x93\x88\":{\"pair\":\"\xF0\x9F\x93\x88\",\"quantity\":1.2500}},\"session\":{}}"));
    }

    void theBytesAreThoseOfTheJson()
    {
        for (unsigned seed = 0; seed < 5; ++seed) {
            for (const TradingState& state : { generateHostileState(seed), generateState(20, 30, seed),
                     generateState(400, 300, seed), TradingState() }) {
                QCOMPARE(canonicalForm(state), compactJson(canonicalJson(state)));
                QCOMPARE(stateChecksum(state), sha256(canonicalForm(state)));
            }
        }
    }

    void rowsInPiecesHaveTheSameChecksum()
    {
        const TradingState state = generateState(7, 5, 3);
        const auto rowsOf = [](const auto& rows, size_t ofPiece) {
            CanonicalRows all;
            CanonicalRows piece;
            size_t count = 0;
            for (const auto& [key, row] : rows) {
                piece.append(key, row.fields());
                if (++count % ofPiece == 0)
                    all.append(std::exchange(piece, {}));
            }
            all.append(std::move(piece));
            CanonicalRows none;
            none.reserve(100);
            all.append(std::move(none));
            return all;
        };
        for (const size_t ofPiece : { 1, 2, 3, 100 }) {
            const CanonicalRows pairStates = rowsOf(state.pairStates, ofPiece);
            QCOMPARE(pairStates.pieces.size(), (state.pairStates.size() + ofPiece - 1) / ofPiece);
            QCOMPARE(stateChecksum(pairStates, state.portfolio, rowsOf(state.positions, ofPiece), state.session),
                stateChecksum(state));
        }
        CanonicalRows reserved; // an empty piece at the beginning
        reserved.reserve(100);
        reserved.append(rowsOf(state.positions, 2));
        QCOMPARE(
            stateChecksum(rowsOf(state.pairStates, 2), state.portfolio, reserved, state.session), stateChecksum(state));
        QCOMPARE(stateChecksum(CanonicalRows(), {}, CanonicalRows(), {}), stateChecksum(TradingState()));
    }

    void theChecksumOfAnEmptyStateStaysWhatItWas()
    {
        QCOMPARE(canonicalForm(TradingState()),
            std::string("{\"pair_states\":{},\"portfolio\":{},\"positions\":{},\"session\":{}}"));
        QCOMPARE(stateChecksum(TradingState()).value,
            QStringLiteral("b988c40e88f3069b35cfe3c87c3ec1586776076e83367c93f1c0d068c869daf4"));
    }

    void generatedStatesAreTheSameForTheSameSeed()
    {
        QCOMPARE(stateChecksum(generateState(50, 40, 9)), stateChecksum(generateState(50, 40, 9)));
        QVERIFY(stateChecksum(generateState(50, 40, 9)) != stateChecksum(generateState(50, 40, 10)));
        QCOMPARE(generateState(1000, 700, 1).positions.size(), size_t(1000));
        QCOMPARE(generateState(300, 1000, 1).pairStates.size(), size_t(1000));
    }
};

QTEST_GUILESS_MAIN(TestCanonical)
#include "tst_canonical.moc"
