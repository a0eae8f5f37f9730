// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/documents/nativedocument.h"

namespace tradestate {

namespace {

void appendKey(std::string& out, std::string_view key, int level, bool first)
{
    out += first ? "\n" : ",\n";
    out.append(static_cast<size_t>(level) * 2, ' ');
    appendJsonText(out, key);
    out += ": ";
}

void appendEnd(std::string& out, char closing, int level)
{
    out.push_back('\n');
    out.append(static_cast<size_t>(level) * 2, ' ');
    out.push_back(closing);
}

template <typename Rows>
void appendRowsByKey(std::string& out, const Rows& rows, int level)
{
    out.push_back('{');
    bool first = true;
    for (const auto& [key, row] : rows) {
        appendKey(out, key.toStdString(), level + 1, first);
        appendJson(out, row.fields(), level + 1);
        first = false;
    }
    if (!first)
        appendEnd(out, '}', level);
    else
        out.push_back('}');
}

void appendPositionList(std::string& out, const Positions& positions, int level)
{
    out.push_back('[');
    bool first = true;
    for (const auto& [key, position] : positions) {
        out += first ? "\n" : ",\n";
        out.append(static_cast<size_t>(level + 1) * 2, ' ');
        appendJson(out, position.fields(), level + 1);
        first = false;
    }
    if (!first)
        appendEnd(out, ']', level);
    else
        out.push_back(']');
}

// What the Python utility reads as the current state: the portfolio stands inline beside its rows and the session.
void appendCurrentState(std::string& out, const TradingState& state)
{
    constexpr int level = 1;
    out.push_back('{');
    appendKey(out, "active_positions", level + 1, true);
    appendRowsByKey(out, state.positions, level + 1);
    appendKey(out, "pair_states", level + 1, false);
    appendRowsByKey(out, state.pairStates, level + 1);
    Json::Object reserved;
    for (const auto& [name, value] : state.portfolio.fields()) {
        if (isReservedInPortfolio(name)) {
            reserved.emplace(name, value);
            continue;
        }
        appendKey(out, name, level + 1, false);
        appendJson(out, value, level + 1);
    }
    if (!reserved.empty()) {
        appendKey(out, portfolioFieldsKey, level + 1, false);
        appendJson(out, reserved, level + 1);
    }
    appendKey(out, "metadata", level + 1, false);
    appendJson(out, state.session.fields(), level + 1);
    appendEnd(out, '}', level);
}

Json backupJson(const BackupInfo& backup)
{
    return Json(Json::Object { { "created_at", Json(backup.createdAt.toRecordText()) },
        { "kind", Json(backup.kind == BackupKind::Rescue ? "rescue" : "manual") },
        { "description", Json(backup.description) }, { "store", Json(backup.store) },
        { "status", Json(backup.status) } });
}

// For the eyes of the Python utility; nothing here is read back.
Json utilitySummary(const SaveRecord& record, const TradingState& state)
{
    Json::Object summary { { "exists", Json(true) },
        { "active_positions_count", Json::integer(static_cast<qint64>(state.positions.size())) },
        { "pair_states_count", Json::integer(static_cast<qint64>(state.pairStates.size())) } };
    if (!record.saveId.isEmpty())
        summary["last_update"] = Json(record.savedAt.toRecordText());
    return Json(std::move(summary));
}

Json utilityStatus(const QString& time, const TradingState& state)
{
    return Json(Json::Object { { "timestamp", Json(time) },
        { "active_positions", Json::integer(static_cast<qint64>(state.positions.size())) },
        { "pair_states", Json::integer(static_cast<qint64>(state.pairStates.size())) } });
}

} // namespace

bool isReservedInPortfolio(std::string_view name)
{
    return name == "active_positions" || name == "pair_states" || name == "metadata" || name == portfolioFieldsKey;
}

Checksum envelopeChecksum(const Json& save, const Json& backup, const Json& ghosts, const Checksum& state)
{
    std::string bytes = "{\"backup\":";
    appendJson(bytes, backup);
    bytes += ",\"ghosts\":";
    appendJson(bytes, ghosts);
    bytes += ",\"save\":";
    appendJson(bytes, save);
    bytes += ",\"state\":";
    appendJson(bytes, toJson(state));
    bytes.push_back('}');
    return sha256(bytes);
}

std::string writeDocument(const SaveRecord& record, const TradingState& state, const std::vector<Position>& ghosts,
    const std::optional<BackupInfo>& backup)
{
    const Json save = record.saveId.isEmpty() ? Json() : toJson(record);
    const Json backupValue = backup ? backupJson(*backup) : Json();
    Json::Array ghostList;
    for (const Position& ghost : ghosts)
        ghostList.push_back(Json(ghost.fields()));
    const Json ghostsValue(std::move(ghostList));
    const Checksum checksum = record.checksum ? *record.checksum : stateChecksum(state);
    const Timestamp time = backup ? backup->createdAt : record.savedAt;
    const QString timeText = time.toMicrosecondText() + QStringLiteral("+00:00");
    const Json format(Json::Object { { "name", Json(nativeFormatName) }, { "version", Json::integer(nativeVersion) },
        { "checksum", toJson(envelopeChecksum(save, backupValue, ghostsValue, checksum)) } });

    std::string out = "{";
    // Format and save come first, so that whoever lists documents need not read them whole.
    const std::pair<const char*, const Json&> head[]
        = { { "format", format }, { "save", save }, { "backup", backupValue } };
    for (const auto& [key, value] : head) {
        appendKey(out, key, 1, out.size() == 1);
        appendJson(out, value, 1);
    }
    appendKey(out, "backup_timestamp", 1, false);
    appendJsonText(out, timeText.toStdString());
    appendKey(out, "positions", 1, false);
    appendPositionList(out, state.positions, 1);
    out.reserve(out.size() * 3); // they come once more, and then the pair states
    appendKey(out, "current_state", 1, false);
    appendCurrentState(out, state);
    appendKey(out, "ghosts", 1, false);
    appendJson(out, ghostsValue, 1);
    appendKey(out, "portfolio_summary", 1, false);
    appendJson(out, utilitySummary(record, state), 1);
    appendKey(out, "system_status", 1, false);
    appendJson(out, utilityStatus(timeText, state), 1);
    out += "\n}\n";
    return out;
}

} // namespace tradestate
