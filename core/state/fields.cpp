// SPDX-License-Identifier: MIT
#include "core/state/fields.h"

namespace tradestate {

namespace {

const Json* find(const Json::Object& fields, std::string_view name)
{
    const auto found = fields.find(name);
    return found == fields.end() ? nullptr : &found->second;
}

} // namespace

QString textField(const Json::Object& fields, std::string_view name)
{
    const Json* value = find(fields, name);
    const std::string* text = value ? value->asText() : nullptr;
    return text ? toQString(*text) : QString();
}

std::optional<Decimal> numberField(const Json::Object& fields, std::string_view name)
{
    const Json* value = find(fields, name);
    const Decimal* number = value ? value->asNumber() : nullptr;
    return number ? std::optional(*number) : std::nullopt;
}

std::optional<Timestamp> timeField(const Json::Object& fields, std::string_view name, const QTimeZone& zoneOfNaive)
{
    const QString text = textField(fields, name);
    if (text.isEmpty())
        return std::nullopt;
    auto time = Timestamp::parse(text, zoneOfNaive);
    return time ? std::optional(*time) : std::nullopt;
}

QString fieldAsShown(const Json::Object& fields, std::string_view name)
{
    const Json* value = find(fields, name);
    return value ? shownText(*value) : QString();
}

QString shownText(const Json& value)
{
    if (value.isNull())
        return QString();
    if (const std::string* text = value.asText())
        return toQString(*text);
    if (const Decimal* number = value.asNumber())
        return toQString(number->text());
    return toQString(compactJson(value));
}

} // namespace tradestate
