// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/sessionstate.h"
#include "core/manager/statemanager.h"

#include <QFuture>

#include <chrono>
#include <functional>

namespace tradestate {

/// Where the state was taken from that trading goes on with.
enum class StateSource { Nothing, ThisMachine, InfluxDb };
[[nodiscard]] QString stateSourceText(StateSource source); ///< "nothing", "this machine", "InfluxDB"

/// What a session found when it started.
struct SessionStart
{
    TradingState state; ///< what trading goes on with
    Condition status = Condition::Empty;
    StateSource source = StateSource::Nothing;
    Snapshot snapshot; ///< what is on record, and how far it is proven
    QStringList warnings; ///< English: what differs from the running configuration, backups beside an empty record
    std::optional<SaveRecord> record; ///< the save that was made at the start
    /// Forked or TornSave: nothing is saved until continueFrom() chooses one of the candidates.
    std::optional<Error> mustChoose;
    std::vector<SaveRecord> candidates; ///< the shown one first
};

/// What a person should hear while the session runs; in the log too.
struct SessionNotice
{
    enum class Kind {
        NotSaved, ///< a save failed and is tried again; the state is in memory alone
        SavedAgain, ///< after NotSaved
        ForeignSave, ///< somebody else saved over this session's line
        Fork, ///< two writers saved over each other
        Strategy, ///< a strategy threw
        LockRemoved, ///< somebody removed the session's lock, perhaps with the whole folder
        SecondSession, ///< after that: another session has taken the folder
    };
    Kind kind = Kind::NotSaved;
    QString text; ///< English
};

/// The life of a trading system's state: restored at the start, saved at every trade, every few minutes and at the end.
/// Saves are made in threads of the session's own; no call but initialize(), continueFrom(), restoreTradingState(),
/// shutdown() and emergencySave() waits for disk or network, and none throws. All calls may come from any thread, one
/// at a time; strategies are asked in that thread. Needs a QCoreApplication, but no running event loop.
class TradingSession
{
public:
    struct Options
    {
        RunningSystem running;
        bool startFresh = false; ///< begin without the stored positions, on purpose; the save says "fresh_start"
        std::chrono::milliseconds waitForPrimary { 30000 }; ///< while the database itself starts
        std::chrono::milliseconds waitAtShutdown { 10000 }; ///< for InfluxDB to confirm what is pending
        std::function<void(const SessionNotice&)> notice; ///< called in the session's threads; may be null
    };

    TradingSession(StateManager::Parts parts, Options options);
    /// Shuts down, where that was not done.
    ~TradingSession();
    TradingSession(const TradingSession&) = delete;
    TradingSession& operator=(const TradingSession&) = delete;

    /// Before initialize(). The first one is the main strategy.
    void addStrategy(const QString& name, std::shared_ptr<Strategy> strategy);

    /// Connects (again and again while the database starts), migrates where Parts::autoMigrate wants it, restores,
    /// writes the banner and a save, and hands each strategy its state. LockHeld where another session runs on this
    /// folder. Unreachable where the database does not answer and nothing is known on this machine: positions may be
    /// open, so nothing begins; startFresh begins all the same.
    [[nodiscard]] Result<SessionStart> initialize(const std::stop_token& stop = {});
    /// Chooses a save of a fork, or the last whole one beside a torn one, and goes on from it.
    [[nodiscard]] Result<SessionStart> continueFrom(const QString& saveId, const std::stop_token& stop = {});
    /// Takes what is on record now, such as after a restore by a person.
    [[nodiscard]] Result<SessionStart> restoreTradingState(const std::stop_token& stop = {});

    /// A position opened, changed or closed: saved at once. The future is the proof: it is done when the save is on
    /// disk, or tells why it is not. Trades that come while a save is written share the next one.
    [[nodiscard]] QFuture<Result<SaveRecord>> recordTrade(const StateChange& trade, const QString& description = {});
    /// A bar: goes with the next save, whatever its reason.
    void update(const StateChange& change);
    /// A checkpoint, such as before a deployment.
    [[nodiscard]] QFuture<Result<SaveRecord>> saveCurrentTradingState(const QString& description);

    /// Saves and ends the session; what was asked for before is saved first. Idempotent: later calls give the same
    /// answer. confirmed tells whether InfluxDB has everything.
    [[nodiscard]] Result<SaveReport> shutdown();
    /// The last save of a program that cannot go on. From any thread, also while another one is inside a call.
    [[nodiscard]] Result<SaveRecord> emergencySave(const QString& why);

    /// With everything that was told so far, saved or not.
    [[nodiscard]] TradingState state() const;
    [[nodiscard]] const Settings& settings() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace tradestate
