// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"
#include "core/state/difference.h"

#include <QAbstractButton>
#include <QTimeZone>

class QGridLayout;
class QLabel;

namespace tradestate {

/// One figure with its name and where it comes from. A button: it leads to everything that is stored around it.
class Card : public QAbstractButton
{
    Q_OBJECT

public:
    explicit Card(const QString& title, QWidget* parent = nullptr);
    void setContent(const QString& value, const QString& below, const QString& toolTip = {});
    /// One line instead of three, for large fonts and small windows.
    void setCompact(bool compact);
    [[nodiscard]] QString value() const { return m_valueText; }
    [[nodiscard]] QString below() const { return m_belowText; }
    /// What a compact card shows: "Equity 101,234.56 · as of 08:04".
    [[nodiscard]] QString line() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setFonts();
    void showTexts();

    QGridLayout* m_grid;
    QLabel* m_title;
    QLabel* m_value;
    QLabel* m_below;
    QString m_valueText;
    QString m_belowText;
    bool m_compact = false;
};

/// Equity, unrealised result, positions, and who trades. Shows only what was measured.
class Cards : public QWidget
{
    Q_OBJECT

public:
    explicit Cards(QWidget* parent = nullptr);
    struct Options
    {
        QTimeZone shownZone = QTimeZone::utc();
        QTimeZone writerZone = QTimeZone::utc();
    };
    void setSnapshot(const Snapshot& snapshot, int longCount, int shortCount, const Options& options);
    /// Moves the countdown on.
    void setNow(const Timestamp& now);
    void setCompact(bool compact);
    [[nodiscard]] bool isCompact() const { return m_compact; }
    [[nodiscard]] const Card* equity() const { return m_equity; }
    [[nodiscard]] const Card* unrealised() const { return m_unrealised; }
    [[nodiscard]] const Card* positions() const { return m_positions; }
    [[nodiscard]] const Card* bot() const { return m_bot; }

Q_SIGNALS:
    /// Every field of the portfolio or the session is to be shown.
    void detailsWanted(tradestate::StatePart part);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    [[nodiscard]] QString dueText(const Timestamp& now) const;

    QGridLayout* m_grid;
    bool m_compact = false;
    int m_columns = 0;
    Card* m_equity;
    Card* m_unrealised;
    Card* m_positions;
    Card* m_bot;
    std::optional<LiveSystem> m_live;
    QString m_botName;
    QString m_botToolTip;
    QString m_lastSave;
};

} // namespace tradestate
