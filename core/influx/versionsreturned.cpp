// SPDX-License-Identifier: MIT
#include "core/influx/versionsconditions.h"
#include "core/influx/versionsreader.h"

namespace tradestate {

using namespace versions;

Result<void> VersionsReader::readTimes(const std::stop_token& stop)
{
    // What comes later than the last portfolio is read again: it may not have been all there.
    if (m_timesReadUpTo) {
        for (auto& [stateId, times] : m_versionTimes)
            std::erase_if(times, [this](qint64 time) { return time > *m_timesReadUpTo; });
    }
    const std::string since = m_timesReadUpTo ? " AND time > " + influxTime(*m_timesReadUpTo) : std::string();
    auto positions = m_client.query("SELECT \"user_id\"" + from()
            + where(isPosition + " AND \"operation\" != 'delete'" + since) + " GROUP BY \"state_id\"",
        stop);
    if (!positions)
        return failureOf(positions);
    auto portfolios = m_client.query("SELECT \"user_id\"" + from() + where(isPortfolio + since), stop);
    if (!portfolios)
        return failureOf(portfolios);
    for (const InfluxSeries& series : positions->series) {
        std::vector<qint64>& times = m_versionTimes[toQString(series.tag("state_id"))];
        for (size_t row = 0; row < series.rowCount(); ++row)
            times.push_back(series.time(row));
    }
    for (const InfluxSeries& series : portfolios->series) {
        for (size_t row = 0; row < series.rowCount(); ++row)
            m_portfolioTimes.push_back(series.time(row));
    }
    if (!m_portfolioTimes.empty())
        m_timesReadUpTo = m_portfolioTimes.back();
    return {};
}

Result<std::set<QString>> VersionsReader::returnedAmong(
    const StoredSave& save, const std::vector<OwnCommit>& commits, const std::stop_token& stop)
{
    std::set<QString> returned;
    if (save.state.positions.empty())
        return returned;
    if (auto read = readTimes(stop); !read)
        return failureOf(read);
    for (const auto& [key, position] : save.state.positions) {
        const QString stateId = eventlog::positionPrefix + key;
        const auto times = m_versionTimes.find(stateId);
        const auto gap = times == m_versionTimes.end() ? std::nullopt : newestGap(times->second, m_portfolioTimes);
        if (!gap)
            continue;
        auto judged = isReturned(stateId, *gap, commits, stop);
        if (!judged)
            return failureOf(judged);
        if (*judged)
            returned.insert(key);
    }
    return returned;
}

Result<bool> VersionsReader::isReturned(
    const QString& stateId, const VersionGap& gap, const std::vector<OwnCommit>& commits, const std::stop_token& stop)
{
    const auto place = std::make_tuple(stateId, gap.before, gap.after);
    if (const auto known = m_judgedGaps.find(place); known != m_judgedGaps.end())
        return known->second;
    auto versions = events(isStateId(stateId) + " AND time <= " + influxTime(gap.after), newestFirst(8), stop);
    if (!versions)
        return failureOf(versions);
    auto portfolios
        = events(isPortfolio + " AND time >= " + influxTime(gap.before) + " AND time < " + influxTime(gap.after),
            " LIMIT 64", stop);
    if (!portfolios)
        return failureOf(portfolios);
    const bool returned = cameBack(gap, *versions, *portfolios, commits, m_options.zoneOfNaive);
    m_judgedGaps[place] = returned;
    return returned;
}

} // namespace tradestate
