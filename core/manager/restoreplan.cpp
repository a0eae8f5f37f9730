// SPDX-License-Identifier: MIT
#include "core/manager/restoreplan.h"

#include "core/documents/canonical.h"
#include "core/manager/changeplanrows.h"
#include "core/manager/restorewarnings.h"
#include "core/state/validation.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace tradestate {

namespace {

/// The source's state, where it may not remove or lacks parts completed with what is on record.
TradingState completed(const PlanSource& source, const TradingState& now)
{
    TradingState state = source.state;
    if (!source.hasPositions)
        state.positions = now.positions;
    if (!source.hasPairStates)
        state.pairStates = now.pairStates;
    // Even a document without a portfolio or session holds a field or two of it; where nothing is on record they stay.
    if (!source.hasPortfolio && !now.portfolio.fields().empty())
        state.portfolio = now.portfolio;
    if (!source.hasSession && !now.session.fields().empty())
        state.session = now.session;
    if (!source.complete) {
        state.positions.insert(now.positions.begin(), now.positions.end());
        state.pairStates.insert(now.pairStates.begin(), now.pairStates.end());
    }
    return state;
}

bool isMarkedDeleted(const PlanRow& row)
{
    const Json* deleted = row.proposed ? row.proposed->find("deleted") : nullptr;
    const bool* value = deleted ? deleted->asBool() : nullptr;
    return value && *value;
}

/// Pairs of a damaged document that lack fields. Looked for here: its findings may have been switched off.
std::set<QString> incompletePairs(const PlanSource& source, const PlanContext& context)
{
    std::set<QString> pairs;
    if (!source.salvaged)
        return pairs;
    for (const Finding& finding : validate(source.state, { context.now, context.writerZone, true })) {
        if (finding.code == findings::missingField)
            pairs.insert(finding.pair);
    }
    return pairs;
}

/// Why a row that differs is not taken unless somebody ticks it; empty where it is.
QString whyUnticked(const PlanRow& row, const PlanSource& source, const std::set<QString>& incomplete,
    const ChangePlan& plan, const PlanOptions& options)
{
    const bool ofPair = row.part == StatePart::Position || row.part == StatePart::PairState;
    if (!options.only.isEmpty() && (!ofPair || !options.only.contains(row.key)))
        return QCoreApplication::translate("RestorePlan", "Not among the chosen pairs.");
    if (source.salvaged && !options.acceptSalvaged)
        return QCoreApplication::translate("RestorePlan", "The document is damaged; this is what could be salvaged.");
    if (row.part != StatePart::Position || !row.proposed)
        return QString();
    if (incomplete.contains(row.key))
        return QCoreApplication::translate(
            "RestorePlan", "The document is damaged, and fields of this position are missing.");
    if (isMarkedDeleted(row))
        return QCoreApplication::translate("RestorePlan", "The backup marks it as deleted.");
    const auto pairState = plan.proposed.pairStates.find(row.key);
    if (pairState != plan.proposed.pairStates.end() && pairState->second.position() == PairPosition::None)
        return QCoreApplication::translate("RestorePlan", "Its pair state says that there is no position.");
    return QString();
}

void addSourceBlockers(ChangePlan& plan, const PlanSource& source, const PlanOptions& options)
{
    if (source.nothingRead) {
        plan.blockers.push_back({ ErrorCode::NothingRead, source.name, {} });
        return;
    }
    if (options.acceptSalvaged)
        return;
    if (source.salvaged)
        plan.blockers.push_back({ ErrorCode::SalvagedOnly, source.name, {} });
    else if (source.proof == Proof::Torn && source.isFile)
        plan.blockers.push_back({ ErrorCode::ChecksumMismatch, source.name, {} });
    else if (source.proof == Proof::Torn)
        plan.blockers.push_back({ ErrorCode::TornSave, source.name, {} });
}

void addUnknownPairs(ChangePlan& plan, const PlanOptions& options)
{
    for (const QString& pair : options.only) {
        const bool known
            = std::any_of(plan.rows.begin(), plan.rows.end(), [&pair](const PlanRow& row) { return row.key == pair; });
        if (!known)
            plan.blockers.push_back(
                { ErrorCode::NoSuchPair, pair, QStringLiteral("neither on record nor in %1").arg(plan.source) });
    }
}

/// The candidate of a fork that the source is; choosing it gives the others up.
bool resolveFork(ChangePlan& plan, const Snapshot& snapshot, const PlanSource& source)
{
    if (!snapshot.has(Condition::Fork) || source.isFile || !source.record)
        return false;
    const QString chosen = source.record->saveId;
    std::vector<QString> others;
    bool isCandidate = false;
    for (const SaveRecord& candidate : snapshot.forkCandidates) {
        if (candidate.saveId == chosen)
            isCandidate = true;
        else
            others.push_back(candidate.saveId);
    }
    if (!isCandidate)
        return false;
    plan.purpose = ChangePurpose::Choose;
    plan.head = source.record;
    plan.resolves = std::move(others);
    return true;
}

} // namespace

