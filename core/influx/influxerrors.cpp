// SPDX-License-Identifier: MIT
#include "core/influx/influxerrors.h"

#include "core/base/json.h"

namespace tradestate {

namespace {

constexpr qsizetype longestWords = 500;

bool has(const QString& text, const char* part)
{
    return text.contains(QLatin1String(part), Qt::CaseInsensitive);
}

} // namespace

QString influxWords(const QByteArray& body)
{
    QString words;
    JsonLimits limits;
    limits.bytes = 1'000'000;
    limits.depth = 16;
    const auto json = parseJson({ body.constData(), static_cast<size_t>(body.size()) }, limits);
    if (json) {
        for (const char* name : { "message", "error" }) {
            const Json* member = json->value.find(name);
            if (member && member->asText())
                words = toQString(*member->asText());
        }
        const Json* data = json->value.find("data");
        const Json* detail = data ? data->find("error_message") : nullptr;
        if (detail && detail->asText())
            words += QStringLiteral(": ") + toQString(*detail->asText());
    }
    if (words.isEmpty())
        words = QString::fromUtf8(body.left(longestWords * 4));
    return words.simplified().left(longestWords);
}

ErrorCode influxCodeOfWords(const QString& words)
{
    if (has(words, "outside retention policy") || has(words, "beyond retention"))
        return ErrorCode::BeyondRetention;
    if (has(words, "organization name") || has(words, "organization not found"))
        return ErrorCode::NoSuchOrganisation;
    if (has(words, "database not found") || (has(words, "bucket") && has(words, "not found")))
        return ErrorCode::NoSuchBucket;
    if (has(words, "requires READ"))
        return ErrorCode::MayNotRead;
    if (has(words, "requires WRITE") || has(words, "not authorized to write") || has(words, "insufficient permissions"))
        return ErrorCode::MayNotWrite;
    return ErrorCode::RefusedByServer;
}

Error influxError(const HttpAnswer& answer, InfluxOperation operation)
{
    const QString words = influxWords(answer.body);
    const auto error = [&](ErrorCode code) {
        QString reason = QStringLiteral("status %1").arg(answer.status);
        if (!words.isEmpty() && answer.contentType != "text/html")
            reason += QStringLiteral(": ") + words;
        return Error { code, QString(), reason };
    };
    if (answer.status >= 300 && answer.status < 400)
        return error(ErrorCode::Redirected);
    if (answer.status < 300)
        return error(answer.contentType == "text/html" ? ErrorCode::NotInfluxDb : ErrorCode::AnswerNotUnderstood);
    const ErrorCode byWords = influxCodeOfWords(words);
    switch (answer.status) {
    case 401:
        return error(ErrorCode::WrongToken);
    case 403:
        if (byWords == ErrorCode::MayNotRead || byWords == ErrorCode::MayNotWrite)
            return error(byWords);
        return error(operation == InfluxOperation::Read ? ErrorCode::MayNotRead : ErrorCode::MayNotWrite);
    case 404:
    case 405:
        return error(byWords == ErrorCode::NoSuchBucket || byWords == ErrorCode::NoSuchOrganisation
                ? byWords
                : ErrorCode::NotInfluxDb);
    case 429:
        return error(ErrorCode::ServerBusy);
    default:
        break;
    }
    if (answer.status >= 500) {
        // 3 Core answers a statement that it does not take with 500 and plain words; repeating it is of no use.
        const bool refusedStatement = operation == InfluxOperation::Read && answer.status == 500
            && (has(words, "query error") || has(words, "InfluxQL"));
        return error(refusedStatement ? ErrorCode::RefusedByServer : ErrorCode::ServerBusy);
    }
    return error(byWords);
}

} // namespace tradestate
