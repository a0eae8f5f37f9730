// SPDX-License-Identifier: MIT
#include "core/state/validation.h"

#include "core/base/inbackground.h"
#include "core/state/measured.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace tradestate {

namespace {

constexpr qint64 allowedAhead = 60 * nanosecondsPerSecond;

enum class Demand { Required, Optional };
enum class Bound { Any, NotNegative, Positive };

struct NumberRule
{
    const char* field;
    Demand demand;
    Bound bound;
};

constexpr std::array positionNumbers {
    NumberRule { "quantity", Demand::Required, Bound::Positive },
    NumberRule { "entry_price", Demand::Required, Bound::Positive },
    NumberRule { "stop_loss", Demand::Optional, Bound::Positive },
    NumberRule { "take_profit", Demand::Optional, Bound::Positive },
};
constexpr std::array pairStateNumbers {
    NumberRule { "cooldown", Demand::Optional, Bound::NotNegative },
    NumberRule { "spread", Demand::Optional, Bound::Any },
    NumberRule { "z_score", Demand::Optional, Bound::Any },
};
constexpr std::array portfolioNumbers {
    NumberRule { "total_value", Demand::Required, Bound::NotNegative },
    NumberRule { "available_balance", Demand::Required, Bound::NotNegative },
    NumberRule { "total_pnl", Demand::Required, Bound::Any },
    NumberRule { "open_positions", Demand::Required, Bound::NotNegative },
    NumberRule { "daily_pnl", Demand::Required, Bound::Any },
    NumberRule { "peak_value", Demand::Optional, Bound::NotNegative },
};

const Json* present(const Json::Object& fields, std::string_view name)
{
    const auto found = fields.find(name);
    return found == fields.end() || found->second.isNull() ? nullptr : &found->second;
}

bool holdsNotANumber(const Json& value)
{
    if (const Decimal* number = value.asNumber())
        return !number->isFinite();
    if (const Json::Array* array = value.asArray())
        return std::any_of(array->begin(), array->end(), holdsNotANumber);
    if (const Json::Object* object = value.asObject()) {
        return std::any_of(
            object->begin(), object->end(), [](const auto& member) { return holdsNotANumber(member.second); });
    }
    return false;
}

QString quoted(const Json& value)
{
    QString text = shownText(value);
    constexpr qsizetype longest = 60;
    return text.size() > longest ? text.left(longest) + QStringLiteral("…") : text;
}

/// The checks of one record of the state. Times without a zone are counted, not told one by one: in a state of the
/// Python system there are hundreds of them.
class RecordCheck
{
public:
    RecordCheck(const ValidationContext& context, std::vector<Finding>& findings, qint64& naiveTimes)
        : m_context(context)
        , m_findings(findings)
        , m_naiveTimes(naiveTimes)
    {
    }

    void setRecord(const QString& pair, const Json::Object& fields)
    {
        m_pair = pair;
        m_fields = &fields;
    }

    void tell(Severity severity, const QString& code, const char* field, const QString& message)
    {
        m_findings.push_back({ severity, code, m_pair, QString::fromLatin1(field), message });
    }

    void demandText(const char* field)
    {
        const Json* value = present(*m_fields, field);
        if (!value || (value->asText() && value->asText()->empty()))
            tell(Severity::Warning, findings::missingField, field, QStringLiteral("%1 is missing").arg(name(field)));
        else if (!value->asText())
            tell(Severity::Warning, findings::invalidValue, field,
                QStringLiteral("%1 is %2, which is no text").arg(name(field), quoted(*value)));
    }

    void checkNumber(const NumberRule& rule)
    {
        const Json* value = present(*m_fields, rule.field);
        if (!value) {
            if (rule.demand == Demand::Required)
                tell(Severity::Warning, findings::missingField, rule.field,
                    QStringLiteral("%1 is missing").arg(name(rule.field)));
            return;
        }
        const Decimal* number = value->asNumber();
        if (!number) {
            tell(Severity::Warning, findings::invalidValue, rule.field,
                QStringLiteral("%1 is %2, which is stored as no number").arg(name(rule.field), quoted(*value)));
        } else if (number->isFinite()) {
            const bool tooLow = (rule.bound != Bound::Any && number->isNegative())
                || (rule.bound == Bound::Positive && number->isZero());
            if (tooLow)
                tell(Severity::Error, findings::invalidValue, rule.field,
                    QStringLiteral("%1 is %2, but must %3")
                        .arg(name(rule.field), number->toString(),
                            rule.bound == Bound::Positive ? QStringLiteral("be above 0")
                                                          : QStringLiteral("not be below 0")));
        }
    }

