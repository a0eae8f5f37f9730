// SPDX-License-Identifier: MIT
#include "core/manager/statuswords.h"

#include "core/influx/eventlogsave.h"
#include "core/manager/status.h"
#include "core/state/measured.h"
#include "tests/support/eventlogfixture.h"

#include <QTest>

using namespace tradestate;

namespace {

Timestamp at(const char* text)
{
    return *Timestamp::parse(QString::fromLatin1(text));
}

Snapshot snapshotWith(std::vector<Condition> conditions, int positions = 3)
{
    Snapshot snapshot;
    snapshot.conditions = std::move(conditions);
    snapshot.proof = Proof::Verified;
    snapshot.readAt = at("2025-07-20T08:00:00Z");
    snapshot.ageSeconds = 12;
    SaveRecord record;
    record.saveId = QStringLiteral("11111111-0000-4000-8000-000000000000");
    record.savedAt = at("2025-07-20T07:59:48Z");
    record.positionCount = positions;
    snapshot.record = record;
    for (int i = 0; i < positions; ++i) {
        const QString pair = QStringLiteral("A%1-B").arg(i);
        snapshot.state.positions.emplace(pair, Position(pair, {}));
    }
    return snapshot;
}

bool hasDefaultEquity(const Snapshot& snapshot)
{
    return std::any_of(snapshot.findings.begin(), snapshot.findings.end(),
        [](const Finding& finding) { return finding.code == findings::defaultEquity; });
}

StatusWords wordsOf(const Snapshot& snapshot)
{
    return statusWords(snapshot, snapshot.readAt);
}

} // namespace

class TestStatusWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verified()
    {
        Snapshot snapshot = snapshotWith({ Condition::Verified });
        snapshot.tradesSince = 1;
        const StatusWords words = wordsOf(snapshot);
        QCOMPARE(words.what, QStringLiteral("3 positions on record · last full save 12 s ago · 1 trade since"));
        QCOMPARE(words.worst.text, QStringLiteral("Record intact (checksum and counts match)"));
        QCOMPARE(words.icon, QStringLiteral("✔"));
        QCOMPARE(words.broker, QStringLiteral("broker not checked"));
        QVERIFY(words.others.empty());
        QCOMPARE(statusSentences(words),
            QStringList({ QStringLiteral("✔ Record intact (checksum and counts match)"),
                QStringLiteral(
                    "3 positions on record · last full save 12 s ago · 1 trade since · broker not checked") }));
    }

    void agesMoveOnWithTheClock()
    {
        const Snapshot snapshot = snapshotWith({ Condition::Verified }, 1);
        QCOMPARE(statusWords(snapshot, at("2025-07-20T08:01:00Z")).what,
            QStringLiteral("1 position on record · last full save 1 min ago"));
        // A clock that was set back makes nothing younger.
        QCOMPARE(statusWords(snapshot, at("2025-07-20T07:00:00Z")).what,
            QStringLiteral("1 position on record · last full save 12 s ago"));
    }

    void aWarningTurnsTheTick()
    {
        Snapshot snapshot = snapshotWith({ Condition::Verified });
        snapshot.findings = { { Severity::Information, findings::defaultEquity, {}, {}, {} } };
        QCOMPARE(wordsOf(snapshot).level, StatusLevel::Good);
        snapshot.findings.push_back({ Severity::Warning, findings::placeholderEntry, QStringLiteral("A0-B"), {}, {} });
        QCOMPARE(wordsOf(snapshot).level, StatusLevel::Warning);
        QCOMPARE(wordsOf(snapshot).icon, QStringLiteral("⚠"));
    }

    void worstFirstThenTheOthers()
    {
        Snapshot snapshot = snapshotWith({ Condition::Unreachable, Condition::Pending, Condition::Verified });
        snapshot.pendingSaves = 2;
        snapshot.primaryError = Error { ErrorCode::NotRunning, QStringLiteral("http://localhost:8086"),
            QStringLiteral("Connection refused\x1b[31m") };
        const StatusWords words = wordsOf(snapshot);
        QCOMPARE(words.level, StatusLevel::Danger);
        QVERIFY(words.worst.text.contains(QStringLiteral("showing what was last seen, 12 s ago")));
        QVERIFY(words.worst.text.contains(QStringLiteral("Connection refused")));
        QVERIFY(!words.worst.text.contains(QLatin1Char('\x1b')));
        QCOMPARE(words.others.size(), size_t(2));
        QCOMPARE(words.others[0].condition, Condition::Pending);
        QVERIFY(words.others[0].text.startsWith(
            QStringLiteral("2 saves are on this machine only; InfluxDB has not confirmed them")));
        QCOMPARE(statusSentences(words).size(), 4);
    }

    void pendingSaysWhenItIsTriedAgain()
    {
        Snapshot snapshot = snapshotWith({ Condition::Pending, Condition::Verified });
        snapshot.pendingSaves = 1;
        snapshot.nextTry = at("2025-07-20T08:00:30Z");
        QVERIFY(wordsOf(snapshot).worst.text.endsWith(QStringLiteral("(next try in 30 s)")));
    }

    void aRefusedHeadIsNoNumberOfSaves()
    {
        Snapshot snapshot = snapshotWith({ Condition::Pending, Condition::Verified });
        snapshot.refusedSaves = 1;
        QCOMPARE(wordsOf(snapshot).worst.text,
            QStringLiteral("The newest save is on this machine only; InfluxDB refused it"));
        QCOMPARE(wordsOf(snapshot).worst.detail, QStringLiteral("Saves that InfluxDB refused: 1"));
        // Others that wait are counted as ever.
        snapshot.pendingSaves = 2;
        QVERIFY(wordsOf(snapshot).worst.text.startsWith(QStringLiteral("2 saves are on this machine only")));
    }

    void aLostPythonSaveIsPutBackByHand()
    {
        Snapshot snapshot = snapshotWith({ Condition::Pending, Condition::Unverified });
        snapshot.record->folder = QStringLiteral("python");
        snapshot.lostSaves = true;
        QCOMPARE(wordsOf(snapshot).worst.text,
            QStringLiteral("InfluxDB has lost saves that it had confirmed · The newest save is kept on this machine "
                           "only"));
        QCOMPARE(wordsOf(snapshot).worst.detail,
            QStringLiteral("The trading system made the newest save; Save or Restore puts it back into InfluxDB"));
        QCOMPARE(wordsOf(snapshot).worst.level, StatusLevel::Warning);
    }

    void lostSavesAreTold()
    {
        Snapshot snapshot = snapshotWith({ Condition::Pending, Condition::Verified });
        snapshot.pendingSaves = 1;
        snapshot.lostSaves = true;
        QCOMPARE(wordsOf(snapshot).level, StatusLevel::Warning);
        QVERIFY(wordsOf(snapshot).worst.text.startsWith(
            QStringLiteral("InfluxDB has lost saves that it had confirmed · 1 save is on this machine only")));
    }

    void emptyIsNotFlat()
    {
        Snapshot empty;
        empty.conditions = { Condition::Empty };
        QCOMPARE(wordsOf(empty).worst.text, QStringLiteral("Nothing was ever saved here"));
        QVERIFY(wordsOf(empty).what.isEmpty());
        QVERIFY(wordsOf(empty).broker.isEmpty()); // there is nothing to compare
        const Snapshot flat = snapshotWith({ Condition::Flat }, 0);
        QCOMPARE(wordsOf(flat).worst.text, QStringLiteral("No position on record (proven)"));
        QVERIFY(wordsOf(flat).what.startsWith(QStringLiteral("0 positions on record")));
    }

    void unverifiedSaysWhy()
    {
        Snapshot snapshot = snapshotWith({ Condition::Unverified }, 2);
        QCOMPARE(wordsOf(snapshot).worst.text, QStringLiteral("This data carries no checksum to check"));
        snapshot.record->positionCount = 3;
        QCOMPARE(wordsOf(snapshot).worst.text, QStringLiteral("This data holds 2 positions where the save says 3"));
        snapshot.findings = { { Severity::Error, findings::nothingRead, {}, {}, {} } };
        QVERIFY(wordsOf(snapshot).worst.text.contains(QStringLiteral("not a flat book")));
    }

    void tornSaysWhatIsShown()
    {
        Snapshot snapshot = snapshotWith({ Condition::Torn });
        SaveRecord torn;
        torn.positionCount = 3;
        snapshot.tornSave = torn;
        snapshot.tornPositions = 2;
        QCOMPARE(wordsOf(snapshot).worst.text,
            QStringLiteral("The newest save is incomplete (2 of 3 positions). Showing the last good one, 12 s ago"));
        snapshot.tornPositions = 3;
        QCOMPARE(wordsOf(snapshot).worst.text,
            QStringLiteral("The newest save does not match its checksum. Showing the last good one, 12 s ago"));
        snapshot.tornSave.reset();
        snapshot.record->positionCount = 4;
        QCOMPARE(wordsOf(snapshot).worst.text, QStringLiteral("This save is incomplete (3 of 4 positions)"));
    }

    void aTornSaveThatStandsAlone()
    {
        StoredSave save;
        save.record = *snapshotWith({}).record;
        save.record.positionCount = 3;
        save.state.positions.emplace(QStringLiteral("A-B"), Position(QStringLiteral("A-B"), {}));
        save.proof = Proof::Torn;
        StatusInput input;
        input.now = at("2025-07-20T08:00:00Z");
        input.decision.head = HeadCandidate { &save };
        input.decision.torn = true;
        input.shown = &save;
        Snapshot snapshot = snapshotOf(input);
        QVERIFY(!snapshot.tornSave);
        QCOMPARE(wordsOf(snapshot).worst.text, QStringLiteral("This save is incomplete (1 of 3 positions)"));
        save.record.positionCount = 1;
        QCOMPARE(wordsOf(snapshotOf(input)).worst.text, QStringLiteral("This save does not match its checksum"));

        StoredSave good = save;
        good.record.saveId = QStringLiteral("22222222-0000-4000-8000-000000000000");
        good.proof = Proof::Verified;
        input.shown = &good;
        snapshot = snapshotOf(input);
        QCOMPARE(snapshot.tornSave->saveId, save.record.saveId);
        QVERIFY(wordsOf(snapshot).worst.text.contains(QStringLiteral("Showing the last good one")));
    }

    void theBrokersWordsOfAReconcilingSave()
    {
        // The trading system compares with the broker in the second of the fixture's saves.
        std::vector<LogEvent> events = test::fixtureEvents(QStringLiteral("event_log_reconciled_and_backtest.lp"));
        const auto reconciled = std::find_if(events.begin(), events.end(),
            [](const LogEvent& event) { return event.data.find("reconciliation_time") != std::string::npos; });
        QVERIFY(reconciled != events.end());
        events.erase(reconciled + 1, events.end());
        EventLogOptions options;
        options.zoneOfNaive = QTimeZone("America/New_York");
        const auto save = newestPythonSave({ events, {}, {}, {} }, options);
        QVERIFY(save);
        StatusInput input;
        input.writerZone = options.zoneOfNaive;
        input.decision.head = HeadCandidate { &*save };
        input.shown = &*save;
        input.now = at("2026-11-23T14:55:32.307326Z"); // 09:55:32 there
        const Snapshot snapshot = snapshotOf(input);
        QCOMPARE(wordsOf(snapshot).broker, QStringLiteral("the bot last compared with the broker 6 min ago"));
        QVERIFY(portfolioIsMeasured(snapshot.state));
        QCOMPARE(snapshot.state.portfolio.totalValue()->text(), std::string("100873.41"));
        QVERIFY(!hasDefaultEquity(snapshot));
    }

    void whatWasNeverReadIsNotCounted()
    {
        Snapshot snapshot = snapshotWith({ Condition::Unreachable }, 0);
        snapshot.record.reset();
        snapshot.ageSeconds.reset();
        QVERIFY(!snapshot.isKnown());
        QCOMPARE(wordsOf(snapshot).what, QString());
        QCOMPARE(wordsOf(snapshot).broker, QString());
        snapshot.viewing = true; // a file of the Python system has no record
        QVERIFY(wordsOf(snapshot).what.startsWith(QStringLiteral("0 positions on record")));
        snapshot.findings.push_back({ Severity::Error, findings::nothingRead, {}, {}, {} });
        QVERIFY(!snapshot.isKnown());
    }

    void aSaveFromTheFutureHasNoAge()
    {
        Snapshot snapshot = snapshotWith({ Condition::Stale, Condition::Verified });
        snapshot.ageSeconds = -60; // no two clocks agree to the second
        QVERIFY(wordsOf(snapshot).what.endsWith(QStringLiteral("last full save 0 s ago")));
        snapshot.ageSeconds = -3 * 86'400;
        const StatusWords words = wordsOf(snapshot);
        QCOMPARE(words.worst.text,
            QStringLiteral("The last save is dated 3 d 0 h ahead of this machine's clock: how old it is cannot be "
                           "told"));
        QVERIFY2(words.what.endsWith(QStringLiteral("last full save dated 3 d 0 h ahead")), qPrintable(words.what));
        snapshot.conditions = { Condition::Unreachable, Condition::Verified };
        QVERIFY(wordsOf(snapshot).worst.text.endsWith(QStringLiteral("an unknown time ago")));
    }

    void becomesStaleWithoutAnotherRead()
    {
        Snapshot snapshot = snapshotWith({ Condition::Pending, Condition::Verified });
        snapshot.pendingSaves = 1;
        snapshot.staleFrom = at("2025-07-20T08:10:00Z");
        QCOMPARE(snapshot.conditionsAt(at("2025-07-20T08:09:59Z")), snapshot.conditions);
        const std::vector<Condition> later { Condition::Pending, Condition::Stale, Condition::Verified };
        QCOMPARE(snapshot.conditionsAt(at("2025-07-20T08:10:00Z")), later);

        snapshot.conditions = { Condition::Verified };
        const StatusWords words = statusWords(snapshot, at("2025-07-20T08:10:00Z"));
        QCOMPARE(words.worst.condition, Condition::Stale);
        QCOMPARE(words.level, StatusLevel::Warning);
        QCOMPARE(words.others.size(), size_t(1));
    }

    void staleAndForkAndBroker()
    {
        Snapshot snapshot = snapshotWith({ Condition::Fork, Condition::Stale });
        snapshot.ageSeconds = 7500;
        snapshot.forkCandidates = { *snapshot.record };
        snapshot.state.session.setField("reconciliation_time", Json("2025-07-20T07:54:00Z"));
        const StatusWords words = wordsOf(snapshot);
        QCOMPARE(words.worst.text, QStringLiteral("Two writers saved over each other at 2025-07-20 07:59:48 UTC"));
        QVERIFY(words.worst.detail.contains(snapshot.record->saveId));
        QCOMPARE(words.others[0].text,
            QStringLiteral("No save for 2 h 05 min; the trading system should save every 5 min. Is it running?"));
        QCOMPARE(words.broker, QStringLiteral("the bot last compared with the broker 6 min ago"));
    }

    void viewingSaysSo()
    {
        Snapshot snapshot = snapshotWith({ Condition::Verified });
        snapshot.viewing = true;
        snapshot.viewingWhat = QStringLiteral("/a/b.json");
        QCOMPARE(wordsOf(snapshot).viewing, QStringLiteral("Viewing /a/b.json, not now"));
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("future") << qint64(-5) << QStringLiteral("0 s");
        QTest::newRow("seconds") << qint64(59) << QStringLiteral("59 s");
        QTest::newRow("minutes") << qint64(3599) << QStringLiteral("59 min");
        QTest::newRow("hours") << qint64(2 * 3600 + 240) << QStringLiteral("2 h 04 min");
        QTest::newRow("a day") << qint64(30 * 3600) << QStringLiteral("30 h 00 min");
        QTest::newRow("days") << qint64(76 * 3600) << QStringLiteral("3 d 4 h");
    }

    void ages()
    {
        QFETCH(qint64, seconds);
        QTEST(ageText(seconds), "text");
    }
};

QTEST_GUILESS_MAIN(TestStatusWords)
#include "tst_statuswords.moc"
