// SPDX-License-Identifier: MIT
#include "core/base/json.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <unordered_set>

namespace tradestate {

namespace {

constexpr unsigned parseFlags
    = rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseNanAndInfFlag | rapidjson::kParseIterativeFlag;

/// Builds the value while RapidJSON reads. The containers that are open are a stack of finished values and keys, so
/// that a document that ends early still yields all that was complete; each takes its own in one piece when it closes.
class Builder
{
public:
    using Ch = char;

    explicit Builder(const JsonLimits& limits)
        : m_limits(limits)
    {
        m_done.reserve(usualMembers);
    }

    bool Null() { return takeScalar(Json()); }
    bool Bool(bool value) { return takeScalar(Json(value)); }
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }

    bool RawNumber(const char* text, rapidjson::SizeType length, bool)
    {
        if (m_skipDepth > 0)
            return true;
        auto number = Decimal::parse({ text, length });
        if (!number)
            return fail(ErrorCode::InvalidNumber, number.error().subject);
        return takeScalar(Json(std::move(*number)));
    }

    bool String(const char* text, rapidjson::SizeType length, bool)
    {
        return takeScalar(Json(std::string(text, length)));
    }

    bool Key(const char* text, rapidjson::SizeType length, bool)
    {
        if (m_skipDepth > 0)
            return true;
        m_unconfirmed = false;
        const std::string_view key(text, length);
        if (isRepeated(key))
            return fail(ErrorCode::DuplicateKey, toQString(key));
        m_levels.back().key = key;
        return true;
    }

