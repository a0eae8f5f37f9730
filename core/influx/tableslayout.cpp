// SPDX-License-Identifier: MIT
#include "core/influx/tableslayout.h"

#include "core/base/inbackground.h"
#include "core/documents/canonical.h"
#include "core/influx/core3windows.h"
#include "core/influx/influxql.h"
#include "core/influx/lineprotocol.h"
#include "core/influx/tablesrows.h"
#include "core/state/measured.h"

#include <numeric>

namespace tradestate {

namespace {

// Data of more than three years without a gap is not searched to its end; where nothing was found, that is told.
constexpr int mostWindows = 400;
constexpr qint64 searchAgainAfter = 3'600 * nanosecondsPerSecond;

Finding finding(Severity severity, const QString& code, const QString& pair, const QString& message)
{
    return Finding { severity, code, pair, {}, message };
}

std::optional<Json::Object> objectFrom(std::string_view text)
{
    auto json = parseJson(text);
    Json::Object* object = json ? json->value.asObject() : nullptr;
    return object ? std::optional(std::move(*object)) : std::nullopt;
}

/// Portfolio and session, as the commit's "data" holds them.
bool takeRest(TradingState& state, std::string_view data)
{
    auto rest = objectFrom(data);
    if (!rest)
        return false;
    const auto part = [&rest](const char* name) {
        const auto found = rest->find(name);
        Json::Object* object = found == rest->end() ? nullptr : found->second.asObject();
        return object ? std::move(*object) : Json::Object();
    };
    state.portfolio = PortfolioSummary(part("portfolio"));
    state.session = SessionInfo(part("session"));
    return true;
}

// Quotes, colon and comma of a row's key in the canonical text.
constexpr size_t bytesBesideData = 4;

template <typename Rows>
struct DecodedRows
{
    Rows rows;
    CanonicalRows canonical; ///< their text, as the checksum covers it
    QStringList unreadable; ///< their keys
};

template <typename Rows, typename Make>
DecodedRows<Rows> decodeRange(
    tables::StoredRows::const_iterator begin, tables::StoredRows::const_iterator end, Make make)
{
    DecodedRows<Rows> decoded;
    decoded.canonical.reserve(std::accumulate(begin, end, size_t(0),
        [](size_t sum, const auto& row) { return sum + row.first.size() + row.second.data.size() + bytesBesideData; }));
    for (auto at = begin; at != end; ++at) {
        const QString key = toQString(at->first);
        if (auto fields = objectFrom(at->second.data)) {
            const auto row = decoded.rows.emplace_hint(decoded.rows.end(), key, make(key, std::move(*fields)));
            decoded.canonical.append(key, row->second.fields());
        } else {
            decoded.unreadable.append(key);
        }
    }
    return decoded;
}

/// In two halves at the same time.
template <typename Rows, typename Make>
DecodedRows<Rows> decodeRows(const tables::StoredRows& stored, Make make)
{
    const auto middle = std::next(stored.begin(), static_cast<std::ptrdiff_t>(stored.size() / 2));
    auto later = inBackgroundIf(
        stored.size() > rowsWorthAThread, [&] { return decodeRange<Rows>(middle, stored.end(), make); });
    auto decoded = decodeRange<Rows>(stored.begin(), middle, make);
    auto rest = later.get();
    decoded.rows.merge(rest.rows);
    decoded.canonical.append(std::move(rest.canonical));
    decoded.unreadable += rest.unreadable;
    return decoded;
}

std::optional<Decimal> measuredEquity(std::string_view data)
{
    TradingState state;
    return takeRest(state, data) && portfolioIsMeasured(state) ? state.portfolio.totalValue() : std::nullopt;
}

} // namespace

TablesLayout::TablesLayout(InfluxClient& client, InfluxLayoutContext context)
    : m_client(client)
    , m_context(std::move(context))
{
}

std::string TablesLayout::account() const
{
    return "\"account\" = " + influxString(tagFromText(m_context.account.toStdString()));
}

std::string TablesLayout::at(const QString& folder, const Timestamp& time) const
{
    return account() + " AND \"folder\" = " + influxString(tagFromText(folder.toStdString()))
        + " AND time = " + influxTime(time.nanoseconds());
}

qint64 TablesLayout::nowNanoseconds() const
{
    return (m_context.clock ? m_context.clock->now() : SystemClock().now()).nanoseconds();
}

TablesLayout::Commit TablesLayout::commitFrom(const InfluxSeries& series, size_t row, const QString& folder)
{
    Commit commit;
    const Timestamp time = Timestamp::fromNanoseconds(series.time(row));
    const QString saveId = series.at(row, "save_id").toString();
    auto json = parseJson(series.at(row, "record").text);
    auto record = json ? saveRecordFromJson(json->value) : Result<SaveRecord>(tl::unexpected(json.error()));
    if (record)
        commit.record = std::move(*record);
    commit.isSound
        = record && commit.record.folder == folder && commit.record.savedAt == time && commit.record.saveId == saveId;
    if (!commit.isSound) {
        // It stays a save of this folder at this time, so that nobody takes an older one for the newest.
        commit.record = SaveRecord();
        commit.record.saveId = saveId;
        commit.record.folder = folder;
        commit.record.savedAt = time;
        commit.record.recordedAt = time;
        commit.record.knows = { { folder, time } };
    }
    commit.data = series.at(row, "data").text;
    commit.parts = series.at(row, "parts").asInteger().value_or(1);
    return commit;
}

std::string TablesLayout::headsStatementSince(std::optional<qint64> from, std::optional<qint64> to) const
{
    std::string statement = "SELECT \"record\", \"data\", \"parts\", \"save_id\" FROM " + influxName(tables::commits)
        + " WHERE " + account() + " AND \"folder\" != ''";
    if (from)
        statement += " AND time >= " + influxTime(*from);
    if (to)
        statement += " AND time < " + influxTime(*to);
    return statement + " GROUP BY \"folder\" ORDER BY time DESC LIMIT 1";
}

std::string TablesLayout::headsStatement() const
{
    return headsStatementSince({}, {});
}

TablesLayout::Commits TablesLayout::newestOf(const QueryResult& answer)
{
    Commits commits;
    for (const InfluxSeries& series : answer.series) {
        const QString folder = toQString(textFromTag(series.tag("folder")));
        for (size_t row = 0; row < series.rowCount(); ++row) {
            Commit commit = commitFrom(series, row, folder);
            const auto known = commits.find(folder);
            if (known == commits.end() || known->second.record.savedAt < commit.record.savedAt)
                commits.insert_or_assign(folder, std::move(commit));
        }
    }
    return commits;
}

Result<TablesLayout::Commits> TablesLayout::newestCommitsSince(
    std::optional<qint64> from, std::optional<qint64> to, const std::stop_token& stop)
{
    const auto answer = m_client.query(headsStatementSince(from, to), stop);
    if (!answer)
        return tl::unexpected(answer.error());
    return newestOf(*answer);
}

Result<TablesLayout::Commits> TablesLayout::searchWindows(const Error& refusal, const std::stop_token& stop)
{
    // Old saves keep their old times, so that a hit ends nothing.
    Commits commits;
    const auto searched = core3::searchBack(
        nowNanoseconds(), mostWindows, [&](std::optional<qint64> from, std::optional<qint64> to) -> Result<void> {
            auto found = newestCommitsSince(from, to, stop);
            if (!found)
                return tl::unexpected(found.error());
            commits.merge(*found); // what is there already is newer
            return {};
        });
    if (!searched)
        return tl::unexpected(searched.error());
    // There is too much in the table to look at, and nothing in what was looked at: that is not an empty store.
    if (commits.empty() && !searched->all) {
        return tl::unexpected(Error { ErrorCode::RefusedByServer, m_client.shownUrl(),
            QStringLiteral("no save was found, and it was not searched further back than %1; %2")
                .arg(Timestamp::fromNanoseconds(searched->backTo).toRecordText(), refusal.reason),
            QStringLiteral("Raise the server's --query-file-limit, or give this account a database of its own.") });
    }
    return commits;
}

Result<TablesLayout::Commits> TablesLayout::newestCommits(const std::stop_token& stop)
{
    auto server = m_client.detect(stop);
    if (!server)
        return tl::unexpected(server.error());
    if (server->flavour != InfluxFlavour::V3)
        return newestCommitsSince({}, {}, stop);

    const qint64 now = nowNanoseconds();
    if (!m_searchedAt || now - *m_searchedAt > searchAgainAfter || now < *m_searchedAt) {
        auto all = newestCommitsSince({}, {}, stop);
        if (!all && all.error().code == ErrorCode::RefusedByServer)
            all = searchWindows(all.error(), stop);
        if (!all)
            return all;
        m_heads = *all;
        m_searchedAt = now;
        return all;
    }
    auto newest = newestCommitsSince(now - core3::windowNanoseconds, {}, stop);
    if (!newest)
        return newest;
    for (auto& [folder, commit] : *newest)
        m_heads.insert_or_assign(folder, commit);
    return m_heads;
}

Result<StoredSave> TablesLayout::readWhole(Commit commit, const std::stop_token& stop)
{
    StoredSave save;
    save.record = std::move(commit.record);
    const tables::RowPlace place { at(save.record.folder, save.record.savedAt) };
    const std::string saveId = save.record.saveId.toStdString();
    bool isWhole = commit.isSound;
    const auto torn = [&](const QString& code, const QString& pair, const QString& message) {
        isWhole = false;
        save.findings.push_back(finding(Severity::Error, code, pair, message));
    };
    if (!commit.isSound)
        torn(findings::checksumMismatch, {}, QStringLiteral("The save's record cannot be read."));

    if (commit.parts > 1) {
        auto data = tables::readParts(m_client, tables::commits, place, commit.parts, stop);
        if (!data)
            return tl::unexpected(data.error());
        commit.data = std::move(*data);
    }
    if (!takeRest(save.state, commit.data)) {
        torn(findings::checksumMismatch, {}, QStringLiteral("Portfolio and session cannot be read."));
    }

    DecodedRows<Positions> decodedPositions;
    DecodedRows<PairStates> decodedStates;
    tables::UseRowsOfSave decode;
    decode.positions = [&decodedPositions](const tables::StoredRows& rows) {
        decodedPositions = decodeRows<Positions>(
            rows, [](const QString& key, Json::Object fields) { return Position(key, std::move(fields)); });
    };
    decode.pairStates = [&decodedStates](const tables::StoredRows& rows) {
        decodedStates = decodeRows<PairStates>(
            rows, [](const QString&, Json::Object fields) { return PairState(std::move(fields)); });
    };
    if (const auto rows = tables::readRows(m_client, place, saveId, stop, decode); !rows)
        return tl::unexpected(rows.error());
    for (const QString& key : decodedPositions.unreadable)
        torn(findings::checksumMismatch, key, QStringLiteral("The position cannot be read."));
    for (const QString& key : decodedStates.unreadable)
        torn(findings::checksumMismatch, key, QStringLiteral("The pair state cannot be read."));
    save.state.positions = std::move(decodedPositions.rows);
    save.state.pairStates = std::move(decodedStates.rows);

    const auto positionsFound = static_cast<qint64>(save.state.positions.size());
    const auto pairStatesFound = static_cast<qint64>(save.state.pairStates.size());
    bool countsHold = true;
    if (commit.isSound
        && (positionsFound != save.record.positionCount || pairStatesFound != save.record.pairStateCount)) {
        countsHold = false;
        save.findings.push_back(finding(Severity::Error, findings::countMismatch, {},
            QStringLiteral("The save has %1 positions and %2 pair states; %3 and %4 are there.")
                .arg(save.record.positionCount)
                .arg(save.record.pairStateCount)
                .arg(positionsFound)
                .arg(pairStatesFound)));
    }
    if (save.record.checksum) {
        const Checksum checksum = stateChecksum(
            decodedStates.canonical, save.state.portfolio, decodedPositions.canonical, save.state.session);
        if (checksum != *save.record.checksum)
            torn(findings::checksumMismatch, {}, QStringLiteral("The rows do not match the save's checksum."));
    } else if (commit.isSound) {
        save.findings.push_back(finding(
            Severity::Warning, findings::noChecksum, {}, QStringLiteral("The save has no checksum to prove it.")));
    }
    bool recordHolds = true;
    if (save.record.recordChecksum && !recordChecksumHolds(save.record)) {
        recordHolds = false;
        save.findings.push_back(finding(Severity::Error, findings::checksumMismatch, {},
            QStringLiteral("The save's record was changed after it was made.")));
    }
    if (!isWhole)
        save.proof = Proof::Torn;
    else
        save.proof = save.record.checksum && countsHold && recordHolds ? Proof::Verified : Proof::Unverified;
    return save;
}

Result<std::vector<StoredSave>> TablesLayout::readAll(Commits commits, const std::stop_token& stop)
{
    std::vector<StoredSave> heads;
    for (auto& commit : commits) {
        auto save = readWhole(std::move(commit.second), stop);
        if (!save)
            return tl::unexpected(save.error());
        heads.push_back(std::move(*save));
    }
    return heads;
}

Result<std::vector<StoredSave>> TablesLayout::readHeads(const std::stop_token& stop)
{
    auto commits = newestCommits(stop);
    if (!commits)
        return tl::unexpected(commits.error());
    return readAll(std::move(*commits), stop);
}

Result<std::vector<StoredSave>> TablesLayout::readHeads(const QueryResult& commits, const std::stop_token& stop)
{
    return readAll(newestOf(commits), stop);
}

Result<StoredSave> TablesLayout::readSave(const SaveRecord& record, const std::stop_token& stop)
{
    auto answer = m_client.query("SELECT \"record\", \"data\", \"parts\", \"save_id\" FROM "
            + influxName(tables::commits) + " WHERE " + at(record.folder, record.savedAt),
        stop);
    if (!answer)
        return tl::unexpected(answer.error());
    for (const InfluxSeries& series : answer->series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            Commit commit = commitFrom(series, row, record.folder);
            if (commit.record.saveId == record.saveId)
                return readWhole(std::move(commit), stop);
        }
    }
    return failure(ErrorCode::NoSuchSave, record.saveId);
}

