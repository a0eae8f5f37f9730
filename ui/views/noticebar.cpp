// SPDX-License-Identifier: MIT
#include "ui/views/noticebar.h"

#include "ui/views/fluidlabels.h"
#include "ui/views/theme.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>

namespace tradestate {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_text(new WrappedLabel)
    , m_area(new QScrollArea)
    , m_buttons(new QHBoxLayout)
    , m_close(new QToolButton)
{
    setObjectName(QStringLiteral("noticeBar"));
    setAutoFillBackground(true);
    m_text->setObjectName(QStringLiteral("noticeText"));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_area->setWidget(m_text);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus); // the text itself takes the keyboard
    m_area->setMinimumWidth(1);
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Close this notice"));
    m_close->setAccessibleName(m_close->toolTip());
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::dismiss);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 4, 8, 4);
    row->setSpacing(8);
    m_buttons->setSpacing(8);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    row->addWidget(m_area, 1);
    row->addLayout(m_buttons);
    row->addWidget(m_close, 0, Qt::AlignVCenter);
    hide();
}

void NoticeBar::show(StatusLevel level, const QString& text, std::vector<Button> buttons)
{
    m_level = level;
    applyTheme();
    m_text->setText(text);
    setAccessibleName(text);
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        // One of them may be the one that is just being clicked.
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (Button& button : buttons) {
        auto* widget = new QPushButton(button.text);
        connect(widget, &QPushButton::clicked, this, [action = std::move(button.action)] { action(); });
        m_buttons->addWidget(widget);
    }
    QFrame::show();
    Q_EMIT shownChanged();
    holdHeight();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void NoticeBar::holdHeight()
{
    const int line = m_text->fontMetrics().lineSpacing();
    // The bar for what is too long takes width from the text, but then there are more lines than fit anyway.
    const int wanted = m_text->heightForWidth(m_area->width());
    m_area->setFixedHeight(std::clamp(wanted, line, m_mostLines * line));
}

void NoticeBar::setMostLines(int count)
{
    m_mostLines = count;
    holdHeight();
}

void NoticeBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    holdHeight();
}

void NoticeBar::applyTheme()
{
    // From the window's palette, not from this one: this one is changed below.
    const QPalette base = parentWidget() ? parentWidget()->palette() : QPalette();
    const QColor colour = Theme::level(m_level, base);
    const QColor background = Theme::tinted(colour, base, 0.14);
    if (palette().color(QPalette::Window) != background) {
        // Only what differs is set, so that the rest follows the window.
        QPalette own;
        own.setColor(QPalette::Window, background);
        setPalette(own);
    }
    const int size = fontMetrics().height();
    m_icon->setPixmap(Theme::icon(Theme::iconName(m_level), colour).pixmap(QSize(size, size), devicePixelRatioF()));
    m_close->setIcon(Theme::icon(QStringLiteral("close"), base));
}

void NoticeBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
    if (event->type() == QEvent::FontChange)
        holdHeight();
}

void NoticeBar::dismiss()
{
    hide();
    Q_EMIT shownChanged();
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QFrame::keyPressEvent(event);
}

} // namespace tradestate
