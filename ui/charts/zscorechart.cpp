// SPDX-License-Identifier: MIT
#include "ui/charts/zscorechart.h"

#include "ui/charts/charttheme.h"
#include "ui/models/tooltips.h"
#include "ui/views/flowlayout.h"
#include "ui/views/fluidlabels.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QChartView>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHorizontalStackedBarSeries>
#include <QLabel>
#include <QLegendMarker>
#include <QLineSeries>
#include <QSettings>
#include <QSignalBlocker>
#include <QToolTip>
#include <QValueAxis>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tradestate {

namespace {

const QString entryKey = QStringLiteral("charts/entryThreshold");
const QString exitKey = QStringLiteral("charts/exitThreshold");
constexpr size_t mostBars = 40; // more cannot be read; the strongest signals are the ones to look at

std::optional<double> threshold(const SessionInfo& session, std::initializer_list<std::string_view> names)
{
    for (const std::string_view section : { "trading_config", "strategy_metadata" }) {
        const auto found = session.fields().find(section);
        const Json::Object* fields = found == session.fields().end() ? nullptr : found->second.asObject();
        if (!fields)
            continue;
        for (const std::string_view name : names) {
            const auto number = numberField(*fields, name);
            if (number && number->isFinite() && !number->isZero())
                return std::abs(number->toDouble());
        }
    }
    return std::nullopt;
}

QDoubleSpinBox* thresholdBox(double value, const QString& name, QWidget* parent)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setRange(0.0, 10.0);
    box->setDecimals(2);
    box->setSingleStep(0.1);
    box->setValue(value);
    box->setAccessibleName(name);
    return box;
}

} // namespace

std::optional<ZScoreThresholds> storedThresholds(const SessionInfo& session)
{
    const auto entry = threshold(session, { "entry_threshold", "z_entry" });
    const auto exit = threshold(session, { "exit_threshold", "z_exit" });
    if (!entry || !exit)
        return std::nullopt;
    return ZScoreThresholds { *entry, *exit, true };
}

ZScoreChart::ZScoreChart(std::shared_ptr<QSettings> settings, QWidget* parent)
    : QWidget(parent)
    , m_settings(std::move(settings))
    , m_view(new QChartView(this))
    , m_thresholdSource(new WrappedLabel({}, this))
    , m_note(new WrappedLabel({}, this))
{
    if (m_settings) {
        m_own.entry = m_settings->value(entryKey, m_own.entry).toDouble();
        m_own.exit = m_settings->value(exitKey, m_own.exit).toDouble();
    }
    m_entry = thresholdBox(m_own.entry, tr("Entry threshold"), this);
    m_exit = thresholdBox(m_own.exit, tr("Exit threshold"), this);

    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAccessibleName(tr("Z-score of every pair"));
    m_view->setMinimumSize(160, 110);

    auto* entryLabel = new QLabel(tr("&Entry at ±"), this);
    entryLabel->setBuddy(m_entry);
    auto* exitLabel = new QLabel(tr("E&xit at ±"), this);
    exitLabel->setBuddy(m_exit);
    // In more lines at large fonts, so that the window can stay as narrow as it is.
    auto* controls = new FlowLayout;
    controls->setSpacing(8);
    for (QWidget* widget :
        { static_cast<QWidget*>(entryLabel), static_cast<QWidget*>(m_entry), static_cast<QWidget*>(exitLabel),
            static_cast<QWidget*>(m_exit), static_cast<QWidget*>(m_thresholdSource) })
        controls->addWidget(widget);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view, 1);
    layout->addLayout(controls);
    layout->addWidget(m_note);

    connect(m_entry, &QDoubleSpinBox::valueChanged, this, &ZScoreChart::thresholdEdited);
    connect(m_exit, &QDoubleSpinBox::valueChanged, this, &ZScoreChart::thresholdEdited);
    showThresholds();
    showTexts();
    draw();
}

void ZScoreChart::setState(const TradingState& state)
{
    std::vector<Bar> bars;
    int unknown = 0;
    for (const auto& [pair, pairState] : state.pairStates) {
        const auto zScore = pairState.zScore();
        if (zScore && zScore->isFinite())
            bars.push_back({ pair, zScore->toDouble(), zScore->toString() });
        else
            ++unknown;
    }
    std::stable_sort(
        bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return std::abs(a.zScore) > std::abs(b.zScore); });
    const std::optional<ZScoreThresholds> stored = storedThresholds(state.session);
    if (bars == m_bars && unknown == m_unknown && stored == m_stored)
        return; // a refresh that changes nothing
    m_bars = std::move(bars);
    m_unknown = unknown;
    m_stored = stored;
    showThresholds();
    showTexts();
    changed();
}

void ZScoreChart::showTexts()
{
    const auto shown = std::min(m_bars.size(), mostBars);
    m_shownPairs.clear();
    for (size_t i = 0; i < shown; ++i)
        m_shownPairs.append(m_bars[i].pair);
    // A line and a half for every name, or Qt leaves out every other one: a small window scrolls.
    m_view->setMinimumHeight(fontMetrics().lineSpacing() * (static_cast<int>(shown) * 3 / 2 + 5));
    QStringList notes;
    if (m_bars.empty())
        notes.append(tr("No pair state on record holds a z-score."));
    if (m_bars.size() > shown)
        notes.append(tr("The %1 strongest of %2 pairs.").arg(shown).arg(m_bars.size()));
    if (m_unknown > 0 && !m_bars.empty())
        notes.append(tr("%n pair(s) without a z-score on record.", nullptr, m_unknown));
    m_note->setText(notes.join(QLatin1Char(' ')));
    m_note->setHidden(notes.isEmpty());
}

