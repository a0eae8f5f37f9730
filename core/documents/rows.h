// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/finding.h"
#include "core/state/tradingstate.h"

#include <vector>

namespace tradestate {

enum class RowKind { Position, PairState };

/// The key of a row of a list: the end of its "state_id", else its "pair", else "symbol1-symbol2"; empty where it has
/// none of them.
[[nodiscard]] QString keyOfRow(const Json::Object& fields, RowKind kind);

/// Own rows are taken exactly as they stand: "pair" is the key even where it is empty, nothing is a delete marker.
enum class RowSource { Own, Foreign };

/// The rows of a list, or of an object by key; they are moved out of json. A row that is none is told and left out: a
/// delete marker, or a value that is no object. Two rows of one key are both kept, the second as KEY#2.
[[nodiscard]] Positions takePositions(Json& json, RowSource source, std::vector<Finding>& findings);
[[nodiscard]] PairStates takePairStates(Json& json, RowSource source, std::vector<Finding>& findings);

} // namespace tradestate
