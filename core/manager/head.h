// SPDX-License-Identifier: MIT
#pragma once

#include "core/files/replicationnotes.h"
#include "core/state/statestore.h"

namespace tradestate {

/// What was found where. The saves must outlive the decision, which points to them.
struct HeadInput
{
    bool hasPrimary = false; ///< false: the journal is the store
    std::optional<std::vector<StoredSave>> primaryHeads; ///< its newest commit of each folder; none: not read
    std::optional<StoredSave> journalNewest;
    std::vector<StoredSave> seen; ///< of this primary
    std::optional<ConfirmedSave> confirmed; ///< the newest own save that this primary has confirmed
};

/// One save, wherever it was found.
struct HeadCandidate
{
    const StoredSave* save = nullptr; ///< the copy that is whole; a torn one where none is
    bool onPrimary = false; ///< its commit is there
    bool wholeOnPrimary = false;
    bool inJournal = false;
    bool inSeen = false;

    [[nodiscard]] bool isWhole() const { return save->proof != Proof::Torn; }
};

struct HeadDecision
{
    std::optional<HeadCandidate> head; ///< in a fork the newest by saved_at; none where there is no candidate
    /// In a fork every save that no other knows, the shown one first; empty otherwise.
    std::vector<HeadCandidate> fork;
    bool unreachable = false; ///< the primary was not read
    bool torn = false; ///< the head is whole nowhere
    bool pending = false; ///< the head is not, or not whole, on the primary
    bool lost = false; ///< the primary no longer knows a save that it confirmed or that was read there
    bool empty = false; ///< every store answered, and nothing was ever saved

    [[nodiscard]] bool isFork() const { return !fork.empty(); }
};

/// The rule of the head: the candidate that knows all others; where none does, two writers saved over each other. Pure.
[[nodiscard]] HeadDecision decideHead(const HeadInput& input);
HeadDecision decideHead(HeadInput&& input) = delete; // the decision would point into what is gone

/// x knows y, and not the other way round: two saves that know each other are two writers that got the same identity.
[[nodiscard]] bool covers(const SaveRecord& x, const SaveRecord& y);
/// Some of these saves knows that one.
[[nodiscard]] bool anyKnows(const std::vector<StoredSave>& saves, const SaveRecord& record);

} // namespace tradestate
