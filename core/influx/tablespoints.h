// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/lineprotocol.h"
#include "core/state/statestore.h"

#include <map>

namespace tradestate {

namespace tables {

inline constexpr const char* positions = "positions";
inline constexpr const char* pairStates = "pair_states";
inline constexpr const char* commits = "trading_states";

/// A string field longer than this continues in data_1, data_2, …: 3 Core takes no longer ones.
inline constexpr size_t partBytes = 60'000;

/// One row as it is stored: what must be there when it is read back.
struct StoredRow
{
    std::string data;
    qint64 parts = 1;
    std::string saveId;

    [[nodiscard]] bool operator==(const StoredRow&) const = default;
};

/// Rows by the text of their key (not by the tag).
using StoredRows = std::map<std::string, StoredRow>;

/// A save as points. Lean points carry only what is read back; the others add fields for dashboards.
struct SavePoints
{
    std::vector<LinePoint> rows;
    std::vector<LinePoint> leanRows;
    LinePoint commit;
    LinePoint leanCommit;
    StoredRows positionRows;
    StoredRows pairStateRows;
};

/// CannotBeStored where the record is too long for one field.
[[nodiscard]] Result<SavePoints> pointsOf(const StoredSave& save, const QString& account);

/// Pieces of at most partBytes that end between characters.
[[nodiscard]] std::vector<std::string> splitData(std::string_view data);
/// "data", "data_1", …
[[nodiscard]] std::string dataField(qint64 part);

} // namespace tables

} // namespace tradestate
