// SPDX-License-Identifier: MIT
#include "restoresupport.h"
#include "tests/support/fakeclock.h"
#include "tests/support/keptlog.h"

#include "core/files/statefolder.h"
#include "core/manager/migration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace restoresupport;

namespace {

const QString fixtures = QStringLiteral(TRADESTATE_FIXTURES "/python-system/");

/// What a file is to someone who only reads: its bytes, when it was written, and under which name.
QStringList traceOf(const QString& folder)
{
    QStringList lines;
    for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly))
            return {};
        lines.append(QStringLiteral("%1 %2 %3")
                         .arg(info.fileName(), info.lastModified().toString(Qt::ISODateWithMs),
                             QString::fromLatin1(file.readAll().toHex())));
    }
    return lines;
}

} // namespace

/// Taking the files of older programs into the journal.
class TestMigrateFile : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_home;
    std::shared_ptr<test::FakeClock> m_clock;
    std::shared_ptr<test::KeptLog> m_log;

    [[nodiscard]] QString old() const { return m_home->filePath(QStringLiteral("old")); }
    [[nodiscard]] QString folder() const { return m_home->filePath(QStringLiteral("state")); }
    [[nodiscard]] Settings settings() const
    {
        Settings settings;
        settings.folder = folder();
        return settings;
    }
    [[nodiscard]] std::unique_ptr<StateManager> manager(const Settings& with, const char* program = "console") const
    {
        return std::make_unique<StateManager>(
            StateManager::Parts { with, m_clock, m_log, QString::fromLatin1(program) });
    }
    [[nodiscard]] std::unique_ptr<StateManager> manager() const { return manager(settings()); }

    void give(const char* fixture, const char* as = nullptr) const
    {
        const QString name = QString::fromLatin1(as ? as : fixture);
        QVERIFY(QFile::copy(fixtures + QLatin1String(fixture), old() + QLatin1Char('/') + name));
    }
    void giveEverything() const
    {
        for (const QFileInfo& file : QDir(fixtures).entryInfoList(QDir::Files))
            QVERIFY(QFile::copy(file.filePath(), old() + QLatin1Char('/') + file.fileName()));
    }
    [[nodiscard]] MigrationOptions options() const
    {
        MigrationOptions options;
        options.paths = { old() };
        return options;
    }
    static QString outcome(const MigrationReport& report, const char* name)
    {
        for (const MigrationItem& item : report.items) {
            if (item.file.endsWith(QLatin1Char('/') + QLatin1String(name)))
                return migrationOutcomeText(item.outcome);
        }
        return QStringLiteral("absent");
    }
    static TradingState stateOf(const char* fixture)
    {
        QFile file(fixtures + QLatin1String(fixture));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s", fixture);
        return must(readDocument(file.readAll().toStdString())).state;
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_clock = std::make_shared<test::FakeClock>("2026-11-26T08:00:00Z");
        m_log = std::make_shared<test::KeptLog>();
        QVERIFY(QDir().mkpath(old()));
    }

    void everyShapeOfAFolder()
    {
        giveEverything();
        const QStringList before = traceOf(old());
        const MigrationReport report = must(manager()->migrate(options()));
        for (const char* name : { "state_file.json", "trading_state_backup_20261123_091528.json",
                 "legacy_mt5_state.json", "legacy_mt5_state_older.json", "broker_summary_state.json",
                 "backup_nested_portfolio.json", "event_log_last_save.json" })
            QCOMPARE(QLatin1String(name) + outcome(report, name), QLatin1String(name) + QStringLiteral("migrated"));
        QCOMPARE(outcome(report, "position_fallback.json"), QStringLiteral("partial"));
        QCOMPARE(outcome(report, "position_fallback_cut_off.json"), QStringLiteral("same-as-another"));
        QCOMPARE(outcome(report, "state_file_damaged.json.backup"), QStringLiteral("partial"));
        QCOMPARE(outcome(report, "backup_of_nothing_read.json"), QStringLiteral("nothing-read"));
        QCOMPARE(outcome(report, "checksums.json"), QStringLiteral("no-state"));
        QCOMPARE(outcome(report, "event_log.lp"), QStringLiteral("absent"));
        QCOMPARE(outcome(report, "utility_check_output.txt"), QStringLiteral("absent"));
        QVERIFY(before.size() > 20);
        QCOMPARE(traceOf(old()), before);

        // The newest is on record, whole; the others are its history, oldest first.
        const Snapshot now = must(manager()->load());
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(text(now.state), text(stateOf("state_file.json")));
        QCOMPARE(now.record->reason, SaveReason::Migration);
        QCOMPARE(now.record->restoredFrom->file, old() + QStringLiteral("/state_file.json"));
        QCOMPARE(*now.record->restoredFrom->checksum, stateChecksum(now.state));
        QVERIFY(now.record->description.contains(QStringLiteral("state_file.json")));
        const auto lines = must(manager()->history());
        QCOMPARE(lines.size(), size_t(report.count(MigrationOutcome::Migrated)));
        for (size_t i = 0; i + 1 < lines.size(); ++i)
            QCOMPARE(lines[i].record.parentSaveId, lines[i + 1].record.saveId);
        QVERIFY(lines.back().record.parentSaveId.isEmpty());
        const auto made = std::count_if(report.items.begin(), report.items.end(), [&](const MigrationItem& item) {
            return std::any_of(lines.begin(), lines.end(),
                [&item](const HistoryEntry& line) { return line.record.saveId == item.saveId; });
        });
        QCOMPARE(size_t(made), lines.size());
    }

    void everyMigratedStateIsTheFilesOwn_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : { "state_file.json", "trading_state_backup_20261123_091528.json",
                 "legacy_mt5_state.json", "broker_summary_state.json", "backup_nested_portfolio.json",
                 "position_fallback.json", "position_fallback_cut_off.json", "state_file_damaged.json.backup" })
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void everyMigratedStateIsTheFilesOwn()
    {
        QFETCH(QString, name);
        MigrationOptions one;
        one.paths = { fixtures + name };
        const MigrationReport report = must(manager()->migrate(one));
        QCOMPARE(report.items.size(), size_t(1));
        QCOMPARE(report.items.front().outcome, MigrationOutcome::Migrated);
        const Snapshot now = must(manager()->load());
        QCOMPARE(text(now.state), text(stateOf(qPrintable(name))));
        QCOMPARE(now.proof, Proof::Verified);
        QCOMPARE(qint64(now.state.positions.size()), report.items.front().positions);
    }

    void aSecondRunChangesNothing()
    {
        giveEverything();
        must(manager()->migrate(options()));
        m_clock->advance(60);
        const QString journal = folder() + QStringLiteral("/journal/default");
        const QStringList before = traceOf(journal);
        QVERIFY(!before.isEmpty());
        MigrationOptions again = options();
        again.confirm = [](const MigrationReport&) -> Result<void> { return failure(ErrorCode::Internal); };
        const MigrationReport report = must(manager()->migrate(again));
        QCOMPARE(migrationResultText(report), QStringLiteral("nothing-to-do"));
        QCOMPARE(report.count(MigrationOutcome::Migrated), 0);
        QCOMPARE(report.count(MigrationOutcome::Refused), 0);
        QCOMPARE(traceOf(journal), before);
    }

    void alsoAfterABackupInTheSameFolder()
    {
        give("state_file.json");
        Settings same = settings();
        same.folder = old();
        must(manager(same)->migrate(options()));
        must(manager(same)->backup(QStringLiteral("mine")));
        const MigrationReport report = must(manager(same)->migrate(options()));
        QCOMPARE(migrationResultText(report), QStringLiteral("nothing-to-do"));
        // With the record gone the backup is what counts, and the old file is not taken in its place.
        QVERIFY(QDir(old() + QStringLiteral("/journal")).removeRecursively());
        const MigrationReport lost = must(manager(same)->migrate(options()));
        QCOMPARE(migrationResultText(lost), QStringLiteral("refused"));
        QVERIFY(must(manager(same)->load()).has(Condition::Empty));
    }

    void aDryRunWritesNothing()
    {
        giveEverything();
        MigrationOptions dry = options();
        dry.dryRun = true;
        const MigrationReport report = must(manager()->migrate(dry));
        QVERIFY(report.count(MigrationOutcome::ToMigrate) >= 6);
        QVERIFY(!report.obstacle);
        QVERIFY(!QFile::exists(folder()));
        QVERIFY(must(manager()->load()).has(Condition::Empty));
    }

    void declinedNothingIsWritten()
    {
        give("state_file.json");
        MigrationOptions asked = options();
        int shown = 0;
        asked.confirm = [&](const MigrationReport& report) -> Result<void> {
            shown = report.count(MigrationOutcome::ToMigrate);
            return failure(ErrorCode::Declined);
        };
        QCOMPARE(manager()->migrate(asked).error().code, ErrorCode::Declined);
        QCOMPARE(shown, 1);
        QVERIFY(must(manager()->load()).has(Condition::Empty));
    }

    void whatIsOnRecordStays()
    {
        give("state_file.json");
        must(manager()->journalSave(firstState(), SaveReason::Shutdown, {}));
        const MigrationReport report = must(manager()->migrate(options()));
        QCOMPARE(migrationResultText(report), QStringLiteral("refused"));
        QCOMPARE(report.items.front().outcome, MigrationOutcome::Refused);
        QCOMPARE(text(must(manager()->load()).state), text(firstState()));
        QCOMPARE(must(manager()->history()).size(), size_t(1));
    }

    void whatARestoreTookIsOnRecord()
    {
        give("state_file.json");
        const auto console = manager();
        must(console->apply(must(console->planRestore(old() + QStringLiteral("/state_file.json")))));
        must(console->journalSave(firstState(), SaveReason::Shutdown, {}));
        const MigrationReport report = must(console->migrate(options()));
        QCOMPARE(report.items.front().outcome, MigrationOutcome::OnRecord);
        QVERIFY(!report.items.front().saveId.isEmpty());
    }

    void aSaveMadeWhileItAsks()
    {
        give("state_file.json");
        MigrationOptions asked = options();
        asked.confirm = [&](const MigrationReport&) -> Result<void> {
            must(manager(settings(), "bot")->journalSave(firstState(), SaveReason::Shutdown, {}));
            return {};
        };
        QCOMPARE(manager()->migrate(asked).error().code, ErrorCode::HeadChanged);
        QCOMPARE(must(manager()->history()).size(), size_t(1));
    }

    void aFileThatChangesWhileItAsks()
    {
        give("state_file.json");
        give("legacy_mt5_state.json");
        MigrationOptions asked = options();
        const auto replace = [&](const char* name) {
            asked.confirm = [this, name](const MigrationReport&) -> Result<void> {
                const QString path = old() + QLatin1Char('/') + QLatin1String(name);
                if (!QFile::remove(path) || !QFile::copy(fixtures + QStringLiteral("position_fallback.json"), path))
                    return failure(ErrorCode::Internal);
                return {};
            };
        };
        // The newest must be what was shown; without it nothing may stand in its place.
        replace("state_file.json");
        QCOMPARE(manager()->migrate(asked).error().code, ErrorCode::HeadChanged);
        QVERIFY(must(manager()->load()).has(Condition::Empty));

        QVERIFY(QFile::remove(old() + QStringLiteral("/state_file.json")));
        give("state_file.json");
        give("broker_summary_state.json");
        QVERIFY(QFile::remove(old() + QStringLiteral("/legacy_mt5_state.json")));
        give("legacy_mt5_state.json");
        replace("legacy_mt5_state.json");
        const MigrationReport report = must(manager()->migrate(asked));
        QCOMPARE(outcome(report, "legacy_mt5_state.json"), QStringLiteral("changed"));
        QCOMPARE(outcome(report, "broker_summary_state.json"), QStringLiteral("migrated"));
        QCOMPARE(text(must(manager()->load()).state), text(stateOf("state_file.json")));
    }

    void anInterruptedOneGoesOn()
    {
        for (const char* name : { "broker_summary_state.json", "legacy_mt5_state.json", "state_file.json" })
            give(name);
        // As a crash after the first save leaves it.
        must(manager()->migrate(options()));
        const QDir journal(folder() + QStringLiteral("/journal/default"));
        const QStringList saves = journal.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name);
        QCOMPARE(saves.size(), 3);
        QVERIFY(QFile::remove(journal.filePath(saves[1])) && QFile::remove(journal.filePath(saves[2])));
        QCOMPARE(text(must(manager()->load()).state), text(stateOf("broker_summary_state.json")));

        const MigrationReport report = must(manager()->migrate(options()));
        QCOMPARE(report.count(MigrationOutcome::Migrated), 2);
        QCOMPARE(outcome(report, "broker_summary_state.json"), QStringLiteral("already-on-record"));
        QCOMPARE(text(must(manager()->load()).state), text(stateOf("state_file.json")));
        QCOMPARE(must(manager()->history()).size(), size_t(3));
        QCOMPARE(migrationResultText(must(manager()->migrate(options()))), QStringLiteral("nothing-to-do"));
    }

    void readOnly()
    {
        give("state_file.json");
        Settings closed = settings();
        closed.readOnly = true;
        QCOMPARE(manager(closed)->migrate(options()).error().code, ErrorCode::ReadOnly);
        MigrationOptions dry = options();
        dry.dryRun = true;
        const MigrationReport report = must(manager(closed)->migrate(dry));
        QCOMPARE(report.count(MigrationOutcome::ToMigrate), 1);
        QCOMPARE(report.obstacle->code, ErrorCode::ReadOnly);
        QVERIFY(!QFile::exists(folder()));
    }

    void aRunningTradingSystem()
    {
        give("state_file.json");
        const auto opened = must(StateFolder::open(folder(), QStringLiteral("bot")));
        {
            const auto session = opened->tryLockSession();
            QVERIFY(session);
            QCOMPARE(manager()->migrate(options()).error().code, ErrorCode::TradingSystemLive);
            MigrationOptions dry = options();
            dry.dryRun = true;
            QCOMPARE(must(manager()->migrate(dry)).obstacle->code, ErrorCode::TradingSystemLive);
            QVERIFY(must(manager()->load()).has(Condition::Empty));
        }
        QCOMPARE(must(manager()->migrate(options())).count(MigrationOutcome::Migrated), 1);
    }

    void aFileThatCannotBeRead()
    {
        give("state_file.json");
        // A regular file of which no byte can be read, also for root.
        QVERIFY(QFile::link(QStringLiteral("/proc/self/mem"), old() + QStringLiteral("/newer.json")));
        const auto refused = manager()->migrate(options());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FileNotReadable);
        QVERIFY2(refused.error().advice.contains(QStringLiteral("newest")), qPrintable(describe(refused.error())));
        QVERIFY(must(manager()->load()).has(Condition::Empty));
    }

    void anUnreachableDatabaseMayHoldARecord()
    {
        give("state_file.json");
        Settings away = settings();
        away.storeType = StoreType::InfluxDb;
        away.influxUrl = QStringLiteral("http://127.0.0.1:1");
        away.bucket = QStringLiteral("none");
        away.allowPlainHttp = true;
        away.retryAttempts = 0;
        const auto result = manager(away)->migrate(options());
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::NotRunning);
    }

    void stopped()
    {
        give("state_file.json");
        std::stop_source source;
        source.request_stop();
        QCOMPARE(manager()->migrate(options(), source.get_token()).error().code, ErrorCode::Cancelled);
        QVERIFY(must(manager()->load()).has(Condition::Empty));
    }
};

QTEST_GUILESS_MAIN(TestMigrateFile)
#include "tst_migrate_file.moc"
