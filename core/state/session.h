// SPDX-License-Identifier: MIT
#pragma once

#include "core/state/fields.h"
#include "core/state/sharedfields.h"

namespace tradestate {

/// Who traded what when the state was saved: the "metadata" of a document, kept as it was stored. The names stand in
/// its "session_info"; other top-level keys of a document are kept in its "other".
class SessionInfo
{
public:
    SessionInfo() = default;
    explicit SessionInfo(Json::Object fields)
        : m_fields(std::move(fields))
    {
    }

    [[nodiscard]] QString dataProvider() const { return textField(info(), "data_provider"); }
    [[nodiscard]] QString broker() const { return textField(info(), "broker"); }
    [[nodiscard]] QString strategy() const { return textField(info(), "strategy"); }
    [[nodiscard]] QString tradingMode() const { return textField(info(), "trading_mode"); }
    [[nodiscard]] QString systemVersion() const { return textField(info(), "system_version"); }
    [[nodiscard]] std::optional<Timestamp> saveTime(const QTimeZone& zoneOfNaive = QTimeZone::utc()) const
    {
        return timeField(info(), "save_time", zoneOfNaive);
    }
    /// "pairs" of "trading_config"; empty where none are stored.
    [[nodiscard]] QStringList tradingPairs() const;
    /// "strategy_metadata", an empty object where there is none.
    [[nodiscard]] Json::Object strategyMetadata() const;
    /// True where the writer said that it started without its stored state ("fresh_start": true, here or in
    /// "session_info").
    [[nodiscard]] bool freshStart() const;
    /// When the trading system last compared its positions with the broker's ("reconciliation_time").
    [[nodiscard]] std::optional<Timestamp> reconciliationTime(const QTimeZone& zoneOfNaive = QTimeZone::utc()) const;

    [[nodiscard]] const Json::Object& fields() const { return m_fields; }
    [[nodiscard]] Json::Object takeFields() && { return std::move(m_fields).take(); }
    void setField(std::string_view name, Json value)
    {
        m_fields.edit().insert_or_assign(std::string(name), std::move(value));
    }

    [[nodiscard]] bool operator==(const SessionInfo&) const = default;

private:
    [[nodiscard]] const Json::Object& info() const;

    SharedFields m_fields;
};

} // namespace tradestate
