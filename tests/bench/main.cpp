// SPDX-License-Identifier: MIT
#include "tests/bench/bench.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

namespace tradestate::bench {

void print(const Comparison& comparison)
{
    const QString goal = comparison.goal > 0 ? QStringLiteral("  goal %1").arg(comparison.goal, 0, 'g', 3) : QString();
    const QString mark = comparison.goal > 0
        ? (comparison.ratio() <= comparison.goal ? QStringLiteral("  ok") : QStringLiteral("  OVER"))
        : QString();
    std::printf("%-52s %9.2f ms   %-44s %9.2f ms   ratio %6.2f%s%s\n", qPrintable(comparison.what), comparison.ours,
        qPrintable(comparison.peer), comparison.peers, comparison.ratio(), qPrintable(goal), qPrintable(mark));
    std::fflush(stdout);
}

} // namespace tradestate::bench

int main(int argc, char** argv)
{
    using namespace tradestate::bench;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral("Times the console's work against a peer in the same run."));
    options.addHelpOption();
    const QCommandLineOption saves(QStringLiteral("saves"),
        QStringLiteral("Saves in the tables before the second reading."), QStringLiteral("N"), QStringLiteral("2000"));
    const QCommandLineOption events(QStringLiteral("events"), QStringLiteral("Events in the event log."),
        QStringLiteral("N"), QStringLiteral("95000"));
    const QCommandLineOption only(
        QStringLiteral("only"), QStringLiteral("documents, session, models or check."), QStringLiteral("PART"));
    options.addOptions({ saves, events, only });
    options.process(application);
    const QString part = options.value(only);
    if (part.isEmpty() || part == QLatin1String("documents"))
        benchDocuments();
    if (part.isEmpty() || part == QLatin1String("session"))
        benchSession();
    if (part.isEmpty() || part == QLatin1String("models"))
        benchModels();
    if (part.isEmpty() || part == QLatin1String("check"))
        return benchCheck(options.value(saves).toInt(), options.value(events).toInt()) ? 0 : 1;
    return 0;
}
