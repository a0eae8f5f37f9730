// SPDX-License-Identifier: MIT
#include "core/manager/liveguard.h"

#include "core/manager/status.h"

#include <map>

namespace tradestate {

namespace {

bool isPythons(const SaveRecord& record)
{
    return record.folder == QLatin1String("python");
}

/// Saves that a person asked for say nothing of whether the trading system runs.
bool isByHand(const SaveRecord& record)
{
    return !isPythons(record)
        && (isChangeByHand(record.reason) || record.reason == SaveReason::Manual
            || record.reason == SaveReason::Migration);
}

bool keepsRunning(const SaveRecord& record)
{
    return isPythons(record) || record.reason == SaveReason::Trade || record.reason == SaveReason::Periodic
        || record.reason == SaveReason::Start;
}

QString shownDuration(qint64 seconds)
{
    if (seconds < 120)
        return QStringLiteral("%1 s").arg(seconds);
    return seconds < 7200 ? QStringLiteral("%1 min").arg(seconds / 60) : QStringLiteral("%1 h").arg(seconds / 3600);
}

} // namespace

std::optional<LiveSystem> liveSystem(const LiveInput& input)
{
    std::map<QString, const SaveRecord*> newest;
    for (const SaveRecord& record : input.recent) {
        if (record.writer == input.ownWriter && !isPythons(record))
            continue;
        if (isByHand(record))
            continue;
        // The Python system's saves name no process; all of them are one writer.
        const SaveRecord*& known = newest[isPythons(record) ? QStringLiteral("python") : record.writer];
        if (!known || known->savedAt < record.savedAt)
            known = &record;
    }
    const SaveRecord* youngest = nullptr;
    for (const auto& [writer, record] : newest) {
        const bool young = secondsBetween(record->recordedAt, input.now) < 2 * qint64(input.saveIntervalSeconds);
        if (keepsRunning(*record) && young && (!youngest || youngest->recordedAt < record->recordedAt))
            youngest = record;
    }
    const bool locked = input.sessionHolder && *input.sessionHolder != input.ownWriter;
    if (!youngest && !locked)
        return std::nullopt;

    LiveSystem live;
    live.holdsSessionLock = locked;
    if (locked) {
        live.writer = *input.sessionHolder;
        const auto own = newest.find(live.writer);
        youngest = own == newest.end() ? nullptr : own->second;
    }
    if (youngest) {
        live.writer = isPythons(*youngest) && youngest->writer.isEmpty() ? QStringLiteral("the Python trading system")
                                                                         : youngest->writer;
        live.lastSave = youngest->recordedAt;
        live.nextSaveDue
            = youngest->recordedAt.plusNanoseconds(qint64(input.saveIntervalSeconds) * nanosecondsPerSecond);
    }
    return live;
}

Error liveError(const LiveSystem& live, const Timestamp& now)
{
    QStringList reasons;
    if (live.lastSave && live.nextSaveDue) {
        reasons.append(QStringLiteral("it saved %1 ago").arg(shownDuration(secondsBetween(*live.lastSave, now))));
        const qint64 due = secondsBetween(now, *live.nextSaveDue);
        reasons.append(due > 0 ? QStringLiteral("its next save is due in %1").arg(shownDuration(due))
                               : QStringLiteral("its next save is overdue"));
    }
    if (live.holdsSessionLock)
        reasons.append(QStringLiteral("it holds the session lock"));
    return { ErrorCode::TradingSystemLive, live.writer, reasons.join(QStringLiteral("; ")) };
}

} // namespace tradestate
