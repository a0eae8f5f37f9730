// SPDX-License-Identifier: MIT
#pragma once

#include "core/influx/httprequest.h"
#include "core/influx/influxclient.h"

namespace tradestate {

enum class InfluxOperation { Read, Write, Other };

/// The server's own words in an answer: "error", "message" or the plain text; shortened.
[[nodiscard]] QString influxWords(const QByteArray& body);
/// What an answer that is no success means. Pure.
[[nodiscard]] Error influxError(const HttpAnswer& answer, InfluxOperation operation);
/// What the words of a refused statement or point mean, whatever the status was: NoSuchBucket, NoSuchOrganisation,
/// MayNotRead, MayNotWrite, BeyondRetention, else RefusedByServer.
[[nodiscard]] ErrorCode influxCodeOfWords(const QString& words);

} // namespace tradestate
