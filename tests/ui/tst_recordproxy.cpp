// SPDX-License-Identifier: MIT
#include "tests/ui/snapshots.h"
#include "tests/ui/tables.h"
#include "ui/models/recordproxy.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr auto reporting = QAbstractItemModelTester::FailureReportingMode::QtTest;
const QString group = QStringLiteral("(group)");

/// A model with rows, and its proxy under the tester.
struct Table
{
    explicit Table(const std::vector<Position>& positions, const std::vector<Position>& ghosts = {})
    {
        model.reset(tables(positions, ghosts));
    }

    PositionsModel model;
    RecordProxy proxy { &model };
    QAbstractItemModelTester tester { &proxy, reporting };
};

/// Positions that are named by the text of a field which they hold.
std::vector<Position> named(const char* field, const std::vector<const char*>& texts, bool numbers)
{
    std::vector<Position> positions;
    for (const char* text : texts)
        positions.push_back(
            with(Position(QString::fromLatin1(text), {}), field, numbers ? number(text) : Json(std::string(text))));
    return positions;
}

} // namespace

class TestRecordProxy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filtersByTheAgesThatAreShown()
    {
        Table table({ with(position(QStringLiteral("A")), "entry_time", Json("2025-07-20T08:00:00Z")),
            with(position(QStringLiteral("B")), "entry_time", Json("2025-07-20T09:26:00Z")) });
        table.model.setNow(Timestamp::parse(u"2025-07-20T10:00:00Z").value());
        table.proxy.setFilterText(QStringLiteral("34"));
        QCOMPARE(keys(table.proxy), QStringList { QStringLiteral("B") }); // held for 34 min
        // As the age goes on, so does what is found.
        table.proxy.setFilterText(QStringLiteral("35"));
        QVERIFY(keys(table.proxy).isEmpty());
        table.model.setNow(Timestamp::parse(u"2025-07-20T10:01:00Z").value());
        QCOMPARE(keys(table.proxy), QStringList { QStringLiteral("B") });
    }

    void sortsNumbersByValue()
    {
        std::vector<Position> positions = named(
            "quantity", { "9", "10", "-3", "100.5", "1e2", "0.1", "0.10000000000000000001", "-Infinity", "NaN" }, true);
        positions.push_back(with(Position(QStringLiteral("words"), {}), "quantity", Json("words")));
        positions.emplace_back(QStringLiteral("unknown"), Json::Object {});
        Table table(positions);
        const QStringList ascending { QStringLiteral("words"), QStringLiteral("NaN"), QStringLiteral("-Infinity"),
            QStringLiteral("-3"), QStringLiteral("0.1"), QStringLiteral("0.10000000000000000001"), QStringLiteral("9"),
            QStringLiteral("10"), QStringLiteral("1e2"), QStringLiteral("100.5"), QStringLiteral("unknown") };
        table.proxy.sort(PositionsModel::Quantity, Qt::AscendingOrder);
        QCOMPARE(keys(table.proxy), ascending);

        // The other way round, but for what is not known: it stays last.
        QStringList descending = ascending;
        descending.removeLast();
        std::reverse(descending.begin(), descending.end());
        descending += QStringLiteral("unknown");
        table.proxy.sort(PositionsModel::Quantity, Qt::DescendingOrder);
        QCOMPARE(keys(table.proxy), descending);
    }

    void sortsTimesByInstant()
    {
        // By text, and by the clock's hand, they would stand otherwise.
        std::vector<Position> positions = named(
            "entry_time", { "2025-07-20T10:00:00+02:00", "2025-07-20T09:00:00Z", "2025-07-20T01:30:00-08:00" }, false);
        positions.emplace_back(QStringLiteral("unknown"), Json::Object {});
        Table table(positions);
        const QStringList byTime { QStringLiteral("2025-07-20T10:00:00+02:00"), QStringLiteral("2025-07-20T09:00:00Z"),
            QStringLiteral("2025-07-20T01:30:00-08:00"), QStringLiteral("unknown") };
        table.proxy.sort(PositionsModel::EntryTime, Qt::AscendingOrder);
        QCOMPARE(keys(table.proxy), byTime);
        // The shortest time held is the latest entry.
        table.proxy.sort(PositionsModel::HeldFor, Qt::DescendingOrder);
        QCOMPARE(keys(table.proxy), byTime);
        table.proxy.sort(PositionsModel::HeldFor, Qt::AscendingOrder);
        QCOMPARE(keys(table.proxy), (QStringList { byTime[2], byTime[1], byTime[0], byTime[3] }));
    }

    void sortsWordsWithoutRegardToCase()
    {
        Table table(named("label", { "Zeta", "alpha", "Beta", "gamma" }, false));
        table.proxy.sort(PositionsModel::Label, Qt::AscendingOrder);
        QCOMPARE(keys(table.proxy),
            (QStringList {
                QStringLiteral("alpha"), QStringLiteral("Beta"), QStringLiteral("gamma"), QStringLiteral("Zeta") }));
    }

    void sortsDirectionsAsGiven()
    {
        Table table(named("direction", { "short", "LONG", "sideways" }, false));
        table.proxy.sort(PositionsModel::DirectionColumn, Qt::AscendingOrder);
        QCOMPARE(keys(table.proxy),
            (QStringList { QStringLiteral("sideways"), QStringLiteral("LONG"), QStringLiteral("short") }));
    }

    void keepsTheGroupBeneathInEveryColumnAndDirection()
    {
        Table table({ position(QStringLiteral("ZZZ"), "1"), position(QStringLiteral("AAA"), "3") },
            { position(QStringLiteral("MMM"), "2"), position(QStringLiteral("GGG"), "9") });
        for (int column = 0; column < PositionsModel::ColumnCount; ++column) {
            for (const Qt::SortOrder order : { Qt::AscendingOrder, Qt::DescendingOrder }) {
                table.proxy.sort(column, order);
                QCOMPARE(keys(table.proxy).last(), group);
                QCOMPARE(table.proxy.rowCount(table.proxy.index(2, 0)), 2);
            }
        }
        table.proxy.sort(PositionsModel::Quantity, Qt::DescendingOrder);
        const QModelIndex heading = table.proxy.index(2, 0);
        QCOMPARE(table.proxy.index(0, 0, heading).data().toString(), QStringLiteral("GGG")); // sorted among themselves
    }

    void newRowsGoWhereTheySortTo()
    {
        Table table({ position(QStringLiteral("A"), "1"), position(QStringLiteral("C"), "3") });
        table.proxy.sort(PositionsModel::Quantity, Qt::AscendingOrder);
        table.model.merge(tables({ position(QStringLiteral("A"), "5"), position(QStringLiteral("B"), "2"),
            position(QStringLiteral("C"), "3"), position(QStringLiteral("D"), "4") }));
        QCOMPARE(keys(table.proxy),
            (QStringList { QStringLiteral("B"), QStringLiteral("C"), QStringLiteral("D"), QStringLiteral("A") }));
    }

    void filtersBySeveralWordsInAnyColumn_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<QStringList>("found");
        const QString btc = QStringLiteral("BTC-1");
        const QString eur = QStringLiteral("EUR-2");
        const auto row = [](const char* words, const QStringList& found) {
            QTest::newRow(words) << QString::fromUtf8(words) << found;
        };
        row("   ", { btc, eur, group });
        row("btc", { btc });
        row("bT", { btc });
        row("▼", { eur });
        row("2411.35", { eur }); // the price
        row("bot-7", { btc }); // the label, a column that is hidden at first
        row("501882113", { eur }); // a broker's id
        row("2025-07-20 08:00", { btc, eur, group }); // the entry time; the ghost has one too
        row("placeholder price", { eur }); // the notes
        row("long btc", { btc });
        row("btc  long", { btc });
        row("btc short", {});
        row("BTC-1▲", {}); // not across two cells
        row("PG.US", { group });
        row("nothing like it", {});
    }
    void filtersBySeveralWordsInAnyColumn()
    {
        QFETCH(QString, words);
        QFETCH(QStringList, found);
        Snapshot snapshot;
        const QString btc = QStringLiteral("BTC-1");
        const QString eur = QStringLiteral("EUR-2");
        snapshot.state.positions.emplace(btc, with(position(btc), "label", Json("bot-7")));
        Position second = position(eur, "0.4", "2411.35");
        second.setField("direction", Json("short"));
        second.setField("position_id1", number("501882113"));
        second.setField("symbol1", Json("XAUUSD"));
        second.setField("symbol2", Json("XAGUSD"));
        snapshot.state.positions.emplace(eur, second);
        Position ghost = position(QStringLiteral("PG.US-CL.US"));
        ghost.setField("direction", Json());
        ghost.setField("symbol1", Json("PG"));
        ghost.setField("symbol2", Json("CL"));
        snapshot.ghosts = { ghost };
        snapshot.findings = { { Severity::Warning, findings::placeholderEntry, eur, {}, QStringLiteral("It is 1.0") } };
        PositionsModel model;
        model.reset(makeTableData(snapshot, {}));
        RecordProxy proxy(&model);
        const QAbstractItemModelTester tester(&proxy, reporting);
        proxy.sort(0);
        proxy.setFilterText(words);
        QCOMPARE(keys(proxy), found);
        QCOMPARE(proxy.shownRecords(), found.size() - (found.contains(group) ? 1 : 0));
        proxy.setFilterText({});
        QCOMPARE(keys(proxy), (QStringList { btc, eur, group }));
    }

    void filtersWhatARefreshBrings()
    {
        Table table({ position(QStringLiteral("A"), "1"), position(QStringLiteral("B"), "2") });
        table.proxy.sort(0);
        table.proxy.setFilterText(QStringLiteral("7.5"));
        QCOMPARE(table.proxy.rowCount(), 0);
        table.model.merge(tables({ position(QStringLiteral("A"), "7.5"), position(QStringLiteral("B"), "2"),
                                     position(QStringLiteral("C"), "7.5"), position(QStringLiteral("D"), "1") },
            { position(QStringLiteral("E"), "7.5") }));
        QCOMPARE(keys(table.proxy), (QStringList { QStringLiteral("A"), QStringLiteral("C"), group }));
        table.model.merge(tables({ position(QStringLiteral("A"), "7"), position(QStringLiteral("C"), "7.5") }));
        QCOMPARE(keys(table.proxy), QStringList { QStringLiteral("C") });
    }

    void sortsAndFiltersAHundredThousandRows()
    {
        const Snapshot snapshot = snapshots::Scene().many(100'000);
        const TableData data = makeTableData(snapshot, {});
        PositionsModel model;
        model.reset(data);
        RecordProxy proxy(&model);
        proxy.sort(PositionsModel::EntryPrice, Qt::DescendingOrder);
        QCOMPARE(proxy.shownRecords(), 100'000);
        QCOMPARE(keys(proxy).last(), group);
        std::optional<Decimal> before;
        for (int row = 0; row < 100'000; ++row) {
            const Decimal price
                = Decimal::parse(proxy.index(row, PositionsModel::EntryPrice).data().toString().toStdString()).value();
            QVERIFY(!before || *before >= price);
            before = price;
        }
        proxy.setFilterText(QStringLiteral("pair000123"));
        QCOMPARE(keys(proxy), QStringList { QStringLiteral("PAIR000123-OTHER26") });
        proxy.setFilterText(QStringLiteral("short other96"));
        QCOMPARE(proxy.rowCount(), 100'000 / 97 / 2);
        proxy.setFilterText({});

        // A refresh of the same rows tells nothing, and one that ends half of them leaves the others.
        Told told(model);
        model.merge(makeTableData(snapshot, {}));
        QCOMPARE(told.take(), QStringLiteral("+0 -0 ~0"));
        TableData half;
        for (size_t at = 0; at < data.positions.size(); at += 2)
            half.positions.push_back(data.positions[at]);
        model.merge(half);
        QCOMPARE(proxy.rowCount(), 50'000);
        QCOMPARE(model.recordCount(), 50'000);
    }
};

QTEST_MAIN(TestRecordProxy)
#include "tst_recordproxy.moc"
