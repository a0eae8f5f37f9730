// SPDX-License-Identifier: MIT
#include "restoresupport.h"
#include "tests/support/fakeclock.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace restoresupport;

namespace {

int filesIn(const QString& folder)
{
    return static_cast<int>(QDir(folder).entryList({ QStringLiteral("*.json") }, QDir::Files).size());
}

/// No file may grow beyond so many bytes while this lives, as on a full disk.
class FileSizeLimit
{
public:
    explicit FileSizeLimit(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit { bytes, m_before.rlim_max };
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_before {};
};

} // namespace

/// Backup, restore, undo and removal on the file store, as console and command line do them.
class TestRestoreFile : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<test::FakeClock> m_clock;

    std::unique_ptr<StateManager> manager(const char* program = "console")
    {
        StateManager::Parts parts;
        parts.settings.folder = m_folder->filePath(QStringLiteral("state"));
        parts.clock = m_clock;
        parts.program = QString::fromLatin1(program);
        return std::make_unique<StateManager>(std::move(parts));
    }
    /// A save of the trading system, which then stops.
    void save(const TradingState& state, SaveReason reason = SaveReason::Shutdown)
    {
        must(manager("bot")->journalSave(state, reason, {}));
        m_clock->advance(10);
    }
    QString journal() const { return m_folder->filePath(QStringLiteral("state/journal/default")); }
    QString write(const char* name, const QByteArray& bytes) const
    {
        QFile file(m_folder->filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock = std::make_shared<test::FakeClock>("2025-07-20T08:00:00Z");
    }

    void backupChangeRestore()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        const BackupReport backup = must(console->backup(QStringLiteral("before the rollover")));

        TradingState changed = first;
        close(changed, "A-B");
        open(changed, "C-D", "0.9");
        open(changed, "E-F", "3");
        save(changed);

        const ChangePlan plan = must(console->planRestore(backup.path));
        QVERIFY(plan.blockers.empty());
        QVERIFY(plan.forceable.empty());
        QCOMPARE(plan.sourceProof, Proof::Verified);
        QCOMPARE(plan.count(ChangeKind::Added), 1);
        QCOMPARE(plan.count(ChangeKind::Changed), 1);
        QCOMPARE(plan.count(ChangeKind::Removed), 1);

        const ChangeReport report = must(console->apply(plan));
        QVERIFY(report.confirmed);
        QVERIFY(report.banner.contains(QStringLiteral("Found 2 stored positions")));
        const Snapshot now = must(console->load());
        QCOMPARE(text(now.state), text(first));
        QCOMPARE(now.status(), Condition::Verified);
        QCOMPARE(now.record->reason, SaveReason::Restore);
        QCOMPARE(now.record->restoredFrom->file, backup.path);
        QCOMPARE(now.undoable->saveId, report.record.saveId);

        // The rescue copy holds, proven, what was on record before.
        const Snapshot rescue = must(console->viewFile(report.rescueFile));
        QCOMPARE(text(rescue.state), text(changed));
        QCOMPARE(rescue.proof, Proof::Verified);
        QCOMPARE(QFile::permissions(report.rescueFile) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void undoAfterLaterSavesAndRedo()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = first;
        close(changed, "A-B");
        open(changed, "C-D", "0.9");
        save(changed);
        const ChangeReport restored = must(console->apply(must(console->planRestore(backup.path))));
        m_clock->advance(10);

        TradingState later = first; // the system starts from the restored state and trades on
        open(later, "C-D", "0.5");
        open(later, "N-N", "7");
        later.portfolio.setField("total_value", *Decimal::parse("99"));
        save(later, SaveReason::Start);
        save(later);

        const ChangePlan undo = must(console->planUndo());
        QCOMPARE(undo.undoes, restored.record.saveId);
        QVERIFY(undo.blockers.empty());
        int conflicts = 0;
        for (const PlanRow& row : undo.rows) {
            if (row.conflict)
                ++conflicts;
            if (row.part == StatePart::Position && row.key == QLatin1String("C-D"))
                QVERIFY(row.conflict && !row.ticked);
        }
        QVERIFY(conflicts >= 1);
        const ChangeReport undone = must(console->apply(undo));
        QCOMPARE(undone.record.reason, SaveReason::Undo);
        m_clock->advance(10);
        Snapshot now = must(console->load());
        QVERIFY(!now.state.positions.contains(QStringLiteral("A-B"))); // back to closed
        QCOMPARE(now.state.positions.at(QStringLiteral("C-D")).quantity()->text(), std::string("0.5")); // stays
        QVERIFY(now.state.positions.contains(QStringLiteral("N-N")));
        QCOMPARE(now.state.portfolio.openPositions()->text(), std::string("2"));
        QCOMPARE(now.state.portfolio.totalValue()->text(), std::string("99"));

        const ChangePlan redo = must(console->planUndo());
        QCOMPARE(redo.undoes, undone.record.saveId);
        must(console->apply(redo));
        now = must(console->load());
        QCOMPARE(text(now.state), text(later));
    }

    void undoOutlivesItsRescueFile()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = first;
        close(changed, "A-B");
        save(changed);
        const ChangeReport report = must(console->apply(must(console->planRestore(backup.path))));
        m_clock->advance(10);
        // Somebody edited the rescue copy: it no longer proves itself, the journal does.
        QFile rescue(report.rescueFile);
        QVERIFY(rescue.open(QIODevice::ReadWrite));
        QByteArray bytes = rescue.readAll();
        QVERIFY(bytes.contains("0.2"));
        bytes.replace("0.2", "0.3");
        QVERIFY(rescue.seek(0) && rescue.write(bytes) == bytes.size());
        rescue.close();
        must(console->apply(must(console->planUndo())));
        QCOMPARE(text(must(console->load()).state), text(changed));
    }

