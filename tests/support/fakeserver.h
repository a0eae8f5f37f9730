// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxclient.h"
#include "tests/support/loopbackserver.h"

#include <optional>

namespace tradestate::test {

/// How the fake server answers one request.
struct FakeAnswer
{
    int status = 200;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    bool hang = false; ///< never answers, keeps the connection open
    bool closeWithout = false; ///< closes the connection without an answer
    std::optional<qsizetype> cutAfter; ///< closes after so many bytes of the body
    bool withoutLength = false; ///< the end of the connection is the end of the body
    int dripMilliseconds = 0; ///< one byte of the body at a time, so far apart

    [[nodiscard]] static FakeAnswer json(const QByteArray& body, int status = 200);
    [[nodiscard]] static FakeAnswer written() { return FakeAnswer { 204, {}, {}, false, false, {}, false, 0 }; }
    /// Of a query that finds nothing.
    [[nodiscard]] static FakeAnswer noRows() { return json("{\"results\":[{\"statement_id\":0}]}"); }
    [[nodiscard]] static FakeAnswer html();
    [[nodiscard]] static FakeAnswer redirect(const QByteArray& location, int status = 302);
    /// gzip of so many bytes of spaces after "{"
    [[nodiscard]] static FakeAnswer gzipBomb(qsizetype bytes);
};

/// A server whose answers a test writes: the script gets each request and says how it is answered. The script runs in
/// the threads of the connections, one request at a time.
class FakeServer final : public HttpLoopbackServer
{
public:
    using Script = std::function<FakeAnswer(const HttpRequestSeen&)>;

    explicit FakeServer(Script script)
        : m_script(std::move(script))
    {
    }
    ~FakeServer() override { close(); }

    /// A script that says 1.8 to /ping and leaves everything else to the given one.
    [[nodiscard]] static Script influx1(Script rest);
    /// A script that takes every request and never answers.
    [[nodiscard]] static Script hangs();
    /// 2.7.12 to /ping.
    [[nodiscard]] static Script influx2(Script rest);

protected:
    bool answer(int socket, const HttpRequestSeen& request) override;

private:
    std::mutex m_scriptMutex;
    Script m_script;
};

/// Whether a request comes before half a minute is over.
[[nodiscard]] bool isAsked(const HttpLoopbackServer& server);

/// Of a client of that server, which tries again at once.
[[nodiscard]] InfluxSettings settingsFor(const LoopbackServer& server, const QString& token = QStringLiteral("token"));

/// What a real server at that URL answers to the request, for scripts that change only some answers.
[[nodiscard]] FakeAnswer forward(const HttpRequestSeen& request, const QString& serverUrl);

/// gzip of the bytes.
[[nodiscard]] QByteArray gzip(const QByteArray& bytes);
/// gzip of the parts, in a block each and uncompressed, so that it can be cut off after one.
[[nodiscard]] QByteArray storedGzip(const QList<QByteArray>& parts);
/// Where the first part ends.
[[nodiscard]] qsizetype storedGzipBytes(const QByteArray& firstPart);

} // namespace tradestate::test
