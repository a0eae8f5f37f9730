// SPDX-License-Identifier: MIT
#include "core/documents/document.h"
#include "core/files/durablefile.h"
#include "core/files/journal.h"

#include "saves.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <set>
#include <sys/stat.h>

using namespace tradestate;
using namespace tradestate::testing;

namespace {
constexpr qint64 hour = 3600 * nanosecondsPerSecond;
constexpr qint64 day = 24 * hour;
const Timestamp start = Timestamp::parse(QStringLiteral("2025-07-20T08:00:00.000000001Z")).value();
} // namespace

class TestJournal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_folder = StateFolder::open(m_temporary->filePath(QStringLiteral("f")), QStringLiteral("tst")).value();
        m_journal = std::make_unique<Journal>(m_folder, QStringLiteral("default"));
        QVERIFY(m_folder->ensureJournal(QStringLiteral("default")));
    }
    void isEmptyAtFirst();
    void keepsASaveAsItWas_data();
    void keepsASaveAsItWas();
    void namesSortByTime();
    void theSameSaveTwiceChangesNothing();
    void neverReplacesAnotherSave();
    void repairsADamagedSave();
    void refusesWhatItCannotProve();
    void refusesHostileIds();
    void history();
    void everyBitFlipOfTheNewestIsTold();
    void everyTruncationOfTheNewestIsTold();
    void showsTheWholeOneBesideATornNewest();
    void aRenamedSaveIsTorn();
    void aLinkIsNoSave();
    void aFolderThatCannotBeListedIsNoEmptyJournal();
    void headsOfFormerFolders();
    void recordsAreReadFromTheBegin();
    void thinsByAge();
    void thinningIsStableOverTime();
    void thinningKeepsWhatMustStay();
    void thinningKeepsDamageAndTheNewestWhole();
    void makesARemovedFolderAgain();

private:
    Timestamp after(qint64 nanoseconds) const { return start.plusNanoseconds(nanoseconds); }
    StoredSave save(qint64 nanoseconds, SaveReason reason = SaveReason::Periodic, int positions = 1) const
    {
        return saveOf(stateOf(positions), m_folder->id(), after(nanoseconds), reason);
    }
    StoredSave written(qint64 nanoseconds, SaveReason reason = SaveReason::Periodic, int positions = 1)
    {
        const StoredSave made = save(nanoseconds, reason, positions);
        const auto result = m_journal->write(made);
        if (!result)
            qWarning("%s", qPrintable(describe(result.error())));
        return result ? made : StoredSave {};
    }
    /// Without waiting for the disk, where many are needed.
    StoredSave placed(qint64 nanoseconds, SaveReason reason = SaveReason::Periodic)
    {
        const StoredSave made = save(nanoseconds, reason);
        const QString name = QStringLiteral("/%1_%2.json")
                                 .arg(made.record.savedAt.nanoseconds(), 20, 10, QLatin1Char('0'))
                                 .arg(made.record.saveId);
        overwrite(m_folder->journalFolder(QStringLiteral("default")) + name, writeDocument(made.record, made.state));
        return made;
    }
    QString pathOf(const StoredSave& of) const
    {
        const auto entries = m_journal->entries();
        for (const JournalEntry& entry : *entries) {
            if (entry.saveId == of.record.saveId)
                return entry.path;
        }
        return {};
    }
    static void overwrite(const QString& path, const std::string& bytes)
    {
        QFile::remove(path); // some file systems wait for the disk when a file is truncated
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes.data(), qint64(bytes.size())), qint64(bytes.size()));
    }
    std::set<qint64> times() const
    {
        std::set<qint64> found;
        const auto entries = m_journal->entries();
        for (const JournalEntry& entry : *entries)
            found.insert(entry.savedAt.nanoseconds() - start.nanoseconds());
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_temporary;
    std::shared_ptr<StateFolder> m_folder;
    std::unique_ptr<Journal> m_journal;
};

void TestJournal::isEmptyAtFirst()
{
    QVERIFY(m_journal->readHeads()->empty());
    QVERIFY(!m_journal->newest()->has_value());
    QVERIFY(!m_journal->newestWhole()->has_value());
    QVERIFY(m_journal->history(Timestamp(), 10)->empty());
    QCOMPARE(m_journal->thin({}).value(), 0);
    QCOMPARE(m_journal->info().type, QStringLiteral("file"));
    QCOMPARE(m_journal->info().url, m_folder->path());
    QCOMPARE(m_journal->readSave(save(0).record).error().code, ErrorCode::NoSuchSave);
}

