// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <chrono>
#include <functional>
#include <optional>

namespace tradestate {

/// The token of each server in the system's keychain; never in a settings file. Where no keychain service runs, every
/// call answers KeychainFailed with the reason, and nothing falls back to plain text.
///
/// The callback forms are for threads with an event loop (the console): the callback runs in the calling thread, once,
/// and may run after this object is gone. The blocking forms run their own event loop, for the command line and
/// workers.
class SecretStore
{
public:
    using ReadCallback = std::function<void(Result<std::optional<QString>>)>;
    using DoneCallback = std::function<void(Result<void>)>;

    /// A keychain that asks its user for a password may take long; one that hangs must not take for ever.
    explicit SecretStore(std::chrono::milliseconds timeout = std::chrono::seconds(60))
        : m_timeout(timeout)
    {
    }

    /// The token of a server; nothing where none is stored for it.
    void readToken(const QString& url, ReadCallback done) const;
    void storeToken(const QString& url, const QString& token, DoneCallback done) const;
    /// Succeeds where there was none.
    void deleteToken(const QString& url, DoneCallback done) const;

    [[nodiscard]] Result<std::optional<QString>> readToken(const QString& url) const;
    [[nodiscard]] Result<void> storeToken(const QString& url, const QString& token) const;
    [[nodiscard]] Result<void> deleteToken(const QString& url) const;

    /// The name under which a server's token is kept: the same for http://Host:8086 and http://host:8086/.
    [[nodiscard]] static QString keyFor(const QString& url);

private:
    std::chrono::milliseconds m_timeout;
};

} // namespace tradestate
