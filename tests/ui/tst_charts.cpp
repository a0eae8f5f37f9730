// SPDX-License-Identifier: MIT
#include "ui/charts/chartspage.h"
#include "ui/charts/charttheme.h"
#include "ui/charts/equitychart.h"
#include "ui/charts/zscorechart.h"

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
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        QCoreApplication::setOrganizationName(QStringLiteral("TradingStateConsoleTest"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_charts"));
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    }

    void ordersPairsByStrengthAndLeavesUnknownOut()
    {
        TradingState state;
        state.pairStates[QStringLiteral("A-B")] = pairState("0.4");
        state.pairStates[QStringLiteral("C-D")] = pairState("-2.7");
        state.pairStates[QStringLiteral("E-F")] = pairState(nullptr);
        state.pairStates[QStringLiteral("G-H")] = pairState("NaN");
        ZScoreChart chart;
        chart.setState(state);
        QCOMPARE(chart.shownPairs(), (QStringList { QStringLiteral("C-D"), QStringLiteral("A-B") }));
        QVERIFY2(chart.note().contains(QLatin1Char('2')), qPrintable(chart.note()));
    }

    void saysWhenThereIsNothingToDraw()
    {
        ZScoreChart zScores;
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
        ZScoreChart chart;
        chart.setState(state);
        QCOMPARE(chart.shownPairs().size(), 40);
        QCOMPARE(chart.shownPairs().front(), QStringLiteral("P999"));
    }

    void takesThresholdsFromTheRecordElseFromTheUser()
    {
        ZScoreChart chart;
        const auto boxes = chart.findChildren<QDoubleSpinBox*>();
        QCOMPARE(boxes.size(), 2);
        boxes.front()->setValue(1.75);
        QCOMPARE(chart.thresholds(), (ZScoreThresholds { 1.75, 0.5, false }));
        QCOMPARE(ZScoreChart().thresholds().entry, 1.75); // stays as left

        TradingState state;
        state.session = SessionInfo(Json::Object { { "trading_config",
            Json(Json::Object { { "entry_threshold", Json(*Decimal::parse("2.5")) },
                { "exit_threshold", Json(*Decimal::parse("0.25")) } }) } });
        chart.setState(state);
        QCOMPARE(chart.thresholds(), (ZScoreThresholds { 2.5, 0.25, true }));
        QVERIFY(!boxes.front()->isEnabled());
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
