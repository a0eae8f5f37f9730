// SPDX-License-Identifier: MIT
#include "core/manager/tradingsession.h"

#include "core/manager/restorewarnings.h"
#include "core/manager/sessionlink.h"
#include "core/manager/sessionsaver.h"
#include "core/state/banner.h"

#include <thread>

namespace tradestate {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds firstPause { 250 };
constexpr milliseconds longestPause { 5000 };
constexpr milliseconds waitForEmergencySave { 10000 };

/// The database may only be starting: asking again makes sense.
bool mayPass(const std::optional<Error>& error)
{
    if (!error)
        return false;
    switch (error->code) {
    case ErrorCode::NotRunning:
    case ErrorCode::TimedOut:
    case ErrorCode::ConnectionLost:
    case ErrorCode::ServerBusy:
        return true;
    default:
        return false;
    }
}

void sleepUnlessStopped(milliseconds time, const std::stop_token& stop)
{
    const auto end = steady_clock::now() + time;
    while (steady_clock::now() < end && !stop.stop_requested())
        std::this_thread::sleep_for(milliseconds(20));
}

/// Never leaves what a strategy throws unheard, and never lets it out.
template <typename Call>
std::optional<QString> whatIsThrown(Call call)
{
    try {
        call();
        return std::nullopt;
    } catch (const std::exception& thrown) {
        return QString::fromUtf8(thrown.what());
    } catch (...) {
        return QStringLiteral("an exception of an unknown type");
    }
}

/// What the file store has is on this machine and nowhere else.
StateSource sourceOf(const Snapshot& snapshot)
{
    if (!snapshot.record)
        return StateSource::Nothing;
    const bool here = snapshot.store.type != QLatin1String("influxdb") || snapshot.has(Condition::Unreachable)
        || snapshot.has(Condition::Pending);
    return here ? StateSource::ThisMachine : StateSource::InfluxDb;
}

} // namespace

QString stateSourceText(StateSource source)
{
    switch (source) {
    case StateSource::Nothing:
        return QStringLiteral("nothing");
    case StateSource::ThisMachine:
        return QStringLiteral("this machine");
    case StateSource::InfluxDb:
        return QStringLiteral("InfluxDB");
    }
    return QString();
}

struct TradingSession::Private
{
    Private(StateManager::Parts parts, Options given)
        : options(std::move(given))
        , settings(parts.settings)
        , clock(parts.clock ? parts.clock : std::make_shared<SystemClock>())
        , logSink(parts.log)
        , holder(processIdentity(parts.program))
        , manager(std::move(parts))
    {
    }

    [[nodiscard]] bool hasPrimary() const { return settings.storeType == StoreType::InfluxDb; }
    void log(LogLevel level, const QString& line) const
    {
        if (logSink)
            logSink->write(level, line);
    }
    void tell(SessionNotice::Kind kind, LogLevel level, const QString& text)
    {
        log(level, text);
        if (options.notice)
            options.notice({ kind, text });
    }
    [[nodiscard]] QString mainStrategy() const { return strategies.empty() ? QString() : strategies.front().first; }

    void keepLock();
    void makeThreads();
    [[nodiscard]] Result<Snapshot> loadPatiently(const std::stop_token& stop);
    [[nodiscard]] Result<SessionStart> startFrom(Snapshot snapshot);
    void dropThreads();
    void takeOver(SessionStart& start);
    void restoreStrategies(const TradingState& state);
    [[nodiscard]] std::optional<StrategiesData> askStrategies();
    [[nodiscard]] SessionSaver::Request request(
        StateChange change, std::optional<SaveReason> reason, QString description);

    const Options options;
    const Settings settings;
    const std::shared_ptr<const Clock> clock;
    const std::shared_ptr<Log> logSink;
    const QString holder;
    StateManager manager;
    std::vector<std::pair<QString, std::shared_ptr<Strategy>>> strategies;
    std::map<QString, QString> toldOfStrategies; ///< by name, what it threw last
    StrategiesData lastData;
    FileLock lock; ///< of the saver's thread, while there is one
    bool lockIsLost = false; ///< another session has it
    std::optional<Result<SaveReport>> ended;
    TradingState lastState; ///< when it ended
    mutable std::mutex mutex; // guards what follows
    std::optional<SaveRecord> lastRecord;
    std::unique_ptr<SessionLink> link;
    std::unique_ptr<SessionSaver> saver; ///< goes first: without a journal it saves through the link
};

