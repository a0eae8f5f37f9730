// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/log.h"
#include "core/influx/influxlayout.h"
#include "core/manager/changeplan.h"

#include <functional>

namespace tradestate {

/// What is on record at one moment, as an applier must know it.
struct CurrentRecord
{
    Snapshot snapshot;
    std::optional<SaveRecord> head; ///< the save that a new one follows, a torn one too
    std::vector<SaveRecord> fork; ///< in a fork every candidate
    std::optional<StoredSave> torn; ///< what was found of a torn head
};

/// A save that is to be made.
struct ChangeSave
{
    TradingState state;
    SaveReason reason = SaveReason::Restore;
    QString description;
    std::optional<RestoredFrom> restoredFrom;
    std::optional<SaveRecord> parent;
    std::vector<SaveRecord> resolved;
    QString layout; ///< see ChangePlan::layout
};

/// What an applier does its work with.
struct ChangeTools
{
    /// Reads journal and primary; what the primary holds is kept on this machine.
    std::function<Result<CurrentRecord>(const std::stop_token&)> read;
    /// Writes a rescue copy of what the snapshot shows and proves it by reading; its path.
    std::function<Result<QString>(const Snapshot&, const QString& description)> writeRescue;
    /// A copy of rows that could not be proven, beside the rescue copy.
    std::function<Result<QString>(const StoredSave&, const QString& description)> writeFound;
    /// Every event of these rows as line protocol; empty where the layout needs no removal.
    std::function<Result<std::string>(const RowKeys&, const std::stop_token&)> exportRows;
    /// Takes the events of exported rows away.
    std::function<Result<void>(const RowKeys&)> removeRows;
    /// Identity under the lock, then durably: HeadChanged where something was saved in between.
    std::function<Result<StoredSave>(const ChangeSave&, const std::stop_token&)> append;
    /// Sends it and says whether the primary has it.
    std::function<SaveReport(const SaveRecord&)> confirm;
    /// Reads the save back from this machine: its state must be what was meant.
    std::function<Result<void>(const StoredSave&)> readBack;
    Log* log = nullptr; ///< may be null
};

/// Carries a plan out: rescue copy (stops if it fails), everything read again (stops if the head is another), one save,
/// its proof, the banner in the log. Until the save is made nothing on record is touched, and it can be cancelled.
[[nodiscard]] Result<ChangeReport> applyChange(const ChangePlan& plan, const ApplyOptions& options,
    const ChangeTools& tools, const StepCallback& progress = {}, const std::stop_token& stop = {});

} // namespace tradestate