void TestJournal::keepsASaveAsItWas_data()
{
    QTest::addColumn<int>("positions");
    for (const int positions : { 0, 1, 3, 500 })
        QTest::addRow("%d positions", positions) << positions;
}

void TestJournal::keepsASaveAsItWas()
{
    QFETCH(int, positions);
    StoredSave made = save(0, SaveReason::Restore, positions);
    made.record.description = QStringLiteral("before \"the\" rollover\n\u20ac");
    made.record.restoredFrom = RestoredFrom { QStringLiteral("/a b"), {}, made.record.checksum, {} };
    made.record.resolves = { QStringLiteral("x"), QStringLiteral("y") };
    made.record.other["later_field"] = number("1.50");
    seal(made.record, made.state);
    QVERIFY(m_journal->write(made));
    const auto read = m_journal->newest();
    QVERIFY(read && *read);
    QCOMPARE((*read)->proof, Proof::Verified);
    QVERIFY((*read)->record == made.record);
    QCOMPARE(canonicalForm((*read)->state), canonicalForm(made.state));
    QVERIFY(m_journal->readSave(made.record)->record == made.record);
    struct stat status
    {
    };
    QCOMPARE(::stat(qPrintable(pathOf(made)), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0600U);
}

void TestJournal::namesSortByTime()
{
    const StoredSave second = written(hour);
    const StoredSave first = written(0);
    const StoredSave third = written(hour + 1);
    const auto entries = m_journal->entries();
    QCOMPARE(entries->size(), 3U);
    QCOMPARE(entries->at(0).saveId, third.record.saveId);
    QCOMPARE(entries->at(1).saveId, second.record.saveId);
    QCOMPARE(entries->at(2).saveId, first.record.saveId);
    QCOMPARE(entries->at(2).savedAt, first.record.savedAt);
    QCOMPARE(QFileInfo(entries->at(2).path).fileName(),
        QStringLiteral("01752998400000000001_%1.json").arg(first.record.saveId));
    QVERIFY((*m_journal->newest())->record == third.record);
    const QString foreign = QFileInfo(entries->at(0).path).path() + QStringLiteral("/99999999999999999999_x.json");
    overwrite(foreign, "not a time that fits");
    overwrite(QFileInfo(foreign).path() + QStringLiteral("/notes.json"), "{}");
    QCOMPARE(m_journal->entries()->size(), 3U);
}

void TestJournal::theSameSaveTwiceChangesNothing()
{
    const StoredSave made = written(0);
    const auto before = readWholeFile(pathOf(made));
    QVERIFY(m_journal->write(made));
    QCOMPARE(m_journal->entries()->size(), 1U);
    QCOMPARE(readWholeFile(pathOf(made)).value(), before.value());
}

void TestJournal::neverReplacesAnotherSave()
{
    const StoredSave made = written(0);
    StoredSave other = made;
    other.record.description = QStringLiteral("another under the same name");
    seal(other.record, other.state);
    const auto result = m_journal->write(other);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::FileExists);
    QVERIFY((*m_journal->newest())->record == made.record);
}

void TestJournal::repairsADamagedSave()
{
    const StoredSave made = written(0);
    QVERIFY(QFile(pathOf(made)).resize(100));
    QCOMPARE((*m_journal->newest())->proof, Proof::Torn);
    QVERIFY(m_journal->write(made));
    QCOMPARE((*m_journal->newest())->proof, Proof::Verified);
}

void TestJournal::refusesWhatItCannotProve()
{
    StoredSave changed = save(0);
    changed.state = stateOf(2);
    QCOMPARE(m_journal->write(changed).error().code, ErrorCode::Internal);
    StoredSave unsealed = save(0);
    unsealed.record.recordChecksum.reset();
    QCOMPARE(m_journal->write(unsealed).error().code, ErrorCode::Internal);
    StoredSave miscounted = save(0);
    miscounted.record.positionCount = 7;
    miscounted.record.recordChecksum = recordChecksumOf(miscounted.record);
    QCOMPARE(m_journal->write(miscounted).error().code, ErrorCode::Internal);
    StoredSave foreign = save(0);
    foreign.record.account = QStringLiteral("other");
    seal(foreign.record, foreign.state);
    QCOMPARE(m_journal->write(foreign).error().code, ErrorCode::CannotBeStored);
    QVERIFY(m_journal->entries()->empty());
}

