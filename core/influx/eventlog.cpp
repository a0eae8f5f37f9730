// SPDX-License-Identifier: MIT
#include "core/influx/eventlog.h"

#include "core/documents/pythonjson.h"
#include "core/state/fields.h"

#include <algorithm>

namespace tradestate {

namespace {

/// A portfolio that embeds its predecessors may be nested far deeper than any document of ours.
constexpr int portfolioDepth = 2000;
constexpr qsizetype uuidLength = 36;

bool isUuid(QStringView text)
{
    if (text.size() != uuidLength)
        return false;
    for (qsizetype i = 0; i < uuidLength; ++i) {
        const char16_t c = text[i].unicode();
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
        if (dash ? c != u'-' : !hex)
            return false;
    }
    return true;
}

/// Leaves the copy of the previous portfolio, but not the copies inside that copy.
bool dropCopies(Json::Object& portfolio)
{
    Json::Object* level = &portfolio;
    for (const char* key : { "metadata", "portfolio_summary", "metadata" }) {
        const auto found = level->find(key);
        if (found == level->end() || !found->second.asObject())
            return false;
        level = found->second.asObject();
    }
    const auto copy = level->find("portfolio_summary");
    if (copy == level->end() || !copy->second.asObject() || copy->second.asObject()->empty())
        return false;
    level->erase(copy);
    return true;
}

} // namespace

EventPart eventPart(const LogEvent& event)
{
    if (event.stateId == eventlog::portfolioId)
        return EventPart::Portfolio;
    if (event.stateId == eventlog::commitId)
        return EventPart::Commit;
    if (event.stateType == QLatin1String("position"))
        return EventPart::Position;
    if (event.stateType == QLatin1String("pair_state"))
        return EventPart::PairState;
    return EventPart::Other;
}

QString eventKey(const LogEvent& event)
{
    const EventPart part = eventPart(event);
    if (part == EventPart::Position && event.stateId.startsWith(eventlog::positionPrefix))
        return event.stateId.mid(eventlog::positionPrefix.size());
    if (part == EventPart::PairState && event.stateId.startsWith(eventlog::pairPrefix))
        return event.stateId.mid(eventlog::pairPrefix.size());
    return event.stateId;
}

QString ownSaveId(const QString& versionId)
{
    if (versionId.size() <= uuidLength || versionId.at(versionId.size() - uuidLength - 1) != QLatin1Char('_'))
        return {};
    const QStringView end = QStringView(versionId).right(uuidLength);
    return isUuid(end) ? end.toString() : QString();
}

QString ownVersionId(const QString& stateId, const Timestamp& savedAt, const QString& saveId)
{
    return stateId + QStringLiteral("_update_") + savedAt.toMicrosecondText() + QLatin1Char('_') + saveId;
}

EventData readEventData(const LogEvent& event)
{
    EventData result;
    const bool foreignPortfolio = eventPart(event) == EventPart::Portfolio && ownSaveId(event.versionId).isEmpty();
    JsonLimits limits;
    if (foreignPortfolio)
        limits.depth = portfolioDepth;
    auto parsed = parseJson(event.data, limits);
    if (!parsed && foreignPortfolio && parsed.error().code == ErrorCode::NestedTooDeep) {
        limits = JsonLimits();
        limits.skipNestedPortfolios = true;
        parsed = parseJson(event.data, limits);
    }
    if (!parsed) {
        result.error = parsed.error();
        return result;
    }
    Json::Object* fields = parsed->value.asObject();
    if (!fields) {
        result.error = Error { ErrorCode::NotAState, event.stateId, QStringLiteral("the data are no object") };
        return result;
    }
    result.droppedNesting = parsed->droppedNesting;
    // What was cut while reading can no longer be compared with the checksum.
    if (!event.checksum.isEmpty() && !result.droppedNesting) {
        result.checksum
            = pythonChecksum(parsed->value) == event.checksum ? EventChecksum::Holds : EventChecksum::Differs;
    }
    if (foreignPortfolio && dropCopies(*fields))
        result.droppedNesting = true;
    result.fields = std::move(*fields);
    return result;
}

bool isDeletion(const LogEvent& event)
{
    if (event.operation == QLatin1String("delete"))
        return true;
    // Saves parsing every row: the marker is short and says so.
    if (event.data.size() > 64 || event.data.find("deleted") == std::string::npos)
        return false;
    const auto parsed = parseJson(event.data);
    if (!parsed)
        return false;
    const Json::Object* fields = parsed->value.asObject();
    if (!fields || fields->size() != 1)
        return false;
    const Json* deleted = parsed->value.find("deleted");
    return deleted && deleted->asBool() && *deleted->asBool();
}

bool isPythonSaveMark(const LogEvent& event)
{
    if (eventPart(event) != EventPart::Portfolio || !ownSaveId(event.versionId).isEmpty() || isDeletion(event))
        return false;
    const EventData data = readEventData(event);
    const auto value = data.fields.find("total_value");
    return value != data.fields.end() && !value->second.isNull();
}

bool isPlaceholder(const Json::Object& position)
{
    const auto is = [](const std::optional<Decimal>& number, const char* text) {
        const auto expected = Decimal::parse(text);
        return number && expected && *number == *expected;
    };
    const auto price = numberField(position, "entry_price");
    return is(numberField(position, "quantity"), "0.01")
        && (is(price, "1.0") || is(price, "100.0") || is(price, "0.01"));
}

bool earlierEvent(const LogEvent& left, const LogEvent& right)
{
    return left.time != right.time ? left.time < right.time : left.versionId < right.versionId;
}

} // namespace tradestate
