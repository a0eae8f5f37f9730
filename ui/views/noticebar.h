// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statuswords.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace tradestate {

/// Tells what was done or what failed, with what to do next, where other programs would open a dialog.
class NoticeBar : public QFrame
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget* parent = nullptr);

    struct Button
    {
        QString text;
        std::function<void()> action;
    };
    /// Replaces the notice that is shown.
    void show(StatusLevel level, const QString& text, std::vector<Button> buttons = {});
    void dismiss();
    [[nodiscard]] QString text() const;
    [[nodiscard]] StatusLevel level() const { return m_level; }

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();

    QLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_buttons;
    QToolButton* m_close;
    StatusLevel m_level = StatusLevel::Neutral;
};

} // namespace tradestate
