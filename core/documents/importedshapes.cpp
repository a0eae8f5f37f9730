// SPDX-License-Identifier: MIT
#include "core/documents/importedshapes.h"

#include "core/documents/nesting.h"
#include "core/documents/rows.h"

#include <algorithm>
#include <array>

namespace tradestate {

namespace {

constexpr std::array mt5Keys { "portfolio_peak_value", "pair_peak_values", "suspended_pairs",
    "portfolio_trading_suspended" };
constexpr std::array brokerKeys { "pair_states_summary", "portfolio_status", "risk_status" };
constexpr std::array ownTimes { "last_save_time", "timestamp" };

bool hasObject(const Json& root, const char* key)
{
    const Json* value = root.find(key);
    return value && value->asObject();
}

template <size_t count>
bool hasAny(const Json& root, const std::array<const char*, count>& keys)
{
    return std::any_of(keys.begin(), keys.end(), [&](const char* key) { return root.find(key) != nullptr; });
}

bool looksLikePosition(const Json& value)
{
    return value.find("direction") || value.find("entry_time")
        || (value.find("symbol1") && (value.find("quantity") || value.find("entry_price") || value.find("volume1")));
}

Json take(Json::Object& object, std::string_view key)
{
    const auto found = object.find(key);
    if (found == object.end())
        return {};
    Json value = std::move(found->second);
    object.erase(found);
    return value;
}

/// True for a value that says nothing: null, zero, false, and what is empty.
bool saysNothing(const Json& value)
{
    if (const Decimal* number = value.asNumber())
        return number->isZero();
    if (const bool* boolean = value.asBool())
        return !*boolean;
    if (const std::string* text = value.asText())
        return text->empty();
    if (const Json::Array* array = value.asArray())
        return std::all_of(array->begin(), array->end(), saysNothing);
    if (const Json::Object* object = value.asObject())
        return std::all_of(
            object->begin(), object->end(), [](const auto& member) { return saysNothing(member.second); });
    return true;
}

bool saysNothing(const Json::Object& fields)
{
    return std::all_of(fields.begin(), fields.end(), [](const auto& member) { return saysNothing(member.second); });
}

class ImportedReader
{
public:
    ImportedReader(DocumentShape shape, const DocumentOptions& options)
        : m_options(options)
    {
        m_document.shape = shape;
    }

    Document read(Json root) &&
    {
        Json::Object& fields = *root.asObject();
        switch (m_document.shape) {
        case DocumentShape::UtilityBackup:
            readUtilityBackup(fields);
            break;
        case DocumentShape::StateFile:
        case DocumentShape::LegacyMt5:
            readStateFile(fields);
            break;
        case DocumentShape::BrokerSummary:
            readBrokerSummary(fields);
            break;
        case DocumentShape::PositionFallback:
            readPositionFallback(root);
            break;
        case DocumentShape::Native:
            break;
        }
        m_document.nothingRead = m_document.shape == DocumentShape::UtilityBackup && !m_somethingSaid
            && m_document.state.positions.empty() && m_document.state.pairStates.empty()
            && saysNothing(m_document.state.portfolio.fields());
        tellWhatIsOdd();
        m_document.proof = Proof::Unverified;
        return std::move(m_document);
    }

private:
    void tell(Severity severity, const QString& code, const QString& field, const QString& message)
    {
        m_document.findings.push_back({ severity, code, {}, field, message });
    }

    void takePositionsFrom(Json json)
    {
        if (!json.asArray() && !json.asObject())
            return;
        m_document.hasPositions = true;
        m_document.state.positions = takePositions(json, RowSource::Foreign, m_document.findings);
    }

    void takePairStatesFrom(Json json)
    {
        if (!json.asArray() && !json.asObject())
            return;
        m_document.hasPairStates = true;
        m_document.state.pairStates = takePairStates(json, RowSource::Foreign, m_document.findings);
    }

    void takeSessionFrom(Json metadata)
    {
        Json::Object* fields = metadata.asObject();
        if (!fields)
            return;
        m_document.hasSession = true;
        m_somethingSaid = m_somethingSaid || !saysNothing(*fields);
        if (dropNestedPortfolios(*fields))
            m_droppedNesting = true;
        m_document.state.session = SessionInfo(std::move(*fields));
    }

