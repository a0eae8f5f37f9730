// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QStatusBar>
#include <QTimer>
#include <QTimeZone>

class QLabel;
class QProgressBar;
class QToolButton;

namespace tradestate {

/// Which store, how it answers, how old what is shown is, and what is being done.
class ConsoleStatusBar : public QStatusBar
{
    Q_OBJECT

public:
    explicit ConsoleStatusBar(QWidget* parent = nullptr);

    /// Of the record, also while something else is viewed.
    void setSnapshot(const Snapshot& snapshot);
    void clear();
    void setZone(const QTimeZone& zone);
    void setNow(const Timestamp& now);
    /// Shown only where it takes longer than a moment; an empty text ends it.
    void setWork(const QString& text, bool canCancel);
    [[nodiscard]] QString work() const { return m_work; }
    [[nodiscard]] QString spokenText() const;

Q_SIGNALS:
    void cancelWanted();

protected:
    void changeEvent(QEvent* event) override;

private:
    void showStore();

    QLabel* m_store;
    QLabel* m_env;
    QLabel* m_pending;
    QLabel* m_refreshed;
    QLabel* m_zone;
    QLabel* m_backup;
    QLabel* m_workLabel;
    QProgressBar* m_progress;
    QToolButton* m_cancel;
    QTimer m_patience;
    QString m_work;
    bool m_reached = true;
    bool m_haveSnapshot = false;
    StoreInfo m_info;
    Timestamp m_readAt;
    std::optional<Timestamp> m_newestBackup;
};

} // namespace tradestate
