// SPDX-License-Identifier: MIT
#include "ui/views/truthstrip.h"

#include "ui/models/formats.h"
#include "ui/views/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tradestate {

namespace {

QLabel* plainLabel(const QString& name)
{
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setWordWrap(true);
    return label;
}

} // namespace

TruthStrip::TruthStrip(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_worst(plainLabel(QStringLiteral("worst")))
    , m_what(plainLabel(QStringLiteral("what")))
    , m_chips(new QHBoxLayout)
    , m_button(new QPushButton)
    , m_bar(new QFrame)
{
    setObjectName(QStringLiteral("truthStrip"));
    setAutoFillBackground(true);
    m_bar->setFixedWidth(4);
    m_bar->setAutoFillBackground(true);
    QFont strong = font();
    strong.setBold(true);
    m_worst->setFont(strong);
    m_chips->setSpacing(8);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, [this] { Q_EMIT offerTaken(m_offer); });

    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_icon, 0, Qt::AlignTop);
    top->addWidget(m_worst, 1);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    bottom->addWidget(m_what, 1);
    bottom->addLayout(m_chips);
    auto* lines = new QVBoxLayout;
    lines->setContentsMargins(8, 6, 8, 6);
    lines->setSpacing(2);
    lines->addLayout(top);
    lines->addLayout(bottom);
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 8, 0);
    whole->setSpacing(0);
    whole->addWidget(m_bar);
    whole->addLayout(lines, 1);
    whole->addWidget(m_button, 0, Qt::AlignVCenter);
    applyColours();
}

QString TruthStrip::offerText(Offer offer)
{
    switch (offer) {
    case Offer::None:
        return {};
    case Offer::BackToNow:
        return tr("Back to now");
    case Offer::Choose:
        return tr("Choose…");
    case Offer::Undo:
        return tr("Undo…");
    case Offer::Retry:
        return tr("Try again");
    }
    return {};
}

void TruthStrip::setWords(const StatusWords& words, const Extra& extra)
{
    m_level = words.level;
    QString worst = words.worst.text;
    QStringList chips;
    QStringList toolTips;
    if (!words.viewing.isEmpty()) {
        // While something else is looked at, that is the first thing to know.
        m_level = StatusLevel::Information;
        worst = words.viewing;
        chips += statusIcon(words.level) + QLatin1Char(' ') + words.worst.text;
        toolTips += words.worst.detail;
    }
    if (!extra.sentence.isEmpty()) {
        chips.prepend(statusIcon(words.worst.level) + QLatin1Char(' ') + words.worst.text);
        toolTips.prepend(words.worst.detail);
        worst = extra.sentence;
        m_level = std::max(m_level, StatusLevel::Information);
    }
    if (extra.refreshError) {
        m_level = StatusLevel::Danger;
        worst = tr("%1 · showing what was read %2 ago")
                    .arg(describe(*extra.refreshError), Formats::age(extra.shownAgeSeconds));
    }
    for (const StatusSentence& other : words.others) {
        chips += statusIcon(other.level) + QLatin1Char(' ') + other.text;
        toolTips += other.detail;
    }
    m_worst->setText(worst);
    m_worst->setToolTip(words.worst.detail);
    setToolTip(words.worst.detail);
    m_what->setText(words.what.isEmpty() ? words.broker : words.what + QStringLiteral(" · ") + words.broker);
    m_what->setVisible(!words.what.isEmpty());
    setChips(chips, toolTips);
    m_offer = extra.offer;
    m_button->setText(offerText(m_offer));
    m_button->setVisible(m_offer != Offer::None);
    applyColours();
    announce();
}

void TruthStrip::setWaiting(const QString& what)
{
    m_level = StatusLevel::Neutral;
    m_offer = Offer::None;
    m_worst->setText(what);
    m_what->clear();
    m_what->hide();
    setChips({}, {});
    m_button->hide();
    applyColours();
    announce();
}

void TruthStrip::setChips(const QStringList& texts, const QStringList& toolTips)
{
    if (texts == m_chipTexts)
        return;
    m_chipTexts = texts;
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (qsizetype at = 0; at < texts.size(); ++at) {
        auto* chip = new QLabel;
        chip->setTextFormat(Qt::PlainText);
        // Chips stay short: the whole sentence is in the tooltip.
        const QString text = texts.at(at);
        chip->setText(text.size() > 48 ? text.left(46) + QChar(0x2026) : text);
        chip->setToolTip(toolTips.at(at).isEmpty() ? text : text + QLatin1Char('\n') + toolTips.at(at));
        chip->setAccessibleName(text);
        chip->setFrameShape(QFrame::StyledPanel);
        chip->setContentsMargins(4, 0, 4, 0);
        m_chips->addWidget(chip);
    }
}

void TruthStrip::applyColours()
{
    // From the window's palette, not from this one: this one is changed below.
    const QPalette base = parentWidget() ? parentWidget()->palette() : QPalette();
    const QColor colour = Theme::level(m_level, base);
    const int size = fontMetrics().height();
    m_icon->setPixmap(Theme::icon(Theme::iconName(m_level), colour).pixmap(QSize(size, size), devicePixelRatioF()));
    QPalette own = base;
    own.setColor(QPalette::Window, Theme::tinted(colour, base));
    if (palette() != own)
        setPalette(own);
    QPalette barPalette = own;
    barPalette.setColor(QPalette::Window, colour);
    m_bar->setPalette(barPalette);
    QPalette worstPalette = own;
    worstPalette.setColor(QPalette::WindowText, colour);
    m_worst->setPalette(worstPalette);
}

QString TruthStrip::spokenText() const
{
    QStringList parts { m_worst->text() };
    if (!m_what->text().isEmpty())
        parts += m_what->text();
    parts += m_chipTexts;
    return parts.join(QStringLiteral(". "));
}

void TruthStrip::announce()
{
    setAccessibleName(spokenText());
    // Ages change every second; only a change of what is true is spoken.
    QString lasting;
    for (const QChar& character : m_worst->text()) {
        if (!character.isDigit())
            lasting += character;
    }
    lasting += QString::number(static_cast<int>(m_level));
    if (lasting == m_announced)
        return;
    m_announced = lasting;
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void TruthStrip::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        QFont strong = font();
        strong.setBold(true);
        m_worst->setFont(strong);
        applyColours();
    }
}

} // namespace tradestate
