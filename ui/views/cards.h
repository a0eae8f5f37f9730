// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QFrame>
#include <QTimeZone>

class QLabel;

namespace tradestate {

/// One figure with its name and where it comes from.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const QString& title, QWidget* parent = nullptr);
    void setContent(const QString& value, const QString& below, const QString& toolTip = {});
    /// One line instead of three, for large fonts and small windows.
    void setCompact(bool compact);
    [[nodiscard]] QString value() const;
    [[nodiscard]] QString below() const;

private:
    QLabel* m_title;
    QLabel* m_value;
    QLabel* m_below;
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
    [[nodiscard]] const Card* equity() const { return m_equity; }
    [[nodiscard]] const Card* unrealised() const { return m_unrealised; }
    [[nodiscard]] const Card* positions() const { return m_positions; }
    [[nodiscard]] const Card* bot() const { return m_bot; }

private:
    [[nodiscard]] QString dueText(const Timestamp& now) const;

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
