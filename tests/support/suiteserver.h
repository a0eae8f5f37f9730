// SPDX-License-Identifier: MIT
#pragma once

#include "core/config/settings.h"
#include "tests/support/influxdserver.h"

namespace tradestate::test {

/// The InfluxDB of an integration suite: the one that the environment names (influxFromEnvironment), else an influxd
/// for it alone. One bucket at a time. Cases that stop, kill or wipe a server, or need its users, use an InfluxdServer
/// of their own.
class SuiteServer
{
public:
    [[nodiscard]] bool start();
    /// Of the server, such as "2.7.12".
    [[nodiscard]] const QString& version() const { return m_version; }
    /// Why something failed.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] bool isOwn() const { return !m_external; }
    [[nodiscard]] QString url() const;
    /// Where a server can be put between: none for one on another machine.
    [[nodiscard]] std::optional<quint16> loopbackPort() const;

    /// An empty bucket: a new database of the own server, or the environment's bucket emptied. What an earlier call
    /// gave is over.
    [[nodiscard]] InfluxSettings emptyBucket();
    /// Of the bucket.
    [[nodiscard]] const InfluxSettings& settings() const { return m_settings; }
    /// Puts them into a program's settings.
    void applyTo(Settings& settings) const;
    /// Loads a file of line protocol.
    [[nodiscard]] bool load(const QString& lineProtocolFile);

private:
    [[nodiscard]] bool empty();

    InfluxdServer m_own;
    std::optional<InfluxSettings> m_external;
    InfluxSettings m_settings;
    QString m_version;
    QString m_problem;
    int m_number = 0;
};

} // namespace tradestate::test
