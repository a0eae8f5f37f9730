// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/stateservice.h"
#include "tests/support/fakeclock.h"

#include <QTemporaryDir>

namespace tradestate::snapshots {

/// A trader's folder with real saves and backups of the sample, on the file store: an older backup that differs from
/// what is on record in every way, one that was cut off, and one of the Python program.
class Desk
{
public:
    Desk();

    [[nodiscard]] std::shared_ptr<test::FakeClock> clock() const { return m_clock; }
    [[nodiscard]] StateManager::Parts parts(const QString& program = QStringLiteral("trading-state-console")) const;
    [[nodiscard]] std::shared_ptr<StateService> service() const;
    [[nodiscard]] QString folder() const { return m_folder.filePath(QStringLiteral("state_fallback")); }
    [[nodiscard]] QString olderBackup() const { return m_olderBackup; }
    [[nodiscard]] QString cutOffBackup() const { return m_cutOffBackup; }
    [[nodiscard]] const TradingState& older() const { return m_older; } ///< what olderBackup holds
    [[nodiscard]] const TradingState& now() const { return m_now; } ///< what is on record at first
    /// A save of the trading system, at the clock's time.
    void save(const TradingState& state, SaveReason reason) const;

private:
    QTemporaryDir m_folder;
    std::shared_ptr<test::FakeClock> m_clock;
    TradingState m_older;
    TradingState m_now;
    QString m_olderBackup;
    QString m_cutOffBackup;
};

} // namespace tradestate::snapshots
