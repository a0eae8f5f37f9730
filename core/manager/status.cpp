// SPDX-License-Identifier: MIT
#include "core/manager/status.h"

namespace tradestate {

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
