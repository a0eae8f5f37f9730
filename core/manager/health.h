// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"
#include "core/influx/connectiontest.h"

#include <optional>

namespace tradestate {

/// Whether the store can do its work, and if not, of what kind the trouble is.
enum class Health {
    Ok,
    NotRunning, ///< no server answers at this address
    NotInfluxDb, ///< something else answers there
    TimedOut,
    NotReached, ///< what else stands between: certificate, redirection, version, a busy server
    WrongCredentials,
    MayNotRead,
    MayNotWrite,
    NoSuchBucket,
    NoSuchOrganisation,
    FolderNotReadable,
    FolderNotWritable,
};
[[nodiscard]] QString healthText(Health health); ///< "ok", "not-running", …

struct HealthReport
{
    Health health = Health::Ok;
    QString message; ///< what was found, as one sentence
    QString whatToDo; ///< empty where all is well
    std::optional<Error> error; ///< none where all is well

    [[nodiscard]] bool isOk() const { return health == Health::Ok; }
};

[[nodiscard]] Health healthOf(ErrorCode code);
[[nodiscard]] HealthReport healthOf(const Error& error);
/// What the steps of a connection test say together. Who only reads needs no right to write. Pure.
[[nodiscard]] HealthReport healthOf(const std::vector<ConnectionCheckResult>& steps, bool onlyReads);

} // namespace tradestate
