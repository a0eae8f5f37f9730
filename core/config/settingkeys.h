// SPDX-License-Identifier: MIT
#pragma once

#include <QStringList>

namespace tradestate {

/// "TRADING_STATE_"
[[nodiscard]] QString settingPrefix();
/// Every key that is read, in the order in which people are told of them.
[[nodiscard]] const QStringList& settingKeys();
[[nodiscard]] bool isSettingKey(const QString& name);
/// The known name with the fewest letters to add, leave out or replace; empty where nothing is known.
[[nodiscard]] QString nearestOf(const QString& name, const QStringList& known);
[[nodiscard]] QString nearestSettingKey(const QString& name);

} // namespace tradestate
