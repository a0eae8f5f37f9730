// SPDX-License-Identifier: MIT
#include "app/console/servicefactory.h"

#include "core/base/filelog.h"
#include "core/config/secretstore.h"

#include <QDir>

namespace tradestate {

namespace {

const QString program = QStringLiteral("trading-state-console");

bool namesStore(const SettingSources& sources, const Settings& settings)
{
    if (!settings.envFile.isEmpty() || !sources.commandLine.empty() || settings.storeType == StoreType::InfluxDb)
        return true;
    return sources.environment.contains(QStringLiteral("TRADING_STATE_FALLBACK_DIR"));
}

} // namespace

QString ServiceFactory::configEnvFile()
{
    return QDir(processSources().configFolder).filePath(QStringLiteral(".env"));
}

std::shared_ptr<StateService> ServiceFactory::serviceOf(Settings settings)
{
    FileLog::Options options;
    options.level = settings.logLevel;
    if (!settings.token.isEmpty())
        options.secrets = { settings.token };
    StateManager::Parts parts;
    parts.log = std::make_shared<FileLog>(
        QDir(settings.folder).filePath(QStringLiteral("trading_state.log")), program, std::move(options));
    parts.program = program;
    parts.settings = std::move(settings);
    return std::make_shared<StateService>(std::move(parts));
}

Result<ServiceFactory::Opened> ServiceFactory::open(const QString& envFile) const
{
    const SettingSources sources = processSources(m_commandLine, envFile);
    Result<Settings> settings = loadSettings(sources);
    if (!settings)
        return tl::unexpected(settings.error());
    if (settings->storeType == StoreType::InfluxDb && settings->token.isEmpty()) {
        // Without a keychain the server itself says whether it wants a token.
        const Result<std::optional<QString>> kept = SecretStore().readToken(settings->influxUrl);
        if (kept && *kept)
            settings->token = **kept;
        else if (!kept)
            settings->warnings += describe(kept.error());
    }
    Opened opened;
    opened.configured = namesStore(sources, *settings);
    opened.service = serviceOf(std::move(*settings));
    return opened;
}

std::shared_ptr<StateService> ServiceFactory::forViewing() const
{
    Settings settings;
    settings.folder = QDir(processSources().dataFolder).filePath(QStringLiteral("state_fallback"));
    settings.readOnly = true;
    return serviceOf(std::move(settings));
}

} // namespace tradestate
