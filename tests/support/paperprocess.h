// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QProcess>

#include <csignal>

namespace tradestate::test {

/// The real paper-session.
class PaperProcess
{
public:
    explicit PaperProcess(const QStringList& arguments)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TRADING_STATE_CONNECTION_TIMEOUT"), QStringLiteral("2"));
        m_process.setProcessEnvironment(environment);
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/../bin/paper-session"), arguments);
    }
    ~PaperProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    PaperProcess(const PaperProcess&) = delete;
    PaperProcess& operator=(const PaperProcess&) = delete;

    /// Until it has told so many trades.
    [[nodiscard]] bool hasTraded(int count)
    {
        while (trades() < count) {
            if (!m_process.waitForReadyRead(patienceMilliseconds))
                return false;
            m_out += m_process.readAllStandardOutput();
        }
        return true;
    }
    void signal(int number) const { ::kill(static_cast<pid_t>(m_process.processId()), number); }
    [[nodiscard]] bool ends()
    {
        const bool ended = m_process.waitForFinished(patienceMilliseconds);
        m_out += m_process.readAllStandardOutput();
        return ended;
    }
    /// -1 where a signal ended it.
    [[nodiscard]] int exitCode() const
    {
        return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }
    [[nodiscard]] const QByteArray& out() const { return m_out; }
    [[nodiscard]] QByteArray all() { return m_out + m_process.readAllStandardError(); }
    [[nodiscard]] int trades() const { return static_cast<int>(m_out.count(" saved\n")); }
    /// The bar of the last trade that was told.
    [[nodiscard]] int lastBar() const
    {
        const qsizetype at = m_out.lastIndexOf("\nbar ");
        return at < 0 ? 0 : m_out.mid(at + 5, m_out.indexOf(':', at) - at - 5).toInt();
    }

private:
    static constexpr int patienceMilliseconds = 240000;

    QProcess m_process;
    QByteArray m_out;
};

} // namespace tradestate::test
