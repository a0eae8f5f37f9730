// SPDX-License-Identifier: MIT
#include "core/state/difference.h"

namespace tradestate {

namespace {

bool looksLikeDateTime(const std::string& text)
{
    const auto isDigit = [&](size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    return text.size() >= 16 && isDigit(0) && isDigit(3) && text[4] == '-' && text[7] == '-' && isDigit(9)
        && (text[10] == ' ' || text[10] == 'T') && text[13] == ':';
}

bool sameTime(const std::string& left, const std::string& right)
{
    return left.size() == right.size() && looksLikeDateTime(left) && looksLikeDateTime(right)
        && left.compare(0, 10, right, 0, 10) == 0 && left.compare(11, std::string::npos, right, 11) == 0;
}

bool same(const Json& left, const Json& right)
{
    const std::string* text = left.asText();
    const std::string* other = right.asText();
    if (text && other)
        return *text == *other || sameTime(*text, *other);
    const Json::Array* list = left.asArray();
    const Json::Array* otherList = right.asArray();
    if (list && otherList)
        return std::equal(list->begin(), list->end(), otherList->begin(), otherList->end(), same);
    const Json::Object* object = left.asObject();
    const Json::Object* otherObject = right.asObject();
    if (object && otherObject) {
        return std::equal(object->begin(), object->end(), otherObject->begin(), otherObject->end(),
            [](const auto& a, const auto& b) { return a.first == b.first && same(a.second, b.second); });
    }
    return sameValue(left, right);
}

void compareValue(const QString& name, const Json& before, const Json& after, std::vector<FieldDifference>& out);

// A field that is missing and one that is null are the same to a reader: unknown.
void compareFields(
    const QString& prefix, const Json::Object& before, const Json::Object& after, std::vector<FieldDifference>& out)
{
    static const Json missing;
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() || right != after.end()) {
        const bool onlyLeft = right == after.end() || (left != before.end() && left->first < right->first);
        const bool onlyRight = !onlyLeft && (left == before.end() || right->first < left->first);
        const std::string& key = onlyRight ? right->first : left->first;
        compareValue(
            prefix + toQString(key), onlyRight ? missing : left->second, onlyLeft ? missing : right->second, out);
        if (!onlyRight)
            ++left;
        if (!onlyLeft)
            ++right;
    }
}

void compareValue(const QString& name, const Json& before, const Json& after, std::vector<FieldDifference>& out)
{
    if (before.asObject() && after.asObject())
        compareFields(name + QLatin1Char('.'), *before.asObject(), *after.asObject(), out);
    else if (!same(before, after))
        out.push_back({ name, before, after });
}

RowDifference rowDifference(StatePart part, const QString& key, const Json::Object* before, const Json::Object* after)
{
    RowDifference row { part, key, ChangeKind::Unchanged, {} };
    if (!before) {
        row.kind = ChangeKind::Added;
    } else if (!after) {
        row.kind = ChangeKind::Removed;
    } else {
        compareFields(QString(), *before, *after, row.fields);
        if (!row.fields.empty())
            row.kind = ChangeKind::Changed;
    }
    return row;
}

template <typename Rows>
void compareRows(StatePart part, const Rows& before, const Rows& after, std::vector<RowDifference>& out)
{
    const CodePointLess less;
    auto left = before.begin();
    auto right = after.begin();
    while (left != before.end() || right != after.end()) {
        const bool onlyLeft = right == after.end() || (left != before.end() && less(left->first, right->first));
        const bool onlyRight = !onlyLeft && (left == before.end() || less(right->first, left->first));
        out.push_back(rowDifference(part, onlyRight ? right->first : left->first,
            onlyRight ? nullptr : &left->second.fields(), onlyLeft ? nullptr : &right->second.fields()));
        if (!onlyRight)
            ++left;
        if (!onlyLeft)
            ++right;
    }
}

void compareWhole(
    StatePart part, const Json::Object& before, const Json::Object& after, std::vector<RowDifference>& out)
{
    if (!before.empty() || !after.empty())
        out.push_back(
            rowDifference(part, QString(), before.empty() ? nullptr : &before, after.empty() ? nullptr : &after));
}

} // namespace

QString statePartText(StatePart part)
{
    switch (part) {
    case StatePart::Position:
        return QStringLiteral("position");
    case StatePart::PairState:
        return QStringLiteral("pair_state");
    case StatePart::Portfolio:
        return QStringLiteral("portfolio");
    case StatePart::Session:
        return QStringLiteral("session");
    }
    return QString();
}

QString changeKindText(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Unchanged:
        return QStringLiteral("unchanged");
    case ChangeKind::Added:
        return QStringLiteral("added");
    case ChangeKind::Changed:
        return QStringLiteral("changed");
    case ChangeKind::Removed:
        return QStringLiteral("removed");
    }
    return QString();
}

std::vector<RowDifference> compare(const TradingState& before, const TradingState& after)
{
    std::vector<RowDifference> rows;
    compareRows(StatePart::Position, before.positions, after.positions, rows);
    compareRows(StatePart::PairState, before.pairStates, after.pairStates, rows);
    compareWhole(StatePart::Portfolio, before.portfolio.fields(), after.portfolio.fields(), rows);
    compareWhole(StatePart::Session, before.session.fields(), after.session.fields(), rows);
    return rows;
}

} // namespace tradestate
