// SPDX-License-Identifier: MIT
#include "ui/views/choicebutton.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

namespace tradestate {

namespace {

constexpr double titleScale = 1.2;

QLabel* lineOf(const QString& text)
{
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::ButtonText);
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    return label;
}

struct Title
{
    QString plain;
    QString rich; ///< the letter that is pressed together with Alt is underlined
};

Title titleOf(const QString& text)
{
    Title title;
    for (qsizetype at = 0; at < text.size(); ++at) {
        const bool isMark = text.at(at) == QLatin1Char('&') && at + 1 < text.size();
        const QString letter = text.at(isMark ? ++at : at);
        title.plain += letter;
        const QString shown = letter.toHtmlEscaped();
        title.rich += isMark && letter != QLatin1String("&") ? QStringLiteral("<u>%1</u>").arg(shown) : shown;
    }
    return title;
}

} // namespace

ChoiceButton::ChoiceButton(const QString& title, const QString& description, QWidget* parent)
    : QPushButton(parent)
    , m_picture(lineOf({}))
    , m_title(lineOf({}))
    , m_description(lineOf(description))
{
    const Title shown = titleOf(title);
    m_title->setTextFormat(Qt::RichText);
    m_title->setText(shown.rich);
    setShortcut(QKeySequence::mnemonic(title));
    setAccessibleName(shown.plain);
    setAccessibleDescription(description);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(12, 8, 12, 8);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_picture, 0, 0, 2, 1, Qt::AlignTop);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_description, 1, 1);
    grid->setColumnStretch(1, 1);
    // The height is what the width asks for, not the hint, which is that of lines broken early.
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred, QSizePolicy::PushButton);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    applyFont();
}

QString ChoiceButton::description() const
{
    return m_description->text();
}

void ChoiceButton::setPicture(const QIcon& icon)
{
    m_icon = icon;
    drawPicture();
}

void ChoiceButton::drawPicture()
{
    const int side = m_title->fontMetrics().height();
    m_picture->setPixmap(
        m_icon.pixmap(QSize(side, side), devicePixelRatio(), isEnabled() ? QIcon::Normal : QIcon::Disabled));
}

QSize ChoiceButton::sizeHint() const
{
    return layout()->sizeHint();
}

QSize ChoiceButton::minimumSizeHint() const
{
    return layout()->minimumSize();
}

void ChoiceButton::changeEvent(QEvent* event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        applyFont();
    if (event->type() == QEvent::FontChange || event->type() == QEvent::EnabledChange)
        drawPicture();
}

void ChoiceButton::applyFont()
{
    QFont large = font();
    if (large.pointSizeF() > 0)
        large.setPointSizeF(large.pointSizeF() * titleScale);
    large.setBold(true);
    m_title->setFont(large);
}

} // namespace tradestate
