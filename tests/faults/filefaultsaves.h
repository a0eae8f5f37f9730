// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/timestamp.h"
#include "core/files/replicationnotes.h"
#include "tests/core/files/saves.h"

namespace tradestate::testing {

// What the helper writes, known to the test as well, so that "old or new, never a mix" can be checked exactly.

inline const Timestamp faultTime = Timestamp::parse(QStringLiteral("2025-07-20T08:00:00Z")).value();

inline StoredSave faultSave(const QString& folder, bool isNew)
{
    const Timestamp time = faultTime.plusNanoseconds(isNew ? nanosecondsPerSecond : 0);
    StoredSave save = saveOf(stateOf(isNew ? 40 : 3, isNew ? 2 : 1), folder, time, SaveReason::Trade);
    save.record.saveId = isNew ? QStringLiteral("22222222-2222-4222-8222-222222222222")
                               : QStringLiteral("11111111-1111-4111-8111-111111111111");
    seal(save.record, save.state);
    return save;
}

inline std::string faultBackup()
{
    std::string bytes;
    for (int i = 0; i < 4000; ++i)
        bytes += std::to_string(i) + '\n';
    return bytes;
}

inline PrimaryKey faultPrimary()
{
    return PrimaryKey { QStringLiteral("http://localhost:8086"), {}, QStringLiteral("b"), QStringLiteral("default"),
        QStringLiteral("tables") };
}

inline ConfirmedSave faultConfirmed(bool isNew)
{
    const SaveRecord record = faultSave(QStringLiteral("f"), isNew).record;
    return ConfirmedSave { record.saveId, record.folder, record.savedAt, record.savedAt };
}

} // namespace tradestate::testing
