// SPDX-License-Identifier: MIT
#include "app/state_manager/command.h"
#include "app/state_manager/commonoptions.h"

#include <QCommandLineParser>

namespace tradestate {

namespace {

constexpr int textWidth = 100;

/// Words filled into lines of at most textWidth characters, each behind the indentation.
QStringList filled(const QString& text, int indent)
{
    QStringList lines;
    QString line;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (!line.isEmpty() && indent + line.size() + 1 + word.size() > textWidth) {
            lines.append(QString(indent, QLatin1Char(' ')) + line);
            line.clear();
        }
        line += (line.isEmpty() ? QString() : QStringLiteral(" ")) + word;
    }
    if (!line.isEmpty())
        lines.append(QString(indent, QLatin1Char(' ')) + line);
    return lines;
}

/// "  name      text", the text filled behind the widest name.
QStringList definitions(const std::vector<std::pair<QString, QString>>& entries)
{
    int widest = 0;
    for (const auto& [name, text] : entries)
        widest = std::max(widest, int(name.size()));
    const int indent = widest + 4;
    QStringList lines;
    for (const auto& [name, text] : entries) {
        QStringList words = filled(text, indent);
        words.front().replace(2, name.size(), name);
        lines.append(words);
    }
    return lines;
}

QString optionName(const QCommandLineOption& option)
{
    QStringList names;
    for (const QString& name : option.names())
        names.append((name.size() == 1 ? QStringLiteral("-") : QStringLiteral("--")) + name);
    const QString value = option.valueName();
    return names.join(QStringLiteral(", ")) + (value.isEmpty() ? QString() : QLatin1Char(' ') + value);
}

QStringList optionLines(const QList<QCommandLineOption>& options)
{
    std::vector<std::pair<QString, QString>> entries;
    for (const QCommandLineOption& option : options)
        entries.emplace_back(optionName(option), option.description());
    return definitions(entries);
}

QString joined(const QStringList& lines)
{
    return lines.join(QLatin1Char('\n'));
}

} // namespace

bool Command::hasJson() const
{
    return std::any_of(options.begin(), options.end(),
        [](const QCommandLineOption& option) { return option.names().contains(QStringLiteral("json")); });
}

QString overviewText()
{
    QStringList lines { QStringLiteral("state-manager: see, save, back up and restore a trading system's state"),
        QString(), QStringLiteral("Usage: state-manager COMMAND [options]"), QString(), QStringLiteral("Commands:") };
    std::vector<std::pair<QString, QString>> entries;
    for (const Command& command : commands())
        entries.emplace_back(command.name, command.summary);
    lines.append(definitions(entries));
    lines.append({ QString(), QStringLiteral("Options of every command:") });
    lines.append(optionLines(commonOptions()));
    lines.append({ QString(), QStringLiteral("Start with:") });
    lines.append(QStringLiteral("  state-manager show FILE       look at a backup; needs no server and no settings"));
    lines.append(QStringLiteral("  state-manager check           look at what is on record"));
    lines.append(QStringLiteral("  state-manager COMMAND --help  what a command does, with examples"));
    return joined(lines);
}

QString helpText(const Command& command)
{
    const QString usage
        = QStringLiteral("Usage: state-manager %1%2 [options]")
              .arg(command.name, command.arguments.isEmpty() ? QString() : QLatin1Char(' ') + command.arguments);
    QStringList lines { QStringLiteral("state-manager %1: %2").arg(command.name, command.summary), QString(), usage,
        QString() };
    for (const QString& paragraph : command.help.split(QStringLiteral("\n\n"))) {
        lines.append(filled(paragraph, 0));
        lines.append(QString());
    }
    lines.append(QStringLiteral("Options:"));
    lines.append(optionLines(command.options));
    lines.append({ QString(), QStringLiteral("Options of every command:") });
    lines.append(optionLines(commonOptions()));
    lines.append({ QString(), QStringLiteral("Examples:") });
    for (const QString& example : command.examples)
        lines.append(QStringLiteral("  ") + example);
    lines.append({ QString(), QStringLiteral("Exit status:") });
    std::vector<std::pair<QString, QString>> exits;
    for (const QString& exit : command.exits)
        exits.emplace_back(exit.section(QLatin1Char(' '), 0, 0), exit.section(QLatin1Char(' '), 1));
    lines.append(definitions(exits));
    return joined(lines);
}

bool Invocation::isSet(const char* option) const
{
    const QString name = QLatin1String(option);
    // An option that the command does not have is simply not given; the parser would warn of it.
    return options.optionNames().contains(name);
}

QString Invocation::value(const char* option) const
{
    const QString name = QLatin1String(option);
    return isSet(option) ? options.value(name) : QString();
}

Exit Invocation::fail(const Error& error) const
{
    output.error(error);
    return exitFor(error.code);
}

} // namespace tradestate
