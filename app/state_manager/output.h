// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/manager/changeplan.h"
#include "core/manager/statuswords.h"

#include <QStringList>

namespace tradestate {

/// Where the command line talks: results to standard output, everything else to standard error. Text from data goes
/// through withoutControls before it comes here; colours and the progress bar appear on terminals only.
class Output
{
public:
    struct Options
    {
        bool json = false;
        bool quiet = false;
        bool colours = true;
    };

    explicit Output(Options options);

    [[nodiscard]] bool isJson() const { return m_options.json; }
    /// Somebody sits at a terminal and can answer.
    [[nodiscard]] bool canAsk() const { return m_canAsk; }

    void line(const QString& text);
    void lines(const QStringList& texts);
    void json(const Json& document);
    /// One of many documents, on one line.
    void jsonLine(const Json& document);
    /// Information beside the result; left out with --quiet.
    void note(const QString& text);
    /// What has to be read before a question: shown with --quiet too.
    void important(const QStringList& texts);
    /// Standard error, and with --json the one document on standard output.
    void error(const Error& error);
    /// How far a change is: a bar on a terminal, a line for each finished step elsewhere.
    void step(ChangeStep step, StepState state);
    void endOfSteps();

    [[nodiscard]] QString heading(const QString& text) const;
    [[nodiscard]] QString coloured(StatusLevel level, const QString& text) const;

    /// False where standard output could not take everything.
    [[nodiscard]] bool flush();
    /// Nobody reads standard output any more: what stands there is given up, and is no failure.
    void forgetUnread();

private:
    void toError(const QString& text);

    Options m_options;
    bool m_canAsk = false;
    bool m_errorIsTerminal = false;
    bool m_barIsOpen = false;
    bool m_writtenJson = false;
};

} // namespace tradestate
