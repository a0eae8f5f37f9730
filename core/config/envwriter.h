// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QString>

#include <map>

namespace tradestate {

/// The text of a .env with these settings: lines that already set one of the keys are replaced where they stand, the
/// others are added at the end, everything else stays as it was. An empty value takes the key away. Values are quoted
/// so that parseEnvFile reads them back unchanged; InvalidSetting for one that holds "${", which every reader of such
/// files replaces, or a line end.
[[nodiscard]] Result<QString> withEnvSettings(const QString& envText, const std::map<QString, QString>& settings);

} // namespace tradestate
