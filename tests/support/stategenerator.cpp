// SPDX-License-Identifier: MIT
#include "tests/support/stategenerator.h"

#include <QUuid>

#include <array>
#include <random>

namespace tradestate {

namespace {

using Engine = std::mt19937;

// Not std::uniform_int_distribution: its results differ between standard libraries.
quint32 below(Engine& engine, quint32 limit)
{
    return static_cast<quint32>(engine()) % limit;
}

Json number(const QString& text)
{
    return Json(Decimal::parse(text.toStdString()).value());
}

/// A price with the given digits after the point, such as "50000.0" or "1.2500".
Json price(Engine& engine, quint32 largest, int digits)
{
    QString fraction;
    for (int i = 0; i < digits; ++i)
        fraction += QString::number(below(engine, 10));
    return number(QStringLiteral("%1.%2").arg(1 + below(engine, largest)).arg(fraction));
}

QString time(Engine& engine)
{
    return QStringLiteral("2025-07-%1T%2:%3:%4.%5")
        .arg(1 + below(engine, 28), 2, 10, QLatin1Char('0'))
        .arg(below(engine, 24), 2, 10, QLatin1Char('0'))
        .arg(below(engine, 60), 2, 10, QLatin1Char('0'))
        .arg(below(engine, 60), 2, 10, QLatin1Char('0'))
        .arg(below(engine, 1000000), 6, 10, QLatin1Char('0'));
}

std::pair<QString, QString> symbols(int index)
{
    static const std::array known { "BTCUSD", "ETHUSD", "EURUSD", "GBPUSD", "XAUUSD", "XAGUSD", "SOLUSD", "PG.US",
        "CL.US", "BRENT", "WTI", "US500", "US30", "KO.US", "PEP.US" };
    const int count = static_cast<int>(known.size());
    const QString suffix = index < count ? QString() : QString::number(index / count);
    return { QString::fromLatin1(known[static_cast<size_t>(index % count)]) + suffix,
        QString::fromLatin1(known[static_cast<size_t>((index + 1 + index / count) % count)]) + suffix };
}

Json::Object positionFields(const std::pair<QString, QString>& legs, Engine& engine)
{
    const int digits = 1 + static_cast<int>(below(engine, 6));
    Json::Object fields { { "symbol1", Json(legs.first) }, { "symbol2", Json(legs.second) },
        { "direction", Json(below(engine, 2) ? "long" : "short") }, { "quantity", price(engine, 50, 4) },
        { "entry_price", price(engine, 60000, digits) }, { "entry_time", Json(time(engine)) } };
    fields["stop_loss"] = below(engine, 2) ? price(engine, 60000, digits) : Json();
    fields["take_profit"] = below(engine, 3) ? Json() : price(engine, 60000, digits);
    fields["entry_price1"] = fields["entry_price"];
    fields["entry_price2"] = price(engine, 3000, digits);
    fields["volume1"] = fields["quantity"];
    fields["volume2"] = price(engine, 50, 15);
    fields["position_id1"] = Json::integer(100'000'000 + below(engine, 800'000'000));
    fields["position_id2"] = Json::integer(100'000'000 + below(engine, 800'000'000));
    fields["order_ids"] = Json(Json::Array { Json::integer(below(engine, 999999)), Json::integer(below(engine, 9)) });
    fields["label"] = Json("PairsTradingBot");
    return fields;
}

Json::Object pairStateFields(const std::pair<QString, QString>& legs, const Json* direction, Engine& engine)
{
    Json::Object fields { { "symbol1", Json(legs.first) }, { "symbol2", Json(legs.second) },
        { "position", direction ? *direction : Json("none") }, { "last_update", Json(time(engine)) } };
    if (below(engine, 5))
        fields["cooldown"] = Json::integer(below(engine, 12));
    const char* sign = below(engine, 2) ? "-" : "";
    fields["z_score"] = number(QString::fromLatin1("%1%2.%3")
                                   .arg(QString::fromLatin1(sign))
                                   .arg(below(engine, 4))
                                   .arg(below(engine, 1000000), 6, 10, QLatin1Char('0')));
    fields["spread"] = below(engine, 4) ? number(QStringLiteral("-0.0%1").arg(1 + below(engine, 99999))) : Json();
    fields["ready_for_trading"] = Json(below(engine, 2) == 0);
    return fields;
}

PortfolioSummary portfolio(int positions, Engine& engine)
{
    PortfolioSummary summary;
    summary.setField("total_value", price(engine, 200000, 2));
    summary.setField("available_balance", price(engine, 100000, 2));
    summary.setField("total_pnl", number(QStringLiteral("-1.5e%1").arg(below(engine, 4))));
    summary.setField("daily_pnl", price(engine, 100, 2));
    summary.setField("open_positions", Json::integer(positions));
    summary.setField("peak_value", price(engine, 300000, 1));
    return summary;
}

SessionInfo session(const QStringList& pairs, Engine& engine)
{
    Json::Array names;
    for (const QString& pair : pairs)
        names.push_back(Json(pair));
    SessionInfo info;
    info.setField("session_info",
        Json(Json::Object { { "data_provider", Json("ctrader") }, { "broker", Json("ctrader") },
            { "strategy", Json("OptimizedPairsStrategy") }, { "trading_mode", Json("live") },
            { "system_version", Json("4.1") }, { "save_time", Json("2025-08-01T08:00:00.000001") } }));
    info.setField("trading_config", Json(Json::Object { { "pairs", Json(std::move(names)) } }));
    info.setField("strategy_metadata",
        Json(Json::Object { { "risk_metrics", Json(Json::Object { { "var95", price(engine, 1, 4) } }) } }));
    return info;
}

} // namespace

TradingState generateState(int positions, int pairStates, unsigned seed)
{
    Engine engine(seed);
    TradingState state;
    QStringList pairs;
    std::map<QString, Json> directions;
    for (int i = 0; i < std::max(positions, pairStates); ++i) {
        const auto legs = symbols(i);
        const QString key = legs.first + QLatin1Char('-') + legs.second;
        if (i < positions) {
            Position position(key, positionFields(legs, engine));
            directions[key] = position.fields().at("direction");
            state.positions.emplace(key, std::move(position));
        }
        if (i < pairStates) {
            const auto direction = directions.find(key);
            state.pairStates.emplace(key,
                PairState(pairStateFields(legs, direction == directions.end() ? nullptr : &direction->second, engine)));
            pairs.append(key);
        }
    }
    state.portfolio = portfolio(static_cast<int>(state.positions.size()), engine);
    state.session = session(pairs, engine);
    return state;
}

TradingState generateHostileState(unsigned seed)
{
    Engine engine(seed);
    QStringList names { QStringLiteral("A,B=C D"), QStringLiteral("quote\"s'and`ticks`"),
        QStringLiteral("back\\slash\\"), QStringLiteral("line\nend\r\nand\ttab"),
        QString::fromUtf8("\xF0\x9F\x93\x88 up \xF0\x9F\x98\x80"),
        QString::fromUtf8("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D-\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85"),
        QString::fromUtf8("\xEF\xBF\xBD-\xE2\x80\xAE"), QStringLiteral("PG.US-CL.US"), QStringLiteral("%25 %0A"),
        QStringLiteral("pair#2"), QStringLiteral("__proto__"), QStringLiteral(" leading and trailing "),
        QString(10240, QLatin1Char('x')), QString(QChar(0x7f)) + QChar(0x85) };
    const std::array numbers { "1e308", "-0", "-0.0", "9007199254740993", "1.2500", "NaN", "Infinity", "-Infinity",
        "1e-320", "0.1000000000000000055511151231257827", "123456789012345678901234567890", "1E+5", "5e-324",
        "-1.7976931348623157e308" };
    TradingState state = generateState(3, 4, seed);
    for (const QString& name : names) {
        const auto legs = std::pair(name, name + QStringLiteral("2"));
        Json::Object fields = positionFields(legs, engine);
        const auto hostile = [&] { return number(QString::fromLatin1(numbers[below(engine, numbers.size())])); };
        fields["quantity"] = hostile();
        fields["entry_price"] = hostile();
        fields["stop_loss"] = hostile();
        fields[name.toStdString()] = Json(name);
        fields["nested"] = Json(Json::Object { { name.toStdString(), Json(Json::Array { hostile(), Json(name) }) } });
        fields["entry_time"] = Json("2025-07-20 08:00:00");
        const Position position(name, std::move(fields));
        state.positions.insert_or_assign(name, position);
        Json::Object pair = pairStateFields(legs, nullptr, engine);
        pair["z_score"] = hostile();
        pair[name.toStdString()] = hostile();
        state.pairStates.insert_or_assign(name, PairState(std::move(pair)));
        state.portfolio.setField(name.toStdString(), hostile());
        state.session.setField(name.toStdString(), Json(name));
    }
    state.session.setField("other", Json(Json::Object { { "unknown key", Json(names.first()) } }));
    return state;
}

SaveRecord generateRecord(const TradingState& state, const Checksum& stateChecksum, unsigned seed)
{
    Engine engine(seed);
    SaveRecord record;
    record.saveId = QUuid::createUuidV5(QUuid(), QString::number(seed)).toString(QUuid::WithoutBraces);
    record.account = QStringLiteral("default");
    record.folder = QUuid::createUuidV5(QUuid(), QStringLiteral("folder")).toString(QUuid::WithoutBraces);
    record.writer = QStringLiteral("desk-7:paper-session:4242");
    record.operatorName = QStringLiteral("trader");
    record.sequence = 1;
    record.savedAt = Timestamp::fromNanoseconds(1'752'998'400'000'000'000 + below(engine, 1'000'000'000));
    record.recordedAt = record.savedAt;
    record.knows[record.folder] = record.savedAt;
    record.reason = SaveReason::Periodic;
    record.positionCount = static_cast<qint64>(state.positions.size());
    record.pairStateCount = static_cast<qint64>(state.pairStates.size());
    record.checksum = stateChecksum;
    record.recordChecksum = recordChecksumOf(record);
    return record;
}

} // namespace tradestate
