// SPDX-License-Identifier: MIT
#pragma once

#include "app/state_manager/exitcode.h"
#include "app/state_manager/interrupt.h"
#include "app/state_manager/output.h"
#include "core/manager/statemanager.h"

#include <QCommandLineOption>

class QCommandLineParser;

namespace tradestate {

/// One run of a command: what was given, and what it works with.
struct Invocation
{
    const QCommandLineParser& options;
    QStringList arguments; ///< without the command's name
    Output& output;
    Interrupt& interrupt;
    StateManager& manager;

    [[nodiscard]] bool isSet(const char* option) const;
    [[nodiscard]] QString value(const char* option) const;
    /// Tells the error and answers its exit status.
    [[nodiscard]] Exit fail(const Error& error) const;
};

/// A command as the overview, its help and the dispatcher know it.
struct Command
{
    QString name;
    QString arguments; ///< as the usage line shows them, such as "FILE"
    int least = 0; ///< number of arguments
    int most = 0;
    QString summary; ///< one line for the overview
    QString help; ///< what it does, for someone who sees it for the first time
    QList<QCommandLineOption> options;
    QStringList examples;
    bool onlyReads = true; ///< it leaves record and journal as they are
    QStringList exits; ///< one line for each exit status that it has, such as "0  the file was written"
    Exit (*run)(const Invocation&) = nullptr;
    /// In place of run, for a command that has something to say of broken settings too: it reads them itself.
    Exit (*runWithAnySettings)(const QCommandLineParser&, Output&, const Interrupt&) = nullptr;

    [[nodiscard]] bool hasJson() const;
};

[[nodiscard]] const std::vector<Command>& commands();
[[nodiscard]] QString overviewText();
[[nodiscard]] QString helpText(const Command& command);

[[nodiscard]] QCommandLineOption jsonOption();
/// "0  done"
[[nodiscard]] QString exitLine(Exit exit, const char* meaning);
[[nodiscard]] Command doctorCommand();
[[nodiscard]] Command watchCommand();

Exit runCheck(const Invocation& invocation);
Exit runShow(const Invocation& invocation);
Exit runHistory(const Invocation& invocation);
Exit runDiff(const Invocation& invocation);
Exit runVerify(const Invocation& invocation);
Exit runBackup(const Invocation& invocation);
Exit runRestore(const Invocation& invocation);
Exit runUndo(const Invocation& invocation);
Exit runRemove(const Invocation& invocation);
Exit runSave(const Invocation& invocation);
Exit runMigrate(const Invocation& invocation);

/// Nothing where a person, or --yes, agrees; else why it does not go on.
[[nodiscard]] std::optional<Error> askToConfirm(const Invocation& invocation, const QString& question);

} // namespace tradestate