    void checkTime(const char* field, Demand demand)
    {
        const Json* value = present(*m_fields, field);
        if (!value || (value->asText() && value->asText()->empty())) {
            if (demand == Demand::Required)
                tell(
                    Severity::Warning, findings::missingField, field, QStringLiteral("%1 is missing").arg(name(field)));
            return;
        }
        const auto time = timeField(*m_fields, field, m_context.zoneOfNaive);
        if (!time) {
            tell(Severity::Warning, findings::invalidValue, field,
                QStringLiteral("%1 is %2, which is no time").arg(name(field), quoted(*value)));
            return;
        }
        if (time->isNaive())
            ++m_naiveTimes;
        if (*time > m_context.now.plusNanoseconds(allowedAhead))
            tell(Severity::Warning, findings::futureTime, field,
                QStringLiteral("%1 is %2, which is in the future").arg(name(field), time->original()));
    }

    void checkNotANumber()
    {
        for (const auto& [field, value] : *m_fields) {
            if (holdsNotANumber(value))
                m_findings.push_back({ Severity::Warning, findings::notANumber, m_pair, toQString(field),
                    QStringLiteral("%1 holds NaN or an infinity").arg(toQString(field)) });
        }
    }

private:
    static QString name(const char* field) { return QString::fromLatin1(field); }

