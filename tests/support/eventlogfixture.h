// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/eventlog.h"

namespace tradestate::test {

/// All events of a log of the Python system among the fixtures, such as "event_log.lp"; in the file's order.
[[nodiscard]] std::vector<LogEvent> fixtureEvents(const QString& file);
/// The bytes of a fixture of the Python system.
[[nodiscard]] std::string pythonFixture(const QString& file);
[[nodiscard]] std::vector<LogEvent> eventsFromLines(std::string_view lines);
/// Positions and pair states by key as the trading system held them at the last save of "event_log.lp".
[[nodiscard]] Json lastSaveOfEventLog();

} // namespace tradestate::test
