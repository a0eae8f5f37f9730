// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/fields.h"
#include "core/state/sharedfields.h"

namespace tradestate {

/// The portfolio's figures, in the account's currency. Kept and read as Position is.
class PortfolioSummary
{
public:
    PortfolioSummary() = default;
    explicit PortfolioSummary(Json::Object fields)
        : m_fields(std::move(fields))
    {
    }

    [[nodiscard]] std::optional<Decimal> totalValue() const { return numberField(m_fields, "total_value"); }
    [[nodiscard]] std::optional<Decimal> availableBalance() const { return numberField(m_fields, "available_balance"); }
    [[nodiscard]] std::optional<Decimal> totalPnl() const { return numberField(m_fields, "total_pnl"); }
    [[nodiscard]] std::optional<Decimal> dailyPnl() const { return numberField(m_fields, "daily_pnl"); }
    [[nodiscard]] std::optional<Decimal> openPositions() const { return numberField(m_fields, "open_positions"); }
    [[nodiscard]] std::optional<Decimal> peakValue() const { return numberField(m_fields, "peak_value"); }

    [[nodiscard]] const Json::Object& fields() const { return m_fields; }
    [[nodiscard]] Json::Object takeFields() && { return std::move(m_fields).take(); }
    void setField(std::string_view name, Json value)
    {
        m_fields.edit().insert_or_assign(std::string(name), std::move(value));
    }

    [[nodiscard]] bool operator==(const PortfolioSummary&) const = default;

private:
    SharedFields m_fields;
};

} // namespace tradestate
