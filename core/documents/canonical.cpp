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
void appendRows(std::string& out, const Rows& rows)
{
    // A text that grows is copied over and over; room that is not used costs nothing.
    constexpr size_t bytesOfRow = 500;
    out.reserve(out.size() + rows.size() * bytesOfRow);
    out.push_back('{');
    bool first = true;
    for (const auto& [key, row] : rows) {
        if (!first)
            out.push_back(',');
        first = false;
        appendJsonText(out, key.toStdString());
        out.push_back(':');
        appendJson(out, row.fields());
    }
    out.push_back('}');
}

} // namespace

Json canonicalJson(const TradingState& state)
{
    return Json(
        Json::Object { { "pair_states", rowsJson(state.pairStates) }, { "portfolio", Json(state.portfolio.fields()) },
            { "positions", rowsJson(state.positions) }, { "session", Json(state.session.fields()) } });
}

std::string canonicalForm(const TradingState& state)
{
    auto positions = inBackgroundIf(state.positions.size() > rowsWorthAThread, [&state] {
        std::string rows;
        appendRows(rows, state.positions);
        return rows;
    });
    std::string out = "{\"pair_states\":";
    appendRows(out, state.pairStates);
    out += ",\"portfolio\":";
    appendJson(out, state.portfolio.fields());
    out += ",\"positions\":";
    out += positions.get();
    out += ",\"session\":";
    appendJson(out, state.session.fields());
    out.push_back('}');
    return out;
}

Checksum stateChecksum(const TradingState& state)
{
    return sha256(canonicalForm(state));
}

} // namespace tradestate
