// SPDX-License-Identifier: MIT
#include "core/influx/lineprotocol.h"

#include "core/base/json.h"

#include <QUtf8StringView>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace tradestate {

namespace {

// Series key and field key together may have 65,535 bytes; the field key and the servers' own additions need some.
constexpr size_t seriesKeyLimit = 65'000;

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

tl::unexpected<Error> cannotStore(std::string_view what, const QString& reason)
{
    QString subject = toQString(what.substr(0, 200));
    return failure(ErrorCode::CannotBeStored, std::move(subject), reason);
}

Result<void> checkName(std::string_view name, const QString& kind)
{
    if (name.empty())
        return cannotStore(name, QStringLiteral("an empty %1").arg(kind));
    if (!isValidUtf8(name))
        return cannotStore(name, QStringLiteral("a %1 that is not valid UTF-8").arg(kind));
    if (std::any_of(name.begin(), name.end(), isControl))
        return cannotStore(name, QStringLiteral("a control character in a %1").arg(kind));
    if (name.back() == '\\')
        return cannotStore(name, QStringLiteral("a backslash at the end of a %1").arg(kind));
    return {};
}

void appendEscaped(std::string& line, std::string_view text, std::string_view special)
{
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos)
            line.push_back('\\');
        line.push_back(c);
    }
}

/// The shortest text that reads back as the same number, in forms that were seen to work on all servers.
std::string floatText(double number)
{
    char digits[64];
    const double size = std::abs(number);
    const bool plain = size == 0.0 || (size >= 1e-6 && size < 1e15);
    const auto end = std::to_chars(
        digits, digits + sizeof digits, number, plain ? std::chars_format::fixed : std::chars_format::scientific)
                         .ptr;
    std::string text(digits, end);
    if (const size_t plus = text.find("e+"); plus != std::string::npos)
        text.erase(plus + 1, 1);
    return text;
}

Result<void> appendField(std::string& line, std::string_view key, const LineField& value)
{
    if (const auto* text = std::get_if<std::string>(&value)) {
        if (!isValidUtf8(*text))
            return cannotStore(key, QStringLiteral("text that is not valid UTF-8"));
        if (text->find('\0') != std::string::npos)
            return cannotStore(key, QStringLiteral("a NUL character in a text"));
        line.push_back('"');
        appendEscaped(line, *text, "\"\\");
        line.push_back('"');
    } else if (const auto* integer = std::get_if<qint64>(&value)) {
        line += std::to_string(*integer);
        line.push_back('i');
    } else if (const auto* number = std::get_if<double>(&value)) {
        if (!std::isfinite(*number))
            return cannotStore(key, QStringLiteral("not a finite number"));
        line += floatText(*number);
    } else {
        line += std::get<bool>(value) ? "true" : "false";
    }
    return {};
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

Result<std::string> encodeLine(const LinePoint& point)
{
    if (auto named = checkName(point.measurement, QStringLiteral("measurement")); !named)
        return tl::unexpected(named.error());
    if (point.nanoseconds < smallestLineTime || point.nanoseconds > largestLineTime)
        return cannotStore(point.measurement, QStringLiteral("a time that InfluxDB cannot hold"));
    if (point.fields.empty())
        return cannotStore(point.measurement, QStringLiteral("a point without a field"));

    auto tags = point.tags;
    std::sort(tags.begin(), tags.end());
    std::string line;
    appendEscaped(line, point.measurement, ", ");
    for (const auto& [key, value] : tags) {
        if (auto named = checkName(key, QStringLiteral("tag's name")); !named)
            return tl::unexpected(named.error());
        if (auto named = checkName(value, QStringLiteral("tag")); !named)
            return tl::unexpected(named.error());
        if (key == "time")
            return cannotStore(key, QStringLiteral("a tag of this name is dropped by the server"));
        line.push_back(',');
        appendEscaped(line, key, ",= ");
        line.push_back('=');
        appendEscaped(line, value, ",= ");
    }
    if (line.size() > seriesKeyLimit)
        return cannotStore(line, QStringLiteral("the name is longer than InfluxDB can hold"));

    char separator = ' ';
    for (const auto& [key, value] : point.fields) {
        if (auto named = checkName(key, QStringLiteral("field's name")); !named)
            return tl::unexpected(named.error());
        if (key == "time")
            return cannotStore(key, QStringLiteral("a field of this name is dropped by the server"));
        line.push_back(separator);
        separator = ',';
        appendEscaped(line, key, ",= ");
        line.push_back('=');
        if (auto appended = appendField(line, key, value); !appended)
            return tl::unexpected(appended.error());
    }
    line.push_back(' ');
    line += std::to_string(point.nanoseconds);
    return line;
}

std::string tagFromText(std::string_view text)
{
    constexpr char hex[] = "0123456789ABCDEF";
    if (text.empty())
        return "%";
    std::string out;
    out.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool finalBackslash = c == '\\' && i + 1 == text.size();
        if (c != '%' && !isControl(c) && !finalBackslash) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(hex[byte >> 4]);
        out.push_back(hex[byte & 15]);
    }
    return out;
}

std::string textFromTag(std::string_view tag)
{
    if (tag == "%")
        return {};
    std::string out;
    out.reserve(tag.size());
    for (size_t i = 0; i < tag.size(); ++i) {
        if (tag[i] == '%' && i + 2 < tag.size() && hexDigit(tag[i + 1]) >= 0 && hexDigit(tag[i + 2]) >= 0) {
            out.push_back(static_cast<char>(hexDigit(tag[i + 1]) * 16 + hexDigit(tag[i + 2])));
            i += 2;
        } else {
            out.push_back(tag[i]);
        }
    }
    return out;
}

} // namespace tradestate
