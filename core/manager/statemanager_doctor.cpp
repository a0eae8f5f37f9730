// SPDX-License-Identifier: MIT
#include "core/files/folderlisting.h"
#include "core/influx/influxql.h"
#include "core/manager/doctorreport.h"
#include "core/manager/statemanager_private.h"

#include <QDir>

#include <algorithm>

namespace tradestate {

namespace {

/// Keeps what reading warns of, so that it is told and not written anywhere.
class WarningList final : public Log
{
public:
    void write(LogLevel level, const QString& line) override
    {
        if (level >= LogLevel::Warning)
            lines.append(line);
    }
    void writeBlock(LogLevel level, const QStringList& block) override
    {
        if (level >= LogLevel::Warning)
            lines.append(block);
    }

    QStringList lines;
};

std::optional<Error> failedStep(const std::vector<ConnectionCheckResult>& steps)
{
    for (const ConnectionCheckResult& step : steps) {
        if (step.outcome == CheckOutcome::Failed)
            return step.error;
    }
    return std::nullopt;
}

/// A restore of the Python system's own leaves a version that its reader prefers to all later ones.
Result<bool> holdsRestoreVersion(const Settings& settings, const std::stop_token& stop)
{
    InfluxClient client(connectionOf(settings));
    const auto operations
        = client.query("SHOW TAG VALUES FROM \"trading_state\" WITH KEY = \"operation\" WHERE \"state_id\" = "
                + influxString("portfolio_main"),
            stop);
    if (!operations)
        return tl::unexpected(operations.error());
    for (const InfluxSeries& series : operations->series) {
        for (size_t row = 0; row < series.rowCount(); ++row) {
            if (series.at(row, "value").text == "restore")
                return true;
        }
    }
    return false;
}

/// Files of the folder that may hold a state and are neither ours nor backups.
bool mayBeStateFile(const QString& name)
{
    static const QStringList own { QStringLiteral("folder.json"), QStringLiteral("replicated.json"),
        QStringLiteral("refused.json") };
    const bool isJson = name.endsWith(QLatin1String(".json")) || name.contains(QLatin1String(".json."));
    return isJson && !own.contains(name) && !name.startsWith(QLatin1String("trading_state_backup_"));
}

bool isNoState(const VerifyLine& line)
{
    return std::any_of(line.findings.begin(), line.findings.end(),
        [](const Finding& finding) { return finding.code == errorId(ErrorCode::NotAState); });
}

template <typename T>
void keep(Result<T> found, T& into, std::vector<Error>& errors)
{
    if (found)
        into = std::move(*found);
    else
        errors.push_back(found.error());
}

} // namespace

DoctorReport StateManager::examine(const std::vector<Error>& wrongSettings, const std::stop_token& stop) const
{
    DoctorFacts facts;
    facts.settings = d->settings;
    facts.wrongSettings = wrongSettings;
    facts.folder = lookAtFolder(d->settings.folder, d->settings.account);

    // A look of its own that may write nothing, whatever this manager may.
    Parts parts { d->settings, d->clock, nullptr, d->program };
    parts.settings.readOnly = true;
    const auto warnings = std::make_shared<WarningList>();
    parts.log = warnings;
    Private look(std::move(parts));

    std::optional<Error> notConnected;
    if (look.hasPrimary() && !leavesServerOpen(wrongSettings)) {
        facts.connection = testConnection(connectionOf(d->settings), d->settings.account, {}, stop);
        notConnected = failedStep(facts.connection);
    }
    const bool asksPrimary = look.hasPrimary() && !notConnected;
    if (!leavesRecordOpen(wrongSettings)) {
        auto view = look.readRecord(asksPrimary ? AskPrimary::Saves : AskPrimary::Nothing, stop);
        if (view && notConnected)
            (*view)->primaryError = notConnected; // the server is not made to fail twice
        auto snapshot = view ? look.snapshot(**view, stop) : Result<Snapshot>(tl::unexpected(view.error()));
        if (snapshot)
            facts.snapshot = std::move(*snapshot);
        else
            facts.notRead = snapshot.error();
        if (view) {
            facts.refused = (*view)->notes.refused;
            keep(look.verifyJournal(**view, stop), facts.journalFiles, facts.filesNotRead);
        }
        if (view && (*view)->heads()) {
            if (const auto why = look.primary().whyNotWrite(stop); why && why->code == ErrorCode::LayoutUndecided)
                facts.layoutUndecided = why;
            if (look.primary().layout() == QLatin1String("versions")) {
                const auto holds = holdsRestoreVersion(d->settings, stop);
                facts.restoreVersionWins = holds && *holds;
                if (!holds)
                    warnings->write(LogLevel::Warning, describe(holds.error()));
            }
        }
    }
    keep(look.verifyBackups(stop), facts.backupFiles, facts.filesNotRead);
    if (const auto names = namesIn(d->settings.folder)) {
        for (const QString& name : *names) {
            if (!mayBeStateFile(name) || stop.stop_requested())
                continue;
            VerifyLine line = look.verifyFile(QDir(d->settings.folder).filePath(name));
            if (!isNoState(line))
                facts.otherFiles.push_back(std::move(line));
        }
    }
    facts.told = warnings->lines;
    facts.now = look.now();
    return reportOf(facts);
}

} // namespace tradestate
