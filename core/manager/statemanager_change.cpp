// SPDX-License-Identifier: MIT
#include "core/manager/removeplan.h"
#include "core/manager/restoreplan.h"
#include "core/manager/statemanager_private.h"
#include "core/manager/undoplan.h"

namespace tradestate {

Result<PlanSource> StateManager::Private::planSource(
    RecordReading& view, const QString& fileOrSave, const std::stop_token& stop)
{
    if (namesFile(fileOrSave)) {
        const auto document = readDocumentFile(fileOrSave);
        if (!document)
            return tl::unexpected(document.error());
        return planSourceOf(*document, fileOrSave);
    }
    auto save = saveOfReference(view, fileOrSave, stop);
    if (!save)
        return tl::unexpected(save.error());
    return planSourceOf(*save);
}

Result<ChangePlan> StateManager::planRestore(
    const QString& fileOrSave, const PlanOptions& options, const std::stop_token& stop)
{
    auto view = d->readForChange(stop);
    if (!view)
        return tl::unexpected(view.error());
    const auto snapshot = d->snapshot(**view, stop);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    const auto source = d->planSource(**view, fileOrSave, stop);
    if (!source)
        return tl::unexpected(source.error());
    return makeRestorePlan(*snapshot, *source, options, planContextOf(d->settings, d->now()));
}

Result<ChangePlan> StateManager::planUndo(const PlanOptions& options, const std::stop_token& stop)
{
    auto view = d->readForChange(stop);
    if (!view)
        return tl::unexpected(view.error());
    const auto snapshot = d->snapshot(**view, stop);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    if (snapshot->has(Condition::Fork))
        return failure(ErrorCode::Forked, snapshot->store.url);
    const auto& change = snapshot->undoable;
    if (!change)
        return failure(ErrorCode::NothingToUndo, snapshot->store.url);
    auto before = d->stateBefore(**view, *change, stop);
    if (!before) {
        return failure(ErrorCode::NothingToUndo, change->saveId,
            QStringLiteral("neither its rescue file nor the save before it can be read"));
    }
    auto after = d->readSave(**view, *change, stop);
    if (!after)
        return tl::unexpected(after.error());
    if (after->proof == Proof::Torn)
        return failure(ErrorCode::TornSave, change->saveId);
    UndoInput input;
    input.change = *change;
    input.before = std::move(*before);
    input.after = std::move(after->state);
    input.beforeName = change->restoredFrom && !change->restoredFrom->rescueFile.isEmpty()
        ? change->restoredFrom->rescueFile
        : change->parentSaveId;
    return makeUndoPlan(*snapshot, input, planContextOf(d->settings, d->now()), options);
}

Result<ChangePlan> StateManager::planRemove(
    const QString& pair, const QString& reason, const PlanOptions& options, const std::stop_token& stop)
{
    auto view = d->readForChange(stop);
    if (!view)
        return tl::unexpected(view.error());
    const auto snapshot = d->snapshot(**view, stop);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    return makeRemovePlan(*snapshot, pair, reason, planContextOf(d->settings, d->now()), options);
}

} // namespace tradestate
