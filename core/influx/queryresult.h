// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/decimal.h"
#include "core/base/result.h"

#include <QByteArray>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradestate {

/// One cell of an answer. Numbers keep the server's text, so that integers beyond 2^53 stay exact; null is not "".
struct InfluxValue
{
    enum class Kind : unsigned char { Null, Bool, Number, Text };
    Kind kind = Kind::Null;
    std::string text; ///< UTF-8; of a number its text, of a bool "true" or "false"

    [[nodiscard]] bool isNull() const { return kind == Kind::Null; }
    [[nodiscard]] const std::string* asText() const { return kind == Kind::Text ? &text : nullptr; }
    /// None for anything but a number without fraction and exponent that fits; "1.0" is taken for 1.
    [[nodiscard]] std::optional<qint64> asInteger() const;
    [[nodiscard]] std::optional<Decimal> asNumber() const;
    [[nodiscard]] std::optional<bool> asBool() const;
    /// The text of a Text cell, empty otherwise.
    [[nodiscard]] QString toString() const;

    [[nodiscard]] bool operator==(const InfluxValue&) const = default;
};

/// One series: a measurement, or one group of it (GROUP BY: the tags tell which).
struct InfluxSeries
{
    std::string name;
    std::map<std::string, std::string, std::less<>> tags;
    std::vector<std::string> columns;
    std::vector<InfluxValue> cells; ///< row by row

    [[nodiscard]] size_t rowCount() const { return columns.empty() ? 0 : cells.size() / columns.size(); }
    [[nodiscard]] const InfluxValue& at(size_t row, size_t column) const
    {
        return cells[row * columns.size() + column];
    }
    /// Null value where there is no such column.
    [[nodiscard]] const InfluxValue& at(size_t row, std::string_view column) const;
    [[nodiscard]] std::optional<size_t> column(std::string_view name) const;
    /// Empty where there is no such tag.
    [[nodiscard]] std::string tag(std::string_view name) const;
    /// The column "time" as nanoseconds (epoch=ns); 0 where it is none.
    [[nodiscard]] qint64 time(size_t row) const;
};

/// What one statement answered. Parts of one series that came in several chunks are one series here.
struct QueryResult
{
    std::vector<InfluxSeries> series;

    [[nodiscard]] size_t rowCount() const;
};

/// Decodes the body of an answer to /query, chunked or not (several JSON objects after each other). Pure; any thread.
/// RefusedByServer with the server's words for an error inside the answer; AnswerNotUnderstood for anything that is no
/// whole answer: no "results", cut off, wrong types, more than one statement, or "partial" without a continuation.
[[nodiscard]] Result<QueryResult> decodeQueryAnswer(QByteArray body);

} // namespace tradestate
