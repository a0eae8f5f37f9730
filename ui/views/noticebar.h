// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/statuswords.h"

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QScrollArea;
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
    /// Of a longer text the rest is scrolled to: the tables come first.
    void setMostLines(int count);
    [[nodiscard]] QString text() const;
    [[nodiscard]] StatusLevel level() const { return m_level; }

Q_SIGNALS:
    /// It came or went: the window has less or more room.
    void shownChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void applyTheme();
    void holdHeight();

    QLabel* m_icon;
    QLabel* m_text;
    QScrollArea* m_area; ///< for a text of more lines than there is room for
    QHBoxLayout* m_buttons;
    QToolButton* m_close;
    StatusLevel m_level = StatusLevel::Neutral;
    int m_mostLines = 4;
};

} // namespace tradestate
