// SPDX-License-Identifier: MIT
#include "tests/support/influxdserver.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QHostAddress>
#include <QTcpServer>
#include <QThread>

#include <csignal>
#include <sys/prctl.h>

namespace tradestate::test {

namespace {

const QString administrator = QStringLiteral("admin:adminadmin");

quint16 freePort()
{
    QTcpServer server;
    return server.listen(QHostAddress::LocalHost, 0) ? server.serverPort() : quint16(0);
}

} // namespace

InfluxdServer::~InfluxdServer()
{
    stop();
}

bool InfluxdServer::start(const Options& options)
{
    m_options = options;
    if (!m_folder.isValid()) {
        m_problem = m_folder.errorString();
        return false;
    }
    // Between choosing a port and binding it another program may take it.
    for (int attempt = 0; attempt < 3; ++attempt) {
        m_port = freePort();
        m_rpcPort = freePort();
        if (run())
            return true;
        kill();
    }
    return false;
}

QString InfluxdServer::url() const
{
    const QString scheme = m_options.certificateFile.isEmpty() ? QStringLiteral("http") : QStringLiteral("https");
    return QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(m_port);
}

HttpOptions InfluxdServer::httpOptions() const
{
    HttpOptions options;
    options.caFile = m_options.certificateFile;
    return options;
}

bool InfluxdServer::startAgain()
{
    return run();
}

bool InfluxdServer::run()
{
    const QString folder = m_folder.path();
    QFile config(folder + QStringLiteral("/influxdb.conf"));
    if (!config.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
        m_problem = config.errorString();
        return false;
    }
    const auto folderLine = [&](const char* name) {
        return QStringLiteral("  %1 = \"%2/%1\"\n").arg(QLatin1String(name), folder).toUtf8();
    };
    config.write("reporting-enabled = false\nbind-address = \"127.0.0.1:" + QByteArray::number(m_rpcPort) + "\"\n");
    config.write("[meta]\n" + folderLine("dir"));
    config.write("[data]\n" + folderLine("dir").replace("/dir", "/data") + folderLine("wal-dir"));
    config.write("  query-log-enabled = false\n");
    config.write("[coordinator]\n  max-select-series = " + QByteArray::number(m_options.maxSelectSeries) + "\n");
    config.write("[monitor]\n  store-enabled = false\n[continuous_queries]\n  enabled = false\n");
    config.write("[http]\n  bind-address = \"127.0.0.1:" + QByteArray::number(m_port) + "\"\n  log-enabled = false\n");
    config.write("  max-row-limit = " + QByteArray::number(m_options.maxRowLimit) + "\n");
    config.write(m_options.authentication ? "  auth-enabled = true\n" : "  auth-enabled = false\n");
    if (!m_options.certificateFile.isEmpty())
        config.write("  https-enabled = true\n  https-certificate = \"" + m_options.certificateFile.toUtf8() + "\"\n");
    config.close();

    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(folder + QStringLiteral("/influxd.log"), QIODevice::Append);
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    m_process.start(QStringLiteral("influxd"), { QStringLiteral("-config"), config.fileName() });
    if (!m_process.waitForStarted()) {
        m_problem = QStringLiteral("influxd: ") + m_process.errorString();
        return false;
    }
    HttpSender sender(httpOptions());
    const QDeadlineTimer deadline(30'000);
    while (!deadline.hasExpired() && m_process.state() == QProcess::Running) {
        auto answer = sender.send({ "GET", QUrl(url() + QStringLiteral("/ping")), {}, {}, {} }, deadline, {});
        if (answer && answer->status == 204) {
            if (!m_options.authentication || m_hasAdministrator)
                return true;
            m_hasAdministrator
                = execute(QStringLiteral("CREATE USER admin WITH PASSWORD 'adminadmin' WITH ALL PRIVILEGES"));
            return m_hasAdministrator;
        }
        QThread::msleep(10);
        m_process.waitForFinished(1);
    }
    QFile log(folder + QStringLiteral("/influxd.log"));
    m_problem = log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll().right(2000)) : log.errorString();
    return false;
}

void InfluxdServer::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(10'000))
        kill();
}

void InfluxdServer::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(10'000);
}

InfluxSettings InfluxdServer::settings(const QString& database, const QString& token) const
{
    InfluxSettings settings;
    settings.url = url();
    settings.caFile = m_options.certificateFile;
    settings.bucket = database;
    settings.token = token.isEmpty() && m_options.authentication ? administrator : token;
    settings.retryDelayMilliseconds = 10;
    return settings;
}

bool InfluxdServer::post(const QString& pathAndQuery, const QByteArray& type, const QByteArray& body, int expected)
{
    HttpSender sender(httpOptions());
    const QByteArray authorization
        = m_options.authentication ? "Basic " + administrator.toUtf8().toBase64() : QByteArray();
    auto answer
        = sender.send({ "POST", QUrl(url() + pathAndQuery), authorization, type, body }, QDeadlineTimer(30'000), {});
    if (answer && answer->status == expected && !answer->body.contains("\"error\""))
        return true;
    m_problem = answer ? QString::fromUtf8(answer->body) : describe(answer.error());
    return false;
}

bool InfluxdServer::execute(const QString& statement)
{
    return post(QStringLiteral("/query"), "application/x-www-form-urlencoded",
        "q=" + statement.toUtf8().toPercentEncoding(), 200);
}

InfluxSettings InfluxdServer::newDatabase(const QString& name)
{
    if (!execute(QStringLiteral("CREATE DATABASE \"%1\"").arg(name)))
        qFatal("no database: %s", qPrintable(m_problem));
    return settings(name);
}

bool InfluxdServer::load(const QString& database, const QString& lineProtocolFile)
{
    QFile file(lineProtocolFile);
    if (!file.open(QIODevice::ReadOnly)) {
        m_problem = file.errorString();
        return false;
    }
    return post(QStringLiteral("/write?precision=ns&db=") + QString::fromLatin1(QUrl::toPercentEncoding(database)),
        "text/plain", file.readAll(), 204);
}

std::optional<InfluxSettings> influxFromEnvironment()
{
    InfluxSettings settings;
    settings.url = qEnvironmentVariable("TRADING_STATE_TEST_INFLUXDB_URL");
    if (settings.url.isEmpty())
        return std::nullopt;
    settings.token = qEnvironmentVariable("TRADING_STATE_TEST_INFLUXDB_TOKEN");
    settings.organisation = qEnvironmentVariable("TRADING_STATE_TEST_INFLUXDB_ORG");
    settings.bucket = qEnvironmentVariable("TRADING_STATE_TEST_INFLUXDB_BUCKET");
    settings.allowPlainHttp = true;
    return settings;
}

} // namespace tradestate::test
