// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>

class QLabel;

namespace tradestate {

/// A large button: icon, what it does, and a sentence about it below. Unlike Qt's command link its text has the size of
/// the font that it is given, and its sentence wraps.
class ChoiceButton : public QPushButton
{
    Q_OBJECT

public:
    /// title: "&" before the letter that Alt presses it with.
    ChoiceButton(const QString& title, const QString& description, QWidget* parent = nullptr);

    [[nodiscard]] QString description() const;
    /// As large as the title's line.
    void setPicture(const QIcon& icon);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyFont();
    void drawPicture();

    QIcon m_icon;
    QLabel* m_picture;
    QLabel* m_title;
    QLabel* m_description;
};

} // namespace tradestate
