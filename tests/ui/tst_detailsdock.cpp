// SPDX-License-Identifier: MIT
#include "tests/ui/snapshots.h"
#include "ui/views/detailsdock.h"

#include <QScrollBar>
#include <QTest>
#include <QTreeView>

using namespace tradestate;

namespace {

QModelIndex row(const DetailsDock& dock, const QString& name)
{
    const DetailsModel* model = dock.details();
    for (int at = 0; at < model->rowCount(); ++at) {
        if (model->index(at, 0).data().toString() == name)
            return model->index(at, 0);
    }
    return {};
}

} // namespace

class TestDetailsDock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsFindingsUntilARowIsShown()
    {
        Snapshot snapshot = snapshots::Scene().connected();
        snapshot.findings.push_back({ Severity::Error, findings::clockDifference, {}, {}, QStringLiteral("95 s") });
        const int count = static_cast<int>(snapshot.findings.size());
        DetailsDock dock;
        QVERIFY(!dock.refresh(snapshot)); // rows are their tables' business
        dock.showFindings(snapshot);
        QCOMPARE(dock.details()->rowCount(), count);
        QCOMPARE(dock.details()->index(0, 0).data().toString(), QStringLiteral("✘ Error"));
        QVERIFY2(dock.asText().startsWith(QStringLiteral("✘ Error\tThe server's clock")), qPrintable(dock.asText()));

        // A refresh shows the newer ones.
        snapshot.findings.pop_back();
        QVERIFY(dock.refresh(snapshot));
        QCOMPARE(dock.details()->rowCount(), count - 1);
        snapshot.findings.clear();
        QVERIFY(dock.refresh(snapshot));
        QCOMPARE(dock.details()->rowCount(), 0);
        QVERIFY(!dock.heading().isEmpty());
        dock.showRecord(QStringLiteral("A-B"), { { "quantity", Json::integer(1) } }, {});
        QVERIFY(!dock.refresh(snapshot));
        QCOMPARE(dock.heading(), QStringLiteral("A-B"));
    }

    void showsEveryFieldOfPortfolioAndSession()
    {
        Snapshot snapshot = snapshots::Scene().connected();
        snapshot.state.portfolio.setField("of_a_newer_version", Json("x"));
        snapshot.findings = { { Severity::Warning, findings::olderPortfolio, {}, {}, {} },
            { Severity::Warning, findings::freshStart, {}, {}, {} } };
        DetailsDock dock;
        dock.showPart(StatePart::Portfolio, snapshot);
        QCOMPARE(dock.heading(), QStringLiteral("Portfolio"));
        for (const char* field : { "total_value", "available_balance", "daily_pnl", "of_a_newer_version", "⚠ Warning" })
            QVERIFY2(row(dock, QString::fromUtf8(field)).isValid(), field);
        QCOMPARE(dock.details()->rowCount(), static_cast<int>(snapshot.state.portfolio.fields().size()) + 1);
        dock.showPart(StatePart::Session, snapshot);
        QVERIFY(row(dock, QStringLiteral("session_info")).isValid());
        QVERIFY(row(dock, QStringLiteral("⚠ Warning"))
                    .siblingAtColumn(1)
                    .data()
                    .toString()
                    .contains(QLatin1String("without its stored state")));
        snapshot.state.session = SessionInfo();
        QVERIFY(dock.refresh(snapshot));
        QCOMPARE(dock.heading(), QStringLiteral("The save holds no session."));
    }

    void tellsWhichSaveIsIncomplete()
    {
        const snapshots::Scene scene;
        DetailsDock dock;
        dock.showIncomplete(scene.torn());
        QCOMPARE(
            row(dock, QStringLiteral("save_id")).siblingAtColumn(1).data().toString(), scene.torn().tornSave->saveId);
        QVERIFY(dock.refresh(scene.torn()));
        QVERIFY(!dock.refresh(scene.connected())); // a whole one has come
    }

    void aRefreshMovesNothing()
    {
        Json::Object fields;
        for (int at = 0; at < 60; ++at)
            fields["field" + std::to_string(100 + at)] = Json(Json::Object { { "inner", Json::integer(at) } });
        DetailsDock dock;
        dock.resize(300, 200);
        dock.show();
        const QString title = QStringLiteral("A-B");
        dock.showRecord(title, fields, {});
        QTreeView* view = dock.view();
        view->setExpanded(row(dock, QStringLiteral("field110")), true);
        view->setCurrentIndex(row(dock, QStringLiteral("field140")));
        QTRY_VERIFY(view->verticalScrollBar()->value() > 0);
        const int scrolled = view->verticalScrollBar()->value();
        fields["field110"] = Json(Json::Object { { "inner", Json::integer(7) } });
        dock.showRecord(title, fields, {});
        QVERIFY(view->isExpanded(row(dock, QStringLiteral("field110"))));
        QCOMPARE(view->currentIndex().data().toString(), QStringLiteral("field140"));
        QCOMPARE(view->verticalScrollBar()->value(), scrolled);
    }
};

QTEST_MAIN(TestDetailsDock)
#include "tst_detailsdock.moc"
