// SPDX-License-Identifier: MIT
#include "core/influx/queryresult.h"

#include "core/base/json.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>

namespace tradestate {

namespace {

constexpr unsigned parseFlags
    = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseStopWhenDoneFlag;

/// Takes the events of one JSON object after the other. Knows where it is by a small state, so that a large answer
/// costs no tree of values.
class Decoder
{
public:
    using Ch = char;

    bool Null() { return scalar(InfluxValue::Kind::Null, {}); }
    bool Bool(bool value) { return scalar(InfluxValue::Kind::Bool, value ? "true" : "false"); }
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }
    bool RawNumber(const char* text, rapidjson::SizeType length, bool)
    {
        return scalar(InfluxValue::Kind::Number, { text, length });
    }
    bool String(const char* text, rapidjson::SizeType length, bool)
    {
        return scalar(InfluxValue::Kind::Text, { text, length });
    }

    bool Key(const char* text, rapidjson::SizeType length, bool)
    {
        if (m_skip == 0)
            m_key.assign(text, length);
        return true;
    }

    bool StartObject()
    {
        if (m_skip > 0)
            return ++m_skip > 0;
        switch (m_place) {
        case Place::Outside:
            m_place = Place::Root;
            m_partial = false;
            m_sawResults = false;
            return true;
        case Place::Results:
            m_place = Place::Result;
            return true;
        case Place::SeriesList:
            m_place = Place::Series;
            m_current = InfluxSeries();
            return true;
        case Place::Series:
            if (m_key == "tags") {
                m_place = Place::Tags;
                return true;
            }
            break;
        case Place::Columns:
        case Place::Values:
        case Place::Row:
        case Place::Tags:
            return wrong("an object where a value belongs");
        case Place::Root:
        case Place::Result:
            break;
        }
        m_skip = 1;
        return true;
    }

    bool EndObject(rapidjson::SizeType)
    {
        if (m_skip > 0)
            return --m_skip >= 0;
        switch (m_place) {
        case Place::Root:
            m_place = Place::Outside;
            return m_sawResults || m_error ? true : wrong("no results");
        case Place::Result:
            m_place = Place::Results;
            return true;
        case Place::Series:
            m_place = Place::SeriesList;
            return finishSeries();
        case Place::Tags:
            m_place = Place::Series;
            return true;
        default:
            return wrong("misplaced end of an object");
        }
    }

    bool StartArray()
    {
        if (m_skip > 0)
            return ++m_skip > 0;
        switch (m_place) {
        case Place::Root:
            if (m_key == "results") {
                m_place = Place::Results;
                m_sawResults = true;
                return true;
            }
            break;
        case Place::Result:
            if (m_key == "series") {
                m_place = Place::SeriesList;
                return true;
            }
            break;
        case Place::Series:
            if (m_key == "columns") {
                m_place = Place::Columns;
                return true;
            }
            if (m_key == "values") {
                m_place = Place::Values;
                return true;
            }
            break;
        case Place::Values:
            if (m_current.columns.empty())
                return wrong("values without columns");
            m_place = Place::Row;
            m_rowStart = m_current.cells.size();
            return true;
        default:
            return wrong("an array where it does not belong");
        }
        m_skip = 1;
        return true;
    }

    bool EndArray(rapidjson::SizeType)
    {
        if (m_skip > 0)
            return --m_skip >= 0;
        switch (m_place) {
        case Place::Results:
            m_place = Place::Root;
            return true;
        case Place::SeriesList:
            m_place = Place::Result;
            return true;
        case Place::Columns:
        case Place::Values:
            m_place = Place::Series;
            return true;
        case Place::Row:
            m_place = Place::Values;
            return m_current.cells.size() - m_rowStart == m_current.columns.size()
                ? true
                : wrong("a row with another number of values than columns");
        default:
            return wrong("misplaced end of an array");
        }
    }

    [[nodiscard]] bool endsPartial() const { return m_partial; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] const QString& wrongWhat() const { return m_wrong; }
    [[nodiscard]] QueryResult take() { return std::move(m_result); }

private:
    enum class Place { Outside, Root, Results, Result, SeriesList, Series, Tags, Columns, Values, Row };

    bool wrong(const char* what)
    {
        m_wrong = QString::fromLatin1(what);
        return false;
    }

    bool scalar(InfluxValue::Kind kind, std::string_view text)
    {
        if (m_skip > 0)
            return true;
        switch (m_place) {
        case Place::Row:
            m_current.cells.push_back(InfluxValue { kind, std::string(text) });
            return true;
        case Place::Columns:
            if (kind != InfluxValue::Kind::Text)
                return wrong("a column without a name");
            m_current.columns.emplace_back(text);
            return true;
        case Place::Tags:
            if (kind != InfluxValue::Kind::Text)
                return wrong("a tag that is no text");
            m_current.tags.insert_or_assign(m_key, std::string(text));
            return true;
        case Place::Series:
            if (m_key == "name") {
                if (kind != InfluxValue::Kind::Text)
                    return wrong("a series' name that is no text");
                m_current.name = text;
            } else if (m_key == "partial") {
                m_partial = m_partial || text == "true";
            } else if (m_key == "columns" || (m_key == "values" && kind != InfluxValue::Kind::Null)
                || (m_key == "tags" && kind != InfluxValue::Kind::Null)) {
                return wrong("a series of the wrong form");
            }
            return true;
        case Place::Result:
            if (m_key == "error")
                takeError(kind, text);
            else if (m_key == "partial")
                m_partial = m_partial || text == "true";
            else if (m_key == "statement_id" && text != "0")
                return wrong("the answer to another statement");
            else if (m_key == "series" && kind != InfluxValue::Kind::Null)
                return wrong("series of the wrong form");
            return true;
        case Place::Root:
            if (m_key == "error")
                takeError(kind, text);
            else if (m_key == "results")
                return wrong("results of the wrong form");
            return true;
        case Place::Outside:
        case Place::Results:
        case Place::SeriesList:
        case Place::Values:
            break;
        }
        return wrong("a value where it does not belong");
    }