Result<std::vector<HistoryEntry>> TablesLayout::history(Timestamp since, int limit, const std::stop_token& stop)
{
    auto server = m_client.detect(stop);
    if (!server)
        return tl::unexpected(server.error());
    bool byWindows = false;
    const qint64 now = nowNanoseconds();
    std::vector<HistoryEntry> entries;
    std::optional<qint64> to;
    for (int window = 1; window <= mostWindows;) {
        const qint64 from
            = byWindows ? std::max(since.nanoseconds(), now - window * core3::windowNanoseconds) : since.nanoseconds();
        std::string statement = "SELECT \"record\", \"data\", \"parts\", \"save_id\", \"folder\" FROM "
            + influxName(tables::commits) + " WHERE " + account()
            + " AND \"folder\" != '' AND time >= " + influxTime(from);
        if (to)
            statement += " AND time < " + influxTime(*to);
        statement += " ORDER BY time DESC";
        if (limit > 0)
            statement += " LIMIT " + std::to_string(limit - static_cast<int>(entries.size()));
        auto answer = m_client.query(statement, stop);
        if (!answer && answer.error().code == ErrorCode::RefusedByServer && server->flavour == InfluxFlavour::V3
            && !byWindows) {
            byWindows = true;
            continue;
        }
        if (!answer)
            return tl::unexpected(answer.error());
        appendHistory(entries, *answer);
        const bool full = limit > 0 && static_cast<int>(entries.size()) >= limit;
        if (!byWindows || full || from <= since.nanoseconds())
            break;
        to = from;
        ++window;
    }
    return entries;
}

