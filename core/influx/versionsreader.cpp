// SPDX-License-Identifier: MIT
#include "core/influx/versionsreader.h"

#include "core/influx/versionsconditions.h"

#include <algorithm>

namespace tradestate {

using namespace versions;

namespace {

constexpr size_t marksNeeded = 3;
constexpr size_t idsPerQuery = 50;
/// Beyond this many, one query for everything is cheaper than many for some.
constexpr size_t idsWorthNaming = 400;

/// Tags are columns, or the series' own where the answer is grouped by them.
QString textOf(const InfluxSeries& series, size_t row, std::string_view name)
{
    if (series.column(name))
        return series.at(row, name).toString();
    return toQString(series.tag(name));
}

void appendEvents(const QueryResult& answer, std::vector<LogEvent>& events)
{
    events.reserve(events.size() + answer.rowCount());
    for (const InfluxSeries& series : answer.series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            LogEvent event;
            event.stateId = textOf(series, row, "state_id");
            event.stateType = textOf(series, row, "state_type");
            event.operation = textOf(series, row, "operation");
            event.versionId = textOf(series, row, "version_id");
            event.time = series.time(row);
            if (const std::string* data = series.at(row, "data").asText())
                event.data = *data;
            event.checksum = series.at(row, "checksum").toString();
            event.description = series.at(row, "description").toString();
            event.userId = series.at(row, "user_id").toString();
            events.push_back(std::move(event));
        }
    }
}

bool countsAmong(const LogEvent& event, const std::vector<OwnCommit>& commits)
{
    const QString saveId = ownSaveId(event.versionId);
    return saveId.isEmpty() || std::any_of(commits.begin(), commits.end(), [&saveId](const OwnCommit& commit) {
        return commit.saveId == saveId;
    });
}

} // namespace

/// What is read of the log for one save.
struct VersionsReader::Window
{
    const std::vector<OwnCommit>& commits;
    std::optional<qint64> upTo;
    EventLogSlice slice;
    std::vector<qint64> marks; ///< newest first

