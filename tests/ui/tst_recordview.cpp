// SPDX-License-Identifier: MIT
#include "tests/ui/tables.h"
#include "ui/models/pairstatesmodel.h"
#include "ui/models/tabletext.h"
#include "ui/views/recordview.h"

#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

using Column = PositionsModel::Column;
const QString name = QStringLiteral("positions");

std::vector<Position> manyPositions(int count)
{
    std::vector<Position> positions;
    for (int row = 0; row < count; ++row)
        positions.push_back(position(pairName(row), QByteArray::number(row).constData()));
    return positions;
}

QString topKey(const RecordView& view)
{
    return view.indexAt(QPoint(1, 1)).data(RecordModel::KeyRole).toString();
}

QStringList lines(const QString& text, const QString& end)
{
    QStringList result = text.split(end);
    if (result.takeLast() != QString())
        qFatal("the last line has no end");
    return result;
}

} // namespace

class TestRecordView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void refreshingMovesNothing()
    {
        PositionsModel model;
        model.reset(tables(manyPositions(300)));
        RecordView view(&model, name);
        view.resize(900, 300);
        view.show();
        view.sortByColumn(Column::Quantity, Qt::DescendingOrder);
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        const QString top = topKey(view);
        const QModelIndex third = view.indexBelow(view.indexBelow(view.indexAt(QPoint(1, 1))));
        view.setCurrentIndex(third);
        view.selectionModel()->select(view.indexBelow(third), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        const QString current = view.currentRecord().value().key;
        const QModelIndexList selected = view.selectionModel()->selectedRows();
        const QStringList selectedKeys { selected.at(0).data(RecordModel::KeyRole).toString(),
            selected.at(1).data(RecordModel::KeyRole).toString() };
        QSignalSpy resets(view.model(), &QAbstractItemModel::modelReset);

        // Cells change, rows go above and below what is seen, new ones come above it, and ghosts appear.
        std::vector<Position> next = manyPositions(298);
        next.erase(next.begin() + 5);
        next[100].setField("entry_price", number("1.5"));
        for (const char* quantity : { "1000", "1001", "1002", "0.5" })
            next.push_back(position(QStringLiteral("NEW") + QLatin1String(quantity), quantity));
        model.merge(tables(next, { position(QStringLiteral("GHOST")) }));

        const auto unmoved = [&] {
            const QModelIndexList rows = view.selectionModel()->selectedRows();
            return topKey(view) == top && view.currentRecord().value().key == current && rows.size() == 2
                && selectedKeys.contains(rows.at(0).data(RecordModel::KeyRole).toString())
                && selectedKeys.contains(rows.at(1).data(RecordModel::KeyRole).toString());
        };
        QVERIFY2(unmoved(), qPrintable(topKey(view)));
        QCOMPARE(resets.count(), 0);
        QCOMPARE(view.header()->sortIndicatorSection(), int(Column::Quantity));
        QCOMPARE(view.header()->sortIndicatorOrder(), Qt::DescendingOrder);
        QCOMPARE(keys(*view.proxy()).first(), QStringLiteral("NEW1002"));

        model.merge(tables(manyPositions(300)));
        QVERIFY2(unmoved(), qPrintable(topKey(view)));
    }

    void newRowsAreSeenWhereTheTopIsSeen()
    {
        PositionsModel model;
        model.reset(tables(manyPositions(300)));
        RecordView view(&model, name);
        view.resize(900, 300);
        view.show();
        std::vector<Position> next = manyPositions(300);
        next.push_back(position(QStringLiteral("AAA")));
        model.merge(tables(next));
        QCOMPARE(topKey(view), QStringLiteral("AAA"));
    }

    void aRowThatGoesSelectsNoOther()
    {
        PositionsModel model;
        model.reset(tables({ position(QStringLiteral("A")), position(QStringLiteral("B")) }));
        RecordView view(&model, name);
        view.show();
        view.setCurrentIndex(view.model()->index(0, 0));
        QCOMPARE(view.currentRecord().value().key, QStringLiteral("A"));
        QSignalSpy told(&view, &RecordView::currentRecordChanged);
        model.merge(tables({ position(QStringLiteral("B")) }));
        QVERIFY(!view.currentRecord());
        QVERIFY(view.selectionModel()->selectedRows().isEmpty());
        QVERIFY(!told.isEmpty());
    }

    void theGroupIsOpenUntilItIsFolded()
    {
        PositionsModel model;
        RecordView view(&model, name);
        view.resize(900, 300);
        view.show();
        const TableData withGhosts = tables({ position(QStringLiteral("A")) }, { position(QStringLiteral("G")) });
        const TableData without = tables({ position(QStringLiteral("A")) });
        model.merge(withGhosts);
        const auto heading = [&view] { return view.model()->index(1, 0); };
        QVERIFY(view.isExpanded(heading()));
        view.setCurrentIndex(heading());
        QVERIFY(!view.currentRecord()); // the heading is no record
        view.setCurrentIndex(view.model()->index(0, 0, heading()));
        QCOMPARE(view.currentRecord().value().key, QStringLiteral("G"));
        QVERIFY(view.currentRecord().value().inGroup);

        model.merge(without);
        model.merge(withGhosts);
        QVERIFY(view.isExpanded(heading()));
        QTest::mouseClick(
            view.viewport(), Qt::LeftButton, Qt::NoModifier, view.visualRect(heading()).topLeft() + QPoint(4, 4));
        QVERIFY(!view.isExpanded(heading()));
        model.merge(without);
        model.merge(withGhosts);
        QVERIFY(!view.isExpanded(heading())); // as it was left
        view.setCurrentIndex(heading());
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(view.isExpanded(heading()));
    }

    void keepsTheLayoutAsLeft()
    {
        QSettings settings(m_folder.filePath(QStringLiteral("layout.ini")), QSettings::IniFormat);
        PositionsModel model;
        model.reset(tables({ position(QStringLiteral("A"), "1"), position(QStringLiteral("B"), "2") }));
        std::vector<int> left;
        {
            RecordView view(&model, name);
            QCOMPARE(view.shownColumns(), (std::vector<int> { 0, 1, 2, 3, 4, 5, 6, 7, 8 }));
            QHeaderView* header = view.header();
            header->moveSection(header->visualIndex(Column::Quantity), 1);
            header->setSectionHidden(Column::Leg1, true);
            header->setSectionHidden(Column::Label, false);
            header->resizeSection(Column::EntryPrice, 137);
            view.sortByColumn(Column::Quantity, Qt::DescendingOrder);
            left = view.shownColumns();
            QCOMPARE(left, (std::vector<int> { 0, 4, 1, 3, 5, 6, 7, 8, 12 }));
            view.writeLayout(settings);
        }
        settings.sync();
        const QSettings again(m_folder.filePath(QStringLiteral("layout.ini")), QSettings::IniFormat);
        RecordView view(&model, name);
        view.readLayout(again);
        QCOMPARE(view.shownColumns(), left);
        QCOMPARE(view.header()->sectionSize(Column::EntryPrice), 137);
        QCOMPARE(view.header()->sortIndicatorSection(), int(Column::Quantity));
        QCOMPARE(keys(*view.proxy()), (QStringList { QStringLiteral("B"), QStringLiteral("A") }));

        RecordView other(&model, QStringLiteral("pairStates")); // each table has its own
        other.readLayout(again);
        QCOMPARE(other.shownColumns(), (std::vector<int> { 0, 1, 2, 3, 4, 5, 6, 7, 8 }));

        view.resetLayout();
        QCOMPARE(view.shownColumns(), (std::vector<int> { 0, 1, 2, 3, 4, 5, 6, 7, 8 }));
        QCOMPARE(view.header()->sortIndicatorSection(), 0);
        QCOMPARE(keys(*view.proxy()), (QStringList { QStringLiteral("A"), QStringLiteral("B") }));
        QVERIFY(view.header()->sectionSize(Column::EntryPrice) != 137);
    }

    void readsLayoutsOfOtherVersions()
    {
        QSettings settings(m_folder.filePath(QStringLiteral("other.ini")), QSettings::IniFormat);
        settings.setValue(QStringLiteral("tables/positions/order"),
            QStringList { QStringLiteral("swap"), QStringLiteral("notes"), QStringLiteral("pair") });
        settings.setValue(QStringLiteral("tables/positions/hidden"), QStringList { QStringLiteral("swap") });
        settings.setValue(QStringLiteral("tables/positions/sortColumn"), QStringLiteral("swap"));
        PositionsModel model;
        RecordView view(&model, name);
        view.readLayout(settings);
        QCOMPARE(view.shownColumns(), (std::vector<int> { 8, 0, 1, 2, 3, 4, 5, 6, 7 }));
        QCOMPARE(view.header()->sortIndicatorSection(), 0);
    }

    void theHeadingsMenuShowsAndHides()
    {
        PositionsModel model;
        RecordView view(&model, name);
        Q_EMIT view.header()->customContextMenuRequested(QPoint(1, 1));
        const auto* menu = view.findChild<QMenu*>();
        QVERIFY(menu);
        const QList<QAction*> actions = menu->actions();
        QVERIFY(actions.size() > Column::ColumnCount); // behind the columns, how they stand, and the reset
        QVERIFY(!actions[Column::Pair]->isEnabled()); // a row without its name says nothing
        QVERIFY(actions[Column::Stop]->isChecked());
        QVERIFY(!actions[Column::Target]->isChecked());
        actions[Column::Target]->setChecked(true);
        actions[Column::Stop]->setChecked(false);
        QCOMPARE(view.shownColumns(), (std::vector<int> { 0, 1, 2, 3, 4, 5, 7, 8, 10 }));
        actions.last()->trigger();
        QCOMPARE(view.shownColumns(), (std::vector<int> { 0, 1, 2, 3, 4, 5, 6, 7, 8 }));
    }

    void columnsAreReachedByKeyboard()
    {
        PositionsModel model;
        model.reset(tables({ position(QStringLiteral("A"), "1"), position(QStringLiteral("B"), "2") }));
        RecordView view(&model, name);
        const auto trigger = [&view](const QString& submenu, const QString& text) {
            QMenu menu;
            view.fillColumnsMenu(&menu);
            QList<QAction*> actions = menu.actions();
            for (const QAction* action : menu.actions()) {
                if (action->menu() && QString(action->text()).remove(QLatin1Char('&')) == submenu)
                    actions = action->menu()->actions();
            }
            for (QAction* action : actions) {
                if (QString(action->text()).remove(QLatin1Char('&')) == text && action->isEnabled()) {
                    action->trigger();
                    return true;
                }
            }
            return false;
        };
        QVERIFY(trigger({}, QStringLiteral("Leg 1")));
        QVERIFY(view.header()->isSectionHidden(Column::Leg1));
        QVERIFY(!trigger({}, QStringLiteral("Pair"))); // it names the row
        // Over the hidden one, by what is seen.
        QVERIFY(trigger(QStringLiteral("Move left"), QStringLiteral("Leg 2")));
        QCOMPARE(view.shownColumns(), (std::vector<int> { 0, 3, 1, 4, 5, 6, 7, 8 }));
        QVERIFY(!trigger(QStringLiteral("Move left"), QStringLiteral("Pair")));
        QVERIFY(trigger(QStringLiteral("Move right"), QStringLiteral("Pair")));
        QCOMPARE(view.shownColumns(), (std::vector<int> { 3, 0, 1, 4, 5, 6, 7, 8 }));
        QVERIFY(!trigger(QStringLiteral("Move right"), QStringLiteral("Notes")));
        QVERIFY(trigger(QStringLiteral("Sort by"), QStringLiteral("Quantity")));
        QCOMPARE(view.header()->sortIndicatorSection(), int(Column::Quantity));
        QVERIFY(trigger(QStringLiteral("Sort by"), QStringLiteral("Descending")));
        QCOMPARE(topKey(view), QStringLiteral("B"));
        QVERIFY(trigger({}, QStringLiteral("Reset columns")));
        QCOMPARE(view.shownColumns(), (std::vector<int> { 0, 1, 2, 3, 4, 5, 6, 7, 8 }));
    }

    void copiesWhatIsShownAsItStands()
    {
        PositionsModel model;
        model.reset(tables({ position(QStringLiteral("A"), "1.50"), position(QStringLiteral("B"), "2") },
            { position(QStringLiteral("G"), "3") }));
        RecordView view(&model, name);
        for (int column = 0; column < Column::ColumnCount; ++column)
            view.setColumnHidden(column, column != Column::Pair && column != Column::Quantity);
        view.header()->moveSection(view.header()->visualIndex(Column::Quantity), 0);
        view.sortByColumn(Column::Quantity, Qt::DescendingOrder);
        const QString lineEnd = QStringLiteral("\n");
        QCOMPARE(lines(view.asText(), lineEnd),
            (QStringList { QStringLiteral("Quantity\tPair\tOn record"), QStringLiteral("2\tB\tyes"),
                QStringLiteral("1.50\tA\tyes"), QStringLiteral("3\tG\tsuspected ghost") }));

        // Only what is selected, whatever the order in which it was.
        view.selectionModel()->select(
            view.model()->index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        view.selectionModel()->select(
            view.model()->index(0, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QCOMPARE(lines(view.asText(), lineEnd),
            (QStringList { QStringLiteral("Quantity\tPair"), QStringLiteral("2\tB"), QStringLiteral("1.50\tA") }));
        const QString rowEnd = QStringLiteral("\r\n");
        QCOMPARE(lines(view.asCsv(), rowEnd),
            (QStringList { QStringLiteral("Quantity,Pair"), QStringLiteral("2,B"), QStringLiteral("1.50,A") }));
        QCOMPARE(lines(view.allAsCsv(), rowEnd).size(), 4);
        view.proxy()->setFilterText(QStringLiteral("1.50"));
        QCOMPARE(lines(view.allAsCsv(), rowEnd).size(), 2); // what the filter hides is left out
    }

    void csvQuotesAndStopsFormulas_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QString>("csv");
        const auto row = [](const char* cell, const char* csv) {
            QTest::newRow(cell) << QString::fromUtf8(cell) << QString::fromUtf8(csv);
        };
        row("plain", "plain");
        row("a,b", "\"a,b\"");
        row("a\"b", "\"a\"\"b\"");
        row("a\nb", "\"a\nb\"");
        row("–", "–");
        row("-1.5", "-1.5");
        row("-1e-7", "-1e-7");
        row("-Infinity", "-Infinity");
        row("=1+1", "\"'=1+1\"");
        row("+49 30", "\"'+49 30\"");
        row("-1.5 of it", "\"'-1.5 of it\"");
        row("@SUM(A1)", "\"'@SUM(A1)\"");
        row("\tx", "\"'\tx\"");
        row("\rx", "\"'\rx\"");
        row(" =1+1", "\"' =1+1\"");
        row("＝1+1", "\"'＝1+1\"");
    }
    void csvQuotesAndStopsFormulas()
    {
        QFETCH(QString, cell);
        QFETCH(QString, csv);
        TableText table;
        table.addRow({ cell, QStringLiteral("next") });
        QCOMPARE(table.csv(), csv + QStringLiteral(",next\r\n"));
        QCOMPARE(table.tabSeparated().count(QLatin1Char('\t')), 1);
        QCOMPARE(table.tabSeparated().count(QLatin1Char('\n')), 1);
    }

    void csvOfATableKeepsNumbersAndGuardsNames()
    {
        Snapshot snapshot;
        const QString evil = QStringLiteral("=HYPERLINK(\"http://x\",\"y\")");
        snapshot.state.pairStates.emplace(evil, PairState(Json::Object { { "z_score", number("-1.50") } }));
        PairStatesModel model;
        model.reset(makeTableData(snapshot, {}));
        RecordView view(&model, QStringLiteral("pairStates"));
        const QStringList rows = lines(view.asCsv(), QStringLiteral("\r\n"));
        QVERIFY2(rows.at(1).startsWith(QStringLiteral("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",–,-1.50,–")),
            qPrintable(rows.at(1)));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestRecordView)
#include "tst_recordview.moc"
