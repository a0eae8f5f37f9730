// SPDX-License-Identifier: MIT
#include "core/state/pairstate.h"

namespace tradestate {

PairPosition PairState::position() const
{
    const auto found = fields().find("position");
    if (found == fields().end())
        return PairPosition::Unknown;
    if (found->second.isNull())
        return PairPosition::None;
    const QString text = textField(m_fields, "position").trimmed().toLower();
    if (text == QLatin1String("none") || text == QLatin1String("flat"))
        return PairPosition::None;
    switch (directionFromText(text)) {
    case Direction::Long:
        return PairPosition::Long;
    case Direction::Short:
        return PairPosition::Short;
    case Direction::Unknown:
        break;
    }
    return PairPosition::Unknown;
}

} // namespace tradestate