    bool StartObject() { return open(true); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool StartArray() { return open(false); }
    bool EndArray(rapidjson::SizeType) { return close(); }

    [[nodiscard]] bool droppedNesting() const { return m_dropped; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    /// The value so far; open containers are closed as they stand.
    Json finish(std::vector<std::string>* openPath)
    {
        if (openPath && !m_levels.empty()) {
            for (size_t i = 0; i + 1 < m_levels.size(); ++i)
                openPath->push_back(placeIn(i));
        }
        m_skipDepth = 0;
        if (openPath && m_unconfirmed && !m_levels.empty())
            m_done.pop_back();
        while (!m_levels.empty())
            closeLevel();
        return std::move(m_root);
    }

private:
    static constexpr size_t usualMembers = 32; // of a row, which then need not be moved as it grows
    using Members = Json::Object::sequence_type;
    using Member = Members::value_type;

    struct Level
    {
        bool isObject = true;
        bool isNestedPortfolio = false; ///< inside "portfolio_summary" of a "metadata"
        bool isSorted = true;
        size_t begin = 0; ///< of what it holds in m_done
        std::string key; ///< of the member that comes next
        std::unordered_set<std::string> keys; ///< of many that are not sorted
    };

    std::string placeIn(size_t level) const
    {
        if (m_levels[level].isObject)
            return m_levels[level].key;
        const size_t end = level + 1 < m_levels.size() ? m_levels[level + 1].begin : m_done.size();
        return std::to_string(end - m_levels[level].begin);
    }

    /// Whether the innermost object has that key. Documents are mostly written in order of their keys.
    bool isRepeated(std::string_view key)
    {
        constexpr size_t few = 64;
        Level& level = m_levels.back();
        const auto begin = m_done.begin() + static_cast<std::ptrdiff_t>(level.begin);
        if (level.isSorted && (begin == m_done.end() || m_done.back().first < key))
            return false;
        level.isSorted = false;
        if (m_done.size() - level.begin < few)
            return std::any_of(begin, m_done.end(), [&](const Member& member) { return member.first == key; });
        for (size_t i = level.begin + level.keys.size(); i < m_done.size(); ++i)
            level.keys.insert(m_done[i].first);
        return level.keys.contains(std::string(key));
    }

    bool fail(ErrorCode code, const QString& reason)
    {
        m_error = Error { code, QString(), reason };
        return false;
    }

    bool take(Json&& value)
    {
        if (m_skipDepth > 0)
            return true;
        if (m_levels.empty()) {
            m_root = std::move(value);
            return true;
        }
        m_done.emplace_back(std::move(m_levels.back().key), std::move(value));
        return true;
    }

    bool takeScalar(Json&& value)
    {
        m_unconfirmed = m_skipDepth == 0;
        return take(std::move(value));
    }

    bool open(bool isObject)
    {
        m_unconfirmed = false;
        if (m_skipDepth > 0) {
            ++m_skipDepth;
            return true;
        }
        const int depth = static_cast<int>(m_levels.size());
        const bool repeats = depth >= 2 && m_levels.back().key == "portfolio_summary"
            && m_levels[m_levels.size() - 2].isObject && m_levels[m_levels.size() - 2].key == "metadata";
        const bool nested = repeats || (depth >= 1 && m_levels.back().isNestedPortfolio);
        if (depth >= m_limits.depth - (m_limits.skipNestedPortfolios && nested ? nestingReserve() : 0)) {
            if (!m_limits.skipNestedPortfolios || !nested)
                return fail(ErrorCode::NestedTooDeep, QStringLiteral("deeper than %1 levels").arg(m_limits.depth));
            m_dropped = true;
            if (m_levels.back().isObject)
                m_levels.back().key.clear();
            m_skipDepth = 1;
            return true;
        }
        Level level;
        level.isObject = isObject;
        level.isNestedPortfolio = nested;
        level.begin = m_done.size();
        m_levels.push_back(std::move(level));
        return true;
    }

    // A chain of portfolios may use half of the depth; what else stands in the document keeps the rest.
    [[nodiscard]] int nestingReserve() const { return m_limits.depth / 2; }

    bool close()
    {
        if (m_skipDepth > 0) {
            --m_skipDepth;
            return true;
        }
        m_unconfirmed = false;
        closeLevel();
        return true;
    }

    void closeLevel()
    {
        const Level level = std::move(m_levels.back());
        m_levels.pop_back();
        const auto begin = m_done.begin() + static_cast<std::ptrdiff_t>(level.begin);
        Json value = level.isObject ? Json(objectOf(begin, level.isSorted)) : Json(arrayOf(begin));
        m_done.erase(begin, m_done.end());
        take(std::move(value));
    }

    Json::Object objectOf(const Members::iterator& begin, bool isSorted)
    {
        if (!isSorted)
            std::sort(begin, m_done.end(), [](const Member& a, const Member& b) { return a.first < b.first; });
        Json::Object object;
        object.adopt_sequence(boost::container::ordered_unique_range,
            Members(std::make_move_iterator(begin), std::make_move_iterator(m_done.end())));
        return object;
    }

    Json::Array arrayOf(const Members::iterator& begin)
    {
        Json::Array array;
        array.reserve(static_cast<size_t>(m_done.end() - begin));
        std::for_each(begin, m_done.end(), [&](Member& item) { array.push_back(std::move(item.second)); });
        return array;
    }

    const JsonLimits& m_limits;
    std::vector<Level> m_levels;
    Members m_done; ///< what the open containers hold so far, one after the other; items of arrays have no key
    Json m_root;
    bool m_unconfirmed = false; ///< the last value was a scalar, and nothing came after it
    int m_skipDepth = 0;
    bool m_dropped = false;
    std::optional<Error> m_error;
};

QString placeOf(std::string_view text, size_t offset)
{
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const size_t lineStart = before.rfind('\n') + 1; // npos + 1 is 0
    return QStringLiteral("line %1, column %2").arg(line).arg(before.size() - lineStart + 1);
}

Error parseError(std::string_view text, const rapidjson::ParseResult& result, const std::optional<Error>& fromBuilder)
{
    const QString place = placeOf(text, result.Offset());
    if (fromBuilder)
        return Error { fromBuilder->code, QString(), QStringLiteral("%1 at %2").arg(fromBuilder->reason, place) };
    ErrorCode code = ErrorCode::NotJson;
    if (result.Code() == rapidjson::kParseErrorStringInvalidEncoding)
        code = ErrorCode::InvalidText;
    else if (result.Code() == rapidjson::kParseErrorNumberTooBig)
        code = ErrorCode::InvalidNumber;
    else if (result.Offset() >= text.size())
        code = ErrorCode::CutOff;
    QString what = QString::fromLatin1(rapidjson::GetParseError_En(result.Code()));
    if (code == ErrorCode::CutOff)
        what = QStringLiteral("the text ends too early");
    else if (what.endsWith(QLatin1Char('.')))
        what.chop(1);
    return Error { code, QString(), QStringLiteral("%1 at %2").arg(what, place) };
}

std::string_view withoutByteOrderMark(std::string_view text)
{
    return text.substr(0, 3) == "\xEF\xBB\xBF" ? text.substr(3) : text;
}

struct Read
{
    Json value;
    bool droppedNesting = false;
    std::optional<Error> error;
    std::vector<std::string> openPath;
};

Read read(std::string_view text, const JsonLimits& limits)
{
    Read result;
    text = withoutByteOrderMark(text);
    if (text.size() > limits.bytes) {
        result.error = Error { ErrorCode::FileTooLarge, QString(), QStringLiteral("%1 bytes").arg(text.size()) };
        return result;
    }
    Builder builder(limits);
    rapidjson::Reader reader;
    rapidjson::ParseResult parsed;
    size_t end = 0;
    if (isValidUtf8(text)) { // Qt looks at many bytes at once, the reader at one after the other
        std::string inPlace(text);
        rapidjson::InsituStringStream input(inPlace.data());
        parsed = reader.Parse<parseFlags | rapidjson::kParseInsituFlag>(input, builder);
        end = input.Tell();
    } else { // only to tell where it is wrong; the other stream has no end that a character cut off would stop at
        rapidjson::MemoryStream input(text.data(), text.size());
        parsed = reader.Parse<parseFlags | rapidjson::kParseValidateEncodingFlag>(input, builder);
        end = input.Tell();
    }
    if (parsed.IsError())
        result.error = parseError(text, parsed, builder.error());
    else if (end < text.size()) // the reader takes a NUL for the end
        result.error = Error { ErrorCode::NotJson, QString(),
            QStringLiteral("Something follows the document at %1").arg(placeOf(text, end)) };
    result.value = builder.finish(result.error ? &result.openPath : nullptr);
    result.droppedNesting = builder.droppedNesting();
    return result;
}

constexpr std::array<bool, 256> isEscaped = [] {
    std::array<bool, 256> escaped {};
    for (size_t control = 0; control < 0x20; ++control)
        escaped[control] = true;
    escaped['"'] = true;
    escaped['\\'] = true;
    return escaped;
}();

bool isPlain(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return isEscaped[static_cast<unsigned char>(c)]; });
}

void appendLineStart(std::string& out, int indent)
{
    constexpr std::string_view shallow = "\n                                ";
    const size_t bytes = 1 + static_cast<size_t>(indent) * 2;
    out.append(shallow.substr(0, bytes));
    if (bytes > shallow.size())
        out.append(bytes - shallow.size(), ' ');
}

template <typename Container, typename AppendItem>
void appendContainer(
    std::string& out, const Container& items, char opening, char closing, int indent, AppendItem appendItem)
{
    out.push_back(opening);
    bool first = true;
    for (const auto& item : items) {
        if (!first)
            out.push_back(',');
        first = false;
        if (indent >= 0)
            appendLineStart(out, indent + 1);
        appendItem(item, indent >= 0 ? indent + 1 : indent);
    }
    if (indent >= 0 && !first)
        appendLineStart(out, indent);
    out.push_back(closing);
}

size_t countOf(const Json& value)
{
    if (const Json::Array* array = value.asArray())
        return array->size();
    const Json::Object* object = value.asObject();
    return object ? object->size() : 0;
}

/// For a document that is a few tables of rows: a text that grows is copied over and over, and room that is not used
/// costs nothing.
size_t roomFor(const Json& document)
{
    constexpr size_t bytesOfRow = 600;
    size_t rows = 1;
    if (const Json::Object* tables = document.asObject()) {
        for (const auto& [name, table] : *tables)
            rows += countOf(table);
    }
    return rows * bytesOfRow;
}

} // namespace