    [[nodiscard]] bool counts(const LogEvent& event) const { return countsAmong(event, commits); }
    [[nodiscard]] std::string bound() const { return upTo ? " AND time <= " + influxTime(*upTo) : std::string(); }
    void add(std::vector<LogEvent> events)
    {
        slice.events.insert(
            slice.events.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
    }
    /// After the mark that many steps before the newest; everything where there is none.
    [[nodiscard]] std::string after(size_t steps) const
    {
        return marks.size() > steps ? " AND time > " + influxTime(marks[steps]) : std::string();
    }
};

VersionsReader::VersionsReader(InfluxClient& client, EventLogOptions options)
    : m_client(client)
    , m_options(std::move(options))
{
}

Result<QString> VersionsReader::newestVersion(
    const QString& stateId, std::optional<qint64>& since, const std::stop_token& stop)
{
    for (const std::string& later : { since ? " AND time >= " + influxTime(*since) : std::string(), std::string() }) {
        auto newest = events(isStateId(stateId) + later, newestFirst(1), stop, EventFields::Data);
        if (!newest)
            return failureOf(newest);
        if (!newest->empty()) {
            since = newest->front().time;
            return newest->front().versionId;
        }
        if (later.empty())
            break;
    }
    since.reset();
    return QString();
}

void VersionsReader::forget()
{
    m_marksSince.reset();
    m_versionTimes.clear();
    m_portfolioTimes.clear();
    m_timesReadUpTo.reset();
    m_judgedGaps.clear();
}

Result<std::vector<LogEvent>> VersionsReader::events(
    const std::string& condition, const std::string& rest, const std::stop_token& stop, EventFields fields)
{
    // A server opens each field of each event for itself; tags are in its index.
    std::string selected = "SELECT \"data\", ";
    if (fields != EventFields::Data)
        selected += "\"checksum\", ";
    if (fields == EventFields::All)
        selected += "\"description\", \"user_id\", ";
    auto answer = m_client.query(
        selected + "\"operation\", \"state_id\", \"state_type\", \"version_id\"" + from() + where(condition) + rest,
        stop);
    if (!answer)
        return failureOf(answer);
    std::vector<LogEvent> events;
    appendEvents(*answer, events);
    return events;
}

Result<std::vector<OwnCommit>> VersionsReader::commits(const std::stop_token& stop)
{
    auto answer = m_client.query("SELECT \"user_id\", \"version_id\"" + from() + where(isCommit), stop);
    if (!answer)
        return failureOf(answer);
    std::vector<LogEvent> events;
    appendEvents(*answer, events);
    std::vector<OwnCommit> commits;
    for (const LogEvent& event : events) {
        if (const QString saveId = ownSaveId(event.versionId); !saveId.isEmpty())
            commits.push_back({ saveId, event.userId, event.time });
    }
    std::sort(commits.begin(), commits.end(),
        [](const OwnCommit& left, const OwnCommit& right) { return left.time < right.time; });
    return commits;
}

Result<std::optional<LogEvent>> VersionsReader::newestPythonPortfolio(const std::stop_token& stop)
{
    // The regular expression is matched against every portfolio; most logs need only the first query.
    static const std::string isPythonPortfolio = isPortfolio + " AND " + isPython;
    for (const std::string& condition : { isPortfolio, isPythonPortfolio }) {
        for (int limit = 4;; limit *= 8) {
            auto portfolios = events(condition, newestFirst(limit), stop, EventFields::Data);
            if (!portfolios)
                return failureOf(portfolios);
            const auto mark = std::find_if(portfolios->begin(), portfolios->end(), isPythonSaveMark);
            if (mark != portfolios->end())
                return std::optional<LogEvent>(std::move(*mark));
            if (portfolios->size() < static_cast<size_t>(limit))
                return std::optional<LogEvent>();
            if (condition == isPortfolio)
                break;
        }
    }
    return std::optional<LogEvent>();
}

Result<void> VersionsReader::readMarks(Window& window, const std::stop_token& stop)
{
    // Where the newest marks were the last time they still are, but for newer ones.
    const bool fromKnown = !window.upTo && m_marksSince;
    std::string condition = isPortfolio + window.bound();
    std::string since = fromKnown ? " AND time >= " + influxTime(*m_marksSince) : std::string();
    for (int limit = 4;;) {
        auto portfolios = events(condition + since, newestFirst(limit), stop, EventFields::Data);
        if (!portfolios)
            return failureOf(portfolios);
        window.marks.clear();
        for (const LogEvent& portfolio : *portfolios) {
            const bool own = !ownSaveId(portfolio.versionId).isEmpty();
            if (window.marks.size() < marksNeeded && (own ? window.counts(portfolio) : isPythonSaveMark(portfolio)))
                window.marks.push_back(portfolio.time);
        }
        if (window.marks.size() == marksNeeded)
            break;
        if (portfolios->size() == static_cast<size_t>(limit))
            limit *= 8;
        else if (since.empty())
            break;
        since.clear();
    }
    if (window.marks.empty())
        return {};
    if (!window.upTo)
        m_marksSince = window.marks.back();
    auto whole = events(condition + " AND time >= " + influxTime(window.marks.back()), {}, stop);
    if (!whole)
        return failureOf(whole);
    window.add(std::move(*whole));
    return {};
}

Result<void> VersionsReader::readOlderPortfolioMarks(Window& window, const std::stop_token& stop)
{
    const bool any = !window.marks.empty();
    const qint64 newest = any ? window.marks.front() : 0;
    const std::string late = any ? " AND time > " + influxTime(newest + m_options.intervalNanoseconds) : std::string();
    auto found = events(isPairState + late + window.bound(), " LIMIT 1", stop, EventFields::Data);
    if (!found)
        return failureOf(found);
    if (found->empty())
        return {};
    // Rows of ours stand for no save of the Python system.
    const std::string pairStates = isPairState + " AND " + isPython;
    found = events(pairStates + late + window.bound(), " LIMIT 1", stop, EventFields::Data);
    if (!found)
        return failureOf(found);
    if (found->empty())
        return {};
    auto counts = m_client.query("SELECT count(\"data\")" + from()
            + where(pairStates + window.after(0) + window.bound()) + " GROUP BY \"state_id\"",
        stop);
    if (!counts)
        return failureOf(counts);
    std::map<QString, qint64> written;
    for (const InfluxSeries& series : counts->series) {
        if (series.rowCount() > 0)
            written[toQString(series.tag("state_id"))] = series.at(0, "count").asInteger().value_or(0);
    }
    const auto most = std::max_element(
        written.begin(), written.end(), [](const auto& left, const auto& right) { return left.second < right.second; });
    if (most == written.end())
        return {};
    auto marks = events(isStateId(most->first) + " AND " + isPython + window.after(0) + window.bound(),
        newestFirst(static_cast<int>(marksNeeded)), stop);
    if (!marks)
        return failureOf(marks);
    window.slice.markStateId = most->first;
    std::vector<qint64> times;
    for (const LogEvent& mark : *marks)
        times.push_back(mark.time);
    times.insert(times.end(), window.marks.begin(), window.marks.end());
    window.marks = std::move(times);
    window.add(std::move(*marks));
    return {};
}

Result<void> VersionsReader::readRecent(Window& window, const std::stop_token& stop)
{
    auto recent = events(isRow + window.after(1) + window.bound(), {}, stop, EventFields::Row);
    if (!recent)
        return failureOf(recent);
    window.add(std::move(*recent));
    if (window.marks.size() < 2)
        return {};
    auto before = events(
        isPosition + window.after(2) + " AND time <= " + influxTime(window.marks[1]), {}, stop, EventFields::Row);
    if (!before)
        return failureOf(before);
    window.add(std::move(*before));
    return {};
}

Result<std::set<QString>> VersionsReader::rowIds(const std::stop_token& stop)
{
    // Without a condition the server reads its index alone, in a hundredth of the time.
    auto answer = m_client.query("SHOW TAG VALUES" + from() + " WITH KEY = \"state_id\"", stop);
    if (!answer)
        return failureOf(answer);
    std::set<QString> ids;
    for (const InfluxSeries& series : answer->series) {
        for (size_t row = 0; row < series.rowCount(); ++row)
            ids.insert(series.at(row, "value").toString());
    }
    ids.erase(eventlog::portfolioId);
    ids.erase(eventlog::commitId);
    return ids;
}

Result<std::vector<LogEvent>> VersionsReader::newestOf(const std::vector<QString>& stateIds, const std::string& types,
    int versions, const Window& window, const std::stop_token& stop)
{
    const std::string rest = " GROUP BY \"state_id\"" + newestFirst(versions);
    if (stateIds.size() > idsWorthNaming)
        return events(types + window.bound(), rest, stop, EventFields::Row);
    std::vector<LogEvent> all;
    for (size_t first = 0; first < stateIds.size(); first += idsPerQuery) {
        std::string named;
        for (size_t i = first; i < std::min(first + idsPerQuery, stateIds.size()); ++i) {
            named += named.empty() ? "(" : " OR ";
            named += isStateId(stateIds[i]);
        }
        named += ") AND ";
        named += types;
        named += window.bound();
        auto found = events(named, rest, stop, EventFields::Row);
        if (!found)
            return failureOf(found);
        all.insert(all.end(), std::make_move_iterator(found->begin()), std::make_move_iterator(found->end()));
    }
    return all;
}

Result<void> VersionsReader::readMissing(Window& window, const std::string& types, const std::stop_token& stop)
{
    auto ids = rowIds(stop);
    if (!ids)
        return failureOf(ids);
    if (types == isPosition)
        std::erase_if(*ids, [](const QString& stateId) { return stateId.startsWith(eventlog::pairPrefix); });
    const auto withoutRead = [&window](std::set<QString> missing) {
        for (const LogEvent& event : window.slice.events) {
            if (window.counts(event))
                missing.erase(event.stateId);
        }
        return missing;
    };
    const bool indexIsWhole
        = std::all_of(window.slice.events.begin(), window.slice.events.end(), [&ids](const LogEvent& event) {
              return eventPart(event) == EventPart::Portfolio || ids->contains(event.stateId);
          });
    if (!indexIsWhole) {
        // Slower, but it does not depend on what the server keeps in its index.
        auto newest = events(types + window.bound(), " GROUP BY \"state_id\"" + newestFirst(1), stop);
        if (!newest)
            return failureOf(newest);
        for (const LogEvent& event : *newest)
            ids->insert(event.stateId);
    }
    std::set<QString> missing = withoutRead(std::move(*ids));
    // An id can have nothing but rows of unfinished saves, or none at all at that time.
    for (int versions : { 1, 20, 1000 }) {
        if (missing.empty())
            break;
        auto newest = newestOf({ missing.begin(), missing.end() }, types, versions, window, stop);
        if (!newest)
            return failureOf(newest);
        std::set<QString> unfinished;
        for (LogEvent& event : *newest) {
            if (!missing.contains(event.stateId))
                continue;
            if (!window.counts(event))
                unfinished.insert(event.stateId);
            window.slice.events.push_back(std::move(event));
        }
        missing = withoutRead(std::move(unfinished));
    }
    return {};
}

Result<std::optional<StoredSave>> VersionsReader::pythonSave(
    const std::vector<OwnCommit>& commits, std::optional<qint64> upTo, const std::stop_token& stop)
{
    Window window { commits, upTo, {}, {} };
    window.slice.commits = commits;
    if (auto read = readMarks(window, stop); !read)
        return failureOf(read);
    if (auto read = readOlderPortfolioMarks(window, stop); !read)
        return failureOf(read);
    if (auto read = readRecent(window, stop); !read)
        return failureOf(read);
    if (auto read = readMissing(window, isRow, stop); !read)
        return failureOf(read);
    auto save = newestPythonSave(window.slice, m_options);
    if (!save || upTo)
        return save;
    auto returned = returnedAmong(*save, commits, stop);
    if (!returned)
        return failureOf(returned);
    if (returned->empty())
        return save;
    window.slice.returned = std::move(*returned);
    return newestPythonSave(window.slice, m_options);
}

Result<StoredSave> VersionsReader::ownSaveOf(const LogEvent& commit, const std::stop_token& stop)
{
    const SaveRecord record = recordOfCommit(commit);
    auto rows = events("time >= " + influxTime(std::min(record.savedAt.nanoseconds(), commit.time))
            + " AND time <= " + influxTime(commit.time),
        {}, stop);
    if (!rows)
        return failureOf(rows);
    return ownSave(commit, *rows);
}

Result<std::vector<LogEvent>> VersionsReader::pythonPositionsAfter(qint64 time, const std::stop_token& stop)
{
    return events(isPosition + " AND " + isPython + " AND time > " + influxTime(time), {}, stop);
}

Result<std::vector<LogEvent>> VersionsReader::newestPositions(
    const std::vector<OwnCommit>& commits, qint64 upTo, const std::stop_token& stop)
{
    Window window { commits, upTo, {}, {} };
    if (auto read = readMissing(window, isPosition, stop); !read)
        return failureOf(read);
    std::map<QString, LogEvent> newest;
    for (LogEvent& event : window.slice.events) {
        if (!window.counts(event))
            continue;
        const auto known = newest.find(event.stateId);
        if (known == newest.end() || earlierEvent(known->second, event))
            newest.insert_or_assign(event.stateId, std::move(event));
    }
    std::vector<LogEvent> result;
    result.reserve(newest.size());
    for (auto& [stateId, event] : newest)
        result.push_back(std::move(event));
    return result;
}

} // namespace tradestate
