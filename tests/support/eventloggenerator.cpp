// SPDX-License-Identifier: MIT
#include "tests/support/eventloggenerator.h"

#include "core/documents/pythonjson.h"
#include "core/influx/versionspoints.h"

#include <cstdio>
#include <random>

namespace tradestate::test {

namespace {

constexpr qint64 interval = 300 * nanosecondsPerSecond;
constexpr qint64 step = 700'000; ///< between two events of a save

Json number(const std::string& text)
{
    return Json(Decimal::parse(text).value());
}

class Writer
{
public:
    explicit Writer(const EventLogShape& shape)
        : m_shape(shape)
        , m_time(shape.lastSave - (shape.saves - 1) * interval)
    {
        for (int i = 0; i < shape.pairs; ++i)
            m_pairs.push_back(QStringLiteral("SYM%1.US-SYM%2.US").arg(2 * i).arg(2 * i + 1));
        for (int i = 0; i < shape.positions; ++i)
            m_held.push_back(m_pairs.at(i));
        m_log.deleted = m_held.at(0);
        m_log.ghost = m_held.at(1);
        m_log.returned = m_held.at(2);
    }

    GeneratedEventLog write()
    {
        for (int save = 0; save < m_shape.saves; ++save) {
            const qint64 mark = m_shape.lastSave - (m_shape.saves - 1 - save) * interval;
            if (save == m_shape.saves / 2)
                remove(m_log.deleted);
            if (save == m_shape.saves / 3)
                m_held.removeOne(m_log.ghost);
            m_time = mark - (m_held.size() + m_pairs.size()) * step;
            writeSave(save, save == m_shape.saves / 4);
        }
        return std::move(m_log);
    }

private:
    void add(const QString& stateId, const char* type, Json::Object data, const QString& description)
    {
        const Json json(std::move(data));
        LogEvent event;
        event.stateId = stateId;
        event.stateType = QLatin1String(type);
        event.operation = QStringLiteral("update");
        event.time = m_time;
        event.versionId = stateId + QStringLiteral("_update_") + Timestamp::fromNanoseconds(m_time).toMicrosecondText();
        event.data = pythonJson(json);
        event.checksum = pythonChecksum(json);
        event.description = description;
        m_log.events.push_back(std::move(event));
        m_time += step;
    }

    void remove(const QString& pair)
    {
        m_held.removeOne(pair);
        add(eventlog::positionPrefix + pair, "position", { { "deleted", Json(true) } }, {});
        LogEvent& event = m_log.events.back();
        event.operation = QStringLiteral("delete");
        event.checksum.clear();
    }

    void writeSave(int save, bool withoutReturned)
    {
        m_log.positions.clear();
        m_log.pairStates.clear();
        int open = 0;
        for (const QString& pair : m_held) {
            if (withoutReturned && pair == m_log.returned)
                continue;
            ++open;
            const auto index = static_cast<int>(m_pairs.indexOf(pair));
            Json::Object data { { "pair", Json(pair) }, { "symbol1", Json(pair.section(QLatin1Char('-'), 0, 0)) },
                { "symbol2", Json(pair.section(QLatin1Char('-'), 1)) },
                { "direction", Json(index % 2 ? "short" : "long") }, { "quantity", number("0.5") },
                { "entry_price", number(std::to_string(100 + index) + ".25") },
                { "entry_time", Json("2025-07-20 08:00:00") }, { "stop_loss", Json() },
                { "volume1", number(std::to_string(1 + save % 7) + ".0") } };
            m_log.positions.emplace(pair, Position(pair, data));
            add(eventlog::positionPrefix + pair, "position", std::move(data), QStringLiteral("Position update"));
        }
        for (const QString& pair : m_pairs) {
            Json::Object data { { "symbol1", Json(pair.section(QLatin1Char('-'), 0, 0)) },
                { "symbol2", Json(pair.section(QLatin1Char('-'), 1)) }, { "position", Json("none") },
                { "cooldown", Json::integer(save % 12) },
                { "z_score", number("-0." + std::to_string((m_random() % 900'000 + 100'000) | 1U)) } };
            m_log.pairStates.emplace(pair, PairState(data));
            add(eventlog::pairPrefix + pair, "pair_state", std::move(data), QStringLiteral("Pair state update"));
        }
        add(eventlog::portfolioId, "portfolio",
            { { "total_value", number("100000.0") }, { "available_balance", number("93000.0") },
                { "total_pnl", number("0.0") }, { "daily_pnl", number("0.0") },
                { "open_positions", Json::integer(open) }, { "peak_value", number("100000.0") },
                { "metadata",
                    Json(Json::Object { { "session_info",
                        Json(Json::Object { { "broker", Json("ctrader") },
                            { "system_version", Json("EnhancedTradingSystemV3") } }) } }) } },
            QStringLiteral("Portfolio state update"));
    }

    EventLogShape m_shape;
    qint64 m_time;
    QStringList m_pairs;
    QStringList m_held;
    std::mt19937 m_random { 20250720 };
    GeneratedEventLog m_log;
};

} // namespace

GeneratedEventLog generateEventLog(const EventLogShape& shape)
{
    return Writer(shape).write();
}

std::vector<std::string> linesOfEvents(const std::vector<LogEvent>& events)
{
    std::vector<std::string> lines;
    for (const LogEvent& event : events) {
        auto line = encodeEvent(event);
        if (!line)
            qFatal("an event cannot be written");
        lines.push_back(std::move(*line));
    }
    return lines;
}

bool fillEventLog(InfluxClient& client, int events)
{
    EventLogShape shape;
    // The pairs, the portfolio and at least three positions that are never closed.
    shape.saves = events / (shape.pairs + 1 + 3) + 1;
    const auto written = client.write(linesOfEvents(generateEventLog(shape).events));
    if (!written)
        std::fprintf(stderr, "%s\n", qPrintable(describe(written.error())));
    return written.has_value();
}

} // namespace tradestate::test
