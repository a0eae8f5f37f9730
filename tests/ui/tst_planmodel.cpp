// SPDX-License-Identifier: MIT
#include "ui/dialogs/planmodel.h"

#include <QAbstractItemModelTester>
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

    void keepsTicksWhenThePlanIsMadeAgain()
    {
        PlanModel model;
        model.setPlan(examplePlan(), false);
        QVERIFY(model.setData(model.index(1, 0), Qt::Unchecked, Qt::CheckStateRole));
        model.setPlan(examplePlan(), true);
        QVERIFY(!model.plan().rows[1].ticked);
        QVERIFY(model.plan().rows[0].ticked);
        model.setPlan(examplePlan(), false);
        QVERIFY(model.plan().rows[1].ticked);
    }

    void buttonSaysWhatItDoes()
    {
        ChangePlan plan = examplePlan();
        QCOMPARE(confirmText(plan), QStringLiteral("Change 1, add 1, remove 1"));
        for (PlanRow& planRow : plan.rows)
            planRow.ticked = planRow.part == StatePart::PairState;
        QVERIFY2(confirmText(plan).contains(QLatin1Char('1')), qPrintable(confirmText(plan)));
        for (PlanRow& planRow : plan.rows)
            planRow.ticked = false;
        QCOMPARE(confirmText(plan), QString());
    }
};

QTEST_MAIN(TestPlanModel)
#include "tst_planmodel.moc"