    void takeError(InfluxValue::Kind kind, std::string_view text)
    {
        if (!m_error)
            m_error = Error { ErrorCode::RefusedByServer, QString(),
                kind == InfluxValue::Kind::Text ? toQString(text) : QStringLiteral("an error without words") };
    }

    bool finishSeries()
    {
        InfluxSeries* last = m_result.series.empty() ? nullptr : &m_result.series.back();
        if (last && last->name == m_current.name && last->tags == m_current.tags
            && last->columns == m_current.columns) {
            last->cells.insert(last->cells.end(), std::make_move_iterator(m_current.cells.begin()),
                std::make_move_iterator(m_current.cells.end()));
        } else {
            m_result.series.push_back(std::move(m_current));
        }
        return true;
    }

    Place m_place = Place::Outside;
    int m_skip = 0; ///< open containers inside a member that is of no interest
    std::string m_key;
    size_t m_rowStart = 0;
    bool m_partial = false; ///< the newest object said that more follows
    bool m_sawResults = false;
    InfluxSeries m_current;
    QueryResult m_result;
    std::optional<Error> m_error;
    QString m_wrong;
};

auto notUnderstood(const QString& reason)
{
    return failure(ErrorCode::AnswerNotUnderstood, QString(), reason);
}

/// `stream` reads `text`; in place it puts each name and value where it stood.
template <unsigned flags, typename Stream>
Result<QueryResult> decodeObjects(Stream stream, std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    Decoder decoder;
    bool any = false;
    for (;;) {
        const size_t next = text.find_first_not_of(blanks, stream.Tell());
        if (next == std::string_view::npos)
            break;
        any = true;
        rapidjson::Reader reader;
        const rapidjson::ParseResult parsed = reader.Parse<flags>(stream, decoder);
        if (decoder.error())
            return tl::unexpected(*decoder.error());
        if (parsed.IsError()) {
            return notUnderstood(!decoder.wrongWhat().isEmpty()
                    ? decoder.wrongWhat()
                    : QStringLiteral("%1 at byte %2 of %3")
                          .arg(QString::fromLatin1(rapidjson::GetParseError_En(parsed.Code())))
                          .arg(parsed.Offset())
                          .arg(text.size()));
        }
    }
    if (!any)
        return notUnderstood(QStringLiteral("an empty answer"));
    if (decoder.endsPartial())
        return notUnderstood(QStringLiteral("the server sent only a part of the rows"));
    return decoder.take();
}

} // namespace

std::optional<qint64> InfluxValue::asInteger() const
{
    if (kind != Kind::Number)
        return std::nullopt;
    std::string_view digits = text;
    if (digits.size() > 2 && digits.substr(digits.size() - 2) == ".0")
        digits.remove_suffix(2);
    qint64 value = 0;
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (status != std::errc() || end != digits.data() + digits.size())
        return std::nullopt;
    return value;
}

std::optional<Decimal> InfluxValue::asNumber() const
{
    if (kind != Kind::Number)
        return std::nullopt;
    auto number = Decimal::parse(text);
    return number ? std::optional(std::move(*number)) : std::nullopt;
}

std::optional<bool> InfluxValue::asBool() const
{
    return kind == Kind::Bool ? std::optional(text == "true") : std::nullopt;
}

QString InfluxValue::toString() const
{
    return kind == Kind::Text ? toQString(text) : QString();
}

std::optional<size_t> InfluxSeries::column(std::string_view wanted) const
{
    const auto found = std::find(columns.begin(), columns.end(), wanted);
    return found == columns.end() ? std::nullopt
                                  : std::optional(static_cast<size_t>(std::distance(columns.begin(), found)));
}

const InfluxValue& InfluxSeries::at(size_t row, std::string_view wanted) const
{
    static const InfluxValue null;
    const auto index = column(wanted);
    return index ? at(row, *index) : null;
}

std::string InfluxSeries::tag(std::string_view wanted) const
{
    const auto found = tags.find(wanted);
    return found == tags.end() ? std::string() : found->second;
}

qint64 InfluxSeries::time(size_t row) const
{
    return at(row, "time").asInteger().value_or(0);
}

size_t QueryResult::rowCount() const
{
    size_t count = 0;
    for (const InfluxSeries& one : series)
        count += one.rowCount();
    return count;
}

Result<QueryResult> decodeQueryAnswer(QByteArray body)
{
    const std::string_view text(body.data(), static_cast<size_t>(body.size()));
    if (body.isValidUtf8())
        return decodeObjects<parseFlags | rapidjson::kParseInsituFlag>(
            rapidjson::InsituStringStream(body.data()), text);
    // Only to tell where it is wrong; the other stream has no end that a character cut off would stop at.
    return decodeObjects<parseFlags | rapidjson::kParseValidateEncodingFlag>(
        rapidjson::MemoryStream(text.data(), text.size()), text);
}

} // namespace tradestate
