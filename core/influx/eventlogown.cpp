// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/influx/eventlogrows.h"
#include "core/influx/eventlogsave.h"

#include <algorithm>
#include <limits>

namespace tradestate {

namespace {

void proveOwn(StoredSave& save, EventRows& rows, bool portfolioFound)
{
    const SaveRecord& record = save.record;
    const auto positions = static_cast<qint64>(save.state.positions.size());
    const auto pairStates = static_cast<qint64>(save.state.pairStates.size());
    if (!record.recordChecksum) {
        rows.unproven();
        rows.tell(Severity::Warning, findings::noChecksum, {}, QStringLiteral("save.record_checksum"),
            QStringLiteral("The save record has no checksum of itself"));
    } else if (!recordChecksumHolds(record)) {
        rows.torn();
        rows.tell(Severity::Error, findings::checksumMismatch, {}, QStringLiteral("save.record_checksum"),
            QStringLiteral("The save record was changed after it was written: its checksum does not hold"));
    }
    if (!portfolioFound || record.positionCount != positions || record.pairStateCount != pairStates) {
        rows.torn();
        rows.tell(Severity::Error, findings::countMismatch, {}, QStringLiteral("save.counts"),
            QStringLiteral("The save has %1 positions and %2 pair states, but %3 and %4 are there%5")
                .arg(record.positionCount)
                .arg(record.pairStateCount)
                .arg(positions)
                .arg(pairStates)
                .arg(portfolioFound ? QString() : QStringLiteral(", and no portfolio")));
    }
    if (!record.checksum) {
        rows.unproven();
        rows.tell(Severity::Warning, findings::noChecksum, {}, QStringLiteral("save.checksum"),
            QStringLiteral("The save has no checksum of its state"));
    } else if (*record.checksum != stateChecksum(save.state)) {
        rows.torn();
        rows.tell(Severity::Error, findings::checksumMismatch, {}, QStringLiteral("save.checksum"),
            QStringLiteral("The state is not the one that was saved: its checksum does not hold"));
    }
}

/// Rows of the Python system on top of a save of ours, the newest version of each.
void overlay(StoredSave& save, EventRows& rows, const std::vector<LogEvent>& trades)
{
    std::map<QString, const LogEvent*> newest;
    for (const LogEvent& trade : trades) {
        const LogEvent*& known = newest[trade.stateId];
        if (!known || earlierEvent(*known, trade))
            known = &trade;
    }
    for (const auto& [stateId, trade] : newest) {
        const QString key = eventKey(*trade);
        const auto stored = save.state.positions.find(key);
        if (isDeletion(*trade)) {
            if (stored != save.state.positions.end())
                save.state.positions.erase(stored);
            continue;
        }
        EventData data = readEventData(*trade);
        const bool sameTrade = stored != save.state.positions.end()
            && directionFromText(textField(data.fields, "direction")) == stored->second.direction();
        if (!data.error && isPlaceholder(data.fields) && sameTrade)
            continue;
        rows.addPosition(*trade, std::move(data));
    }
    std::erase_if(save.ghosts, [&save](const Position& ghost) { return save.state.positions.contains(ghost.pair()); });
    std::erase_if(save.findings, [&save](const Finding& finding) {
        return finding.code == findings::suspectedGhost && save.state.positions.contains(finding.pair);
    });
}

} // namespace

SaveRecord recordOfCommit(const LogEvent& commit)
{
    SaveRecord record;
    if (const auto parsed = parseJson(commit.data)) {
        if (auto read = saveRecordFromJson(parsed->value))
            return std::move(*read);
    }
    record.saveId = ownSaveId(commit.versionId);
    record.folder = commit.userId;
    record.savedAt = Timestamp::fromNanoseconds(commit.time);
    record.recordedAt = record.savedAt;
    record.knows[record.folder] = record.savedAt;
    return record;
}

StoredSave ownSave(const LogEvent& commit, const std::vector<LogEvent>& rows)
{
    StoredSave save;
    save.record = recordOfCommit(commit);
    EventRows taken(save);
    bool portfolioFound = false;
    for (const LogEvent& row : rows) {
        if (ownSaveId(row.versionId) != save.record.saveId)
            continue;
        switch (eventPart(row)) {
        case EventPart::Position:
            taken.addPosition(row, readEventData(row));
            break;
        case EventPart::PairState:
            taken.addPairState(row);
            break;
        case EventPart::Portfolio:
            taken.addPortfolio(row);
            portfolioFound = true;
            break;
        case EventPart::Commit:
        case EventPart::Other:
            break;
        }
    }
    proveOwn(save, taken, portfolioFound);
    save.proof = taken.proof();
    return save;
}

void addGhosts(StoredSave& save, const std::vector<LogEvent>& newestVersions)
{
    EventRows rows(save);
    for (const LogEvent& event : newestVersions) {
        if (eventPart(event) == EventPart::Position && !isDeletion(event)
            && !save.state.positions.contains(eventKey(event)))
            rows.addGhost(event, false);
    }
}

std::optional<StoredSave> pythonTradesAfter(const StoredSave& own, const std::optional<StoredSave>& python,
    const std::vector<LogEvent>& positionEvents, const EventLogOptions& options)
{
    const auto known = own.record.knows.find(eventlog::pythonFolder);
    std::vector<LogEvent> trades;
    for (const LogEvent& event : positionEvents) {
        const bool isKnown = known != own.record.knows.end() && event.time <= known->second.nanoseconds();
        if (!isKnown && eventPart(event) == EventPart::Position && ownSaveId(event.versionId).isEmpty())
            trades.push_back(event);
    }
    if (trades.empty())
        return std::nullopt;
    std::sort(trades.begin(), trades.end(), earlierEvent);
    const LogEvent& newest = trades.back();
    // Where our save does not know what came before it, the two lines are apart, and the Python one goes on from its
    // own last save.
    const bool apart
        = (python && !knows(own.record, python->record)) || trades.front().time < own.record.savedAt.nanoseconds();
    StoredSave save = apart && python ? *python : own;
    const QString parent = save.record.saveId;
    EventRows rows(save);
    overlay(save, rows, trades);
    if (save.proof == Proof::Torn)
        rows.torn();
    else if (save.proof != Proof::Verified)
        rows.unproven();
    save.proof = rows.proof();
    save.tradesSince = static_cast<qint64>(trades.size());

    SaveRecord record = pythonMarkRecord(newest, options.account, {});
    record.reason = SaveReason::Trade;
    record.parentSaveId = parent;
    record.knows = save.record.knows;
    if (!apart)
        record.knows[own.record.folder] = own.record.savedAt;
    record.knows[eventlog::pythonFolder] = record.savedAt;
    save.record = std::move(record);
    completePythonRecord(save);
    return save;
}

std::optional<VersionGap> newestGap(const std::vector<qint64>& versionTimes, const std::vector<qint64>& portfolioTimes)
{
    for (size_t i = versionTimes.size(); i > 1; --i) {
        const qint64 before = versionTimes[i - 2];
        const qint64 after = versionTimes[i - 1];
        const auto first = std::lower_bound(portfolioTimes.begin(), portfolioTimes.end(), before);
        // The first portfolio ends the save that the version belongs to; a second one was written without it.
        if (first != portfolioTimes.end() && first + 1 != portfolioTimes.end() && *(first + 1) < after)
            return VersionGap { before, after };
    }
    return std::nullopt;
}

bool cameBack(const VersionGap& gap, const std::vector<LogEvent>& versions, const std::vector<LogEvent>& portfolios,
    const std::vector<OwnCommit>& commits, const QTimeZone& zoneOfNaive)
{
    const auto counts = [&commits](const LogEvent& event) {
        const QString saveId = ownSaveId(event.versionId);
        return saveId.isEmpty() || std::any_of(commits.begin(), commits.end(), [&saveId](const OwnCommit& commit) {
            return commit.saveId == saveId;
        });
    };
    const LogEvent* before = nullptr;
    const LogEvent* after = nullptr;
    for (const LogEvent& version : versions) {
        if (isDeletion(version) || !counts(version))
            continue;
        if (version.time > gap.before && version.time < gap.after)
            return false; // no gap after all
        if (version.time == gap.after)
            after = &version;
        else if (version.time <= gap.before && (!before || earlierEvent(*before, version)))
            before = &version;
    }
    // What a restore of ours brought back was meant to come back.
    if (!before || !after || !ownSaveId(after->versionId).isEmpty())
        return false;
    const auto saves = std::count_if(portfolios.begin(), portfolios.end(), [&](const LogEvent& portfolio) {
        const bool inGap = portfolio.time >= gap.before && portfolio.time < gap.after;
        return inGap && (ownSaveId(portfolio.versionId).isEmpty() ? isPythonSaveMark(portfolio) : counts(portfolio));
    });
    if (saves < 2)
        return false;
    const auto entryOf = [&zoneOfNaive](const LogEvent& event) {
        return timeField(readEventData(event).fields, "entry_time", zoneOfNaive);
    };
    const auto entry = entryOf(*after);
    return entry && entry == entryOf(*before);
}

} // namespace tradestate
