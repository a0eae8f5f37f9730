// SPDX-License-Identifier: MIT
#include "ui/models/detailsmodel.h"
#include "ui/models/findingwords.h"
#include "ui/models/tooltips.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace tradestate;

namespace {

constexpr auto reporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

Json::Object fields(const char* json)
{
    return *parseJson(json).value().value.asObject();
}

/// "name=value" of the rows beneath an index.
QStringList rows(const DetailsModel& model, const QModelIndex& parent = {})
{
    QStringList result;
    for (int row = 0; row < model.rowCount(parent); ++row)
        result += QStringLiteral("%1=%2").arg(
            model.index(row, 0, parent).data().toString(), model.index(row, 1, parent).data().toString());
    return result;
}

} // namespace

class TestDetailsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsEveryFieldAsStored()
    {
        DetailsModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        QVERIFY(model.setRecord(QStringLiteral("BTCUSD-ETHUSD"),
            fields(R"({"quantity": 0.10, "entry_price": 1.2500, "tiny": 1e-7, "odd": NaN, "big": 9007199254740993,
                       "label": "PairsTradingBot", "open": true, "stop_loss": null, "empty": "",
                       "of_a_newer_version": {"a": [1, [2]], "b": -0}})"),
            {}));
        QCOMPARE(model.title(), QStringLiteral("BTCUSD-ETHUSD"));
        QCOMPARE(rows(model),
            (QStringList { QStringLiteral("big=9007199254740993"), QStringLiteral("empty="),
                QStringLiteral("entry_price=1.2500"), QStringLiteral("label=PairsTradingBot"),
                QStringLiteral("odd=NaN"), QStringLiteral("of_a_newer_version={\"a\":[1,[2]],\"b\":-0}"),
                QStringLiteral("open=true"), QStringLiteral("quantity=0.10"), QStringLiteral("stop_loss=–"),
                QStringLiteral("tiny=1e-7") }));
        QVERIFY(!model.index(8, 1).data(Qt::ToolTipRole).toString().isEmpty()); // why it is a dash
        const QModelIndex nested = model.index(5, 0);
        QCOMPARE(rows(model, nested), (QStringList { QStringLiteral("a=[1,[2]]"), QStringLiteral("b=-0") }));
        QCOMPARE(
            rows(model, model.index(0, 0, nested)), (QStringList { QStringLiteral("0=1"), QStringLiteral("1=[2]") }));
        QVERIFY(!model.flags(model.index(0, 1)).testFlag(Qt::ItemIsEditable));
    }

    void findingsStandAboveTheWorstFirst()
    {
        DetailsModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        const QString pair = QStringLiteral("A");
        const std::vector<Finding> found {
            { Severity::Warning, findings::placeholderEntry, pair, {}, QStringLiteral("It is 1.0") },
            { Severity::Information, findings::naiveTime, pair, {}, QStringLiteral("No zone") },
            { Severity::Error, findings::missingField, pair, QStringLiteral("entry_price"), QStringLiteral("No price") }
        };
        model.setRecord(pair, fields(R"({"quantity": 1})"), found);
        QCOMPARE(rows(model),
            (QStringList { QStringLiteral("✘ Error=") + FindingWords::sentence(found[2]),
                QStringLiteral("⚠ Warning=") + FindingWords::sentence(found[0]),
                QStringLiteral("ℹ Note=") + FindingWords::sentence(found[1]), QStringLiteral("quantity=1") }));
        QCOMPARE(rows(model, model.index(0, 0)), QStringList { QStringLiteral("In full=No price") });

        // Alone, each says of which pair it is.
        QVERIFY(model.setFindings(QStringLiteral("Findings"), found));
        QCOMPARE(model.rowCount(), 3);
        QVERIFY2(rows(model).first().startsWith(QStringLiteral("✘ Error=A: ")), qPrintable(rows(model).first()));
        QVERIFY(!model.setFindings(QStringLiteral("Findings"), found));
    }

    void whatIsUnfoldedStays()
    {
        DetailsModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        model.setRecord(QStringLiteral("A"), fields(R"({"a": 1, "b": {"x": 1, "y": 2}, "c": 3})"), {});
        const QPersistentModelIndex b = model.index(1, 0);
        const QPersistentModelIndex y = model.index(1, 1, b);
        QVERIFY(model.setRecord(QStringLiteral("A"), fields(R"({"aa": 0, "b": {"y": 5}, "c": 4})"), {}));
        QCOMPARE(rows(model),
            (QStringList { QStringLiteral("aa=0"), QStringLiteral("b={\"y\":5}"), QStringLiteral("c=4") }));
        QVERIFY(b.isValid());
        QCOMPARE(b.row(), 1);
        QCOMPARE(y.data().toString(), QStringLiteral("5"));
        // Of another record, nothing is carried over.
        QVERIFY(model.setRecord(QStringLiteral("B"), fields(R"({"b": {"y": 5}})"), {}));
        QVERIFY(!b.isValid());
    }

    void keepsItsRowsWhereNothingChanged()
    {
        DetailsModel model;
        const QAbstractItemModelTester tester(&model, reporting);
        const Json::Object stored = fields(R"({"quantity": 1.0})");
        QVERIFY(model.setRecord(QStringLiteral("A"), stored, {}));
        const QPersistentModelIndex row = model.index(0, 1);
        QVERIFY(!model.setRecord(QStringLiteral("A"), stored, {}));
        QVERIFY(row.isValid());
        // 1.00 is the same number, but another text.
        QVERIFY(model.setRecord(QStringLiteral("A"), fields(R"({"quantity": 1.00})"), {}));
        QCOMPARE(rows(model), QStringList { QStringLiteral("quantity=1.00") });
        QVERIFY(model.setRecord(QStringLiteral("B"), stored, {}));
        model.clearRecord();
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(model.setRecord(QStringLiteral("B"), stored, {}));
    }

    void boundsWhatWouldTakeForEver()
    {
        Json::Array prices;
        for (int at = 0; at < 5000; ++at)
            prices.push_back(Json::integer(at));
        Json deep;
        for (int level = 0; level < 200; ++level)
            deep = Json(Json::Object { { "down", deep } });
        DetailsModel model;
        model.setRecord(QStringLiteral("A"),
            { { "deep", deep }, { "long", Json(std::string(100'000, 'x')) }, { "prices", Json(prices) } }, {});
        const QModelIndex series = model.index(2, 0);
        QCOMPARE(model.rowCount(series), 201);
        QCOMPARE(model.index(200, 1, series).data().toString(), QStringLiteral("4800 more"));
        QVERIFY(model.index(1, 1).data().toString().size() <= 4001);
        QVERIFY(model.index(1, 1).data().toString().endsWith(QChar(0x2026))); // it says that there is more
        int depth = 0;
        for (QModelIndex at = model.index(0, 0); at.isValid() && model.hasChildren(at); at = model.index(0, 0, at))
            ++depth;
        QVERIFY2(depth > 10 && depth < 100, qPrintable(QString::number(depth)));
    }

    void showsDataAsPlainText()
    {
        DetailsModel model;
        model.setRecord(QStringLiteral("A"), fields(R"({"<i>name</i>": "<b>bold</b> & more"})"), {});
        QCOMPARE(rows(model), QStringList { QStringLiteral("<i>name</i>=<b>bold</b> & more") });
        // Qt takes a tooltip for HTML where it begins like it.
        const QString toolTip = model.index(0, 1).data(Qt::ToolTipRole).toString();
        QVERIFY2(toolTip.contains(QLatin1String("&lt;b&gt;bold&lt;/b&gt; &amp; more")), qPrintable(toolTip));
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(QLatin1String("&lt;i&gt;")));
    }
};

QTEST_MAIN(TestDetailsModel)
#include "tst_detailsmodel.moc"
