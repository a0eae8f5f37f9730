// SPDX-License-Identifier: MIT
#include "ui/dialogs/planmodel.h"
#include "ui/dialogs/planview.h"
#include "ui/dialogs/planwords.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QSignalSpy>
#include <QTest>

using namespace tradestate;

namespace {

Json number(const char* text)
{
    return Json(*Decimal::parse(text));
}

Position position(const char* pair, const char* quantity, const char* price)
{
    return Position(QString::fromLatin1(pair),
        Json::Object {
            { "direction", Json("long") }, { "quantity", number(quantity) }, { "entry_price", number(price) } });
}

PlanRow row(StatePart part, const char* key, ChangeKind kind)
{
    PlanRow row;
    row.part = part;
    row.key = QString::fromLatin1(key);
    row.kind = kind;
    row.ticked = kind != ChangeKind::Unchanged;
    return row;
}

ChangePlan examplePlan()
{
    ChangePlan plan;
    PlanRow changed = row(StatePart::Position, "EURUSD-GBPUSD", ChangeKind::Changed);
    changed.now = Json(position("EURUSD-GBPUSD", "0.05", "1.2500").fields());
    changed.proposed = Json(position("EURUSD-GBPUSD", "0.10", "1.2500").fields());
    changed.fields = { { QStringLiteral("quantity"), number("0.05"), number("0.10") } };
    PlanRow added = row(StatePart::Position, "XAUUSD-XAGUSD", ChangeKind::Added);
    added.proposed = Json(position("XAUUSD-XAGUSD", "0.4", "2411.35").fields());
    PlanRow removed = row(StatePart::Position, "ETHUSD-SOLUSD", ChangeKind::Removed);
    removed.now = Json(position("ETHUSD-SOLUSD", "29.9", "3175.55").fields());
    PlanRow portfolio = row(StatePart::Portfolio, "", ChangeKind::Changed);
    portfolio.fields = { { QStringLiteral("total_value"), number("100000"), number("101234.56") },
        { QStringLiteral("daily_pnl"), number("0.0"), number("12.5") } };
    PlanRow pairState = row(StatePart::PairState, "EURUSD-GBPUSD", ChangeKind::Changed);
    pairState.fields = { { QStringLiteral("cooldown"), number("0"), number("3") } };
    plan.rows = { changed, added, removed, portfolio, pairState,
        row(StatePart::Position, "BTCUSD-ETHUSD", ChangeKind::Unchanged) };
    return plan;
}

QString text(const PlanModel& model, const QModelIndex& index, int column)
{
    return model.index(index.row(), column, index.parent()).data().toString();
}

} // namespace

class TestPlanModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsNowBackupAndAfter()
    {
        PlanModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlan(examplePlan(), false);
        QCOMPARE(model.rowCount(), 6); // three positions, portfolio, the pair states' group, the fold
        const QModelIndex changed = model.index(0, 0);
        QCOMPARE(changed.data().toString(), QStringLiteral("EURUSD-GBPUSD"));
        QCOMPARE(text(model, changed, PlanModel::FieldColumn), QStringLiteral("quantity"));
        QCOMPARE(text(model, changed, PlanModel::NowColumn), QStringLiteral("0.05"));
        QCOMPARE(text(model, changed, PlanModel::BackupColumn), QStringLiteral("0.10"));
        QCOMPARE(text(model, changed, PlanModel::AfterColumn), QStringLiteral("0.10"));
        const QModelIndex removed = model.index(2, 0);
        QCOMPARE(text(model, removed, PlanModel::NowColumn), QStringLiteral("29.9"));
        QCOMPARE(text(model, removed, PlanModel::AfterColumn), QStringLiteral("–"));
        QCOMPARE(model.rowCount(model.index(3, 0)), 2); // the portfolio's two fields
        QVERIFY(!model.index(5, 0).data(Qt::CheckStateRole).isValid()); // what stays has nothing to tick
    }

    void untickedRowsStayAsTheyAre()
    {
        PlanModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlan(examplePlan(), false);
        QSignalSpy ticks(&model, &PlanModel::ticksChanged);
        QVERIFY(model.setData(model.index(0, 0), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(ticks.count(), 1);
        QCOMPARE(text(model, model.index(0, 0), PlanModel::AfterColumn), QStringLiteral("0.05"));
        QVERIFY(!model.plan().rows.front().ticked);
    }

    void groupTicksItsPairStates()
    {
        PlanModel model;
        model.setPlan(examplePlan(), false);
        const QModelIndex group = model.index(4, 0);
        QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QVERIFY(model.setData(group, Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(!model.plan().rows[4].ticked);
    }

    void onlyThisKeepsThePairsOwnState()
    {
        PlanModel model;
        model.setPlan(examplePlan(), false);
        model.tickOnly(model.index(0, 0));
        QVERIFY(model.plan().rows[0].ticked);
        QVERIFY(model.plan().rows[4].ticked); // the pair state of the same pair
        QVERIFY(!model.plan().rows[1].ticked);
        QVERIFY(!model.plan().rows[3].ticked);
    }

    void onlyTicksSetByHandSurviveAnotherPlan()
    {
        PlanModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setPlan(examplePlan(), false);
        QVERIFY(model.setData(model.index(1, 0), Qt::Unchecked, Qt::CheckStateRole));
        ChangePlan again = examplePlan();
        again.rows[2].ticked = false; // the plan itself thinks otherwise by now
        model.setPlan(again, true);
        QVERIFY(!model.plan().rows[1].ticked);
        QVERIFY(model.plan().rows[0].ticked);
        QVERIFY(!model.plan().rows[2].ticked);
        // Once more, with a plan that ticks all: what was set by hand still is.
        model.setPlan(examplePlan(), true);
        QVERIFY(!model.plan().rows[1].ticked);
        QVERIFY(model.plan().rows[2].ticked);
        model.setPlan(examplePlan(), false);
        QVERIFY(model.plan().rows[1].ticked);
    }

    void whyARowStartsUntickedCanBeReadWithoutAsking()
    {
        PlanModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ChangePlan plan = examplePlan();
        const QString reason = QStringLiteral("Its pair state says that there is no position.");
        plan.rows[1].ticked = false; // an added position
        plan.rows[1].reason = reason;
        for (int i = 0; i < 8; ++i) // the portfolio: more fields than open by themselves
            plan.rows[3].fields.push_back({ QString::number(i), number("0"), number("1") });
        plan.rows[3].ticked = false;
        plan.rows[3].reason = QStringLiteral("It was changed again since the restore.");
        plan.rows[4].ticked = false; // a pair state, in its group
        plan.rows[4].reason = QStringLiteral("Its position was changed again since, and stays.");
        PlanView view(&model);
        view.resize(700, 600);
        view.show();
        view.showPlan(plan, false);
        QCOMPARE(model.reasonCount(), 3);
        const QModelIndex added = model.index(1, 0);
        const QModelIndex why = model.index(0, 0, added);
        QCOMPARE(why.data().toString(), QStringLiteral("Not ticked: ") + reason);
        QVERIFY(!why.data(Qt::CheckStateRole).isValid());
        QVERIFY(view.isFirstColumnSpanned(0, added)); // a sentence has room there
        for (const QModelIndex& place :
            { why, model.index(0, 0, model.index(3, 0)), model.index(0, 0, model.index(0, 0, model.index(4, 0))) }) {
            QVERIFY(place.data(PlanModel::IsReasonRole).toBool());
            view.scrollTo(place);
            QVERIFY2(view.visualRect(place).height() > 0, qPrintable(place.data().toString()));
            QVERIFY(view.viewport()->rect().intersects(view.visualRect(place)));
        }
        QVERIFY(!view.isFirstColumnSpanned(0, model.index(0, 0)));
        // Ticked by hand: it is still what is to be minded.
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QVERIFY(model.setData(added, Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(why.data().toString(), reason);
        const bool told = std::any_of(changed.begin(), changed.end(), [&why](const QList<QVariant>& signal) {
            return signal.at(0).toModelIndex().parent() == why.parent() && signal.at(0).toModelIndex().column() == 0;
        });
        QVERIFY(told);
        QCOMPARE(model.indexOf(why.data(PlanModel::KeyRole).toString()), why);
        // Of very many, none opens by itself.
        for (int i = 0; i < 300; ++i) {
            plan.rows.push_back(plan.rows[1]);
            plan.rows.back().key = QStringLiteral("PAIR-%1").arg(i);
        }
        view.showPlan(plan, false);
        QVERIFY(!view.isExpanded(model.index(1, 0)));
    }

    void acceptingADamagedFileTicksWhatItTicks()
    {
        PlanModel model;
        ChangePlan damaged = examplePlan();
        for (PlanRow& each : damaged.rows) {
            each.ticked = false;
            each.reason = QStringLiteral("The document is damaged.");
        }
        model.setPlan(damaged, false);
        // The same of all rows is told once, before them.
        QCOMPARE(model.reasonCount(), 1);
        QCOMPARE(model.index(0, 0).data().toString(),
            QStringLiteral("At first nothing is ticked: The document is damaged."));
        QVERIFY(!model.index(0, 0).data(Qt::CheckStateRole).isValid());
        QCOMPARE(model.indexOf(model.index(0, 0).data(PlanModel::KeyRole).toString()), model.index(0, 0));
        QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("EURUSD-GBPUSD"));
        QCOMPARE(model.rowCount(model.index(1, 0)), 0);
        model.setPlan(examplePlan(), true);
        QCOMPARE(model.reasonCount(), 0);
        for (size_t i = 0; i < 5; ++i)
            QVERIFY(model.plan().rows[i].ticked);
    }

    void aNewConflictIsNeverTicked()
    {
        PlanModel model;
        model.setPlan(examplePlan(), false);
        model.tickAll(true); // by hand, each of them
        ChangePlan later = examplePlan();
        later.rows[0].conflict = true;
        later.rows[0].ticked = false;
        later.rows[0].reason = QStringLiteral("It was changed again since the restore.");
        later.rows[4].ticked = false; // its pair state
        later.rows[4].reason = QStringLiteral("Its position was changed again since, and stays.");
        model.setPlan(later, true);
        QVERIFY(!model.plan().rows[0].ticked);
        QVERIFY(!model.plan().rows[4].ticked);
        QVERIFY(model.plan().rows[1].ticked);
        // Ticked although it is one: that stays, until it is changed once more.
        QVERIFY(model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
        model.setPlan(later, true);
        QVERIFY(model.plan().rows[0].ticked);
        later.rows[0].now = Json(position("EURUSD-GBPUSD", "0.07", "1.2500").fields());
        model.setPlan(later, true);
        QVERIFY(!model.plan().rows[0].ticked);
    }

    void ticksTellOfNoMoreThanTheyChange()
    {
        constexpr int many = 10'000;
        ChangePlan plan = examplePlan();
        for (int i = 0; i < many; ++i) {
            PlanRow one = row(StatePart::PairState, "", ChangeKind::Changed);
            one.key = QStringLiteral("PAIR-%1").arg(i);
            one.fields = { { QStringLiteral("a"), number("0"), number("1") },
                { QStringLiteral("b"), number("0"), number("1") } };
            plan.rows.push_back(std::move(one));
        }
        PlanModel model;
        model.setPlan(plan, false);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy laidOut(&model, &QAbstractItemModel::layoutChanged);
        QSignalSpy ticks(&model, &PlanModel::ticksChanged);
        const QModelIndex group = model.index(4, 0);
        QVERIFY(model.setData(model.index(7, 0, group), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(changed.count(), 3); // the row, its fields, the group
        QCOMPARE(ticks.count(), 1);
        QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
        changed.clear();
        QVERIFY(model.setData(group, Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(laidOut.count(), 1);
        QCOMPARE(changed.count(), 0);
        QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        model.tickAll(true);
        QCOMPARE(group.data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(ticks.count(), 3);
        model.tickAll(true); // nothing to tell
        QCOMPARE(ticks.count(), 3);
    }

    void aViewOfManyRowsKeepsItsPlace()
    {
        ChangePlan plan = examplePlan();
        for (int i = 0; i < 10'000; ++i) {
            PlanRow one = row(StatePart::Position, "", ChangeKind::Changed);
            one.key = QStringLiteral("PAIR-%1").arg(i);
            one.fields = { { QStringLiteral("a"), number("0"), number("1") },
                { QStringLiteral("b"), number("0"), number("1") } };
            plan.rows.push_back(std::move(one));
        }
        PlanModel model;
        PlanView view(&model);
        view.resize(700, 300);
        view.show();
        view.showPlan(plan, false);
        const QModelIndex reading = model.indexOf(model.index(5000, 0).data(PlanModel::KeyRole).toString());
        view.expand(reading);
        view.setCurrentIndex(model.index(1, 0, reading));
        view.scrollTo(reading, QAbstractItemView::PositionAtTop);
        const QString key = reading.data(PlanModel::KeyRole).toString();
        const QString current = view.currentIndex().data(PlanModel::KeyRole).toString();
        model.tickAll(false);
        QVERIFY(view.isExpanded(reading));
        QCOMPARE(view.indexAt(QPoint(1, 1)).data(PlanModel::KeyRole).toString(), key);
        plan.rows.erase(plan.rows.begin()); // closed meanwhile
        view.showPlan(plan, true);
        QCOMPARE(view.indexAt(QPoint(1, 1)).data(PlanModel::KeyRole).toString(), key);
        QVERIFY(view.isExpanded(view.indexAt(QPoint(1, 1))));
        QCOMPARE(view.currentIndex().data(PlanModel::KeyRole).toString(), current);
        QVERIFY(!model.plan().rows.front().ticked);
        model.tickAll(true);
        QCOMPARE(view.currentIndex().data(PlanModel::KeyRole).toString(), current);
    }

    void whatItBecomesStaysInSight()
    {
        PlanModel model;
        PlanView view(&model);
        view.resize(1000, 300);
        view.show();
        view.showPlan(examplePlan(), false);
        const auto rightEdge = [&view] {
            return view.columnViewportPosition(PlanModel::AfterColumn) + view.columnWidth(PlanModel::AfterColumn);
        };
        for (const int width : { 1000, 700, 560 }) {
            view.resize(width, 300);
            QCoreApplication::processEvents();
            QVERIFY2(rightEdge() <= view.viewport()->width(), qPrintable(QString::number(rightEdge())));
        }
        // A width set by hand is kept.
        view.header()->resizeSection(PlanModel::WhatColumn, 300);
        view.resize(900, 300);
        QCoreApplication::processEvents();
        QCOMPARE(view.columnWidth(PlanModel::WhatColumn), 300);
    }

    void findsRowsAgain()
    {
        PlanModel model;
        model.setPlan(examplePlan(), false);
        const auto walk = [&](const auto& self, const QModelIndex& parent) -> void {
            for (int at = 0; at < model.rowCount(parent); ++at) {
                const QModelIndex index = model.index(at, 0, parent);
                QCOMPARE(model.indexOf(index.data(PlanModel::KeyRole).toString()), index);
                self(self, index);
            }
        };
        walk(walk, {});
        QVERIFY(!model.indexOf(QStringLiteral("nothing")).isValid());
        QVERIFY(!model.indexOf({}).isValid());
    }

    void showsGhostsThatGo()
    {
        PlanModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ChangePlan plan = examplePlan();
        plan.purges = { QStringLiteral("PG.US-CL.US") };
        model.setPlan(plan, false);
        const QModelIndex ghost = model.index(4, 0);
        QCOMPARE(ghost.data().toString(), QStringLiteral("PG.US-CL.US"));
        QVERIFY(!ghost.data(Qt::CheckStateRole).isValid());
        model.tickOnly(ghost); // says nothing of rows
        QVERIFY(model.plan().rows[0].ticked);
    }

    void buttonSaysWhatItDoes()
    {
        ChangePlan plan = examplePlan();
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Change 1, add 1, remove 1"));
        for (PlanRow& planRow : plan.rows)
            planRow.ticked = planRow.part == StatePart::PairState;
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Change 1 pair state(s)"));
        for (PlanRow& planRow : plan.rows)
            planRow.ticked = planRow.part == StatePart::Portfolio;
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Change the portfolio"));
        untick(plan);
        QCOMPARE(PlanWords::confirm(plan), QString());
    }

    void buttonSaysWhatItDoesWithoutRows()
    {
        ChangePlan plan = examplePlan();
        untick(plan);
        plan.purges = { QStringLiteral("PG.US-CL.US") };
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Take 1 ghost(s) away"));
        plan.purges.clear();
        plan.mendsRecord = true;
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Make the first save"));
        plan.head = SaveRecord();
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Replace the incomplete save"));
        plan.mendsRecord = false;
        plan.putsBack = true;
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Put the record back into InfluxDB"));
    }

    void buttonSaysWhatAChoiceDoes()
    {
        ChangePlan plan = examplePlan();
        plan.purpose = ChangePurpose::Choose;
        plan.head = SaveRecord();
        plan.resolves = { QStringLiteral("other") };
        QCOMPARE(PlanWords::confirm(plan),
            QStringLiteral("Choose this save, give up 1 other(s), change 1, add 1, remove 1"));
        untick(plan); // the line ends, but the rows stay as they are shown
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Settle the fork"));
        for (PlanRow& planRow : plan.rows)
            planRow.kind = ChangeKind::Unchanged;
        QCOMPARE(PlanWords::confirm(plan), QStringLiteral("Choose this save, give up 1 other(s)"));
    }

    void namesTheRowsThatComeBack()
    {
        ChangePlan plan = examplePlan();
        QVERIFY(PlanWords::warnings(plan).isEmpty());
        plan.warnings.push_back({ QStringLiteral("python-brings-back"), QStringLiteral("all of them") });
        QVERIFY(PlanWords::warnings(plan).front().contains(QStringLiteral("bring back ETHUSD-SOLUSD")));
        plan.rows[2].ticked = false; // it stays on record, so nothing comes back
        QVERIFY(PlanWords::warnings(plan).isEmpty());
    }

private:
    static void untick(ChangePlan& plan)
    {
        for (PlanRow& planRow : plan.rows)
            planRow.ticked = false;
    }
};

QTEST_MAIN(TestPlanModel)
#include "tst_planmodel.moc"
