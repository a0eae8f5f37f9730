// SPDX-License-Identifier: MIT
#include "ui/views/cards.h"

#include "core/state/measured.h"
#include "ui/models/formats.h"
#include "ui/models/tooltips.h"
#include "ui/views/fluidlabels.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QStyleOptionFocusRect>

#include <array>

namespace tradestate {

namespace {

constexpr int sideMargin = 8;
constexpr int gap = 8;

QLabel* plain(QWidget* parent)
{
    auto* label = new ElidedLabel({}, parent);
    // The card is the button; and a long name must not make the window wider than the screen.
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    return label;
}

} // namespace

Card::Card(const QString& title, QWidget* parent)
    : QAbstractButton(parent)
    , m_grid(new QGridLayout(this))
    , m_title(plain(this))
    , m_value(plain(this))
    , m_below(plain(this))
{
    setText(title);
    m_title->setText(title);
    m_title->setForegroundRole(QPalette::PlaceholderText);
    m_below->setForegroundRole(QPalette::PlaceholderText);
    m_grid->setVerticalSpacing(0);
    m_grid->setHorizontalSpacing(gap);
    m_grid->addWidget(m_title, 0, 0);
    m_grid->addWidget(m_value, 1, 0);
    m_grid->addWidget(m_below, 2, 0);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFonts();
    setCompact(false);
}

void Card::setFonts()
{
    QFont strong = font();
    strong.setBold(!m_compact);
    m_value->setFont(strong);
}

void Card::setCompact(bool compact)
{
    m_compact = compact;
    m_title->setHidden(compact);
    m_grid->setContentsMargins(sideMargin, compact ? 2 : 6, sideMargin, compact ? 2 : 6);
    m_grid->removeWidget(m_below);
    m_grid->addWidget(m_below, compact ? 1 : 2, compact ? 1 : 0);
    m_grid->setColumnStretch(0, compact ? 0 : 1);
    m_grid->setColumnStretch(2, compact ? 1 : 0);
    // In one line the name gives way; what stands behind it, a countdown, does not.
    m_value->setSizePolicy(compact ? QSizePolicy::Preferred : QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_below->setSizePolicy(compact ? QSizePolicy::Minimum : QSizePolicy::Ignored, QSizePolicy::Preferred);
    setFonts();
    showTexts();
}

void Card::setContent(const QString& value, const QString& below, const QString& toolTip)
{
    m_valueText = value;
    m_belowText = below;
    showTexts();
    const QString whole = QStringLiteral("%1: %2\n%3").arg(text(), value, below);
    setPlainToolTip(*this, toolTip.isEmpty() ? whole : whole + QLatin1Char('\n') + toolTip);
    setAccessibleName(QStringLiteral("%1: %2, %3").arg(text(), value, below));
}

void Card::showTexts()
{
    m_value->setText(m_compact ? QStringLiteral("%1 %2").arg(text(), m_valueText) : m_valueText);
    m_below->setText(m_compact && !m_belowText.isEmpty() ? QStringLiteral("· ") + m_belowText : m_belowText);
    m_below->setHidden(m_compact && m_belowText.isEmpty());
}

QString Card::line() const
{
    return m_below->text().isEmpty() ? m_value->text() : m_value->text() + QLatin1Char(' ') + m_below->text();
}

QSize Card::sizeHint() const
{
    // The labels give way to each other; the card asks for what all of it takes.
    QSize size = m_grid->sizeHint();
    const int below = m_below->isHidden() ? 0 : m_below->sizeHint().width();
    const int value = m_value->sizeHint().width();
    size.setWidth((m_compact ? value + gap + below : std::max(value, below)) + 2 * sideMargin);
    return size;
}

QSize Card::minimumSizeHint() const
{
    // Rather cut than wider than the window.
    return { fontMetrics().averageCharWidth() * 16, m_grid->minimumSize().height() };
}

void Card::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QStyleOptionFrame frame;
    frame.initFrom(this);
    frame.frameShape = QFrame::StyledPanel;
    frame.lineWidth = 1;
    if (isDown())
        frame.state |= QStyle::State_Sunken;
    style()->drawControl(QStyle::CE_ShapedFrame, &frame, &painter, this);
    if (!hasFocus())
        return;
    QStyleOptionFocusRect focus;
    focus.initFrom(this);
    focus.rect = rect().adjusted(2, 2, -2, -2);
    focus.backgroundColor = palette().color(QPalette::Window);
    style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
}

void Card::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void Card::changeEvent(QEvent* event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFonts();
}

Cards::Cards(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_equity(new Card(tr("Equity"), this))
    , m_unrealised(new Card(tr("Unrealised"), this))
    , m_positions(new Card(tr("Positions"), this))
    , m_bot(new Card(tr("Trading system"), this))
{
    m_grid->setContentsMargins(gap, 4, gap, 4);
    m_grid->setHorizontalSpacing(gap);
    m_grid->setVerticalSpacing(2);
    for (Card* card : { m_equity, m_unrealised, m_positions }) {
        connect(card, &Card::clicked, this, [this] { Q_EMIT detailsWanted(StatePart::Portfolio); });
    }
    connect(m_bot, &Card::clicked, this, [this] { Q_EMIT detailsWanted(StatePart::Session); });
    arrange();
}

void Cards::setCompact(bool compact)
{
    m_compact = compact;
    for (Card* card : { m_equity, m_unrealised, m_positions, m_bot })
        card->setCompact(compact);
    arrange();
}

void Cards::arrange()
{
    const std::array cards { m_equity, m_unrealised, m_positions, m_bot };
    int wanted = 2 * gap;
    for (const Card* card : cards)
        wanted += card->sizeHint().width() + gap;
    // At large fonts one line for all would leave nothing of each.
    const int columns = m_compact && wanted > width() ? 2 : 4;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (size_t at = 0; at < cards.size(); ++at) {
        m_grid->removeWidget(cards[at]);
        m_grid->addWidget(cards[at], static_cast<int>(at) / columns, static_cast<int>(at) % columns);
    }
    for (int column = 0; column < 4; ++column) {
        const int share = column == columns - 1 ? 3 : 2;
        m_grid->setColumnStretch(column, column < columns ? share : 0);
    }
}

void Cards::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void Cards::setSnapshot(const Snapshot& snapshot, int longCount, int shortCount, const Options& options)
{
    const TradingState& state = snapshot.state;
    const std::optional<Timestamp> saved = state.session.saveTime(options.writerZone);
    std::optional<Timestamp> asOf = saved;
    if (!asOf && snapshot.record)
        asOf = snapshot.record->recordedAt;
    const QString asOfText
        = asOf ? tr("as of %1").arg(Formats::shortTime(*asOf, snapshot.readAt, options.shownZone)) : QString();
    const bool measured = portfolioIsMeasured(state);
    const QString notRecorded = tr("– not recorded");
    const QString why = state.portfolio.totalValue()
        ? tr("The trading system stores %1 where it does not know its equity; only a save in which it compared with "
             "the broker holds a measured figure.")
              .arg(Formats::grouped(*state.portfolio.totalValue()))
        : tr("The save holds no equity.");
    if (measured)
        m_equity->setContent(Formats::grouped(*state.portfolio.totalValue()), asOfText);
    else
        m_equity->setContent(notRecorded, QString(), why);
    if (measured && state.portfolio.totalPnl())
        m_unrealised->setContent(Formats::signedGrouped(*state.portfolio.totalPnl()), asOfText);
    else
        m_unrealised->setContent(notRecorded, QString(), measured ? tr("The save holds no unrealised result.") : why);

    const auto positions = static_cast<qlonglong>(state.positions.size());
    const auto pairs = static_cast<qlonglong>(state.pairStates.size());
    const qlonglong others = positions - longCount - shortCount;
    QString sides = tr("%1 long · %2 short").arg(longCount).arg(shortCount);
    if (others > 0)
        sides += tr(" · %1 unknown").arg(others);
    if (snapshot.isKnown())
        m_positions->setContent(pairs > 0 ? tr("%1 of %2 pairs").arg(positions).arg(pairs) : QString::number(positions),
            positions > 0 ? sides : QString());
    else
        m_positions->setContent(QStringLiteral("–"), QString(), tr("No state was read: that is not a flat book."));

    const QString strategy = state.session.strategy();
    const QString broker = state.session.broker();
    m_botName = strategy.isEmpty() ? tr("– not recorded") : strategy;
    if (!strategy.isEmpty() && !broker.isEmpty())
        m_botName = tr("%1 on %2", "strategy on broker").arg(strategy, broker);
    QStringList details;
    if (!state.session.dataProvider().isEmpty())
        details += tr("Prices from %1").arg(state.session.dataProvider());
    if (!state.session.tradingMode().isEmpty())
        details += tr("Mode: %1").arg(state.session.tradingMode());
    if (!state.session.systemVersion().isEmpty())
        details += tr("Version: %1").arg(state.session.systemVersion());
    if (snapshot.record && !snapshot.record->writer.isEmpty())
        details += tr("Saved by %1").arg(snapshot.record->writer);
    m_botToolTip = details.join(QLatin1Char('\n'));
    m_live = snapshot.live;
    m_lastSave = snapshot.record
        ? tr("last save %1").arg(Formats::dayAndTime(snapshot.record->recordedAt, snapshot.readAt, options.shownZone))
        : QString();
    setNow(snapshot.readAt);
}

QString Cards::dueText(const Timestamp& now) const
{
    if (!m_live || !m_live->nextSaveDue)
        return m_lastSave;
    const qint64 left = Formats::secondsBetween(now, *m_live->nextSaveDue);
    if (left >= 0)
        return tr("next save due in %1").arg(Formats::countdown(left));
    return tr("next save overdue by %1").arg(Formats::age(-left));
}

void Cards::setNow(const Timestamp& now)
{
    const QString due = dueText(now);
    if (m_bot->value() != m_botName || m_bot->below() != due)
        m_bot->setContent(m_botName, due, m_botToolTip);
}

} // namespace tradestate
