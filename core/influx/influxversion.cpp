// SPDX-License-Identifier: MIT
#include "core/influx/influxversion.h"

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

} // namespace

bool isVersionNumber(const QString& text)
{
    return versionNumber(text).has_value();
}

Result<InfluxServer> serverOfVersion(const QString& text)
{
    const auto number = versionNumber(text);
    QString shown = text.startsWith(QLatin1Char('v')) ? text.mid(1) : text;
    if (!number)
        return failure(ErrorCode::NotInfluxDb, {}, QStringLiteral("it tells no version"));
    const bool tooOld
        = number->major < 1 || (number->major == 1 && number->minor < 6) || (number->major == 2 && number->minor < 4);
    if (tooOld || number->major > 3)
        return failure(ErrorCode::UnsupportedServer, {}, QStringLiteral("version %1").arg(shown.left(40)));
    constexpr InfluxFlavour flavours[] = { InfluxFlavour::V1, InfluxFlavour::V2, InfluxFlavour::V3 };
    return InfluxServer { flavours[number->major - 1], shown };
}

} // namespace tradestate
