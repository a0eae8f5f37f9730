// SPDX-License-Identifier: MIT
#include "tests/ui/desk.h"

#include "core/base/filelog.h"
#include "tests/ui/snapshots.h"

#include <QDir>
#include <QFile>

namespace tradestate::snapshots {

namespace {

Json number(const char* text)
{
    return Json(Decimal::parse(text).value());
}

/// The sample as it was two hours before, under another strategy.
TradingState olderThan(TradingState state)
{
    state.positions.erase(QStringLiteral("US500-US30"));
    state.positions.erase(QStringLiteral("XAUUSD-XAGUSD"));
    state.positions.at(QStringLiteral("EURUSD-GBPUSD")).setField("quantity", number("0.10"));
    state.positions.at(QStringLiteral("EURUSD-GBPUSD")).setField("volume1", number("0.10"));
    Json::Object closed = state.positions.at(QStringLiteral("KO.US-PEP.US")).fields();
    closed["symbol1"] = Json("JPM.US");
    closed["symbol2"] = Json("BAC.US");
    closed["entry_price"] = number("201.14");
    state.positions.emplace(
        QStringLiteral("JPM.US-BAC.US"), Position(QStringLiteral("JPM.US-BAC.US"), std::move(closed)));
    state.pairStates.at(QStringLiteral("JPM.US-BAC.US")).setField("position", Json("long"));
    state.pairStates.at(QStringLiteral("BTCUSD-ETHUSD")).setField("z_score", number("-2.611"));
    state.pairStates.at(QStringLiteral("AUDUSD-NZDUSD")).setField("cooldown", number("4"));
    state.portfolio.setField("total_value", number("100871.20"));
    state.portfolio.setField("open_positions", number("6"));
    Json::Object session = state.session.fields();
    if (Json::Object* info = session["session_info"].asObject())
        (*info)["strategy"] = Json("MeanReversion");
    state.session = SessionInfo(std::move(session));
    return state;
}

void require(bool good, const char* what)
{
    if (!good)
        qFatal("the desk could not be set: %s", what);
}

} // namespace

Desk::Desk()
    : m_clock(std::make_shared<test::FakeClock>("2025-07-20T08:00:00Z"))
{
    m_now = Scene().connected().state;
    m_older = olderThan(m_now);
    save(m_older, SaveReason::Shutdown);
    StateManager manager(parts());
    const auto backup = manager.backup(QStringLiteral("before the rollover"));
    require(backup.has_value(), "the backup");
    m_olderBackup = backup->path;

    QFile whole(m_olderBackup);
    require(whole.open(QIODevice::ReadOnly), "reading the backup");
    const QByteArray bytes = whole.readAll();
    m_cutOffBackup = QDir(folder()).filePath(QStringLiteral("trading_state_backup_20250717_210000.json"));
    QFile cut(m_cutOffBackup);
    const QByteArray part = bytes.left(bytes.indexOf("\"KO.US-PEP.US\""));
    require(cut.open(QIODevice::WriteOnly) && cut.write(part) == part.size(), "the damaged backup");
    require(QFile::copy(QStringLiteral(TRADESTATE_FIXTURES "/python-system/trading_state_backup_20261123_091528.json"),
                QDir(folder()).filePath(QStringLiteral("trading_state_backup_20250718_220000.json"))),
        "the Python program's backup");

    m_clock->set(test::at("2025-07-20T10:04:00Z"));
    save(m_now, SaveReason::Shutdown);
    m_clock->advance(12);
}

StateManager::Parts Desk::parts(const QString& program) const
{
    StateManager::Parts parts;
    parts.settings.folder = folder();
    parts.settings.operatorName = QStringLiteral("desk");
    parts.clock = m_clock;
    parts.program = program;
    FileLog::Options options;
    options.clock = m_clock;
    parts.log
        = std::make_shared<FileLog>(QDir(folder()).filePath(QStringLiteral("trading_state.log")), program, options);
    return parts;
}

std::shared_ptr<StateService> Desk::service() const
{
    return std::make_shared<StateService>(parts());
}

void Desk::save(const TradingState& state, SaveReason reason) const
{
    StateManager manager(parts(QStringLiteral("paper-session")));
    require(manager.journalSave(state, reason, {}).has_value(), "a save");
}

} // namespace tradestate::snapshots
