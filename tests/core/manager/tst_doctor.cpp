// SPDX-License-Identifier: MIT
#include "core/manager/doctorreport.h"
#include "doctorchecks.h"
#include "tests/support/fakeclock.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

SaveRecord recordOf(const char* id)
{
    SaveRecord record;
    record.saveId = QString::fromLatin1(id);
    record.savedAt = record.recordedAt = at("2025-07-20T08:00:00Z");
    record.writer = QStringLiteral("desk:bot:7");
    return record;
}

/// A sound record in a sound folder, seen just after it was saved.
DoctorFacts soundFacts()
{
    DoctorFacts facts;
    facts.settings = Settings();
    facts.settings->folder = QStringLiteral("/state");
    FolderHealth folder;
    folder.path = QStringLiteral("/state");
    folder.exists = true;
    folder.mode = 0700;
    facts.folder = folder;
    Snapshot snapshot;
    snapshot.conditions = { Condition::Flat };
    snapshot.proof = Proof::Verified;
    snapshot.record = recordOf("11111111-0000-4000-8000-000000000000");
    snapshot.readAt = at("2025-07-20T08:00:12Z");
    snapshot.ageSeconds = 12;
    facts.now = snapshot.readAt;
    facts.snapshot = snapshot;
    facts.backupFiles = { { QStringLiteral("/state/a.json"), {}, QStringLiteral("verified"), {} } };
    return facts;
}

DoctorFacts soundInflux()
{
    DoctorFacts facts = soundFacts();
    facts.settings->storeType = StoreType::InfluxDb;
    facts.settings->influxUrl = QStringLiteral("http://db:8086");
    facts.snapshot->store.layout = QStringLiteral("tables");
    for (int check = 0; check <= static_cast<int>(ConnectionCheck::Stored); ++check)
        facts.connection.push_back(
            { static_cast<ConnectionCheck>(check), CheckOutcome::Passed, QStringLiteral("found"), std::nullopt });
    return facts;
}

void fail(DoctorFacts& facts, ConnectionCheck check, ErrorCode code, CheckOutcome outcome = CheckOutcome::Failed)
{
    bool reached = true;
    for (ConnectionCheckResult& step : facts.connection) {
        if (step.check == check)
            step = { check, outcome, {}, Error { code, QStringLiteral("http://db:8086"), {} } };
        else if (!reached)
            step = { step.check, CheckOutcome::NotReached, {}, std::nullopt };
        if (step.check == check && outcome == CheckOutcome::Failed)
            reached = false;
    }
}

} // namespace

