// SPDX-License-Identifier: MIT
#include "core/state/session.h"

#include <QStringList>

namespace tradestate {

namespace {

const Json::Object& objectIn(const Json::Object& fields, std::string_view name)
{
    static const Json::Object none;
    const auto found = fields.find(name);
    const Json::Object* object = found == fields.end() ? nullptr : found->second.asObject();
    return object ? *object : none;
}

bool isTrue(const Json::Object& fields, std::string_view name)
{
    const auto found = fields.find(name);
    const bool* value = found == fields.end() ? nullptr : found->second.asBool();
    return value && *value;
}

} // namespace

QStringList SessionInfo::tradingPairs() const
{
    QStringList pairs;
    const Json::Object& config = objectIn(m_fields, "trading_config");
    const auto found = config.find("pairs");
    const Json::Array* array = found == config.end() ? nullptr : found->second.asArray();
    if (array) {
        for (const Json& pair : *array)
            pairs.append(shownText(pair));
    }
    return pairs;
}

Json::Object SessionInfo::strategyMetadata() const
{
    return objectIn(m_fields, "strategy_metadata");
}

bool SessionInfo::freshStart() const
{
    return isTrue(m_fields, "fresh_start") || isTrue(info(), "fresh_start");
}

std::optional<Timestamp> SessionInfo::reconciliationTime(const QTimeZone& zoneOfNaive) const
{
    auto time = timeField(m_fields, "reconciliation_time", zoneOfNaive);
    return time ? time : timeField(info(), "reconciliation_time", zoneOfNaive);
}

const Json::Object& SessionInfo::info() const
{
    return objectIn(m_fields, "session_info");
}

} // namespace tradestate
