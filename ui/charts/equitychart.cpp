// SPDX-License-Identifier: MIT
#include "ui/charts/equitychart.h"

#include "ui/charts/charttheme.h"
#include "ui/models/formats.h"
#include "ui/models/tooltips.h"
#include "ui/views/fluidlabels.h"

#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QLabel>
#include <QLegend>
#include <QLineSeries>
#include <QLocale>
#include <QScatterSeries>
#include <QToolTip>
#include <QValueAxis>
#include <QVBoxLayout>

#include <algorithm>

namespace tradestate {

namespace {

constexpr size_t mostMarkers = 120; // beyond this the marks hide the line
constexpr qint64 minute = 60'000;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

double milliseconds(const Timestamp& time)
{
    return static_cast<double>(time.toDateTime().toMSecsSinceEpoch());
}

qint64 stepFor(qint64 span, int mostLabels)
{
    for (const qint64 step : { minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute, hour, 2 * hour, 3 * hour,
             6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day, 90 * day }) {
        if (span / step <= mostLabels)
            return step;
    }
    return 365 * day;
}

/// The first round time of the zone in the range.
QDateTime firstTick(const QDateTime& from, qint64 step)
{
    QDateTime tick = from.date().startOfDay(from.timeZone());
    while (tick < from)
        tick = step < day ? tick.addMSecs(step) : tick.addDays(step / day);
    return tick;
}

QString labelOf(const QDateTime& tick, qint64 step, qint64 span)
{
    if (span > 300 * day)
        return QLocale().toString(tick.date(), QStringLiteral("MMM yyyy"));
    if (step >= day || tick.time() == QTime(0, 0))
        return QLocale().toString(tick.date(), QStringLiteral("d MMM"));
    return tick.toString(QStringLiteral("HH:mm"));
}

} // namespace

EquityChart::EquityChart(QWidget* parent)
    : QWidget(parent)
    , m_view(new QChartView(this))
    , m_note(new WrappedLabel({}, this))
{
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setRubberBand(QChartView::HorizontalRubberBand);
    m_view->setAccessibleName(tr("Equity over the saves"));
    m_view->setMinimumSize(160, 110);
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

void EquityChart::setZone(const QTimeZone& zone)
{
    if (zone == m_zone)
        return;
    m_zone = zone;
    draw();
}

void EquityChart::setBlank(const QString& why)
{
    if (why == m_blank)
        return;
    m_blank = why;
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
    auto* chart = new QChart;
    chart->setTitle(tr("Equity over the saves"));
    chart->legend()->hide();
    if (m_blank.isEmpty() && !m_points.empty())
        drawPoints(*chart);
    applyPalette(*chart, palette());
    showNote();

    QChart* previous = m_view->chart();
    m_view->setChart(chart);
    m_view->setBackgroundBrush(palette().brush(QPalette::Base));
    delete previous;
}

void EquityChart::showNote()
{
    QString note = m_blank;
    if (note.isEmpty() && m_points.empty())
        note = tr("No save holds a measured equity. The Python system stores a constant unless it compared with the "
                  "broker.");
    else if (note.isEmpty() && m_unmeasured > 0)
        note = tr("%n save(s) without a measured equity are not drawn.", nullptr, m_unmeasured);
    m_note->setText(note);
    m_note->setHidden(note.isEmpty());
}

void EquityChart::drawPoints(QChart& chart)
{
    const ChartColours colours = chartColours(palette());
    auto* line = new QLineSeries;
    line->setPen(QPen(colours.line, 2));
    auto* marks = new QScatterSeries;
    marks->setMarkerSize(7);
    marks->setColor(colours.line);
    marks->setBorderColor(palette().color(QPalette::Base));
    for (const Point& point : m_points) {
        line->append(milliseconds(point.time), point.value);
        if (m_points.size() <= mostMarkers)
            marks->append(milliseconds(point.time), point.value);
    }
    chart.addSeries(line);
    chart.addSeries(marks);

    // Not the axis of times that there is: it knows this computer's zone only.
    auto* time = new QCategoryAxis;
    time->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    double first = milliseconds(m_points.front().time);
    double last = milliseconds(m_points.back().time);
    if (first == last) {
        first -= double(30 * minute);
        last += double(30 * minute);
    }
    time->setTitleText(tr("time of the save (%1)", "a time zone").arg(Formats::zoneName(m_zone)));
    time->setRange(first, last);
    labelTimes(*time);
    connect(time, &QValueAxis::rangeChanged, this, [this, time] { labelTimes(*time); });
    connect(&chart, &QChart::plotAreaChanged, time, [this, time] { labelTimes(*time); });
    auto* value = new QValueAxis;
    const auto [lowest, highest] = std::minmax_element(
        m_points.begin(), m_points.end(), [](const Point& a, const Point& b) { return a.value < b.value; });
    const double margin = std::max((highest->value - lowest->value) * 0.08, std::abs(highest->value) * 0.001);
    value->setRange(lowest->value - margin, highest->value + margin);
    value->setLabelFormat(QStringLiteral("%.0f"));
    value->setTitleText(tr("account currency"));
    chart.addAxis(time, Qt::AlignBottom);
    chart.addAxis(value, Qt::AlignLeft);
    for (QXYSeries* series : { static_cast<QXYSeries*>(line), static_cast<QXYSeries*>(marks) }) {
        series->attachAxis(time);
        series->attachAxis(value);
    }
    connect(marks, &QScatterSeries::hovered, this, [this](const QPointF& at, bool entered) {
        if (!entered)
            return;
        for (const Point& point : m_points) {
            if (qFuzzyCompare(milliseconds(point.time), at.x()))
                QToolTip::showText(QCursor::pos(),
                    plainToolTip(QStringLiteral("%1 %2: %3")
                                     .arg(Formats::time(point.time, m_zone), Formats::zoneName(m_zone), point.text)),
                    m_view);
        }
    });
}

void EquityChart::labelTimes(QCategoryAxis& axis) const
{
    const auto first = static_cast<qint64>(axis.min());
    const auto last = static_cast<qint64>(axis.max());
    // "20 Jul" and as much room between them; the width is not known before the chart is shown.
    const int room = fontMetrics().averageCharWidth() * 12;
    const qint64 step = stepFor(last - first, std::clamp(m_view->width() / room - 1, 2, 8));
    QStringList labels;
    std::vector<double> places;
    QDateTime tick = firstTick(QDateTime::fromMSecsSinceEpoch(first, m_zone), step);
    for (; tick.toMSecsSinceEpoch() <= last; tick = step < day ? tick.addMSecs(step) : tick.addDays(step / day)) {
        QString label = labelOf(tick, step, last - first);
        // The axis takes no label twice, and noon comes every day.
        while (labels.contains(label))
            label += QChar(0x200b);
        labels += label;
        places.push_back(static_cast<double>(tick.toMSecsSinceEpoch()));
    }
    const QStringList old = axis.categoriesLabels();
    const auto stands = [&](size_t at) { return axis.endValue(labels.at(static_cast<qsizetype>(at))) == places[at]; };
    bool same = labels == old;
    for (size_t at = 0; same && at < places.size(); ++at)
        same = stands(at);
    if (same)
        return; // setting them again would lay the chart out again, and so on without end
    for (const QString& label : old)
        axis.remove(label);
    for (size_t at = 0; at < places.size(); ++at)
        axis.append(labels.at(static_cast<qsizetype>(at)), places[at]);
}

} // namespace tradestate
