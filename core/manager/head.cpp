// SPDX-License-Identifier: MIT
#include "core/manager/head.h"

#include <algorithm>

namespace tradestate {

namespace {

/// Verified before unverified before torn, so that a save in several places is taken where it is whole.
int wholeness(Proof proof)
{
    switch (proof) {
    case Proof::Verified:
        return 2;
    case Proof::Unverified:
    case Proof::None:
        return 1;
    case Proof::Torn:
        return 0;
    }
    return 0;
}

/// A torn copy may have lost its record too; one whose record holds knows what it knew.
bool isBetter(const StoredSave& copy, const StoredSave& than)
{
    if (wholeness(copy.proof) != wholeness(than.proof))
        return wholeness(copy.proof) > wholeness(than.proof);
    return copy.proof == Proof::Torn && copy.record.knows.size() > than.record.knows.size();
}

HeadCandidate& candidateOf(std::vector<HeadCandidate>& candidates, const StoredSave& save)
{
    for (HeadCandidate& candidate : candidates) {
        if (candidate.save->record.saveId == save.record.saveId) {
            if (isBetter(save, *candidate.save))
                candidate.save = &save;
            return candidate;
        }
    }
    candidates.push_back(HeadCandidate { &save });
    return candidates.back();
}

std::vector<HeadCandidate> collect(const HeadInput& input)
{
    std::vector<HeadCandidate> candidates;
    if (input.primaryHeads) {
        for (const StoredSave& save : *input.primaryHeads) {
            HeadCandidate& candidate = candidateOf(candidates, save);
            candidate.onPrimary = true;
            candidate.wholeOnPrimary = save.proof != Proof::Torn;
        }
    }
    if (input.journalNewest)
        candidateOf(candidates, *input.journalNewest).inJournal = true;
    for (const StoredSave& save : input.seen)
        candidateOf(candidates, save).inSeen = true;
    // Newest first; the same nanosecond in a fixed order, so that every program shows the same one.
    std::sort(candidates.begin(), candidates.end(), [](const HeadCandidate& left, const HeadCandidate& right) {
        const SaveRecord& a = left.save->record;
        const SaveRecord& b = right.save->record;
        return a.savedAt != b.savedAt ? a.savedAt > b.savedAt : a.saveId < b.saveId;
    });
    return candidates;
}

bool coversAll(const HeadCandidate& head, const std::vector<HeadCandidate>& candidates)
{
    return std::all_of(candidates.begin(), candidates.end(), [&head](const HeadCandidate& other) {
        return other.save == head.save || covers(head.save->record, other.save->record);
    });
}

std::vector<HeadCandidate> unresolved(const std::vector<HeadCandidate>& candidates)
{
    std::vector<HeadCandidate> open;
    for (const HeadCandidate& candidate : candidates) {
        const bool known = std::any_of(candidates.begin(), candidates.end(), [&candidate](const HeadCandidate& other) {
            return other.save != candidate.save && covers(other.save->record, candidate.save->record);
        });
        if (!known)
            open.push_back(candidate);
    }
    // Damaged records can know each other in a ring or in part; then everything is named rather than hidden.
    return open.size() > 1 ? open : candidates;
}

bool isLost(const HeadInput& input)
{
    if (!input.primaryHeads)
        return false;
    const std::vector<StoredSave>& heads = *input.primaryHeads;
    if (input.confirmed) {
        SaveRecord confirmed;
        confirmed.folder = input.confirmed->folder;
        confirmed.savedAt = input.confirmed->savedAt;
        if (!anyKnows(heads, confirmed))
            return true;
    }
    return std::any_of(input.seen.begin(), input.seen.end(),
        [&heads](const StoredSave& save) { return !anyKnows(heads, save.record); });
}

/// Whether the primary is without the head, as far as that can be told without asking it.
bool notConfirmed(const HeadInput& input, const HeadCandidate& head)
{
    const SaveRecord& record = head.save->record;
    if (head.inSeen || !input.confirmed)
        return !head.inSeen;
    return input.confirmed->folder != record.folder || input.confirmed->savedAt < record.savedAt;
}

} // namespace

bool covers(const SaveRecord& x, const SaveRecord& y)
{
    return knows(x, y) && !knows(y, x);
}

bool anyKnows(const std::vector<StoredSave>& saves, const SaveRecord& record)
{
    return std::any_of(
        saves.begin(), saves.end(), [&record](const StoredSave& save) { return knows(save.record, record); });
}

HeadDecision decideHead(const HeadInput& input)
{
    HeadDecision decision;
    decision.unreachable = input.hasPrimary && !input.primaryHeads;
    decision.lost = isLost(input);
    const std::vector<HeadCandidate> candidates = collect(input);
    if (candidates.empty()) {
        decision.empty = !decision.unreachable;
        return decision;
    }
    for (const HeadCandidate& candidate : candidates) {
        if (coversAll(candidate, candidates)) {
            decision.head = candidate;
            break;
        }
    }
    if (!decision.head) {
        decision.fork = unresolved(candidates);
        decision.head = decision.fork.front();
    }
    decision.torn = !decision.head->isWhole();
    if (input.hasPrimary)
        decision.pending = input.primaryHeads ? !decision.head->wholeOnPrimary : notConfirmed(input, *decision.head);
    // A save that is whole nowhere cannot be sent: it is torn, not pending.
    if (decision.torn && decision.head->onPrimary)
        decision.pending = false;
    return decision;
}

} // namespace tradestate
