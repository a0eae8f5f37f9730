// SPDX-License-Identifier: MIT
#include "core/files/durablefile.h"
#include "core/files/seenfolder.h"

#include "saves.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace tradestate;
using namespace tradestate::testing;

namespace {
const QString ours = QStringLiteral("ours");
const QString theirs = QStringLiteral("theirs");
const QString python = QStringLiteral("python");

Timestamp at(qint64 nanoseconds)
{
    return Timestamp::fromNanoseconds(1'753'000'000'000'000'000 + nanoseconds);
}

/// As the event log gives it: no checksum over the whole, and an id of that system.
StoredSave pythonSave(qint64 nanoseconds, int positions)
{
    StoredSave save = saveOf(stateOf(positions), python, at(nanoseconds));
    save.record.saveId = QStringLiteral("portfolio_main_update_2025-07-20T08:00:00.%1/../x").arg(nanoseconds);
    save.record.checksum.reset();
    save.record.recordChecksum.reset();
    return save;
}
} // namespace

class TestSeenFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_temporary = std::make_unique<QTemporaryDir>();
        m_path = m_temporary->filePath(QStringLiteral("seen/abc"));
    }
    void isEmptyAtFirst();
    void remembersHeadsWhole();
    void prunesWhatALaterOneKnows();
    void keepsBothSidesOfAFork();
    void isNotReplacedByAnOlderAnswer();
    void isNotReplacedByAnEmptyAnswer();
    void tornHeadsAreNotProof();
    void pythonSavesGrowButNeverShrink();
    void theRicherOfTwoFilesStays();
    void damageIsToldAndNeverRemoved();

private:
    SeenFolder seen() const { return SeenFolder(m_path); }
    std::set<QString> ids() const
    {
        std::set<QString> found;
        const auto read = seen().read();
        for (const StoredSave& save : read->saves)
            found.insert(save.record.saveId);
        return found;
    }
    std::unique_ptr<QTemporaryDir> m_temporary;
    QString m_path;
};

void TestSeenFolder::isEmptyAtFirst()
{
    QVERIFY(seen().read()->saves.empty());
    QVERIFY(seen().remember({}));
    QVERIFY(!QFile::exists(m_path));
}

void TestSeenFolder::remembersHeadsWhole()
{
    const StoredSave own = saveOf(stateOf(3), ours, at(1));
    const StoredSave foreign = pythonSave(2, 4);
    QVERIFY(seen().remember({ own, foreign }));
    QVERIFY(seen().remember({ own, foreign }));
    const auto read = seen().read();
    QCOMPARE(read->saves.size(), 2U);
    QVERIFY(read->damaged.empty());
    QVERIFY(read->saves.at(0).record == foreign.record); // newest first
    QVERIFY(read->saves.at(0).state == foreign.state);
    QCOMPARE(read->saves.at(0).proof, Proof::Verified); // as the primary proved it
    QVERIFY(read->saves.at(1).record == own.record);
    QVERIFY(read->saves.at(1).state == own.state);
    QCOMPARE(QDir(m_path).entryList(QDir::Files | QDir::Hidden).size(), 2);
    StoredSave unverified = pythonSave(9, 1);
    unverified.proof = Proof::Unverified;
    QVERIFY(seen().remember({ unverified }));
    QCOMPARE(seen().read()->saves.front().proof, Proof::Unverified);
}

void TestSeenFolder::prunesWhatALaterOneKnows()
{
    const StoredSave first = saveOf(stateOf(1), ours, at(1));
    const StoredSave second = saveOf(stateOf(2), ours, at(2));
    const StoredSave merged = saveOf(stateOf(2), theirs, at(3), SaveReason::Manual, { { ours, at(2) } });
    QVERIFY(seen().remember({ first }));
    QVERIFY(seen().remember({ second }));
    QCOMPARE(ids(), std::set { second.record.saveId });
    QVERIFY(seen().remember({ merged, second }));
    QCOMPARE(ids(), std::set { merged.record.saveId });
}

void TestSeenFolder::keepsBothSidesOfAFork()
{
    const StoredSave one = saveOf(stateOf(1), ours, at(1));
    const StoredSave other = saveOf(stateOf(2), theirs, at(5));
    QVERIFY(seen().remember({ one }));
    QVERIFY(seen().remember({ other })); // the primary lost the one, or another answered: both stay
    QCOMPARE(ids(), (std::set { one.record.saveId, other.record.saveId }));
}

void TestSeenFolder::isNotReplacedByAnOlderAnswer()
{
    const StoredSave first = saveOf(stateOf(1), ours, at(1));
    const StoredSave second = saveOf(stateOf(2), ours, at(2));
    QVERIFY(seen().remember({ second }));
    QVERIFY(seen().remember({ first }));
    QCOMPARE(ids(), std::set { second.record.saveId });
}

