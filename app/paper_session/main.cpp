// SPDX-License-Identifier: MIT
// A trading system on paper: an invented market, a strategy, and a session that keeps its state through restarts.
#include "app/paper_session/zscorestrategy.h"
#include "core/manager/programparts.h"
#include "core/manager/sessionprogram.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>

#include <cstdio>
#include <thread>

using namespace tradestate;
using namespace papersession;

namespace {

void say(const QString& line)
{
    std::printf("%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

int fail(const Error& error, int otherwise)
{
    std::fprintf(stderr, "%s\n", qUtf8Printable(describe(error)));
    return error.code == ErrorCode::Forked || error.code == ErrorCode::TornSave ? 3 : otherwise;
}

double number(const QCommandLineParser& parser, const QString& option, double least, double most)
{
    bool isNumber = false;
    const double value = parser.value(option).toDouble(&isNumber);
    if (isNumber && value >= least && value <= most)
        return value;
    std::fprintf(stderr, "--%s needs a number from %g to %g.\n", qUtf8Printable(option), least, most);
    std::exit(2);
}

/// Bar by bar until the last one or a stop.
void trade(TradingSession& session, ZScoreStrategy& strategy, double speed, double bars, const std::stop_token& stop)
{
    using std::chrono::steady_clock;
    auto next = steady_clock::now();
    for (double bar = 0; !stop.stop_requested() && (bars == 0 || bar < bars); ++bar) {
        for (const Trade& made : strategy.nextBar(SystemClock().now())) {
            const auto saved = session.recordTrade(made.change, made.what).result(); // waits: trading itself need not
            say(u"bar %1: %2 — %3"_qs.arg(strategy.barNumber())
                    .arg(made.what, saved ? u"saved"_qs : describe(saved.error())));
        }
        session.update(strategy.bar());
        next += std::chrono::microseconds(speed > 0 ? qint64(1e6 / speed) : 0);
        while (!stop.stop_requested() && steady_clock::now() < next)
            std::this_thread::sleep_until(std::min(next, steady_clock::now() + std::chrono::milliseconds(20)));
    }
}

} // namespace

int main(int argc, char* argv[])
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"paper-session"_qs);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"A trading system on paper: trades an invented market and keeps its state as a real "
        "one would.\nCtrl+C ends it with a save; the next start goes on where it was. No order is ever sent."_qs);
    parser.addOptions({ { u"seed"_qs, u"Which market to invent."_qs, u"N"_qs, u"1"_qs },
        { u"speed"_qs, u"Bars per second; 0: as fast as it goes."_qs, u"N"_qs, u"1"_qs },
        { u"pairs"_qs, u"How many pairs to trade."_qs, u"N"_qs, u"15"_qs },
        { u"bars"_qs, u"End after so many bars; 0: never."_qs, u"N"_qs, u"0"_qs },
        { u"continue-from"_qs, u"Where two writers saved over each other: go on from this save."_qs, u"SAVE"_qs },
        { u"fresh"_qs, u"Begin without the stored positions, on purpose."_qs },
        { u"env-file"_qs, u"The settings (.env) to use."_qs, u"FILE"_qs },
        { u"folder"_qs, u"The folder of journal, backups and log."_qs, u"DIR"_qs } });
    parser.addHelpOption();
    parser.process(application);
    if (!parser.positionalArguments().isEmpty())
        parser.showHelp(2);
    const double speed = number(parser, u"speed"_qs, 0, 1e6);
    const double bars = number(parser, u"bars"_qs, 0, 1e12);
    const auto strategy = std::make_shared<ZScoreStrategy>(
        unsigned(number(parser, u"seed"_qs, 0, 4e9)), int(number(parser, u"pairs"_qs, 1, 10000)));
    SettingOverrides overrides;
    if (const QString folder = parser.value(u"folder"_qs); !folder.isEmpty())
        overrides[u"TRADING_STATE_FALLBACK_DIR"_qs] = QFileInfo(folder).absoluteFilePath();
    const auto settings = loadSettings(processSources(overrides, parser.value(u"env-file"_qs)));
    if (!settings)
        return fail(settings.error(), 2);

    TradingSession::Options options;
    options.running = { u"invented market"_qs, u"paper"_qs, u"ZScore"_qs, u"paper"_qs, u"1.0"_qs, {} };
    const StateChange all = strategy->bar();
    for (const auto& [pair, state] : all.pairStates)
        options.running.pairs.append(pair);
    options.startFresh = parser.isSet(u"fresh"_qs);
    options.notice = [](const SessionNotice& notice) { std::fprintf(stderr, "%s\n", qUtf8Printable(notice.text)); };
    TradingSession session(programParts(*settings, QCoreApplication::applicationName()), options);
    session.addStrategy(u"ZScore"_qs, strategy);
    const auto end = runSession(
        session, parser.value(u"continue-from"_qs), [&](const SessionStart& start, const std::stop_token& stop) {
            strategy->takeOver(start.state);
            say(u"Trading from bar %1 with %2 positions; state in %3"_qs.arg(strategy->barNumber())
                    .arg(start.state.positions.size())
                    .arg(settings->folder));
            trade(session, *strategy, speed, bars, stop);
        });
    if (!end)
        return fail(end.error(), 1);
    say(u"Ended after bar %1 with %2 positions; %3"_qs.arg(strategy->barNumber())
            .arg(end->record.positionCount)
            .arg(end->confirmed ? u"everything is saved"_qs : u"saved here, InfluxDB has not confirmed it"_qs));
    return end->confirmed ? 0 : 5;
}
