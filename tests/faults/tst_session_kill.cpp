// SPDX-License-Identifier: MIT
// A trading session under load is killed at random moments: what it acknowledged is there, and no state is a mixture.
// TRADESTATE_KILLS tells how often (10,000; `./dev soak`: 100,000).
#include "core/files/journal.h"
#include "core/manager/tradingsession.h"
#include "tests/support/forkedprocess.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <deque>
#include <random>
#include <sys/wait.h>
#include <thread>

using namespace tradestate;
using namespace tradestate::test;

namespace {

constexpr int rows = 4;
constexpr int killsPerFolder = 10; // a start looks through the whole journal
constexpr int workers = 2;
constexpr size_t inFlight = 2;
constexpr int longestDelayMicroseconds = 4000; // several saves
constexpr int patienceMilliseconds = 30000;

/// Every row holds the same number: a state that is put together from two saves shows it.
StateChange numbered(int number)
{
    StateChange change;
    const Json value = Json::integer(number);
    for (int row = 0; row < rows; ++row) {
        const QString pair = QStringLiteral("P%1-Q").arg(row);
        change.positions[pair] = Position(pair,
            { { "direction", Json("long") }, { "quantity", value }, { "entry_price", Json::integer(1) },
                { "entry_time", Json("2025-07-20T08:00:00Z") } });
        change.pairStates[pair] = PairState({ { "position", Json("long") }, { "cooldown", value } });
    }
    change.portfolio = PortfolioSummary({ { "total_value", value } });
    return change;
}

/// The number that all rows agree on; -1 for a state without rows, -2 for a mixture.
int numberOf(const TradingState& state)
{
    std::set<int> numbers;
    const auto take
        = [&numbers](const std::optional<Decimal>& value) { numbers.insert(value ? int(value->toDouble()) : -2); };
    for (const auto& [pair, position] : state.positions)
        take(position.quantity());
    for (const auto& [pair, pairState] : state.pairStates)
        take(pairState.cooldown());
    if (numbers.empty())
        return -1;
    take(state.portfolio.totalValue());
    const bool isWhole = state.positions.size() == rows && state.pairStates.size() == rows;
    return isWhole && numbers.size() == 1 ? *numbers.begin() : -2;
}

StateManager::Parts partsIn(const QString& folder)
{
    StateManager::Parts parts;
    parts.settings.folder = folder;
    parts.program = QStringLiteral("killed");
    return parts;
}

/// The process that is killed: trades without end, and tells what is acknowledged as soon as it is.
[[noreturn]] void trade(const QString& folder, int from, int toParent)
{
    TradingSession session(partsIn(folder), {});
    if (!session.initialize())
        ::_exit(1);
    std::deque<std::pair<int, QFuture<Result<SaveRecord>>>> waiting;
    for (int number = from;; ++number) {
        waiting.emplace_back(number, session.recordTrade(numbered(number)));
        if (waiting.size() < inFlight)
            continue;
        waiting.front().second.waitForFinished();
        if (!waiting.front().second.result())
            ::_exit(2);
        const int acknowledged = waiting.front().first;
        if (::write(toParent, &acknowledged, sizeof acknowledged) != sizeof acknowledged)
            ::_exit(3);
        waiting.pop_front();
    }
}

struct Counts
{
    int kills = 0;
    int begunFiles = 0; ///< a file of a save was there, but not yet under its name
    int notAcknowledged = 0; ///< the save was there, but nobody had been told
    int verified = 0; ///< saves that were proven
};

/// Kills count sessions on one folder, each going on where the one before was killed.
QString killIn(const QString& folder, int count, std::mt19937& random, Counts& counts)
{
    std::uniform_int_distribution<int> delay(0, longestDelayMicroseconds);
    int highest = 0;
    for (int kill = 0; kill < count; ++kill) {
        ForkedProcess process([&](int toParent) { trade(folder, highest + 1, toParent); });
        int acknowledged = 0;
        if (!process.read(&acknowledged, sizeof acknowledged, patienceMilliseconds))
            return QStringLiteral("the session did not begin: %1").arg(process.howItEnded());
        std::this_thread::sleep_for(std::chrono::microseconds(delay(random)));
        if (!process.kill())
            return QStringLiteral("the session ended before it was killed: %1").arg(process.howItEnded());
        ++counts.kills;
        while (process.read(&acknowledged, sizeof acknowledged, 0)) { }

        const QDir journal(folder + QStringLiteral("/journal/default"));
        const auto hidden = journal.entryList(QDir::Files | QDir::Hidden | QDir::NoDotAndDotDot);
        counts.begunFiles += std::any_of(hidden.begin(), hidden.end(),
                                 [](const QString& name) { return !name.endsWith(QLatin1String(".json")); })
            ? 1
            : 0;
        const auto opened = StateFolder::openForReading(folder, QStringLiteral("judge"));
        if (!opened)
            return describe(opened.error());
        const auto newest = Journal(*opened, QStringLiteral("default")).newest();
        if (!newest || !*newest)
            return newest ? QStringLiteral("the journal is empty") : describe(newest.error());
        if ((*newest)->proof != Proof::Verified)
            return QStringLiteral("the newest save is %1").arg(proofText((*newest)->proof));
        const int found = numberOf((*newest)->state);
        if (found < acknowledged)
            return QStringLiteral("%1 was acknowledged, and %2 is on record").arg(acknowledged).arg(found);
        counts.notAcknowledged += found > acknowledged ? 1 : 0;
        highest = found;
    }
    StateManager manager(partsIn(folder));
    const auto lines = manager.verify({}, true);
    if (!lines)
        return describe(lines.error());
    for (const VerifyLine& line : *lines) {
        if (line.status != QLatin1String("verified") && line.status != QLatin1String("flat"))
            return QStringLiteral("%1 is %2").arg(line.source, line.status);
        ++counts.verified;
    }
    return {};
}

/// A SIGKILL takes nothing from the kernel, so that memory serves as well as a disk, and faster.
QString place()
{
    const QString memory = QStringLiteral("/dev/shm");
    return (QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + QStringLiteral("/kill-XXXXXX");
}

[[noreturn]] void killMany(int count, unsigned seed, int toParent)
{
    std::mt19937 random(seed);
    Counts counts;
    QString problem;
    while (counts.kills < count && problem.isEmpty()) {
        const QTemporaryDir folder(place());
        problem = killIn(folder.path(), std::min(killsPerFolder, count - counts.kills), random, counts);
    }
    std::fprintf(stderr, "%s", problem.isEmpty() ? "" : qPrintable(problem + QLatin1Char('\n')));
    const bool told = ::write(toParent, &counts, sizeof counts) == sizeof counts;
    ::_exit(problem.isEmpty() && told ? 0 : 1);
}

} // namespace

class TestSessionKill : public QObject
{
    Q_OBJECT

public:
    /// 100,000 kills take longer than the five minutes that Qt gives to a function.
    static void initMain() { qputenv("QTEST_FUNCTION_TIMEOUT", "14400000"); }

private Q_SLOTS:
    void nothingAcknowledgedIsLost()
    {
        bool isNumber = false;
        const int given = qEnvironmentVariableIntValue("TRADESTATE_KILLS", &isNumber);
        const int kills = isNumber ? given : 10000;
        std::vector<std::unique_ptr<ForkedProcess>> processes;
        for (int worker = 0; worker < workers; ++worker) {
            processes.push_back(std::make_unique<ForkedProcess>(
                [=](int toParent) { killMany(kills / workers, 1 + unsigned(worker), toParent); }));
        }
        Counts all;
        for (const auto& process : processes) {
            Counts counts;
            const bool told = process->read(&counts, sizeof counts, -1);
            QVERIFY2(told && process->waitForExit() == 0, qPrintable(process->howItEnded()));
            all.kills += counts.kills;
            all.begunFiles += counts.begunFiles;
            all.notAcknowledged += counts.notAcknowledged;
            all.verified += counts.verified;
        }
        qInfo("%d kills: %d while a save was being written, %d after it was there and before it was acknowledged; "
              "%d saves proven",
            all.kills, all.begunFiles, all.notAcknowledged, all.verified);
        QCOMPARE(all.kills, kills / workers * workers);
        // A kill that hits nothing proves nothing.
        QVERIFY(all.begunFiles > 0);
        QVERIFY(all.begunFiles + all.notAcknowledged > all.kills / 20);
    }
};

QTEST_GUILESS_MAIN(TestSessionKill)
#include "tst_session_kill.moc"
