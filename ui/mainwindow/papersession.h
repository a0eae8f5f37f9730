// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <optional>

namespace tradestate {

/// The program paper-session in a folder of its own, which it never leaves: nothing of the trader's settings reaches
/// it.
class PaperSession : public QObject
{
    Q_OBJECT

public:
    /// program: the executable's path; folder: made when it starts.
    PaperSession(QString program, QString folder, QObject* parent = nullptr);
    /// Ends it with its save, where it still runs; waits for that.
    ~PaperSession() override;

    [[nodiscard]] const QString& folder() const { return m_folder; }
    /// Saves as often as the eye wants to see cooldowns count down.
    static constexpr int saveIntervalSeconds = 5;

    /// Why it cannot start; none: it does, and ended() tells how that went.
    [[nodiscard]] std::optional<Error> start();
    /// Asks it to end with a save.
    void stop();
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

Q_SIGNALS:
    /// problem: empty where it ended as it should, with a save.
    void ended(const QString& problem);

private:
    void tellEnd(int exitCode, QProcess::ExitStatus status);

    const QString m_program;
    const QString m_folder;
    QProcess m_process;
    QTimer m_patience; ///< for its last save
};

} // namespace tradestate