void TestSeenFolder::isNotReplacedByAnEmptyAnswer()
{
    const StoredSave save = saveOf(stateOf(1), ours, at(1));
    QVERIFY(seen().remember({ save }));
    QVERIFY(seen().remember({}));
    QCOMPARE(ids(), std::set { save.record.saveId });
}

void TestSeenFolder::tornHeadsAreNotProof()
{
    const StoredSave first = saveOf(stateOf(1), ours, at(1));
    StoredSave torn = saveOf(stateOf(2), ours, at(2));
    torn.proof = Proof::Torn;
    torn.state = stateOf(0);
    QVERIFY(seen().remember({ first }));
    QVERIFY(seen().remember({ torn }));
    QCOMPARE(ids(), std::set { first.record.saveId });
}

void TestSeenFolder::pythonSavesGrowButNeverShrink()
{
    const StoredSave save = pythonSave(1, 2);
    StoredSave withTrade = save;
    withTrade.state = stateOf(3);
    StoredSave emptied = save;
    emptied.state = stateOf(0);
    StoredSave doubtful = save;
    doubtful.state = stateOf(1);
    doubtful.proof = Proof::Unverified;
    QVERIFY(seen().remember({ save }));
    QVERIFY(seen().remember({ withTrade }));
    QCOMPARE(seen().read()->saves.size(), 1U);
    QCOMPARE(seen().read()->saves.front().state.positions.size(), 3U);
    // Read again after a save of ours arrived: it knows that one too.
    StoredSave knowsMore = withTrade;
    knowsMore.record.knows[ours] = at(0);
    QVERIFY(seen().remember({ knowsMore }));
    QVERIFY(seen().remember({ emptied }));
    QVERIFY(seen().remember({ doubtful }));
    QVERIFY(seen().remember({ withTrade })); // an answer from before, that came late
    StoredSave knowsOlder = knowsMore;
    knowsOlder.record.knows[ours] = at(-1);
    QVERIFY(seen().remember({ knowsOlder }));
    QCOMPARE(seen().read()->saves.size(), 1U);
    QCOMPARE(seen().read()->saves.front().state.positions.size(), 3U);
    QVERIFY(seen().read()->saves.front().record.knows == knowsMore.record.knows);
    QVERIFY(seen().remember({ pythonSave(2, 0) })); // flat is a state like any other
    QCOMPARE(seen().read()->saves.size(), 1U);
    QCOMPARE(seen().read()->saves.front().state.positions.size(), 0U);
}

void TestSeenFolder::theRicherOfTwoFilesStays()
{
    // A program that ended between writing a head and removing what it replaces leaves both.
    const StoredSave save = pythonSave(1, 2);
    StoredSave knowsMore = save;
    knowsMore.record.knows[ours] = at(0);
    const QString other = m_temporary->filePath(QStringLiteral("seen/other"));
    QVERIFY(SeenFolder(other).remember({ knowsMore }));
    QVERIFY(seen().remember({ save }));
    const QString name = QDir(other).entryList(QDir::Files).first();
    QVERIFY(QFile::copy(other + QLatin1Char('/') + name, m_path + QLatin1Char('/') + name));
    QCOMPARE(seen().read()->saves.size(), 2U);
    QVERIFY(seen().remember({ saveOf(stateOf(1), theirs, at(0)) }));
    const auto left = seen().read();
    QCOMPARE(left->saves.size(), 2U);
    QVERIFY(left->saves.front().record.knows == knowsMore.record.knows);
}

void TestSeenFolder::damageIsToldAndNeverRemoved()
{
    const StoredSave save = pythonSave(1, 2);
    QVERIFY(seen().remember({ save }));
    const QString path = m_path + QLatin1Char('/') + QDir(m_path).entryList(QDir::Files).first();
    std::string bytes = readWholeFile(path).value();
    bytes[bytes.find("0.10")] = '7';
    QVERIFY(writeDurably(path, bytes, WriteMode::Replace));
    QVERIFY(seen().read()->saves.empty());
    QCOMPARE(seen().read()->damaged.size(), 1U);
    QCOMPARE(seen().read()->damaged.front().path, path);
    QVERIFY(seen().remember({ pythonSave(0, 1) }));
    QVERIFY(QFile::exists(path));
    QVERIFY(seen().remember({ save })); // read once more: repaired
    QVERIFY(seen().read()->damaged.empty());
    QVERIFY(seen().read()->saves.front().state == save.state);
}

QTEST_GUILESS_MAIN(TestSeenFolder)
#include "tst_seenfolder.moc"
