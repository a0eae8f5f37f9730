// SPDX-License-Identifier: MIT
// A trading system on paper: an invented market, a strategy, and a session that keeps its state through restarts.
#include "app/paper_session/zscorestrategy.h"
#include "core/base/filelog.h"
#include "core/manager/crashguard.h"
#include "core/manager/signalwatcher.h"
#include "core/manager/tradingsession.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <cstdio>
#include <thread>

using namespace tradestate;
using papersession::ZScoreStrategy;

namespace {

void say(const QString& line)
{
    std::printf("%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

int fail(const Error& error)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(describe(error)));
    const bool settings = error.code == ErrorCode::InvalidSetting || error.code == ErrorCode::MissingSetting;
    return settings ? 2 : error.code == ErrorCode::Forked || error.code == ErrorCode::TornSave ? 3 : 1;
}

struct Choices
{
    SettingSources sources;
    unsigned seed = 0;
    double barsPerSecond = 0; ///< 0: as fast as it goes
    int pairs = 0;
    qint64 bars = 0; ///< 0: until it is stopped
    QString continueFrom;
    bool fresh = false;
};

Choices readChoices(const QCoreApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("A trading system on paper: trades an invented market and keeps its state as a real one would.\n"
                       "Ctrl+C ends it with a save; the next start goes on where it was. No order is ever sent."));
    const QCommandLineOption seed(
        QStringLiteral("seed"), QStringLiteral("Which market to invent."), QStringLiteral("N"), QStringLiteral("1"));
    const QCommandLineOption speed(QStringLiteral("speed"), QStringLiteral("Bars per second; 0: as fast as it goes."),
        QStringLiteral("N"), QStringLiteral("1"));
    const QCommandLineOption pairs(
        QStringLiteral("pairs"), QStringLiteral("How many pairs to trade."), QStringLiteral("N"), QStringLiteral("15"));
    const QCommandLineOption bars(QStringLiteral("bars"), QStringLiteral("End after so many bars; 0: never."),
        QStringLiteral("N"), QStringLiteral("0"));
    const QCommandLineOption from(QStringLiteral("continue-from"),
        QStringLiteral("Where two writers saved over each other: go on from this save."), QStringLiteral("SAVE"));
    const QCommandLineOption fresh(
        QStringLiteral("fresh"), QStringLiteral("Begin without the stored positions, on purpose."));
    const QCommandLineOption env(
        QStringLiteral("env-file"), QStringLiteral("The settings (.env) to use."), QStringLiteral("FILE"));
    const QCommandLineOption folder(
        QStringLiteral("folder"), QStringLiteral("The folder of journal, backups and log."), QStringLiteral("DIR"));
    parser.addOptions({ seed, speed, pairs, bars, from, fresh, env, folder });
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);
    bool good = parser.positionalArguments().isEmpty();
    const auto number = [&](const QCommandLineOption& option, double least, double most) {
        bool isNumber = false;
        const double value = parser.value(option).toDouble(&isNumber);
        if (!isNumber || !(value >= least && value <= most)) {
            std::fprintf(stderr, "--%s needs a number from %g to %g.\n", qUtf8Printable(option.names().constFirst()),
                least, most);
            good = false;
        }
        return value;
    };
    Choices choices;
    choices.seed = static_cast<unsigned>(number(seed, 0, 4e9));
    choices.barsPerSecond = number(speed, 0, 1e6);
    choices.pairs = static_cast<int>(number(pairs, 1, 10000));
    choices.bars = static_cast<qint64>(number(bars, 0, 1e12));
    choices.continueFrom = parser.value(from);
    choices.fresh = parser.isSet(fresh);
    SettingOverrides overrides;
    if (parser.isSet(folder))
        overrides[QStringLiteral("TRADING_STATE_FALLBACK_DIR")] = QFileInfo(parser.value(folder)).absoluteFilePath();
    choices.sources = processSources(std::move(overrides), parser.value(env));
    if (!good)
        std::exit(2);
    return choices;
}

