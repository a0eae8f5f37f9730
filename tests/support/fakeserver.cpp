// SPDX-License-Identifier: MIT
#include "tests/support/fakeserver.h"

#include "core/influx/httprequest.h"

#include <QDeadlineTimer>
#include <QThread>

#include <chrono>

namespace tradestate::test {

namespace {

quint32 crc32(const QByteArray& bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320 : 0);
    }
    return ~crc;
}

QByteArray littleEndian(quint32 value)
{
    QByteArray bytes;
    for (int i = 0; i < 4; ++i)
        bytes.append(static_cast<char>((value >> (8 * i)) & 0xFF));
    return bytes;
}

FakeServer::Script pinging(const QByteArray& version, FakeServer::Script rest)
{
    return [version, rest = std::move(rest)](const HttpRequestSeen& request) {
        if (request.path != "/ping")
            return rest(request);
        FakeAnswer answer = FakeAnswer::written();
        answer.headers.emplaceBack("X-Influxdb-Version", version);
        return answer;
    };
}

} // namespace

QByteArray gzip(const QByteArray& bytes)
{
    // qCompress: four bytes of length, two of zlib header, the deflated bytes, four of checksum.
    const QByteArray zlib = qCompress(bytes, 9);
    QByteArray result = QByteArray::fromHex("1f8b08000000000000ff");
    result += zlib.mid(6, zlib.size() - 10);
    result += littleEndian(crc32(bytes));
    result += littleEndian(static_cast<quint32>(bytes.size()));
    return result;
}

QByteArray storedGzip(const QList<QByteArray>& parts)
{
    QByteArray all;
    QByteArray result = QByteArray::fromHex("1f8b08000000000000ff");
    for (const QByteArray& part : parts) {
        const auto size = static_cast<quint16>(part.size());
        const auto byte = [](int value) { return static_cast<char>(value & 0xFF); };
        result.append(&part == &parts.back() ? '\1' : '\0');
        result.append(byte(size)).append(byte(size >> 8)).append(byte(~size)).append(byte(~size >> 8));
        result += part;
        all += part;
    }
    return result + littleEndian(crc32(all)) + littleEndian(static_cast<quint32>(all.size()));
}

qsizetype storedGzipBytes(const QByteArray& firstPart)
{
    return 10 + 5 + firstPart.size();
}

FakeAnswer FakeAnswer::json(const QByteArray& body, int status)
{
    FakeAnswer answer;
    answer.status = status;
    answer.headers.emplaceBack("Content-Type", "application/json");
    answer.body = body;
    return answer;
}

FakeAnswer FakeAnswer::html()
{
    FakeAnswer answer;
    answer.headers.emplaceBack("Content-Type", "text/html; charset=utf-8");
    answer.body = "<!doctype html><html><body>a page</body></html>";
    return answer;
}

FakeAnswer FakeAnswer::redirect(const QByteArray& location, int status)
{
    FakeAnswer answer;
    answer.status = status;
    answer.headers.emplaceBack("Location", location);
    return answer;
}

FakeAnswer FakeAnswer::gzipBomb(qsizetype bytes)
{
    FakeAnswer answer = json(gzip("{" + QByteArray(bytes, ' ')));
    answer.headers.emplaceBack("Content-Encoding", "gzip");
    return answer;
}

bool isAsked(const HttpLoopbackServer& server)
{
    const QDeadlineTimer deadline(30'000);
    while (server.requests().empty() && !deadline.hasExpired())
        QThread::msleep(5);
    return !server.requests().empty();
}

InfluxSettings settingsFor(const LoopbackServer& server, const QString& token)
{
    InfluxSettings settings;
    settings.url = server.url();
    settings.token = token;
    settings.bucket = QStringLiteral("demo");
    settings.organisation = QStringLiteral("org");
    settings.timeoutSeconds = 10;
    settings.retryDelayMilliseconds = 1;
    return settings;
}

FakeAnswer forward(const HttpRequestSeen& request, const QString& serverUrl)
{
    HttpSender sender(HttpOptions {});
    auto answer = sender.send({ request.method, QUrl(serverUrl + QString::fromLatin1(request.path)),
                                  request.header("authorization"), request.header("content-type"), request.body },
        QDeadlineTimer(30'000), {});
    if (!answer)
        return FakeAnswer::json("{}", 502);
    FakeAnswer passed;
    passed.status = answer->status;
    passed.body = answer->body;
    if (!answer->contentType.isEmpty())
        passed.headers.emplaceBack("Content-Type", answer->contentType);
    if (!answer->influxVersion.isEmpty())
        passed.headers.emplaceBack("X-Influxdb-Version", answer->influxVersion);
    return passed;
}

FakeServer::Script FakeServer::hangs()
{
    return [](const HttpRequestSeen&) {
        FakeAnswer answer;
        answer.hang = true;
        return answer;
    };
}

FakeServer::Script FakeServer::influx1(Script rest)
{
    return pinging("1.8.10", std::move(rest));
}

FakeServer::Script FakeServer::influx2(Script rest)
{
    return pinging("v2.7.12", std::move(rest));
}

bool FakeServer::answer(int socket, const HttpRequestSeen& request)
{
    FakeAnswer answer;
    {
        const std::lock_guard guard(m_scriptMutex);
        answer = m_script(request);
    }
    if (answer.closeWithout)
        return false;
    if (answer.hang) {
        waitUntilGone(socket);
        return false;
    }
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " Fake\r\n";
    for (const auto& [name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    if (answer.withoutLength)
        head += "Connection: close\r\n";
    else if (answer.status != 204)
        head += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n";
    if (!sendAll(socket, head + "\r\n"))
        return false;
    const QByteArray body = answer.body.left(answer.cutAfter.value_or(answer.body.size()));
    if (answer.dripMilliseconds == 0) {
        if (!sendAll(socket, body))
            return false;
    } else {
        for (const char byte : body) {
            if (isClosing() || !sendAll(socket, &byte, 1))
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(answer.dripMilliseconds));
        }
    }
    return !answer.withoutLength && !answer.cutAfter;
}

} // namespace tradestate::test
