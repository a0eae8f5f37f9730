// SPDX-License-Identifier: MIT
#include "core/documents/canonical.h"
#include "core/influx/tablespoints.h"
#include "tests/bench/bench.h"
#include "tests/bench/recordingproxy.h"
#include "tests/support/eventloggenerator.h"
#include "tests/support/influxdserver.h"
#include "tests/support/stategenerator.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>

namespace tradestate::bench {

namespace {

constexpr int pairs = 1000;

bool runs(const QString& program, const QStringList& arguments, const QList<int>& exitCodes)
{
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setProcessChannelMode(QProcess::SeparateChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(600'000) || process.exitStatus() != QProcess::NormalExit
        || !exitCodes.contains(process.exitCode())) {
        std::fprintf(stderr, "%s ended with %d: %s\n", qPrintable(program), process.exitCode(),
            process.readAllStandardError().constData());
        return false;
    }
    return true;
}

QStringList checkArguments(const QString& folder, quint16 port, const QString& bucket)
{
    return { QStringLiteral("check"), QStringLiteral("--json"), QStringLiteral("--folder"), folder,
        QStringLiteral("--bucket"), bucket, QStringLiteral("--url"), QStringLiteral("http://127.0.0.1:%1").arg(port) };
}

/// One curl that makes the same requests, one after the other on one connection, and throws the answers away.
QStringList curlArguments(const std::vector<RecordedRequest>& requests, quint16 port, const QTemporaryDir& folder)
{
    QStringList arguments;
    for (size_t i = 0; i < requests.size(); ++i) {
        if (i > 0)
            arguments.append(QStringLiteral("--next"));
        const RecordedRequest& request = requests[i];
        arguments += { QStringLiteral("-sS"), QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-X"),
            QString::fromLatin1(request.method) };
        for (const QByteArray& header : request.headers)
            arguments += { QStringLiteral("-H"), QString::fromLatin1(header) };
        if (!request.body.isEmpty()) {
            QFile body(folder.filePath(QStringLiteral("body-%1").arg(i)));
            if (!body.open(QIODevice::WriteOnly) || body.write(request.body) != request.body.size())
                qFatal("cannot write a request's body");
            arguments += { QStringLiteral("--data-binary"), QLatin1Char('@') + body.fileName() };
        }
        arguments.append(QStringLiteral("http://127.0.0.1:%1").arg(port) + QString::fromLatin1(request.target));
    }
    return arguments;
}

bool compareCheck(const test::InfluxdServer& server, const QString& bucket, const QString& what, int rounds)
{
    const QString program = QStringLiteral(TRADESTATE_BIN "/state-manager");
    const QTemporaryDir folder;
    const QTemporaryDir bodies;
    // 0: the check passed; stale data and unverified saves also end with 0.
    const QList<int> fine { 0 };
    std::vector<RecordedRequest> requests;
    {
        const RecordingProxy proxy(server.port());
        if (!runs(program, checkArguments(folder.path(), proxy.port(), bucket), fine))
            return false;
        requests = proxy.requests();
    }
    if (requests.empty()) {
        std::fprintf(stderr, "check asked the server nothing\n");
        return false;
    }
    bool good = true;
    print(compareTimes(
        what, [&] { good = runs(program, checkArguments(folder.path(), server.port(), bucket), fine) && good; },
        QStringLiteral("curl, the same %1 requests").arg(requests.size()),
        [&] { good = runs(QStringLiteral("curl"), curlArguments(requests, server.port(), bodies), { 0 }) && good; },
        rounds, 1.5, rounds / 4));
    return good;
}

/// Saves one after the other as the tables layout writes them, without its reading back: this only fills the server.
bool fill(InfluxClient& client, int from, int to)
{
    Timestamp savedAt = Timestamp::fromNanoseconds(1'780'000'000LL * nanosecondsPerSecond);
    for (int number = from; number < to; ++number) {
        StoredSave save;
        save.state = generateState(pairs, pairs, static_cast<unsigned>(number % 7));
        save.record = generateRecord(save.state, stateChecksum(save.state), static_cast<unsigned>(number));
        save.record.savedAt = savedAt.plusNanoseconds(number * 300LL * nanosecondsPerSecond);
        save.record.knows = { { save.record.folder, save.record.savedAt } };
        save.record.recordChecksum = recordChecksumOf(save.record);
        const auto points = tables::pointsOf(save, QStringLiteral("default"));
        if (!points)
            return false;
        std::vector<std::string> lines;
        for (const LinePoint& point : points->rows)
            lines.push_back(encodeLine(point).value());
        lines.push_back(encodeLine(points->commit).value());
        if (const auto written = client.write(lines); !written) {
            std::fprintf(stderr, "%s\n", qPrintable(describe(written.error())));
            return false;
        }
        if (number % 100 == 99)
            std::fprintf(stderr, "\r%d saves written", number + 1);
    }
    std::fprintf(stderr, "\n");
    return true;
}

} // namespace

bool benchCheck(int saves, int events)
{
    test::InfluxdServer server;
    if (!server.start()) {
        std::fprintf(stderr, "influxd did not start: %s\n", qPrintable(server.problem()));
        return false;
    }
    InfluxClient tables(server.newDatabase(QStringLiteral("tables")));
    if (!fill(tables, 0, 1)
        || !compareCheck(server, QStringLiteral("tables"), QStringLiteral("check, 1,000 pairs, one save"), 60))
        return false;
    if (!fill(tables, 1, saves)
        || !compareCheck(
            server, QStringLiteral("tables"), QStringLiteral("check, 1,000 pairs, %1 saves").arg(saves), 60))
        return false;
    InfluxClient log(server.newDatabase(QStringLiteral("log")));
    if (!test::fillEventLog(log, events))
        return false;
    return compareCheck(server, QStringLiteral("log"), QStringLiteral("check, event log of %1 events").arg(events), 5);
}

} // namespace tradestate::bench
