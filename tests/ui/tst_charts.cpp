// SPDX-License-Identifier: MIT
#include "ui/charts/chartspage.h"
#include "ui/charts/charttheme.h"
#include "ui/charts/equitychart.h"
#include "ui/charts/zscorechart.h"

#include <QBarCategoryAxis>
#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QDoubleSpinBox>
#include <QLineSeries>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;

namespace {

PairState pairState(const char* zScore)
{
    Json::Object fields { { "position", Json("none") } };
    fields["z_score"] = zScore ? Json(*Decimal::parse(zScore)) : Json();
    return PairState(std::move(fields));
}

HistoryEntry save(qint64 seconds, const char* equity)
{
    HistoryEntry entry;
    entry.record.savedAt = Timestamp::fromNanoseconds(seconds * nanosecondsPerSecond);
    if (equity)
        entry.equity = *Decimal::parse(equity);
    return entry;
}

} // namespace

class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void ordersPairsByStrengthAndLeavesUnknownOut()
    {
        TradingState state;
        state.pairStates[QStringLiteral("A-B")] = pairState("0.4");
        state.pairStates[QStringLiteral("C-D")] = pairState("-2.7");
        state.pairStates[QStringLiteral("E-F")] = pairState(nullptr);
        state.pairStates[QStringLiteral("G-H")] = pairState("NaN");
        ZScoreChart chart(nullptr);
        chart.setState(state);
        QCOMPARE(chart.shownPairs(), (QStringList { QStringLiteral("C-D"), QStringLiteral("A-B") }));
        QVERIFY2(chart.note().contains(QLatin1Char('2')), qPrintable(chart.note()));
    }

    void saysWhenThereIsNothingToDraw()
    {
        ZScoreChart zScores(nullptr);
        zScores.setState({});
        QVERIFY(!zScores.note().isEmpty());
        QVERIFY(zScores.shownPairs().isEmpty());
        EquityChart equity;
        equity.setHistory({ save(10, nullptr) });
        QCOMPARE(equity.pointCount(), 0);
        QVERIFY(!equity.note().isEmpty());
    }

    void showsTheStrongestOfManyPairs()
    {
        TradingState state;
        for (int i = 0; i < 1000; ++i)
            state.pairStates[QStringLiteral("P%1").arg(i)] = pairState(QByteArray::number(i / 100.0).constData());
        ZScoreChart chart(nullptr);
        chart.setState(state);
        QCOMPARE(chart.shownPairs().size(), 40);
        QCOMPARE(chart.shownPairs().front(), QStringLiteral("P999"));
    }

    void takesThresholdsFromTheRecordElseFromTheUser()
    {
        const auto settings
            = std::make_shared<QSettings>(m_folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
        ZScoreChart chart(settings);
        const auto boxes = chart.findChildren<QDoubleSpinBox*>();
        QCOMPARE(boxes.size(), 2);
        boxes.front()->setValue(1.75);
        QCOMPARE(chart.thresholds(), (ZScoreThresholds { 1.75, 0.5, false }));
        QCOMPARE(ZScoreChart(settings).thresholds().entry, 1.75); // stays as left
        QCOMPARE(ZScoreChart(nullptr).thresholds().entry, 2.0); // nowhere else

        TradingState state;
        state.session = SessionInfo(Json::Object { { "trading_config",
            Json(Json::Object { { "entry_threshold", Json(*Decimal::parse("2.5")) },
                { "exit_threshold", Json(*Decimal::parse("0.25")) } }) } });
        chart.setState(state);
        QCOMPARE(chart.thresholds(), (ZScoreThresholds { 2.5, 0.25, true }));
        QVERIFY(!boxes.front()->isEnabled());
        // Where none are stored, the user's own hold again.
        chart.setState({});
        QCOMPARE(chart.thresholds(), (ZScoreThresholds { 1.75, 0.5, false }));
        QVERIFY(boxes.front()->isEnabled());
        QCOMPARE(ZScoreChart(settings).thresholds().entry, 1.75);
    }

    void drawsZScoresOnlyWhereTheyChangedAndAreSeen()
    {
        TradingState state;
        state.pairStates[QStringLiteral("A-B")] = pairState("0.4");
        ZScoreChart chart(nullptr);
        const auto* view = chart.findChild<QChartView*>();
        const auto categories = [view] {
            return qobject_cast<QBarCategoryAxis*>(view->chart()->axes(Qt::Vertical).front())->categories();
        };
        chart.setState(state);
        QVERIFY(categories().isEmpty()); // on a tab behind
        chart.show();
        QCOMPARE(categories(), QStringList { QStringLiteral("A-B") });
        const QChart* drawn = view->chart();
        chart.setState(state);
        QCOMPARE(view->chart(), drawn);
        state.pairStates[QStringLiteral("A-B")] = pairState("0.5");
        chart.setState(state);
        QVERIFY(view->chart() != drawn);
    }

    void showsTimesInTheShownZone()
    {
        EquityChart chart;
        chart.resize(900, 300);
        chart.show();
        chart.setZone(QTimeZone("Asia/Tokyo"));
        constexpr qint64 noon = 1'752'969'600; // 2025-07-20T00:00:00Z
        chart.setHistory({ save(noon, "100500"), save(noon + 4 * 3600, "101000.5") });
        const auto axis = [&chart] {
            const auto axes = chart.findChild<QChartView*>()->chart()->axes(Qt::Horizontal);
            return qobject_cast<QCategoryAxis*>(axes.front());
        };
        QVERIFY2(axis()->titleText().contains(QLatin1String("Asia/Tokyo")), qPrintable(axis()->titleText()));
        QCOMPARE(axis()->categoriesLabels().first(), QStringLiteral("09:00"));
        QCOMPARE(axis()->categoriesLabels().last(), QStringLiteral("13:00"));
        chart.setZone(QTimeZone::utc());
        QVERIFY(axis()->titleText().contains(QLatin1String("UTC")));
        QCOMPARE(axis()->categoriesLabels().last(), QStringLiteral("04:00"));
        axis()->setRange(noon * 1000.0, (noon + 600) * 1000.0); // zoomed in
        QVERIFY(axis()->categoriesLabels().contains(QStringLiteral("00:10")));
    }

    void labelsOfSeveralDaysAreAllThere()
    {
        EquityChart chart;
        chart.resize(900, 300);
        chart.show();
        constexpr qint64 midnight = 1'752'969'600;
        chart.setHistory({ save(midnight, "1"), save(midnight + 2 * 86'400, "2") });
        auto* axis
            = qobject_cast<QCategoryAxis*>(chart.findChild<QChartView*>()->chart()->axes(Qt::Horizontal).front());
        QCOMPARE(axis->count(), 9); // the same hours on both days, and three midnights with their days
        QVERIFY(axis->categoriesLabels().first().contains(QLatin1String("20")));
    }

    void theHistoryIsNotThatOfAFile()
    {
        ChartsPage page;
        page.setHistory({ save(10, "100500"), save(20, "100600") });
        const auto series
            = [&page] { return page.findChild<EquityChart*>()->findChild<QChartView*>()->chart()->series().size(); };
        QVERIFY(series() > 0);
        Snapshot snapshot;
        snapshot.viewing = true;
        page.setSnapshot(snapshot);
        QCOMPARE(series(), 0);
        QVERIFY(page.findChild<EquityChart*>()->note().contains(QLatin1String("belongs to the record")));
        snapshot.viewing = false;
        page.setSnapshot(snapshot);
        QVERIFY(series() > 0);
    }

    void drawsOnlyMeasuredEquity()
    {
        EquityChart chart;
        chart.setHistory({ save(30, "101000.5"), save(20, nullptr), save(10, "100500") });
        QCOMPARE(chart.pointCount(), 2);
        QVERIFY2(chart.note().contains(QLatin1Char('1')), qPrintable(chart.note()));
        const auto* view = chart.findChild<QChartView*>();
        const auto* line = qobject_cast<QLineSeries*>(view->chart()->series().front());
        QVERIFY(line);
        QCOMPARE(line->at(0), QPointF(10000, 100500)); // oldest first
        QCOMPARE(line->at(1), QPointF(30000, 101000.5));
    }

    void keepsTheViewOnARefreshThatChangesNothing()
    {
        EquityChart chart;
        chart.setHistory({ save(30, "101000.5") });
        const QChart* before = chart.findChild<QChartView*>()->chart();
        chart.setHistory({ save(30, "101000.5") });
        QCOMPARE(chart.findChild<QChartView*>()->chart(), before);
    }

    void followsThePalette()
    {
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        dark.setColor(QPalette::WindowText, Qt::white);
        QVERIFY(isDark(dark));
        dark.setColor(QPalette::Base, QColor(20, 20, 20));
        dark.setColor(QPalette::Text, Qt::white);
        ChartsPage page;
        page.setPalette(dark);
        page.show();
        const auto views = page.findChildren<QChartView*>();
        QCOMPARE(views.size(), 2);
        for (const QChartView* view : views)
            QCOMPARE(view->chart()->backgroundBrush().color(), QColor(20, 20, 20));
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
