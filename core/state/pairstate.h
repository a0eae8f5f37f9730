// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/position.h"

namespace tradestate {

enum class PairPosition { Unknown, None, Long, Short };

/// What a strategy knows of a pair. Kept and read as Position is. An unknown cooldown or z-score is unknown, not 0.
class PairState
{
public:
    PairState() = default;
    explicit PairState(Json::Object fields)
        : m_fields(std::move(fields))
    {
    }

    [[nodiscard]] QString symbol1() const { return textField(m_fields, "symbol1"); }
    [[nodiscard]] QString symbol2() const { return textField(m_fields, "symbol2"); }
    /// none, flat (any case) and null are None; a missing field is Unknown.
    [[nodiscard]] PairPosition position() const;
    /// In bars of the strategy.
    [[nodiscard]] std::optional<Decimal> cooldown() const { return numberField(m_fields, "cooldown"); }
    [[nodiscard]] std::optional<Decimal> zScore() const { return numberField(m_fields, "z_score"); }
    [[nodiscard]] std::optional<Decimal> spread() const { return numberField(m_fields, "spread"); }
    [[nodiscard]] std::optional<Timestamp> lastUpdate(const QTimeZone& zoneOfNaive = QTimeZone::utc()) const
    {
        return timeField(m_fields, "last_update", zoneOfNaive);
    }

    [[nodiscard]] const Json::Object& fields() const { return m_fields; }
    [[nodiscard]] Json::Object takeFields() && { return std::move(m_fields).take(); }
    void setField(std::string_view name, Json value)
    {
        m_fields.edit().insert_or_assign(std::string(name), std::move(value));
    }

    [[nodiscard]] bool operator==(const PairState&) const = default;

private:
    SharedFields m_fields;
};

} // namespace tradestate
