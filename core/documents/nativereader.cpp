// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/nativedocument.h"
#include "core/documents/rows.h"

#include <algorithm>
#include <array>

namespace tradestate {

namespace {

constexpr std::array knownKeys { "format", "save", "backup", "backup_timestamp", "positions", "current_state", "ghosts",
    "portfolio_summary", "system_status" };

Json take(Json::Object& object, std::string_view key)
{
    const auto found = object.find(key);
    if (found == object.end())
        return {};
    Json value = std::move(found->second);
    object.erase(found);
    return value;
}

bool formatIsKnown(const Json* format)
{
    const Json* name = format ? format->find("name") : nullptr;
    return name && name->asText() && *name->asText() == nativeFormatName;
}

/// What is proven, worst first: one doubt is enough.
class ProofKeeper
{
public:
    explicit ProofKeeper(std::vector<Finding>& findings)
        : m_findings(findings)
    {
    }

    void torn(const QString& field, const QString& message)
    {
        m_proof = Proof::Torn;
        m_findings.push_back({ Severity::Error, findings::checksumMismatch, {}, field, message });
    }
    void unverified(const QString& code, const QString& field, const QString& message)
    {
        if (m_proof == Proof::Verified)
            m_proof = Proof::Unverified;
        m_findings.push_back({ Severity::Warning, code, {}, field, message });
    }
    [[nodiscard]] Proof proof() const { return m_proof; }

private:
    std::vector<Finding>& m_findings;
    Proof m_proof = Proof::Verified;
};

bool sameRows(const Json* rows, const Positions& positions)
{
    const Json::Object* object = rows ? rows->asObject() : nullptr;
    return object
        && std::equal(object->begin(), object->end(), positions.begin(), positions.end(),
            [](const auto& member, const auto& entry) {
                return member.second.asObject() && toQString(member.first) == entry.first
                    && *member.second.asObject() == entry.second.fields();
            });
}

std::optional<BackupInfo> backupInfoFrom(const Json& json)
{
    const Json::Object* fields = json.asObject();
    const auto createdAt = fields ? timeField(*fields, "created_at") : std::nullopt;
    if (!createdAt)
        return std::nullopt;
    const BackupKind kind
        = textField(*fields, "kind") == QLatin1String("rescue") ? BackupKind::Rescue : BackupKind::Manual;
    return BackupInfo { *createdAt, kind, textField(*fields, "description"), textField(*fields, "store"),
        textField(*fields, "status") };
}

void takeCurrentState(Json& currentState, Document& document)
{
    Json::Object* fields = currentState.asObject();
    if (!fields)
        return;
    if (Json pairStates = take(*fields, "pair_states"); pairStates.asObject()) {
        document.hasPairStates = true;
        document.state.pairStates = takePairStates(pairStates, RowSource::Own, document.findings);
    }
    if (Json metadata = take(*fields, "metadata"); metadata.asObject()) {
        document.hasSession = true;
        document.state.session = SessionInfo(std::move(*metadata.asObject()));
    }
    fields->erase("active_positions");
    Json reserved = take(*fields, portfolioFieldsKey);
    if (Json::Object* more = reserved.asObject())
        fields->merge(*more);
    document.hasPortfolio = !document.salvaged || !fields->empty();
    document.state.portfolio = PortfolioSummary(std::move(*fields));
}

// A key that this version does not know belongs to the state, so that it survives; the checksum then no longer holds.
void takeOtherKeys(Json::Object& root, Document& document)
{
    for (const char* key : knownKeys)
        root.erase(key);
    if (root.empty())
        return;
    const Json* other = nullptr;
    if (const auto found = document.state.session.fields().find("other");
        found != document.state.session.fields().end())
        other = &found->second;
    Json::Object merged = other && other->asObject() ? *other->asObject() : Json::Object {};
    merged.merge(root);
    document.state.session.setField("other", Json(std::move(merged)));
}

void checkRecord(const SaveRecord& record, const TradingState& state, const Checksum& actual, ProofKeeper& proof)
{
    if (!record.checksum || record.checksum->algorithm != actual.algorithm)
        proof.unverified(findings::noChecksum, QStringLiteral("save.checksum"),
            QStringLiteral("The save has no SHA-256 checksum of its state"));
    else if (*record.checksum != actual)
        proof.torn(QStringLiteral("save.checksum"),
            QStringLiteral("The state is not the one that was saved: its checksum does not hold"));
    if (!record.recordChecksum || record.recordChecksum->algorithm != actual.algorithm)
        proof.unverified(findings::noChecksum, QStringLiteral("save.record_checksum"),
            QStringLiteral("The save record has no SHA-256 checksum of itself"));
    else if (!recordChecksumHolds(record))
        proof.torn(QStringLiteral("save.record_checksum"),
            QStringLiteral("The save record was changed after it was written: its checksum does not hold"));
    const auto positions = static_cast<qint64>(state.positions.size());
    const auto pairStates = static_cast<qint64>(state.pairStates.size());
    if (record.positionCount != positions || record.pairStateCount != pairStates)
        proof.unverified(findings::countMismatch, QStringLiteral("save.counts"),
            QStringLiteral("The save counts %1 positions and %2 pair states, but %3 and %4 are there")
                .arg(record.positionCount)
                .arg(record.pairStateCount)
                .arg(positions)
                .arg(pairStates));
}

} // namespace

bool isNativeDocument(const Json& root)
{
    if (formatIsKnown(root.find("format")))
        return true;
    const Json* save = root.find("save");
    return save && save->find("save_id") && save->find("saved_at") && root.find("current_state");
}

Result<Document> readNativeDocument(Json root, bool salvaged)
{
    Json::Object& fields = *root.asObject();
    const Json format = take(fields, "format");
    const bool known = formatIsKnown(&format);
    const Json* version = format.find("version");
    if (known && version && (!version->asNumber() || *version->asNumber() != Decimal::fromInteger(nativeVersion)))
        return failure(ErrorCode::UnsupportedFormat, QStringLiteral("format.version"), shownText(*version));

    Document document;
    document.shape = DocumentShape::Native;
    document.salvaged = salvaged;
    ProofKeeper proof(document.findings);
    const auto isExpected = [](const auto& member) {
        return member.first == "name" || member.first == "version" || member.first == "checksum";
    };
    const bool damaged
        = !known || !version || !std::all_of(format.asObject()->begin(), format.asObject()->end(), isExpected);
    if (!salvaged && damaged)
        proof.torn(QStringLiteral("format"), QStringLiteral("The document's format is damaged"));

    const Json save = take(fields, "save");
    const Json backup = take(fields, "backup");
    const Json ghosts = take(fields, "ghosts");
    Json positions = take(fields, "positions");
    Json currentState = take(fields, "current_state");
    const Json* active = currentState.find("active_positions");
    if (positions.asArray()) {
        document.hasPositions = true;
        document.state.positions = takePositions(positions, RowSource::Own, document.findings);
        if (!salvaged && !sameRows(active, document.state.positions))
            proof.torn(QStringLiteral("current_state.active_positions"),
                QStringLiteral("The document's two lists of positions differ"));
    } else if (active && active->asObject()) {
        document.hasPositions = true;
        Json rows = *active;
        document.state.positions = takePositions(rows, RowSource::Own, document.findings);
    }
    takeCurrentState(currentState, document);
    takeOtherKeys(fields, document);

    document.backup = backupInfoFrom(backup);
    if (const Json::Array* list = ghosts.asArray()) {
        for (const Json& ghost : *list) {
            const Json* pair = ghost.find("pair");
            if (const Json::Object* row = ghost.asObject())
                document.ghosts.push_back(
                    Position(pair && pair->asText() ? shownText(*pair) : keyOfRow(*row, RowKind::Position), *row));
        }
    }
    if (auto record = saveRecordFromJson(save))
        document.record = std::move(*record);
    else if (!save.isNull())
        proof.torn(record.error().subject, QStringLiteral("The save record could not be read"));

    if (salvaged) {
        document.proof = Proof::Unverified;
        return document;
    }
    const Checksum actual = stateChecksum(document.state);
    if (document.record)
        checkRecord(*document.record, document.state, actual, proof);
    else if (save.isNull())
        proof.unverified(
            findings::noChecksum, QStringLiteral("save"), QStringLiteral("No save record is known of this state"));
    const Json* checksum = format.find("checksum");
    if (checksum && *checksum != toJson(envelopeChecksum(save, backup, ghosts, actual)))
        proof.torn(QStringLiteral("format.checksum"),
            QStringLiteral("The document was changed after it was written: its checksum does not hold"));
    document.proof = proof.proof();
    return document;
}

} // namespace tradestate
