// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"

#include <QCoreApplication>

namespace tradestate {

/// A plan in words, for its preview and for the button that carries it out.
class PlanWords
{
    Q_DECLARE_TR_FUNCTIONS(tradestate::PlanWords)

public:
    /// "Change 1, add 1, remove 1": everything that confirming does, and nothing that it does not; empty where it does
    /// nothing.
    [[nodiscard]] static QString confirm(const ChangePlan& plan);
    /// What the button is called while there is nothing that it could do.
    [[nodiscard]] static QString confirm(ChangePurpose purpose);
    /// Where the rows come from, in one line or two.
    [[nodiscard]] static QString source(const ChangePlan& plan, const Timestamp& now, const QTimeZone& zone);
    /// What to read before confirming: what was recovered, what to mind, and the pairs that Python brings back, counted
    /// from the rows that are ticked now.
    [[nodiscard]] static QStringList warnings(const ChangePlan& plan);
    [[nodiscard]] static bool dependsOnTicks(const PlanWarning& warning);

    [[nodiscard]] static QString rowTitle(const PlanRow& row);
    /// "quantity, volume1", "+ added"
    [[nodiscard]] static QString rowChange(const PlanRow& row);
    /// The one number that a whole row is told by; "–" where there is no row.
    [[nodiscard]] static QString rowSummary(const std::optional<Json>& row);
    [[nodiscard]] static QString value(const Json& value);
};

} // namespace tradestate
