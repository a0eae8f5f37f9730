// SPDX-License-Identifier: MIT
#include "core/config/settings.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;

namespace {

QString key(const char* name)
{
    return QStringLiteral("TRADING_STATE_") + QLatin1String(name);
}

} // namespace

class TestSettings : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    SettingSources m_sources;

    QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
    void writeFile(const QString& file, const QByteArray& text)
    {
        QDir().mkpath(QFileInfo(file).absolutePath());
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(text), text.size());
    }
    Result<Settings> with(const char* name, const QString& value)
    {
        SettingSources sources = m_sources;
        sources.environment[key(name)] = value;
        return loadSettings(sources);
    }
    Settings good(const char* name, const QString& value)
    {
        auto settings = with(name, value);
        if (!settings)
            qFatal("%s", qPrintable(describe(settings.error())));
        return *settings;
    }
    QString refused(const char* name, const QString& value)
    {
        const auto settings = with(name, value);
        if (settings || settings.error().code != ErrorCode::InvalidSetting || settings.error().subject != key(name))
            return QStringLiteral("(not refused)");
        return describe(settings.error());
    }

private Q_SLOTS:
    void init()
    {
        m_folder = QTemporaryDir();
        m_sources = {};
        m_sources.workingFolder = path("work");
        m_sources.configFolder = path("config");
        m_sources.dataFolder = path("data");
        QVERIFY(QDir().mkpath(m_sources.workingFolder));
    }

    void defaults()
    {
        m_sources.environment[QStringLiteral("USER")] = QStringLiteral("anna");
        const auto settings = loadSettings(m_sources);
        QVERIFY(settings);
        QCOMPARE(settings->storeType, StoreType::File);
        QVERIFY(settings->enableValidation);
        QVERIFY(settings->enableFileFallback);
        QCOMPARE(settings->folder, path("data/state_fallback"));
        QCOMPARE(settings->connectionTimeoutSeconds, 10);
        QCOMPARE(settings->retryAttempts, 3);
        QCOMPARE(settings->retryDelaySeconds, 1);
        QCOMPARE(settings->logLevel, LogLevel::Information);
        QCOMPARE(settings->account, QStringLiteral("default"));
        QCOMPARE(settings->layout, LayoutChoice::Auto);
        QCOMPARE(settings->saveIntervalSeconds, 300);
        QCOMPARE(settings->writerZone, QTimeZone::utc());
        QVERIFY(!settings->writerZoneIsSet);
        QCOMPARE(settings->barSeconds, 0);
        QCOMPARE(settings->operatorName, QStringLiteral("anna"));
        QVERIFY(!settings->readOnly);
        QVERIFY(!settings->allowPlainHttp);
        QVERIFY(settings->envFile.isEmpty());
        QVERIFY(settings->warnings.isEmpty());
    }

    void commandLineThenEnvironmentThenEnvFile()
    {
        writeFile(path("work/.env"),
            "TRADING_STATE_ACCOUNT=file\nTRADING_STATE_OPERATOR=file\nTRADING_STATE_SAVE_INTERVAL=60\n");
        m_sources.environment[key("ACCOUNT")] = QStringLiteral("environment");
        m_sources.environment[key("OPERATOR")] = QStringLiteral("environment");
        m_sources.commandLine[key("ACCOUNT")] = QStringLiteral("typed");
        const auto settings = loadSettings(m_sources);
        QVERIFY(settings);
        QCOMPARE(settings->account, QStringLiteral("typed"));
        QCOMPARE(settings->operatorName, QStringLiteral("environment"));
        QCOMPARE(settings->saveIntervalSeconds, 60);
        QCOMPARE(settings->envFile, path("work/.env"));
    }

    void emptyValueIsTheDefault()
    {
        writeFile(path("work/.env"), "TRADING_STATE_SAVE_INTERVAL=60\n");
        QCOMPARE(good("SAVE_INTERVAL", QString()).saveIntervalSeconds, 300);
    }

    void whichEnvFile()
    {
        writeFile(path("config/.env"), "TRADING_STATE_ACCOUNT=config\n");
        QCOMPARE(loadSettings(m_sources)->account, QStringLiteral("config"));
        writeFile(path("work/.env"), "SOMETHING_ELSE=1\n");
        QCOMPARE(loadSettings(m_sources)->account, QStringLiteral("config")); // another program's file hides nothing
        writeFile(path("work/.env"), "TRADING_STATE_ACCOUNT=work\n");
        QCOMPARE(loadSettings(m_sources)->account, QStringLiteral("work"));
        writeFile(path("bot/live.env"), "TRADING_STATE_ACCOUNT=bot\n");
        m_sources.envFile = path("bot/live.env");
        QCOMPARE(loadSettings(m_sources)->account, QStringLiteral("bot"));
        m_sources.envFile = QStringLiteral("../bot/live.env");
        QCOMPARE(loadSettings(m_sources)->envFile, path("bot/live.env"));
        m_sources.envFile = path("nowhere/.env");
        QCOMPARE(loadSettings(m_sources).error().code, ErrorCode::FileNotFound);
    }

    void relativeFolderBelongsToItsEnvFile()
    {
        writeFile(path("bot/.env"), "TRADING_STATE_FALLBACK_DIR=my_state\n");
        m_sources.envFile = path("bot/.env");
        QCOMPARE(loadSettings(m_sources)->folder, path("bot/my_state"));
        writeFile(path("bot/.env"), "TRADING_STATE_FALLBACK_DIR=/somewhere/else\n");
        QCOMPARE(loadSettings(m_sources)->folder, QStringLiteral("/somewhere/else"));
        writeFile(path("bot/.env"), "TRADING_STATE_ACCOUNT=a\n");
        QCOMPARE(loadSettings(m_sources)->folder, path("bot/state_fallback")); // where the trading system keeps its own
    }

    void relativeFolderWithoutEnvFileIsNeverTheWorkingFolder()
    {
        QCOMPARE(good("FALLBACK_DIR", QStringLiteral("mine")).folder, path("data/mine"));
        m_sources.commandLine[key("FALLBACK_DIR")]
            = QStringLiteral("typed"); // what a shell completes is meant from there
        QCOMPARE(loadSettings(m_sources)->folder, path("work/typed"));
    }

    void usersOwnEnvFileDoesNotMoveTheFolder()
    {
        writeFile(path("config/.env"), "TRADING_STATE_ACCOUNT=a\n");
        QCOMPARE(loadSettings(m_sources)->folder, path("data/state_fallback"));
        writeFile(path("config/.env"), "TRADING_STATE_FALLBACK_DIR=named\n");
        QCOMPARE(loadSettings(m_sources)->folder, path("config/named"));
    }

    void storeType()
    {
        m_sources.environment[key("INFLUXDB_BUCKET")] = QStringLiteral("b");
        QCOMPARE(good("INFLUXDB_URL", QStringLiteral("http://localhost:8086")).storeType, StoreType::InfluxDb);
        m_sources.environment[key("INFLUXDB_URL")] = QStringLiteral("http://localhost:8086");
        QCOMPARE(good("DB_TYPE", QStringLiteral("file")).storeType, StoreType::File);
        QCOMPARE(good("DB_TYPE", QStringLiteral("InfluxDB")).storeType, StoreType::InfluxDb);
        const QString postgres = refused("DB_TYPE", QStringLiteral("postgresql"));
        QVERIFY2(postgres.contains(QStringLiteral("\"postgresql\"")), qPrintable(postgres));
        QVERIFY2(postgres.contains(QStringLiteral("influxdb or file")), qPrintable(postgres));
    }

    void influxNeedsUrlAndBucket()
    {
        QCOMPARE(with("DB_TYPE", QStringLiteral("influxdb")).error(),
            (Error {
                ErrorCode::MissingSetting, key("INFLUXDB_URL"), QStringLiteral("TRADING_STATE_DB_TYPE is influxdb") }));
        const auto noBucket = with("INFLUXDB_URL", QStringLiteral("http://localhost:8086"));
        QCOMPARE(noBucket.error().code, ErrorCode::MissingSetting);
        QCOMPARE(noBucket.error().subject, key("INFLUXDB_BUCKET"));
    }

    void url_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected"); // empty: refused
        QTest::newRow("plain") << "http://localhost:8086"
                               << "http://localhost:8086";
        QTest::newRow("slash") << "https://db.example.com/"
                               << "https://db.example.com";
        QTest::newRow("path") << "https://db.example.com/influx/"
                              << "https://db.example.com/influx";
        QTest::newRow("address") << "http://[::1]:8086"
                                 << "http://[::1]:8086";
        QTest::newRow("no scheme") << "localhost:8086"
                                   << "";
        QTest::newRow("other scheme") << "ftp://localhost"
                                      << "";
        QTest::newRow("no host") << "http://:8086"
                                 << "";
        QTest::newRow("bad port") << "http://localhost:99999"
                                  << "";
        QTest::newRow("port 0") << "http://localhost:0"
                                << "";
        QTest::newRow("query") << "http://localhost:8086?token=canary"
                               << "";
        QTest::newRow("user") << "http://user:canary@localhost:8086"
                              << "";
        QTest::newRow("user, broken") << "http://user:canary@@local host:8086"
                                      << "";
    }

    void url()
    {
        QFETCH(QString, url);
        QFETCH(QString, expected);
        m_sources.environment[key("INFLUXDB_BUCKET")] = QStringLiteral("b");
        if (!expected.isEmpty()) {
            QCOMPARE(good("INFLUXDB_URL", url).influxUrl, expected);
            return;
        }
        const QString error = refused("INFLUXDB_URL", url);
        QVERIFY2(error.contains(QStringLiteral("http or https")), qPrintable(error));
        QVERIFY2(!error.contains(QStringLiteral("canary")), qPrintable(error));
    }

    void tokenIsNeverShown()
    {
        QCOMPARE(good("INFLUXDB_TOKEN", QStringLiteral("  canary== ")).token, QStringLiteral("canary=="));
        const QString error = refused("INFLUXDB_TOKEN", QStringLiteral("canary\r\nX-Header: 1"));
        QVERIFY2(error.contains(QStringLiteral("control character")), qPrintable(error));
        QVERIFY2(!error.contains(QStringLiteral("canary")), qPrintable(error));
        const Settings misspelt = good("INFLUXDB_TOKN", QStringLiteral("canary"));
        QVERIFY(!misspelt.warnings.join(QString()).contains(QStringLiteral("canary")));
    }

    void badValuesNameKeyValueOriginAndWhatIsAllowed_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("allowed");
        QTest::newRow("flag") << QByteArray("READ_ONLY") << "maybe"
                              << "true or false";
        QTest::newRow("validation") << QByteArray("ENABLE_VALIDATION") << "2"
                                    << "true or false";
        QTest::newRow("fallback") << QByteArray("ENABLE_FILE_FALLBACK") << "sometimes"
                                  << "true or false";
        QTest::newRow("plain http") << QByteArray("ALLOW_PLAIN_HTTP") << "x"
                                    << "true or false";
        QTest::newRow("interval") << QByteArray("SAVE_INTERVAL") << "five"
                                  << "from 1 to 86400";
        QTest::newRow("interval 0") << QByteArray("SAVE_INTERVAL") << "0"
                                    << "from 1 to 86400";
        QTest::newRow("timeout") << QByteArray("CONNECTION_TIMEOUT") << "-1"
                                 << "from 1 to 3600";
        QTest::newRow("attempts") << QByteArray("RETRY_ATTEMPTS") << "3.5"
                                  << "from 0 to 100";
        QTest::newRow("delay") << QByteArray("RETRY_DELAY") << "1e3"
                               << "from 0 to 3600";
        QTest::newRow("retention") << QByteArray("BACKUP_RETENTION_DAYS") << "always"
                                   << "from 0 to";
        QTest::newRow("level") << QByteArray("LOG_LEVEL") << "loud"
                               << "DEBUG, INFO, WARNING";
        QTest::newRow("account") << QByteArray("ACCOUNT") << "a/b"
                                 << "1 to 64 of";
        QTest::newRow("account dots") << QByteArray("ACCOUNT") << ".."
                                      << "1 to 64 of";
        QTest::newRow("account long") << QByteArray("ACCOUNT") << QString(65, QLatin1Char('a')) << "1 to 64 of";
        QTest::newRow("layout") << QByteArray("INFLUXDB_LAYOUT") << "rows"
                                << "auto, tables, versions";
        QTest::newRow("zone") << QByteArray("TIMEZONE") << "Mars/Olympus"
                              << "Europe/London";
        QTest::newRow("bar") << QByteArray("BAR_SECONDS") << "1h"
                             << "a whole number of seconds";
        QTest::newRow("certificates") << QByteArray("CA_FILE") << "/nowhere.pem"
                                      << "PEM";
    }

    void badValuesNameKeyValueOriginAndWhatIsAllowed()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, value);
        QFETCH(QString, allowed);
        const QString error = refused(name.constData(), value);
        QVERIFY2(error.contains(QLatin1Char('"') + value + QLatin1Char('"')), qPrintable(error));
        QVERIFY2(error.contains(QStringLiteral("the environment")), qPrintable(error));
        QVERIFY2(error.contains(allowed), qPrintable(error));
    }

    void errorNamesTheEnvFile()
    {
        writeFile(path("work/.env"), "TRADING_STATE_SAVE_INTERVAL=soon\n");
        QVERIFY(loadSettings(m_sources).error().reason.contains(path("work/.env")));
    }

    void goodValues()
    {
        QVERIFY(good("READ_ONLY", QStringLiteral("TRUE")).readOnly);
        QVERIFY(good("READ_ONLY", QStringLiteral("on")).readOnly);
        QVERIFY(!good("ENABLE_VALIDATION", QStringLiteral("no")).enableValidation);
        QCOMPARE(good("SAVE_INTERVAL", QStringLiteral(" 30 ")).saveIntervalSeconds, 30);
        QCOMPARE(good("CONNECTION_TIMEOUT", QStringLiteral("2.5")).connectionTimeoutSeconds, 3);
        QCOMPARE(good("RETRY_DELAY", QStringLiteral("1.0")).retryDelaySeconds, 1);
        QCOMPARE(good("RETRY_ATTEMPTS", QStringLiteral("0")).retryAttempts, 0);
        QCOMPARE(good("LOG_LEVEL", QStringLiteral("debug")).logLevel, LogLevel::Debug);
        QCOMPARE(good("LOG_LEVEL", QStringLiteral("WARNING")).logLevel, LogLevel::Warning);
        QCOMPARE(good("LOG_LEVEL", QStringLiteral("CRITICAL")).logLevel, LogLevel::Error);
        QCOMPARE(good("ACCOUNT", QStringLiteral("Desk_1.b-c")).account, QStringLiteral("Desk_1.b-c"));
        QCOMPARE(good("INFLUXDB_LAYOUT", QStringLiteral("versions")).layout, LayoutChoice::Versions);
        QCOMPARE(good("INFLUXDB_LAYOUT", QStringLiteral("tables")).layout, LayoutChoice::Tables);
        QCOMPARE(good("TIMEZONE", QStringLiteral("Europe/Berlin")).writerZone, QTimeZone("Europe/Berlin"));
        QVERIFY(good("TIMEZONE", QStringLiteral("Europe/Berlin")).writerZoneIsSet);
        QCOMPARE(good("BAR_SECONDS", QStringLiteral("900")).barSeconds, 900);
        QCOMPARE(good("OPERATOR", QStringLiteral("Bo\x1b[31m")).operatorName, QStringLiteral("Bo\uFFFD[31m"));
        QCOMPARE(good("INFLUXDB_ORG", QStringLiteral("desk")).organisation, QStringLiteral("desk"));
        writeFile(path("ca.pem"), "x");
        QCOMPARE(good("CA_FILE", path("ca.pem")).caFile, path("ca.pem"));
    }

    void certificatesRelativeToTheirEnvFile()
    {
        writeFile(path("bot/.env"), "TRADING_STATE_CA_FILE=ca.pem\n");
        writeFile(path("bot/ca.pem"), "x");
        m_sources.envFile = path("bot/.env");
        QCOMPARE(loadSettings(m_sources)->caFile, path("bot/ca.pem"));
    }

    void unknownKeysNameTheNearest()
    {
        writeFile(path("work/.env"), "TRADING_STATE_INFLUX_URL=http://canary\nTRADING_STATE_ACCOUNT=a\n");
        const auto settings = loadSettings(m_sources);
        QVERIFY(settings);
        QCOMPARE(settings->warnings.size(), 1);
        QVERIFY(settings->warnings[0].contains(QStringLiteral("TRADING_STATE_INFLUX_URL")));
        QVERIFY(settings->warnings[0].contains(QStringLiteral("TRADING_STATE_INFLUXDB_URL")));
        QVERIFY(!settings->warnings[0].contains(QStringLiteral("canary")));
        QVERIFY(good("ACOUNT", QStringLiteral("x"))
                    .warnings.join(QString())
                    .contains(QStringLiteral("TRADING_STATE_ACCOUNT")));
    }

    void retentionIsWithoutEffectAndSaysSo()
    {
        const Settings settings = good("BACKUP_RETENTION_DAYS", QStringLiteral("30"));
        QCOMPARE(settings.warnings.size(), 1);
        QVERIFY(settings.warnings[0].contains(QStringLiteral("without effect")));
    }

    void journalOffNeedsAnotherStore()
    {
        QVERIFY(refused("ENABLE_FILE_FALLBACK", QStringLiteral("false")).contains(QStringLiteral("only store")));
        m_sources.environment[key("INFLUXDB_URL")] = QStringLiteral("http://localhost:8086");
        m_sources.environment[key("INFLUXDB_BUCKET")] = QStringLiteral("b");
        QVERIFY(!good("ENABLE_FILE_FALLBACK", QStringLiteral("false")).enableFileFallback);
    }

    void plainHttpBeyondThisMachineWarns()
    {
        m_sources.environment[key("INFLUXDB_BUCKET")] = QStringLiteral("b");
        m_sources.environment[key("INFLUXDB_URL")] = QStringLiteral("http://db.example.com:8086");
        QCOMPARE(good("ALLOW_PLAIN_HTTP", QStringLiteral("true")).warnings.size(), 1);
        // Where a name below localhost leads is up to the resolver.
        m_sources.environment[key("INFLUXDB_URL")] = QStringLiteral("http://db.localhost:8086");
        QCOMPARE(good("ALLOW_PLAIN_HTTP", QStringLiteral("true")).warnings.size(), 1);
        m_sources.environment[key("INFLUXDB_URL")] = QStringLiteral("http://127.0.0.1:8086");
        QCOMPARE(good("ALLOW_PLAIN_HTTP", QStringLiteral("true")).warnings.size(), 0);
    }

    void thisProcess()
    {
        qputenv("TRADING_STATE_ACCOUNT", "from-process");
        const SettingSources sources = processSources({ { key("READ_ONLY"), QStringLiteral("true") } });
        qunsetenv("TRADING_STATE_ACCOUNT");
        QCOMPARE(sources.environment.at(key("ACCOUNT")), QStringLiteral("from-process"));
        QCOMPARE(sources.workingFolder, QDir::currentPath());
        QVERIFY(sources.dataFolder.endsWith(QStringLiteral("/trading-state-console")));
        QVERIFY(sources.configFolder.endsWith(QStringLiteral("/trading-state-console")));
        QVERIFY(!sources.environment.at(QStringLiteral("USER")).isEmpty()
            || !sources.environment.at(QStringLiteral("LOGNAME")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
