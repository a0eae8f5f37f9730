// SPDX-License-Identifier: MIT
#include "app/console/servicefactory.h"

#include "core/config/secretstore.h"
#include "core/manager/programparts.h"
#include "ui/models/whendone.h"

#include <QDir>
#include <QPointer>

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

QString ServiceFactory::paperFolder()
{
    return QDir(processSources().dataFolder).filePath(QStringLiteral("paper_session"));
}

std::shared_ptr<StateService> ServiceFactory::serviceOf(Settings settings)
{
    return std::make_shared<StateService>(programParts(std::move(settings), program));
}

void ServiceFactory::open(const QString& envFile, const AccountChoice& account, QObject* context,
    std::function<void(Result<Opened>)> done) const
{
    struct Read
    {
        Settings settings;
        bool configured = false;
    };
    const auto read = [sources = processSources(m_commandLine, envFile)](int) -> Result<Read> {
        Result<Settings> settings = loadSettings(sources);
        if (!settings)
            return tl::unexpected(settings.error());
        const bool configured = namesStore(sources, *settings);
        return Read { std::move(*settings), configured };
    };
    const auto reading = QtFuture::makeReadyFuture(0).then(QtFuture::Launch::Async, read);
    whenDone(
        reading, context, [context = QPointer<QObject>(context), account, done = std::move(done)](Result<Read> result) {
            if (!result) {
                done(tl::unexpected(result.error()));
                return;
            }
            if (const QString chosen = account ? account(result->settings) : QString(); !chosen.isEmpty())
                result->settings.account = chosen;
            if (result->settings.storeType != StoreType::InfluxDb || !result->settings.token.isEmpty()) {
                done(Opened { serviceOf(std::move(result->settings)), result->configured });
                return;
            }
            // Without a keychain the server itself says whether it wants a token.
            const QString url = result->settings.influxUrl;
            const auto withToken
                = [context, done, read = std::move(*result)](Result<std::optional<QString>> kept) mutable {
                      if (!context)
                          return;
                      if (kept && *kept) {
                          read.settings.token = **kept;
                          read.settings.tokenFromKeychain = true;
                      } else if (!kept) {
                          read.settings.warnings += describe(kept.error());
                      }
                      done(Opened { serviceOf(std::move(read.settings)), read.configured });
                  };
            SecretStore().readToken(url, SecretStore::ReadCallback(withToken));
        });
}

std::shared_ptr<StateService> ServiceFactory::forViewing() const
{
    Settings settings;
    settings.folder = QDir(processSources().dataFolder).filePath(QStringLiteral("state_fallback"));
    settings.readOnly = true;
    return serviceOf(std::move(settings));
}

} // namespace tradestate
