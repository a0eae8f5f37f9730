// SPDX-License-Identifier: MIT
#include "core/config/settings.h"

#include "core/base/plaintext.h"
#include "core/config/envfile.h"
#include "core/config/settingkeys.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHostAddress>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>

#include <pwd.h>
#include <unistd.h>

namespace tradestate {

namespace {

enum class Origin { CommandLine, Environment, EnvFile, Default };

/// One setting as the highest source gives it. An empty value stands for the default, as in the trading system.
struct Given
{
    QString value;
    Origin origin = Origin::Default;
};

struct Found
{
    QString path; ///< of the .env; empty where there is none
    EnvFile file;
    bool inConfigFolder = false;
};

bool namesASetting(const EnvFile& file)
{
    for (const auto& [name, value] : file.values) {
        if (name.startsWith(settingPrefix()))
            return true;
    }
    return false;
}

Result<Found> findEnvFile(const SettingSources& sources)
{
    if (!sources.envFile.isEmpty()) {
        const QString path = QDir(sources.workingFolder).absoluteFilePath(sources.envFile);
        auto file = readEnvFile(path, sources.environment);
        if (!file)
            return tl::unexpected(file.error());
        return Found { QDir::cleanPath(path), std::move(*file), false };
    }
    for (const bool inConfigFolder : { false, true }) {
        const QString folder = inConfigFolder ? sources.configFolder : sources.workingFolder;
        const QString path = QDir(folder).absoluteFilePath(QStringLiteral(".env"));
        if (folder.isEmpty() || !QFileInfo(path).isFile())
            continue;
        auto file = readEnvFile(path, sources.environment);
        if (!file)
            return tl::unexpected(file.error());
        // Another program's .env in the folder where this one happens to be started must not hide the user's own.
        if (inConfigFolder || namesASetting(*file))
            return Found { QDir::cleanPath(path), std::move(*file), inConfigFolder };
    }
    return Found {};
}

/// Reads values one by one and keeps the first error, so that each key takes one line in loadSettings.
class Reader
{
public:
    Reader(const SettingSources& sources, const Found& found)
        : m_sources(sources)
        , m_found(found)
    {
    }

    [[nodiscard]] Given given(const char* name) const
    {
        const QString key = settingPrefix() + QLatin1String(name);
        if (const auto at = m_sources.commandLine.find(key); at != m_sources.commandLine.end())
            return { at->second, Origin::CommandLine };
        if (const auto at = m_sources.environment.find(key); at != m_sources.environment.end())
            return { at->second, Origin::Environment };
        if (const auto at = m_found.file.values.find(key); at != m_found.file.values.end())
            return { at->second, Origin::EnvFile };
        return {};
    }

    [[nodiscard]] QString text(const char* name, const QString& byDefault = {}) const
    {
        const QString value = given(name).value.trimmed();
        return value.isEmpty() ? byDefault : value;
    }

    [[nodiscard]] bool flag(const char* name, bool byDefault)
    {
        const QString value = text(name).toLower();
        if (value.isEmpty())
            return byDefault;
        if (QStringList { QStringLiteral("true"), QStringLiteral("1"), QStringLiteral("yes"), QStringLiteral("on") }
                .contains(value))
            return true;
        if (!QStringList { QStringLiteral("false"), QStringLiteral("0"), QStringLiteral("no"), QStringLiteral("off") }
                 .contains(value))
            refuse(name, QStringLiteral("true or false"));
        return false;
    }

    [[nodiscard]] int whole(const char* name, int byDefault, int least, int most, const QString& unit)
    {
        const QString value = text(name);
        if (value.isEmpty())
            return byDefault;
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        if (!isNumber || number < least || number > most)
            refuse(name, QStringLiteral("a whole number%1 from %2 to %3").arg(unit).arg(least).arg(most));
        return number;
    }

    /// The trading system allows fractions here; they are rounded up, so that no wait becomes 0.
    [[nodiscard]] int seconds(const char* name, int byDefault, int least, int most)
    {
        static const QRegularExpression shape(QStringLiteral("^(\\d{1,6})(?:\\.(\\d+))?$"));
        const QString value = text(name);
        if (value.isEmpty())
            return byDefault;
        const auto match = shape.match(value);
        int number = match.captured(1).toInt();
        for (const QChar digit : match.captured(2)) {
            if (digit != QLatin1Char('0')) {
                ++number;
                break;
            }
        }
        if (!match.hasMatch() || number < least || number > most)
            refuse(name, QStringLiteral("a number of seconds from %1 to %2").arg(least).arg(most));
        return number;
    }