/// The doctor's report: what each trouble is called, how bad it is, and what a script is told.
class TestDoctor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allIsWell()
    {
        const DoctorReport report = reportOf(soundFacts());
        QCOMPARE(report.worst(), DoctorSeverity::Ok);
        QCOMPARE(report.trouble(), DoctorTrouble::None);
        QCOMPARE(report.recordStatus, QStringLiteral("flat"));
        for (const DoctorCheck& check : report.checks) {
            QVERIFY2(!check.evidence.isEmpty(), qPrintable(check.check));
            QVERIFY2(check.whatToDo.isEmpty(), qPrintable(check.check));
        }
        const DoctorReport influx = reportOf(soundInflux());
        QCOMPARE(influx.worst(), DoctorSeverity::Ok);
        for (const char* id : { "server", "version", "token", "bucket", "right-to-read", "right-to-write", "clock",
                 "stored", "layout", "retention", "pending-saves", "refused-saves" })
            QCOMPARE(severityOf(influx, id), QStringLiteral("ok"));
    }

    void jsonNamesEachCheck()
    {
        DoctorFacts facts = soundFacts();
        facts.snapshot->findings
            = { { Severity::Warning, findings::suspectedGhost, QStringLiteral("A-B"), {}, QStringLiteral("gone") } };
        const Json json = doctorJson(reportOf(facts));
        QCOMPARE(*json.find("status")->asText(), std::string("warning"));
        QCOMPARE(*json.find("record")->asText(), std::string("flat"));
        int ghosts = 0;
        for (const Json& check : *json.find("checks")->asArray()) {
            QCOMPARE(check.asObject()->size(), size_t(4));
            if (*check.find("check")->asText() != "ghosts") {
                QVERIFY(check.find("what_to_do")->isNull());
                continue;
            }
            ++ghosts;
            QCOMPARE(*check.find("severity")->asText(), std::string("warning"));
            QCOMPARE(compactJson(*check.find("evidence")), std::string("[\"suspected-ghost · A-B: gone\"]"));
            QVERIFY(check.find("what_to_do")->asText()->find("state-manager remove") != std::string::npos);
        }
        QCOMPARE(ghosts, 1);
    }

    /// Every code that there is belongs to a check with an advice of its own.
    void everyFindingHasItsCheck()
    {
        QFile header(QStringLiteral(TRADESTATE_FIXTURES "/../../core/state/finding.h"));
        QVERIFY(header.open(QIODevice::ReadOnly));
        const QString source = QString::fromUtf8(header.readAll());
        static const QRegularExpression code(
            QStringLiteral("inline const QString \\w+ = QStringLiteral\\(\"([a-z-]+)\"\\)"));
        int codes = 0;
        for (auto match = code.globalMatch(source); match.hasNext();) {
            const QString name = match.next().captured(1);
            ++codes;
            DoctorFacts facts = soundInflux();
            facts.snapshot->findings = { { Severity::Warning, name, {}, {}, QStringLiteral("the evidence") } };
            if (name == findings::clockDifference) // the connection test tells it with its advice
                fail(facts, ConnectionCheck::ClockAgrees, ErrorCode::InvalidTime, CheckOutcome::Warned);
            const DoctorReport report = reportOf(facts);
            int told = 0;
            for (const DoctorCheck& check : report.checks) {
                if (check.severity == DoctorSeverity::Ok)
                    continue;
                ++told;
                QVERIFY2(!check.whatToDo.isEmpty(), qPrintable(name));
                QVERIFY2(check.check != QLatin1String("other-findings") || name == findings::settingWithoutEffect,
                    qPrintable(name));
            }
            QVERIFY2(told == 1, qPrintable(name + QStringLiteral(" is told %1 times").arg(told)));
        }
        QVERIFY(codes >= 25);
    }

    void findingsKeepTheirSeverity()
    {
        DoctorFacts facts = soundFacts();
        const auto with = [&](Severity severity, const QString& code) {
            facts.snapshot->findings = { { severity, code, QStringLiteral("A-B"), QStringLiteral("f"), {} } };
            return reportOf(facts);
        };
        QCOMPARE(severityOf(with(Severity::Information, findings::defaultEquity), "portfolio"), QStringLiteral("note"));
        QCOMPARE(with(Severity::Warning, findings::placeholderEntry).trouble(), DoctorTrouble::None);
        const DoctorReport mismatch = with(Severity::Error, findings::checksumMismatch);
        QCOMPARE(severityOf(mismatch, "checksums"), QStringLiteral("error"));
        QCOMPARE(mismatch.trouble(), DoctorTrouble::Invalid);
        facts.snapshot->findings.clear();
        facts.snapshot->state.pairStates.emplace(QStringLiteral("A-B"),
            PairState(Json::Object { { "cooldown", Json::integer(0) }, { "z_score", Json(nullptr) } }));
        const DoctorReport unknown = reportOf(facts);
        QCOMPARE(severityOf(unknown, "unknown-figures"), QStringLiteral("note"));
        QCOMPARE(evidenceOf(unknown, "unknown-figures"),
            QStringLiteral("1 of 1 pair states have no z-score stored: it is unknown, not 0"));
        facts.snapshot->state.pairStates.clear();
        facts.snapshot->state.pairStates.emplace(
            QStringLiteral("A-B"), PairState(Json::Object { { "z_score", Json::integer(0) } }));
        QCOMPARE(evidenceOf(reportOf(facts), "unknown-figures"),
            QStringLiteral("1 of 1 pair states have no cooldown stored: it is unknown, not 0"));
    }

    void findingsNameTheirRowAndField()
    {
        DoctorFacts facts = soundFacts();
        facts.snapshot->findings = { { Severity::Warning, findings::invalidValue, QStringLiteral("A-B"),
            QStringLiteral("quantity"), QStringLiteral("quantity is \x1b[31mmuch") } };
        QCOMPARE(evidenceOf(reportOf(facts), "rows"),
            QStringLiteral("invalid-value · A-B quantity: quantity is \uFFFD[31mmuch"));
    }

    void whereNothingIsStoredNothingIsSaidOfIt()
    {
        DoctorFacts facts = soundFacts();
        facts.snapshot->conditions = { Condition::Empty };
        facts.snapshot->record.reset();
        const DoctorReport report = reportOf(facts);
        for (const char* id : { "ghosts", "checksums", "portfolio", "unknown-figures" })
            QCOMPARE(severityOf(report, id), QStringLiteral("absent"));
    }

    void whatScriptsAreTold_data()
    {
        QTest::addColumn<QList<Condition>>("conditions");
        QTest::addColumn<QString>("severity");
        QTest::addColumn<DoctorTrouble>("trouble");
        using C = QList<Condition>;
        QTest::newRow("verified") << C { Condition::Verified } << "ok" << DoctorTrouble::None;
        QTest::newRow("stale") << C { Condition::Stale, Condition::Verified } << "warning" << DoctorTrouble::None;
        QTest::newRow("unverified") << C { Condition::Unverified } << "warning" << DoctorTrouble::None;
        QTest::newRow("pending") << C { Condition::Pending, Condition::Flat } << "ok" << DoctorTrouble::NotConfirmed;
        QTest::newRow("torn") << C { Condition::Torn, Condition::Pending } << "error" << DoctorTrouble::Invalid;
        QTest::newRow("fork") << C { Condition::Fork, Condition::Pending, Condition::Verified } << "error"
                              << DoctorTrouble::Invalid;
        QTest::newRow("unreachable") << C { Condition::Unreachable, Condition::Pending, Condition::Verified } << "error"
                                     << DoctorTrouble::Refused;
        QTest::newRow("unreachable and torn")
            << C { Condition::Unreachable, Condition::Torn } << "error" << DoctorTrouble::Invalid;
        QTest::newRow("empty") << C { Condition::Empty } << "note" << DoctorTrouble::NothingStored;
    }

    void whatScriptsAreTold()
    {
        QFETCH(QList<Condition>, conditions);
        QFETCH(QString, severity);
        QFETCH(DoctorTrouble, trouble);
        DoctorFacts facts = soundInflux();
        facts.snapshot->conditions.assign(conditions.begin(), conditions.end());
        if (conditions.contains(Condition::Unreachable))
            facts.snapshot->primaryError = Error { ErrorCode::NotRunning, {}, {} };
        facts.snapshot->pendingSaves = conditions.contains(Condition::Pending) ? 2 : 0;
        const DoctorReport report = reportOf(facts);
        QCOMPARE(severityOf(report, "record"), severity);
        QCOMPARE(report.trouble(), trouble);
        QCOMPARE(report.recordStatus, conditionText(conditions.front()));
        QCOMPARE(severityOf(report, "pending-saves"),
            conditions.contains(Condition::Pending) ? QStringLiteral("warning") : QStringLiteral("ok"));
        if (conditions.contains(Condition::Pending))
            QVERIFY(evidenceOf(report, "pending-saves").contains(QLatin1String("2 saves are on this machine only")));
        const bool needsAdvice = severity != QLatin1String("ok");
        QCOMPARE(!find(report, "record")->whatToDo.isEmpty(), needsAdvice);
    }

    void aConnectionThatFails()
    {
        DoctorFacts facts = soundInflux();
        fail(facts, ConnectionCheck::TokenAccepted, ErrorCode::WrongToken);
        facts.snapshot->conditions = { Condition::Unreachable, Condition::Flat };
        facts.snapshot->primaryError = Error { ErrorCode::WrongToken, {}, {} };
        const DoctorReport report = reportOf(facts);
        QCOMPARE(severityOf(report, "server"), QStringLiteral("ok"));
        QCOMPARE(severityOf(report, "token"), QStringLiteral("error"));
        QCOMPARE(severityOf(report, "bucket"), QStringLiteral("note"));
        QVERIFY(evidenceOf(report, "bucket").startsWith(QLatin1String("Not checked")));
        QCOMPARE(severityOf(report, "layout"), QStringLiteral("absent"));
        QVERIFY(find(report, "token")->whatToDo.contains(QLatin1String("TRADING_STATE_INFLUXDB_TOKEN")));
        QCOMPARE(report.trouble(), DoctorTrouble::Refused);
    }

    void theRightToWriteMattersToWritersAlone()
    {
        DoctorFacts facts = soundInflux();
        fail(facts, ConnectionCheck::MayWrite, ErrorCode::MayNotWrite, CheckOutcome::Warned);
        QCOMPARE(severityOf(reportOf(facts), "right-to-write"), QStringLiteral("error"));
        QCOMPARE(reportOf(facts).trouble(), DoctorTrouble::Refused);
        facts.settings->readOnly = true;
        QCOMPARE(severityOf(reportOf(facts), "right-to-write"), QStringLiteral("note"));
        QCOMPARE(reportOf(facts).trouble(), DoctorTrouble::None);
    }

    void layoutsAndRestoreVersions()
    {
        DoctorFacts facts = soundInflux();
        facts.layoutUndecided = Error { ErrorCode::LayoutUndecided, QStringLiteral("demo"), {} };
        facts.restoreVersionWins = true;
        const DoctorReport report = reportOf(facts);
        QCOMPARE(severityOf(report, "layout"), QStringLiteral("error"));
        QVERIFY(find(report, "layout")->whatToDo.contains(QLatin1String("TRADING_STATE_INFLUXDB_LAYOUT")));
        QCOMPARE(severityOf(report, "restore-version"), QStringLiteral("warning"));
        QCOMPARE(report.trouble(), DoctorTrouble::Refused);
    }

    void refusedSavesSayWhy()
    {
        DoctorFacts facts = soundInflux();
        RefusedSave save;
        save.saveId = QStringLiteral("22222222-0000-4000-8000-000000000000");
        save.savedAt = save.firstRefused = save.lastTried = at("2025-07-20T07:00:00Z");
        save.errorId = errorId(ErrorCode::BeyondRetention);
        save.reason = QStringLiteral("points outside retention policy");
        facts.refused = { save };
        const DoctorReport report = reportOf(facts);
        for (const char* part : { "22222222", "beyond-retention", "points outside", "set aside", "07:00:00" })
            QVERIFY2(evidenceOf(report, "refused-saves").contains(QLatin1String(part)), part);
        QCOMPARE(report.trouble(), DoctorTrouble::NotConfirmed);
    }

    void anOverwrittenRestoreAndARunningSystem()
    {
        DoctorFacts facts = soundFacts();
        SaveRecord change = recordOf("33333333-0000-4000-8000-000000000000");
        change.reason = SaveReason::Restore;
        facts.snapshot->overwritten = Overwritten { change, recordOf("44444444-0000-4000-8000-000000000000") };
        facts.snapshot->live
            = LiveSystem { QStringLiteral("desk:bot:7"), facts.now, facts.now.plusNanoseconds(1), false };
        const DoctorReport report = reportOf(facts);
        QCOMPARE(severityOf(report, "restores"), QStringLiteral("warning"));
        QVERIFY(evidenceOf(report, "restores").contains(QLatin1String("by desk:bot:7")));
        QVERIFY(find(report, "restores")->whatToDo.contains(QLatin1String("restore --save 33333333-")));
        QCOMPARE(severityOf(report, "trading-system"), QStringLiteral("note"));
        QVERIFY(evidenceOf(report, "trading-system").contains(QLatin1String("its next save is due at")));
        QCOMPARE(report.trouble(), DoctorTrouble::None);
        facts.snapshot->live->holdsSessionLock = true; // that is surer than any time
        QVERIFY(evidenceOf(reportOf(facts), "trading-system")
                    .startsWith(QLatin1String("desk:bot:7 runs a trading session on this folder")));
    }

    void filesThatAreNotWhole()
    {
        DoctorFacts facts = soundFacts();
        const auto told = [](Severity severity, const QString& code, const char* message) {
            return std::vector { Finding { severity, code, {}, {}, QString::fromLatin1(message) } };
        };
        facts.journalFiles = { { QStringLiteral("/state/gone.json"), {}, QStringLiteral("damaged"),
            told(Severity::Error, errorId(ErrorCode::FileNotFound), "x") } };
        facts.backupFiles.push_back({ QStringLiteral("/state/b.json"), {}, QStringLiteral("unverified"), {} });
        facts.otherFiles = { { QStringLiteral("/state/old.json"), {}, QStringLiteral("salvaged"),
            told(Severity::Error, findings::salvaged, "cut off") } };
        DoctorReport report = reportOf(facts);
        // Another program took it away while the doctor looked: that is its right.
        QCOMPARE(severityOf(report, "journal-files"), QStringLiteral("ok"));
        QCOMPARE(evidenceOf(report, "backup-files"), QStringLiteral("2 read whole, 1 of them without a checksum"));
        QCOMPARE(severityOf(report, "other-files"), QStringLiteral("warning"));
        QVERIFY(evidenceOf(report, "other-files").contains(QLatin1String("old.json: salvaged; cut off")));
        QCOMPARE(report.trouble(), DoctorTrouble::None); // nothing on record depends on it

        facts.filesNotRead = { Error { ErrorCode::FileNotReadable, QStringLiteral("/state/journal"), {} } };
        report = reportOf(facts);
        QCOMPARE(severityOf(report, "files"), QStringLiteral("error"));
        QVERIFY(evidenceOf(report, "files").contains(QLatin1String("/state/journal")));
        QCOMPARE(report.trouble(), DoctorTrouble::Refused);
    }

    void aRecordThatCouldNotBeRead()
    {
        DoctorFacts facts = soundInflux();
        facts.snapshot->conditions = { Condition::Unreachable, Condition::Flat };
        facts.snapshot->primaryError = Error { ErrorCode::NotRunning, {}, {} };
        QCOMPARE(evidenceOf(reportOf(facts), "pending-saves"),
            QStringLiteral("None that this machine knows of; InfluxDB was not asked"));
        facts.snapshot->primaryError = Error { ErrorCode::InvalidSetting, {}, {} };
        QCOMPARE(reportOf(facts).trouble(), DoctorTrouble::WrongSettings);
        facts.snapshot.reset();
        facts.notRead = Error { ErrorCode::ChecksumMismatch, QStringLiteral("/state/\x1b[2Jx"), {} };
        const DoctorReport report = reportOf(facts);
        QCOMPARE(severityOf(report, "record"), QStringLiteral("error"));
        QVERIFY(evidenceOf(report, "record").contains(QStringLiteral("/state/\uFFFD[2Jx")));
        QVERIFY(!find(report, "record")->whatToDo.isEmpty());
        QCOMPARE(report.trouble(), DoctorTrouble::Invalid);
    }

    void theFolderIsLookedAt()
    {
        DoctorFacts facts = soundFacts();
        facts.folder->mode = 0755;
        facts.folder->isOwn = false;
        facts.folder->owner = QStringLiteral("bot");
        facts.folder->freeBytes = 1024;
        facts.folder->locks = { { QStringLiteral("session.lock"), QStringLiteral("desk:bot:7") } };
        DoctorReport report = reportOf(facts);
        QCOMPARE(severityOf(report, "folder"), QStringLiteral("warning"));
        for (const char* part : { "mode 0755", "belongs to bot", "0 MiB" })
            QVERIFY2(evidenceOf(report, "folder").contains(QLatin1String(part)), part);
        QVERIFY(find(report, "folder")->whatToDo.contains(QLatin1String("chmod 700 /state")));
        QCOMPARE(severityOf(report, "locks"), QStringLiteral("note"));
        QCOMPARE(evidenceOf(report, "locks"), QStringLiteral("session.lock is held by desk:bot:7"));
        QCOMPARE(report.trouble(), DoctorTrouble::None);

        facts = soundFacts();
        facts.folder->notReadable = Error { ErrorCode::FileNotReadable, QStringLiteral("/state"), {} };
        facts.folder->lockErrors = { Error { ErrorCode::FileNotReadable, QStringLiteral("/state/session.lock"), {} } };
        report = reportOf(facts);
        QCOMPARE(severityOf(report, "folder"), QStringLiteral("error"));
        QCOMPARE(report.trouble(), DoctorTrouble::Refused);
        QCOMPARE(severityOf(report, "locks"), QStringLiteral("warning"));
        QVERIFY(evidenceOf(report, "locks").contains(QLatin1String("session.lock")));
        QVERIFY(!find(report, "locks")->whatToDo.isEmpty());

        facts = soundFacts();
        facts.folder->notWritable = Error { ErrorCode::FolderNotWritable, QStringLiteral("/state"), {} };
        QCOMPARE(severityOf(reportOf(facts), "folder"), QStringLiteral("error"));
        QCOMPARE(reportOf(facts).trouble(), DoctorTrouble::Refused);
        facts.settings->readOnly = true;
        QCOMPARE(severityOf(reportOf(facts), "folder"), QStringLiteral("note"));
        QCOMPARE(reportOf(facts).trouble(), DoctorTrouble::None);
    }

    void wrongSettingsLeaveTheRest()
    {
        const auto wrong = [](const char* key) {
            return std::vector { Error { ErrorCode::InvalidSetting,
                QLatin1String("TRADING_STATE_") + QLatin1String(key), QStringLiteral("\"x\" in .env; allowed is y") } };
        };
        QVERIFY(leavesServerOpen(wrong("INFLUXDB_URL")) && leavesRecordOpen(wrong("CA_FILE")));
        QVERIFY(!leavesServerOpen(wrong("ACCOUNT")) && leavesRecordOpen(wrong("ACCOUNT")));
        QVERIFY(!leavesRecordOpen(wrong("LOG_LEVEL")) && !leavesRecordOpen({}));
        QVERIFY(leavesServerOpen({ Error { ErrorCode::InvalidSetting, QStringLiteral("--token-file /x"), {} } }));

        DoctorFacts facts = soundInflux();
        facts.settings->warnings = { QStringLiteral("TRADING_STATE_Y is no setting") };
        QCOMPARE(severityOf(reportOf(facts), "settings"), QStringLiteral("warning"));
        QVERIFY(!find(reportOf(facts), "settings")->whatToDo.isEmpty());
        QCOMPARE(reportOf(facts).trouble(), DoctorTrouble::None);
        facts.wrongSettings = wrong("INFLUXDB_URL");
        facts.settings->warnings = { QStringLiteral("TRADING_STATE_X is no setting") };
        facts.connection.clear();
        facts.snapshot.reset();
        DoctorReport report = reportOf(facts);
        QCOMPARE(severityOf(report, "settings"), QStringLiteral("error"));
        QVERIFY(evidenceOf(report, "settings").contains(QLatin1String("TRADING_STATE_INFLUXDB_URL")));
        QVERIFY(evidenceOf(report, "settings").contains(QLatin1String("TRADING_STATE_X")));
        for (const char* id : { "server", "record" }) {
            QCOMPARE(severityOf(report, id), QStringLiteral("note"));
            QVERIFY(evidenceOf(report, id).startsWith(QLatin1String("Not checked")));
        }
        QCOMPARE(severityOf(report, "folder"), QStringLiteral("ok"));
        QCOMPARE(severityOf(report, "backup-files"), QStringLiteral("ok"));
        QCOMPARE(report.trouble(), DoctorTrouble::WrongSettings);
        QVERIFY(report.recordStatus.isEmpty() && doctorJson(report).find("record")->isNull());

        DoctorFacts nothing;
        nothing.wrongSettings = { Error { ErrorCode::FileNotFound, QStringLiteral("/none/.env"), {} } };
        report = reportOf(nothing);
        QCOMPARE(report.trouble(), DoctorTrouble::WrongSettings);
        QCOMPARE(severityOf(report, "folder"), QStringLiteral("note"));
    }
};

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