    void nothingToUndo()
    {
        const auto console = manager();
        QCOMPARE(console->planUndo().error().code, ErrorCode::NothingToUndo);
        save(firstState());
        QCOMPARE(console->planUndo().error().code, ErrorCode::NothingToUndo);
    }

    void onlySomePairs()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = first;
        close(changed, "A-B");
        open(changed, "C-D", "0.9");
        changed.portfolio.setField("total_value", *Decimal::parse("7"));
        save(changed);
        PlanOptions options;
        options.only = QStringList { QStringLiteral("A-B") };
        must(console->apply(must(console->planRestore(backup.path, options))));
        TradingState expected = changed;
        open(expected, "A-B", "0.1");
        QCOMPARE(text(must(console->load()).state), text(expected));
    }

    void removeOnePosition()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        QVERIFY(!must(console->planRemove(QStringLiteral("A-B"), QString())).blockers.empty());
        const ChangePlan plan = must(console->planRemove(QStringLiteral("A-B"), QStringLiteral("closed by hand")));
        const ChangeReport report = must(console->apply(plan));
        QVERIFY(!report.rescueFile.isEmpty());
        QCOMPARE(report.record.reason, SaveReason::Remove);
        TradingState expected = first;
        close(expected, "A-B");
        const Snapshot now = must(console->load());
        QCOMPARE(text(now.state), text(expected));
        QVERIFY(now.record->description.contains(QStringLiteral("closed by hand")));
        m_clock->advance(10);
        must(console->apply(must(console->planUndo())));
        QCOMPARE(text(must(console->load()).state), text(first));
    }

    void intoAnEmptyFolder()
    {
        save(firstState());
        const BackupReport backup = must(manager()->backup({}, m_folder->path() + QLatin1Char('/')));
        QVERIFY(QDir(m_folder->filePath(QStringLiteral("state"))).removeRecursively());
        const auto console = manager();
        const ChangeReport report = must(console->apply(must(console->planRestore(backup.path))));
        QVERIFY(report.rescueFile.isEmpty());
        const Snapshot now = must(console->load());
        QCOMPARE(text(now.state), text(firstState()));
        QCOMPARE(now.status(), Condition::Verified);
    }

    void aFlatBookIsAStateToo()
    {
        TradingState flat = firstState();
        close(flat, "A-B");
        close(flat, "C-D");
        save(flat);
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        save(firstState());
        must(console->apply(must(console->planRestore(backup.path))));
        const Snapshot now = must(console->load());
        QCOMPARE(now.status(), Condition::Flat);
        QCOMPARE(text(now.state), text(flat));
    }

    void everyDocumentOfThePythonSystem_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("positions");
        QTest::newRow("backup") << "trading_state_backup_20261123_091528.json" << 6;
        QTest::newRow("state file") << "state_file.json" << -1;
        QTest::newRow("position fallback") << "position_fallback.json" << -1;
        QTest::newRow("legacy") << "legacy_mt5_state.json" << -1;
        QTest::newRow("broker summary") << "broker_summary_state.json" << -1;
        QTest::newRow("nested portfolio") << "backup_nested_portfolio.json" << -1;
    }

    void everyDocumentOfThePythonSystem()
    {
        QFETCH(QString, file);
        QFETCH(int, positions);
        const QString path = QStringLiteral(TRADESTATE_FIXTURES "/python-system/") + file;
        const auto console = manager();
        const Snapshot viewed = must(console->viewFile(path));
        ChangePlan plan = must(console->planRestore(path));
        QVERIFY2(plan.blockers.empty(), plan.blockers.empty() ? "" : qPrintable(describe(plan.blockers.front())));
        for (PlanRow& row : plan.rows)
            row.ticked = true;
        if (positions >= 0)
            QCOMPARE(plan.count(ChangeKind::Added), positions);
        must(console->apply(plan));
        const Snapshot now = must(console->load());
        QCOMPARE(text(now.state), text(viewed.state));
        QVERIFY(!now.has(Condition::Unverified)); // from here on it carries a checksum
    }

    void aBackupOfNothingReadIsNeverRestored()
    {
        save(firstState());
        const auto console = manager();
        const QString path = QStringLiteral(TRADESTATE_FIXTURES "/python-system/backup_of_nothing_read.json");
        PlanOptions options;
        options.acceptSalvaged = true;
        const ChangePlan plan = must(console->planRestore(path, options));
        QCOMPARE(plan.blockers.front().code, ErrorCode::NothingRead);
        ApplyOptions force;
        force.systemIsStopped = true;
        force.withoutPrimary = true;
        QCOMPARE(console->apply(plan, force).error().code, ErrorCode::NothingRead);
        QCOMPARE(text(must(console->load()).state), text(firstState()));
    }

    void aDamagedFileOnlyWhenAccepted()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        QFile fixture(QStringLiteral(TRADESTATE_FIXTURES "/python-system/position_fallback_cut_off.json"));
        QVERIFY(fixture.open(QIODevice::ReadOnly));
        const QString path = write("cut.json", fixture.readAll());
        const ChangePlan refused = must(console->planRestore(path));
        QCOMPARE(refused.blockers.front().code, ErrorCode::SalvagedOnly);
        QVERIFY(!refused.recovered.empty());
        QCOMPARE(console->apply(refused).error().code, ErrorCode::SalvagedOnly);

        PlanOptions options;
        options.acceptSalvaged = true;
        const ChangePlan accepted = must(console->planRestore(path, options));
        QVERIFY(accepted.blockers.empty());
        QVERIFY(accepted.count(ChangeKind::Added) > 0);
        QCOMPARE(accepted.count(ChangeKind::Removed), 0);
        must(console->apply(accepted));
        const Snapshot now = must(console->load());
        QVERIFY(now.state.positions.size() > first.positions.size());
        QVERIFY(now.state.positions.contains(QStringLiteral("A-B")));
    }

    void aBackupThatWasEditedIsRefused()
    {
        save(firstState());
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        QFile file(backup.path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        bytes.replace("101234.50", "901234.50");
        const QString edited = write("edited.json", bytes);
        const ChangePlan plan = must(console->planRestore(edited));
        QCOMPARE(plan.blockers.front().code, ErrorCode::ChecksumMismatch);
        QCOMPARE(console->apply(plan).error().code, ErrorCode::ChecksumMismatch);
    }

    void aRunningSystemIsInTheWay()
    {
        save(firstState());
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = firstState();
        close(changed, "A-B");
        save(changed, SaveReason::Trade);
        const ChangePlan plan = must(console->planRestore(backup.path));
        QCOMPARE(plan.forceable.front().code, ErrorCode::TradingSystemLive);
        QCOMPARE(console->apply(plan).error().code, ErrorCode::TradingSystemLive);
        QCOMPARE(must(console->planRemove(QStringLiteral("C-D"), QStringLiteral("why"))).forceable.front().code,
            ErrorCode::TradingSystemLive);

        // Two intervals without a save: it is no longer running.
        m_clock->advance(600);
        QVERIFY(must(console->planRestore(backup.path)).forceable.empty());

        save(changed, SaveReason::Periodic);
        ApplyOptions force;
        force.systemIsStopped = true;
        force.withoutPrimary = true;
        must(console->apply(must(console->planRestore(backup.path)), force));
        QVERIFY(!must(console->load()).overwritten);
        m_clock->advance(10);
        // It was running after all, and saves what it still holds in memory.
        save(changed, SaveReason::Periodic);
        const Snapshot now = must(console->load());
        QVERIFY(now.overwritten);
        QCOMPARE(now.overwritten->by.reason, SaveReason::Periodic);
        QVERIFY(now.overwritten->by.writer.contains(QStringLiteral("bot")));
    }

    void aSaveBetweenPlanAndApply()
    {
        save(firstState());
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = firstState();
        close(changed, "A-B");
        save(changed);
        const ChangePlan plan = must(console->planRestore(backup.path));
        TradingState traded = changed;
        open(traded, "N-N", "1");
        save(traded);
        const int before = filesIn(journal());
        QCOMPARE(console->apply(plan).error().code, ErrorCode::HeadChanged);
        QCOMPARE(filesIn(journal()), before);

        // Also when it comes at the last moment, after the rescue copy.
        const ChangePlan again = must(console->planRestore(backup.path));
        bool cameBetween = false;
        const auto late = console->apply(again, {}, [&](ChangeStep step, StepState state) {
            if (step == ChangeStep::Journal && state == StepState::Started) {
                save(traded);
                cameBetween = true;
            }
        });
        QVERIFY(cameBetween);
        QCOMPARE(late.error().code, ErrorCode::HeadChanged);
        QCOMPARE(text(must(console->load()).state), text(traded));
    }

    void noRescueCopyNoChange()
    {
        save(firstState());
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = firstState();
        close(changed, "A-B");
        save(changed);
        const ChangePlan plan = must(console->planRestore(backup.path));
        const int before = filesIn(journal());
        ErrorCode code = ErrorCode::Internal;
        {
            const FileSizeLimit full(100);
            const auto report = console->apply(plan);
            if (!report)
                code = report.error().code;
        }
        QCOMPARE(code, ErrorCode::RescueFailed);
        QCOMPARE(filesIn(journal()), before);
        QCOMPARE(text(must(console->load()).state), text(changed));
        must(console->apply(must(console->planRestore(backup.path)))); // with room again it works
    }

    void cancelledBeforeItWrites()
    {
        save(firstState());
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = firstState();
        close(changed, "A-B");
        save(changed);
        const ChangePlan plan = must(console->planRestore(backup.path));
        std::stop_source stop;
        const auto report = console->apply(
            plan, {},
            [&](ChangeStep step, StepState) {
                if (step == ChangeStep::ReadAgain)
                    stop.request_stop();
            },
            stop.get_token());
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
        QCOMPARE(text(must(console->load()).state), text(changed));
    }

    void readOnlyChangesNothing()
    {
        save(firstState());
        const BackupReport backup = must(manager()->backup({}));
        StateManager::Parts parts;
        parts.settings.folder = m_folder->filePath(QStringLiteral("state"));
        parts.settings.readOnly = true;
        parts.clock = m_clock;
        parts.program = QStringLiteral("console");
        StateManager console(std::move(parts));
        const ChangePlan plan = must(console.planRemove(QStringLiteral("A-B"), QStringLiteral("why")));
        QCOMPARE(plan.blockers.front().code, ErrorCode::ReadOnly);
        ChangePlan unblocked = plan;
        unblocked.blockers.clear();
        QCOMPARE(console.apply(unblocked).error().code, ErrorCode::ReadOnly);
        QVERIFY(!backup.path.isEmpty());
    }

    void aTornHeadIsMendedByARestore()
    {
        const TradingState first = firstState();
        save(first);
        const auto console = manager();
        const BackupReport backup = must(console->backup({}));
        TradingState changed = first;
        close(changed, "A-B");
        save(changed);
        const QStringList entries = QDir(journal()).entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name);
        QFile newest(journal() + QLatin1Char('/') + entries.last());
        QVERIFY(newest.open(QIODevice::ReadWrite));
        QVERIFY(newest.resize(newest.size() - 40));
        newest.close();
        const Snapshot torn = must(console->load());
        QVERIFY(torn.has(Condition::Torn));
        QCOMPARE(text(torn.state), text(first)); // the last good one is shown

        const int backupsBefore = static_cast<int>(must(console->backups()).size());
        const ChangeReport report = must(console->apply(must(console->planRestore(backup.path))));
        QVERIFY(!report.rescueFile.isEmpty());
        QCOMPARE(static_cast<int>(must(console->backups()).size()), backupsBefore + 2); // and what was found
        const Snapshot mended = must(console->load());
        QCOMPARE(mended.status(), Condition::Verified);
        QCOMPARE(text(mended.state), text(first));
    }
};

QTEST_GUILESS_MAIN(TestRestoreFile)
#include "tst_restore_file.moc"
