// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"
#include "ui/models/recordrow.h"

#include <QTimeZone>

namespace tradestate {

/// How the tables read and show times and cooldowns.
struct TableOptions
{
    QTimeZone shownZone = QTimeZone::utc();
    QTimeZone writerZone = QTimeZone::utc(); ///< of stored times without a zone
    int barSeconds = 0; ///< 0: unknown

    [[nodiscard]] bool operator==(const TableOptions&) const = default;
};

/// The rows of every table, ready to be merged; made off the UI thread.
struct TableData
{
    RecordRows positions;
    RecordRows ghosts;
    RecordRows pairStates;
    int longCount = 0;
    int shortCount = 0;
};

[[nodiscard]] TableData makeTableData(const Snapshot& snapshot, const TableOptions& options);

} // namespace tradestate