void TestJournal::refusesHostileIds()
{
    for (const char* id : { "", ".", "..", "../../etc/x", "a/b", "a\nb", "a b", ".hidden", "\xc3\xa9" }) {
        StoredSave hostile = save(0);
        hostile.record.saveId = QString::fromUtf8(id);
        seal(hostile.record, hostile.state);
        QCOMPARE(m_journal->write(hostile).error().code, ErrorCode::CannotBeStored);
        QCOMPARE(m_journal->readSave(hostile.record).error().code, ErrorCode::NoSuchSave);
    }
    Journal elsewhere(m_folder, QStringLiteral(".."));
    QVERIFY(!elsewhere.entries());
    QVERIFY(m_journal->entries()->empty());
}

void TestJournal::history()
{
    std::vector<StoredSave> made;
    for (int i = 0; i < 5; ++i)
        made.push_back(written(i * hour, SaveReason::Manual));
    const auto all = m_journal->history(Timestamp(), 100);
    QCOMPARE(all->size(), 5U);
    for (size_t i = 0; i < 5; ++i) {
        QVERIFY(all->at(i).record == made.at(4 - i).record);
        QCOMPARE(all->at(i).proof, Proof::None);
        QCOMPARE(all->at(i).where, QStringLiteral("journal"));
    }
    QCOMPARE(m_journal->history(Timestamp(), 2)->size(), 2U);
    QCOMPARE(m_journal->history(after(3 * hour), 100)->size(), 2U);
    QVERIFY(QFile(pathOf(made.at(4))).resize(20));
    const auto damaged = m_journal->history(Timestamp(), 100);
    QCOMPARE(damaged->size(), 5U);
    QCOMPARE(damaged->front().proof, Proof::Torn);
    QCOMPARE(damaged->front().record.saveId, made.at(4).record.saveId);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(m_journal->history(Timestamp(), 100, stop.get_token()).error().code, ErrorCode::Cancelled);
}

void TestJournal::everyBitFlipOfTheNewestIsTold()
{
    const StoredSave older = written(0);
    const StoredSave made = written(1);
    const QString path = pathOf(made);
    const std::string whole = readWholeFile(path).value();
    for (size_t i = 0; i < whole.size(); ++i) {
        std::string bytes = whole;
        bytes[i] = static_cast<char>(bytes[i] ^ (1 << (i % 8)));
        overwrite(path, bytes);
        const auto read = m_journal->newest();
        QVERIFY(read && *read);
        QCOMPARE((*read)->record.saveId, made.record.saveId);
        // A flip is told, or it is in what only other programs read and the save is exactly what it was.
        if ((*read)->proof == Proof::Torn) {
            if (i % 50 == 0)
                QVERIFY((*m_journal->newestWhole())->record == older.record);
            continue;
        }
        QVERIFY2((*read)->record == made.record, qPrintable(QString::number(i)));
        QVERIFY2((*read)->state == made.state, qPrintable(QString::number(i)));
    }
}

void TestJournal::everyTruncationOfTheNewestIsTold()
{
    const StoredSave older = written(0);
    const StoredSave made = written(1);
    const QString path = pathOf(made);
    const std::string whole = readWholeFile(path).value();
    for (size_t size = 0; size + 2 < whole.size(); ++size) { // without its last line end it is whole
        overwrite(path, whole.substr(0, size));
        const auto read = m_journal->newest();
        QVERIFY(read && *read);
        QCOMPARE((*read)->record.saveId, made.record.saveId);
        QCOMPARE((*read)->record.savedAt, made.record.savedAt);
        QVERIFY2((*read)->proof == Proof::Torn, qPrintable(QString::number(size)));
    }
}

