// SPDX-License-Identifier: MIT
#include "tests/support/recordedserver.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace tradestate::test {

namespace {

QList<QByteArray> queryItems(const QByteArray& path)
{
    const qsizetype mark = path.indexOf('?');
    if (mark < 0)
        return {};
    QList<QByteArray> items;
    for (QByteArray item : path.mid(mark + 1).split('&'))
        items << QByteArray::fromPercentEncoding(item.replace('+', ' '));
    std::sort(items.begin(), items.end());
    return items;
}

QByteArray withoutQuery(const QByteArray& path)
{
    return path.left(path.indexOf('?') < 0 ? path.size() : path.indexOf('?'));
}

} // namespace

RecordedServer::RecordedServer(const QString& folder)
    : m_folder(folder)
{
    QDir directory(QStringLiteral(TRADESTATE_FIXTURES) + QLatin1Char('/') + folder);
    for (const QString& name : directory.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name)) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return;
        const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
        const QJsonObject request = json.value(QStringLiteral("request")).toObject();
        const QJsonObject response = json.value(QStringLiteral("response")).toObject();
        Exchange exchange;
        exchange.name = json.value(QStringLiteral("name")).toString();
        exchange.request.method = request.value(QStringLiteral("method")).toString().toUtf8();
        exchange.request.path = request.value(QStringLiteral("path")).toString().toUtf8();
        exchange.request.body = request.value(QStringLiteral("body")).toString().toUtf8();
        const QJsonObject headers = request.value(QStringLiteral("headers")).toObject();
        for (auto it = headers.begin(); it != headers.end(); ++it)
            exchange.request.headers.emplaceBack(it.key().toUtf8().toLower(), it.value().toString().toUtf8());
        exchange.hasResponse = json.value(QStringLiteral("response")).isObject();
        exchange.status = response.value(QStringLiteral("status")).toInt();
        for (const QJsonValue& header : response.value(QStringLiteral("headers")).toArray()) {
            const QByteArray key = header.toArray().at(0).toString().toUtf8();
            const QByteArray lower = key.toLower();
            // The length and the framing are this server's own.
            if (lower != "content-length" && lower != "transfer-encoding" && lower != "connection" && lower != "date")
                exchange.headers.emplaceBack(key, header.toArray().at(1).toString().toUtf8());
        }
        exchange.body = response.contains(QStringLiteral("body_base64"))
            ? QByteArray::fromBase64(response.value(QStringLiteral("body_base64")).toString().toLatin1())
            : response.value(QStringLiteral("body")).toString().toUtf8();
        m_exchanges.push_back(std::move(exchange));
    }
    m_ok = !m_exchanges.empty();
}

RecordedServer::~RecordedServer()
{
    close();
}

bool RecordedServer::start()
{
    return m_ok && listen();
}

std::vector<HttpRequestSeen> RecordedServer::unknown() const
{
    const std::lock_guard guard(m_mutex);
    return m_unknown;
}

QStringList RecordedServer::replayed() const
{
    const std::lock_guard guard(m_mutex);
    return m_replayed;
}

void RecordedServer::use(Predicate likeThis, const QString& exchangeName)
{
    const std::lock_guard guard(m_mutex);
    m_substitutes.emplace_back(std::move(likeThis), exchangeName);
}

QByteArray RecordedServer::requestBody(const QString& exchangeName) const
{
    for (const Exchange& exchange : m_exchanges) {
        if (exchange.name == exchangeName)
            return exchange.request.body;
    }
    return {};
}

bool RecordedServer::matches(const Exchange& exchange, const HttpRequestSeen& request, bool withoutToken) const
{
    if (exchange.request.method != request.method || withoutQuery(exchange.request.path) != withoutQuery(request.path)
        || queryItems(exchange.request.path) != queryItems(request.path))
        return false;
    QByteArray recordedToken = exchange.request.header("authorization");
    QByteArray token = withoutToken ? QByteArray() : request.header("authorization");
    if (m_folder.contains(QLatin1String("3.6"))) {
        recordedToken = recordedToken.mid(recordedToken.indexOf(' ') + 1);
        token = token.mid(token.indexOf(' ') + 1);
    }
    // What a server tells anybody was recorded without credentials.
    const bool forAnybody = recordedToken.isEmpty() && request.method == "GET" && exchange.status < 300;
    if (recordedToken != token && !forAnybody)
        return false;
    if (withoutQuery(request.path) != "/query") {
        const bool refusedBeforeBody = exchange.status == 401 || exchange.status == 403 || exchange.status == 404;
        return exchange.request.body == request.body || (request.body.isEmpty() && refusedBeforeBody);
    }
    for (const char* name : { "db", "q" }) {
        if (HttpRequestSeen::formValue(exchange.request.body, name) != HttpRequestSeen::formValue(request.body, name))
            return false;
    }
    return true;
}

bool RecordedServer::answer(int socket, const HttpRequestSeen& request)
{
    Exchange* chosen = nullptr;
    {
        const std::lock_guard guard(m_mutex);
        QString byName;
        for (const auto& [likeThis, name] : m_substitutes) {
            if (likeThis(request))
                byName = name;
        }
        for (const bool withoutToken : { false, true }) {
            for (Exchange& exchange : m_exchanges) {
                if (byName.isEmpty() ? !matches(exchange, request, withoutToken) : exchange.name != byName)
                    continue;
                if (!chosen || exchange.used < chosen->used)
                    chosen = &exchange;
            }
            if (chosen)
                break;
        }
        if (chosen) {
            ++chosen->used;
            m_replayed << chosen->name;
        } else {
            m_unknown.push_back(request);
        }
    }
    if (!chosen)
        return sendAll(socket, "HTTP/1.1 599 Not Recorded\r\nContent-Length: 0\r\n\r\n");
    if (!chosen->hasResponse)
        return false;
    QByteArray head = "HTTP/1.1 " + QByteArray::number(chosen->status) + " Recorded\r\n";
    for (const auto& [name, value] : chosen->headers)
        head += name + ": " + value + "\r\n";
    if (chosen->status != 204)
        head += "Content-Length: " + QByteArray::number(chosen->body.size()) + "\r\n";
    return sendAll(socket, head + "\r\n" + (chosen->status == 204 ? QByteArray() : chosen->body));
}

} // namespace tradestate::test
