// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"

#include <QStringList>

namespace tradestate {

enum class DoctorSeverity { Ok, Note, Warning, Error };
[[nodiscard]] QString doctorSeverityText(DoctorSeverity severity); ///< "ok", "note", "warning", "error"

/// What a check that is not ok means for a script; of several the last one here counts.
enum class DoctorTrouble {
    None, ///< nothing that a script must act on
    NotConfirmed, ///< saved on this machine only
    NothingStored,
    Refused, ///< not reached, or refused by server or disk
    Invalid, ///< invalid, torn, forked, mismatching
    WrongSettings
};

/// One thing that was looked at.
struct DoctorCheck
{
    QString check; ///< stable id for scripts, such as "right-to-write"
    QString title; ///< the same in words
    DoctorSeverity severity = DoctorSeverity::Ok;
    QStringList evidence; ///< what was found, one sentence each; plain text
    QString whatToDo; ///< empty where nothing needs to be done
    DoctorTrouble trouble = DoctorTrouble::None;
};

/// One that is ok so far.
[[nodiscard]] DoctorCheck doctorCheck(const char* id, const char* title);

struct DoctorReport
{
    QString recordStatus; ///< of what is on record, as check says it; empty where it could not be found out
    std::vector<DoctorCheck> checks;

    [[nodiscard]] DoctorSeverity worst() const;
    [[nodiscard]] DoctorTrouble trouble() const;
};

/// {"status": the worst severity, "record": its status or null, "checks": [{check, severity, evidence, what_to_do}]}
[[nodiscard]] Json doctorJson(const DoctorReport& report);

} // namespace tradestate
