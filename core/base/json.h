// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/decimal.h"
#include "core/base/result.h"

#include <QUtf8StringView>

#include <boost/container/flat_map.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tradestate {

/// A JSON value that loses nothing: numbers keep their text, NaN and the infinities are numbers, strings are UTF-8.
/// An object's keys are in code point order, which for UTF-8 is byte order. Its members stand in one piece of memory:
/// adding or removing one moves the others, so no pointer to a member outlives that.
class Json
{
public:
    using Array = std::vector<Json>;
    using Object = boost::container::flat_map<std::string, Json, std::less<>>;

    Json() = default; ///< null
    Json(std::nullptr_t) { }
    explicit Json(bool value)
        : m_value(value)
    {
    }
    Json(Decimal number)
        : m_value(std::move(number))
    {
    }
    Json(std::string text)
        : m_value(std::move(text))
    {
    }
    Json(const char* text)
        : m_value(std::string(text))
    {
    }
    Json(const QString& text)
        : m_value(text.toStdString())
    {
    }
    Json(Array array)
        : m_value(std::move(array))
    {
    }
    Json(Object object)
        : m_value(std::move(object))
    {
    }
    [[nodiscard]] static Json integer(qint64 value) { return Json(Decimal::fromInteger(value)); }

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    [[nodiscard]] const bool* asBool() const { return std::get_if<bool>(&m_value); }
    [[nodiscard]] const Decimal* asNumber() const { return std::get_if<Decimal>(&m_value); }
    [[nodiscard]] const std::string* asText() const { return std::get_if<std::string>(&m_value); }
    [[nodiscard]] const Array* asArray() const { return std::get_if<Array>(&m_value); }
    [[nodiscard]] const Object* asObject() const { return std::get_if<Object>(&m_value); }
    [[nodiscard]] Array* asArray() { return std::get_if<Array>(&m_value); }
    [[nodiscard]] Object* asObject() { return std::get_if<Object>(&m_value); }

    /// The member of an object, or null where this is no object or has no such member.
    [[nodiscard]] const Json* find(std::string_view key) const;

    /// Same type and same text; numbers by their text (use sameValue to compare them by value).
    [[nodiscard]] bool operator==(const Json& other) const;

private:
    std::variant<std::monostate, bool, Decimal, std::string, Array, Object> m_value;
};

/// Equal with numbers compared by value: 1.25 is 1.2500.
[[nodiscard]] bool sameValue(const Json& left, const Json& right);

[[nodiscard]] inline QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

[[nodiscard]] inline bool isValidUtf8(std::string_view text)
{
    return QUtf8StringView(text.data(), static_cast<qsizetype>(text.size())).isValidUtf8();
}

struct JsonLimits
{
    size_t bytes = size_t(1) << 30;
    int depth = 512;
    /// Skips what is nested too deeply below chains of "portfolio_summary" in "metadata" instead of failing: the Python
    /// system embeds each portfolio in the next.
    bool skipNestedPortfolios = false;
};

struct ParsedJson
{
    Json value;
    bool droppedNesting = false; ///< skipNestedPortfolios cut something
};

/// Parses one document of UTF-8 (a byte order mark is allowed). Refuses duplicate keys, invalid UTF-8, depth and size
/// over the limits, "Inf" and "-NaN"; the error's reason names the place. No recursion while reading, which takes place
/// in a copy of the text.
[[nodiscard]] Result<ParsedJson> parseJson(std::string_view text, const JsonLimits& limits = {});

/// What could be read of a damaged document before its first error.
struct SalvagedJson
{
    /// All that was complete, and the containers that were still open. A text or number that nothing follows any more
    /// is not taken: it may have been cut off itself.
    Json value;
    std::optional<Error> error; ///< none where the document is whole
    /// Keys from the root to the innermost container that was still open at the error; an array's index as its number.
    std::vector<std::string> openPath;
    bool droppedNesting = false; ///< skipNestedPortfolios cut something
};
[[nodiscard]] SalvagedJson salvageJson(std::string_view text, const JsonLimits& limits = {});

/// The canonical form: UTF-8, no spaces, keys sorted by code point, numbers as their text, strings escaping only '"',
/// '\' and controls.
[[nodiscard]] std::string compactJson(const Json& value);
/// The same with line ends and an indentation of two spaces, for files that people read; ends with a line end.
[[nodiscard]] std::string indentedJson(const Json& value);
/// Appends the canonical form, or the indented one where level is the depth at which the value stands (0 or more).
void appendJson(std::string& out, const Json& value, int level = -1);
void appendJson(std::string& out, const Json::Object& object, int level = -1);
/// One string with quotes, as the writers above write it.
void appendJsonText(std::string& out, std::string_view text);

} // namespace tradestate
