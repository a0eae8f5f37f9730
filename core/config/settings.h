// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/log.h"
#include "core/base/result.h"

#include <QStringList>
#include <QTimeZone>

#include <map>
#include <optional>

namespace tradestate {

enum class StoreType { File, InfluxDb };
enum class LayoutChoice { Auto, Tables, Versions };

/// Everything that can be set, as it is in force.
struct Settings
{
    StoreType storeType = StoreType::File;
    QString influxUrl;
    QString token; ///< secret: never logged, shown or written
    bool tokenFromKeychain = false; ///< and so never to be written into an .env
    QString organisation;
    QString bucket;
    bool enableValidation = true;
    bool enableFileFallback = true;
    QString folder; ///< TRADING_STATE_FALLBACK_DIR, absolute
    int connectionTimeoutSeconds = 10;
    int retryAttempts = 3;
    int retryDelaySeconds = 1;
    LogLevel logLevel = LogLevel::Information;
    QString account = QStringLiteral("default");
    LayoutChoice layout = LayoutChoice::Auto;
    int saveIntervalSeconds = 300;
    QTimeZone writerZone = QTimeZone::utc(); ///< TRADING_STATE_TIMEZONE
    bool writerZoneIsSet = false;
    int barSeconds = 0; ///< 0: unknown
    QString operatorName; ///< login name unless set
    bool readOnly = false;
    bool allowPlainHttp = false;
    QString caFile;

    QString envFile; ///< the .env in use; empty where none was found
    QStringList warnings; ///< unknown keys with the nearest known one, settings without effect
};

/// What may override the .env and the environment, from the command line; keys as in the .env.
using SettingOverrides = std::map<QString, QString>;

struct SettingSources
{
    SettingOverrides commandLine;
    std::map<QString, QString> environment; ///< of the process, all of it
    QString envFile; ///< --env-file; empty: ./.env, else the user's configuration folder
    QString workingFolder;
    QString configFolder; ///< the user's configuration folder of this program
    QString dataFolder; ///< the user's data folder of this program: where state_fallback lives without a .env
};

/// Command line over environment over .env over defaults. InvalidSetting names the key, the value (never a token's) and
/// what is allowed.
[[nodiscard]] Result<Settings> loadSettings(const SettingSources& sources);
/// The sources of this process.
[[nodiscard]] SettingSources processSources(SettingOverrides commandLine = {}, const QString& envFile = {});

} // namespace tradestate
