// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace tradestate {

/// A number that keeps the text it came from and compares by value: 1.2500 stays "1.2500" and equals 1.25.
/// Holds any JSON number that is not far beyond the range of doubles (up to 308 digits before the point, and as many
/// powers of ten), and the tokens NaN, Infinity and -Infinity as Python writes them.
class Decimal
{
public:
    Decimal() = default;
    /// Fails with InvalidNumber on anything but a JSON number or one of the three tokens.
    [[nodiscard]] static Result<Decimal> parse(std::string_view text);
    [[nodiscard]] static Decimal fromInteger(qint64 value);
    /// For programs that compute with doubles: rounded to so many digits after the point; without them the shortest
    /// text that reads back as the same double.
    [[nodiscard]] static Decimal fromDouble(double value, std::optional<int> decimals = {});

    [[nodiscard]] const std::string& text() const { return m_text; }
    [[nodiscard]] QString toString() const
    {
        return QString::fromLatin1(m_text.data(), static_cast<qsizetype>(m_text.size()));
    }
    [[nodiscard]] bool isFinite() const;
    [[nodiscard]] bool isZero() const;
    [[nodiscard]] bool isNegative() const;
    /// True where the text has no '.', 'e' or 'E': Python's rule for int.
    [[nodiscard]] bool isIntegerText() const;
    /// For charts only; infinities and NaN as such.
    [[nodiscard]] double toDouble() const;

    /// By value and exact. NaN is equivalent to NaN and less than everything else, so that sorting is total.
    [[nodiscard]] std::weak_ordering operator<=>(const Decimal& other) const;
    [[nodiscard]] bool operator==(const Decimal& other) const { return (*this <=> other) == 0; }

private:
    explicit Decimal(std::string text)
        : m_text(std::move(text))
    {
    }

    std::string m_text = "0";
};

} // namespace tradestate
