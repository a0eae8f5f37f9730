// SPDX-License-Identifier: MIT
#pragma once

#include "app/state_manager/output.h"
#include "core/config/settings.h"
#include "core/manager/snapshot.h"

namespace tradestate {

/// What `check` and `show` print for people: store, status, positions, ghosts, trading state, pair states, portfolio,
/// findings, pending saves.
[[nodiscard]] QStringList snapshotText(const Snapshot& snapshot, const Settings& settings, const Output& output);

/// "2025-07-20 08:00:00 UTC"
[[nodiscard]] QString momentText(const Timestamp& time);
/// "long 0.1 @ 50000.0": one position in a few words.
[[nodiscard]] QString positionInWords(const Json& row);
/// One line of plain text of at most that many characters, cut with an ellipsis.
[[nodiscard]] QString shortened(const QString& text, int characters);

} // namespace tradestate
