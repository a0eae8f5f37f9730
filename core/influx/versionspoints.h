// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/eventlog.h"
#include "core/influx/lineprotocol.h"
#include "core/influx/queryresult.h"
#include "core/state/statestore.h"

#include <set>

namespace tradestate {

/// The events of a save of ours: positions, pair states, the portfolio and last the commit, one microsecond apart.
/// The data keep the numbers' own text; the checksums are those that the Python system computes from them.
/// CannotBeStored where something could not be read back as it is.
[[nodiscard]] Result<std::vector<LogEvent>> eventsOfSave(const StoredSave& save);
[[nodiscard]] Result<std::string> encodeEvent(const LogEvent& event);

/// Whole points of an answer to "SELECT * … GROUP BY *" as line protocol, oldest first, one line each with a line end.
/// integerFields: the names of fields that are stored as integers.
[[nodiscard]] Result<std::string> linesOf(const QueryResult& answer, const std::set<std::string>& integerFields);

} // namespace tradestate