    /// The index of the value among the allowed ones (lower case), 0 where it is not set.
    [[nodiscard]] int oneOf(const char* name, const QStringList& allowed, const QString& allowedText = {})
    {
        const QString value = text(name).toLower();
        const qsizetype index = value.isEmpty() ? 0 : allowed.indexOf(value);
        if (index < 0)
            refuse(name, allowedText.isEmpty() ? allowed.join(QStringLiteral(", ")) : allowedText);
        return static_cast<int>(std::max<qsizetype>(index, 0));
    }

    void refuse(const char* name, const QString& allowed) { refuse(name, text(name), allowed); }
    void refuse(const char* name, const QString& shownValue, const QString& allowed)
    {
        if (m_error)
            return;
        m_error = Error { ErrorCode::InvalidSetting, settingPrefix() + QLatin1String(name),
            QStringLiteral("\"%1\" in %2; allowed is %3").arg(withoutControls(shownValue), originText(name), allowed) };
    }
    /// For a secret: says nothing of the value.
    void refuseUnseen(const char* name, const QString& why)
    {
        if (!m_error)
            m_error = Error { ErrorCode::InvalidSetting, settingPrefix() + QLatin1String(name),
                QStringLiteral("the value in %1 %2").arg(originText(name), why) };
    }
    void fail(Error error)
    {
        if (!m_error)
            m_error = std::move(error);
    }

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    [[nodiscard]] QString originText(const char* name) const
    {
        switch (given(name).origin) {
        case Origin::CommandLine:
            return QStringLiteral("the command line");
        case Origin::Environment:
            return QStringLiteral("the environment");
        case Origin::EnvFile:
            return m_found.path;
        case Origin::Default:
            break;
        }
        return QStringLiteral("the defaults");
    }

