// SPDX-License-Identifier: MIT
#include "core/manager/migration.h"
#include "core/manager/snapshotjson.h"

#include <utility>

namespace tradestate {

QString migrationResultText(const MigrationReport& report)
{
    if (report.count(MigrationOutcome::Refused) > 0)
        return QStringLiteral("refused");
    if (report.count(MigrationOutcome::Migrated) > 0)
        return QStringLiteral("migrated");
    if (report.count(MigrationOutcome::ToMigrate) > 0)
        return QStringLiteral("to-migrate");
    if (report.count(MigrationOutcome::OnRecord) > 0)
        return QStringLiteral("nothing-to-do");
    const int others = report.count(MigrationOutcome::NoState) + report.count(MigrationOutcome::OwnDocument);
    return std::cmp_equal(others, report.items.size()) ? QStringLiteral("nothing-found")
                                                       : QStringLiteral("nothing-taken");
}

Json migrationJson(const MigrationReport& report)
{
    const auto textOrNull = [](const QString& text) { return text.isEmpty() ? Json() : Json(text); };
    Json::Array items;
    for (const MigrationItem& item : report.items) {
        Json::Array list;
        for (const Finding& finding : item.findings)
            list.push_back(toJson(finding));
        Json::Object json;
        json["file"] = Json(item.file);
        json["shape"] = item.shape ? Json(documentShapeText(*item.shape)) : Json();
        json["state_time"] = item.stateTime ? Json(item.stateTime->toRecordText()) : Json();
        json["positions"] = Json::integer(item.positions);
        json["pair_states"] = Json::integer(item.pairStates);
        json["outcome"] = Json(migrationOutcomeText(item.outcome));
        json["save_id"] = textOrNull(item.saveId);
        json["why"] = textOrNull(item.why);
        json["findings"] = Json(std::move(list));
        items.push_back(Json(std::move(json)));
    }
    Json::Object json { { "outcome", Json(migrationResultText(report)) }, { "dry_run", Json(report.dryRun) },
        { "confirmed", Json(report.confirmed) }, { "items", Json(std::move(items)) } };
    const auto& error = report.obstacle ? report.obstacle : report.primaryError;
    if (error)
        json.merge(std::move(*errorJson(*error).asObject()));
    return Json(std::move(json));
}

} // namespace tradestate
