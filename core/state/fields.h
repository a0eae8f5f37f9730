// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"
#include "core/base/timestamp.h"

#include <optional>

namespace tradestate {

/// Typed reading of the fields of a record that is kept as it was stored. Each answers nothing where the field is
/// missing, null or of another type, so that what is unknown is never taken for a value.
[[nodiscard]] QString textField(const Json::Object& fields, std::string_view name);
[[nodiscard]] std::optional<Decimal> numberField(const Json::Object& fields, std::string_view name);
[[nodiscard]] std::optional<Timestamp> timeField(
    const Json::Object& fields, std::string_view name, const QTimeZone& zoneOfNaive = QTimeZone::utc());
/// The number as it is stored, also where a program wrote it as a string; empty where it is missing or null.
[[nodiscard]] QString fieldAsShown(const Json::Object& fields, std::string_view name);
/// Any value as one line of plain text: strings without quotes, null as an empty text, the rest as JSON.
[[nodiscard]] QString shownText(const Json& value);

} // namespace tradestate
