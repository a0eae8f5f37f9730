// SPDX-License-Identifier: MIT
#include "core/manager/sessionprogram.h"

#include "core/manager/crashguard.h"
#include "core/manager/signalwatcher.h"

namespace tradestate {

namespace {

Error withCandidates(Error error, const std::vector<SaveRecord>& candidates)
{
    QStringList lines;
    for (const SaveRecord& candidate : candidates)
        lines.append(
            QStringLiteral("%1 (%2, %3)").arg(candidate.saveId, candidate.recordedAt.toRecordText(), candidate.writer));
    if (!lines.isEmpty())
        error.reason = lines.join(QStringLiteral("; "));
    return error;
}

} // namespace

Result<SaveReport> runSession(TradingSession& session, const QString& continueFrom,
    const std::function<void(const SessionStart&, const std::stop_token&)>& trade)
{
    const CrashGuard guard(session);
    std::stop_source stop;
    const auto signals = SignalWatcher::start([&stop](int) { stop.request_stop(); });
    if (!signals)
        return tl::unexpected(signals.error());
    auto start = session.initialize(stop.get_token());
    if (start && start->mustChoose && !continueFrom.isEmpty())
        start = session.continueFrom(continueFrom, stop.get_token());
    if (!start)
        return tl::unexpected(start.error());
    if (start->mustChoose)
        return tl::unexpected(withCandidates(*start->mustChoose, start->candidates));
    trade(*start, stop.get_token());
    return session.shutdown();
}

} // namespace tradestate
