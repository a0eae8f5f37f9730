// SPDX-License-Identifier: MIT
#include "app/state_manager/application.h"

#include "app/state_manager/command.h"
#include "app/state_manager/commonoptions.h"
#include "core/config/settingkeys.h"
#include "core/manager/programparts.h"

#include <QCommandLineParser>

#include <algorithm>

namespace tradestate {

namespace {

QString programName()
{
    return QStringLiteral("state-manager");
}

/// Where the command's name stands among the arguments, or -1. Common options and their values may come before it.
qsizetype commandIndex(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    parser.addOptions(commonOptions());
    // An option that belongs to the command is unknown here and told of by the command's own parser.
    static_cast<void>(parser.parse(arguments));
    const qsizetype rest = parser.positionalArguments().size();
    return rest == 0 ? -1 : arguments.size() - rest;
}

const Command* findCommand(const QString& name)
{
    const auto found = std::find_if(
        commands().begin(), commands().end(), [&](const Command& command) { return command.name == name; });
    return found == commands().end() ? nullptr : &*found;
}

Exit refuse(Output& output, const QString& subject, const QString& reason, const QString& advice)
{
    output.error({ ErrorCode::WrongUse, subject, reason, advice });
    return Exit::WrongUse;
}

Exit refuseCommand(Output& output, const QString& name)
{
    QStringList names;
    for (const Command& command : commands())
        names.append(command.name);
    return refuse(output, name, QStringLiteral("there is no such command"),
        QStringLiteral("Did you mean %1? `state-manager` alone lists all commands.").arg(nearestOf(name, names)));
}

/// What the parser complains of, else what is wrong with the number of arguments.
QString complaint(const QCommandLineParser& parser, const Command& command, bool parsed)
{
    if (!parsed)
        return parser.errorText();
    const qsizetype count = parser.positionalArguments().size();
    if (count < command.least)
        return QStringLiteral("missing: ") + command.arguments;
    if (count > command.most)
        return QStringLiteral("not understood: ")
            + parser.positionalArguments().mid(command.most).join(QLatin1Char(' '));
    for (const QString& name : parser.optionNames()) {
        const bool takesValue
            = !std::none_of(command.options.begin(), command.options.end(), [&](const QCommandLineOption& option) {
                  return option.names().contains(name) && !option.valueName().isEmpty();
              });
        if (takesValue && parser.value(name).isEmpty())
            return QStringLiteral("--%1 is empty").arg(name);
    }
    return QString();
}

Exit runWithSettings(const Command& command, const QCommandLineParser& parser, Output& output, Interrupt& interrupt)
{
    auto settings = settingsFrom(parser);
    if (!settings) {
        output.error(settings.error());
        return Exit::WrongUse;
    }
    // Looking at a folder that is not there must not make one. With InfluxDB what was seen is kept for when it is down.
    if (command.onlyReads && settings->storeType == StoreType::File)
        settings->readOnly = true;
    for (const QString& warning : settings->warnings)
        output.note(QStringLiteral("state-manager: ") + warning);

    StateManager manager(programParts(*settings, programName()));
    return command.run({ parser, parser.positionalArguments(), output, interrupt, manager });
}

Exit runCommand(const Command& command, const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.addOptions(commonOptions());
    parser.addOptions(command.options);
    const bool parsed = parser.parse(arguments);
    const auto given = [&](const char* name) { return parser.optionNames().contains(QLatin1String(name)); };

    Output output({ given("json"), given("quiet"), !given("no-color") });
    if (given("help")) {
        output.line(helpText(command));
        return output.flush() ? Exit::Done : Exit::Failed;
    }
    if (const QString wrong = complaint(parser, command, parsed); !wrong.isEmpty()) {
        return refuse(output, command.name, wrong, QStringLiteral("See: state-manager %1 --help.").arg(command.name));
    }
    Interrupt interrupt;
    const Exit exit = command.runWithAnySettings ? command.runWithAnySettings(parser, output, interrupt)
                                                 : runWithSettings(command, parser, output, interrupt);
    if (!output.flush()) {
        output.error({ ErrorCode::NotWritten, QStringLiteral("standard output"), QString(),
            QStringLiteral("What it says there is incomplete; see the record with: state-manager check.") });
        return exit == Exit::Done ? Exit::Failed : exit;
    }
    return exit;
}

} // namespace

int runStateManager(const QStringList& arguments)
{
    const qsizetype index = commandIndex(arguments);
    QStringList rest = arguments;
    if (index >= 0) {
        const QString name = rest.takeAt(index);
        if (const Command* command = findCommand(name); command && !rest.contains(QStringLiteral("--version")))
            return int(runCommand(*command, rest));
        else if (!command) {
            Output output({ arguments.contains(QStringLiteral("--json")), false, false });
            return int(refuseCommand(output, name));
        }
    }
    Output output({ arguments.contains(QStringLiteral("--json")), false, false });
    QCommandLineParser parser;
    parser.addOptions(commonOptions());
    if (rest.contains(QStringLiteral("--version"))) {
        output.line(QStringLiteral("state-manager ") + QStringLiteral(TRADESTATE_VERSION));
    } else if (!parser.parse(rest)) {
        return int(refuse(output, QString(), parser.errorText(),
            QStringLiteral("`state-manager` alone lists all commands and options.")));
    } else {
        output.line(overviewText());
    }
    return int(output.flush() ? Exit::Done : Exit::Failed);
}

} // namespace tradestate
