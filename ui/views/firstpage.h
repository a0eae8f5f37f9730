// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QAction;
class QLabel;

namespace tradestate {

class ChoiceButton;

/// What is shown while nothing is configured: where to begin.
class FirstPage : public QWidget
{
    Q_OBJECT

public:
    /// Each action becomes a large button with its status tip as the sentence below.
    explicit FirstPage(const QList<QAction*>& actions, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();

    QLabel* m_heading;
    QList<ChoiceButton*> m_buttons;
    QList<QAction*> m_actions;
};

} // namespace tradestate
