// SPDX-License-Identifier: MIT
#include "core/influx/versionslayout.h"
#include "core/influx/versionsconditions.h"

#include "core/influx/eventlogrows.h"
#include "core/influx/versionspoints.h"
#include "core/state/measured.h"

#include <algorithm>

namespace tradestate {

using namespace versions;

namespace {

/// Saves by others while the log is read; each makes the reading start again.
constexpr int mostReadings = 5;
/// What a list of saves may cost to say how many pair states each had.
constexpr int mostRowsCounted = 20'000;
/// Beyond that all saves are asked for.
constexpr int mostAsked = 1'000'000;

EventLogOptions optionsOf(const InfluxLayoutContext& context)
{
    EventLogOptions options;
    options.account = context.account;
    options.zoneOfNaive = context.zoneOfNaive;
    options.intervalNanoseconds = context.saveIntervalSeconds * nanosecondsPerSecond;
    return options;
}

std::optional<Decimal> measuredEquity(const TradingState& state, bool own)
{
    // The Python system measures only where it compares with the broker; it does not always say that it is it.
    return (own || reconciliationTime(state)) && portfolioIsMeasured(state) ? state.portfolio.totalValue()
                                                                            : std::nullopt;
}

/// How many of the times, newest first, lie in each of the stretches that end with the marks, newest first. A save
/// without any keeps those of the save before it.
std::vector<qint64> countsBetween(const std::vector<qint64>& times, const std::vector<qint64>& marks)
{
    std::vector<qint64> counts(marks.size(), 0);
    size_t next = 0;
    for (size_t i = 0; i < marks.size(); ++i) {
        while (next < times.size() && times[next] > marks[i])
            ++next;
        while (next < times.size() && (i + 1 == marks.size() || times[next] > marks[i + 1])) {
            ++counts[i];
            ++next;
        }
    }
    for (size_t i = counts.size(); i > 1; --i) {
        if (counts[i - 2] == 0)
            counts[i - 2] = counts[i - 1];
    }
    return counts;
}

bool newerFirst(const HistoryEntry& left, const HistoryEntry& right)
{
    return left.record.savedAt != right.record.savedAt ? left.record.savedAt > right.record.savedAt
                                                       : left.record.saveId < right.record.saveId;
}

} // namespace

VersionsLayout::VersionsLayout(InfluxClient& client, InfluxLayoutContext context)
    : m_client(client)
    , m_context(std::move(context))
    , m_reader(client, optionsOf(m_context))
{
}

Result<std::vector<QString>> VersionsLayout::newestMarks(const std::stop_token& stop)
{
    auto portfolio = m_reader.newestVersion(eventlog::portfolioId, m_newestPortfolio, stop);
    if (!portfolio)
        return tl::unexpected(portfolio.error());
    auto commit = m_reader.newestVersion(eventlog::commitId, m_newestCommit, stop);
    if (!commit)
        return tl::unexpected(commit.error());
    return std::vector<QString> { *portfolio, *commit };
}

Result<std::vector<StoredSave>> VersionsLayout::readHeads(const std::stop_token& stop)
{
    auto before = newestMarks(stop);
    if (!before)
        return tl::unexpected(before.error());
    for (int reading = 1;; ++reading) {
        auto commits = m_reader.commits(stop);
        if (!commits)
            return tl::unexpected(commits.error());
        auto heads = readHeadsOnce(*commits, stop);
        if (!heads)
            return heads;
        auto after = newestMarks(stop);
        if (!after)
            return tl::unexpected(after.error());
        // A save that came meanwhile would be seen in part.
        if (*after == *before)
            return heads;
        if (reading == mostReadings) {
            return failure(ErrorCode::ServerBusy, m_client.shownUrl(),
                QStringLiteral("saves are written faster than they can be read"));
        }
        before = std::move(after);
    }
}

Result<std::vector<StoredSave>> VersionsLayout::readHeadsOnce(
    const std::vector<OwnCommit>& commits, const std::stop_token& stop)
{
    auto own = readOwnHeads(commits, stop);
    if (!own)
        return own;
    std::vector<StoredSave> heads = std::move(*own);
    if (heads.empty()) {
        auto python = m_reader.pythonSave(commits, std::nullopt, stop);
        if (!python)
            return tl::unexpected(python.error());
        if (*python)
            heads.push_back(std::move(**python));
        return heads;
    }

    StoredSave& newest = *std::max_element(heads.begin(), heads.end(),
        [](const StoredSave& left, const StoredSave& right) { return left.record.savedAt < right.record.savedAt; });
    auto portfolio = m_reader.newestPythonPortfolio(stop);
    if (!portfolio)
        return tl::unexpected(portfolio.error());
    const bool ownIsNewer = !*portfolio || (*portfolio)->time < newest.record.savedAt.nanoseconds();
    std::optional<StoredSave> python;
    if (!ownIsNewer || *portfolio) {
        auto read
            = m_reader.pythonSave(commits, ownIsNewer ? std::optional<qint64>((*portfolio)->time) : std::nullopt, stop);
        if (!read)
            return tl::unexpected(read.error());
        python = std::move(*read);
    }
    if (ownIsNewer) {
        auto positions = m_reader.newestPositions(commits, newest.record.savedAt.nanoseconds(), stop);
        if (!positions)
            return tl::unexpected(positions.error());
        addGhosts(newest, *positions);
        auto trades = readTradesAfter(newest, python, stop);
        if (!trades)
            return tl::unexpected(trades.error());
        if (*trades)
            python = std::move(*trades);
    }
    if (python)
        heads.push_back(std::move(*python));
    return heads;
}

Result<std::optional<StoredSave>> VersionsLayout::readTradesAfter(
    const StoredSave& own, const std::optional<StoredSave>& python, const std::stop_token& stop)
{
    const auto known = own.record.knows.find(eventlog::pythonFolder);
    qint64 since = known == own.record.knows.end() ? 0 : known->second.nanoseconds();
    if (python)
        since = std::max(since, python->record.savedAt.nanoseconds());
    auto events = m_reader.pythonPositionsAfter(since, stop);
    if (!events)
        return tl::unexpected(events.error());
    return pythonTradesAfter(own, python, *events, optionsOf(m_context));
}

Result<std::vector<StoredSave>> VersionsLayout::readOwnHeads(
    const std::vector<OwnCommit>& commits, const std::stop_token& stop)
{
    std::map<QString, OwnCommit> newest;
    for (const OwnCommit& commit : commits)
        newest[commit.folder] = commit;
    std::vector<StoredSave> heads;
    for (const auto& [folder, commit] : newest) {
        auto event = commitOf(commit.saveId, commit.time, stop);
        if (!event)
            return tl::unexpected(event.error());
        if (!*event)
            continue; // gone meanwhile: the log is read again
        auto save = m_reader.ownSaveOf(**event, stop);
        if (!save)
            return tl::unexpected(save.error());
        heads.push_back(std::move(*save));
    }
    return heads;
}

Result<std::optional<LogEvent>> VersionsLayout::commitOf(
    const QString& saveId, qint64 time, const std::stop_token& stop)
{
    auto events
        = m_reader.events(isStateId(eventlog::commitId) + " AND time >= " + influxTime(time), " LIMIT 16", stop);
    if (!events)
        return tl::unexpected(events.error());
    for (LogEvent& event : *events) {
        if (ownSaveId(event.versionId) == saveId)
            return std::optional<LogEvent>(std::move(event));
    }
    return std::optional<LogEvent>();
}

Result<StoredSave> VersionsLayout::readSave(const SaveRecord& record, const std::stop_token& stop)
{
    const auto none = [&record] { return failure(ErrorCode::NoSuchSave, record.saveId); };
    const qint64 savedAt = record.savedAt.nanoseconds();
    if (record.folder != eventlog::pythonFolder) {
        auto commit = commitOf(record.saveId, savedAt, stop);
        if (!commit)
            return tl::unexpected(commit.error());
        if (!*commit)
            return none();
        return m_reader.ownSaveOf(**commit, stop);
    }
    auto marks = m_reader.events("time = " + influxTime(savedAt), {}, stop);
    if (!marks)
        return tl::unexpected(marks.error());
    const auto mark = std::find_if(
        marks->begin(), marks->end(), [&record](const LogEvent& event) { return event.versionId == record.saveId; });
    if (mark == marks->end())
        return none();
    // A trade since a save of ours stands for a save only while it is the newest.
    if (eventPart(*mark) == EventPart::Position) {
        auto heads = readHeads(stop);
        if (!heads)
            return tl::unexpected(heads.error());
        for (StoredSave& head : *heads) {
            if (head.record.saveId == record.saveId)
                return std::move(head);
        }
        return none();
    }
    auto commits = m_reader.commits(stop);
    if (!commits)
        return tl::unexpected(commits.error());
    auto save = m_reader.pythonSave(*commits, savedAt, stop);
    if (!save)
        return tl::unexpected(save.error());
    if (!*save || (*save)->record.saveId != record.saveId)
        return none();
    return std::move(**save);
}

Result<std::vector<HistoryEntry>> VersionsLayout::history(Timestamp since, int limit, const std::stop_token& stop)
{
    auto commits = m_reader.commits(stop);
    if (!commits)
        return tl::unexpected(commits.error());
    auto entries = readHistory(*commits, since.nanoseconds(), limit, stop);
    if (!entries)
        return entries;
    std::sort(entries->begin(), entries->end(), newerFirst);
    if (limit > 0 && entries->size() > static_cast<size_t>(limit))
        entries->resize(static_cast<size_t>(limit));
    return entries;
}

Result<std::vector<HistoryEntry>> VersionsLayout::readHistory(
    const std::vector<OwnCommit>& commits, qint64 since, int limit, const std::stop_token& stop)
{
    const std::string from = " AND time >= " + influxTime(since);
    // One more than asked for tells the parent of the last; backtests are among them.
    std::vector<LogEvent> portfolios;
    std::vector<const LogEvent*> marks;
    for (int ask = limit > 0 && limit < mostAsked ? limit + 8 : 0;; ask *= 4) {
        auto read = m_reader.events(isStateId(eventlog::portfolioId) + from, newestFirst(ask), stop);
        if (!read)
            return tl::unexpected(read.error());
        portfolios = std::move(*read);
        marks.clear();
        for (const LogEvent& portfolio : portfolios) {
            const QString saveId = ownSaveId(portfolio.versionId);
            const bool committed = std::any_of(
                commits.begin(), commits.end(), [&saveId](const OwnCommit& commit) { return commit.saveId == saveId; });
            if (saveId.isEmpty() ? isPythonSaveMark(portfolio) : committed)
                marks.push_back(&portfolio);
        }
        if (ask == 0 || static_cast<int>(marks.size()) > limit || static_cast<int>(portfolios.size()) < ask)
            break;
    }
    auto records = m_reader.events(isStateId(eventlog::commitId) + from, newestFirst(limit), stop);
    if (!records)
        return tl::unexpected(records.error());

    auto pairStates = countPairStates(marks, stop);
    if (!pairStates)
        return tl::unexpected(pairStates.error());
    std::map<QString, std::optional<Decimal>> ownEquity;
    std::vector<HistoryEntry> entries;
    for (size_t i = 0; i < marks.size(); ++i) {
        TradingState state;
        const QString saveId = ownSaveId(marks[i]->versionId);
        splitPortfolio(std::move(readEventData(*marks[i]).fields), !saveId.isEmpty(), state);
        if (!saveId.isEmpty()) {
            ownEquity[saveId] = measuredEquity(state, true);
            continue;
        }
        HistoryEntry entry;
        entry.where = QStringLiteral("primary");
        entry.equity = measuredEquity(state, false);
        entry.record = pythonMarkRecord(*marks[i], m_context.account, commits);
        const LogEvent* parent = i + 1 < marks.size() ? marks[i + 1] : nullptr;
        if (parent) {
            const QString own = ownSaveId(parent->versionId);
            entry.record.parentSaveId = own.isEmpty() ? parent->versionId : own;
        }
        if (const auto open = state.portfolio.openPositions(); open && open->isIntegerText())
            entry.record.positionCount = open->toString().toLongLong();
        entry.record.pairStateCount = pairStates->at(i);
        entries.push_back(std::move(entry));
    }
    for (const LogEvent& commit : *records) {
        HistoryEntry entry;
        entry.where = QStringLiteral("primary");
        entry.record = recordOfCommit(commit);
        entry.equity = ownEquity[entry.record.saveId];
        if (entry.record.savedAt.nanoseconds() >= since)
            entries.push_back(std::move(entry));
    }
    return entries;
}

Result<std::vector<qint64>> VersionsLayout::countPairStates(
    const std::vector<const LogEvent*>& marks, const std::stop_token& stop)
{
    std::vector<qint64> markTimes;
    markTimes.reserve(marks.size());
    for (const LogEvent* mark : marks)
        markTimes.push_back(mark->time);
    if (marks.empty())
        return markTimes;
    auto answer = m_client.query("SELECT \"user_id\" FROM " + influxName(eventlog::measurement)
            + " WHERE \"state_type\" = 'pair_state' AND time <= " + influxTime(markTimes.front()) + " AND time > "
            + influxTime(markTimes.back() - m_context.saveIntervalSeconds * nanosecondsPerSecond)
            + newestFirst(mostRowsCounted),
        stop);
    if (!answer)
        return tl::unexpected(answer.error());
    std::vector<qint64> times;
    for (const InfluxSeries& series : answer->series) {
        for (size_t row = 0; row < series.rowCount(); ++row)
            times.push_back(series.time(row));
    }
    return countsBetween(times, markTimes);
}

Result<std::optional<Timestamp>> VersionsLayout::newestEvent(const std::stop_token& stop)
{
    // From the newest save on, so that the server need not look at the whole log.
    if (auto portfolio = m_reader.newestVersion(eventlog::portfolioId, m_newestPortfolio, stop); !portfolio)
        return tl::unexpected(portfolio.error());
    const std::string since = m_newestPortfolio ? "time >= " + influxTime(*m_newestPortfolio) : std::string();
    auto newest = m_reader.events(since, newestFirst(1), stop, EventFields::Data);
    if (!newest)
        return tl::unexpected(newest.error());
    if (newest->empty())
        return std::optional<Timestamp>();
    return std::optional<Timestamp>(Timestamp::fromNanoseconds(newest->front().time));
}

} // namespace tradestate
