// SPDX-License-Identifier: MIT
#include "ui/views/cards.h"

#include "core/state/measured.h"
#include "ui/models/formats.h"
#include "ui/views/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace tradestate {

namespace {

QLabel* plain()
{
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // A long name must not make the window wider than the screen.
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    label->setMinimumWidth(1);
    return label;
}

} // namespace

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent)
    , m_title(plain())
    , m_value(plain())
    , m_below(plain())
{
    setFrameShape(QFrame::StyledPanel);
    m_title->setText(title);
    QFont strong = font();
    strong.setBold(true);
    m_value->setFont(strong);
    m_title->setForegroundRole(QPalette::PlaceholderText);
    m_below->setForegroundRole(QPalette::PlaceholderText);
    setCompact(false);
}

void Card::setCompact(bool compact)
{
    delete layout();
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, compact ? 2 : 6, 8, compact ? 2 : 6);
    grid->setVerticalSpacing(0);
    grid->setHorizontalSpacing(8);
    m_title->setVisible(!compact);
    m_below->setVisible(!compact);
    if (!compact)
        grid->addWidget(m_title, 0, 0);
    grid->addWidget(m_value, 1, 0);
    if (!compact)
        grid->addWidget(m_below, 2, 0);
}

void Card::setContent(const QString& value, const QString& below, const QString& toolTip)
{
    m_value->setText(value);
    m_below->setText(below);
    const QString whole = QStringLiteral("%1: %2\n%3").arg(m_title->text(), value, below);
    setToolTip(toolTip.isEmpty() ? whole : whole + QLatin1Char('\n') + toolTip);
    setAccessibleName(QStringLiteral("%1: %2, %3").arg(m_title->text(), value, below));
}

QString Card::value() const
{
    return m_value->text();
}

QString Card::below() const
{
    return m_below->text();
}

Cards::Cards(QWidget* parent)
    : QWidget(parent)
    , m_equity(new Card(tr("Equity")))
    , m_unrealised(new Card(tr("Unrealised")))
    , m_positions(new Card(tr("Positions")))
    , m_bot(new Card(tr("Trading system")))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_equity, 2);
    row->addWidget(m_unrealised, 2);
    row->addWidget(m_positions, 2);
    row->addWidget(m_bot, 3);
}

void Cards::setCompact(bool compact)
{
    for (Card* card : { m_equity, m_unrealised, m_positions, m_bot })
        card->setCompact(compact);
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
        m_unrealised->setContent(notRecorded, QString(), why);

    const auto positions = static_cast<qlonglong>(state.positions.size());
    const auto pairs = static_cast<qlonglong>(state.pairStates.size());
    const qlonglong others = positions - longCount - shortCount;
    QString sides = tr("%1 long · %2 short").arg(longCount).arg(shortCount);
    if (others > 0)
        sides += tr(" · %1 unknown").arg(others);
    m_positions->setContent(pairs > 0 ? tr("%1 of %2 pairs").arg(positions).arg(pairs) : QString::number(positions),
        positions > 0 ? sides : QString());

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
    if (!m_live)
        return m_lastSave;
    const qint64 left = Formats::secondsBetween(now, m_live->nextSaveDue);
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