void TestJournal::showsTheWholeOneBesideATornNewest()
{
    const StoredSave older = written(0, SaveReason::Trade, 3);
    const StoredSave torn = written(hour, SaveReason::Trade, 5);
    const std::string bytes = readWholeFile(pathOf(torn)).value();
    overwrite(pathOf(torn), bytes.substr(0, bytes.size() * 9 / 10));
    const auto newest = m_journal->newest();
    QCOMPARE((*newest)->proof, Proof::Torn);
    QVERIFY((*newest)->record == torn.record); // its record is whole: who, when, and what it knew
    QVERIFY(!(*newest)->state.positions.empty()); // what could be read of it
    QCOMPARE((*newest)->findings.back().severity, Severity::Error);
    const auto whole = m_journal->newestWhole();
    QCOMPARE((*whole)->proof, Proof::Verified);
    QVERIFY((*whole)->record == older.record);
    QCOMPARE(m_journal->readHeads()->front().proof, Proof::Torn);

    overwrite(pathOf(torn), "");
    const auto nameOnly = m_journal->newest();
    QCOMPARE((*nameOnly)->proof, Proof::Torn);
    QCOMPARE((*nameOnly)->record.folder, m_folder->id());
    QCOMPARE((*nameOnly)->record.knows.at(m_folder->id()), torn.record.savedAt);
}

void TestJournal::aRenamedSaveIsTorn()
{
    const StoredSave made = written(0);
    const QString path = pathOf(made);
    const QString renamed
        = QFileInfo(path).path() + QStringLiteral("/01900000000000000000_%1.json").arg(made.record.saveId);
    QVERIFY(QFile::rename(path, renamed));
    QCOMPARE((*m_journal->newest())->proof, Proof::Torn);
}

void TestJournal::aLinkIsNoSave()
{
    const StoredSave made = written(0);
    const QString path = pathOf(made);
    const QString elsewhere = m_temporary->filePath(QStringLiteral("elsewhere.json"));
    QVERIFY(QFile::rename(path, elsewhere));
    QVERIFY(QFile::link(elsewhere, path));
    QCOMPARE((*m_journal->newest())->proof, Proof::Torn);
    QVERIFY(!m_journal->write(made));
    QVERIFY(QFile::remove(path));
    QVERIFY(m_journal->write(made));
}

void TestJournal::aFolderThatCannotBeListedIsNoEmptyJournal()
{
    const QString path = m_folder->journalFolder(QStringLiteral("default"));
    QVERIFY(QDir(path).removeRecursively());
    overwrite(path, "a file in the place of the folder");
    QVERIFY(!m_journal->newest());
    QVERIFY(!m_journal->readHeads());
    QVERIFY(!m_journal->history(Timestamp(), 10));
    QVERIFY(!m_journal->write(save(0)));
}

void TestJournal::headsOfFormerFolders()
{
    const QString former = QStringLiteral("00000000-0000-4000-8000-000000000001");
    const StoredSave old = saveOf(stateOf(1), former, after(0));
    const StoredSave older = saveOf(stateOf(1), former, after(-1));
    const StoredSave head = saveOf(stateOf(2), m_folder->id(), after(hour), SaveReason::Trade,
        { { former, after(0) }, { QStringLiteral("another machine"), after(5) } });
    for (const StoredSave& one : { older, old, head })
        QVERIFY(m_journal->write(one));
    const auto heads = m_journal->readHeads();
    QCOMPARE(heads->size(), 2U);
    QVERIFY(heads->at(0).record == head.record);
    QVERIFY(heads->at(1).record == old.record);
}

