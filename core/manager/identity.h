// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/statestore.h"

namespace tradestate {

/// Everything that a new save's identity is made of.
struct IdentityInput
{
    QString account;
    QString folder; ///< id of the journal folder
    QString writer; ///< host:program:pid
    QString operatorName;
    SaveReason reason = SaveReason::Manual;
    QString description;
    std::optional<RestoredFrom> restoredFrom;
    std::optional<SaveRecord> parent;
    std::vector<SaveRecord> resolved; ///< what choosing the parent gives up
    Timestamp now;
    /// In an event log a save's rows take up time: it comes 1 µs after the parent's last event and the newest event.
    bool inEventLog = false;
    std::optional<Timestamp> newestEvent;
};

/// The record of a new save: made once, never changed by a retry.
[[nodiscard]] SaveRecord makeRecord(const IdentityInput& input, const TradingState& state);

/// A save that may be appended after these: its history covers every one of them.
[[nodiscard]] bool coversEvery(const SaveRecord& record, const std::vector<SaveRecord>& others);

} // namespace tradestate
