// SPDX-License-Identifier: MIT
#include "app/state_manager/exitcode.h"

#include <algorithm>

namespace tradestate {

Exit exitFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::WrongUse:
    case ErrorCode::InvalidSetting:
    case ErrorCode::MissingSetting:
    case ErrorCode::ReasonRequired:
        return Exit::WrongUse;
    case ErrorCode::NotJson:
    case ErrorCode::CutOff:
    case ErrorCode::NestedTooDeep:
    case ErrorCode::DuplicateKey:
    case ErrorCode::InvalidText:
    case ErrorCode::InvalidNumber:
    case ErrorCode::InvalidTime:
    case ErrorCode::NotAState:
    case ErrorCode::NothingRead:
    case ErrorCode::SalvagedOnly:
    case ErrorCode::ChecksumMismatch:
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::Forked:
    case ErrorCode::TornSave:
        return Exit::Invalid;
    case ErrorCode::NothingStored:
        return Exit::NothingStored;
    case ErrorCode::NotConfirmed:
        return Exit::NotConfirmed;
    default:
        return Exit::Failed;
    }
}

Exit exitFor(Condition status)
{
    switch (status) {
    case Condition::Unreachable:
        return Exit::Failed;
    case Condition::Fork:
    case Condition::Torn:
        return Exit::Invalid;
    case Condition::Empty:
        return Exit::NothingStored;
    case Condition::Pending:
    case Condition::Stale:
    case Condition::Unverified:
    case Condition::Flat:
    case Condition::Verified:
        break;
    }
    return Exit::Done;
}

Exit exitForViewed(const Snapshot& snapshot)
{
    const bool damaged = std::any_of(snapshot.findings.begin(), snapshot.findings.end(), [](const Finding& finding) {
        return finding.code == findings::salvaged || finding.code == findings::nothingRead
            || finding.code == findings::checksumMismatch;
    });
    return damaged ? Exit::Invalid : exitFor(snapshot.status());
}

Exit exitFor(const std::vector<VerifyLine>& lines)
{
    static const QStringList sound { QStringLiteral("verified"), QStringLiteral("unverified"), QStringLiteral("flat"),
        QStringLiteral("pending"), QStringLiteral("stale") };
    static const QStringList notRead { QStringLiteral("unreachable") };
    static const QStringList nothing { QStringLiteral("empty") };
    Exit worst = Exit::NothingStored;
    for (const VerifyLine& line : lines) {
        if (nothing.contains(line.status))
            continue;
        if (notRead.contains(line.status))
            worst = worst == Exit::Invalid ? worst : Exit::Failed;
        else if (!sound.contains(line.status))
            worst = Exit::Invalid;
        else if (worst == Exit::NothingStored)
            worst = Exit::Done;
    }
    return worst;
}

} // namespace tradestate
