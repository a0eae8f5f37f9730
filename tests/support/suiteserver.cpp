// SPDX-License-Identifier: MIT
#include "tests/support/suiteserver.h"

#include <QFile>
#include <QHostAddress>
#include <QUrl>

namespace tradestate::test {

bool SuiteServer::start()
{
    m_external = influxFromEnvironment();
    if (!m_external && !m_own.start()) {
        m_problem = m_own.problem();
        return false;
    }
    m_settings = m_external ? *m_external : m_own.settings(QStringLiteral("none"));
    InfluxClient client(m_settings);
    const auto server = client.detect();
    if (!server) {
        m_problem = describe(server.error());
        return false;
    }
    m_version = server->version;
    if (m_external)
        qInfo("against InfluxDB %s at %s", qPrintable(m_version), qPrintable(m_settings.url));
    return true;
}

QString SuiteServer::url() const
{
    return m_external ? m_external->url : m_own.url();
}

std::optional<quint16> SuiteServer::loopbackPort() const
{
    const QUrl address(url());
    const bool isLoopback = address.host() == QLatin1String("localhost") || QHostAddress(address.host()).isLoopback();
    return isLoopback ? std::optional(static_cast<quint16>(address.port(8086))) : std::nullopt;
}

bool SuiteServer::empty()
{
    InfluxSettings patient = m_settings;
    patient.timeoutSeconds = 100; // a long event log has a series per event
    InfluxClient client(patient);
    const auto measurements = client.query("SHOW MEASUREMENTS");
    if (!measurements) {
        m_problem = describe(measurements.error());
        return false;
    }
    for (const InfluxSeries& series : measurements->series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            const auto removed = client.deleteRows(series.at(row, "name").text, "time >= -9223372036854775806");
            if (!removed) {
                m_problem = describe(removed.error());
                return false;
            }
        }
    }
    return true;
}

InfluxSettings SuiteServer::emptyBucket()
{
    if (m_external) {
        if (!empty())
            qFatal("the bucket cannot be emptied: %s", qPrintable(m_problem));
    } else {
        m_settings = m_own.newDatabase(QStringLiteral("suite%1").arg(++m_number));
    }
    return m_settings;
}

void SuiteServer::applyTo(Settings& settings) const
{
    settings.storeType = StoreType::InfluxDb;
    settings.influxUrl = m_settings.url;
    settings.token = m_settings.token;
    settings.organisation = m_settings.organisation;
    settings.bucket = m_settings.bucket;
    settings.allowPlainHttp = m_settings.allowPlainHttp;
}

bool SuiteServer::load(const QString& lineProtocolFile)
{
    QFile file(lineProtocolFile);
    if (!file.open(QIODevice::ReadOnly)) {
        m_problem = file.errorString();
        return false;
    }
    std::vector<std::string> lines;
    for (const QByteArray& line : file.readAll().split('\n')) {
        if (!line.isEmpty() && !line.startsWith('#'))
            lines.push_back(line.toStdString());
    }
    InfluxClient client(m_settings);
    const auto written = client.write(lines);
    if (!written)
        m_problem = describe(written.error());
    return written.has_value();
}

} // namespace tradestate::test