const Json* Json::find(std::string_view key) const
{
    const Object* object = asObject();
    if (!object)
        return nullptr;
    const auto found = object->find(key);
    return found == object->end() ? nullptr : &found->second;
}

bool Json::operator==(const Json& other) const
{
    if (m_value.index() != other.m_value.index())
        return false;
    if (const Decimal* number = asNumber())
        return number->text() == other.asNumber()->text();
    return m_value == other.m_value;
}

bool sameValue(const Json& left, const Json& right)
{
    if (const Decimal* number = left.asNumber())
        return right.asNumber() && *number == *right.asNumber();
    if (const Json::Array* array = left.asArray()) {
        const Json::Array* other = right.asArray();
        return other && std::equal(array->begin(), array->end(), other->begin(), other->end(), sameValue);
    }
    if (const Json::Object* object = left.asObject()) {
        const Json::Object* other = right.asObject();
        return other
            && std::equal(object->begin(), object->end(), other->begin(), other->end(),
                [](const auto& a, const auto& b) { return a.first == b.first && sameValue(a.second, b.second); });
    }
    return left == right;
}

Result<ParsedJson> parseJson(std::string_view text, const JsonLimits& limits)
{
    Read result = read(text, limits);
    if (result.error)
        return tl::unexpected<Error>(std::move(*result.error));
    return ParsedJson { std::move(result.value), result.droppedNesting };
}

