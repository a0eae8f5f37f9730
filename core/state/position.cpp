// SPDX-License-Identifier: MIT
#include "core/state/position.h"

namespace tradestate {

Position::Position(const QString& key, Json::Object fields)
    : m_fields(std::move(fields))
{
    setField("pair", Json(key));
}

Direction Position::direction() const
{
    return directionFromText(textField(m_fields, "direction"));
}

Direction directionFromText(const QString& text)
{
    const QString folded = text.trimmed().toLower();
    if (folded == QLatin1String("long"))
        return Direction::Long;
    return folded == QLatin1String("short") ? Direction::Short : Direction::Unknown;
}

} // namespace tradestate
