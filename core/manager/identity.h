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

/// Every one of these saves is, or is known by, one of those that a new save follows (its parent and what it resolves).
/// Asked of them and not of the new record, whose own time is newer than everything that its folder saved, also what
/// was never read.
[[nodiscard]] bool areFollowed(const std::vector<SaveRecord>& saves, const std::vector<SaveRecord>& followed);

} // namespace tradestate
