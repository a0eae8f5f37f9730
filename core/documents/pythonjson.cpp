// SPDX-License-Identifier: MIT
#include "core/documents/pythonjson.h"

#include "core/state/saverecord.h"

#include <charconv>
#include <cmath>

namespace tradestate {

namespace {

constexpr char hexDigits[] = "0123456789abcdef";

void appendUnit(std::string& out, unsigned unit)
{
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out.push_back(hexDigits[(unit >> shift) & 15]);
}

void appendPythonText(std::string& out, const std::string& text)
{
    out.push_back('"');
    const QString decoded = toQString(text);
    for (const QChar character : decoded) {
        const unsigned unit = character.unicode();
        switch (unit) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (unit >= 0x20 && unit < 0x7f)
                out.push_back(static_cast<char>(unit));
            else
                appendUnit(out, unit);
        }
    }
    out.push_back('"');
}

// Python prints the shortest digits that read back as the same double, as std::to_chars does, but chooses the
// exponent's form by its own rule: below 1e-4 and from 1e16 on.
void appendFloat(std::string& out, double value)
{
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::signbit(value))
        out.push_back('-');
    value = std::fabs(value);
    if (std::isinf(value)) {
        out += "Infinity";
        return;
    }
    char buffer[32];
    const auto printed = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific);
    const std::string_view text(buffer, static_cast<size_t>(printed.ptr - buffer));
    const size_t e = text.find('e');
    std::string digits(text.substr(0, 1));
    if (e > 2)
        digits += text.substr(2, e - 2);
    int exponent = 0;
    const size_t power = text[e + 1] == '+' ? e + 2 : e + 1;
    std::from_chars(text.data() + power, text.data() + text.size(), exponent);

    if (exponent < -4 || exponent >= 16) {
        out += digits.substr(0, 1);
        if (digits.size() > 1)
            out += "." + digits.substr(1);
        out += exponent < 0 ? "e-" : "e+";
        const std::string magnitude = std::to_string(std::abs(exponent));
        out += magnitude.size() < 2 ? "0" + magnitude : magnitude;
    } else if (exponent < 0) {
        out += "0." + std::string(static_cast<size_t>(-exponent - 1), '0') + digits;
    } else {
        const size_t whole = static_cast<size_t>(exponent) + 1;
        if (digits.size() < whole)
            digits.append(whole - digits.size(), '0');
        out += digits.substr(0, whole) + "." + (digits.size() > whole ? digits.substr(whole) : "0");
    }
}

void appendNumber(std::string& out, const Decimal& number)
{
    if (!number.isFinite()) {
        out += number.text();
    } else if (number.isIntegerText()) {
        out += number.text() == "-0" ? "0" : number.text();
    } else {
        const double value = number.toDouble();
        appendFloat(out, number.text().front() == '-' ? -std::fabs(value) : value);
    }
}

void append(std::string& out, const Json& value)
{
    if (const Decimal* number = value.asNumber()) {
        appendNumber(out, *number);
    } else if (const std::string* text = value.asText()) {
        appendPythonText(out, *text);
    } else if (const bool* boolean = value.asBool()) {
        out += *boolean ? "true" : "false";
    } else if (const Json::Array* array = value.asArray()) {
        out.push_back('[');
        for (size_t i = 0; i < array->size(); ++i) {
            if (i > 0)
                out += ", ";
            append(out, (*array)[i]);
        }
        out.push_back(']');
    } else if (const Json::Object* object = value.asObject()) {
        out.push_back('{');
        bool first = true;
        for (const auto& [key, member] : *object) {
            if (!first)
                out += ", ";
            first = false;
            appendPythonText(out, key);
            out += ": ";
            append(out, member);
        }
        out.push_back('}');
    } else {
        out += "null";
    }
}

} // namespace

std::string pythonJson(const Json& value)
{
    std::string out;
    append(out, value);
    return out;
}

QString pythonChecksum(const Json& value)
{
    return sha256(pythonJson(value)).value;
}

} // namespace tradestate