    void takePortfolioFrom(Json::Object fields)
    {
        m_document.hasPortfolio = !fields.empty();
        m_document.state.portfolio = PortfolioSummary(std::move(fields));
    }

    void takeOthers(Json::Object others)
    {
        if (others.empty())
            return;
        const Json::Object& session = m_document.state.session.fields();
        const auto own = session.find("other");
        const Json::Object* kept = own == session.end() ? nullptr : own->second.asObject();
        if (kept)
            others.insert(kept->begin(), kept->end());
        m_document.state.session.setField("other", Json(std::move(others)));
    }

    void noteTime(const Json& time)
    {
        const std::string* text = time.asText();
        if (m_ownTime || !text)
            return;
        if (auto parsed = Timestamp::parse(toQString(*text), m_options.zoneOfNaive))
            m_ownTime = *parsed;
    }

    void readUtilityBackup(Json::Object& fields)
    {
        const Json backupTime = take(fields, "backup_timestamp");
        Json positions = take(fields, "positions");
        Json currentState = take(fields, "current_state");
        fields.erase("portfolio_summary");
        fields.erase("system_status");
        Json active;
        if (Json::Object* current = currentState.asObject()) {
            active = take(*current, "active_positions");
            takePairStatesFrom(take(*current, "pair_states"));
            takeSessionFrom(take(*current, "metadata"));
            takePortfolioFrom(std::move(*current));
        }
        if (positions.asArray() || positions.asObject()) {
            takePositionsFrom(std::move(positions));
            keepUnlisted(std::move(active));
        } else {
            takePositionsFrom(std::move(active));
        }
        takeOthers(std::move(fields));
        noteTime(backupTime);
    }

    // Its list of positions leaves out what was deleted, the rows by pair do not. Such a row is not dropped without a
    // word.
    void keepUnlisted(Json active)
    {
        std::vector<Finding> alreadyTold;
        for (auto& [key, position] : takePositions(active, RowSource::Foreign, alreadyTold)) {
            if (m_document.state.positions.contains(key))
                continue;
            m_document.findings.push_back({ Severity::Warning, findings::suspectedGhost, key, {},
                QStringLiteral("The backup has it among its active positions, but not in its list of positions, which "
                               "counts: it is shown as a suspected ghost") });
            m_document.ghosts.push_back(std::move(position));
        }
    }

    void readStateFile(Json::Object& fields)
    {
        Json positions = take(fields, "positions");
        Json active = take(fields, "active_positions");
        takePositionsFrom(positions.asArray() || positions.asObject() ? std::move(positions) : std::move(active));
        takePairStatesFrom(take(fields, "pair_states"));
        takeSessionFrom(take(fields, "metadata"));
        Json::Object others;
        for (const char* key : ownTimes) {
            if (const auto time = fields.find(key); time != fields.end()) {
                noteTime(time->second);
                others.emplace(key, std::move(time->second));
                fields.erase(time);
            }
        }
        takePortfolioFrom(std::move(fields));
        takeOthers(std::move(others));
    }

    void readBrokerSummary(Json::Object& fields)
    {
        takePositionsFrom(take(fields, "active_positions"));
        Json summary = take(fields, "pair_states_summary");
        takePairStatesFrom(summary.asObject() ? std::move(summary) : take(fields, "pair_states"));
        takeSessionFrom(take(fields, "metadata"));
        if (Json portfolio = take(fields, "portfolio_status"); portfolio.asObject())
            takePortfolioFrom(std::move(*portfolio.asObject()));
        for (const char* key : ownTimes) {
            if (const auto time = fields.find(key); time != fields.end())
                noteTime(time->second);
        }
        takeOthers(std::move(fields));
    }

    void readPositionFallback(Json& root)
    {
        takePositionsFrom(std::move(root));
        for (const auto& [key, position] : m_document.state.positions) {
            const auto time = timeField(position.fields(), "timestamp", m_options.zoneOfNaive);
            if (time && (!m_ownTime || *time > *m_ownTime))
                m_ownTime = time;
        }
    }

