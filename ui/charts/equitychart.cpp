// SPDX-License-Identifier: MIT
#include "ui/charts/equitychart.h"

#include "ui/charts/charttheme.h"

#include <QChart>
#include <QChartView>
#include <QDateTimeAxis>
#include <QEvent>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QScatterSeries>
#include <QToolTip>
#include <QValueAxis>
#include <QVBoxLayout>

#include <algorithm>

namespace tradestate {

namespace {

constexpr size_t mostMarkers = 120; // beyond this the marks hide the line

QString timeFormat(qint64 spanMilliseconds)
{
    constexpr qint64 day = 24LL * 3600 * 1000;
    if (spanMilliseconds < 2 * day)
        return QStringLiteral("HH:mm");
    return spanMilliseconds < 300 * day ? QStringLiteral("d MMM") : QStringLiteral("MMM yyyy");
}

} // namespace

EquityChart::EquityChart(QWidget* parent)
    : QWidget(parent)
    , m_view(new QChartView(this))
    , m_note(new QLabel(this))
{
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRubberBand(QChartView::HorizontalRubberBand);
    m_view->setAccessibleName(tr("Equity over the saves"));
    m_view->setMinimumSize(280, 160);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_note);
    draw();
}

void EquityChart::setHistory(const std::vector<HistoryEntry>& history)
{
    std::vector<Point> points;
    int unmeasured = 0;
    for (const HistoryEntry& entry : history) {
        if (entry.equity && entry.equity->isFinite())
            points.push_back({ entry.record.savedAt, entry.equity->toDouble(), entry.equity->toString() });
        else
            ++unmeasured;
    }
    std::sort(points.begin(), points.end(), [](const Point& a, const Point& b) { return a.time < b.time; });
    const bool same = unmeasured == m_unmeasured
        && std::equal(points.begin(), points.end(), m_points.begin(), m_points.end(),
            [](const Point& a, const Point& b) { return a.time == b.time && a.text == b.text; });
    if (same)
        return; // a refresh that changes nothing keeps the zoom
    m_points = std::move(points);
    m_unmeasured = unmeasured;
    draw();
}

QString EquityChart::note() const
{
    return m_note->text();
}

void EquityChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

void EquityChart::draw()
{
    const ChartColours colours = chartColours(palette());
    auto* chart = new QChart;
    chart->setTitle(tr("Equity over the saves"));
    chart->legend()->hide();

    auto* line = new QLineSeries;
    line->setPen(QPen(colours.line, 2));
    auto* marks = new QScatterSeries;
    marks->setMarkerSize(7);
    marks->setColor(colours.line);
    marks->setBorderColor(palette().color(QPalette::Base));
    for (const Point& point : m_points) {
        const auto milliseconds = static_cast<double>(point.time.toDateTime().toMSecsSinceEpoch());
        line->append(milliseconds, point.value);
        if (m_points.size() <= mostMarkers)
            marks->append(milliseconds, point.value);
    }
    chart->addSeries(line);
    chart->addSeries(marks);
    if (!m_points.empty()) {
        auto* time = new QDateTimeAxis;
        QDateTime first = m_points.front().time.toDateTime();
        QDateTime last = m_points.back().time.toDateTime();
        if (first == last) {
            first = first.addSecs(-1800);
            last = last.addSecs(1800);
        }
        time->setFormat(timeFormat(first.msecsTo(last)));
        time->setTitleText(tr("time of the save (local time)"));
        time->setRange(first, last);
        time->setTickCount(6);
        auto* value = new QValueAxis;
        const auto [lowest, highest] = std::minmax_element(
            m_points.begin(), m_points.end(), [](const Point& a, const Point& b) { return a.value < b.value; });
        const double margin = std::max((highest->value - lowest->value) * 0.08, std::abs(highest->value) * 0.001);
        value->setRange(lowest->value - margin, highest->value + margin);
        value->setLabelFormat(QStringLiteral("%.0f"));
        value->setTitleText(tr("account currency"));
        chart->addAxis(time, Qt::AlignBottom);
        chart->addAxis(value, Qt::AlignLeft);
        for (QXYSeries* series : { static_cast<QXYSeries*>(line), static_cast<QXYSeries*>(marks) }) {
            series->attachAxis(time);
            series->attachAxis(value);
        }
    }
    connect(marks, &QScatterSeries::hovered, this, [this](const QPointF& at, bool entered) {
        if (!entered)
            return;
        for (const Point& point : m_points) {
            if (qFuzzyCompare(static_cast<double>(point.time.toDateTime().toMSecsSinceEpoch()), at.x()))
                QToolTip::showText(QCursor::pos(),
                    QStringLiteral("%1: %2")
                        .arg(point.time.toDateTime().toLocalTime().toString(), point.text)
                        .toHtmlEscaped(),
                    m_view);
        }
    });
    applyPalette(*chart, palette());

    QStringList notes;
    if (m_points.empty())
        notes.append(tr("No save holds a measured equity. The Python system stores a constant unless it compared with "
                        "the broker."));
    else if (m_unmeasured > 0)
        notes.append(tr("%n save(s) without a measured equity are not drawn.", nullptr, m_unmeasured));
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_note->setVisible(!notes.isEmpty());

    QChart* previous = m_view->chart();
    m_view->setChart(chart);
    m_view->setBackgroundBrush(palette().brush(QPalette::Base));
    delete previous;
}

} // namespace tradestate
