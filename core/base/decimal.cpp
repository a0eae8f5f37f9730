// SPDX-License-Identifier: MIT
#include "core/base/decimal.h"

#include <QLocale>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace tradestate {

namespace {

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

// What a JSON reader that also keeps doubles accepts: a number that could be written but not read again would be lost.
constexpr size_t mostWholeDigits = 308;
constexpr int largestPower = 308;

/// power: what follows the e of a number.
bool isReadable(std::string_view power)
{
    if (power.front() == '-')
        return true;
    power.remove_prefix(std::min(power.find_first_not_of("+0"), power.size()));
    int value = 0;
    const auto parsed = std::from_chars(power.data(), power.data() + power.size(), value);
    return power.empty() || (parsed.ec == std::errc() && value <= largestPower);
}

bool isJsonNumber(std::string_view text)
{
    size_t at = 0;
    const auto digits = [&] {
        const size_t start = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at - start;
    };
    if (at < text.size() && text[at] == '-')
        ++at;
    const size_t first = at;
    const size_t whole = digits();
    if (whole == 0 || whole > mostWholeDigits || (whole > 1 && text[first] == '0'))
        return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (digits() == 0)
            return false;
    }
    if (at == text.size() || (text[at] != 'e' && text[at] != 'E'))
        return at == text.size();
    const std::string_view power = text.substr(++at);
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
        ++at;
    return digits() > 0 && at == text.size() && isReadable(power);
}

// 0.digits times ten to the power of exponent, without zeros at either end; no digits for zero.
struct Normal
{
    bool negative = false;
    std::string digits;
    qint64 exponent = 0;
};

// Exponents beyond this are clamped: no one tells 1e1000000000000 from 1e1000000000001.
constexpr qint64 largestExponent = std::numeric_limits<qint64>::max() / 4;

Normal normalised(std::string_view text)
{
    Normal normal;
    if (!text.empty() && text.front() == '-') {
        normal.negative = true;
        text.remove_prefix(1);
    }
    const size_t e = text.find_first_of("eE");
    qint64 exponent = 0;
    if (e != std::string_view::npos) {
        std::string_view power = text.substr(e + 1);
        if (power.front() == '+')
            power.remove_prefix(1);
        const auto parsed = std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (parsed.ec == std::errc::result_out_of_range)
            exponent = power.front() == '-' ? -largestExponent : largestExponent;
        exponent = std::clamp(exponent, -largestExponent, largestExponent);
    }
    const std::string_view mantissa = text.substr(0, e);
    const size_t point = std::min(mantissa.find('.'), mantissa.size());
    normal.digits.reserve(mantissa.size());
    for (const char character : mantissa) {
        if (character != '.')
            normal.digits.push_back(character);
    }
    const size_t leading = std::min(normal.digits.find_first_not_of('0'), normal.digits.size());
    normal.exponent = exponent + static_cast<qint64>(point) - static_cast<qint64>(leading);
    normal.digits.erase(0, leading);
    while (!normal.digits.empty() && normal.digits.back() == '0')
        normal.digits.pop_back();
    if (normal.digits.empty()) {
        normal.negative = false; // -0 equals 0
        normal.exponent = 0;
    }
    return normal;
}

int rank(const std::string& text) // NaN < -Infinity < numbers < Infinity
{
    if (text == "NaN")
        return 0;
    if (text == "-Infinity")
        return 1;
    return text == "Infinity" ? 3 : 2;
}

} // namespace

Result<Decimal> Decimal::parse(std::string_view text)
{
    if (isJsonNumber(text) || text == "NaN" || text == "Infinity" || text == "-Infinity")
        return Decimal(std::string(text));
    return failure(ErrorCode::InvalidNumber,
        QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min<size_t>(text.size(), 80))));
}

Decimal Decimal::fromInteger(qint64 value)
{
    return Decimal(std::to_string(value));
}

Decimal Decimal::fromDouble(double value, std::optional<int> decimals)
{
    if (std::isnan(value))
        return Decimal("NaN");
    if (std::isinf(value))
        return Decimal(value < 0 ? "-Infinity" : "Infinity");
    const QByteArray text = decimals ? QByteArray::number(value, 'f', std::max(0, *decimals))
                                     : QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
    return Decimal(text.toStdString());
}

bool Decimal::isFinite() const
{
    return m_text.empty() || isDigit(m_text.back());
}

bool Decimal::isZero() const
{
    for (const char character : m_text) {
        if (character == 'e' || character == 'E')
            break;
        if (isDigit(character) && character != '0')
            return false;
    }
    return isFinite();
}

bool Decimal::isNegative() const
{
    return !m_text.empty() && m_text.front() == '-' && !isZero();
}

bool Decimal::isIntegerText() const
{
    return isFinite() && m_text.find_first_of(".eE") == std::string::npos;
}

double Decimal::toDouble() const
{
    switch (rank(m_text)) {
    case 0:
        return std::numeric_limits<double>::quiet_NaN();
    case 1:
        return -std::numeric_limits<double>::infinity();
    case 3:
        return std::numeric_limits<double>::infinity();
    default:
        break;
    }
    double value = 0;
    const auto parsed = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
    if (parsed.ec == std::errc::result_out_of_range && normalised(m_text).exponent > 0)
        return isNegative() ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
    return value;
}

std::weak_ordering Decimal::operator<=>(const Decimal& other) const
{
    if (m_text == other.m_text)
        return std::weak_ordering::equivalent;
    const int left = rank(m_text);
    const int right = rank(other.m_text);
    if (left != 2 || right != 2)
        return left <=> right;
    const Normal a = normalised(m_text);
    const Normal b = normalised(other.m_text);
    if (a.negative != b.negative)
        return a.negative ? std::weak_ordering::less : std::weak_ordering::greater;
    std::weak_ordering magnitude = std::weak_ordering::equivalent;
    if (a.digits.empty() || b.digits.empty())
        magnitude = a.digits.size() <=> b.digits.size();
    else if (a.exponent != b.exponent)
        magnitude = a.exponent <=> b.exponent;
    else
        magnitude = a.digits.compare(b.digits) <=> 0;
    return a.negative ? 0 <=> magnitude : magnitude;
}

} // namespace tradestate
