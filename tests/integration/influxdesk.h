// SPDX-License-Identifier: MIT
#pragma once

#include "clirunner.h"

#include "tests/support/suiteserver.h"

namespace tradestate::test {

/// A home whose settings name a bucket.
class InfluxDesk : public Cli
{
public:
    explicit InfluxDesk(const InfluxSettings& bucket)
    {
        set("DB_TYPE", QStringLiteral("influxdb"));
        set("INFLUXDB_URL", bucket.url);
        set("INFLUXDB_BUCKET", bucket.bucket);
        set("INFLUXDB_ORG", bucket.organisation);
        set("INFLUXDB_TOKEN", bucket.token);
        set("ALLOW_PLAIN_HTTP", bucket.allowPlainHttp ? QStringLiteral("true") : QString());
        set("FALLBACK_DIR", folder());
        set("RETRY_ATTEMPTS", QStringLiteral("0"));
    }
    void set(const char* key, const QString& value)
    {
        if (!value.isEmpty())
            environment.insert(QStringLiteral("TRADING_STATE_") + QLatin1String(key), value);
    }
    [[nodiscard]] QString folder() const { return path("state"); }
    CliResult operator()(const char* words, const QStringList& more = {}) const
    {
        return run(QString::fromLatin1(words).split(QLatin1Char(' ')) + more);
    }
};

} // namespace tradestate::test
