// SPDX-License-Identifier: MIT
#include "core/influx/influxlayout.h"

namespace tradestate {

QString influxLayoutText(InfluxLayoutKind kind)
{
    switch (kind) {
    case InfluxLayoutKind::Tables:
        return QStringLiteral("tables");
    case InfluxLayoutKind::Versions:
        return QStringLiteral("versions");
    }
    return QString();
}

void InfluxLayout::lookEverywhereNext()
{
}

Result<std::string> InfluxLayout::exportRows(const RowKeys&, const std::stop_token&)
{
    return std::string();
}

Result<void> InfluxLayout::removeRows(const RowKeys&, const std::stop_token&)
{
    return {};
}

Result<std::optional<Timestamp>> InfluxLayout::newestEvent(const std::stop_token&)
{
    return std::optional<Timestamp>();
}

} // namespace tradestate
