// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/eventlog.h"
#include "core/state/statestore.h"

namespace tradestate {

/// Puts the rows of an event log into a save, verifies each, and tells what is wrong with them. A row that cannot be
/// read is shown all the same, empty.
class EventRows
{
public:
    /// The save must outlive this.
    explicit EventRows(StoredSave& save)
        : m_save(save)
    {
    }

    void addPosition(const LogEvent& event, EventData data);
    void addPairState(const LogEvent& event);
    void addPortfolio(const LogEvent& event);
    /// reconciled: the save came after a comparison with the broker, which drops a pair when one leg is gone.
    void addGhost(const LogEvent& event, bool reconciled);

    void tell(
        Severity severity, const QString& code, const QString& pair, const QString& field, const QString& message);
    /// Something needed for the proof is missing.
    void unproven();
    void torn() { m_proof = Proof::Torn; }
    [[nodiscard]] Proof proof() const { return m_proof; }

private:
    void check(const LogEvent& event, const EventData& data);

    StoredSave& m_save;
    Proof m_proof = Proof::Verified;
};

/// Portfolio and session as portfolio_main holds them together, and back.
void splitPortfolio(Json::Object fields, bool own, TradingState& state);
[[nodiscard]] Json::Object joinedPortfolio(const TradingState& state);

/// What a Python save of that time knows of ours: the newest older one of each folder.
[[nodiscard]] Knows pythonKnows(const std::vector<OwnCommit>& commits, qint64 time);
/// The record of the Python save that a mark ends, without parent, counts and checksums.
[[nodiscard]] SaveRecord pythonMarkRecord(
    const LogEvent& mark, const QString& account, const std::vector<OwnCommit>& commits);
/// Counts and checksums of a record that was made for a Python save.
void completePythonRecord(StoredSave& save);

} // namespace tradestate
