// SPDX-License-Identifier: MIT
#include "core/base/clock.h"
#include "core/influx/influxstore.h"
#include "core/manager/statemanager.h"
#include "core/manager/statemanager_primary.h"
#include "tests/support/fakeclock.h"
#include "tests/support/stategenerator.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <mutex>

using namespace tradestate;
using tradestate::test::FakeClock;

namespace {

class KeptLog final : public Log
{
public:
    void write(LogLevel, const QString& line) override
    {
        const std::lock_guard guard(m_mutex);
        m_lines.append(line);
    }
    void writeBlock(LogLevel, const QStringList& lines) override
    {
        const std::lock_guard guard(m_mutex);
        m_lines.append(lines);
    }
    [[nodiscard]] QString text() const
    {
        const std::lock_guard guard(m_mutex);
        return m_lines.join(QLatin1Char('\n'));
    }

private:
    mutable std::mutex m_mutex;
    QStringList m_lines;
};

/// One program on one folder: the file store, which needs no configuration at all.
struct Machine
{
    explicit Machine(const QString& folder, const QString& program = QStringLiteral("trader"), bool readOnly = false)
        : manager([&] {
            StateManager::Parts parts;
            parts.settings.folder = folder;
            parts.settings.readOnly = readOnly;
            parts.settings.operatorName = QStringLiteral("ann");
            parts.clock = clock;
            parts.log = log;
            parts.program = program;
            return parts;
        }())
    {
    }

    std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
    std::shared_ptr<KeptLog> log = std::make_shared<KeptLog>();
    StateManager manager;
};

QStringList conditionTexts(const Snapshot& snapshot)
{
    QStringList texts;
    for (const Condition condition : snapshot.conditions)
        texts.append(conditionText(condition));
    return texts;
}

bool hasFinding(const Snapshot& snapshot, const QString& code, const QString& pair = {})
{
    for (const Finding& finding : snapshot.findings) {
        if (finding.code == code && (pair.isEmpty() || finding.pair == pair))
            return true;
    }
    return false;
}

QStringList journalFiles(const QString& folder)
{
    QDir dir(folder + QStringLiteral("/journal/default"));
    QStringList files;
    for (const QString& name : dir.entryList({ QStringLiteral("*.json") }, QDir::Files, QDir::Name))
        files.append(dir.filePath(name));
    return files;
}

void damage(const QString& path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype at = bytes.indexOf("\"quantity\": ");
    QVERIFY(at > 0);
    bytes[at + 12] = bytes[at + 12] == '9' ? '8' : '9';
    QVERIFY(file.seek(0));
    QCOMPARE(file.write(bytes), bytes.size());
}

} // namespace

