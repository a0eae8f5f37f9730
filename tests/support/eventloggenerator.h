// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/eventlog.h"
#include "core/influx/influxclient.h"
#include "core/state/tradingstate.h"

namespace tradestate::test {

struct EventLogShape
{
    int saves = 100;
    int pairs = 15; ///< a save has a pair state of each
    int positions = 6; ///< held at first, at least four
    qint64 lastSave = 1'795'425'324'580'557'000; ///< nanoseconds
};

/// An event log as the Python system writes one, and what must be read from it.
struct GeneratedEventLog
{
    std::vector<LogEvent> events; ///< oldest first
    Positions positions; ///< of the last save
    PairStates pairStates;
    QString ghost; ///< missing from some save on without being deleted
    QString deleted; ///< closed by a delete marker
    QString returned; ///< missing from one save, then back
};

/// One save every five minutes. Every value is the same for the same shape.
[[nodiscard]] GeneratedEventLog generateEventLog(const EventLogShape& shape);
[[nodiscard]] std::vector<std::string> linesOfEvents(const std::vector<LogEvent>& events);
/// Writes a log of at least so many events, fifteen pairs and six positions. False, and why on stderr, where it failed.
[[nodiscard]] bool fillEventLog(InfluxClient& client, int events);

} // namespace tradestate::test
