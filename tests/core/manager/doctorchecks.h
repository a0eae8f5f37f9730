// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/doctorreport.h"

namespace tradestate::test {

inline const DoctorCheck* find(const DoctorReport& report, const char* id)
{
    for (const DoctorCheck& check : report.checks) {
        if (check.check == QLatin1String(id))
            return &check;
    }
    return nullptr;
}

/// "warning", or "absent".
inline QString severityOf(const DoctorReport& report, const char* id)
{
    const DoctorCheck* check = find(report, id);
    return check ? doctorSeverityText(check->severity) : QStringLiteral("absent");
}

inline QString evidenceOf(const DoctorReport& report, const char* id)
{
    const DoctorCheck* check = find(report, id);
    return check ? check->evidence.join(QLatin1Char('\n')) : QString();
}

} // namespace tradestate::test
