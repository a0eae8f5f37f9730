// SPDX-License-Identifier: MIT
#include "core/manager/migration.h"
#include "tests/support/fakeclock.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tradestate;

namespace {

const Timestamp now = test::at("2025-08-01T00:00:00Z");

std::string stateFile(const char* saved, const char* quantity = "1", bool pairStates = true)
{
    std::string json
        = std::string("{\"active_positions\":{\"A-B\":{\"symbol1\":\"A\",\"symbol2\":\"B\",\"direction\":\"long\",")
        + "\"entry_time\":\"2025-07-01T08:00:00Z\",\"entry_price\":1,\"quantity\":" + quantity + "}}";
    if (pairStates)
        json += ",\"pair_states\":{\"A-B\":{\"symbol1\":\"A\",\"symbol2\":\"B\",\"position\":\"none\",\"cooldown\":0}}";
    if (saved)
        json += std::string(",\"last_save_time\":\"") + saved + '"';
    return json + "}";
}

std::string fallbackFile(const char* time, const char* quantity = "1")
{
    return std::string(
               "{\"A-B\":{\"symbol1\":\"A\",\"symbol2\":\"B\",\"direction\":\"long\",\"entry_price\":1,\"quantity\":")
        + quantity + ",\"entry_time\":\"2025-07-01T08:00:00Z\",\"timestamp\":\"" + time + "\"}}";
}

MigrationItem item(const char* name, const std::string& bytes, const char* modified = "2025-07-30T00:00:00Z")
{
    return migrationItemOf({ QStringLiteral("/old/") + QLatin1String(name), test::at(modified) },
        readDocument(bytes, { QTimeZone::utc(), true, now, true }), QTimeZone::utc(), now);
}

/// Names without the folder, of the items at these indexes.
QStringList names(const std::vector<MigrationItem>& items, const std::vector<size_t>& indexes)
{
    QStringList list;
    for (const size_t i : indexes)
        list.append(items[i].file.section(QLatin1Char('/'), -1));
    return list;
}

const MigrationItem& named(const std::vector<MigrationItem>& items, const char* name)
{
    for (const MigrationItem& one : items) {
        if (one.file == QStringLiteral("/old/") + QLatin1String(name))
            return one;
    }
    qFatal("no item %s", name);
}

/// What an interrupted or finished migration of these items has left on record.
MigrationRecord recordOf(const std::vector<MigrationItem>& items, const std::vector<size_t>& order, size_t made)
{
    MigrationRecord record;
    for (size_t i = 0; i < made; ++i) {
        SaveRecord save;
        save.saveId = QStringLiteral("save-%1").arg(i + 1);
        save.parentSaveId = i == 0 ? QString() : QStringLiteral("save-%1").arg(i);
        save.reason = SaveReason::Migration;
        save.checksum = items[order[i]].checksum;
        save.other[migrationPlaceField] = toJson(MigrationPlace { qint64(i + 1), qint64(order.size()) });
        record.states[save.checksum->value] = save.saveId;
        record.line.insert(record.line.begin(), save);
    }
    return record;
}

MigrationRecord emptyRecord()
{
    MigrationRecord record;
    record.isEmpty = true;
    return record;
}

QStringList outcomes(const std::vector<MigrationItem>& items)
{
    QStringList list;
    for (const MigrationItem& one : items)
        list.append(migrationOutcomeText(one.outcome));
    return list;
}

} // namespace

/// Which legacy files become saves, in which order, and which never do; without a store.
class TestMigration : public QObject
{
    Q_OBJECT

private:
    /// Three whole states, oldest first once decided: b, c, a.
    static std::vector<MigrationItem> three()
    {
        return { item("a", stateFile("2025-07-20T08:00:00Z", "3")), item("b", stateFile("2025-07-18T08:00:00Z", "1")),
            item("c", stateFile("2025-07-19T08:00:00Z", "2")) };
    }

private Q_SLOTS:
    void itsOwnTimeThenTheNewestRowsThenTheFiles()
    {
        QCOMPARE(*item("a", stateFile("2025-07-20T08:00:00Z")).stateTime, test::at("2025-07-20T08:00:00Z"));
        QCOMPARE(*item("a", stateFile(nullptr)).stateTime, test::at("2025-07-01T08:00:00Z"));
        QCOMPARE(*item("a", fallbackFile("2025-07-02T08:00:00Z")).stateTime, test::at("2025-07-02T08:00:00Z"));
        QCOMPARE(*item("a", "{\"active_positions\":{},\"pair_states\":{}}", "2025-07-03T00:00:00Z").stateTime,
            test::at("2025-07-03T00:00:00Z"));
    }

