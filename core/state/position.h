// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/fields.h"
#include "core/state/sharedfields.h"

namespace tradestate {

enum class Direction { Unknown, Long, Short };

/// A pair position as it is on record. All fields are kept as they were stored, also unknown ones and values of
/// unexpected type; the getters read them typed. Quantities and prices are in the units of the broker's symbols.
class Position
{
public:
    Position() = default;
    /// Sets the field "pair" to the key under which the state holds the position.
    Position(const QString& key, Json::Object fields);

    [[nodiscard]] QString pair() const { return textField(m_fields, "pair"); }
    [[nodiscard]] QString symbol1() const { return textField(m_fields, "symbol1"); }
    [[nodiscard]] QString symbol2() const { return textField(m_fields, "symbol2"); }
    /// Folds case; anything but long and short is Unknown.
    [[nodiscard]] Direction direction() const;
    /// "quantity", else nothing: legs alone do not make one.
    [[nodiscard]] std::optional<Decimal> quantity() const { return numberField(m_fields, "quantity"); }
    [[nodiscard]] std::optional<Decimal> entryPrice() const { return numberField(m_fields, "entry_price"); }
    [[nodiscard]] std::optional<Timestamp> entryTime(const QTimeZone& zoneOfNaive = QTimeZone::utc()) const
    {
        return timeField(m_fields, "entry_time", zoneOfNaive);
    }
    [[nodiscard]] std::optional<Decimal> stopLoss() const { return numberField(m_fields, "stop_loss"); }
    [[nodiscard]] std::optional<Decimal> takeProfit() const { return numberField(m_fields, "take_profit"); }

    [[nodiscard]] const Json::Object& fields() const { return m_fields; }
    [[nodiscard]] Json::Object takeFields() && { return std::move(m_fields).take(); }
    void setField(std::string_view name, Json value)
    {
        m_fields.edit().insert_or_assign(std::string(name), std::move(value));
    }

    [[nodiscard]] bool operator==(const Position&) const = default;

private:
    SharedFields m_fields;
};

/// long, short, LONG, …; Unknown for anything else.
[[nodiscard]] Direction directionFromText(const QString& text);

} // namespace tradestate