/// A save makes a folder that was removed again, but the session's lock went with it: another session could begin.
void TradingSession::Private::keepLock()
{
    if (lock.isInForce() || lockIsLost)
        return;
    auto again = manager.lockSession();
    if (!again && again.error().code != ErrorCode::LockHeld)
        return; // the next save tries it again
    tell(SessionNotice::Kind::LockRemoved, LogLevel::Warning,
        QStringLiteral(
            "This session's lock was removed while it ran, perhaps with the whole folder %1 and the saves in "
            "it. The whole state was saved there again.")
            .arg(settings.folder));
    if (again) {
        lock = std::move(*again);
        return;
    }
    lockIsLost = true;
    tell(SessionNotice::Kind::SecondSession, LogLevel::Error,
        QStringLiteral("Another trading session has begun on this folder: %1. Stop one of the two.")
            .arg(describe(again.error())));
}

void TradingSession::Private::makeThreads()
{
    const milliseconds interval = std::chrono::seconds(std::max(1, settings.saveIntervalSeconds));
    SessionLink::Parts toPrimary;
    toPrimary.manager = &manager;
    toPrimary.clock = clock;
    toPrimary.ownNewest = [this] {
        const std::lock_guard guard(mutex);
        return lastRecord;
    };
    toPrimary.forked = [this](const Snapshot& snapshot) {
        QStringList writers;
        for (const SaveRecord& candidate : snapshot.forkCandidates)
            writers.append(candidate.writer);
        tell(SessionNotice::Kind::Fork, LogLevel::Warning,
            QStringLiteral("Two writers saved over each other: %1. This session goes on along its own line; choose one "
                           "of them in the console.")
                .arg(writers.join(QStringLiteral(", "))));
    };
    toPrimary.foreignSave = [this](const SaveRecord& record) {
        tell(SessionNotice::Kind::ForeignSave, LogLevel::Warning,
            QStringLiteral("Somebody else saved over this session's state: %1 (%2, %3). This session goes on with its "
                           "own and will save it over that.")
                .arg(record.writer, saveReasonText(record.reason), record.recordedAt.toRecordText()));
    };
    toPrimary.holder = holder;
    toPrimary.interval = interval;
    link = std::make_unique<SessionLink>(std::move(toPrimary));

    SessionSaver::Parts toDisk;
    const bool hasJournal = !hasPrimary() || settings.enableFileFallback;
    toDisk.save = [this, hasJournal](const TradingState& state, SaveReason reason, const QString& description) {
        const auto save = [&] { return manager.journalSave(state, reason, description); };
        auto record = hasJournal ? save() : link->wait(save);
        if (record) {
            const std::lock_guard guard(mutex);
            lastRecord = *record;
        }
        return record;
    };
    toDisk.saved = [this] {
        keepLock();
        if (hasPrimary())
            link->sendSoon();
    };
    toDisk.failed = [this](const Error& error) {
        tell(SessionNotice::Kind::NotSaved, LogLevel::Error,
            QStringLiteral("The state is in memory alone and is tried again: %1").arg(describe(error)));
    };
    toDisk.worksAgain = [this] {
        tell(SessionNotice::Kind::SavedAgain, LogLevel::Information, QStringLiteral("Saving works again."));
    };
    toDisk.now = [this] { return clock->now(); };
    toDisk.running = options.running;
    toDisk.mainStrategy = mainStrategy();
    toDisk.interval = interval;
    saver = std::make_unique<SessionSaver>(std::move(toDisk));
}

/// Waits for what is being saved and sent.
void TradingSession::Private::dropThreads()
{
    saver.reset();
    link.reset();
    lock.release();
}

Result<Snapshot> TradingSession::Private::loadPatiently(const std::stop_token& stop)
{
    const auto end = steady_clock::now() + options.waitForPrimary;
    milliseconds pause = firstPause;
    for (;;) {
        auto snapshot
            = link->wait([&] { return options.startFresh ? manager.load(stop) : manager.loadOrMigrate(stop); });
        if (!snapshot || !snapshot->has(Condition::Unreachable) || !mayPass(snapshot->primaryError)
            || steady_clock::now() + pause > end || stop.stop_requested())
            return snapshot;
        if (pause == firstPause) {
            log(LogLevel::Information,
                QStringLiteral("InfluxDB at %1 does not answer yet; trying for %2 s.")
                    .arg(snapshot->store.url)
                    .arg(options.waitForPrimary.count() / 1000));
        }
        sleepUnlessStopped(pause, stop);
        pause = std::min(pause * 2, longestPause);
    }
}

