// SPDX-License-Identifier: MIT
#include "core/influx/eventlogrows.h"

#include "core/documents/canonical.h"
#include "core/documents/nativedocument.h"

namespace tradestate {

void EventRows::tell(
    Severity severity, const QString& code, const QString& pair, const QString& field, const QString& message)
{
    m_save.findings.push_back({ severity, code, pair, field, message });
}

void EventRows::unproven()
{
    if (m_proof == Proof::Verified)
        m_proof = Proof::Unverified;
}

void EventRows::check(const LogEvent& event, const EventData& data)
{
    const EventPart part = eventPart(event);
    const QString pair = part == EventPart::Portfolio ? QString() : eventKey(event);
    const QString what = part == EventPart::Portfolio ? QStringLiteral("portfolio")
        : part == EventPart::Position                 ? QStringLiteral("position")
                                                      : QStringLiteral("pair state");
    if (data.droppedNesting) {
        tell(Severity::Information, findings::droppedNesting, pair, QStringLiteral("metadata"),
            QStringLiteral("Copies of earlier portfolios inside the portfolio were left out"));
    }
    if (data.error) {
        torn();
        tell(Severity::Error, findings::invalidValue, pair, QStringLiteral("data"),
            QStringLiteral("What is stored of the %1 cannot be read: %2").arg(what, describe(*data.error)));
        return;
    }
    switch (data.checksum) {
    case EventChecksum::Holds:
        break;
    case EventChecksum::Differs:
        torn();
        tell(Severity::Error, findings::checksumMismatch, pair, {},
            QStringLiteral("The %1 is not the one that was saved: its checksum does not hold").arg(what));
        break;
    case EventChecksum::Missing:
        unproven();
        tell(Severity::Warning, findings::noChecksum, pair, {},
            QStringLiteral("The %1 has no checksum that could be verified").arg(what));
        break;
    }
}

void EventRows::addPosition(const LogEvent& event, EventData data)
{
    check(event, data);
    const QString key = eventKey(event);
    m_save.state.positions.insert_or_assign(key, Position(key, std::move(data.fields)));
}

void EventRows::addPairState(const LogEvent& event)
{
    EventData data = readEventData(event);
    check(event, data);
    m_save.state.pairStates.insert_or_assign(eventKey(event), PairState(std::move(data.fields)));
}

void EventRows::addPortfolio(const LogEvent& event)
{
    EventData data = readEventData(event);
    check(event, data);
    splitPortfolio(std::move(data.fields), !ownSaveId(event.versionId).isEmpty(), m_save.state);
}

void EventRows::addGhost(const LogEvent& event, bool reconciled)
{
    const QString key = eventKey(event);
    EventData data = readEventData(event);
    m_save.ghosts.push_back(Position(key, std::move(data.fields)));
    QString message = QStringLiteral("It is not part of the last save and was never deleted; the trading system will "
                                     "bring it back when it starts");
    if (reconciled)
        message += QStringLiteral(". One of its legs may still be open: a comparison with the broker drops a pair "
                                  "when the other leg is gone");
    tell(Severity::Warning, findings::suspectedGhost, key, {}, message);
}

void splitPortfolio(Json::Object fields, bool own, TradingState& state)
{
    if (const auto metadata = fields.find("metadata"); metadata != fields.end() && metadata->second.asObject()) {
        state.session = SessionInfo(std::move(*metadata->second.asObject()));
        fields.erase(metadata);
    }
    if (const auto kept = own ? fields.find(portfolioFieldsKey) : fields.end();
        kept != fields.end() && kept->second.asObject()) {
        Json::Object more = std::move(*kept->second.asObject());
        fields.erase(kept);
        fields.merge(more);
    }
    state.portfolio = PortfolioSummary(std::move(fields));
}

Json::Object joinedPortfolio(const TradingState& state)
{
    Json::Object fields;
    Json::Object reserved;
    for (const auto& [name, value] : state.portfolio.fields())
        (isReservedInPortfolio(name) ? reserved : fields).emplace(name, value);
    if (!reserved.empty())
        fields.emplace(portfolioFieldsKey, Json(std::move(reserved)));
    if (!state.session.fields().empty())
        fields.emplace("metadata", Json(state.session.fields()));
    return fields;
}

Knows pythonKnows(const std::vector<OwnCommit>& commits, qint64 time)
{
    Knows knows;
    for (const OwnCommit& commit : commits) {
        if (commit.time > time)
            continue;
        const Timestamp committed = Timestamp::fromNanoseconds(commit.time);
        const auto [known, isNew] = knows.try_emplace(commit.folder, committed);
        if (!isNew && known->second < committed)
            known->second = committed;
    }
    return knows;
}

SaveRecord pythonMarkRecord(const LogEvent& mark, const QString& account, const std::vector<OwnCommit>& commits)
{
    SaveRecord record;
    record.saveId = mark.versionId;
    record.account = account;
    record.folder = eventlog::pythonFolder;
    record.writer = eventlog::pythonFolder;
    record.savedAt = Timestamp::fromNanoseconds(mark.time);
    record.recordedAt = record.savedAt;
    record.reason = SaveReason::Periodic;
    record.description = mark.description;
    record.knows = pythonKnows(commits, mark.time);
    record.knows[eventlog::pythonFolder] = record.savedAt;
    return record;
}

void completePythonRecord(StoredSave& save)
{
    SaveRecord& record = save.record;
    record.positionCount = static_cast<qint64>(save.state.positions.size());
    record.pairStateCount = static_cast<qint64>(save.state.pairStates.size());
    record.checksum = stateChecksum(save.state);
    record.recordChecksum.reset();
    record.recordChecksum = recordChecksumOf(record);
}

} // namespace tradestate
