// SPDX-License-Identifier: MIT
#include "core/manager/snapshot.h"

#include <algorithm>

namespace tradestate {

QString conditionText(Condition condition)
{
    switch (condition) {
    case Condition::Unreachable:
        return QStringLiteral("unreachable");
    case Condition::Fork:
        return QStringLiteral("fork");
    case Condition::Torn:
        return QStringLiteral("torn");
    case Condition::Pending:
        return QStringLiteral("pending");
    case Condition::Stale:
        return QStringLiteral("stale");
    case Condition::Unverified:
        return QStringLiteral("unverified");
    case Condition::Flat:
        return QStringLiteral("flat");
    case Condition::Verified:
        return QStringLiteral("verified");
    case Condition::Empty:
        return QStringLiteral("empty");
    }
    return QString();
}

bool Snapshot::has(Condition condition) const
{
    return std::find(conditions.begin(), conditions.end(), condition) != conditions.end();
}

bool Snapshot::hasFinding(const QString& code) const
{
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) { return finding.code == code; });
}

bool Snapshot::isMissedByPrimary() const
{
    return has(Condition::Pending) && !has(Condition::Unreachable) && !has(Condition::Fork) && !has(Condition::Torn);
}

bool Snapshot::isKnown() const
{
    const bool wasRead = record || viewing; // a file of the Python system has no record
    return wasRead && !has(Condition::Empty) && !hasFinding(findings::nothingRead);
}

std::vector<Condition> Snapshot::conditionsAt(const Timestamp& now) const
{
    std::vector<Condition> result = conditions;
    if (has(Condition::Stale) || !staleFrom || now < *staleFrom)
        return result;
    // The conditions stand worst first, in the order of the enumeration.
    result.insert(std::upper_bound(result.begin(), result.end(), Condition::Stale), Condition::Stale);
    return result;
}

std::optional<Error> whyToChoose(const Snapshot& snapshot)
{
    if (snapshot.has(Condition::Fork)) {
        return Error { ErrorCode::Forked, snapshot.store.url,
            QStringLiteral("%1 saves that do not know each other").arg(snapshot.forkCandidates.size()) };
    }
    if (snapshot.has(Condition::Torn)) {
        const SaveRecord* torn = snapshot.tornSave ? &*snapshot.tornSave
            : snapshot.record                      ? &*snapshot.record
                                                   : nullptr;
        return Error { ErrorCode::TornSave, torn ? torn->saveId : QString(), {} };
    }
    return std::nullopt;
}

} // namespace tradestate