PlanSource planSourceOf(const Document& document, const QString& path)
{
    PlanSource source;
    source.name = path;
    source.state = document.state;
    source.hasPositions = document.hasPositions;
    source.hasPairStates = document.hasPairStates;
    source.hasPortfolio = document.hasPortfolio;
    source.hasSession = document.hasSession;
    // One that does not match its checksum may have lost rows, so it may not remove any.
    source.complete = document.isComplete() && document.proof != Proof::Torn;
    source.salvaged = document.salvaged;
    source.nothingRead = document.nothingRead;
    source.fromPython = document.shape != DocumentShape::Native
        || (document.record && document.record->folder == QLatin1String("python"));
    source.record = document.record;
    source.proof = document.proof;
    source.findings = document.findings;
    source.recovered = document.recovered;
    source.stateTime = document.stateTime;
    return source;
}

PlanSource planSourceOf(const StoredSave& save)
{
    PlanSource source;
    source.name = save.record.saveId;
    source.state = save.state;
    source.complete = save.proof != Proof::Torn;
    source.fromPython = save.record.folder == QLatin1String("python");
    source.isFile = false;
    source.record = save.record;
    source.proof = save.proof;
    source.findings = save.findings;
    source.stateTime = save.record.savedAt;
    return source;
}

PlanContext planContextOf(const Settings& settings, const Timestamp& now)
{
    return { now, settings.readOnly, settings.barSeconds, settings.writerZone, settings.layout };
}

ChangePlan makeRestorePlan(
    const Snapshot& snapshot, const PlanSource& source, const PlanOptions& options, const PlanContext& context)
{
    ChangePlan plan = planFrom(snapshot);
    plan.purpose = ChangePurpose::Restore;
    plan.source = source.name;
    plan.sourceIsFile = source.isFile;
    plan.sourceRecord = source.record;
    plan.sourceProof = source.proof;
    plan.sourceComplete = source.complete;
    plan.findings = source.findings;
    plan.recovered = source.recovered;
    if (!source.nothingRead)
        plan.sourceChecksum = stateChecksum(source.state);
    const bool choosing = resolveFork(plan, snapshot, source);
    plan.putsBack = snapshot.isMissedByPrimary();
    plan.layout = layoutToWrite(snapshot, source, context);

    // A backup of nothing read holds no row: it must not even look like a flat book.
    plan.proposed = source.nothingRead ? snapshot.state : completed(source, snapshot.state);
    plan.countsItself
        = source.hasPortfolio && source.hasPositions && plan.proposed.positions.size() == source.state.positions.size();
    plan.rows = planRows(plan.now, plan.proposed);
    const std::set<QString> incomplete = incompletePairs(source, context);
    for (PlanRow& row : plan.rows) {
        if (row.kind == ChangeKind::Unchanged) {
            row.ticked = options.only.isEmpty();
            continue;
        }
        // A fork's candidate is chosen whole; what another save says of its rows is not to judge them.
        if (!choosing || !options.only.isEmpty())
            row.reason = whyUnticked(row, source, incomplete, plan, options);
        row.ticked = row.reason.isEmpty();
    }
    if (options.purgeGhosts) {
        for (const Position& ghost : snapshot.ghosts)
            plan.purges.push_back(ghost.pair());
    }

    addSourceBlockers(plan, source, options);
    addUnknownPairs(plan, options);
    addObstacles(plan, snapshot, context);
    const bool differs = std::any_of(
        plan.rows.begin(), plan.rows.end(), [](const PlanRow& row) { return row.kind != ChangeKind::Unchanged; });
    if (!differs && !plan.changesAnything() && plan.blockers.empty())
        plan.blockers.push_back({ ErrorCode::NothingToChange, source.name, {} });
    addRestoreWarnings(plan, snapshot, source, context);
    warnOfRowsBroughtBack(plan, snapshot, options.keepRemoved);
    return plan;
}

} // namespace tradestate
