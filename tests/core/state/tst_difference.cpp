// SPDX-License-Identifier: MIT
#include "core/state/difference.h"
#include "tests/support/stategenerator.h"

#include <QTest>

using namespace tradestate;

namespace {

Json number(const char* text)
{
    return Json(Decimal::parse(text).value());
}

TradingState withPosition(const QString& key, Json::Object fields)
{
    TradingState state;
    state.positions.emplace(key, Position(key, std::move(fields)));
    return state;
}

} // namespace

class TestDifference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStateDoesNotDifferFromItself()
    {
        const TradingState state = generateHostileState(1);
        const auto rows = compare(state, state);
        QCOMPARE(rows.size(), state.positions.size() + state.pairStates.size() + 2);
        for (const RowDifference& row : rows)
            QCOMPARE(row.kind, ChangeKind::Unchanged);
    }

    void everyRowOfEitherStateIsThere()
    {
        const TradingState before = generateState(3, 4, 1);
        TradingState after = before;
        const QString gone = after.positions.begin()->first;
        const QString changed = std::next(after.positions.begin())->first;
        after.positions.erase(after.positions.begin());
        after.positions.at(changed).setField("stop_loss", number("9.5"));
        after.positions.emplace(QStringLiteral("ZZZ-NEW"), Position(QStringLiteral("ZZZ-NEW"), {}));
        after.portfolio.setField("total_value", number("1"));
        const auto rows = compare(before, after);
        QCOMPARE(rows.size(), size_t(4 + 4 + 2));
        QCOMPARE(rows[0], (RowDifference { StatePart::Position, gone, ChangeKind::Removed, {} }));
        QCOMPARE(rows[1].kind, ChangeKind::Changed);
        QCOMPARE(rows[1].fields.size(), size_t(1));
        QCOMPARE(rows[1].fields[0],
            (FieldDifference {
                QStringLiteral("stop_loss"), before.positions.at(changed).fields().at("stop_loss"), number("9.5") }));
        QCOMPARE(rows[2].kind, ChangeKind::Unchanged);
        QCOMPARE(rows[3], (RowDifference { StatePart::Position, QStringLiteral("ZZZ-NEW"), ChangeKind::Added, {} }));
        QCOMPARE(rows[4].part, StatePart::PairState);
        QCOMPARE(rows[8].part, StatePart::Portfolio);
        QCOMPARE(rows[8].fields.size(), size_t(1));
        QCOMPARE(rows[9], (RowDifference { StatePart::Session, QString(), ChangeKind::Unchanged, {} }));
    }

    void keysAreMergedInCodePointOrder()
    {
        // The emoji's surrogates sort before U+FFFD as UTF-16 units, but after it as code points.
        const QString high = QString::fromUtf8("\xF0\x9F\x93\x88");
        const QString low = QString::fromUtf8("\xEF\xBF\xBD");
        const auto rows = compare(withPosition(high, {}), withPosition(low, {}));
        QCOMPARE(rows.size(), size_t(2));
        QCOMPARE(rows[0], (RowDifference { StatePart::Position, low, ChangeKind::Added, {} }));
        QCOMPARE(rows[1], (RowDifference { StatePart::Position, high, ChangeKind::Removed, {} }));
    }

    void valuesThatMeanTheSameDoNotDiffer_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<bool>("same");
        const auto row = [](const char* before, const char* after, bool same) {
            QTest::addRow("%s against %s", before, after) << QByteArray(before) << QByteArray(after) << same;
        };
        row("1.25", "1.2500", true);
        row("1e3", "1000", true);
        row("NaN", "NaN", true);
        row("1.25", "1.26", false);
        row("1.25", "\"1.25\"", false);
        row("\"2025-07-20 08:00:00\"", "\"2025-07-20T08:00:00\"", true);
        row("\"2025-07-20 08:00:00\"", "\"2025-07-20T08:00:01\"", false);
        row("\"a b\"", "\"aTb\"", false);
        row("[1.0, {\"t\": \"2025-07-20 08:00:00\"}]", "[1, {\"t\": \"2025-07-20T08:00:00\"}]", true);
        row("[1, 2]", "[1]", false);
        row("true", "1", false);
        row("null", "0", false);
    }

    void valuesThatMeanTheSameDoNotDiffer()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const QString key = QStringLiteral("A-B");
        const auto rows = compare(withPosition(key, { { "x", parseJson(before.toStdString())->value } }),
            withPosition(key, { { "x", parseJson(after.toStdString())->value } }));
        QTEST(rows.at(0).kind == ChangeKind::Unchanged, "same");
        QCOMPARE(rows[0].fields.empty(), rows[0].kind == ChangeKind::Unchanged);
    }

    void nullEqualsMissing()
    {
        const QString key = QStringLiteral("A-B");
        const auto rows = compare(withPosition(key, { { "stop_loss", Json() } }), withPosition(key, {}));
        QCOMPARE(rows.at(0).kind, ChangeKind::Unchanged);
    }

    void whatIsInsideObjectsIsNamed()
    {
        TradingState before;
        before.session.setField("session_info", Json(Json::Object { { "broker", Json("a") }, { "same", Json("s") } }));
        TradingState after;
        after.session.setField("session_info", Json(Json::Object { { "broker", Json("b") }, { "same", Json("s") } }));
        const auto rows = compare(before, after);
        QCOMPARE(rows.size(), size_t(1));
        QCOMPARE(rows[0].fields.size(), size_t(1));
        QCOMPARE(rows[0].fields[0], (FieldDifference { QStringLiteral("session_info.broker"), Json("a"), Json("b") }));
    }

    void anEmptyPortfolioIsAbsent()
    {
        TradingState full;
        full.portfolio.setField("total_value", number("1"));
        QCOMPARE(compare(TradingState(), full).at(0).kind, ChangeKind::Added);
        QCOMPARE(compare(full, TradingState()).at(0).kind, ChangeKind::Removed);
        QVERIFY(compare(TradingState(), TradingState()).empty());
    }

    void partsAndKindsHaveStableNames()
    {
        QCOMPARE(statePartText(StatePart::PairState), QStringLiteral("pair_state"));
        QCOMPARE(statePartText(StatePart::Session), QStringLiteral("session"));
        QCOMPARE(changeKindText(ChangeKind::Unchanged), QStringLiteral("unchanged"));
        QCOMPARE(changeKindText(ChangeKind::Removed), QStringLiteral("removed"));
    }
};

QTEST_GUILESS_MAIN(TestDifference)
#include "tst_difference.moc"
