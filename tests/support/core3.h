// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"
#include "core/state/statestore.h"
#include "tests/support/fakeserver.h"

#include <QRegularExpression>

namespace tradestate::test {

/// As much of 3 Core as the search for commits asks: it refuses a query over more than three days of data.
class Core3
{
public:
    explicit Core3(qint64 time)
        : now(time)
    {
    }

    qint64 now; ///< nanoseconds
    std::vector<StoredSave> saves;
    int refused = 0;
    int windows = 0;
    qint64 widest = 0;
    bool limited = true;
    std::optional<qint64> dataSince; ///< somebody's rows, up to now; none: since ever

    [[nodiscard]] FakeAnswer answer(const HttpRequestSeen& request)
    {
        if (request.path == "/ping") {
            FakeAnswer pong = FakeAnswer::json("{\"version\":\"3.6.0\"}");
            pong.headers.emplaceBack("X-Influxdb-Version", "3.6.0");
            return pong;
        }
        const QString q = QString::fromUtf8(HttpRequestSeen::formValue(request.body, "q"));
        if (!q.contains(QLatin1String("\"trading_states\"")))
            return FakeAnswer::json("{\"results\":[{\"statement_id\":0}]}");
        const auto bound = [&q](const char* form) -> std::optional<qint64> {
            const auto match = QRegularExpression(QLatin1String(form)).match(q);
            return match.hasMatch() ? std::optional(match.captured(1).toLongLong()) : std::nullopt;
        };
        const auto exactly = bound("time = (-?\\d+)");
        const auto from = exactly ? exactly : bound("time >= (-?\\d+)");
        const auto to = exactly ? std::optional(*exactly + 1) : bound("time < (-?\\d+)");
        const qint64 end = to.value_or(now);
        const auto start = dataSince ? std::optional(std::max(*dataSince, from.value_or(*dataSince))) : from;
        if (limited && !exactly && (!start || end - *start > 3 * 86'400 * nanosecondsPerSecond)) {
            ++refused;
            return FakeAnswer::json("{\"error\":\"query error: would scan 500 files, over the limit\"}", 500);
        }
        if (!exactly && from) {
            ++windows;
            widest = std::max(widest, end - *from);
        }
        QByteArray series;
        for (const StoredSave& save : saves) {
            const qint64 time = save.record.savedAt.nanoseconds();
            if ((from && time < *from) || (to && time >= *to))
                continue;
            std::string values = "[[" + std::to_string(time) + ",";
            appendJsonText(values, compactJson(toJson(save.record)));
            values += ",\"{\\\"portfolio\\\":{},\\\"session\\\":{}}\",1,";
            appendJsonText(values, save.record.saveId.toStdString());
            values += ",";
            appendJsonText(values, save.record.folder.toStdString());
            values += "]]";
            series += (series.isEmpty() ? "" : ",") + QByteArray("{\"name\":\"trading_states\",\"tags\":{\"folder\":\"")
                + save.record.folder.toUtf8() + "\",\"account\":\"" + save.record.account.toUtf8()
                + "\"},\"columns\":[\"time\",\"record\",\"data\",\"parts\",\"save_id\",\"folder\"],\"values\":"
                + QByteArray::fromStdString(values) + "}";
        }
        return FakeAnswer::json("{\"results\":[{\"statement_id\":0,\"series\":[" + series + "]}]}");
    }
};

} // namespace tradestate::test
