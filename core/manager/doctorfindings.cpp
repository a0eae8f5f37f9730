// SPDX-License-Identifier: MIT
#include "core/base/plaintext.h"
#include "core/manager/doctorreport.h"

#include <algorithm>

namespace tradestate {

namespace {

/// What belongs together for a person, and what to do about it.
struct FindingGroup
{
    const char* id;
    const char* title;
    QStringList codes;
    const char* whatToDo;
};

const std::vector<FindingGroup>& groups()
{
    static const std::vector<FindingGroup> all {
        { "ghosts", "Suspected ghosts", { findings::suspectedGhost, findings::returnedGhost },
            "Compare with the broker, leg by leg. What is closed there goes for good with: state-manager remove PAIR "
            "--reason T (or restore --purge-ghosts for all); otherwise the Python system loads it at its next start." },
        { "vanished", "Positions that vanished", { findings::vanished, findings::freshStart },
            "Compare with the broker. What is still open there comes back with: state-manager restore --save SAVE "
            "--only PAIR; history lists the saves." },
        { "placeholders", "Placeholder entries", { findings::placeholderEntry },
            "Take price and quantity from the broker until the trading system's next save holds the real ones." },
        { "checksums", "Checksums", { findings::checksumMismatch, findings::noChecksum },
            "Do not rely on the named rows: compare them with the broker, or with an earlier save (history, diff)." },
        { "counts", "Completeness",
            { findings::countMismatch, findings::partial, findings::salvaged, findings::nothingRead },
            "Compare the positions with the broker: some may be missing here." },
        { "rows", "Fields of positions and pair states",
            { findings::missingField, findings::invalidValue, findings::notANumber, findings::unknownDirection,
                findings::duplicatePair },
            "See the rows with: state-manager check. They are kept as they are; the trading system has to write them "
            "right." },
        { "pair-states", "Pair states and positions", { findings::pairPositionConflict },
            "Compare with the broker which of both is true; state-manager remove PAIR takes a closed position off." },
        { "portfolio", "Portfolio figures", { findings::defaultEquity, findings::olderPortfolio },
            "Take equity and profit from the broker; these figures are not measured or not of this save." },
        { "times", "Times", { findings::naiveTime, findings::futureTime },
            "Set TRADING_STATE_TIMEZONE to the zone of the trading system's machine, and set all clocks." },
        { "nesting", "Nested portfolios", { findings::droppedNesting },
            "Nothing is lost: the copies of older portfolios are left out when this program writes." },
    };
    return all;
}

/// Told by a check of the connection or the settings.
bool isToldElsewhere(const QString& code)
{
    return code == findings::retention || code == findings::clockDifference;
}

DoctorSeverity severityOf(Severity severity)
{
    switch (severity) {
    case Severity::Information:
        return DoctorSeverity::Note;
    case Severity::Warning:
        return DoctorSeverity::Warning;
    case Severity::Error:
        return DoctorSeverity::Error;
    }
    return DoctorSeverity::Error;
}

void take(DoctorCheck& check, const Finding& finding)
{
    QString where = finding.pair;
    if (!finding.field.isEmpty())
        where += (where.isEmpty() ? QString() : QStringLiteral(" ")) + finding.field;
    check.evidence.append(withoutControls(
        QStringLiteral("%1%2: %3")
            .arg(finding.code, where.isEmpty() ? QString() : QStringLiteral(" · ") + where, finding.message)));
    check.severity = std::max(check.severity, severityOf(finding.severity));
    if (finding.severity == Severity::Error)
        check.trouble = DoctorTrouble::Invalid;
}

/// Not stored is not 0: the strategy starts such a pair without its cooldown.
void addUnknownFigures(DoctorReport& report, const TradingState& state)
{
    qsizetype cooldowns = 0;
    qsizetype scores = 0;
    for (const auto& [key, pair] : state.pairStates) {
        cooldowns += pair.cooldown() ? 0 : 1;
        scores += pair.zScore() ? 0 : 1;
    }
    DoctorCheck check = doctorCheck("unknown-figures", "Cooldowns and z-scores");
    const auto tell = [&](qsizetype missing, const QString& what) {
        if (missing == 0)
            return;
        check.severity = DoctorSeverity::Note;
        check.evidence.append(QStringLiteral("%1 of %2 pair states have no %3 stored: it is unknown, not 0")
                                  .arg(missing)
                                  .arg(state.pairStates.size())
                                  .arg(what));
    };
    tell(cooldowns, QStringLiteral("cooldown"));
    tell(scores, QStringLiteral("z-score"));
    if (check.evidence.isEmpty())
        check.evidence = { QStringLiteral("All stored") };
    report.checks.push_back(std::move(check));
}

} // namespace

void addFindingChecks(DoctorReport& report, const Snapshot& snapshot)
{
    std::vector<const Finding*> left;
    for (const Finding& finding : snapshot.findings) {
        if (!isToldElsewhere(finding.code))
            left.push_back(&finding);
    }
    for (const FindingGroup& group : groups()) {
        DoctorCheck check = doctorCheck(group.id, group.title);
        std::erase_if(left, [&](const Finding* finding) {
            if (!group.codes.contains(finding->code))
                return false;
            take(check, *finding);
            return true;
        });
        if (check.evidence.isEmpty() && !snapshot.record)
            continue; // there is nothing of which it could be said
        if (check.evidence.isEmpty())
            check.evidence = { QStringLiteral("Nothing found") };
        else
            check.whatToDo = QString::fromUtf8(group.whatToDo);
        report.checks.push_back(std::move(check));
    }
    if (snapshot.record)
        addUnknownFigures(report, snapshot.state);
    if (left.empty())
        return;
    DoctorCheck others = doctorCheck("other-findings", "Other findings");
    for (const Finding* finding : left)
        take(others, *finding);
    others.whatToDo = QStringLiteral("See them with: state-manager check.");
    report.checks.push_back(std::move(others));
}

} // namespace tradestate
