// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxclient.h"
#include "core/influx/tablespoints.h"

namespace tradestate::tables {

/// Where rows stand: a condition on account, folder and time.
struct RowPlace
{
    std::string condition;
};

struct RowsOfSave
{
    StoredRows positions;
    StoredRows pairStates;
};

/// Is given the rows of one table as soon as they are whole, in any thread, perhaps while the other table's are given
/// to its own.
using UseRows = std::function<void(const StoredRows&)>;
struct UseRowsOfSave
{
    UseRows positions;
    UseRows pairStates;
};

/// The rows of one save, whole, also those in parts; rows of another save_id and rows of other programs are left out.
/// Two rows whose tags stand for one key fail with AnswerNotUnderstood.
[[nodiscard]] Result<RowsOfSave> readRows(InfluxClient& client, const RowPlace& place, const std::string& saveId,
    const std::stop_token& stop, const UseRowsOfSave& use = {});
/// The parts of one point after the first, joined to it.
[[nodiscard]] Result<std::string> readParts(
    InfluxClient& client, const char* measurement, const RowPlace& place, qint64 parts, const std::stop_token& stop);

} // namespace tradestate::tables
