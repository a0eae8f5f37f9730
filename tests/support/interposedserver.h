// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/loopbackserver.h"

#include <optional>

namespace tradestate::test {

/// Passes every request on to a real server, after the test was told of it.
class InterposedServer final : public HttpLoopbackServer
{
public:
    /// May answer in the server's place with a body of JSON; with an empty one the connection is closed instead.
    using Hook = std::function<std::optional<QByteArray>(const HttpRequestSeen&)>;

    InterposedServer(quint16 serverPort, Hook hook)
        : m_serverPort(serverPort)
        , m_hook(std::move(hook))
    {
    }
    ~InterposedServer() override { close(); }

protected:
    bool answer(int socket, const HttpRequestSeen& request) override;

private:
    quint16 m_serverPort;
    Hook m_hook;
};

} // namespace tradestate::test
