// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"

#include "core/base/inbackground.h"

#include <iterator>

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
CanonicalRows textOfRows(const Rows& rows)
{
    constexpr size_t bytesOfRow = 500;
    CanonicalRows text;
    text.reserve(rows.size() * bytesOfRow);
    for (const auto& [key, row] : rows)
        text.append(key, row.fields());
    return text;
}

/// What stands before, between and after the rows.
struct Frame
{
    std::string beforePairStates = "{\"pair_states\":{";
    std::string beforePositions = "},\"portfolio\":";
    std::string afterPositions = "},\"session\":";

    Frame(const PortfolioSummary& portfolio, const SessionInfo& session)
    {
        appendJson(beforePositions, portfolio.fields());
        beforePositions += ",\"positions\":{";
        appendJson(afterPositions, session.fields());
        afterPositions.push_back('}');
    }
};

std::vector<std::string_view> allPieces(
    const CanonicalRows& pairStates, const CanonicalRows& positions, const Frame& frame)
{
    std::vector<std::string_view> pieces { frame.beforePairStates };
    pieces.insert(pieces.end(), pairStates.pieces.begin(), pairStates.pieces.end());
    pieces.emplace_back(frame.beforePositions);
    pieces.insert(pieces.end(), positions.pieces.begin(), positions.pieces.end());
    pieces.emplace_back(frame.afterPositions);
    return pieces;
}

template <typename Use>
auto withPieces(const TradingState& state, Use use)
{
    auto positions
        = inBackgroundIf(state.positions.size() > rowsWorthAThread, [&state] { return textOfRows(state.positions); });
    const CanonicalRows pairStates = textOfRows(state.pairStates);
    return use(pairStates, positions.get(), Frame(state.portfolio, state.session));
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
    return withPieces(state, [](const CanonicalRows& pairStates, const CanonicalRows& positions, const Frame& frame) {
        std::string text;
        for (const std::string_view piece : allPieces(pairStates, positions, frame))
            text += piece;
        return text;
    });
}

Checksum stateChecksum(const TradingState& state)
{
    return withPieces(state, [](const CanonicalRows& pairStates, const CanonicalRows& positions, const Frame& frame) {
        return sha256(allPieces(pairStates, positions, frame));
    });
}

Checksum stateChecksum(const CanonicalRows& pairStates, const PortfolioSummary& portfolio,
    const CanonicalRows& positions, const SessionInfo& session)
{
    return sha256(allPieces(pairStates, positions, Frame(portfolio, session)));
}

void CanonicalRows::reserve(size_t bytes)
{
    if (pieces.empty())
        pieces.emplace_back();
    pieces.back().reserve(bytes);
}

void CanonicalRows::append(const QString& key, const Json::Object& fields)
{
    if (pieces.empty())
        pieces.emplace_back();
    std::string& text = pieces.back();
    if (!text.empty())
        text.push_back(',');
    appendJsonText(text, key.toStdString());
    text.push_back(':');
    appendJson(text, fields);
}

void CanonicalRows::append(CanonicalRows later)
{
    std::erase(pieces, std::string());
    std::erase(later.pieces, std::string());
    if (!pieces.empty() && !later.pieces.empty())
        pieces.back().push_back(',');
    std::move(later.pieces.begin(), later.pieces.end(), std::back_inserter(pieces));
}

} // namespace tradestate
