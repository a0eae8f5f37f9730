// SPDX-License-Identifier: MIT
#include "app/state_manager/commonoptions.h"

#include "core/config/secretstore.h"
#include "core/config/settingkeys.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>

namespace tradestate {

namespace {

constexpr qint64 longestToken = qint64(64) * 1024;

QString key(const char* name)
{
    return QStringLiteral("TRADING_STATE_") + QLatin1String(name);
}

tl::unexpected<Error> refusedToken(const QString& path, const QString& why)
{
    return tl::unexpected(Error { ErrorCode::InvalidSetting, QStringLiteral("--token-file ") + path, why,
        QStringLiteral("Put the token alone into a file that only you may read (chmod 600).") });
}

/// Without a desktop session there is no keychain; a cron job must not wait for one.
bool hasSessionBus()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS")
        || (!runtime.isEmpty() && QFileInfo::exists(runtime + QStringLiteral("/bus")));
}

/// The token that the console's connect dialog has put into the keychain. Where there is none, the server itself says
/// whether it wants one.
void takeKeptToken(Settings& settings)
{
    const auto kept = SecretStore().readToken(settings.influxUrl);
    if (!kept)
        settings.warnings.append(describe(kept.error()));
    else if (*kept)
        settings.token = **kept;
}

} // namespace

const QList<QCommandLineOption>& commonOptions()
{
    static const QList<QCommandLineOption> options {
        { QStringLiteral("env-file"),
            QStringLiteral("Read the settings from this .env (otherwise ./.env, then the configuration folder's)."),
            QStringLiteral("F") },
        { QStringLiteral("folder"), QStringLiteral("Keep journal, backups and log in this folder."),
            QStringLiteral("DIR") },
        { QStringLiteral("url"), QStringLiteral("InfluxDB's address, such as http://localhost:8086."),
            QStringLiteral("U") },
        { QStringLiteral("bucket"), QStringLiteral("InfluxDB's bucket (1.x: database)."), QStringLiteral("B") },
        { QStringLiteral("org"), QStringLiteral("InfluxDB's organisation (2.x only)."), QStringLiteral("O") },
        { QStringLiteral("token-file"),
            QStringLiteral("Read InfluxDB's token from this file (1.x: user:password). There is no option for the "
                           "token itself: others could read it in the list of processes."),
            QStringLiteral("F") },
        { QStringLiteral("account"), QStringLiteral("The account whose state is meant (default: default)."),
            QStringLiteral("A") },
        { QStringLiteral("read-only"), QStringLiteral("Refuse everything that would change the record.") },
        { QStringLiteral("quiet"), QStringLiteral("Print results and errors only.") },
        { QStringLiteral("no-color"), QStringLiteral("No colours, also on a terminal (as with NO_COLOR).") },
        { QStringLiteral("version"), QStringLiteral("Print the version and end.") },
        { { QStringLiteral("h"), QStringLiteral("help") }, QStringLiteral("Print this help and end.") },
    };
    return options;
}

Result<QString> readTokenFile(const QString& path)
{
    if (QFileInfo(path).isDir())
        return refusedToken(path, QStringLiteral("this is a folder"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return refusedToken(path, file.errorString());
    // Not the file's size: a pipe, as in --token-file <(pass show influx), has none.
    QByteArray bytes;
    while (bytes.size() <= longestToken) {
        const QByteArray more = file.read(longestToken + 1 - bytes.size());
        if (more.isEmpty())
            break;
        bytes += more;
    }
    if (bytes.size() > longestToken)
        return refusedToken(path, QStringLiteral("it is too large to be a token"));
    const QByteArray token = bytes.trimmed();
    if (token.isEmpty())
        return refusedToken(path, QStringLiteral("it is empty"));
    for (const char byte : token) {
        if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f)
            return refusedToken(path, QStringLiteral("it holds more than one line or a control character"));
    }
    return QString::fromUtf8(token);
}

Result<Settings> settingsFrom(const QCommandLineParser& options, const SettingOverrides& instead)
{
    SettingOverrides overrides;
    const auto take = [&](const char* option, const char* setting) {
        const QString name = QLatin1String(option);
        if (options.isSet(name))
            overrides[key(setting)] = options.value(name);
    };
    take("folder", "FALLBACK_DIR");
    take("url", "INFLUXDB_URL");
    take("bucket", "INFLUXDB_BUCKET");
    take("org", "INFLUXDB_ORG");
    take("account", "ACCOUNT");
    // Naming a server means using it, whatever the .env says.
    if (options.isSet(QStringLiteral("url")))
        overrides[key("DB_TYPE")] = QStringLiteral("influxdb");
    if (options.isSet(QStringLiteral("read-only")))
        overrides[key("READ_ONLY")] = QStringLiteral("true");

    QStringList warnings;
    if (options.isSet(QStringLiteral("token-file")) && !instead.contains(key("INFLUXDB_TOKEN"))) {
        const QString path = options.value(QStringLiteral("token-file"));
        const auto token = readTokenFile(path);
        if (!token)
            return tl::unexpected(token.error());
        overrides[key("INFLUXDB_TOKEN")] = *token;
        const QFileInfo info(path);
        if (info.isFile() && info.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther))
            warnings.append(QStringLiteral("--token-file %1: others may read it; chmod 600 helps").arg(path));
    }
    for (const auto& [name, value] : instead)
        overrides[name] = value;
    auto settings = loadSettings(processSources(std::move(overrides), options.value(QStringLiteral("env-file"))));
    if (!settings)
        return settings;
    settings->warnings = warnings + settings->warnings;
    if (settings->storeType == StoreType::InfluxDb && settings->token.isEmpty() && hasSessionBus())
        takeKeptToken(*settings);
    return settings;
}

PartialSettings partialSettingsFrom(const QCommandLineParser& options)
{
    PartialSettings found;
    SettingOverrides instead;
    for (;;) {
        auto settings = settingsFrom(options, instead);
        if (settings) {
            found.settings = std::move(*settings);
            return found;
        }
        const Error& error = settings.error();
        if (error.code != ErrorCode::MissingSetting || !instead.contains(error.subject))
            found.wrong.push_back(error); // else it was told as wrong before
        // An empty value stands for the default. Without a URL or a bucket only the files are left.
        QString name = isSettingKey(error.subject) ? error.subject : QString();
        QString value;
        if (error.code == ErrorCode::MissingSetting) {
            name = key("DB_TYPE");
            value = QStringLiteral("file");
        } else if (error.subject.startsWith(QLatin1String("--token-file "))) {
            name = key("INFLUXDB_TOKEN");
        }
        const auto before = instead.find(name);
        if (name.isEmpty() || (before != instead.end() && before->second == value))
            return found; // such as an .env that cannot be read
        instead[name] = value;
    }
}

} // namespace tradestate
