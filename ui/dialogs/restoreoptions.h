// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"

#include <QWidget>

class QCheckBox;

namespace tradestate {

/// The boxes under a preview: consents without which it may not be carried out, and choices that make another plan.
/// Each says yes to one thing, and counts only while that thing is asked; a box that goes away is unticked.
class RestoreOptions : public QWidget
{
    Q_OBJECT

public:
    struct Needs
    {
        bool stopped = false; ///< a trading system is live
        bool offline = false; ///< the primary cannot be reached
        QString accept; ///< what is to be accepted of the source; empty: nothing
        bool keepRemoved = false; ///< rows go that Python's event log holds
        bool purgeGhosts = false;
    };

    explicit RestoreOptions(QWidget* parent = nullptr);

    void setNeeds(const Needs& needs);
    void setStoppedText(const QString& text);
    /// What was said of the trading system no longer holds: it has saved since.
    void withdrawStopped();
    /// Unticks all: another source is another question.
    void forget();

    [[nodiscard]] bool systemIsStopped() const;
    [[nodiscard]] bool withoutPrimary() const;
    [[nodiscard]] PlanOptions planOptions() const;

Q_SIGNALS:
    void consentsChanged();
    void choicesChanged();

private:
    void showBox(QCheckBox* box, bool needed);

    QCheckBox* m_accept;
    QCheckBox* m_keepRemoved;
    QCheckBox* m_purgeGhosts;
    QCheckBox* m_offline;
    QCheckBox* m_stopped;
};

} // namespace tradestate
