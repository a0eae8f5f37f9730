// SPDX-License-Identifier: MIT
#include "core/influx/retention.h"

#include "core/base/timestamp.h"

#include <QRegularExpression>

namespace tradestate {

Result<std::optional<qint64>> retentionIn(const QueryResult& answer)
{
    for (const InfluxSeries& series : answer.series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            if (series.at(row, "default").asBool() != true)
                continue;
            const QString text = series.at(row, "duration").toString();
            const auto duration = influxDuration(text);
            if (!duration)
                return failure(ErrorCode::AnswerNotUnderstood, {}, QStringLiteral("no duration: %1").arg(text));
            return *duration == 0 ? std::optional<qint64>() : duration;
        }
    }
    return std::optional<qint64>();
}

std::optional<qint64> influxDuration(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("^(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?$"));
    const auto match = form.match(text);
    if (text.isEmpty() || !match.hasMatch())
        return std::nullopt;
    constexpr qint64 seconds[] = { 604'800, 86'400, 3'600, 60, 1 };
    qint64 total = 0;
    for (int i = 0; i < 5; ++i)
        total += match.captured(i + 1).toLongLong() * seconds[i];
    return total * nanosecondsPerSecond;
}

} // namespace tradestate