/// Bar by bar until the last one or a stop. A trade is told once it is safe on disk.
void trade(TradingSession& session, ZScoreStrategy& strategy, const Choices& choices, const std::stop_token& stop)
{
    const SystemClock clock;
    auto next = std::chrono::steady_clock::now();
    for (qint64 bar = 0; !stop.stop_requested() && (choices.bars == 0 || bar < choices.bars); ++bar) {
        for (auto& made : strategy.nextBar(clock.now())) {
            auto saving = session.recordTrade(made.change, made.what);
            saving.waitForFinished(); // for the words alone: trading itself need not wait
            const auto saved = saving.result();
            say(QStringLiteral("bar %1: %2 — %3")
                    .arg(strategy.barNumber())
                    .arg(made.what, saved ? QStringLiteral("saved") : describe(saved.error())));
        }
        session.update(strategy.bar());
        if (choices.barsPerSecond <= 0)
            continue;
        next += std::chrono::duration_cast<std::chrono::nanoseconds>(
            std::chrono::duration<double>(1.0 / choices.barsPerSecond));
        while (!stop.stop_requested() && std::chrono::steady_clock::now() < next)
            std::this_thread::sleep_until(
                std::min(next, std::chrono::steady_clock::now() + std::chrono::milliseconds(20)));
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("paper-session"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TRADESTATE_VERSION));
    const Choices choices = readChoices(application);
    const auto settings = loadSettings(choices.sources);
    if (!settings)
        return fail(settings.error());

    const auto strategy = std::make_shared<ZScoreStrategy>(choices.seed, choices.pairs);
    FileLog::Options logging;
    logging.level = settings->logLevel;
    if (!settings->token.isEmpty())
        logging.secrets.append(settings->token);
    StateManager::Parts parts;
    parts.settings = *settings;
    parts.program = QCoreApplication::applicationName();
    parts.log = std::make_shared<FileLog>(
        QDir(settings->folder).filePath(QStringLiteral("trading_state.log")), parts.program, std::move(logging));
    TradingSession::Options options;
    options.running = { QStringLiteral("invented market"), QStringLiteral("paper"), QStringLiteral("ZScore"),
        QStringLiteral("paper"), QStringLiteral("paper-session 1.0"), strategy->pairs() };
    options.startFresh = choices.fresh;
    options.notice = [](const SessionNotice& notice) { std::fprintf(stderr, "%s\n", qUtf8Printable(notice.text)); };

    TradingSession session(std::move(parts), std::move(options));
    session.addStrategy(QStringLiteral("ZScore"), strategy);
    const CrashGuard guard(session);
    std::stop_source stop;
    const auto signals = SignalWatcher::start([&stop](int) { stop.request_stop(); });
    if (!signals)
        return fail(signals.error());

    auto start = session.initialize(stop.get_token());
    if (start && start->mustChoose && !choices.continueFrom.isEmpty())
        start = session.continueFrom(choices.continueFrom, stop.get_token());
    if (!start)
        return fail(start.error());
    if (start->mustChoose) {
        for (const SaveRecord& candidate : start->candidates)
            say(QStringLiteral("%1  %2  %3")
                    .arg(candidate.saveId, candidate.recordedAt.toRecordText(), candidate.writer));
        return fail(*start->mustChoose);
    }
    strategy->takeOver(start->state);
    say(QStringLiteral("Trading %1 pairs from bar %2 with %3 positions (from %4); state in %5")
            .arg(choices.pairs)
            .arg(strategy->barNumber())
            .arg(start->state.positions.size())
            .arg(stateSourceText(start->source), settings->folder));

    trade(session, *strategy, choices, stop.get_token());

    const auto end = session.shutdown();
    if (!end)
        return fail(end.error());
    say(QStringLiteral("Ended after bar %1 with %2 positions, equity %3; %4")
            .arg(strategy->barNumber())
            .arg(end->record.positionCount)
            .arg(strategy->equity(), 0, 'f', 2)
            .arg(end->confirmed ? QStringLiteral("everything is saved")
                                : QStringLiteral("saved on this machine, InfluxDB has not confirmed it")));
    return end->confirmed ? 0 : 5;
}
