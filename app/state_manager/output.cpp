// SPDX-License-Identifier: MIT
#include "app/state_manager/output.h"

#include "core/manager/snapshotjson.h"

#include <algorithm>
#include <cstdio>
#include <stdio_ext.h>
#include <unistd.h>

namespace tradestate {

namespace {

constexpr int stepCount = 5;

QString stepText(ChangeStep step)
{
    switch (step) {
    case ChangeStep::RescueCopy:
        return QStringLiteral("rescue copy of the present record");
    case ChangeStep::ReadAgain:
        return QStringLiteral("reading the record once more");
    case ChangeStep::Journal:
        return QStringLiteral("writing to the journal");
    case ChangeStep::Write:
        return QStringLiteral("writing to InfluxDB");
    case ChangeStep::ReadBack:
        return QStringLiteral("reading back and comparing");
    }
    return QString();
}

QString stateText(StepState state)
{
    switch (state) {
    case StepState::Started:
        return QStringLiteral("…");
    case StepState::Done:
        return QStringLiteral("done");
    case StepState::Skipped:
        return QStringLiteral("not needed");
    case StepState::Failed:
        return QStringLiteral("failed");
    }
    return QString();
}

const char* colourOf(StatusLevel level)
{
    switch (level) {
    case StatusLevel::Good:
        return "\x1b[32m";
    case StatusLevel::Information:
        return "\x1b[36m";
    case StatusLevel::Warning:
        return "\x1b[33m";
    case StatusLevel::Danger:
        return "\x1b[31m";
    case StatusLevel::Neutral:
        break;
    }
    return "\x1b[2m";
}

/// DEL and the C1 controls, which JSON allows as they are and a terminal obeys, as escapes. Text outside ASCII stands
/// in strings only, so that the document stays the same.
std::string withoutTerminalControls(std::string json)
{
    constexpr char del = 0x7f;
    constexpr char firstOfC1 = static_cast<char>(0xc2);
    if (json.find(del) == std::string::npos && json.find(firstOfC1) == std::string::npos)
        return json;
    std::string plain;
    size_t from = 0;
    for (size_t at = 0; at < json.size(); ++at) {
        const auto byte = static_cast<unsigned char>(json[at]);
        const auto next = at + 1 < json.size() ? static_cast<unsigned char>(json[at + 1]) : 0;
        const bool isC1 = byte == 0xc2 && next >= 0x80 && next <= 0x9f;
        if (byte != 0x7f && !isC1)
            continue;
        plain.append(json, from, at - from);
        plain += QStringLiteral("\\u%1").arg(isC1 ? next : byte, 4, 16, QLatin1Char('0')).toStdString();
        from = at + (isC1 ? 2 : 1);
    }
    plain.append(json, from);
    return plain;
}

void write(std::FILE* file, const std::string& text)
{
    // A short write is kept in the stream's error flag, which flush() looks at.
    (void)std::fwrite(text.data(), 1, text.size(), file);
}

} // namespace

Output::Output(Options options)
    : m_options(options)
    , m_canAsk(::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1)
    , m_errorIsTerminal(::isatty(STDERR_FILENO) == 1)
{
    const bool plainTerminal = qEnvironmentVariable("TERM") == QLatin1String("dumb");
    m_options.colours
        = options.colours && !plainTerminal && qEnvironmentVariableIsEmpty("NO_COLOR") && ::isatty(STDOUT_FILENO) == 1;
}

void Output::line(const QString& text)
{
    write(stdout, text.toStdString() + '\n');
}

void Output::lines(const QStringList& texts)
{
    if (!texts.isEmpty())
        line(texts.join(QLatin1Char('\n')));
}

void Output::json(const Json& document)
{
    write(stdout, withoutTerminalControls(indentedJson(document)));
    m_writtenJson = true;
}

void Output::jsonLine(const Json& document)
{
    write(stdout, withoutTerminalControls(compactJson(document)) + '\n');
    m_writtenJson = true;
}

void Output::note(const QString& text)
{
    if (!m_options.quiet)
        toError(text);
}

void Output::important(const QStringList& texts)
{
    for (const QString& text : texts)
        toError(text);
}

void Output::error(const Error& error)
{
    endOfSteps();
    toError(QStringLiteral("state-manager: ") + describe(error));
    if (m_options.json && !m_writtenJson)
        json(tradestate::errorJson(error));
}

void Output::step(ChangeStep step, StepState state)
{
    if (m_options.quiet)
        return;
    if (!m_errorIsTerminal) {
        if (state != StepState::Started)
            toError(stepText(step) + QStringLiteral(": ") + stateText(state));
        return;
    }
    const int reached = int(step) + (state == StepState::Started ? 0 : 1);
    constexpr qsizetype stepWidth = 4;
    const QString bar
        = QString(reached * stepWidth, QLatin1Char('#')) + QString((stepCount - reached) * stepWidth, QLatin1Char('-'));
    write(stderr, QStringLiteral("\r[%1] %2 %3\x1b[K").arg(bar, stepText(step), stateText(state)).toStdString());
    m_barIsOpen = true;
}

void Output::endOfSteps()
{
    if (m_barIsOpen)
        write(stderr, "\n");
    m_barIsOpen = false;
}

QString Output::heading(const QString& text) const
{
    return m_options.colours ? QStringLiteral("\x1b[1m%1\x1b[0m").arg(text) : text;
}

QString Output::coloured(StatusLevel level, const QString& text) const
{
    return m_options.colours ? QString::fromLatin1(colourOf(level)) + text + QStringLiteral("\x1b[0m") : text;
}

bool Output::flush()
{
    return std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
}

void Output::forgetUnread()
{
    ::__fpurge(stdout);
    std::clearerr(stdout);
}

void Output::toError(const QString& text)
{
    endOfSteps();
    write(stderr, text.toStdString() + '\n');
}

} // namespace tradestate
