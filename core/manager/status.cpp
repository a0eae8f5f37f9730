// SPDX-License-Identifier: MIT
#include "core/manager/status.h"

#include "core/base/inbackground.h"
#include "core/manager/outbox.h"
#include "core/state/validation.h"

#include <algorithm>

namespace tradestate {

namespace {

void addFindings(std::vector<Finding>& into, const std::vector<Finding>& more)
{
    for (const Finding& finding : more) {
        if (std::find(into.begin(), into.end(), finding) == into.end())
            into.push_back(finding);
    }
}

bool isFromTheFuture(const SaveRecord& record, const Timestamp& now)
{
    return secondsBetween(record.recordedAt, now) < -futureToleranceSeconds;
}

/// None where nothing more is expected.
std::optional<Timestamp> staleFrom(const SaveRecord& newest, const StatusInput& input)
{
    if (isFromTheFuture(newest, input.now))
        return input.now;
    if (newest.reason == SaveReason::Shutdown)
        return std::nullopt;
    return newest.recordedAt.plusNanoseconds(2 * qint64(input.saveIntervalSeconds) * nanosecondsPerSecond);
}

/// State, proof and findings of one save.
Snapshot contentOf(const StoredSave& save, const StatusInput& input)
{
    const ValidationContext context { input.now, input.writerZone, input.writerZoneIsSet };
    auto looking = inBackgroundIf(input.validate && save.state.positions.size() > rowsWorthAThread,
        [&] { return input.validate ? validate(save.state, context) : std::vector<Finding>(); });
    Snapshot snapshot;
    snapshot.record = save.record;
    snapshot.state = save.state;
    snapshot.ghosts = save.ghosts;
    snapshot.tradesSince = save.tradesSince;
    snapshot.proof = save.proof == Proof::None ? Proof::Unverified : save.proof;
    snapshot.ageSeconds = secondsBetween(save.record.recordedAt, input.now);
    snapshot.readAt = input.now;
    snapshot.writerZone = input.writerZone;
    addFindings(snapshot.findings, save.findings);
    if (input.before && !isPythonSave(save.record))
        addFindings(snapshot.findings, vanishedPositions(save.record, *input.before, save.state));
    if (isFromTheFuture(save.record, input.now)) {
        addFindings(snapshot.findings,
            { Finding { Severity::Warning, findings::futureTime, {}, QStringLiteral("recorded_at"),
                QStringLiteral("The save was recorded at %1, which is in the future: a clock is wrong.")
                    .arg(save.record.recordedAt.toRecordText()) } });
    }
    addFindings(snapshot.findings, looking.get());
    return snapshot;
}

} // namespace

Condition conditionOfProof(Proof proof, const TradingState& state)
{
    switch (proof) {
    case Proof::Torn:
        return Condition::Torn;
    case Proof::None:
    case Proof::Unverified:
        return Condition::Unverified;
    case Proof::Verified:
        break;
    }
    return state.positions.empty() ? Condition::Flat : Condition::Verified;
}

qint64 secondsBetween(const Timestamp& then, const Timestamp& now)
{
    const qint64 difference = now.nanoseconds() - then.nanoseconds();
    return difference / nanosecondsPerSecond - (difference % nanosecondsPerSecond < 0 ? 1 : 0);
}

std::vector<Finding> vanishedPositions(const SaveRecord& record, const TradingState& before, const TradingState& now)
{
    std::vector<Finding> found;
    if (record.reason == SaveReason::Trade || isChangeByHand(record.reason))
        return found;
    for (const auto& [key, position] : before.positions) {
        if (now.positions.contains(key))
            continue;
        found.push_back(Finding { Severity::Warning, findings::vanished, key, {},
            QStringLiteral("%1 was on record in the save before and is missing from this %2 save, without a trade.")
                .arg(key, saveReasonText(record.reason)) });
    }
    return found;
}

Snapshot snapshotOf(const StatusInput& input)
{
    const HeadDecision& decision = input.decision;
    Snapshot snapshot = input.shown ? contentOf(*input.shown, input) : Snapshot();
    snapshot.readAt = input.now;
    snapshot.pendingSaves = input.pendingSaves;
    snapshot.lostSaves = decision.lost;
    if (decision.empty) {
        snapshot.conditions = { Condition::Empty };
        return snapshot;
    }
    if (decision.unreachable)
        snapshot.conditions.push_back(Condition::Unreachable);
    if (!decision.head)
        return snapshot;

    const StoredSave& head = *decision.head->save;
    if (decision.isFork()) {
        snapshot.conditions.push_back(Condition::Fork);
        for (const HeadCandidate& candidate : decision.fork)
            snapshot.forkCandidates.push_back(candidate.save->record);
    }
    if (decision.torn) {
        snapshot.conditions.push_back(Condition::Torn);
        // One that stands alone is shown itself: there is no good one beside it.
        if (snapshot.record && snapshot.record->saveId != head.record.saveId) {
            snapshot.tornSave = head.record;
            snapshot.tornPositions = static_cast<qint64>(head.state.positions.size());
        }
        snapshot.proof = Proof::Torn;
        addFindings(snapshot.findings, head.findings);
    }
    if (decision.pending || input.pendingSaves > 0)
        snapshot.conditions.push_back(Condition::Pending);
    snapshot.staleFrom = staleFrom(head.record, input);
    // What is shown beside a torn save is proven, but it is not what is on record.
    if (!decision.torn)
        snapshot.conditions.push_back(conditionOfProof(snapshot.proof, snapshot.state));
    snapshot.conditions = snapshot.conditionsAt(input.now);
    return snapshot;
}

Snapshot snapshotOfSave(const StoredSave& save, const StatusInput& input)
{
    Snapshot snapshot = contentOf(save, input);
    snapshot.conditions = { conditionOfProof(snapshot.proof, snapshot.state) };
    snapshot.viewing = true;
    snapshot.viewingWhat = save.record.saveId;
    snapshot.mayWriteRecord = false;
    snapshot.whyNotWrite
        = Error { ErrorCode::ReadOnly, save.record.saveId, QStringLiteral("a past save is being viewed") };
    return snapshot;
}

Snapshot snapshotOfDocument(const Document& document, const QString& path, const Timestamp& now)
{
    Snapshot snapshot;
    snapshot.proof = document.proof == Proof::None ? Proof::Unverified : document.proof;
    snapshot.conditions = { conditionOfProof(snapshot.proof, document.state) };
    snapshot.record = document.record;
    snapshot.state = document.state;
    snapshot.ghosts = document.ghosts;
    snapshot.findings = document.findings;
    if (document.record)
        snapshot.ageSeconds = secondsBetween(document.record->recordedAt, now);
    else if (document.stateTime)
        snapshot.ageSeconds = secondsBetween(*document.stateTime, now);
    snapshot.readAt = now;
    snapshot.viewing = true;
    snapshot.viewingWhat = path;
    snapshot.recovered = document.recovered;
    snapshot.mayWriteRecord = false;
    snapshot.whyNotWrite = Error { ErrorCode::ReadOnly, path, QStringLiteral("a file is being viewed") };
    return snapshot;
}

} // namespace tradestate
