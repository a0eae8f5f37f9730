// SPDX-License-Identifier: MIT
#pragma once

#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <map>
#include <optional>
#include <vector>

namespace tradestate::testing {

/// The N-th call of a system call in a run of the helper, as strace counts them.
struct SystemCall
{
    QString name;
    int number = 0;
    QString line; ///< as it was traced
};

struct TracedRun
{
    int exitCode = -1;
    bool crashed = false;
    QString said; ///< the helper's line on stdout
    QString trouble; ///< why there was no such run at all
    QString log;

    [[nodiscard]] bool injected() const { return log.contains(QStringLiteral("(INJECTED)")); }
    [[nodiscard]] bool killed() const { return log.contains(QStringLiteral("+++ killed by SIGKILL +++")); }
};

/// Runs the helper under strace, which must be there and permitted: without it nothing would be tested.
class Straced
{
public:
    explicit Straced(QString helper)
        : m_helper(std::move(helper))
    {
    }

    [[nodiscard]] TracedRun run(
        const QStringList& helperArguments, const QString& traced, const QString& injected = {}) const
    {
        const QString log = m_logs.filePath(QStringLiteral("log"));
        QFile::remove(log);
        QStringList arguments { QStringLiteral("-o"), log, QStringLiteral("-e"), QStringLiteral("trace=") + traced };
        if (!injected.isEmpty())
            arguments << QStringLiteral("-e") << QStringLiteral("inject=") + injected;
        QProcess process;
        process.setProcessChannelMode(QProcess::SeparateChannels);
        process.start(QStringLiteral("strace"), arguments + QStringList { m_helper } + helperArguments);
        TracedRun run;
        if (!process.waitForStarted() || !process.waitForFinished(60'000)) {
            run.trouble = QStringLiteral("strace could not run or hung: ") + process.errorString();
            process.kill();
            process.waitForFinished();
            return run;
        }
        run.crashed = process.exitStatus() != QProcess::NormalExit;
        run.exitCode = process.exitCode();
        run.said = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
        QFile file(log);
        if (file.open(QIODevice::ReadOnly))
            run.log = QString::fromUtf8(file.readAll());
        if (run.log.isEmpty())
            run.trouble = QStringLiteral("strace traced nothing: ") + QString::fromUtf8(process.readAllStandardError());
        return run;
    }

    /// Every call on files between the helper's two marks, in order.
    [[nodiscard]] std::vector<SystemCall> calls(const QStringList& helperArguments, QString& trouble) const
    {
        const TracedRun traced = run(helperArguments, QStringLiteral("%file,%desc,flock,fsync"));
        trouble = traced.trouble;
        if (trouble.isEmpty() && traced.said != QLatin1String("done"))
            trouble = QStringLiteral("without a fault it already fails: ") + traced.said;
        static const QRegularExpression pattern(QStringLiteral("^(\\w+)\\("));
        std::map<QString, int> counts;
        std::vector<SystemCall> found;
        bool inside = false;
        for (const QString& line : traced.log.split(QLatin1Char('\n'))) {
            const auto match = pattern.match(line);
            if (!match.hasMatch())
                continue;
            const QString name = match.captured(1);
            const int number = ++counts[name];
            if (line.contains(QStringLiteral("tradestate-fault-begin")))
                inside = true;
            else if (line.contains(QStringLiteral("tradestate-fault-end")))
                inside = false;
            else if (inside && name != QLatin1String("mmap"))
                found.push_back({ name, number, line });
        }
        if (trouble.isEmpty() && found.empty())
            trouble = QStringLiteral("the trace holds no call");
        return found;
    }

private:
    QString m_helper;
    QTemporaryDir m_logs;
};

} // namespace tradestate::testing
