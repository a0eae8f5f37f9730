// SPDX-License-Identifier: MIT
#include "tests/ui/snapshots.h"
#include "ui/models/findingwords.h"

#include <QTest>

using namespace tradestate;

namespace {

Finding found(const QString& code, const QString& pair = {}, Severity severity = Severity::Warning)
{
    return { severity, code, pair, {}, QStringLiteral("As stored.") };
}

} // namespace

class TestFindingWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCodeHasASentence()
    {
        using namespace findings;
        QStringList sentences;
        for (const QString& code : { missingField, invalidValue, notANumber, placeholderEntry, suspectedGhost,
                 returnedGhost, vanished, freshStart, pairPositionConflict, unknownDirection, duplicatePair, naiveTime,
                 futureTime, defaultEquity, olderPortfolio, countMismatch, nothingRead, checksumMismatch, noChecksum,
                 salvaged, partial, droppedNesting, retention, clockDifference }) {
            const QString sentence = FindingWords::sentence(found(code));
            QVERIFY2(sentence != QLatin1String("As stored.") && !sentence.endsWith(QLatin1Char('.')), qPrintable(code));
            QVERIFY2(!sentences.contains(sentence), qPrintable(sentence));
            sentences += sentence;
            QCOMPARE(FindingWords::sentenceOfPair(found(code)), sentence);
        }
        QCOMPARE(FindingWords::sentence(found(QStringLiteral("of-a-newer-version"))), QStringLiteral("As stored."));
        QVERIFY(
            FindingWords::sentenceOfPair(found(vanished, QStringLiteral("A-B"))).startsWith(QLatin1String("A-B: ")));
    }

    void sentencesKnowFieldAndWeight()
    {
        Finding finding = found(findings::missingField, QStringLiteral("A-B"));
        finding.field = QStringLiteral("entry_price");
        QCOMPARE(FindingWords::sentenceOfPair(finding), QStringLiteral("A-B: entry_price is missing"));
        // A placeholder that was passed over is something else than one that is shown.
        QVERIFY(FindingWords::sentence(found(findings::placeholderEntry))
            != FindingWords::sentence(found(findings::placeholderEntry, {}, Severity::Information)));
        Finding counts = found(findings::countMismatch);
        const QString ofSave = FindingWords::sentence(counts);
        counts.field = QStringLiteral("open_positions");
        QVERIFY(FindingWords::sentence(counts).startsWith(QLatin1String("The portfolio counts")));
        QVERIFY(ofSave.startsWith(QLatin1String("The save counts")));
    }

    void knowsWhatNoRowShows()
    {
        const Snapshot snapshot = snapshots::Scene().connected();
        const QString pair = snapshot.state.positions.begin()->first;
        QVERIFY(isShownByARow(found(findings::placeholderEntry, pair), snapshot));
        QVERIFY(isShownByARow(found(findings::suspectedGhost, snapshot.ghosts.front().pair()), snapshot));
        QVERIFY(isShownByARow(found(findings::pairPositionConflict, pair), snapshot));
        for (const QString& code : { findings::countMismatch, findings::olderPortfolio, findings::freshStart,
                 findings::clockDifference, findings::retention, findings::futureTime })
            QVERIFY2(!isShownByARow(found(code), snapshot), qPrintable(code));
        QVERIFY(!isShownByARow(found(findings::vanished, QStringLiteral("GONE-PAIR")), snapshot));
        // It has a pair state, but is gone from the positions: that row says nothing of it.
        Snapshot gone = snapshot;
        gone.state.positions.erase(pair);
        QVERIFY(gone.state.pairStates.contains(pair));
        QVERIFY(!isShownByARow(found(findings::vanished, pair), gone));
    }

    void sortsTheWorstFirst()
    {
        const std::vector<Finding> all { found(findings::naiveTime, {}, Severity::Information),
            found(findings::retention), found(findings::vanished), found(findings::salvaged, {}, Severity::Error) };
        QStringList codes;
        for (const Finding* finding : worstFirst(all))
            codes += finding->code;
        QCOMPARE(
            codes, (QStringList { findings::salvaged, findings::retention, findings::vanished, findings::naiveTime }));
    }
};

QTEST_MAIN(TestFindingWords)
#include "tst_findingwords.moc"