Result<SessionStart> TradingSession::Private::startFrom(Snapshot snapshot)
{
    SessionStart start;
    start.status = snapshot.status();
    start.source = sourceOf(snapshot);
    if (snapshot.has(Condition::Unreachable)) {
        const QString why = snapshot.primaryError ? describe(*snapshot.primaryError) : QString();
        if (!snapshot.record && !options.startFresh) {
            return tl::unexpected(Error { ErrorCode::Unreachable, snapshot.store.url,
                QStringLiteral("nothing is known on this machine either, so positions may be open: %1").arg(why) });
        }
        log(LogLevel::Warning,
            QStringLiteral("InfluxDB was not read: %1 The state is the one that is kept on this machine.").arg(why));
    }
    if (snapshot.record) {
        for (const PlanWarning& warning : sessionWarnings(snapshot.state.session, sessionOf(options.running))) {
            start.warnings.append(warning.message);
            log(LogLevel::Warning, warning.message);
        }
    }
    for (const Finding& finding : snapshot.findings) {
        if (finding.code != findings::vanished)
            continue;
        start.warnings.append(finding.message);
        log(LogLevel::Warning, finding.message);
    }
    if (!snapshot.record && snapshot.newestBackup && !options.startFresh) {
        start.warnings.append(
            QStringLiteral("Nothing is on record, but there are backups in %1, the newest of %2: if the "
                           "record was lost, end this session and restore one.")
                .arg(settings.folder, snapshot.newestBackup->toRecordText()));
        log(LogLevel::Warning, start.warnings.last());
    }
    start.state = snapshot.state;
    start.mustChoose = options.startFresh ? std::nullopt : whyToChoose(snapshot);
    start.candidates = snapshot.forkCandidates;
    start.snapshot = std::move(snapshot);
    const std::optional<QString> failed = start.mustChoose ? std::optional(describe(*start.mustChoose)) : std::nullopt;
    if (options.startFresh)
        log(LogLevel::Warning, QStringLiteral("Starting without the stored positions, as was asked for."));
    else if (logSink)
        logSink->writeBlock(failed ? LogLevel::Error : LogLevel::Information,
            restorationBanner(start.snapshot.record ? &start.state : nullptr, failed));
    if (start.mustChoose) {
        saver->hold(*start.mustChoose);
        return start;
    }
    takeOver(start);
    auto first = saver->request(request({}, SaveReason::Start, {}));
    first.waitForFinished();
    if (auto record = first.result(); record) {
        start.record = *record;
    } else {
        saver->end();
        return tl::unexpected(record.error());
    }
    if (options.startFresh) {
        // Of this one save: the positions of the next ones are no longer what was found.
        TradingState state = saver->state();
        Json::Object fields = state.session.fields();
        fields.erase("fresh_start");
        state.session = SessionInfo(std::move(fields));
        saver->begin(state);
    }
    if (hasPrimary())
        link->begin();
    return start;
}

/// The state becomes the session's, and the strategies'.
void TradingSession::Private::takeOver(SessionStart& start)
{
    if (options.startFresh) {
        start.state = TradingState();
        start.state.session.setField("fresh_start", Json(true));
        saver->begin(start.state);
        return;
    }
    Json::Object fields = start.state.session.fields();
    fields.erase("fresh_start");
    start.state.session = SessionInfo(std::move(fields));
    saver->begin(start.state);
    restoreStrategies(start.state);
}

void TradingSession::Private::restoreStrategies(const TradingState& state)
{
    for (const auto& [name, strategy] : strategies) {
        const auto stored = storedStrategy(state.session, name, name == mainStrategy());
        if (!stored)
            continue;
        lastData.insert_or_assign(name, *stored);
        if (const auto thrown = whatIsThrown([&, &restored = *strategy] { restored.restoreState(*stored); })) {
            tell(SessionNotice::Kind::Strategy, LogLevel::Error,
                QStringLiteral("The strategy %1 could not take its stored state: %2").arg(name, *thrown));
        }
    }
}

/// What each says now; of one that throws, what it said last.
std::optional<StrategiesData> TradingSession::Private::askStrategies()
{
    if (strategies.empty())
        return std::nullopt;
    for (const auto& [name, strategy] : strategies) {
        StrategyData data;
        const auto thrown = whatIsThrown([&data, &asked = *strategy] {
            data.state = asked.currentState();
            data.metadata = asked.stateMetadata();
        });
        if (!thrown) {
            lastData.insert_or_assign(name, std::move(data));
            toldOfStrategies.erase(name);
        } else if (std::exchange(toldOfStrategies[name], *thrown) != *thrown) {
            tell(SessionNotice::Kind::Strategy, LogLevel::Error,
                QStringLiteral("The strategy %1 could not tell its state, the one before is saved: %2")
                    .arg(name, *thrown));
        }
    }
    return lastData;
}

SessionSaver::Request TradingSession::Private::request(
    StateChange change, std::optional<SaveReason> reason, QString description)
{
    return { std::move(change), askStrategies(), reason, std::move(description) };
}

TradingSession::TradingSession(StateManager::Parts parts, Options options)
    : d(std::make_unique<Private>(std::move(parts), std::move(options)))
{
}

TradingSession::~TradingSession()
{
    if (const auto done = shutdown(); !done && done.error().code != ErrorCode::WrongUse)
        d->log(LogLevel::Error, QStringLiteral("The session ended without a save: %1").arg(describe(done.error())));
}

