// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/document.h"
#include "tests/support/stategenerator.h"

#include <QTest>

using namespace tradestate;

class TestLarge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHundredThousandPositionsAreAllThere()
    {
        TradingState state;
        for (int i = 0; i < 100'000; ++i) {
            const QString key = QStringLiteral("PAIR-%1").arg(i);
            state.positions.emplace(key, Position(key, { { "quantity", Json::integer(i) }, { "symbol1", Json(key) } }));
        }
        const SaveRecord record = generateRecord(state, stateChecksum(state), 1);
        const auto document = readDocument(writeDocument(record, state));
        QVERIFY(document.has_value());
        QCOMPARE(document->proof, Proof::Verified);
        QVERIFY(document->state == state);
    }

    void tenKilobyteNamesAndLongNumbersAreKept()
    {
        const QString name(10240, QLatin1Char('n'));
        TradingState state;
        state.positions.emplace(name,
            Position(name,
                { { "quantity", Json(Decimal::parse(std::string(308, '9') + '.' + std::string(20000, '9')).value()) },
                    { "text", Json(QString(1 << 20, QLatin1Char('t'))) } }));
        const auto document = readDocument(writeDocument(SaveRecord(), state));
        QVERIFY(document.has_value());
        QVERIFY(document->state == state);
    }
};

QTEST_GUILESS_MAIN(TestLarge)
#include "tst_large.moc"
