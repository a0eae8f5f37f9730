// SPDX-License-Identifier: MIT
#include "ui/mainwindow/papersession.h"

#include "core/files/durablefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <csignal>
#include <sys/prctl.h>

namespace tradestate {

namespace {

constexpr int patienceMilliseconds = 30000;
constexpr int barsPerSecond = 2;

QProcessEnvironment withoutSettings()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString& name : names) {
        if (name.startsWith(QLatin1String("TRADING_STATE_")))
            environment.remove(name);
    }
    return environment;
}

} // namespace

PaperSession::PaperSession(QString program, QString folder, QObject* parent)
    : QObject(parent)
    , m_program(std::move(program))
    , m_folder(std::move(folder))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMilliseconds);
    connect(&m_patience, &QTimer::timeout, &m_process, &QProcess::kill);
    connect(&m_process, &QProcess::finished, this, &PaperSession::tellEnd);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT ended(m_process.errorString());
    });
}

PaperSession::~PaperSession()
{
    if (!isRunning())
        return;
    m_process.disconnect(this);
    m_process.terminate();
    m_process.waitForFinished(patienceMilliseconds);
}

std::optional<Error> PaperSession::start()
{
    if (!QFileInfo(m_program).isExecutable())
        return Error { ErrorCode::FileNotFound, m_program, tr("It comes with this program and stands beside it.") };
    if (auto made = makeFolder(m_folder); !made) // for the owner alone
        return std::move(made).error();
    // An .env of its own: without one the trader's would be found.
    const QString env = QDir(m_folder).filePath(QStringLiteral("paper.env"));
    QFile file(env);
    if (!file.open(QIODevice::WriteOnly) || file.write("TRADING_STATE_DB_TYPE=file\n") < 0)
        return Error { ErrorCode::NotWritten, env, file.errorString() };
    file.close();
    QProcessEnvironment environment = withoutSettings();
    environment.insert(QStringLiteral("TRADING_STATE_SAVE_INTERVAL"), QString::number(saveIntervalSeconds));
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_folder);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    // A console that is killed leaves no session behind that nobody could stop.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_process.start(m_program,
        { QStringLiteral("--env-file"), env, QStringLiteral("--folder"), m_folder, QStringLiteral("--speed"),
            QString::number(barsPerSecond) });
    return std::nullopt;
}

void PaperSession::stop()
{
    if (!isRunning() || m_patience.isActive())
        return;
    m_patience.start();
    m_process.terminate();
}

void PaperSession::tellEnd(int exitCode, QProcess::ExitStatus status)
{
    m_patience.stop();
    const QString said = QString::fromUtf8(m_process.readAllStandardError()).trimmed();
    if (status == QProcess::NormalExit && exitCode == 0)
        Q_EMIT ended({});
    else
        Q_EMIT ended(said.isEmpty() ? tr("It ended without a word.") : said);
}

} // namespace tradestate
