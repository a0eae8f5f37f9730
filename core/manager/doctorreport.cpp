// SPDX-License-Identifier: MIT
#include "core/manager/doctorreport.h"

#include "core/base/errorreason.h"
#include "core/base/plaintext.h"
#include "core/config/settingkeys.h"

#include <algorithm>

namespace tradestate {

namespace {

constexpr int closedMode = 0700;
constexpr qint64 lowDiskBytes = qint64(100) * 1024 * 1024;

bool concerns(const std::vector<Error>& wrongSettings, std::initializer_list<const char*> names)
{
    return std::any_of(wrongSettings.begin(), wrongSettings.end(), [&](const Error& error) {
        return std::any_of(names.begin(), names.end(),
            [&](const char* name) { return error.subject == settingPrefix() + QLatin1String(name); });
    });
}

/// Not every error is about a key: a token's file and an .env have paths.
bool concernsNoKey(const std::vector<Error>& wrongSettings)
{
    return std::any_of(wrongSettings.begin(), wrongSettings.end(),
        [](const Error& error) { return !error.subject.startsWith(settingPrefix()); });
}

bool readsOnly(const DoctorFacts& facts)
{
    return facts.settings && facts.settings->readOnly;
}

QString whereFrom(const Settings& settings)
{
    const QString source = settings.envFile.isEmpty() ? QStringLiteral("No .env; environment and defaults")
                                                      : QStringLiteral("From %1").arg(settings.envFile);
    return settings.storeType == StoreType::InfluxDb
        ? QStringLiteral("%1; the store is InfluxDB at %2, bucket %3, account %4")
              .arg(source, settings.influxUrl, settings.bucket, settings.account)
        : QStringLiteral("%1; the store is the journal, account %2").arg(source, settings.account);
}

void addSettings(DoctorReport& report, const DoctorFacts& facts)
{
    DoctorCheck check = doctorCheck("settings", "Settings");
    for (const Error& error : facts.wrongSettings) {
        check.evidence.append(evidenceOf(error));
        check.severity = DoctorSeverity::Error;
        check.trouble = DoctorTrouble::WrongSettings;
        check.whatToDo = errorAdvice(error);
    }
    if (facts.settings) {
        for (const QString& warning : facts.settings->warnings) {
            check.evidence.append(withoutControls(warning));
            check.severity = std::max(check.severity, DoctorSeverity::Warning);
        }
        if (facts.wrongSettings.empty())
            check.evidence.prepend(withoutControls(whereFrom(*facts.settings)));
    }
    if (check.severity == DoctorSeverity::Warning)
        check.whatToDo = QStringLiteral("Correct or remove what is named; as it stands it does not do what it says.");
    report.checks.push_back(std::move(check));
}

void addFolder(DoctorReport& report, const DoctorFacts& facts)
{
    DoctorCheck check = doctorCheck("folder", "Folder of journal and backups");
    if (!facts.folder) {
        check.severity = DoctorSeverity::Note;
        check.evidence = { QStringLiteral("Not checked: the settings that name it could not be read.") };
        report.checks.push_back(std::move(check));
        return;
    }
    const FolderHealth& folder = *facts.folder;
    QStringList advice;
    const auto tell = [&](DoctorSeverity severity, const QString& evidence, const QString& whatToDo) {
        check.severity = std::max(check.severity, severity);
        check.evidence.append(withoutControls(evidence));
        if (!whatToDo.isEmpty() && !advice.contains(whatToDo))
            advice.append(whatToDo);
    };
    if (!folder.exists) {
        tell(DoctorSeverity::Note, QStringLiteral("%1 does not exist; the first save makes it").arg(folder.path), {});
    } else {
        check.evidence.append(withoutControls(folder.path));
        if ((folder.mode & ~closedMode) != 0)
            tell(DoctorSeverity::Warning,
                QStringLiteral("Others may enter it (mode %1, owner %2)")
                    .arg(folder.mode, 4, 8, QLatin1Char('0'))
                    .arg(folder.owner),
                QStringLiteral("Close it: chmod 700 %1.").arg(folder.path));
        if (!folder.isOwn)
            tell(DoctorSeverity::Warning, QStringLiteral("It belongs to %1, not to who runs this").arg(folder.owner),
                QStringLiteral("Run this as %1, so that all programs can read each other's files.").arg(folder.owner));
        if (folder.freeBytes >= 0 && folder.freeBytes < lowDiskBytes)
            tell(DoctorSeverity::Warning,
                QStringLiteral("Its disk has %1 MiB left").arg(folder.freeBytes / (qint64(1024) * 1024)),
                QStringLiteral("Make room; a save that does not fit is refused."));
    }
    if (folder.notReadable) {
        tell(DoctorSeverity::Error, evidenceOf(*folder.notReadable), errorAdvice(*folder.notReadable));
        check.trouble = DoctorTrouble::Refused;
    }
    if (folder.notWritable) {
        const bool matters = !readsOnly(facts);
        tell(matters ? DoctorSeverity::Error : DoctorSeverity::Note, evidenceOf(*folder.notWritable),
            matters ? errorAdvice(*folder.notWritable) : QString());
        if (matters)
            check.trouble = DoctorTrouble::Refused;
    }
    check.whatToDo = withoutControls(advice.join(QLatin1Char(' ')));
    report.checks.push_back(std::move(check));
}

void addLocks(DoctorReport& report, const FolderHealth& folder)
{
    DoctorCheck check = doctorCheck("locks", "Locks");
    for (const HeldLock& lock : folder.locks) {
        check.severity = DoctorSeverity::Note;
        check.evidence.append(QStringLiteral("%1 is held by %2").arg(lock.name, lock.holder));
    }
    for (const Error& error : folder.lockErrors) {
        check.severity = DoctorSeverity::Warning;
        check.evidence.append(evidenceOf(error));
        check.whatToDo = errorAdvice(error);
    }
    if (check.evidence.isEmpty())
        check.evidence.append(QStringLiteral("None is held"));
    report.checks.push_back(std::move(check));
}

void addTold(DoctorReport& report, const DoctorFacts& facts)
{
    if (facts.told.isEmpty())
        return;
    QStringList told;
    for (const QString& line : facts.told)
        told.append(withoutControls(line));
    report.checks.push_back({ QStringLiteral("notes"), QStringLiteral("Notes of the folder"), DoctorSeverity::Warning,
        told, QStringLiteral("The next program that writes repairs them; look into the log if this is told again."),
        DoctorTrouble::None });
}

} // namespace

bool leavesServerOpen(const std::vector<Error>& wrongSettings)
{
    return concernsNoKey(wrongSettings)
        || concerns(wrongSettings,
            { "DB_TYPE", "INFLUXDB_URL", "INFLUXDB_TOKEN", "INFLUXDB_ORG", "INFLUXDB_BUCKET", "CA_FILE",
                "ALLOW_PLAIN_HTTP" });
}

bool leavesRecordOpen(const std::vector<Error>& wrongSettings)
{
    return leavesServerOpen(wrongSettings)
        || concerns(wrongSettings, { "ACCOUNT", "INFLUXDB_LAYOUT", "ENABLE_FILE_FALLBACK" });
}

QString evidenceOf(const Error& error)
{
    QString text = errorWhat(error.code);
    if (!error.subject.isEmpty())
        text += QStringLiteral(": ") + error.subject;
    if (!error.reason.isEmpty())
        text += QStringLiteral(" (") + errorReason(error) + QLatin1Char(')');
    return withoutControls(text);
}

DoctorTrouble troubleOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidSetting:
    case ErrorCode::MissingSetting:
        return DoctorTrouble::WrongSettings;
    case ErrorCode::Forked:
    case ErrorCode::TornSave:
    case ErrorCode::ChecksumMismatch:
        return DoctorTrouble::Invalid;
    default:
        return DoctorTrouble::Refused;
    }
}

DoctorReport reportOf(const DoctorFacts& facts)
{
    DoctorReport report;
    addSettings(report, facts);
    addFolder(report, facts);
    if (facts.folder && facts.folder->exists)
        addLocks(report, *facts.folder);
    addConnectionChecks(report, facts);
    addRecordChecks(report, facts);
    if (facts.snapshot)
        addFindingChecks(report, *facts.snapshot);
    addFileChecks(report, facts);
    addTold(report, facts);
    return report;
}

} // namespace tradestate
