// SPDX-License-Identifier: MIT
#include "core/influx/tablespoints.h"

#include "core/documents/canonical.h"

#include <charconv>
#include <cmath>

namespace tradestate::tables {

namespace {

constexpr qint64 schemaVersion = 1;
// Fields for dashboards are names and words; anything longer is no help there.
constexpr qsizetype longestCourtesyText = 1'000;

void addText(LinePoint& point, const char* name, const QString& text)
{
    if (!text.isEmpty() && text.size() <= longestCourtesyText && !text.contains(QChar::Null))
        point.fields.emplace_back(name, text.toStdString());
}

void addFloat(LinePoint& point, const char* name, const std::optional<Decimal>& number)
{
    if (number && number->isFinite() && std::isfinite(number->toDouble()))
        point.fields.emplace_back(name, number->toDouble());
}

void addInteger(LinePoint& point, const char* name, const std::optional<Decimal>& number)
{
    if (!number)
        return;
    const std::string& text = number->text();
    qint64 value = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status == std::errc() && end == text.data() + text.size())
        point.fields.emplace_back(name, value);
}

LinePoint leanPoint(const char* measurement, const SaveRecord& record, const QString& account, std::string_view data)
{
    LinePoint point;
    point.measurement = measurement;
    point.tags
        = { { "account", tagFromText(account.toStdString()) }, { "folder", tagFromText(record.folder.toStdString()) } };
    point.nanoseconds = record.savedAt.nanoseconds();
    const auto parts = splitData(data);
    for (size_t i = 0; i < parts.size(); ++i)
        point.fields.emplace_back(dataField(static_cast<qint64>(i)), parts[i]);
    point.fields.emplace_back("parts", static_cast<qint64>(parts.size()));
    point.fields.emplace_back("save_id", record.saveId.toStdString());
    return point;
}

LinePoint rowPoint(const char* measurement, const SaveRecord& record, const QString& account, const QString& key,
    const Json::Object& fields, StoredRows& expected)
{
    std::string data = compactJson(Json(fields));
    LinePoint point = leanPoint(measurement, record, account, data);
    point.tags.emplace_back("pair", tagFromText(key.toStdString()));
    const auto parts = static_cast<qint64>(splitData(data).size());
    expected.insert_or_assign(key.toStdString(), StoredRow { std::move(data), parts, record.saveId.toStdString() });
    return point;
}

void addPositionFields(LinePoint& point, const Position& position)
{
    addText(point, "symbol1", position.symbol1());
    addText(point, "symbol2", position.symbol2());
    if (position.direction() != Direction::Unknown)
        addText(point, "direction",
            position.direction() == Direction::Long ? QStringLiteral("long") : QStringLiteral("short"));
    addFloat(point, "quantity", position.quantity());
    addFloat(point, "entry_price", position.entryPrice());
    addText(point, "entry_time", textField(position.fields(), "entry_time"));
    addFloat(point, "stop_loss", position.stopLoss());
    addFloat(point, "take_profit", position.takeProfit());
}

void addPairStateFields(LinePoint& point, const PairState& state)
{
    addText(point, "symbol1", state.symbol1());
    addText(point, "symbol2", state.symbol2());
    addText(point, "position", textField(state.fields(), "position"));
    addInteger(point, "cooldown", state.cooldown());
    addFloat(point, "z_score", state.zScore());
    addFloat(point, "spread", state.spread());
    addText(point, "last_update", textField(state.fields(), "last_update"));
}

void addCommitFields(LinePoint& point, const StoredSave& save)
{
    const SaveRecord& record = save.record;
    point.fields.emplace_back("schema_version", schemaVersion);
    point.fields.emplace_back("sequence", record.sequence);
    point.fields.emplace_back("positions", record.positionCount);
    point.fields.emplace_back("pair_states", record.pairStateCount);
    addText(point, "reason", saveReasonText(record.reason));
    addText(point, "writer", record.writer);
    addText(point, "operator", record.operatorName);
    addText(point, "parent_save_id", record.parentSaveId);
    addText(point, "recorded_at", record.recordedAt.toRecordText());
    addText(point, "description", record.description);
    if (record.checksum)
        addText(point, "checksum", record.checksum->value);
    const PortfolioSummary& portfolio = save.state.portfolio;
    addFloat(point, "total_value", portfolio.totalValue());
    addFloat(point, "available_balance", portfolio.availableBalance());
    addFloat(point, "total_pnl", portfolio.totalPnl());
    addFloat(point, "daily_pnl", portfolio.dailyPnl());
    addFloat(point, "peak_value", portfolio.peakValue());
    addFloat(point, "open_positions", portfolio.openPositions());
}

} // namespace

std::string dataField(qint64 part)
{
    return part == 0 ? std::string("data") : "data_" + std::to_string(part);
}

std::vector<std::string> splitData(std::string_view data)
{
    std::vector<std::string> parts;
    while (data.size() > partBytes) {
        size_t cut = partBytes;
        while (cut > 0 && (static_cast<unsigned char>(data[cut]) & 0xC0) == 0x80)
            --cut;
        parts.emplace_back(data.substr(0, cut));
        data.remove_prefix(cut);
    }
    parts.emplace_back(data);
    return parts;
}

Result<SavePoints> pointsOf(const StoredSave& save, const QString& account)
{
    const std::string recordText = compactJson(toJson(save.record));
    if (recordText.size() > partBytes)
        return failure(ErrorCode::CannotBeStored, save.record.saveId,
            QStringLiteral("its record is %1 bytes long").arg(recordText.size()));

    SavePoints points;
    for (const auto& [key, position] : save.state.positions) {
        points.leanRows.push_back(
            rowPoint(positions, save.record, account, key, position.fields(), points.positionRows));
        points.rows.push_back(points.leanRows.back());
        addPositionFields(points.rows.back(), position);
    }
    for (const auto& [key, state] : save.state.pairStates) {
        points.leanRows.push_back(
            rowPoint(pairStates, save.record, account, key, state.fields(), points.pairStateRows));
        points.rows.push_back(points.leanRows.back());
        addPairStateFields(points.rows.back(), state);
    }
    const Json rest(Json::Object {
        { "portfolio", Json(save.state.portfolio.fields()) }, { "session", Json(save.state.session.fields()) } });
    points.leanCommit = leanPoint(commits, save.record, account, compactJson(rest));
    points.leanCommit.fields.emplace_back("record", recordText);
    points.commit = points.leanCommit;
    addCommitFields(points.commit, save);
    return points;
}

} // namespace tradestate::tables