    const SettingSources& m_sources;
    const Found& m_found;
    std::optional<Error> m_error;
};

/// A URL without what could be a secret: user, password, query.
QString shownUrl(const QString& text)
{
    static const QRegularExpression user(QStringLiteral("//.*@"));
    static const QRegularExpression query(QStringLiteral("[?#].*$"));
    QString shown = text;
    return shown.replace(user, QStringLiteral("//…@")).replace(query, QStringLiteral("?…"));
}

QString readUrl(Reader& reader)
{
    const QString text = reader.text("INFLUXDB_URL");
    if (text.isEmpty())
        return QString();
    const QUrl url(text, QUrl::StrictMode);
    const QString scheme = url.scheme().toLower();
    const QString allowed = QStringLiteral("http or https, host and port, such as http://localhost:8086, "
                                           "without user, password or query (the token has its own setting)");
    const bool good = url.isValid() && (scheme == QLatin1String("http") || scheme == QLatin1String("https"))
        && !url.host().isEmpty() && url.port(8086) > 0 && url.userInfo().isEmpty() && !text.contains(QLatin1Char('@'))
        && !url.hasQuery() && !url.hasFragment();
    if (!good)
        reader.refuse("INFLUXDB_URL", shownUrl(text), allowed);
    QString plain = url.toString(QUrl::FullyEncoded);
    while (plain.endsWith(QLatin1Char('/')))
        plain.chop(1);
    return plain;
}

bool isLoopback(const QString& host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

QString readToken(Reader& reader)
{
    QString token = reader.text("INFLUXDB_TOKEN");
    for (const QChar c : std::as_const(token)) {
        if (c.unicode() < 0x20 || (c.unicode() >= 0x7f && c.unicode() < 0xa0)) {
            reader.refuseUnseen(
                "INFLUXDB_TOKEN", QStringLiteral("holds a control character; allowed is the token alone, on one line"));
            return QString();
        }
    }
    return token;
}

QTimeZone readZone(Reader& reader)
{
    const QString text = reader.text("TIMEZONE");
    if (text.isEmpty() || text.compare(QLatin1String("utc"), Qt::CaseInsensitive) == 0)
        return QTimeZone::utc();
    if (text.compare(QLatin1String("local"), Qt::CaseInsensitive) == 0)
        return QTimeZone::systemTimeZone();
    const QTimeZone zone(text.toUtf8());
    if (!zone.isValid()) {
        reader.refuse("TIMEZONE", QStringLiteral("UTC, local, or a name such as Europe/London"));
        return QTimeZone::utc();
    }
    return zone;
}

/// Relative paths of the .env are relative to it; those typed on the command line to where they were typed.
QString readFolder(const Reader& reader, const SettingSources& sources, const Found& found)
{
    const Given given = reader.given("FALLBACK_DIR");
    const QString path = reader.text("FALLBACK_DIR", QStringLiteral("state_fallback"));
    const bool isSet = !given.value.trimmed().isEmpty();
    QString base = sources.dataFolder;
    if (isSet && given.origin == Origin::CommandLine)
        base = sources.workingFolder;
    else if (!found.path.isEmpty() && (isSet || !found.inConfigFolder))
        base = QFileInfo(found.path).absolutePath();
    return QDir::cleanPath(QDir(base).absoluteFilePath(path));
}

QString readCaFile(Reader& reader, const SettingSources& sources, const Found& found)
{
    const QString text = reader.text("CA_FILE");
    if (text.isEmpty())
        return QString();
    const bool fromEnvFile = reader.given("CA_FILE").origin == Origin::EnvFile;
    const QString base = fromEnvFile ? QFileInfo(found.path).absolutePath() : sources.workingFolder;
    QString path = QDir::cleanPath(QDir(base).absoluteFilePath(text));
    if (!QFileInfo(path).isFile() || !QFileInfo(path).isReadable())
        reader.refuse("CA_FILE", QStringLiteral("a readable file of certificates in PEM form"));
    return path;
}

QStringList warningsOf(const SettingSources& sources, const Found& found, const Settings& settings)
{
    QStringList warnings;
    for (const QString& line : found.file.unreadable)
        warnings.append(QStringLiteral("%1: %2").arg(found.path, line));
    std::map<QString, QString> all = found.file.values;
    all.insert(sources.environment.begin(), sources.environment.end());
    all.insert(sources.commandLine.begin(), sources.commandLine.end());
    for (const auto& [name, value] : all) {
        if (!name.startsWith(settingPrefix()))
            continue;
        if (!isSettingKey(name)) {
            warnings.append(QCoreApplication::translate(
                "Settings", "%1 is no setting and has no effect; the nearest known name is %2")
                                .arg(withoutControls(name), nearestSettingKey(name)));
        } else if (name == settingPrefix() + QLatin1String("BACKUP_RETENTION_DAYS") && !value.trimmed().isEmpty()) {
            warnings.append(
                QCoreApplication::translate("Settings", "%1 is accepted without effect: backups are never removed")
                    .arg(name));
        }
    }
    const QUrl url(settings.influxUrl);
    if (settings.allowPlainHttp && url.scheme() == QLatin1String("http") && !isLoopback(url.host())) {
        warnings.append(
            QCoreApplication::translate("Settings", "%1ALLOW_PLAIN_HTTP: token and state travel unencrypted to %2")
                .arg(settingPrefix(), url.host()));
    }
    return warnings;
}

QString loginName(const SettingSources& sources)
{
    for (const char* name : { "LOGNAME", "USER" }) {
        const auto found = sources.environment.find(QLatin1String(name));
        if (found != sources.environment.end() && !found->second.isEmpty())
            return found->second;
    }
    return QString();
}

} // namespace

Result<Settings> loadSettings(const SettingSources& sources)
{
    const auto found = findEnvFile(sources);
    if (!found)
        return tl::unexpected(found.error());
    Reader reader(sources, *found);
    Settings settings;
    settings.envFile = found->path;

    settings.influxUrl = readUrl(reader);
    const int type = reader.oneOf("DB_TYPE", { QString(), QStringLiteral("influxdb"), QStringLiteral("file") },
        QStringLiteral("influxdb or file (a state kept in PostgreSQL cannot be read)"));
    const bool influx = type == 1 || (type == 0 && !settings.influxUrl.isEmpty());
    settings.storeType = influx ? StoreType::InfluxDb : StoreType::File;
    settings.token = readToken(reader);
    settings.organisation = reader.text("INFLUXDB_ORG");
    settings.bucket = reader.text("INFLUXDB_BUCKET");
    settings.layout = static_cast<LayoutChoice>(reader.oneOf(
        "INFLUXDB_LAYOUT", { QStringLiteral("auto"), QStringLiteral("tables"), QStringLiteral("versions") }));
    settings.enableValidation = reader.flag("ENABLE_VALIDATION", true);
    settings.enableFileFallback = reader.flag("ENABLE_FILE_FALLBACK", true);
    settings.folder = readFolder(reader, sources, *found);
    settings.connectionTimeoutSeconds = reader.seconds("CONNECTION_TIMEOUT", 10, 1, 3600);
    settings.retryAttempts = reader.whole("RETRY_ATTEMPTS", 3, 0, 100, QString());
    settings.retryDelaySeconds = reader.seconds("RETRY_DELAY", 1, 0, 3600);
    static_cast<void>(reader.whole("BACKUP_RETENTION_DAYS", 0, 0, 1'000'000, QStringLiteral(" of days")));
    const int level = reader.oneOf("LOG_LEVEL",
        { QString(), QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning"),
            QStringLiteral("error"), QStringLiteral("critical") },
        QStringLiteral("DEBUG, INFO, WARNING, ERROR, CRITICAL"));
    settings.logLevel = level == 0 ? LogLevel::Information : static_cast<LogLevel>(std::min(level - 1, 3));

    static const QRegularExpression accountShape(QStringLiteral("^[A-Za-z0-9._-]{1,64}$"));
    settings.account = reader.text("ACCOUNT", QStringLiteral("default"));
    // The account names a folder of the journal.
    const bool dots = settings.account == QLatin1String(".") || settings.account == QLatin1String("..");
    if (dots || !accountShape.match(settings.account).hasMatch())
        reader.refuse("ACCOUNT", QStringLiteral("1 to 64 of A-Z, a-z, 0-9, dot, underscore and hyphen"));
    settings.saveIntervalSeconds = reader.whole("SAVE_INTERVAL", 300, 1, 86'400, QStringLiteral(" of seconds"));
    settings.writerZone = readZone(reader);
    settings.writerZoneIsSet = !reader.text("TIMEZONE").isEmpty();
    settings.barSeconds = reader.whole("BAR_SECONDS", 0, 0, 31 * 86'400, QStringLiteral(" of seconds"));
    settings.operatorName = withoutControls(reader.text("OPERATOR", loginName(sources))).left(128);
    settings.readOnly = reader.flag("READ_ONLY", false);
    settings.allowPlainHttp = reader.flag("ALLOW_PLAIN_HTTP", false);
    settings.caFile = readCaFile(reader, sources, *found);

    if (influx && settings.influxUrl.isEmpty()) {
        reader.fail({ ErrorCode::MissingSetting, settingPrefix() + QStringLiteral("INFLUXDB_URL"),
            QStringLiteral("TRADING_STATE_DB_TYPE is influxdb") });
    }
    if (influx && settings.bucket.isEmpty()) {
        reader.fail({ ErrorCode::MissingSetting, settingPrefix() + QStringLiteral("INFLUXDB_BUCKET"),
            QStringLiteral("the store is InfluxDB") });
    }
    if (!influx && !settings.enableFileFallback) {
        reader.refuse("ENABLE_FILE_FALLBACK",
            QStringLiteral("true where TRADING_STATE_DB_TYPE is file: the journal is then the only store"));
    }
    if (reader.error())
        return tl::unexpected(*reader.error());
    settings.warnings = warningsOf(sources, *found, settings);
    return settings;
}

SettingSources processSources(SettingOverrides commandLine, const QString& envFile)
{
    SettingSources sources;
    sources.commandLine = std::move(commandLine);
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys())
        sources.environment[name] = environment.value(name);
    if (loginName(sources).isEmpty()) {
        if (const passwd* user = ::getpwuid(::geteuid()))
            sources.environment[QStringLiteral("USER")] = QString::fromLocal8Bit(user->pw_name);
    }
    sources.envFile = envFile;
    sources.workingFolder = QDir::currentPath();
    // Named here and not from the application's name: console and command line share them.
    const QString name = QStringLiteral("/trading-state-console");
    sources.configFolder = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + name;
    sources.dataFolder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + name;
    return sources;
}

} // namespace tradestate