void ZScoreChart::changed()
{
    // Drawing takes longer than all the rest of a refresh, and another tab may be shown.
    m_isStale = !isVisible();
    if (!m_isStale)
        draw();
}

void ZScoreChart::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (std::exchange(m_isStale, false))
        draw();
}

void ZScoreChart::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitToHeight();
}

void ZScoreChart::fitToHeight()
{
    // In a low window the bars need the lines that the legend and the titles would take.
    QChart* chart = m_view->chart();
    const bool low = height() < fontMetrics().lineSpacing() * 20;
    chart->legend()->setAlignment(low ? Qt::AlignRight : Qt::AlignBottom);
    chart->setTitle(low ? QString() : tr("Z-score by pair"));
    const auto axes = chart->axes(Qt::Horizontal);
    for (QAbstractAxis* axis : axes)
        axis->setTitleVisible(!low);
}

void ZScoreChart::showThresholds()
{
    const ZScoreThresholds shown = m_stored.value_or(m_own);
    const QSignalBlocker blockEntry(m_entry);
    const QSignalBlocker blockExit(m_exit);
    m_entry->setValue(shown.entry);
    m_exit->setValue(shown.exit);
    m_entry->setEnabled(!m_stored);
    m_exit->setEnabled(!m_stored);
    m_thresholdSource->setText(m_stored ? tr("as the strategy stored them") : tr("set here; the record stores none"));
}

ZScoreThresholds ZScoreChart::thresholds() const
{
    return { m_entry->value(), m_exit->value(), m_stored.has_value() };
}

QString ZScoreChart::note() const
{
    return m_note->text();
}

void ZScoreChart::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        changed();
}

void ZScoreChart::thresholdEdited()
{
    m_own = { m_entry->value(), m_exit->value(), false };
    if (m_settings) {
        m_settings->setValue(entryKey, m_own.entry);
        m_settings->setValue(exitKey, m_own.exit);
    }
    changed();
}

void ZScoreChart::draw()
{
    const ChartColours colours = chartColours(palette());
    const auto shown = std::min(m_bars.size(), mostBars);
    auto* chart = new QChart;

    // Drawn from the bottom: the strongest last, so that it stands on top.
    auto* beyond = new QBarSet(tr("beyond entry"));
    auto* within = new QBarSet(tr("within"));
    beyond->setColor(colours.shortSide);
    beyond->setBorderColor(colours.shortSide);
    within->setColor(colours.longSide);
    within->setBorderColor(colours.longSide);
    QStringList categories;
    double widest = std::max(m_entry->value(), 1.0) * 1.25;
    for (size_t i = shown; i-- > 0;) {
        const Bar& bar = m_bars[i];
        const bool isBeyond = std::abs(bar.zScore) >= m_entry->value();
        beyond->append(isBeyond ? bar.zScore : 0.0);
        within->append(isBeyond ? 0.0 : bar.zScore);
        categories.append(bar.pair);
        widest = std::max(widest, std::abs(bar.zScore) * 1.1);
    }
    auto* bars = new QHorizontalStackedBarSeries;
    bars->append(beyond);
    bars->append(within);
    bars->setBarWidth(0.6);
    connect(bars, &QHorizontalStackedBarSeries::hovered, this, [this, shown](bool entered, int index) {
        const size_t bar = shown - 1 - static_cast<size_t>(index);
        if (entered && bar < m_bars.size())
            QToolTip::showText(
                QCursor::pos(), plainToolTip(QStringLiteral("%1: %2").arg(m_bars[bar].pair, m_bars[bar].text)), m_view);
    });
    chart->addSeries(bars);

    auto* pairs = new QBarCategoryAxis;
    pairs->setTruncateLabels(false); // a bar without its pair's name says nothing
    pairs->append(categories);
    pairs->setGridLineVisible(false);
    auto* value = new QValueAxis;
    value->setRange(-widest, widest);
    value->setTickType(QValueAxis::TicksDynamic);
    value->setTickInterval(widest > 5 ? 2.0 : 1.0);
    value->setLabelFormat(QStringLiteral("%.1f"));
    value->setTitleText(tr("standard deviations"));
    chart->addAxis(pairs, Qt::AlignLeft);
    chart->addAxis(value, Qt::AlignBottom);
    bars->attachAxis(pairs);
    bars->attachAxis(value);

    const auto addLine = [&](double at, const QColor& colour, Qt::PenStyle style, const QString& name) {
        auto* line = new QLineSeries;
        line->append(at, -0.5);
        line->append(at, static_cast<double>(shown) - 0.5);
        line->setPen(QPen(colour, 1.5, style));
        line->setName(name);
        chart->addSeries(line);
        line->attachAxis(value);
        line->attachAxis(pairs);
        if (name.isEmpty()) {
            const auto markers = chart->legend()->markers(line);
            for (QLegendMarker* marker : markers)
                marker->setVisible(false);
        }
    };
    if (shown > 0) {
        addLine(m_entry->value(), colours.entry, Qt::DashLine, tr("entry ±%1").arg(m_entry->value()));
        addLine(-m_entry->value(), colours.entry, Qt::DashLine, QString());
        addLine(m_exit->value(), colours.exit, Qt::DotLine, tr("exit ±%1").arg(m_exit->value()));
        addLine(-m_exit->value(), colours.exit, Qt::DotLine, QString());
    }
    applyPalette(*chart, palette());

    QChart* previous = m_view->chart();
    m_view->setChart(chart);
    m_view->setBackgroundBrush(palette().brush(QPalette::Base));
    delete previous;
    fitToHeight();
}

} // namespace tradestate
