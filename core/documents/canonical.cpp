// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"

#include "core/base/inbackground.h"

namespace tradestate {

namespace {

template <typename Rows>
Json rowsJson(const Rows& rows)
{
    Json::Object object;
    for (const auto& [key, row] : rows)
        object.emplace_hint(object.end(), key.toStdString(), Json(row.fields()));
    return Json(std::move(object));
}

// The rows are in code point order already, which is the order of the canonical form.
template <typename Rows>
std::string textOfRows(const Rows& rows)
{
    // A text that grows is copied over and over; room that is not used costs nothing.
    constexpr size_t bytesOfRow = 500;
    std::string text;
    text.reserve(rows.size() * bytesOfRow);
    for (const auto& [key, row] : rows)
        appendCanonicalRow(text, key, row.fields());
    return text;
}

} // namespace

Json canonicalJson(const TradingState& state)
{
    return Json(
        Json::Object { { "pair_states", rowsJson(state.pairStates) }, { "portfolio", Json(state.portfolio.fields()) },
            { "positions", rowsJson(state.positions) }, { "session", Json(state.session.fields()) } });
}

void appendCanonicalRow(std::string& rows, const QString& key, const Json::Object& fields)
{
    if (!rows.empty())
        rows.push_back(',');
    appendJsonText(rows, key.toStdString());
    rows.push_back(':');
    appendJson(rows, fields);
}

std::string canonicalForm(const std::string& pairStateRows, const PortfolioSummary& portfolio,
    const std::string& positionRows, const SessionInfo& session)
{
    constexpr size_t other = 4096;
    std::string out;
    out.reserve(pairStateRows.size() + positionRows.size() + other);
    out += "{\"pair_states\":{";
    out += pairStateRows;
    out += "},\"portfolio\":";
    appendJson(out, portfolio.fields());
    out += ",\"positions\":{";
    out += positionRows;
    out += "},\"session\":";
    appendJson(out, session.fields());
    out.push_back('}');
    return out;
}

std::string canonicalForm(const TradingState& state)
{
    auto positions
        = inBackgroundIf(state.positions.size() > rowsWorthAThread, [&state] { return textOfRows(state.positions); });
    const std::string pairStates = textOfRows(state.pairStates);
    return canonicalForm(pairStates, state.portfolio, positions.get(), state.session);
}

Checksum stateChecksum(const TradingState& state)
{
    return sha256(canonicalForm(state));
}

} // namespace tradestate
