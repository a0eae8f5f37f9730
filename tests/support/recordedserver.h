// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/loopbackserver.h"

#include <optional>

namespace tradestate::test {

/// Answers as a real server of another version once did: replays the recorded exchanges of a folder of fixtures.
/// A request matches a recorded one of the same method, path, query items, statement or body, and credentials; of
/// several the next one in order. "chunked" and the scheme of 3.x credentials do not matter. A request that was never
/// recorded is answered with 599 and counted.
class RecordedServer final : public HttpLoopbackServer
{
public:
    /// folder: such as "influxdb-2.7.12".
    explicit RecordedServer(const QString& folder);
    ~RecordedServer() override;

    [[nodiscard]] bool start();
    /// Requests that no recorded one matched.
    [[nodiscard]] std::vector<HttpRequestSeen> unknown() const;
    /// The names of the exchanges that were replayed.
    [[nodiscard]] QStringList replayed() const;
    /// Requests like this are answered with an exchange by name, whatever matches: for what was recorded in another
    /// form.
    using Predicate = std::function<bool(const HttpRequestSeen&)>;
    void use(Predicate likeThis, const QString& exchangeName);
    /// The recorded body of an exchange's request.
    [[nodiscard]] QByteArray requestBody(const QString& exchangeName) const;

protected:
    bool answer(int socket, const HttpRequestSeen& request) override;

private:
    struct Exchange
    {
        QString name;
        HttpRequestSeen request;
        bool hasResponse = true;
        int status = 0;
        QList<std::pair<QByteArray, QByteArray>> headers;
        QByteArray body;
        int used = 0;
    };
    [[nodiscard]] bool matches(const Exchange& exchange, const HttpRequestSeen& request, bool withoutToken) const;

    QString m_folder;
    bool m_ok = false;
    mutable std::mutex m_mutex;
    std::vector<Exchange> m_exchanges;
    std::vector<HttpRequestSeen> m_unknown;
    QStringList m_replayed;
    std::vector<std::pair<Predicate, QString>> m_substitutes;
};

} // namespace tradestate::test
