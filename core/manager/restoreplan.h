// SPDX-License-Identifier: MIT
#pragma once

#include "core/config/settings.h"
#include "core/manager/changeplan.h"

namespace tradestate {

/// Where a plan's rows come from: a document or a past save, in one form.
struct PlanSource
{
    QString name; ///< path of the file, or the save's id
    TradingState state;
    bool hasPositions = true;
    bool hasPairStates = true;
    bool hasPortfolio = true;
    bool hasSession = true;
    bool complete = true; ///< may remove rows
    bool salvaged = false;
    bool nothingRead = false;
    bool fromPython = false; ///< written by the Python trading system
    bool isFile = true;
    std::optional<SaveRecord> record;
    Proof proof = Proof::None;
    std::vector<Finding> findings;
    std::vector<QString> recovered;
    std::optional<Timestamp> stateTime;
};

[[nodiscard]] PlanSource planSourceOf(const Document& document, const QString& path);
[[nodiscard]] PlanSource planSourceOf(const StoredSave& save);

/// What a plan must know beside the two states.
struct PlanContext
{
    Timestamp now;
    bool readOnly = false;
    int barSeconds = 0; ///< 0: unknown
    QTimeZone writerZone = QTimeZone::utc();
    LayoutChoice layout = LayoutChoice::Auto; ///< as set
};
[[nodiscard]] PlanContext planContextOf(const Settings& settings, const Timestamp& now);

/// What restoring the source over what is on record would change. Never fails: why it may not be applied stands in
/// blockers and forceable. A source that is one of a fork's candidates makes it a choice, which resolves the others.
[[nodiscard]] ChangePlan makeRestorePlan(
    const Snapshot& snapshot, const PlanSource& source, const PlanOptions& options, const PlanContext& context);

} // namespace tradestate