void TestJournal::recordsAreReadFromTheBegin()
{
    const StoredSave made = written(0, SaveReason::Trade, 500);
    const QString path = pathOf(made);
    std::string bytes = readWholeFile(path).value();
    QVERIFY(bytes.size() > 200'000);
    bytes.resize(40'000); // what is behind is not looked at
    overwrite(path, bytes);
    QVERIFY(m_journal->readRecord(m_journal->entries()->front()).value() == made.record);
    // A record that is longer than the begin is found as well.
    StoredSave large = save(1);
    large.record.description = QString(100'000, QLatin1Char('d'));
    seal(large.record, large.state);
    QVERIFY(m_journal->write(large));
    QVERIFY(m_journal->readRecord(m_journal->entries()->front()).value() == large.record);
    // A value that looks like a record does not pass for one.
    StoredSave hostile = save(2);
    hostile.state.portfolio.setField("note", Json("\n  \"save\": {\n  }"));
    seal(hostile.record, hostile.state);
    QVERIFY(m_journal->write(hostile));
    QVERIFY(m_journal->readRecord(m_journal->entries()->front()).value() == hostile.record);
}

void TestJournal::thinsByAge()
{
    // The newest is at 40 days, at a full hour and 1 ns.
    const qint64 now = 40 * day;
    std::set<qint64> kept { now };
    const auto periodic = [&](qint64 time, bool stays) {
        placed(time);
        if (stays)
            kept.insert(time);
    };
    placed(now);
    constexpr qint64 minute = hour / 60;
    periodic(now - 5 * minute, true); // all of 48 hours
    periodic(now - 10 * minute, true);
    periodic(now - 48 * hour, true); // the border itself
    // Older than that: the last of each hour. Full hours begin at now + 0 ns, that is 1 ns before each save's hour.
    periodic(now - 48 * hour - 10 * minute, true); // last of its hour
    periodic(now - 48 * hour - 20 * minute, false);
    periodic(now - 48 * hour - 60 * minute, false); // same hour, first
    periodic(now - 50 * hour - 10 * minute, true);
    periodic(now - 30 * day, true); // the border, last of its hour
    // Older than 30 days: the last of each day; days begin at 00:00 UTC, the newest is at 08:00.
    periodic(now - 30 * day - 9 * hour, true); // 23:00 the day before
    periodic(now - 30 * day - 10 * hour, false);
    periodic(now - 30 * day - 32 * hour, false); // 00:00 that day
    periodic(now - 30 * day - 33 * hour, true); // 23:00 the day before that
    const auto removed = m_journal->thin({});
    QVERIFY(removed);
    QCOMPARE(times(), kept);
    QCOMPARE(*removed, 4);
    QCOMPARE(m_journal->thin({}).value(), 0);
}

void TestJournal::thinningIsStableOverTime()
{
    // Thinned after every save, or once at the end: what stays of the older days is the same.
    const auto run = [this](bool often) {
        init();
        for (qint64 time = 0; time <= 75 * hour; time += 20 * hour / 60) {
            placed(time);
            if (often)
                QVERIFY(m_journal->thin({}));
        }
        QVERIFY(m_journal->thin({}));
    };
    run(true);
    const auto often = times();
    run(false);
    QCOMPARE(often, times());
    QVERIFY(often.size() < 200 && often.size() > 150);
}

void TestJournal::thinningKeepsWhatMustStay()
{
    const qint64 now = 40 * day;
    placed(now);
    const StoredSave pending = placed(0);
    const StoredSave gone = placed(1);
    const StoredSave goneTrade = placed(2, SaveReason::Trade);
    std::set<qint64> kept { now, 0 };
    qint64 time = 10;
    for (const SaveReason reason : { SaveReason::Start, SaveReason::Shutdown, SaveReason::Manual, SaveReason::Restore,
             SaveReason::Undo, SaveReason::Remove, SaveReason::Migration, SaveReason::Emergency }) {
        placed(time, reason);
        kept.insert(time++);
    }
    placed(time); // the last of its day
    kept.insert(time);
    const auto isPending = [&](const SaveRecord& record) { return record.saveId == pending.record.saveId; };
    QCOMPARE(m_journal->thin(isPending).value(), 2);
    QCOMPARE(times(), kept);
    QCOMPARE(m_journal->thin({}).value(), 1); // no longer pending
    kept.erase(0);
    QCOMPARE(times(), kept);
}

void TestJournal::thinningKeepsDamageAndTheNewestWhole()
{
    const StoredSave newest = written(40 * day);
    const StoredSave damaged = written(0);
    const StoredSave whole = written(1);
    const StoredSave last = written(2);
    QVERIFY(QFile(pathOf(newest)).resize(10));
    QVERIFY(QFile(pathOf(damaged)).resize(10));
    QVERIFY(QFile(pathOf(last)).resize(10));
    QCOMPARE(m_journal->thin({}).value(), 0);
    QVERIFY((*m_journal->newestWhole())->record == whole.record);
}

void TestJournal::makesARemovedFolderAgain()
{
    written(0);
    QVERIFY(QDir(m_folder->path()).removeRecursively());
    QVERIFY(m_journal->entries()->empty());
    const StoredSave made = save(1);
    QVERIFY(m_journal->write(made));
    QVERIFY((*m_journal->newest())->record == made.record);
}

QTEST_GUILESS_MAIN(TestJournal)
#include "tst_journal.moc"
