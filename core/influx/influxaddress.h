// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/influxclient.h"

#include <QUrl>

namespace tradestate {

/// localhost or an address of the loopback network. A name below localhost is none: a resolver may lead it anywhere.
[[nodiscard]] bool isLoopback(const QString& host);
/// The URL without anything secret.
[[nodiscard]] QString shownUrl(const QUrl& url);
/// What is wrong with the settings before anything is sent: InvalidSetting, MissingSetting, PlainHttpRefused.
[[nodiscard]] std::optional<Error> whyUnusable(const InfluxSettings& settings, const QUrl& url);

} // namespace tradestate