SalvagedJson salvageJson(std::string_view text, const JsonLimits& limits)
{
    Read result = read(text, limits);
    return SalvagedJson { std::move(result.value), std::move(result.error), std::move(result.openPath),
        result.droppedNesting };
}

void appendJson(std::string& out, const Json::Object& object, int level)
{
    appendContainer(out, object, '{', '}', level, [&](const auto& member, int inner) {
        appendJsonText(out, member.first);
        out += inner >= 0 ? ": " : ":";
        appendJson(out, member.second, inner);
    });
}

void appendJson(std::string& out, const Json& value, int level)
{
    if (const auto* number = value.asNumber()) {
        out += number->text();
    } else if (const auto* text = value.asText()) {
        appendJsonText(out, *text);
    } else if (const auto* boolean = value.asBool()) {
        out += *boolean ? "true" : "false";
    } else if (const auto* array = value.asArray()) {
        appendContainer(
            out, *array, '[', ']', level, [&](const Json& item, int inner) { appendJson(out, item, inner); });
    } else if (const auto* object = value.asObject()) {
        appendJson(out, *object, level);
    } else {
        out += "null";
    }
}

void appendJsonText(std::string& out, std::string_view text)
{
    // Nearly every text is short and plain: each call that appends costs more than copying its bytes once more.
    if (std::array<char, 64> quoted; text.size() + 2 <= quoted.size() && isPlain(text)) {
        quoted[0] = '"';
        std::copy(text.begin(), text.end(), quoted.begin() + 1);
        quoted[text.size() + 1] = '"';
        out.append(quoted.data(), text.size() + 2);
        return;
    }
    constexpr char hex[] = "0123456789abcdef";
    out.push_back('"');
    size_t from = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (!isEscaped[byte])
            continue;
        out.append(text, from, at - from);
        from = at + 1;
        out.push_back('\\');
        switch (byte) {
        case '"':
        case '\\':
            out.push_back(static_cast<char>(byte));
            break;
        case '\b':
            out.push_back('b');
            break;
        case '\f':
            out.push_back('f');
            break;
        case '\n':
            out.push_back('n');
            break;
        case '\r':
            out.push_back('r');
            break;
        case '\t':
            out.push_back('t');
            break;
        default:
            out += "u00";
            out.push_back(hex[byte >> 4]);
            out.push_back(hex[byte & 15]);
        }
    }
    out.append(text, from, text.size() - from);
    out.push_back('"');
}

std::string compactJson(const Json& value)
{
    std::string out;
    appendJson(out, value);
    return out;
}

std::string indentedJson(const Json& value)
{
    std::string out;
    out.reserve(roomFor(value));
    appendJson(out, value, 0);
    out.push_back('\n');
    return out;
}

} // namespace tradestate
