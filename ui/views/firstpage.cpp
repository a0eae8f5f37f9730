// SPDX-License-Identifier: MIT
#include "ui/views/firstpage.h"

#include "ui/views/choicebutton.h"
#include "ui/views/theme.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace tradestate {

FirstPage::FirstPage(const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(tr("Which trading system's state do you want to see?")))
    , m_actions(actions)
{
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    auto* middle = new QWidget;
    middle->setMaximumWidth(640);
    auto* column = new QVBoxLayout(middle);
    column->setSpacing(8);
    column->addStretch(1);
    column->addWidget(m_heading);
    column->addSpacing(8);
    for (QAction* action : actions) {
        auto* button = new ChoiceButton(action->text(), action->statusTip());
        button->setObjectName(action->objectName() + QStringLiteral("Button"));
        button->setEnabled(action->isEnabled());
        connect(action, &QAction::changed, button, [button, action] { button->setEnabled(action->isEnabled()); });
        connect(button, &ChoiceButton::clicked, action, &QAction::trigger);
        column->addWidget(button);
        m_buttons += button;
    }
    column->addStretch(2);
    auto* whole = new QHBoxLayout;
    whole->addStretch(1);
    whole->addWidget(middle, 8);
    whole->addStretch(1);
    auto* inside = new QWidget;
    inside->setLayout(whole);
    // At large fonts the buttons do not fit a small window.
    auto* area = new QScrollArea;
    area->setWidget(inside);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(area);
    applyTheme();
}

void FirstPage::applyTheme()
{
    QFont large = font();
    if (large.pointSizeF() > 0)
        large.setPointSizeF(large.pointSizeF() * 1.4);
    m_heading->setFont(large);
    for (qsizetype at = 0; at < m_buttons.size(); ++at)
        m_buttons.at(at)->setPicture(Theme::icon(m_actions.at(at)->data().toString(), palette()));
}

void FirstPage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        applyTheme();
}

} // namespace tradestate