    const ValidationContext& m_context;
    std::vector<Finding>& m_findings;
    qint64& m_naiveTimes;
    QString m_pair;
    const Json::Object* m_fields = nullptr;
};

// The Python system stores a new trade with these figures until its next save.
bool isPlaceholder(const Position& position)
{
    static const Decimal one = Decimal::fromInteger(1);
    static const Decimal hundred = Decimal::fromInteger(100);
    static const Decimal hundredth = Decimal::parse("0.01").value();
    const auto price = position.entryPrice();
    const auto quantity = position.quantity();
    return price && quantity && *quantity == hundredth && (*price == one || *price == hundred || *price == hundredth);
}

void checkPosition(const QString& key, const Position& position, RecordCheck& check)
{
    check.setRecord(key, position.fields());
    check.demandText("symbol1");
    check.demandText("symbol2");
    const Json* direction = present(position.fields(), "direction");
    if (!direction)
        check.tell(
            Severity::Error, findings::missingField, "direction", QStringLiteral("The position has no direction"));
    else if (position.direction() == Direction::Unknown)
        check.tell(Severity::Error, findings::unknownDirection, "direction",
            QStringLiteral("The direction is %1, neither long nor short").arg(quoted(*direction)));
    check.checkTime("entry_time", Demand::Required);
    for (const NumberRule& rule : positionNumbers)
        check.checkNumber(rule);
    if (isPlaceholder(position))
        check.tell(Severity::Warning, findings::placeholderEntry, "entry_price",
            QStringLiteral("Entry price %1 and quantity %2 are placeholders of a new trade, not what was traded")
                .arg(position.entryPrice()->toString(), position.quantity()->toString()));
    check.checkNotANumber();
}

void checkPairState(const QString& key, const PairState& pair, RecordCheck& check)
{
    check.setRecord(key, pair.fields());
    check.demandText("symbol1");
    check.demandText("symbol2");
    const auto position = pair.fields().find("position");
    if (position == pair.fields().end())
        check.tell(Severity::Warning, findings::missingField, "position",
            QStringLiteral("The pair state does not say which position it is in"));
    else if (pair.position() == PairPosition::Unknown)
        check.tell(Severity::Error, findings::unknownDirection, "position",
            QStringLiteral("The pair state's position is %1, none of none, long and short")
                .arg(quoted(position->second)));
    check.checkTime("last_update", Demand::Required);
    for (const NumberRule& rule : pairStateNumbers)
        check.checkNumber(rule);
    check.checkNotANumber();
}

QString sideText(PairPosition position)
{
    switch (position) {
    case PairPosition::Long:
        return QStringLiteral("long");
    case PairPosition::Short:
        return QStringLiteral("short");
    case PairPosition::None:
        return QStringLiteral("no position");
    case PairPosition::Unknown:
        break;
    }
    return QStringLiteral("an unknown position");
}

PairPosition sideOf(const Position* position)
{
    if (!position)
        return PairPosition::None;
    switch (position->direction()) {
    case Direction::Long:
        return PairPosition::Long;
    case Direction::Short:
        return PairPosition::Short;
    case Direction::Unknown:
        break;
    }
    return PairPosition::Unknown;
}

void checkAgreement(const Position* position, const PairState& pair, RecordCheck& check)
{
    const PairPosition onRecord = sideOf(position);
    const PairPosition said = pair.position();
    if (onRecord == PairPosition::Unknown || said == PairPosition::Unknown || onRecord == said)
        return;
    check.tell(Severity::Warning, findings::pairPositionConflict, "position",
        QStringLiteral("The pair state says %1, but on record is %2").arg(sideText(said), sideText(onRecord)));
}

void checkPortfolio(const TradingState& state, RecordCheck& check)
{
    check.setRecord(QString(), state.portfolio.fields());
    if (state.portfolio.fields().empty())
        return;
    for (const NumberRule& rule : portfolioNumbers)
        check.checkNumber(rule);
    check.checkNotANumber();
    const auto total = state.portfolio.totalValue();
    if (total && !portfolioIsMeasured(state))
        check.tell(Severity::Information, findings::defaultEquity, "total_value",
            QStringLiteral("%1 is a figure that the writer stores without measuring it: the equity is not recorded")
                .arg(total->toString()));
}

void checkSession(const TradingState& state, const ValidationContext& context, RecordCheck& check)
{
    const SessionInfo& session = state.session;
    check.setRecord(QString(), session.fields());
    check.checkNotANumber();
    if (session.freshStart())
        check.tell(Severity::Warning, findings::freshStart, "fresh_start",
            QStringLiteral("The trading system said that it started without its stored state"));
    const auto saved = session.saveTime(context.zoneOfNaive);
    if (saved && *saved > context.now.plusNanoseconds(allowedAhead))
        check.tell(Severity::Warning, findings::futureTime, "save_time",
            QStringLiteral("The save time is %1, which is in the future").arg(saved->original()));
}

struct Found
{
    std::vector<Finding> findings;
    qint64 naiveTimes = 0;
};

Found checkPairStates(const TradingState& state, const ValidationContext& context)
{
    Found found;
    RecordCheck check(context, found.findings, found.naiveTimes);
    for (const auto& [key, pair] : state.pairStates) {
        checkPairState(key, pair, check);
        const auto position = state.positions.find(key);
        checkAgreement(position == state.positions.end() ? nullptr : &position->second, pair, check);
    }
    return found;
}

Found checkOther(const TradingState& state, const ValidationContext& context)
{
    Found found;
    RecordCheck check(context, found.findings, found.naiveTimes);
    checkPortfolio(state, check);
    checkSession(state, context, check);
    for (const auto& [key, position] : state.positions)
        checkPosition(key, position, check);
    return found;
}

} // namespace

std::vector<Finding> validate(const TradingState& state, const ValidationContext& context)
{
    auto lookingAtPairStates
        = inBackgroundIf(state.pairStates.size() > rowsWorthAThread, [&] { return checkPairStates(state, context); });
    Found found = checkOther(state, context);
    Found inPairStates = lookingAtPairStates.get();
    std::vector<Finding>& all = found.findings;
    std::move(inPairStates.findings.begin(), inPairStates.findings.end(), std::back_inserter(all));
    const qint64 naiveTimes = found.naiveTimes + inPairStates.naiveTimes;
    if (naiveTimes > 0 && !context.zoneIsKnown) {
        all.push_back({ Severity::Information, findings::naiveTime, {}, {},
            QStringLiteral("%1 times have no time zone; they were read in %2")
                .arg(naiveTimes)
                .arg(QString::fromUtf8(context.zoneOfNaive.id())) });
    }
    const CodePointLess less;
    std::stable_sort(all.begin(), all.end(), [&](const Finding& a, const Finding& b) {
        return a.pair == b.pair ? less(a.field, b.field) : less(a.pair, b.pair);
    });
    return std::move(found.findings);
}

} // namespace tradestate