void TablesLayout::appendHistory(std::vector<HistoryEntry>& entries, const QueryResult& answer)
{
    for (const InfluxSeries& series : answer.series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            Commit commit = commitFrom(series, row, toQString(textFromTag(series.at(row, "folder").text)));
            HistoryEntry entry;
            entry.proof = commit.isSound ? Proof::None : Proof::Torn;
            entry.where = QStringLiteral("primary");
            if (commit.isSound && commit.parts == 1)
                entry.equity = measuredEquity(commit.data);
            entry.record = std::move(commit.record);
            entries.push_back(std::move(entry));
        }
    }
}

Result<void> TablesLayout::write(const StoredSave& save, const std::stop_token& stop)
{
    auto points = tables::pointsOf(save, m_context.account);
    if (!points)
        return tl::unexpected(points.error());
    const auto encode = [](const std::vector<LinePoint>& from) -> Result<std::vector<std::string>> {
        std::vector<std::string> lines;
        for (const LinePoint& point : from) {
            auto line = encodeLine(point);
            if (!line)
                return tl::unexpected(line.error());
            lines.push_back(std::move(*line));
        }
        return lines;
    };
    // Another program's table of the same name may hold a field of the same name with another type.
    const auto put = [&](const std::vector<LinePoint>& full, const std::vector<LinePoint>& lean) -> Result<void> {
        auto lines = encode(full);
        if (!lines)
            return tl::unexpected(lines.error());
        auto written = m_client.write(*lines, stop);
        const bool otherTypes = !written && written.error().code == ErrorCode::RefusedByServer
            && (written.error().reason.contains(QLatin1String("type conflict"))
                || written.error().reason.contains(QLatin1String("column type")));
        if (!otherTypes)
            return written;
        if (m_context.log)
            m_context.log->write(LogLevel::Warning,
                QStringLiteral("A table of this bucket has fields of other types; the save %1 is stored without its "
                               "fields for dashboards.")
                    .arg(save.record.saveId));
        lines = encode(lean);
        if (!lines)
            return tl::unexpected(lines.error());
        return m_client.write(*lines, stop);
    };
    const auto notConfirmed = [&](const QString& why) -> Result<void> {
        auto retention = m_client.retention(stop);
        if (retention && *retention && save.record.savedAt.nanoseconds() < nowNanoseconds() - **retention)
            return failure(ErrorCode::BeyondRetention, m_client.settings().bucket, why);
        return failure(ErrorCode::NotConfirmed, save.record.saveId, why);
    };

    if (auto written = put(points->rows, points->leanRows); !written)
        return written;
    const tables::RowPlace place { at(save.record.folder, save.record.savedAt) };
    const std::string saveId = save.record.saveId.toStdString();
    const auto rows = tables::readRows(m_client, place, saveId, stop);
    if (!rows)
        return tl::unexpected(rows.error());
    const auto notAsWritten = [&](const char* table, const tables::StoredRows& meant, const tables::StoredRows& there) {
        const auto same = std::count_if(meant.begin(), meant.end(), [&there](const auto& row) {
            const auto found = there.find(row.first);
            return found != there.end() && found->second == row.second;
        });
        return notConfirmed(QStringLiteral("%1: %2 of %3 rows were read back as they were written")
                                .arg(QLatin1String(table))
                                .arg(same)
                                .arg(meant.size()));
    };
    if (rows->positions != points->positionRows)
        return notAsWritten(tables::positions, points->positionRows, rows->positions);
    if (rows->pairStates != points->pairStateRows)
        return notAsWritten(tables::pairStates, points->pairStateRows, rows->pairStates);
    if (auto written = put({ points->commit }, { points->leanCommit }); !written)
        return written;
    auto stored = readSave(save.record, stop);
    if (!stored && stored.error().code == ErrorCode::NoSuchSave)
        return notConfirmed(QStringLiteral("the save's record was not read back"));
    if (!stored)
        return tl::unexpected(stored.error());
    if (stored->proof == Proof::Torn || !(stored->record == save.record)
        || canonicalForm(stored->state) != canonicalForm(save.state))
        return notConfirmed(QStringLiteral("it was read back otherwise than it was written"));
    return {};
}

} // namespace tradestate