    void tellWhatIsOdd()
    {
        const TradingState& state = m_document.state;
        const bool older = tellOlderPortfolio();
        const auto saved = state.session.saveTime(m_options.zoneOfNaive);
        m_document.stateTime = saved && !older ? saved : m_ownTime;
        const auto open = state.portfolio.openPositions();
        const auto counted = Decimal::fromInteger(static_cast<qint64>(state.positions.size()));
        if (open && *open != counted) {
            tell(Severity::Warning, findings::countMismatch, QStringLiteral("open_positions"),
                QStringLiteral("The portfolio counts %1 open positions, but %2 are there")
                    .arg(open->toString(), counted.toString()));
        }
        if (m_droppedNesting) {
            tell(Severity::Information, findings::droppedNesting, QStringLiteral("portfolio_summary"),
                QStringLiteral("Copies of older portfolios inside the session were left out"));
        }
        if (m_document.nothingRead) {
            tell(Severity::Error, findings::nothingRead, {},
                QStringLiteral("The document was made while the state could not be read; it does not say that there "
                               "were no positions"));
        }
        tell(Severity::Information, findings::noChecksum, {},
            QStringLiteral("A document of this kind has no checksum; nothing proves that it is unchanged"));
    }

    // A session says when it was saved, and nothing in a save is newer than that. Times are compared only with others
    // of their kind: with and without zone may be hours apart.
    [[nodiscard]] bool tellOlderPortfolio()
    {
        const TradingState& state = m_document.state;
        const auto saved = state.session.saveTime(m_options.zoneOfNaive);
        if (!saved)
            return false;
        std::optional<Timestamp> newest;
        QString newestPair;
        const auto consider = [&](const std::optional<Timestamp>& time, const QString& key) {
            if (time && time->isNaive() == saved->isNaive() && *time > *saved && (!newest || *time > *newest)) {
                newest = time;
                newestPair = key;
            }
        };
        for (const auto& [key, position] : state.positions)
            consider(position.entryTime(m_options.zoneOfNaive), key);
        for (const auto& [key, pair] : state.pairStates)
            consider(pair.lastUpdate(m_options.zoneOfNaive), key);
        if (!newest)
            return false;
        tell(Severity::Warning, findings::olderPortfolio, QStringLiteral("save_time"),
            QStringLiteral(
                "Portfolio and session were saved at %1, before the newest row (%2 at %3): they belong to an "
                "earlier save")
                .arg(saved->original(), newestPair, newest->original()));
        return true;
    }

    const DocumentOptions& m_options;
    Document m_document;
    std::optional<Timestamp> m_ownTime; ///< when the document was made or saved, as it says itself
    bool m_droppedNesting = false;
    bool m_somethingSaid = false; ///< the session holds something
};

} // namespace

std::optional<DocumentShape> importedShapeOf(const Json& root)
{
    const Json::Object* fields = root.asObject();
    if (!fields)
        return std::nullopt;
    const Json* positions = root.find("positions");
    const bool listsPositions = positions && (positions->asArray() || positions->asObject());
    if (root.find("current_state") || (root.find("backup_timestamp") && listsPositions))
        return DocumentShape::UtilityBackup;
    const bool hasRows = hasObject(root, "active_positions") || hasObject(root, "pair_states")
        || hasObject(root, "pair_states_summary") || listsPositions;
    if (hasRows) {
        if (hasAny(root, brokerKeys))
            return DocumentShape::BrokerSummary;
        return hasAny(root, mt5Keys) ? DocumentShape::LegacyMt5 : DocumentShape::StateFile;
    }
    const bool anyPosition = std::any_of(
        fields->begin(), fields->end(), [](const auto& member) { return looksLikePosition(member.second); });
    const bool allRows = std::all_of(fields->begin(), fields->end(),
        [](const auto& member) { return member.second.asObject() || member.second.isNull(); });
    if (anyPosition && allRows)
        return DocumentShape::PositionFallback;
    return std::nullopt;
}

Document readImportedDocument(Json root, DocumentShape shape, const DocumentOptions& options)
{
    return ImportedReader(shape, options).read(std::move(root));
}

} // namespace tradestate
