// SPDX-License-Identifier: MIT
#include "core/manager/doctor.h"

#include <algorithm>

namespace tradestate {

QString doctorSeverityText(DoctorSeverity severity)
{
    switch (severity) {
    case DoctorSeverity::Ok:
        return QStringLiteral("ok");
    case DoctorSeverity::Note:
        return QStringLiteral("note");
    case DoctorSeverity::Warning:
        return QStringLiteral("warning");
    case DoctorSeverity::Error:
        return QStringLiteral("error");
    }
    return QString();
}

DoctorCheck doctorCheck(const char* id, const char* title)
{
    return { QString::fromLatin1(id), QString::fromUtf8(title), DoctorSeverity::Ok, {}, {}, DoctorTrouble::None };
}

DoctorSeverity DoctorReport::worst() const
{
    DoctorSeverity worst = DoctorSeverity::Ok;
    for (const DoctorCheck& check : checks)
        worst = std::max(worst, check.severity);
    return worst;
}

DoctorTrouble DoctorReport::trouble() const
{
    DoctorTrouble trouble = DoctorTrouble::None;
    for (const DoctorCheck& check : checks)
        trouble = std::max(trouble, check.trouble);
    return trouble;
}

Json doctorJson(const DoctorReport& report)
{
    Json::Array checks;
    for (const DoctorCheck& check : report.checks) {
        Json::Array evidence;
        for (const QString& sentence : check.evidence)
            evidence.emplace_back(sentence);
        checks.push_back(Json(Json::Object { { "check", Json(check.check) },
            { "severity", Json(doctorSeverityText(check.severity)) }, { "evidence", Json(std::move(evidence)) },
            { "what_to_do", check.whatToDo.isEmpty() ? Json() : Json(check.whatToDo) } }));
    }
    return Json(Json::Object { { "status", Json(doctorSeverityText(report.worst())) },
        { "record", report.recordStatus.isEmpty() ? Json() : Json(report.recordStatus) },
        { "checks", Json(std::move(checks)) } });
}

} // namespace tradestate
