// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tradestate::test {

/// What one run of the real program said.
struct CliResult
{
    int exit = -1; ///< -1: it crashed or did not end
    QByteArray out;
    QByteArray err;

    /// Standard output as the one JSON document that it must be, strictly; null where it is not.
    [[nodiscard]] Json json() const
    {
        QJsonParseError strict;
        QJsonDocument::fromJson(out, &strict);
        if (strict.error != QJsonParseError::NoError)
            return Json();
        auto parsed = parseJson(std::string_view(out.constData(), size_t(out.size())));
        return parsed ? std::move(parsed->value) : Json();
    }
    [[nodiscard]] QByteArray all() const { return "exit " + QByteArray::number(exit) + "\n" + out + err; }
};

/// Runs state-manager as a person would, in a home of its own, with nothing of the tester's settings.
class Cli
{
public:
    Cli()
    {
        environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("USER"), QStringLiteral("trader"));
        environment.insert(QStringLiteral("TERM"), QStringLiteral("xterm"));
    }

    static QString program() { return QStringLiteral(TRADESTATE_BIN "/state-manager"); }
    static QString fixture(const char* name)
    {
        return QStringLiteral(TRADESTATE_FIXTURES "/python-system/") + QLatin1String(name);
    }
    [[nodiscard]] QString path(const char* name) const { return home.filePath(QLatin1String(name)); }

    CliResult run(const QStringList& arguments, const QString& outputTo = {}) const
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(home.path());
        if (!outputTo.isEmpty())
            process.setStandardOutputFile(outputTo);
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(program(), arguments);
        if (!process.waitForFinished(60000)) {
            process.kill();
            process.waitForFinished();
            return {};
        }
        return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError() };
    }

    /// The same on a terminal; answer is typed once the text waitFor appears. Both outputs come together in out.
    CliResult runOnTerminal(
        const QStringList& arguments, const QByteArray& waitFor = {}, const QByteArray& answer = {}) const
    {
        std::vector<QByteArray> words { program().toLocal8Bit() };
        for (const QString& argument : arguments)
            words.push_back(argument.toLocal8Bit());
        std::vector<char*> pointers;
        for (QByteArray& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        QList<QByteArray> variables;
        for (const QString& variable : environment.toStringList())
            variables.append(variable.toLocal8Bit());
        std::vector<char*> environmentPointers;
        for (QByteArray& variable : variables)
            environmentPointers.push_back(variable.data());
        environmentPointers.push_back(nullptr);
        const QByteArray folder = home.path().toLocal8Bit();

        int terminal = -1;
        const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
        if (child < 0)
            return {};
        if (child == 0) {
            if (::chdir(folder.constData()) == 0)
                ::execve(pointers[0], pointers.data(), environmentPointers.data());
            ::_exit(127);
        }
        CliResult result;
        bool answered = waitFor.isEmpty();
        char buffer[4096];
        pollfd source { terminal, POLLIN, 0 };
        while (::poll(&source, 1, 60000) > 0) {
            const ssize_t count = ::read(terminal, buffer, sizeof buffer);
            if (count <= 0)
                break; // EIO: the program has ended
            result.out.append(buffer, count);
            if (!answered && result.out.contains(waitFor)) {
                answered = true;
                if (::write(terminal, answer.constData(), size_t(answer.size())) != answer.size())
                    break;
            }
        }
        int status = 0;
        ::close(terminal);
        ::waitpid(child, &status, 0);
        result.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        result.out.replace("\r\n", "\n");
        return result;
    }

    bool write(const char* name, const QByteArray& content) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
    }

    QTemporaryDir home;
    QProcessEnvironment environment;
};

inline QString textOf(const Json& json, std::string_view key)
{
    const Json* value = json.find(key);
    const std::string* text = value ? value->asText() : nullptr;
    return text ? toQString(*text) : QString();
}

/// The pairs of "positions" or "ghosts", in order.
inline QStringList pairsOf(const Json& json, std::string_view key)
{
    QStringList pairs;
    const Json* list = json.find(key);
    if (list && list->asArray()) {
        for (const Json& row : *list->asArray())
            pairs.append(textOf(row, "pair"));
    }
    return pairs;
}

inline QStringList findingCodes(const Json& json)
{
    QStringList codes;
    const Json* list = json.find("findings");
    if (list && list->asArray()) {
        for (const Json& finding : *list->asArray())
            codes.append(textOf(finding, "code"));
    }
    return codes;
}

inline QStringList keysOf(const Json& json)
{
    QStringList keys;
    if (json.asObject()) {
        for (const auto& [key, value] : *json.asObject())
            keys.append(toQString(key));
    }
    return keys;
}

inline QString errorCode(const Json& json)
{
    const Json* error = json.find("error");
    return error ? textOf(*error, "code") : QString();
}

} // namespace tradestate::test
