// SPDX-License-Identifier: MIT
#pragma once

#include "app/state_manager/exitcode.h"
#include "app/state_manager/output.h"
#include "core/manager/doctor.h"

namespace tradestate {

/// What `doctor` prints for people: a line for each check; evidence and advice under those that are not ok.
[[nodiscard]] QStringList doctorText(const DoctorReport& report, const Output& output);
[[nodiscard]] Exit exitFor(const DoctorReport& report);

} // namespace tradestate