void TradingSession::addStrategy(const QString& name, std::shared_ptr<Strategy> strategy)
{
    d->strategies.emplace_back(name, std::move(strategy));
}

Result<SessionStart> TradingSession::initialize(const std::stop_token& stop)
{
    if (d->saver || d->ended)
        return failure(ErrorCode::WrongUse, {}, QStringLiteral("the session was initialized before"));
    auto lock = d->manager.lockSession();
    if (!lock)
        return tl::unexpected(lock.error());
    d->lock = std::move(*lock);
    d->makeThreads();
    auto snapshot = d->loadPatiently(stop);
    auto start = snapshot ? d->startFrom(std::move(*snapshot)) : Result<SessionStart>(tl::unexpected(snapshot.error()));
    if (!start)
        d->dropThreads();
    return start;
}

Result<SessionStart> TradingSession::continueFrom(const QString& saveId, const std::stop_token& stop)
{
    if (!d->saver || d->ended)
        return failure(ErrorCode::WrongUse, {}, QStringLiteral("no session runs"));
    auto chosen = d->link->wait([&]() -> Result<ChangeReport> {
        const auto plan = d->manager.planRestore(saveId, {}, stop);
        if (!plan)
            return tl::unexpected(plan.error());
        ApplyOptions options;
        options.systemIsStopped = true; // it is this session that waits
        options.withoutPrimary = true;
        return d->manager.apply(*plan, options, {}, stop);
    });
    if (!chosen)
        return tl::unexpected(chosen.error());
    auto snapshot = d->link->wait([&] { return d->manager.load(stop); });
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    return d->startFrom(std::move(*snapshot));
}

Result<SessionStart> TradingSession::restoreTradingState(const std::stop_token& stop)
{
    if (!d->saver || d->ended)
        return failure(ErrorCode::WrongUse, {}, QStringLiteral("no session runs"));
    auto snapshot = d->link->wait([&] { return d->manager.load(stop); });
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    // A session that runs goes on along its own line until somebody chooses.
    if (const auto why = whyToChoose(*snapshot))
        return tl::unexpected(*why);
    return d->startFrom(std::move(*snapshot));
}

QFuture<Result<SaveRecord>> TradingSession::recordTrade(const StateChange& trade, const QString& description)
{
    if (!d->saver) {
        QPromise<Result<SaveRecord>> promise;
        promise.start();
        promise.addResult(Result<SaveRecord>(failure(ErrorCode::WrongUse, {}, QStringLiteral("no session runs"))));
        promise.finish();
        return promise.future();
    }
    return d->saver->request(d->request(trade, SaveReason::Trade, description));
}

void TradingSession::update(const StateChange& change)
{
    if (d->saver)
        d->saver->update(d->request(change, {}, {}));
}

QFuture<Result<SaveRecord>> TradingSession::saveCurrentTradingState(const QString& description)
{
    if (!d->saver)
        return recordTrade({});
    return d->saver->request(d->request({}, SaveReason::Manual, description));
}

Result<SaveReport> TradingSession::shutdown()
{
    if (d->ended)
        return *d->ended;
    if (!d->saver)
        return failure(ErrorCode::WrongUse, {}, QStringLiteral("no session runs"));
    auto last = d->saver->request(d->request({}, SaveReason::Shutdown, {}));
    d->saver->end();
    last.waitForFinished();
    const auto record = last.result();
    d->lastState = d->saver->state();
    d->saver.reset();
    if (record) {
        SaveReport report;
        report.record = *record;
        report.confirmed = true;
        if (d->hasPrimary()) {
            const auto left = d->link->finish(d->options.waitAtShutdown);
            report.confirmed = left && *left == 0;
            if (!left)
                report.primaryError = left.error();
        }
        d->ended = std::move(report);
    } else {
        d->ended = Result<SaveReport>(tl::unexpected(record.error()));
    }
    d->dropThreads();
    return *d->ended;
}

Result<SaveRecord> TradingSession::emergencySave(const QString& why)
{
    if (!d->saver)
        return failure(ErrorCode::WrongUse, {}, QStringLiteral("no session runs"));
    // The strategies may be what went wrong: what they told last is good enough.
    auto last = d->saver->request({ {}, {}, SaveReason::Emergency, why });
    d->saver->end();
    const auto end = steady_clock::now() + waitForEmergencySave;
    while (!last.isFinished() && steady_clock::now() < end)
        std::this_thread::sleep_for(milliseconds(5));
    if (!last.isFinished())
        return failure(ErrorCode::TimedOut, d->settings.folder);
    return last.result();
}

TradingState TradingSession::state() const
{
    return d->saver ? d->saver->state() : d->lastState;
}

const Settings& TradingSession::settings() const
{
    return d->settings;
}

} // namespace tradestate
