// SPDX-License-Identifier: MIT
#include "core/influx/influxaddress.h"

#include <QHostAddress>

#include <algorithm>

namespace tradestate {

namespace {

bool hasControl(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
}

} // namespace

bool isLoopback(const QString& host)
{
    QHostAddress address;
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0
        || (address.setAddress(host) && address.isLoopback());
}

QString shownUrl(const QUrl& url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
}

std::optional<Error> whyUnusable(const InfluxSettings& settings, const QUrl& url)
{
    const auto wrongUrl = [](const QString& reason) {
        return Error { ErrorCode::InvalidSetting, QStringLiteral("TRADING_STATE_INFLUXDB_URL"), reason };
    };
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != QLatin1String("http") && scheme != QLatin1String("https")))
        return wrongUrl(QStringLiteral("not a URL such as http://localhost:8086"));
    if (!url.userInfo().isEmpty())
        return wrongUrl(
            QStringLiteral("user and password do not belong in the URL, but in TRADING_STATE_INFLUXDB_TOKEN"));
    if (url.hasQuery() || url.hasFragment())
        return wrongUrl(QStringLiteral("there is something after the path"));
    if (scheme == QLatin1String("http") && !isLoopback(url.host()) && !settings.allowPlainHttp)
        return Error { ErrorCode::PlainHttpRefused, shownUrl(url), {} };
    if (hasControl(settings.token))
        return Error { ErrorCode::InvalidSetting, QStringLiteral("TRADING_STATE_INFLUXDB_TOKEN"),
            QStringLiteral("it holds a control character, such as a line end") };
    if (settings.bucket.isEmpty())
        return Error { ErrorCode::MissingSetting, QStringLiteral("TRADING_STATE_INFLUXDB_BUCKET"), {} };
    return std::nullopt;
}

} // namespace tradestate
