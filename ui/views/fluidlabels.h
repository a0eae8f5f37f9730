// SPDX-License-Identifier: MIT
#pragma once

#include <QLabel>

namespace tradestate {

/// One line of plain text that is cut with "…" where there is no room for it; text() stays whole.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
    /// Asks for no more room than that many take; 0: for all that it says.
    void setMostCharacters(int count);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    int m_mostCharacters = 0;
};

/// Plain text that asks for one line and takes as many as the width makes it.
class WrappedLabel : public QLabel
{
    Q_OBJECT

public:
    explicit WrappedLabel(const QString& text = {}, QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void align();
};

} // namespace tradestate
