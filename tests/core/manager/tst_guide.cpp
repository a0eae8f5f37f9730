// SPDX-License-Identifier: MIT
// The calls in one step each, and what a session does with the files of the Python system.
#include "core/manager/systemstatus.h"
#include "core/manager/tradingsession.h"
#include "tests/support/influxdserver.h"
#include "tests/support/keptlog.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;
using namespace tradestate::test;

namespace {

const QString fixtures = QStringLiteral(TRADESTATE_FIXTURES "/python-system/");

TradingState stateWith(const QStringList& pairs)
{
    TradingState state;
    for (const QString& pair : pairs) {
        state.positions[pair] = Position(pair,
            { { "direction", Json("long") }, { "quantity", Json::integer(1) }, { "entry_price", Json::integer(2) } });
    }
    state.portfolio = PortfolioSummary({ { "total_value", Json(Decimal::parse("1000.50").value()) } });
    return state;
}

} // namespace

class TestGuide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void tellsWhatIsOnRecord()
    {
        StateManager manager(parts());
        QCOMPARE(manager.loadTradingState().error().code, ErrorCode::NothingStored);
        QCOMPARE(manager.allPositions().error().code, ErrorCode::NothingStored);
        QCOMPARE(manager.systemStatus().value().status, Condition::Empty);
        QVERIFY(
            manager.journalSave(stateWith({ QStringLiteral("A-B"), QStringLiteral("C-D") }), SaveReason::Trade, {}));
        QCOMPARE(manager.loadTradingState().value().positions.size(), size_t(2));
        QCOMPARE(manager.allPositions().value().begin()->first, QStringLiteral("A-B"));
        QCOMPARE(manager.portfolioSummary().value().totalValue()->toString(), QStringLiteral("1000.50"));
        const SystemStatus status = manager.systemStatus().value();
        QVERIFY(status.health.isOk());
        QCOMPARE(status.status, Condition::Verified);
        QCOMPARE(status.proof, Proof::Verified);
        QCOMPARE(status.positions, 2);
        QCOMPARE(status.shownSave->reason, SaveReason::Trade);
        QCOMPARE(status.store.type, QStringLiteral("file"));
    }

    void aBackupIsRestoredInOneStep()
    {
        StateManager manager(parts());
        QVERIFY(manager.journalSave(stateWith({ QStringLiteral("A-B") }), SaveReason::Shutdown, {}));
        const auto file = manager.createBackup(QStringLiteral("before"));
        QVERIFY2(file, qPrintable(file ? QString() : describe(file.error())));
        QVERIFY(QFile::exists(*file));
        QVERIFY(manager.journalSave(stateWith({}), SaveReason::Shutdown, {}));
        QVERIFY(manager.allPositions().value().empty());
        const auto restored = manager.restoreBackup(*file);
        QVERIFY2(restored, qPrintable(restored ? QString() : describe(restored.error())));
        QCOMPARE(restored->record.reason, SaveReason::Restore);
        QVERIFY(QFile::exists(restored->rescueFile));
        QCOMPARE(manager.allPositions().value().size(), size_t(1));
        QCOMPARE(manager.restoreBackup(QStringLiteral("nowhere.json")).error().code, ErrorCode::FileNotFound);
    }

    void aRunningSystemGuardsItsRecord()
    {
        TradingSession session(parts("bot"), {});
        QVERIFY(session.initialize());
        StateManager manager(parts());
        const auto file = manager.createBackup();
        QVERIFY(file);
        StateChange trade;
        trade.positions[QStringLiteral("A-B")] = stateWith({ QStringLiteral("A-B") }).positions.begin()->second;
        QVERIFY(session.recordTrade(trade).result());
        QCOMPARE(manager.restoreBackup(*file).error().code, ErrorCode::TradingSystemLive);
    }

    /// What is known of an unreachable store is no proof of what is on record there.
    void anUnreachableStoreIsNotTakenForTheTruth()
    {
        InfluxdServer server;
        QVERIFY2(server.start(), qPrintable(server.problem()));
        static_cast<void>(server.newDatabase(QStringLiteral("guide")));
        StateManager::Parts with = parts();
        with.settings.storeType = StoreType::InfluxDb;
        with.settings.influxUrl = server.url();
        with.settings.bucket = QStringLiteral("guide");
        with.settings.connectionTimeoutSeconds = 2;
        with.settings.retryAttempts = 0;
        StateManager manager(std::move(with));
        QVERIFY(manager.journalSave(stateWith({ QStringLiteral("A-B") }), SaveReason::Trade, {}));
        QCOMPARE(manager.replicate().value(), 0);
        QCOMPARE(manager.allPositions().value().size(), size_t(1));
        QVERIFY(manager.systemStatus().value().health.isOk());
        server.kill();
        QVERIFY(!manager.loadTradingState());
        QVERIFY(!manager.portfolioSummary());
        const SystemStatus status = manager.systemStatus().value();
        QCOMPARE(status.status, Condition::Unreachable);
        QCOMPARE(status.health.health, Health::NotRunning);
        QCOMPARE(status.positions, 1);
    }

    void findingsCanBeSwitchedOff()
    {
        TradingState state = stateWith({ QStringLiteral("A-B") });
        state.positions.begin()->second.setField("quantity", Json("many"));
        StateManager manager(parts());
        QVERIFY(manager.journalSave(state, SaveReason::Trade, {}));
        QVERIFY(!manager.load().value().findings.empty());
        StateManager::Parts unchecked = parts();
        unchecked.settings.enableValidation = false;
        QVERIFY(StateManager(std::move(unchecked)).load().value().findings.empty());
    }

    void anEmptyRecordBeginsWithLegacyFiles()
    {
        giveLegacyFile();
        const StateManager::Parts with = migrating();
        {
            TradingSession session(with, {});
            const auto start = session.initialize();
            QVERIFY2(start, qPrintable(start ? QString() : describe(start.error())));
            QCOMPARE(start->state.positions.size(), size_t(2));
            QCOMPARE(start->source, StateSource::ThisMachine);
            QVERIFY(session.shutdown());
        }
        StateManager manager(with);
        QCOMPARE(manager.history().value().back().record.reason, SaveReason::Migration);
        const size_t saves = manager.history().value().size();
        QCOMPARE(manager.allPositions().value().size(), size_t(2));
        QCOMPARE(manager.history().value().size(), saves); // what is there is not migrated again
        QVERIFY(QFile::exists(m_dir->filePath(QStringLiteral("state_file.json"))));
    }

    void withoutTheOptionNothingIsMigrated()
    {
        giveLegacyFile();
        QCOMPARE(StateManager(parts()).loadTradingState().error().code, ErrorCode::NothingStored);
    }

    /// The record is gone, not new: to begin flat or with an older state would lose positions.
    void aLostRecordIsNotReplacedByOlderFiles()
    {
        giveLegacyFile();
        {
            StateManager manager(parts());
            QVERIFY(manager.journalSave(stateWith({ QStringLiteral("A-B") }), SaveReason::Shutdown, {}));
            QVERIFY(manager.createBackup());
        }
        QVERIFY(QDir(m_dir->filePath(QStringLiteral("journal"))).removeRecursively());
        const StateManager::Parts with = migrating();
        TradingSession session(with, {});
        const auto start = session.initialize();
        QVERIFY(!start);
        QCOMPARE(start.error().code, ErrorCode::NothingStored);
        QVERIFY(describe(start.error()).contains(QStringLiteral("trading_state_backup_")));
    }

    void whatCannotBeTakenIsNoEmptyBook_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("a backup of nothing read") << QStringLiteral("backup_of_nothing_read.json");
        QTest::newRow("a damaged file") << QString();
    }
    void whatCannotBeTakenIsNoEmptyBook()
    {
        QFETCH(QString, file);
        const QString path = m_dir->filePath(QStringLiteral("state_file.json"));
        if (file.isEmpty()) {
            QFile damaged(path);
            QVERIFY(damaged.open(QIODevice::WriteOnly));
            damaged.write("{\"active_pos");
        } else {
            QVERIFY(QFile::copy(fixtures + file, path));
        }
        const StateManager::Parts with = migrating();
        {
            TradingSession session(with, {});
            const auto start = session.initialize();
            QVERIFY(!start);
            QCOMPARE(start.error().code, ErrorCode::NothingStored);
            const QString told = describe(start.error());
            QVERIFY2(told.contains(path) && told.contains(QStringLiteral("migrate --dry-run")), qPrintable(told));
        }
        TradingSession::Options fresh;
        fresh.startFresh = true;
        TradingSession onPurpose(with, fresh);
        QVERIFY(onPurpose.initialize());
    }

    void backupsBesideAnEmptyRecordAreTold()
    {
        {
            StateManager manager(parts());
            QVERIFY(manager.journalSave(stateWith({ QStringLiteral("A-B") }), SaveReason::Shutdown, {}));
            QVERIFY(manager.createBackup());
        }
        QVERIFY(QDir(m_dir->filePath(QStringLiteral("journal"))).removeRecursively());
        TradingSession session(parts(), {});
        const auto start = session.initialize();
        QVERIFY(start);
        QCOMPARE(start->status, Condition::Empty);
        QCOMPARE(start->warnings.size(), 1);
        QVERIFY(start->warnings.first().contains(QStringLiteral("there are backups in ") + m_dir->path()));
    }

private:
    [[nodiscard]] StateManager::Parts migrating() const
    {
        StateManager::Parts with = parts();
        with.autoMigrate = true;
        return with;
    }
    [[nodiscard]] StateManager::Parts parts(const char* program = "tst_guide") const
    {
        StateManager::Parts parts;
        parts.settings.folder = m_dir->path();
        parts.program = QLatin1String(program);
        return parts;
    }
    void giveLegacyFile() const
    {
        QVERIFY(QFile::copy(
            fixtures + QStringLiteral("state_file.json"), m_dir->filePath(QStringLiteral("state_file.json"))));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestGuide)
#include "tst_guide.moc"
