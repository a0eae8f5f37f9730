// SPDX-License-Identifier: MIT
#pragma once

#include "core/documents/canonical.h"
#include "core/state/statestore.h"

#include <QUuid>

namespace tradestate::testing {

inline Json number(const char* text)
{
    return Json(Decimal::parse(text).value());
}

/// A state of this many positions whose values tell one from another.
inline TradingState stateOf(int positions, int mark = 0)
{
    TradingState state;
    for (int i = 0; i < positions; ++i) {
        const QString pair = QStringLiteral("PAIR%1-HEDGE%1").arg(i);
        state.positions.emplace(pair,
            Position(pair,
                Json::Object { { "symbol1", Json(QStringLiteral("PAIR%1").arg(i)) },
                    { "symbol2", Json(QStringLiteral("HEDGE%1").arg(i)) }, { "direction", Json("long") },
                    { "quantity", number("0.10") }, { "entry_price", Json::integer(mark) },
                    { "entry_time", Json("2025-07-20T08:00:00") },
                    { "note", Json(QStringLiteral("\u20ac \U0001F600 \u202e \" \\ \n \t , = end")) } }));
        state.pairStates.emplace(pair,
            PairState(Json::Object { { "symbol1", Json(QStringLiteral("PAIR%1").arg(i)) }, { "position", Json("long") },
                { "z_score", number("-1.2500") } }));
    }
    state.portfolio = PortfolioSummary(Json::Object { { "total_value", number("100000.00") },
        { "open_positions", Json::integer(positions) }, { "mark", Json::integer(mark) } });
    state.session = SessionInfo(Json::Object { { "session_info", Json(Json::Object { { "broker", Json("mt5") } }) } });
    return state;
}

inline void seal(SaveRecord& record, const TradingState& state)
{
    record.positionCount = static_cast<qint64>(state.positions.size());
    record.pairStateCount = static_cast<qint64>(state.pairStates.size());
    record.checksum = stateChecksum(state);
    record.recordChecksum = recordChecksumOf(record);
}

/// A save with everything that a record needs to hold.
inline StoredSave saveOf(const TradingState& state, const QString& folder, const Timestamp& savedAt,
    SaveReason reason = SaveReason::Periodic, const Knows& alsoKnows = {})
{
    StoredSave save;
    save.state = state;
    save.record.saveId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    save.record.account = QStringLiteral("default");
    save.record.folder = folder;
    save.record.writer = QStringLiteral("host:tst:1");
    save.record.savedAt = savedAt;
    save.record.recordedAt = savedAt;
    save.record.reason = reason;
    save.record.knows = alsoKnows;
    save.record.knows[folder] = savedAt;
    save.proof = Proof::Verified;
    seal(save.record, state);
    return save;
}

} // namespace tradestate::testing
