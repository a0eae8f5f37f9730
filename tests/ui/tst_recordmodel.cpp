// SPDX-License-Identifier: MIT
#include "tests/support/fakeclock.h"
#include "tests/ui/tables.h"
#include "ui/models/pairstatesmodel.h"
#include "ui/models/recordproxy.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr auto reporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

const QString a = QStringLiteral("AUDUSD-NZDUSD");
const QString b = QStringLiteral("BTCUSD-ETHUSD");
const QString c = QStringLiteral("CHF-NOK");
const QString d = QStringLiteral("DAX-CAC");
const QString e = QStringLiteral("EURUSD-GBPUSD");

/// A model with its proxy, both under the tester.
struct Watched
{
    PositionsModel model;
    RecordProxy proxy { &model };
    QAbstractItemModelTester modelTester { &model, reporting };
    QAbstractItemModelTester proxyTester { &proxy, reporting };
    Told told { model };

    Watched() { proxy.sort(0); }
};

PairState pairState(Json zScore, Json cooldown, Json ready = {})
{
    return PairState(Json::Object { { "position", Json("none") }, { "z_score", std::move(zScore) },
        { "spread", number("-1.50") }, { "cooldown", std::move(cooldown) }, { "ready_for_trading", std::move(ready) },
        { "last_update", Json("2025-07-20T10:04:00") } });
}

TableData pairTables(const std::vector<std::pair<QString, PairState>>& states, const TableOptions& options = {})
{
    Snapshot snapshot;
    for (const auto& [key, state] : states)
        snapshot.state.pairStates.emplace(key, state);
    return makeTableData(snapshot, options);
}

} // namespace

class TestRecordModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsExactlyWhatARefreshChanges()
    {
        Watched watched;
        PositionsModel& model = watched.model;
        model.reset(tables({ position(a), position(b), position(c) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -0 ~0 reset 1"));

        model.merge(tables({ position(a), position(b), position(c) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -0 ~0"));

        model.merge(tables({ position(a), position(b, "0.2"), position(c) }));
        QCOMPARE(watched.told.changed.at(0).at(0).toModelIndex(), model.index(1, 0));
        QCOMPARE(watched.told.changed.at(0).at(1).toModelIndex(), model.index(1, PositionsModel::ColumnCount - 1));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -0 ~1"));

        model.merge(tables({ position(a), position(b, "0.3"), position(c, "0.3") }));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -0 ~1")); // neighbours are told at once

        model.merge(tables({ position(a), position(c, "0.3") }));
        QCOMPARE(watched.told.removed.at(0).at(1).toInt(), 1);
        QCOMPARE(watched.told.removed.at(0).at(2).toInt(), 1);
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -1 ~0"));

        model.merge(tables({ position(a), position(c, "0.3"), position(d), position(e) }));
        QCOMPARE(watched.told.inserted.at(0).at(1).toInt(), 2);
        QCOMPARE(watched.told.inserted.at(0).at(2).toInt(), 3);
        QCOMPARE(watched.told.take(), QStringLiteral("+1 -0 ~0"));

        model.merge(tables({ position(b), position(c, "0.4"), position(d), position(e) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+1 -1 ~1"));
        QCOMPARE(keys(watched.proxy), (QStringList { b, c, d, e }));

        model.merge({});
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -1 ~0"));
        QCOMPARE(model.rowCount(), 0);
    }

    void anotherOrderIsNoChange()
    {
        Watched watched;
        const TableData data = tables({ position(a), position(b), position(c) });
        watched.model.reset(data);
        watched.told.forget();
        TableData turned = data;
        std::reverse(turned.positions.begin(), turned.positions.end());
        watched.model.merge(turned);
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -0 ~0"));
    }

    void manySeparateRowsAreToldInOneStep()
    {
        Watched watched;
        std::vector<Position> all;
        std::vector<Position> everySecond;
        std::vector<Position> everySecondChanged;
        for (int at = 0; at < 400; ++at) {
            all.push_back(position(pairName(at)));
            everySecondChanged.push_back(position(pairName(at), at % 2 == 0 ? "0.1" : "7"));
            if (at % 2 == 0)
                everySecond.push_back(position(pairName(at)));
        }
        watched.model.reset(tables(all, { position(e) }));
        const QPersistentModelIndex kept = watched.model.indexOf(pairName(398));
        const QPersistentModelIndex gone = watched.model.indexOf(pairName(399));
        const QPersistentModelIndex ghost = watched.model.indexOf(e, true);
        watched.told.forget();

        watched.model.merge(tables(everySecondChanged, { position(e) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -0 ~1"));
        watched.model.merge(tables(everySecond, { position(e) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -1 ~0 layout 1"));
        QCOMPARE(watched.model.recordCount(), 200);
        QCOMPARE(kept.data(RecordModel::KeyRole).toString(), pairName(398));
        QVERIFY(!gone.isValid());
        QCOMPARE(ghost.data(RecordModel::KeyRole).toString(), e);
        QCOMPARE(watched.proxy.index(199, 0).data(RecordModel::KeyRole).toString(), pairName(398));
    }

    void ghostsComeAndGoUnderOneHeading()
    {
        Watched watched;
        PositionsModel& model = watched.model;
        model.reset(tables({ position(a) }));
        watched.told.forget();

        model.merge(tables({ position(a) }, { position(b) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+1 -0 ~0"));
        QCOMPARE(keys(model), (QStringList { a, QStringLiteral("(group)") }));
        const QModelIndex heading = model.index(1, 0);
        QCOMPARE(heading.data().toString(), QStringLiteral("Suspected ghosts 1 — not part of the last save"));
        QVERIFY(!model.record(heading));
        QCOMPARE(model.recordCount(), 1);
        QCOMPARE(model.groupCount(), 1);
        const QPersistentModelIndex ghost = model.indexOf(b, true);
        QVERIFY(ghost.data(RecordModel::InGroupRole).toBool());
        QVERIFY(!model.indexOf(a).data(RecordModel::InGroupRole).toBool());

        // A record more pushes the group down; what points into it still does.
        model.merge(tables({ position(a), position(c) }, { position(b), position(d) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+2 -0 ~1")); // ~1: the heading counts them
        QCOMPARE(keys(model), (QStringList { a, c, QStringLiteral("(group)") }));
        QCOMPARE(ghost.data(RecordModel::KeyRole).toString(), b);
        QCOMPARE(ghost.parent().row(), 2);
        QVERIFY(ghost.parent().data().toString().contains(QLatin1Char('2')));

        model.merge(tables({ position(a), position(c) }, { position(d) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -1 ~1"));
        model.merge(tables({ position(a), position(c) }, { position(d, "3") }));
        QCOMPARE(watched.told.changed.at(0).at(0).toModelIndex().parent(), model.index(2, 0));
        QCOMPARE(watched.told.take(), QStringLiteral("+0 -0 ~1"));

        model.merge(tables({ position(a), position(c), position(d) }));
        QCOMPARE(watched.told.take(), QStringLiteral("+1 -1 ~1")); // the heading counts none before it goes
        QCOMPARE(keys(watched.proxy), (QStringList { a, c, d }));
    }

    void aPairMayBeOnRecordAndAGhost()
    {
        Watched watched;
        watched.model.reset(tables({ position(a, "1") }, { position(a, "2"), position(a, "3") }));
        QCOMPARE(watched.model.groupCount(), 2); // both keep their row under keys of their own
        const int column = PositionsModel::Quantity;
        QCOMPARE(watched.model.indexOf(a, false, column).data().toString(), QStringLiteral("1"));
        QCOMPARE(watched.model.indexOf(a, true, column).data().toString(), QStringLiteral("2"));
        QCOMPARE(watched.model.indexOf(a + QStringLiteral("#2"), true, column).data().toString(), QStringLiteral("3"));
    }

    void numbersKeepTheirText_data()
    {
        QTest::addColumn<QByteArray>("stored");
        for (const char* text : { "0.10", "1.2500", "50000.0", "1e-7", "-0", "120", "9007199254740993", "NaN" })
            QTest::newRow(text) << QByteArray(text);
    }
    void numbersKeepTheirText()
    {
        QFETCH(QByteArray, stored);
        PositionsModel model;
        model.reset(tables({ position(a, stored.constData(), stored.constData()) }));
        QCOMPARE(shown(model, a, PositionsModel::Quantity), QString::fromLatin1(stored));
        QCOMPARE(shown(model, a, PositionsModel::EntryPrice), QString::fromLatin1(stored));
    }

    void unknownIsADashAndNeverZero()
    {
        PositionsModel model;
        const Position bare(a, { { "stop_loss", Json() } });
        model.reset(tables({ bare }));
        for (int column = 0; column < PositionsModel::ColumnCount; ++column) {
            if (column == PositionsModel::Pair || column == PositionsModel::Notes)
                continue;
            const QModelIndex index = model.indexOf(a, false, column);
            QCOMPARE(index.data().toString(), QStringLiteral("–"));
            QVERIFY(!index.data(RecordModel::KnownRole).toBool());
            QVERIFY(!index.data(RecordModel::SortRole).isValid());
            QVERIFY(!index.data(Qt::ToolTipRole).toString().isEmpty());
        }
        QVERIFY(!model.indexOf(a).data(RecordModel::SeverityRole).isValid());

        model.reset(tables({ with(position(a), "quantity", Json("much")) }));
        const QModelIndex text = model.indexOf(a, false, PositionsModel::Quantity);
        QCOMPARE(text.data().toString(), QStringLiteral("much")); // stored, so it is shown
        QCOMPARE(
            shown(model, a, PositionsModel::Quantity, Qt::ToolTipRole), QStringLiteral("Stored, but not as a number"));
    }

    void agesFollowTheTime()
    {
        PositionsModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        const int column = PositionsModel::HeldFor;
        model.setNow(at("2025-07-20T10:00:15Z"));
        model.reset(tables({ position(a), with(position(b), "entry_time", Json("2025-07-20T08:00:30Z")),
                               with(position(c), "entry_time", Json("2025-07-20T09:59:50Z")) },
            { position(d) }));
        QCOMPARE(shown(model, a, column), QStringLiteral("2 h 00 min"));
        QCOMPARE(shown(model, b, column), QStringLiteral("1 h 59 min"));
        QCOMPARE(shown(model, c, column), QStringLiteral("25 s"));

        // Views are told of a text when it changes, not at the clock's full minute only.
        Told told(model);
        model.setNow(at("2025-07-20T10:00:40Z"));
        QCOMPARE(shown(model, b, column), QStringLiteral("2 h 00 min"));
        QCOMPARE(shown(model, c, column), QStringLiteral("50 s"));
        QCOMPARE(told.changed.count(), 1);
        QCOMPARE(told.changed.at(0).at(0).toModelIndex(), model.index(1, column));
        QCOMPARE(told.changed.at(0).at(1).toModelIndex(), model.index(2, column));
        QCOMPARE(told.take(), QStringLiteral("+0 -0 ~1"));
        model.setNow(at("2025-07-20T10:01:00Z"));
        QCOMPARE(shown(model, a, column), QStringLiteral("2 h 01 min"));
        QCOMPARE(model.indexOf(d, true, column).data().toString(), QStringLiteral("2 h 01 min"));
        QCOMPARE(told.take(), QStringLiteral("+0 -0 ~3")); // the first row, the third, the ghost
        model.setNow(at("2025-07-20T10:01:00.5Z"));
        QCOMPARE(told.take(), QStringLiteral("+0 -0 ~0"));
        model.setNow(at("2025-07-20T07:00:00Z")); // clocks differ
        QCOMPARE(shown(model, a, column), QStringLiteral("0 s"));
    }

    void changedCellsFadeAndStop()
    {
        PositionsModel model;
        model.reset(tables({ position(a, "1"), position(b) }, { position(c, "1") }));
        QVERIFY(!model.isFading());
        const auto fade = [&model](const QString& pair, int column, bool inGroup = false) {
            return model.indexOf(pair, inGroup, column).data(RecordModel::FadeRole).toDouble();
        };
        // Once more where this machine was too busy to look within the second.
        int turn = 0;
        const auto changedAndSeen = [&] {
            const QByteArray quantity = QByteArray::number(++turn + 1);
            model.merge(tables({ position(a, quantity.constData()), position(b), position(d) },
                { position(c, quantity.constData()) }));
            return fade(a, PositionsModel::Quantity) > 0 && fade(c, PositionsModel::Quantity, true) > 0;
        };
        QTRY_VERIFY(changedAndSeen());
        QVERIFY(fade(a, PositionsModel::Quantity) <= 1);
        QCOMPARE(fade(a, PositionsModel::EntryPrice), 0.0);
        QCOMPARE(fade(b, PositionsModel::Quantity), 0.0);
        QCOMPARE(fade(d, PositionsModel::Quantity), 0.0); // a new row is no changed cell
        QTRY_COMPARE(fade(a, PositionsModel::Quantity), 0.0);
        QVERIFY(!model.isFading());

        QTRY_VERIFY(changedAndSeen());
        model.merge(tables({ position(a) }));
        model.reset(tables({ position(b) })); // another source: nothing has changed in it
        QVERIFY(!model.isFading());
    }

    void timesTellTheirOriginalText()
    {
        TableOptions options;
        options.shownZone = QTimeZone("Europe/Berlin");
        options.writerZone = QTimeZone("America/New_York");
        PositionsModel model;
        model.setZone(options.shownZone);
        model.reset(tables({ with(position(a), "entry_time", Json("2025-07-20 04:00:00.123")),
                               with(position(b), "entry_time", Json("2025-07-20T10:00:00+0200")) },
            {}, options));
        QCOMPARE(model.headerData(PositionsModel::EntryTime, Qt::Horizontal, Qt::DisplayRole).toString(),
            QStringLiteral("Entry time (Europe/Berlin)"));
        QCOMPARE(shown(model, a, PositionsModel::EntryTime), QStringLiteral("2025-07-20 10:00:00"));
        QCOMPARE(shown(model, b, PositionsModel::EntryTime), QStringLiteral("2025-07-20 10:00:00"));
        QCOMPARE(shown(model, a, PositionsModel::EntryTime, Qt::ToolTipRole),
            QStringLiteral("Stored as 2025-07-20 04:00:00.123, without a zone; read as America/New_York"));
        QCOMPARE(shown(model, b, PositionsModel::EntryTime, Qt::ToolTipRole),
            QStringLiteral("Stored as 2025-07-20T10:00:00+0200"));
        QVERIFY(shown(model, b, PositionsModel::HeldFor, Qt::ToolTipRole)
                    .contains(QLatin1String("Since 2025-07-20 10:00:00 Europe/Berlin. Stored as")));
    }

    void toolTipsShowDataAsPlainText()
    {
        // Qt takes a tooltip for HTML where it begins like it; names come from files and servers of others.
        Snapshot snapshot;
        const QString pair = QStringLiteral("<b>BTC</b>&amp;");
        snapshot.state.positions.emplace(pair, position(pair));
        snapshot.findings.push_back(
            { Severity::Warning, findings::placeholderEntry, pair, {}, pair + QStringLiteral(" has a placeholder") });
        PositionsModel model;
        model.reset(makeTableData(snapshot, {}));
        QCOMPARE(shown(model, pair, PositionsModel::Pair), pair);
        const QString toolTip = model.indexOf(pair, false, PositionsModel::Notes).data(Qt::ToolTipRole).toString();
        QVERIFY2(toolTip.contains(QLatin1String("&lt;b&gt;BTC&lt;/b&gt;&amp;amp; has")), qPrintable(toolTip));
    }

    void pairStatesMergeLikePositions()
    {
        PairStatesModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        QSignalSpy headings(&model, &QAbstractItemModel::headerDataChanged);
        model.setZone(QTimeZone::utc());
        QCOMPARE(headings.count(), 1);
        model.setZone(QTimeZone::utc());
        QCOMPARE(headings.count(), 1);
        QCOMPARE(model.headerData(PairStatesModel::LastUpdate, Qt::Horizontal, Qt::DisplayRole).toString(),
            QStringLiteral("Last update (UTC)"));

        const PairState known = pairState(number("-2.310"), number("3"), Json(true));
        model.reset(pairTables({ { a, known }, { b, pairState({}, {}) } }));
        Told told(model);
        model.merge(pairTables({ { a, pairState(number("-2.311"), number("3"), Json(true)) }, { c, known } }));
        QCOMPARE(told.take(), QStringLiteral("+1 -1 ~1"));
        QCOMPARE(shown(model, a, PairStatesModel::ZScore), QStringLiteral("-2.311"));
    }

    void pairStatesShowWhatIsKnown()
    {
        TableOptions options;
        options.barSeconds = 300;
        PairStatesModel model;
        model.setNow(at("2025-07-20T10:05:00Z"));
        model.reset(pairTables({ { a, pairState(number("NaN"), number("3"), Json(true)) }, { b, pairState({}, {}) },
                                   { c, pairState(number("0.0"), number("0"), Json(false)) } },
            options));
        QCOMPARE(shown(model, a, PairStatesModel::PositionColumn), QStringLiteral("none"));
        QCOMPARE(shown(model, a, PairStatesModel::ZScore), QStringLiteral("NaN"));
        QCOMPARE(shown(model, a, PairStatesModel::Spread), QStringLiteral("-1.50"));
        QCOMPARE(shown(model, a, PairStatesModel::Ready), QStringLiteral("yes"));
        QCOMPARE(shown(model, c, PairStatesModel::Ready), QStringLiteral("no"));
        QCOMPARE(shown(model, a, PairStatesModel::Updated), QStringLiteral("1 min"));
        QCOMPARE(shown(model, a, PairStatesModel::LastUpdate), QStringLiteral("2025-07-20 10:04:00"));
        QVERIFY(shown(model, a, PairStatesModel::LastUpdate, Qt::ToolTipRole)
                    .contains(QLatin1String("Stored as 2025-07-20T10:04:00")));
        for (const int column : { PairStatesModel::ZScore, PairStatesModel::Cooldown, PairStatesModel::Ready }) {
            QCOMPARE(shown(model, b, column), QStringLiteral("–"));
            QVERIFY(!model.indexOf(b, false, column).data(RecordModel::KnownRole).toBool());
        }
        // A cooldown of nothing is known: it is over.
        QCOMPARE(shown(model, c, PairStatesModel::Cooldown), QStringLiteral("0"));
        QVERIFY(model.indexOf(c, false, PairStatesModel::Cooldown).data(RecordModel::KnownRole).toBool());
    }
};

QTEST_MAIN(TestRecordModel)
#include "tst_recordmodel.moc"