    void wholeOnesOldestFirst()
    {
        auto items = three();
        const auto order = decideMigration(items, false);
        QCOMPARE(names(items, order), QStringList({ QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("a") }));
        QCOMPARE(compareWithRecord(items, order, emptyRecord()), order);
        QCOMPARE(outcomes(items), QStringList(3, QStringLiteral("to-migrate")));
    }

    void withoutAJournalAnEventLogGetsTheNewestAlone()
    {
        auto items = three();
        QCOMPARE(names(items, decideMigration(items, true)), QStringList({ QStringLiteral("a") }));
        QCOMPARE(named(items, "b").outcome, MigrationOutcome::Older);
    }

    void aFlatStateIsAState()
    {
        std::vector<MigrationItem> items { item(
            "flat", "{\"active_positions\":{},\"pair_states\":{},\"last_save_time\":\"2025-07-20T08:00:00Z\"}") };
        QCOMPARE(decideMigration(items, false).size(), size_t(1));
        QCOMPARE(items.front().positions, 0);
    }

    void aFileOfAnotherKindIsNoFlatState()
    {
        // Names where rows belong, as a list of expectations has them; and a state without rows or time.
        std::vector<MigrationItem> items {
            item("names", R"({"positions":["A-B"],"pair_states":["A-B"],"portfolio":{"total_value":1}})"),
            item("empty", R"({"active_positions":{},"pair_states":{}})"),
            item("whole", stateFile("2025-07-20T08:00:00Z"))
        };
        QCOMPARE(names(items, decideMigration(items, false)), QStringList({ QStringLiteral("whole") }));
        QVERIFY(named(items, "names").outcome != MigrationOutcome::ToMigrate);
        QCOMPARE(named(items, "empty").outcome, MigrationOutcome::Damaged);
    }

    void oneStateInTwoFilesIsTakenOnce()
    {
        std::vector<MigrationItem> items { item("a", stateFile("2025-07-20T08:00:00Z")),
            item("a.backup.20250720_080000", stateFile("2025-07-20T08:00:00Z"), "2025-07-21T00:00:00Z"),
            item("b", stateFile("2025-07-21T08:00:00Z")) };
        const auto order = decideMigration(items, false);
        QCOMPARE(order.size(), size_t(2));
        // The last one counts, by the files' own times where the states' are the same.
        QCOMPARE(named(items, "a").outcome, MigrationOutcome::ToMigrate);
        QCOMPARE(named(items, "a.backup.20250720_080000").outcome, MigrationOutcome::SameAsAnother);
        QVERIFY(named(items, "a.backup.20250720_080000").why.contains(QStringLiteral("/old/a.")));
    }

    void anUndamagedFileGoesBeforeADamagedOneOfTheSameState()
    {
        const std::string whole = fallbackFile("2025-07-21T08:00:00Z");
        std::vector<MigrationItem> items { item("a whole", whole),
            item("cut", whole.substr(0, whole.size() - 1) + ",\"C-D\":{\"symb", "2025-07-31T00:00:00Z") };
        QCOMPARE(items.front().checksum, items.back().checksum);
        QVERIFY(items.back().salvaged);
        QCOMPARE(names(items, decideMigration(items, false)), QStringList({ QStringLiteral("a whole") }));
        QCOMPARE(named(items, "cut").outcome, MigrationOutcome::SameAsAnother);
    }

    void partialOnesAreNotTakenBesideAWholeOne()
    {
        std::vector<MigrationItem> items { item("whole", stateFile("2025-07-20T08:00:00Z")),
            item("it's partial", fallbackFile("2025-07-21T08:00:00Z", "2")),
            item("rows", stateFile("2025-07-19T08:00:00Z", "5", false)),
            item("cut", stateFile("2025-07-22T08:00:00Z", "7").substr(0, 200)) };
        const auto order = decideMigration(items, false);
        QCOMPARE(names(items, order), QStringList({ QStringLiteral("whole") }));
        const MigrationItem& newer = named(items, "it's partial");
        QCOMPARE(newer.outcome, MigrationOutcome::Partial);
        QVERIFY2(newer.why.contains(QStringLiteral("It has no pair states.")), qPrintable(newer.why));
        QVERIFY2(newer.why.contains(QStringLiteral("newer than what is taken")), qPrintable(newer.why));
        QVERIFY2(newer.why.contains(QStringLiteral("restore --file '/old/it'\\''s partial' --only PAIR")),
            qPrintable(newer.why));
        const MigrationItem& older = named(items, "rows");
        QCOMPARE(older.outcome, MigrationOutcome::Partial);
        QVERIFY2(!older.why.contains(QStringLiteral("newer than")), qPrintable(older.why));
        QVERIFY(named(items, "cut").salvaged);
        QVERIFY(named(items, "cut").why.contains(QStringLiteral("--accept-salvaged")));
    }

