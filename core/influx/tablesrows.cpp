// SPDX-License-Identifier: MIT
#include "core/influx/tablesrows.h"

#include "core/base/json.h"
#include "core/influx/influxql.h"

#include <array>

namespace tradestate::tables {

namespace {

// A damaged count must not make a query of a million columns.
constexpr qint64 mostParts = 20'000;

std::string rowsStatement(const char* measurement, const RowPlace& place)
{
    return "SELECT \"data\", \"parts\", \"save_id\", \"pair\" FROM " + influxName(measurement) + " WHERE "
        + place.condition;
}

struct TakenRows
{
    StoredRows rows;
    std::vector<std::string> inParts; ///< tags of those that are not whole
};

Result<TakenRows> takeRows(const char* measurement, QueryResult answer, const std::string& saveId)
{
    TakenRows taken;
    for (InfluxSeries& series : answer.series) {
        const auto data = series.column("data");
        const auto parts = series.column("parts");
        const auto id = series.column("save_id");
        const auto pair = series.column("pair");
        if (!data || !parts || !id || !pair)
            return failure(ErrorCode::AnswerNotUnderstood, QString::fromLatin1(measurement),
                QStringLiteral("a column is missing"));
        for (size_t row = 0; row < series.rowCount(); ++row) {
            const std::string* tag = series.at(row, *pair).asText();
            if (!series.at(row, *data).asText() || !tag || series.at(row, *id).text != saveId)
                continue;
            const qint64 count = series.at(row, *parts).asInteger().value_or(1);
            std::string& text = series.cells[row * series.columns.size() + *data].text;
            const size_t before = taken.rows.size();
            taken.rows.emplace_hint(taken.rows.end(), textFromTag(*tag), StoredRow { std::move(text), count, saveId });
            if (taken.rows.size() == before)
                return failure(ErrorCode::AnswerNotUnderstood, toQString(*tag), QStringLiteral("stored twice"));
            if (count > 1)
                taken.inParts.push_back(*tag);
        }
    }
    return taken;
}

/// One of the two tables while it is read.
struct Table
{
    const char* measurement;
    const UseRows& use;
    Result<TakenRows> taken = {};

    void take(QueryResult answer, const std::string& saveId)
    {
        taken = takeRows(measurement, std::move(answer), saveId);
        if (use && taken && taken->inParts.empty())
            use(taken->rows);
    }

    Result<StoredRows> complete(InfluxClient& client, const RowPlace& place, const std::stop_token& stop)
    {
        if (!taken)
            return tl::unexpected(taken.error());
        for (const std::string& tag : taken->inParts) {
            StoredRow& row = taken->rows.at(textFromTag(tag));
            auto whole = readParts(client, measurement,
                RowPlace { place.condition + " AND \"pair\" = " + influxString(tag) }, row.parts, stop);
            if (!whole)
                return tl::unexpected(whole.error());
            row.data = std::move(*whole);
        }
        if (use && !taken->inParts.empty())
            use(taken->rows);
        return std::move(taken->rows);
    }
};

} // namespace

Result<std::string> readParts(
    InfluxClient& client, const char* measurement, const RowPlace& place, qint64 parts, const std::stop_token& stop)
{
    if (parts < 1 || parts > mostParts)
        return failure(
            ErrorCode::AnswerNotUnderstood, QString::fromLatin1(measurement), QStringLiteral("%1 parts").arg(parts));
    std::string statement = "SELECT ";
    for (qint64 part = 0; part < parts; ++part)
        statement += (part == 0 ? "" : ", ") + influxName(dataField(part));
    statement += " FROM " + influxName(measurement) + " WHERE " + place.condition;
    auto answer = client.query(statement, stop);
    if (!answer)
        return tl::unexpected(answer.error());
    std::string data;
    for (const InfluxSeries& series : answer->series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            data.clear();
            for (qint64 part = 0; part < parts; ++part) {
                if (const std::string* text = series.at(row, dataField(part)).asText())
                    data += *text;
            }
        }
    }
    return data;
}

Result<RowsOfSave> readRows(InfluxClient& client, const RowPlace& place, const std::string& saveId,
    const std::stop_token& stop, const UseRowsOfSave& use)
{
    std::array<Table, 2> tables { Table { positions, use.positions }, Table { pairStates, use.pairStates } };
    auto asked = client.queryAll(
        { rowsStatement(positions, place), rowsStatement(pairStates, place) },
        [&](size_t index, QueryResult answer) { tables[index].take(std::move(answer), saveId); }, stop);
    if (!asked)
        return tl::unexpected(asked.error());
    auto inPositions = tables.front().complete(client, place, stop);
    if (!inPositions)
        return tl::unexpected(inPositions.error());
    auto inPairStates = tables.back().complete(client, place, stop);
    if (!inPairStates)
        return tl::unexpected(inPairStates.error());
    return RowsOfSave { std::move(*inPositions), std::move(*inPairStates) };
}

} // namespace tradestate::tables
