// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/stateservice.h"

#include <functional>
#include <memory>

namespace tradestate {

/// Opens the store that the settings name: settings, the token from the keychain where they hold none, the log file,
/// and the service over them.
class ServiceFactory
{
public:
    explicit ServiceFactory(SettingOverrides commandLine)
        : m_commandLine(std::move(commandLine))
    {
    }

    struct Opened
    {
        std::shared_ptr<StateService> service;
        /// Somebody named a store: an .env, a setting of the environment, or an option.
        bool configured = false;
    };
    /// Asked in the window's thread once the settings are read; empty: the account that they name.
    using AccountChoice = std::function<QString(const Settings& settings)>;
    /// Reads settings and keychain without holding up the calling thread, which is the window's; done is called there,
    /// unless the context has gone by then. An empty path: ./.env, else the user's configuration folder.
    void open(const QString& envFile, const AccountChoice& account, QObject* context,
        std::function<void(Result<Opened>)> done) const;
    /// A read-only one over the user's own folder, to look at files while no store can be opened.
    [[nodiscard]] std::shared_ptr<StateService> forViewing() const;
    [[nodiscard]] static QString configEnvFile();
    /// Beside the user's own folder, never in it.
    [[nodiscard]] static QString paperFolder();
    /// Over exactly these settings.
    [[nodiscard]] static std::shared_ptr<StateService> serviceOf(Settings settings);

private:
    SettingOverrides m_commandLine;
};

} // namespace tradestate
