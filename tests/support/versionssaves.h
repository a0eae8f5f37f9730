// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/canonical.h"
#include "core/influx/versionslayout.h"
#include "core/influx/versionspoints.h"
#include "tests/support/stategenerator.h"

#include <algorithm>
#include <vector>

namespace tradestate::test {

inline const QString python = QStringLiteral("python");

inline const StoredSave* headOf(const std::vector<StoredSave>& heads, const QString& folder)
{
    for (const StoredSave& head : heads) {
        if (head.record.folder == folder)
            return &head;
    }
    return nullptr;
}

/// A save of ours that follows what was read.
inline StoredSave nextSave(const TradingState& state, const std::vector<StoredSave>& heads, Timestamp savedAt,
    unsigned seed = 1, const QString& folder = QStringLiteral("folder-a"))
{
    StoredSave save;
    save.state = state;
    save.record = generateRecord(state, stateChecksum(state), seed);
    save.record.folder = folder;
    save.record.savedAt = savedAt;
    save.record.recordedAt = savedAt;
    save.record.knows.clear();
    for (const StoredSave& head : heads) {
        save.record.parentSaveId = head.record.saveId;
        for (const auto& [known, time] : head.record.knows)
            save.record.knows[known] = std::max(save.record.knows[known], time);
    }
    save.record.knows[folder] = savedAt;
    save.record.recordChecksum.reset();
    save.record.recordChecksum = recordChecksumOf(save.record);
    return save;
}

inline LogEvent pythonPosition(const QString& pair, qint64 time)
{
    LogEvent event;
    event.stateId = eventlog::positionPrefix + pair;
    event.stateType = QStringLiteral("position");
    event.operation = QStringLiteral("update");
    event.versionId = event.stateId + QStringLiteral("_update_") + Timestamp::fromNanoseconds(time).toMicrosecondText();
    event.time = time;
    event.data = "{\"direction\": \"long\", \"quantity\": 3.0, \"entry_price\": 4.5}";
    event.checksum = QStringLiteral("");
    return event;
}

/// Every event of the bucket, oldest first.
inline Result<std::vector<LogEvent>> allEvents(InfluxClient& client)
{
    auto events = VersionsReader(client, {}).events({}, {}, {});
    if (events)
        std::sort(events->begin(), events->end(), earlierEvent);
    return events;
}

} // namespace tradestate::test
