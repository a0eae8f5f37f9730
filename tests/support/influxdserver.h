// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/httprequest.h"
#include "core/influx/influxclient.h"

#include <QProcess>
#include <QTemporaryDir>

namespace tradestate::test {

/// A real InfluxDB 1.x (Debian's influxd) on ports and in a folder of its own, for one test program. It dies with the
/// program, however that ends. Its data is written as in production: every write is synced to disk.
class InfluxdServer
{
public:
    struct Options
    {
        bool authentication = false;
        int maxRowLimit = 0;
        int maxSelectSeries = 0;
        QString certificateFile; ///< PEM, with its key; it then speaks https only
    };

    InfluxdServer() = default;
    ~InfluxdServer();
    InfluxdServer(const InfluxdServer&) = delete;
    InfluxdServer& operator=(const InfluxdServer&) = delete;

    /// Starts and waits until it answers. With authentication there is the administrator admin:adminadmin.
    [[nodiscard]] bool start(const Options& options);
    [[nodiscard]] bool start() { return start(Options()); }
    void stop();
    /// As a power switch would.
    void kill();
    /// The same data and ports again.
    [[nodiscard]] bool startAgain();

    /// Why start failed.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QString url() const;
    [[nodiscard]] InfluxSettings settings(const QString& database, const QString& token = {}) const;
    /// An administrator's statement, such as CREATE DATABASE "x".
    [[nodiscard]] bool execute(const QString& statement);
    /// Creates the database and gives its settings.
    [[nodiscard]] InfluxSettings newDatabase(const QString& name);
    /// Loads a file of line protocol.
    [[nodiscard]] bool load(const QString& database, const QString& lineProtocolFile);

private:
    [[nodiscard]] bool run();
    [[nodiscard]] HttpOptions httpOptions() const;
    [[nodiscard]] bool post(const QString& pathAndQuery, const QByteArray& type, const QByteArray& body, int expected);

    Options m_options;
    QTemporaryDir m_folder;
    QProcess m_process;
    quint16 m_port = 0;
    quint16 m_rpcPort = 0;
    bool m_hasAdministrator = false;
    QString m_problem;
};

/// The server that the environment names for the integration suite (TRADING_STATE_TEST_INFLUXDB_URL, _TOKEN, _ORG,
/// _BUCKET); none where it names none.
[[nodiscard]] std::optional<InfluxSettings> influxFromEnvironment();

} // namespace tradestate::test
