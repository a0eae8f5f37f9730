// SPDX-License-Identifier: MIT
#include "core/config/settingkeys.h"

#include <numeric>
#include <vector>

namespace tradestate {

namespace {

qsizetype editDistance(QStringView a, QStringView b)
{
    std::vector<qsizetype> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const size_t at = static_cast<size_t>(j) + 1;
            const qsizetype replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[at];
            row[at] = std::min({ replaced, row[at] + 1, row[at - 1] + 1 });
        }
    }
    return row.back();
}

} // namespace

QString settingPrefix()
{
    return QStringLiteral("TRADING_STATE_");
}

const QStringList& settingKeys()
{
    static const QStringList keys = [] {
        QStringList all;
        for (const char* name : { "DB_TYPE", "INFLUXDB_URL", "INFLUXDB_TOKEN", "INFLUXDB_ORG", "INFLUXDB_BUCKET",
                 "INFLUXDB_LAYOUT", "ENABLE_VALIDATION", "ENABLE_FILE_FALLBACK", "FALLBACK_DIR", "CONNECTION_TIMEOUT",
                 "RETRY_ATTEMPTS", "RETRY_DELAY", "BACKUP_RETENTION_DAYS", "LOG_LEVEL", "ACCOUNT", "SAVE_INTERVAL",
                 "TIMEZONE", "BAR_SECONDS", "OPERATOR", "READ_ONLY", "ALLOW_PLAIN_HTTP", "CA_FILE" })
            all.append(settingPrefix() + QLatin1String(name));
        return all;
    }();
    return keys;
}

bool isSettingKey(const QString& name)
{
    return settingKeys().contains(name);
}

QString nearestOf(const QString& name, const QStringList& known)
{
    QString nearest;
    qsizetype least = -1;
    for (const QString& candidate : known) {
        const qsizetype distance = editDistance(name.left(200), candidate);
        if (least < 0 || distance < least) {
            least = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

QString nearestSettingKey(const QString& name)
{
    return nearestOf(name, settingKeys());
}

} // namespace tradestate
