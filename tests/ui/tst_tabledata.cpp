// SPDX-License-Identifier: MIT
#include "tests/support/fakeclock.h"
#include "tests/ui/snapshots.h"
#include "tests/ui/tables.h"
#include "ui/models/findingwords.h"
#include "ui/models/formats.h"
#include "ui/models/pairstatesmodel.h"

#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString pair = QStringLiteral("BTCUSD-ETHUSD");

QString cell(const RecordRows& rows, int column)
{
    return rows.front()->text(column).toString();
}

PairState pairState(const char* cooldown)
{
    return PairState(Json::Object { { "cooldown", number(cooldown) } });
}

} // namespace

class TestTableData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void legsSayWhatIsBoughtAndSold()
    {
        Position held = position(pair);
        QCOMPARE(PositionsModel::legText(held, 1), QStringLiteral("buy BTCUSD"));
        held.setField("volume1", number("0.10"));
        held.setField("volume2", number("1.6"));
        QCOMPARE(PositionsModel::legText(held, 2), QStringLiteral("sell 1.6 ETHUSD"));
        held.setField("entry_price1", number("50000.0"));
        held.setField("entry_exec_price2", number("3000.5"));
        QCOMPARE(PositionsModel::legText(held, 1), QStringLiteral("buy 0.10 BTCUSD @ 50000.0"));
        QCOMPARE(PositionsModel::legText(held, 2), QStringLiteral("sell 1.6 ETHUSD @ 3000.5"));
        held.setField("entry_price2", number("3000.0"));
        QCOMPARE(PositionsModel::legText(held, 2), QStringLiteral("sell 1.6 ETHUSD @ 3000.0"));

        held.setField("direction", Json("SHORT"));
        QCOMPARE(PositionsModel::legText(held, 1), QStringLiteral("sell 0.10 BTCUSD @ 50000.0"));
        QCOMPARE(PositionsModel::legText(held, 2), QStringLiteral("buy 1.6 ETHUSD @ 3000.0"));
        // Which side it is cannot be known, so none is named.
        held.setField("direction", Json("sideways"));
        QCOMPARE(PositionsModel::legText(held, 1), QStringLiteral("0.10 BTCUSD @ 50000.0"));
        held.setField("symbol1", Json());
        QCOMPARE(PositionsModel::legText(held, 1), QString());
    }

    void directionsHaveWordsAndSigns()
    {
        QCOMPARE(PositionsModel::directionText(position(pair)), QStringLiteral("▲ long"));
        QCOMPARE(
            PositionsModel::directionText(with(position(pair), "direction", Json("Short"))), QStringLiteral("▼ short"));
        QCOMPARE(PositionsModel::directionText(with(position(pair), "direction", Json("buy"))), QStringLiteral("buy"));
        QCOMPARE(PositionsModel::directionText(with(position(pair), "direction", Json())), QString());
    }

    void countsTheSides()
    {
        const TableData data = makeTableData(snapshots::Scene().connected(), {});
        QCOMPARE(data.positions.size(), size_t(7));
        QCOMPARE(data.pairStates.size(), size_t(15));
        QCOMPARE(data.ghosts.size(), size_t(1)); // which is on no side: it is not on record
        QCOMPARE(data.longCount, 4);
        QCOMPARE(data.shortCount, 3);
        Snapshot snapshot;
        snapshot.state.positions.emplace(pair, with(position(pair), "direction", Json()));
        QCOMPARE(makeTableData(snapshot, {}).longCount, 0);
        QCOMPARE(makeTableData(snapshot, {}).shortCount, 0);
    }

    void everyFindingHasShortWords_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const QString& code, const char* words) {
            QTest::newRow(qPrintable(code)) << code << QString::fromUtf8(words);
        };
        row(findings::missingField, "quantity missing");
        row(findings::invalidValue, "quantity invalid");
        row(findings::notANumber, "quantity is not a number");
        row(findings::placeholderEntry, "placeholder price");
        row(findings::suspectedGhost, "not in the last save");
        row(findings::returnedGhost, "was gone, came back");
        row(findings::vanished, "vanished without a trade");
        row(findings::freshStart, "fresh start");
        row(findings::pairPositionConflict, "position and pair state disagree");
        row(findings::unknownDirection, "direction unknown");
        row(findings::duplicatePair, "pair stored twice");
        row(findings::naiveTime, "time without a zone");
        row(findings::futureTime, "time in the future");
        row(findings::defaultEquity, "equity not measured");
        row(findings::olderPortfolio, "portfolio of an earlier save");
        row(findings::countMismatch, "count does not match");
        row(findings::nothingRead, "nothing was read");
        row(findings::checksumMismatch, "checksum does not match");
        row(findings::noChecksum, "no checksum");
        row(findings::salvaged, "salvaged from a damaged file");
        row(findings::partial, "only a part of the state");
        row(findings::droppedNesting, "nested copies left out");
        row(findings::retention, "older than the bucket keeps");
        row(findings::clockDifference, "clocks differ");
        row(findings::settingWithoutEffect, "setting-without-effect"); // of no row
        row(QStringLiteral("of-a-newer-version"), "of-a-newer-version");
    }
    void everyFindingHasShortWords()
    {
        QFETCH(QString, code);
        QFETCH(QString, words);
        const Finding finding { Severity::Warning, code, pair, QStringLiteral("quantity"), QStringLiteral("Why.") };
        QCOMPARE(FindingWords::shortWords(finding), words);
        Snapshot snapshot;
        snapshot.state.positions.emplace(pair, position(pair));
        snapshot.findings = { finding };
        const RecordRows rows = makeTableData(snapshot, {}).positions;
        QCOMPARE(cell(rows, PositionsModel::Notes), words);
        QVERIFY(rows.front()->toolTip(PositionsModel::Notes).endsWith(QLatin1String("Why."))); // with its figures
        QVERIFY(!FindingWords::sentence(finding).isEmpty());
        QVERIFY(rows.front()->severity());
    }

    void notesNameTheWorstFirstAndNothingTwice()
    {
        Snapshot snapshot;
        snapshot.state.positions.emplace(pair, position(pair));
        const QString second = QStringLiteral("Second.");
        snapshot.findings = { { Severity::Warning, findings::placeholderEntry, pair, {}, QStringLiteral("First.") },
            { Severity::Information, findings::naiveTime, pair, {}, QStringLiteral("Not in the notes.") },
            { Severity::Error, findings::unknownDirection, pair, {}, second },
            { Severity::Warning, findings::placeholderEntry, pair, {}, QStringLiteral("Third.") },
            { Severity::Error, findings::missingField, QStringLiteral("OTHER"), {}, QStringLiteral("Of another.") } };
        const RecordRows rows = makeTableData(snapshot, {}).positions;
        QCOMPARE(cell(rows, PositionsModel::Notes), QStringLiteral("direction unknown, placeholder price"));
        const QString toolTip = rows.front()->noteToolTip();
        QVERIFY2(toolTip.indexOf(second) < toolTip.indexOf(QLatin1String("First."))
                && toolTip.indexOf(QLatin1String("First.")) < toolTip.indexOf(QLatin1String("Third.")),
            qPrintable(toolTip));
        QVERIFY2(!toolTip.contains(QLatin1String("Not in")) && !toolTip.contains(QLatin1String("Of another")),
            qPrintable(toolTip));
        QCOMPARE(*rows.front()->severity(), Severity::Error);

        snapshot.findings = { { Severity::Information, findings::naiveTime, pair, {}, second } };
        const RecordRows quiet = makeTableData(snapshot, {}).positions;
        QCOMPARE(cell(quiet, PositionsModel::Notes), QString());
        QVERIFY(!quiet.front()->severity());
    }

    void notesStandWhereTheyBelong_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("field");
        QTest::addColumn<bool>("atPosition");
        QTest::addColumn<bool>("atPairState");
        QTest::newRow("a position's field") << findings::missingField << QStringLiteral("quantity") << true << false;
        QTest::newRow("a pair state's field") << findings::invalidValue << QStringLiteral("z_score") << false << true;
        QTest::newRow("a field of both") << findings::missingField << QStringLiteral("symbol1") << true << true;
        QTest::newRow("both") << findings::pairPositionConflict << QStringLiteral("position") << true << true;
        QTest::newRow("a ghost") << findings::suspectedGhost << QString() << true << false;
    }
    void notesStandWhereTheyBelong()
    {
        QFETCH(QString, code);
        QFETCH(QString, field);
        QFETCH(bool, atPosition);
        QFETCH(bool, atPairState);
        const std::vector<Finding> all { { Severity::Warning, code, pair, field, {} } };
        const FindingsByPair found(all);
        QCOMPARE(!found.ofPosition(pair).empty(), atPosition);
        QCOMPARE(!found.ofPairState(pair).empty(), atPairState);
        QVERIFY(found.ofPosition(QStringLiteral("OTHER")).empty());
    }

    void cooldownsSayHowLongTheyLast()
    {
        Snapshot snapshot;
        snapshot.state.pairStates.emplace(pair, pairState("3"));
        TableOptions options;
        const auto toolTip
            = [&] { return makeTableData(snapshot, options).pairStates.front()->toolTip(PairStatesModel::Cooldown); };
        QCOMPARE(toolTip(), QString()); // how long a bar is, is not known
        options.barSeconds = 900;
        QCOMPARE(toolTip(), QStringLiteral("45 min from the last update on, at 15 min a bar"));
        snapshot.state.pairStates.at(pair) = pairState("0");
        QCOMPARE(toolTip(), QString());
        snapshot.state.pairStates.at(pair) = pairState("1e300");
        QCOMPARE(toolTip(), QString());
        snapshot.state.pairStates.at(pair) = pairState("NaN");
        QCOMPARE(toolTip(), QString());
        QCOMPARE(cell(makeTableData(snapshot, options).pairStates, PairStatesModel::Cooldown), QStringLiteral("NaN"));
    }

    void timesWithoutAZoneAreReadInTheWritersZone()
    {
        Snapshot snapshot;
        snapshot.state.positions.emplace(pair, with(position(pair), "entry_time", Json("2025-07-20T08:00:00")));
        TableOptions options;
        QCOMPARE(cell(makeTableData(snapshot, options).positions, PositionsModel::EntryTime),
            QStringLiteral("2025-07-20 08:00:00"));
        options.writerZone = QTimeZone("America/New_York");
        const RecordRows rows = makeTableData(snapshot, options).positions;
        QCOMPARE(cell(rows, PositionsModel::EntryTime), QStringLiteral("2025-07-20 12:00:00"));
        QCOMPARE(rows.front()->instant(PositionsModel::HeldFor), at("2025-07-20T12:00:00Z").nanoseconds());
        options.shownZone = QTimeZone("Asia/Tokyo");
        QCOMPARE(cell(makeTableData(snapshot, options).positions, PositionsModel::EntryTime),
            QStringLiteral("2025-07-20 21:00:00"));
        // What is no time is shown as it is.
        snapshot.state.positions.at(pair).setField("entry_time", Json("yesterday"));
        QCOMPARE(
            cell(makeTableData(snapshot, options).positions, PositionsModel::EntryTime), QStringLiteral("yesterday"));
    }

    void anUnreadableTimeIsStoredAll_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::newRow("words") << QStringLiteral("yesterday");
        QTest::newRow("another form") << QStringLiteral("20/07/2025 8am");
    }
    void anUnreadableTimeIsStoredAll()
    {
        QFETCH(QString, stored);
        Snapshot snapshot;
        snapshot.state.positions.emplace(pair, with(position(pair), "entry_time", Json(stored)));
        PairState state(Json::Object { { "last_update", Json(stored) } });
        snapshot.state.pairStates.emplace(pair, state);
        const TableData data = makeTableData(snapshot, {});
        const RecordRow& row = *data.positions.front();
        QCOMPARE(cell(data.positions, PositionsModel::HeldFor), QStringLiteral("unreadable"));
        QVERIFY(!row.isKnown(PositionsModel::HeldFor)); // it sorts with what is not known
        const RecordRow& pairRow = *data.pairStates.front();
        QCOMPARE(cell(data.pairStates, PairStatesModel::Updated), QStringLiteral("unreadable"));
        QVERIFY(!pairRow.isKnown(PairStatesModel::Updated));
        QCOMPARE(cell(data.pairStates, PairStatesModel::LastUpdate), stored);
        for (const QString& toolTip : { row.toolTip(PositionsModel::HeldFor), row.toolTip(PositionsModel::EntryTime),
                 pairRow.toolTip(PairStatesModel::Updated), pairRow.toolTip(PairStatesModel::LastUpdate) }) {
            QVERIFY2(toolTip.contains(stored), qPrintable(toolTip));
            QVERIFY2(!toolTip.startsWith(QStringLiteral("No")), qPrintable(toolTip)); // "Not stored", "No entry time"
        }
        // The table shows the word, too.
        PositionsModel model;
        model.reset(data);
        QCOMPARE(model.index(0, PositionsModel::HeldFor).data().toString(), QStringLiteral("unreadable"));
        // Nothing stored is still said as such.
        snapshot.state.positions.at(pair).setField("entry_time", Json());
        const TableData without = makeTableData(snapshot, {});
        QCOMPARE(
            without.positions.front()->toolTip(PositionsModel::HeldFor), QStringLiteral("No entry time is stored"));
        QCOMPARE(cell(without.positions, PositionsModel::HeldFor), QStringLiteral("–"));
    }

    void agesAndCountdowns()
    {
        QCOMPARE(Formats::age(-5), QStringLiteral("0 s"));
        QCOMPARE(Formats::age(59), QStringLiteral("59 s"));
        QCOMPARE(Formats::age(60), QStringLiteral("1 min"));
        QCOMPARE(Formats::age(3599), QStringLiteral("59 min"));
        QCOMPARE(Formats::age(7499), QStringLiteral("2 h 04 min"));
        QCOMPARE(Formats::age(48 * 3600 - 1), QStringLiteral("47 h 59 min"));
        QCOMPARE(Formats::age(76 * 3600), QStringLiteral("3 d 4 h"));
        QCOMPARE(Formats::countdown(288), QStringLiteral("4:48"));
        QCOMPARE(Formats::countdown(3888), QStringLiteral("1:04:48"));
        QCOMPARE(Formats::countdown(-1), QStringLiteral("0:00"));
        const Timestamp then = at("2025-07-20T08:00:00.9Z");
        QCOMPARE(Formats::secondsBetween(then, at("2025-07-20T08:00:02.8Z")), 1);
        QCOMPARE(Formats::secondsBetween(then, at("2025-07-20T08:00:00.8Z")), -1);
        QCOMPARE(Formats::secondsBetween(at("1969-12-31T23:59:58.5Z"), at("1970-01-01T00:00:00.2Z")), 1);
    }

    void daysAndTimes()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        const QTimeZone berlin("Europe/Berlin");
        const Timestamp now = at("2025-07-20T22:30:00Z"); // already the next day in Berlin
        const auto say
            = [&](const char* time, const QTimeZone& zone) { return Formats::dayAndTime(at(time), now, zone); };
        QCOMPARE(say("2025-07-20T08:00:00Z", QTimeZone::utc()), QStringLiteral("today 08:00"));
        QCOMPARE(say("2025-07-20T08:00:00Z", berlin), QStringLiteral("yesterday 10:00"));
        QCOMPARE(say("2025-07-19T22:00:00Z", QTimeZone::utc()), QStringLiteral("yesterday 22:00"));
        QCOMPARE(say("2025-07-18T22:00:00Z", QTimeZone::utc()), QStringLiteral("18 Jul 22:00"));
        QCOMPARE(say("2024-12-31T22:00:00Z", QTimeZone::utc()), QStringLiteral("31 Dec 2024 22:00"));
        QCOMPARE(say("2025-07-21T22:00:00Z", QTimeZone::utc()), QStringLiteral("21 Jul 22:00")); // no "tomorrow"
        QCOMPARE(Formats::shortTime(at("2025-07-20T08:00:00Z"), now, QTimeZone::utc()), QStringLiteral("08:00"));
        QCOMPARE(Formats::zoneName(QTimeZone::utc()), QStringLiteral("UTC"));
        QCOMPARE(Formats::zoneName(berlin), QStringLiteral("Europe/Berlin"));
    }

    void groupedNumbersKeepTheirDecimals_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("grouped");
        QTest::addColumn<QString>("withSign");
        const auto row = [](const char* stored, const char* grouped, const char* withSign) {
            QTest::newRow(stored) << QString::fromUtf8(stored) << QString::fromUtf8(grouped)
                                  << QString::fromUtf8(withSign);
        };
        row("101234.50", "101,234.50", "+101,234.50");
        row("-1234567", "−1,234,567", "−1,234,567");
        row("999", "999", "+999");
        row("0.0", "0.0", "0.0");
        row("-0.0001234", "−0.0001234", "−0.0001234");
        row("1e7", "1e7", "+1e7");
        row("NaN", "NaN", "NaN");
    }
    void groupedNumbersKeepTheirDecimals()
    {
        QFETCH(QString, stored);
        QFETCH(QString, grouped);
        QFETCH(QString, withSign);
        QLocale::setDefault(QLocale::c());
        const Decimal value = Decimal::parse(stored.toStdString()).value();
        QCOMPARE(Formats::grouped(value), grouped);
        QCOMPARE(Formats::signedGrouped(value), withSign);
        // Where the comma is the decimal sign, a narrow space stands between the groups.
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(Formats::grouped(value), QString(grouped).replace(QLatin1Char(','), QChar(0x202f)));
    }
};

QTEST_MAIN(TestTableData)
#include "tst_tabledata.moc"