class TestStateManager : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void nothingStored()
    {
        Machine machine(folder());
        const auto loaded = machine.manager.load();
        QVERIFY(loaded);
        QCOMPARE(conditionTexts(*loaded), QStringList { QStringLiteral("empty") });
        QVERIFY(!loaded->record);
        QCOMPARE(loaded->store.type, QStringLiteral("file"));
        const auto backup = machine.manager.backup(QStringLiteral("x"));
        QVERIFY(!backup);
        QCOMPARE(backup.error().code, ErrorCode::NothingStored);
        const auto saved = machine.manager.save(QStringLiteral("x"), false);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::NothingStored);
    }

    void savedIsOnRecord()
    {
        Machine machine(folder());
        const TradingState state = generateState(3, 15, 1);
        const auto record = machine.manager.journalSave(state, SaveReason::Trade, QStringLiteral("opened"));
        QVERIFY2(record, qPrintable(record ? QString() : describe(record.error())));
        QCOMPARE(record->operatorName, QStringLiteral("ann"));
        QVERIFY(recordChecksumHolds(*record));
        QVERIFY(machine.log->text().contains(QStringLiteral("Saved 3 positions, 15 pair states")));

        machine.clock->advance(12);
        for (const auto& loaded : { machine.manager.load(), machine.manager.loadLocal() }) {
            QVERIFY(loaded);
            QCOMPARE(conditionTexts(*loaded), QStringList { QStringLiteral("verified") });
            QCOMPARE(loaded->proof, Proof::Verified);
            QCOMPARE(loaded->state, state);
            QCOMPARE(loaded->record, *record);
            QCOMPARE(loaded->ageSeconds, 12);
            QCOMPARE(loaded->pendingSaves, 0);
            QVERIFY(loaded->mayWriteRecord);
        }
        // Another program, after this one ended, finds the same.
        Machine later(folder(), QStringLiteral("console"));
        const auto again = later.manager.load();
        QVERIFY(again);
        QCOMPARE(again->state, state);
        QCOMPARE(again->proof, Proof::Verified);
    }

    void flatIsNotEmpty()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave({}, SaveReason::Periodic, {}));
        const auto loaded = machine.manager.load();
        QVERIFY(loaded);
        QCOMPARE(conditionTexts(*loaded), QStringList { QStringLiteral("flat") });
        QCOMPARE(loaded->proof, Proof::Verified);
    }

    void staleAfterTwoIntervals()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Periodic, {}));
        machine.clock->advance(599);
        QVERIFY(!machine.manager.load()->has(Condition::Stale));
        machine.clock->advance(1);
        QCOMPARE(conditionTexts(*machine.manager.load()),
            QStringList({ QStringLiteral("stale"), QStringLiteral("verified") }));
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Shutdown, {}));
        machine.clock->advance(86400);
        QVERIFY(!machine.manager.load()->has(Condition::Stale));
    }

    void futureTimeIsTold()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Shutdown, {}));
        machine.clock->advance(-61);
        const auto loaded = machine.manager.load();
        QVERIFY(hasFinding(*loaded, findings::futureTime));
        QVERIFY(loaded->has(Condition::Stale));
        // A save after the clock went back still comes after the one before it.
        const auto next = machine.manager.journalSave(generateState(2, 2, 2), SaveReason::Periodic, {});
        QVERIFY(next);
        QCOMPARE(machine.manager.load()->record->saveId, next->saveId);
        QCOMPARE(next->recordedAt, machine.clock->now());
    }

    void vanishedPositionsAreTold()
    {
        Machine machine(folder());
        const TradingState two = generateState(2, 2, 1);
        QVERIFY(machine.manager.journalSave(two, SaveReason::Trade, {}));
        TradingState one = two;
        const QString gone = one.positions.begin()->first;
        one.positions.erase(one.positions.begin());
        machine.clock->advance(1);
        QVERIFY(machine.manager.journalSave(one, SaveReason::Periodic, {}));
        QVERIFY(hasFinding(*machine.manager.load(), findings::vanished, gone));
        // A trade explains it.
        machine.clock->advance(1);
        QVERIFY(machine.manager.journalSave(two, SaveReason::Trade, {}));
        machine.clock->advance(1);
        QVERIFY(machine.manager.journalSave(one, SaveReason::Trade, {}));
        QVERIFY(!hasFinding(*machine.manager.load(), findings::vanished));
    }

    void backupIsWhatIsOnRecord()
    {
        Machine machine(folder());
        const TradingState state = generateState(3, 4, 7);
        QVERIFY(machine.manager.journalSave(state, SaveReason::Trade, {}));
        const auto backup = machine.manager.backup(QStringLiteral("before the rollover"));
        QVERIFY2(backup, qPrintable(backup ? QString() : describe(backup.error())));
        QCOMPARE(backup->positions, 3);
        QCOMPARE(backup->status, QStringLiteral("verified"));
        const auto viewed = machine.manager.viewFile(backup->path);
        QVERIFY(viewed);
        QVERIFY(viewed->viewing);
        QCOMPARE(viewed->state, state);
        QCOMPARE(viewed->proof, Proof::Verified);
        QVERIFY(!viewed->mayWriteRecord);
        const auto list = machine.manager.backups();
        QVERIFY(list);
        QCOMPARE(list->size(), size_t(1));
        QVERIFY(list->front().document);
        QCOMPARE(list->front().document->backup->description, QStringLiteral("before the rollover"));
        QCOMPARE(machine.manager.load()->newestBackup, machine.clock->now());
    }

    void damagedBackupIsListedWithItsError()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Trade, {}));
        const auto backup = machine.manager.backup({});
        QVERIFY(backup);
        QFile file(backup->path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write("no json at all"), 14);
        file.close();
        const auto list = machine.manager.backups();
        QVERIFY(list);
        QCOMPARE(list->size(), size_t(1));
        QVERIFY(!list->front().document && list->front().error);
        const auto viewed = machine.manager.viewFile(backup->path);
        QVERIFY(!viewed);
        QCOMPARE(viewed.error().subject, backup->path);
    }

    void checkpointIsGuarded()
    {
        Machine bot(folder(), QStringLiteral("bot"));
        Machine console(folder(), QStringLiteral("console"));
        const TradingState state = generateState(2, 2, 1);
        QVERIFY(bot.manager.journalSave(state, SaveReason::Periodic, {}));
        QVERIFY(console.manager.load()->live);
        const auto refused = console.manager.save(QStringLiteral("checkpoint"), false);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::TradingSystemLive);
        const auto forced = console.manager.save(QStringLiteral("checkpoint"), true);
        QVERIFY(forced);
        QVERIFY(forced->confirmed);
        QCOMPARE(forced->record.reason, SaveReason::Manual);
        QCOMPARE(forced->record.sequence, 2);
        console.clock->advance(700);
        QVERIFY(!console.manager.load()->live);
        QVERIFY(console.manager.save({}, false));
    }

    void pastSavesAreFound()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Trade, {}));
        const auto first = *machine.manager.load()->record;
        machine.clock->advance(60);
        QVERIFY(machine.manager.journalSave(generateState(2, 1, 1), SaveReason::Trade, {}));
        const auto byPrefix = machine.manager.view(first.saveId.left(8));
        QVERIFY(byPrefix);
        QCOMPARE(byPrefix->record->saveId, first.saveId);
        QVERIFY(byPrefix->viewing);
        const auto byTime = machine.manager.view(QStringLiteral("2025-07-20T08:00:30Z"));
        QVERIFY(byTime);
        QCOMPARE(byTime->record->saveId, first.saveId);
        QCOMPARE(machine.manager.view(QStringLiteral("head"))->state.positions.size(), size_t(2));
        QCOMPARE(machine.manager.view(QStringLiteral("2025-07-20T07:00:00Z")).error().code, ErrorCode::NoSuchSave);
        QCOMPARE(machine.manager.view(QStringLiteral("abcdefab")).error().code, ErrorCode::NoSuchSave);
        QCOMPARE(machine.manager.view(first.saveId.left(5)).error().code, ErrorCode::NoSuchSave);

        const auto history = machine.manager.history();
        QVERIFY(history);
        QCOMPARE(history->size(), size_t(2));
        QCOMPARE(history->back().record.saveId, first.saveId);
        QCOMPARE(history->front().where, QStringLiteral("journal"));
        const auto difference = machine.manager.diff(first.saveId, QStringLiteral("head"));
        QVERIFY(difference);
        const auto added = std::count_if(difference->begin(), difference->end(),
            [](const RowDifference& row) { return row.part == StatePart::Position && row.kind == ChangeKind::Added; });
        QCOMPARE(added, 1);
    }

    void tornSaveIsTold()
    {
        Machine machine(folder());
        const TradingState good = generateState(2, 2, 1);
        QVERIFY(machine.manager.journalSave(good, SaveReason::Trade, {}));
        machine.clock->advance(60);
        const auto newest = machine.manager.journalSave(generateState(3, 2, 2), SaveReason::Trade, {});
        QVERIFY(newest);
        damage(journalFiles(folder()).last());
        const auto loaded = machine.manager.load();
        QVERIFY(loaded);
        QCOMPARE(conditionTexts(*loaded), QStringList { QStringLiteral("torn") });
        QCOMPARE(loaded->tornSave->saveId, newest->saveId);
        QCOMPARE(loaded->proof, Proof::Torn);
        QCOMPARE(loaded->state, good); // the newest whole one, beside it
        QVERIFY(loaded->record->saveId != newest->saveId);
        const auto saved = machine.manager.save({}, true);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::TornSave);
        // The trading system goes on after it, and that is whole again.
        machine.clock->advance(60);
        QVERIFY(machine.manager.journalSave(good, SaveReason::Periodic, {}));
        QCOMPARE(machine.manager.load()->status(), Condition::Verified);
    }

    void aTornSaveThatStandsAloneIsNoGoodOne()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(2, 2, 1), SaveReason::Trade, {}));
        damage(journalFiles(folder()).front());
        const auto loaded = machine.manager.load();
        QCOMPARE(conditionTexts(*loaded), QStringList { QStringLiteral("torn") });
        QVERIFY(!loaded->tornSave);
        QCOMPARE(loaded->proof, Proof::Torn);
    }

    void theWritersZoneHoldsForEveryDocument()
    {
        // 07:30 in New York is 11:30 UTC, half an hour ago; 12:30 there is in the future.
        TradingState state = generateState(1, 1, 1);
        state.session
            = SessionInfo({ { "session_info", Json(Json::Object { { "save_time", Json("2025-07-20T07:30:00") } }) } });
        state.positions.begin()->second.setField("entry_time", Json("2025-07-20T07:30:00"));
        const auto told = [](const std::vector<Finding>& list) {
            return std::any_of(list.begin(), list.end(), [](const Finding& finding) {
                return finding.code == findings::naiveTime || finding.code == findings::futureTime;
            });
        };
        const auto everywhere = [&](const Settings& settings, const std::shared_ptr<FakeClock>& clock) {
            StateManager manager({ settings, clock, nullptr, QStringLiteral("trader") });
            std::vector<bool> found;
            const auto head = manager.load();
            found.push_back(told(head->findings));
            found.push_back(told(manager.view(head->record->saveId)->findings));
            const auto backup = manager.backup({});
            found.push_back(told(manager.viewFile(backup->path)->findings));
            found.push_back(told(manager.backups()->front().document->findings));
            found.push_back(told(manager.planRestore(backup->path)->findings));
            found.push_back(told(manager.verify(backup->path, false)->front().findings));
            const auto lines = manager.verify({}, true);
            found.push_back(
                std::any_of(lines->begin(), lines->end(), [&](const VerifyLine& line) { return told(line.findings); }));
            return found;
        };
        Settings settings;
        settings.folder = folder();
        settings.writerZone = QTimeZone("America/New_York");
        settings.writerZoneIsSet = true;
        const auto clock = std::make_shared<FakeClock>("2025-07-20T12:00:00Z");
        StateManager bot({ settings, clock, nullptr, QStringLiteral("bot") });
        QVERIFY(bot.journalSave(state, SaveReason::Shutdown, {}));
        QCOMPARE(everywhere(settings, clock), std::vector<bool>(7, false));

        // The same times are found wherever they are read without the zone, by the same clock.
        settings.writerZoneIsSet = false;
        QCOMPARE(everywhere(settings, clock), std::vector<bool>(7, true));
        settings.writerZoneIsSet = true;
        settings.writerZone = QTimeZone("Pacific/Honolulu"); // 07:30 there is 17:30 UTC
        QCOMPARE(everywhere(settings, clock), std::vector<bool>(7, true));
        settings.enableValidation = false;
        QCOMPARE(everywhere(settings, clock), std::vector<bool>(7, false));
    }

    void headIsTheRecordWhateverFilesLieAbout()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(2, 1, 1), SaveReason::Trade, {}));
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_dir->path()));
        QFile file(QStringLiteral("head"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        const auto viewed = machine.manager.view(QStringLiteral("head"));
        const auto planned = machine.manager.planRestore(QStringLiteral("head"));
        QVERIFY(QDir::setCurrent(before));
        QVERIFY(viewed);
        QCOMPARE(viewed->state.positions.size(), size_t(2));
        QVERIFY(planned);
        QVERIFY(!planned->sourceIsFile);
    }

    void whatIsNoFileIsToldAsSuch()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Trade, {}));
        for (const QString& path :
            { m_dir->path(), QStringLiteral("/dev/null"), m_dir->filePath(QStringLiteral("no")) }) {
            const auto plan = machine.manager.planRestore(path);
            QVERIFY(!plan);
            QVERIFY2(plan.error().code != ErrorCode::NoSuchSave, qPrintable(path));
            QCOMPARE(plan.error().subject, path);
            QCOMPARE(machine.manager.view(path).error(), plan.error());
        }
    }

    void aLongTimeoutIsNotCutShort()
    {
        Settings settings;
        settings.storeType = StoreType::InfluxDb;
        settings.influxUrl = QStringLiteral("http://localhost:8086");
        const auto deadline = [&] {
            Primary primary(settings, nullptr, nullptr);
            return dynamic_cast<InfluxStore&>(primary.store()).client().settings().deadlineSeconds;
        };
        QCOMPARE(deadline(), 120);
        settings.connectionTimeoutSeconds = 300;
        QCOMPARE(deadline(), 300);
    }

    void readOnlyWritesNothing()
    {
        Machine reader(folder(), QStringLiteral("reader"), true);
        QCOMPARE(conditionTexts(*reader.manager.load()), QStringList { QStringLiteral("empty") });
        QVERIFY(!QFile::exists(folder()));
        const auto refused = reader.manager.journalSave({}, SaveReason::Trade, {});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ReadOnly);
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Trade, {}));
        const auto loaded = reader.manager.load();
        QVERIFY(loaded);
        QCOMPARE(loaded->status(), Condition::Verified);
        QVERIFY(!loaded->mayWriteRecord);
        QCOMPARE(loaded->whyNotWrite->code, ErrorCode::ReadOnly);
        QVERIFY(reader.manager.backup({})); // a file is no record
    }

    void verifyProvesEverything()
    {
        Machine machine(folder());
        QVERIFY(machine.manager.journalSave(generateState(1, 1, 1), SaveReason::Trade, {}));
        machine.clock->advance(1);
        QVERIFY(machine.manager.journalSave(generateState(2, 1, 1), SaveReason::Trade, {}));
        QVERIFY(machine.manager.backup({}));
        damage(journalFiles(folder()).first());
        const auto head = machine.manager.verify({}, false);
        QVERIFY(head);
        QCOMPARE(head->size(), size_t(1));
        QCOMPARE(head->front().status, QStringLiteral("verified"));
        const auto all = machine.manager.verify({}, true);
        QVERIFY(all);
        QStringList states;
        for (const VerifyLine& line : *all)
            states.append(line.status);
        states.sort();
        QCOMPARE(states,
            QStringList({ QStringLiteral("torn"), QStringLiteral("verified"), QStringLiteral("verified"),
                QStringLiteral("verified") }));
    }

    void withoutAnyStoreNothingIsSaved()
    {
        StateManager::Parts parts;
        parts.settings.folder = folder();
        parts.settings.enableFileFallback = false;
        StateManager manager(parts);
        const auto saved = manager.journalSave({}, SaveReason::Trade, {});
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::InvalidSetting);
    }

    void hostileStatesComeBackAsTheyWere()
    {
        Machine machine(folder());
        const TradingState state = generateHostileState(3);
        const auto saved = machine.manager.journalSave(state, SaveReason::Trade, {});
        QVERIFY2(saved, qPrintable(saved ? QString() : describe(saved.error())));
        const auto loaded = machine.manager.load();
        QCOMPARE(loaded->state, state);
        QCOMPARE(loaded->proof, Proof::Verified);
    }

private:
    [[nodiscard]] QString folder() const { return m_dir->filePath(QStringLiteral("state")); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(TestStateManager)
#include "tst_statemanager.moc"
