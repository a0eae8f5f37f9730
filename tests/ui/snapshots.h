// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/manager/snapshot.h"

#include <QPalette>
#include <QStringList>
#include <QTranslator>

#include <memory>

namespace tradestate::snapshots {

/// The sample's state in every condition that the console knows, at one moment.
class Scene
{
public:
    Scene();

    Timestamp now;
    [[nodiscard]] std::shared_ptr<const Clock> clock() const;

    [[nodiscard]] Snapshot connected() const; ///< verified, on InfluxDB, with a ghost and a placeholder
    [[nodiscard]] Snapshot flat() const;
    [[nodiscard]] Snapshot empty() const;
    [[nodiscard]] Snapshot stale() const;
    [[nodiscard]] Snapshot future() const; ///< dated ahead of this machine's clock
    [[nodiscard]] Snapshot torn() const;
    [[nodiscard]] Snapshot fork() const;
    [[nodiscard]] Snapshot pending() const;
    [[nodiscard]] Snapshot lost() const; ///< the Python system's newest save is no longer in InfluxDB
    [[nodiscard]] Snapshot unverified() const;
    [[nodiscard]] Snapshot unreachable() const;
    [[nodiscard]] Snapshot restored() const;
    [[nodiscard]] Snapshot viewing() const;
    [[nodiscard]] Snapshot many(int positions) const;
    [[nodiscard]] std::vector<HistoryEntry> history() const;

private:
    Snapshot m_sample;
};

/// As desktops have them.
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();
[[nodiscard]] QStringList bannerLines();
/// The built-in texts of a language, as the program installs them; English too has its plural forms there. Until the
/// returned translator goes.
[[nodiscard]] std::unique_ptr<QTranslator> useLanguage(const QString& language);

} // namespace tradestate::snapshots
