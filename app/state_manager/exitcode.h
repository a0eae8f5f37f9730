// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"
#include "core/manager/snapshot.h"

namespace tradestate {

/// What a command's exit status tells to scripts.
enum class Exit {
    Done = 0,
    Failed = 1, ///< failed, refused or declined
    WrongUse = 2, ///< wrong use or settings
    Invalid = 3, ///< invalid, torn, fork, salvaged, mismatching, nothing read, or different
    NothingStored = 4,
    NotConfirmed = 5, ///< saved on this machine only
};

[[nodiscard]] Exit exitFor(ErrorCode code);
/// Of the record itself.
[[nodiscard]] Exit exitFor(Condition status);
/// Of a document or a past save that was looked at: damage counts, also where the rest could be read.
[[nodiscard]] Exit exitForViewed(const Snapshot& snapshot);
/// The worst of the lines; nothing stored where there are none.
[[nodiscard]] Exit exitFor(const std::vector<VerifyLine>& lines);

} // namespace tradestate
