// SPDX-License-Identifier: MIT
#include "core/influx/influxversion.h"

#include "core/base/json.h"

namespace tradestate {

namespace {

struct VersionNumber
{
    int major = -1;
    int minor = -1;
};

std::optional<VersionNumber> versionNumber(QString text)
{
    if (text.startsWith(QLatin1Char('v')))
        text.remove(0, 1);
    const QStringList parts = text.split(QLatin1Char('.'));
    bool isMajor = false;
    bool isMinor = false;
    if (parts.size() < 2)
        return std::nullopt;
    const VersionNumber number { parts[0].toInt(&isMajor), parts[1].toInt(&isMinor) };
    return isMajor && isMinor ? std::optional(number) : std::nullopt;
}

Result<InfluxServer> serverOfVersion(const QString& text, const VersionNumber& number)
{
    const QString shown = text.startsWith(QLatin1Char('v')) ? text.mid(1) : text;
    const bool tooOld
        = number.major < 1 || (number.major == 1 && number.minor < 6) || (number.major == 2 && number.minor < 4);
    if (tooOld || number.major > 3)
        return failure(ErrorCode::UnsupportedServer, {}, QStringLiteral("version %1").arg(shown.left(40)));
    constexpr InfluxFlavour flavours[] = { InfluxFlavour::V1, InfluxFlavour::V2, InfluxFlavour::V3 };
    return InfluxServer { flavours[number.major - 1], shown };
}

QString textMember(const QByteArray& body, const char* name)
{
    const auto json = parseJson({ body.constData(), static_cast<size_t>(body.size()) });
    const Json* member = json ? json->value.find(name) : nullptr;
    return member && member->asText() ? toQString(*member->asText()) : QString();
}

} // namespace

Result<std::optional<InfluxServer>> serverOfPing(const HttpAnswer& answer)
{
    QString version = QString::fromLatin1(answer.influxVersion);
    if (version.isEmpty() && answer.contentType == "application/json")
        version = textMember(answer.body, "version");
    const auto number = versionNumber(version);
    if (!number)
        return std::optional<InfluxServer>();
    return serverOfVersion(version, *number).map([](const InfluxServer& server) { return std::optional(server); });
}

Result<InfluxServer> serverOfHealth(const HttpAnswer& answer)
{
    const QString version = textMember(answer.body, "version");
    const bool isInflux = textMember(answer.body, "name") == QLatin1String("influxdb");
    if (const auto number = versionNumber(version); isInflux && number)
        return serverOfVersion(version, *number);
    // Servers that were built from source call themselves "dev".
    if (isInflux && !textMember(answer.body, "commit").isEmpty())
        return InfluxServer { InfluxFlavour::V2, version };
    return failure(ErrorCode::NotInfluxDb, {}, QStringLiteral("it tells no version"));
}

} // namespace tradestate