    void ofPartialOnesAloneTheNewestIsTaken()
    {
        std::vector<MigrationItem> items { item("new", fallbackFile("2025-07-21T08:00:00Z", "2")),
            item("old", fallbackFile("2025-07-20T08:00:00Z")) };
        QCOMPARE(names(items, decideMigration(items, false)), QStringList({ QStringLiteral("new") }));
        QCOMPARE(named(items, "old").outcome, MigrationOutcome::Partial);
        QVERIFY(named(items, "new").why.contains(QStringLiteral("no whole document is there")));
        QVERIFY(!named(items, "new").findings.empty());
    }

    void neverTaken_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<MigrationOutcome>("outcome");
        QTest::newRow("nothing read") << QByteArray("{\"positions\":[],\"current_state\":null}")
                                      << MigrationOutcome::NothingRead;
        QTest::newRow("no row left") << QByteArray("{\"active_positions\":{") << MigrationOutcome::Damaged;
        QTest::newRow("a list without a row")
            << QByteArray("{\"positions\":[],\"total_value\":5}") << MigrationOutcome::Damaged;
        QTest::newRow("keys twice") << QByteArray("{\"active_positions\":{},\"active_positions\":{}}")
                                    << MigrationOutcome::Damaged;
        QTest::newRow("empty") << QByteArray() << MigrationOutcome::Damaged;
        QTest::newRow("other JSON") << QByteArray("{\"a\":1}") << MigrationOutcome::NoState;
    }

    void neverTaken()
    {
        QFETCH(QByteArray, content);
        QFETCH(MigrationOutcome, outcome);
        std::vector<MigrationItem> items { item("a", content.toStdString()) };
        QVERIFY(decideMigration(items, false).empty());
        QVERIFY(compareWithRecord(items, {}, emptyRecord()).empty());
        QCOMPARE(migrationOutcomeText(items.front().outcome), migrationOutcomeText(outcome));
        QVERIFY(!items.front().why.isEmpty());
    }

    void equalTimesAreTold()
    {
        std::vector<MigrationItem> items { item("a", stateFile("2025-07-20T08:00:00Z"), "2025-07-22T00:00:00Z"),
            item("b", stateFile("2025-07-20T08:00:00Z", "2"), "2025-07-21T00:00:00Z") };
        QCOMPARE(names(items, decideMigration(items, false)).last(), QStringLiteral("a"));
        QVERIFY2(
            named(items, "a").why.contains(QStringLiteral("same time as /old/b")), qPrintable(named(items, "a").why));
    }

    void theFutureIsTold()
    {
        const auto found = item("a", stateFile("2025-08-01T00:02:00Z")).findings;
        QVERIFY(std::any_of(found.begin(), found.end(), [](const Finding& finding) {
            return finding.code == findings::futureTime && finding.message.contains(QStringLiteral("doubtful"));
        }));
    }

    void aSecondRunChangesNothing()
    {
        auto items = three();
        items.push_back(item("part", fallbackFile("2025-07-21T08:00:00Z", "9")));
        const auto order = decideMigration(items, false);
        const MigrationRecord record = recordOf(items, order, 3);
        QVERIFY(compareWithRecord(items, order, record).empty());
        QCOMPARE(outcomes(items).count(QStringLiteral("already-on-record")), 3);
        QCOMPARE(named(items, "a").saveId, QStringLiteral("save-3"));
        QCOMPARE(named(items, "part").outcome, MigrationOutcome::Partial);
    }

    void anotherStateOnRecordIsNeverReplaced()
    {
        auto items = three();
        const auto order = decideMigration(items, false);
        MigrationRecord record;
        record.line.emplace_back();
        record.states[items[order[0]].checksum->value] = QStringLiteral("trade");
        QVERIFY(compareWithRecord(items, order, record).empty());
        QCOMPARE(outcomes(items),
            QStringList({ QStringLiteral("already-on-record"), QStringLiteral("refused"), QStringLiteral("refused") }));
        QVERIFY(named(items, "a").why.contains(QStringLiteral("state-manager restore --file /old/a")));
    }

    void anInterruptedOneGoesOn()
    {
        auto items = three();
        const auto order = decideMigration(items, false);
        const auto left = compareWithRecord(items, order, recordOf(items, order, 1));
        QCOMPARE(names(items, left), QStringList({ QStringLiteral("c"), QStringLiteral("a") }));
        QCOMPARE(named(items, "b").outcome, MigrationOutcome::OnRecord);
        QCOMPARE(named(items, "a").outcome, MigrationOutcome::ToMigrate);
    }

    void anInterruptedOneGoesOnOnlyAsItWas_data()
    {
        QTest::addColumn<int>("change");
        QTest::newRow("another file came") << 0;
        QTest::newRow("something else was saved since") << 1;
        QTest::newRow("another state came first") << 2;
        QTest::newRow("something was on record before") << 3;
        QTest::newRow("it is complete, and a file came") << 4;
    }

    void anInterruptedOneGoesOnOnlyAsItWas()
    {
        QFETCH(int, change);
        auto items = three();
        auto order = decideMigration(items, false);
        MigrationRecord record = recordOf(items, order, change == 4 ? 3 : 1);
        if (change == 0 || change == 4) {
            items.push_back(item("d", stateFile("2025-07-21T08:00:00Z", "4")));
            order = decideMigration(items, false);
        } else if (change == 1) {
            SaveRecord trade;
            trade.reason = SaveReason::Trade;
            trade.parentSaveId = record.line.front().saveId;
            record.line.insert(record.line.begin(), trade);
        } else if (change == 2) {
            record.line.back().checksum = items[order.back()].checksum;
        } else {
            record.line.back().parentSaveId = QStringLiteral("earlier");
        }
        QVERIFY(compareWithRecord(items, order, record).empty());
        QVERIFY(outcomes(items).contains(QStringLiteral("refused")));
    }

    void aLostRecordIsNotReplacedByWhatWasBefore()
    {
        TradingState own;
        SaveRecord record;
        record.saveId = QStringLiteral("own");
        for (const bool isNewer : { true, false }) {
            record.savedAt = test::at(isNewer ? "2025-07-25T00:00:00Z" : "2025-07-02T00:00:00Z");
            std::vector<MigrationItem> items { item("a", stateFile("2025-07-20T08:00:00Z")),
                item("own", writeDocument(record, own)) };
            QCOMPARE(named(items, "own").outcome, MigrationOutcome::OwnDocument);
            const auto order = decideMigration(items, false);
            QCOMPARE(compareWithRecord(items, order, emptyRecord()).empty(), isNewer);
            QCOMPARE(named(items, "a").outcome, isNewer ? MigrationOutcome::Refused : MigrationOutcome::ToMigrate);
            QCOMPARE(named(items, "a").why.contains(QStringLiteral("/old/own is newer")), isNewer);
        }
    }

    void placesAreRead()
    {
        SaveRecord record;
        record.reason = SaveReason::Migration;
        QVERIFY(!migrationPlaceOf(record));
        record.other[migrationPlaceField] = toJson(MigrationPlace { 2, 3 });
        QCOMPARE(migrationPlaceOf(record)->number, 2);
        QCOMPARE(migrationPlaceOf(record)->of, 3);
        record.reason = SaveReason::Manual;
        QVERIFY(!migrationPlaceOf(record));
    }

    void filesOfAFolder()
    {
        const QTemporaryDir folder;
        const auto put = [&](const char* name, const QByteArray& content) {
            const QString path = folder.filePath(QLatin1String(name));
            QVERIFY(QDir().mkpath(QFileInfo(path).path()));
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        };
        put("notes.txt", "hello");
        put("saved state", "\n {\"a\":1}");
        put("empty.json", "");
        put(".hidden.json", "{}");
        put("data/trading_state.json.backup", "x");
        put("data/trading_state.backup.20250720_080000", "x");
        put("state_fallback/old.migrated", "x");
        put("state_fallback/journal/default/1.json", "{}");
        put("other/trading_state.json", "{}");
        QVERIFY(QFile::link(folder.filePath(QStringLiteral("empty.json")), folder.filePath(QStringLiteral("z.json"))));
        const auto files = legacyFilesOf({ folder.path() });
        QVERIFY(files);
        QStringList found;
        for (const LegacyFile& file : *files)
            found.append(QDir(folder.path()).relativeFilePath(file.path));
        QCOMPARE(found,
            QStringList({ QStringLiteral("empty.json"), QStringLiteral("saved state"),
                QStringLiteral("state_fallback/old.migrated"),
                QStringLiteral("data/trading_state.backup.20250720_080000"),
                QStringLiteral("data/trading_state.json.backup") }));
        // A file that is named is looked at whatever it is called.
        QCOMPARE(legacyFilesOf({ folder.filePath(QStringLiteral("notes.txt")) })->size(), size_t(1));
        const auto missing = legacyFilesOf({ folder.filePath(QStringLiteral("missing")) });
        QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
    }
};

QTEST_GUILESS_MAIN(TestMigration)
#include "tst_migration.moc"
