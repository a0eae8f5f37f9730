// SPDX-License-Identifier: MIT
#include "tests/ui/snapshots.h"
#include "tests/ui/tables.h"
#include "ui/models/findingwords.h"
#include "ui/views/theme.h"
#include "ui/views/truthstrip.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace tradestate;
using test::toolTipText;

namespace {

QString label(const TruthStrip& strip, const char* name)
{
    return strip.findChild<QLabel*>(QLatin1String(name))->text();
}

void show(TruthStrip& strip, const Snapshot& snapshot, const TruthStrip::Extra& extra = {}, qint64 secondsLater = 0)
{
    strip.setSnapshot(snapshot);
    strip.setWords(
        statusWords(snapshot, snapshots::Scene().now.plusNanoseconds(secondsLater * nanosecondsPerSecond)), extra);
}

QList<QLabel*> chipLabels(const TruthStrip& strip)
{
    return strip.findChildren<QLabel*>(QStringLiteral("chip"));
}

} // namespace

class TestTruthStrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysEveryStatus_data()
    {
        QTest::addColumn<Snapshot>("snapshot");
        QTest::addColumn<QString>("worst");
        QTest::addColumn<StatusLevel>("level");
        QTest::addColumn<QString>("firstChip");
        const snapshots::Scene scene;
        const QString intact = QStringLiteral("Record intact (checksum and counts match)");
        const QString intactChip = QStringLiteral("✔ ") + intact;
        const auto row = [](const char* name, const Snapshot& snapshot, const QString& worst, StatusLevel level,
                             const QString& chip = {}) { QTest::newRow(name) << snapshot << worst << level << chip; };
        // The sample has a placeholder price and a ghost: a warning turns the tick, and is named.
        row("verified", scene.connected(), intact, StatusLevel::Warning);
        Snapshot clean = scene.connected();
        clean.findings.clear();
        row("verified, without findings", clean, intact, StatusLevel::Good);
        row("flat", scene.flat(), QStringLiteral("No position on record (proven)"), StatusLevel::Good);
        row("empty", scene.empty(), QStringLiteral("Nothing was ever saved here"), StatusLevel::Neutral);
        row("stale", scene.stale(),
            QStringLiteral("No save for 2 h 14 min; the trading system should save every 5 min. Is it running?"),
            StatusLevel::Warning, intactChip);
        row("unverified", scene.unverified(), QStringLiteral("This data carries no checksum to check"),
            StatusLevel::Warning);
        row("torn", scene.torn(),
            QStringLiteral("The newest save is incomplete (5 of 8 positions). Showing the last good one, 5 min ago"),
            StatusLevel::Danger);
        row("fork", scene.fork(), QStringLiteral("Two writers saved over each other at 2025-07-20 10:04:00 UTC"),
            StatusLevel::Danger, intactChip);
        row("unreachable", scene.unreachable(),
            QStringLiteral("InfluxDB could not be read (The server did not answer in time: no answer in 10 s) · "
                           "showing what was last seen, 30 min ago"),
            StatusLevel::Danger);
        row("pending", scene.pending(),
            QStringLiteral("InfluxDB could not be read (No server answers at this address: Connection refused) · "
                           "showing what was last seen, 12 s ago"),
            StatusLevel::Danger,
            QStringLiteral("ℹ 3 saves are on this machine only; InfluxDB has not confirmed them (No server answers at "
                           "this address: Connection refused; next try in 42 s)"));
    }
    void saysEveryStatus()
    {
        QFETCH(Snapshot, snapshot);
        QFETCH(QString, worst);
        QFETCH(StatusLevel, level);
        QFETCH(QString, firstChip);
        TruthStrip strip;
        show(strip, snapshot);
        const QString said = label(strip, "worst");
        QVERIFY2(said == worst || said.startsWith(worst + QStringLiteral(" · ")), qPrintable(said));
        QCOMPARE(said == worst, strip.level() == statusWords(snapshot, {}).worst.level);
        QCOMPARE(strip.level(), level);
        if (!firstChip.isEmpty())
            QCOMPARE(strip.chipTexts().value(0), firstChip);
        QVERIFY(strip.offerButton()->isHidden());
        QCOMPARE(strip.findingsButton()->isHidden(), snapshot.findings.empty());
        QVERIFY(strip.spokenText().startsWith(said));
        QCOMPARE(strip.accessibleName(), strip.spokenText());
        QVERIFY(!strip.toolTip().isEmpty());
    }

    void saysWhatIsOnRecord()
    {
        const snapshots::Scene scene;
        TruthStrip strip;
        show(strip, scene.connected());
        const QString what = label(strip, "what");
        QVERIFY2(what.contains(QStringLiteral("1 suspected ghost · last full save 12 s ago · 1 trade since · the bot")),
            qPrintable(what));
        QVERIFY(!strip.findChild<QLabel*>(QStringLiteral("what"))->isHidden());
        QVERIFY(strip.spokenText().contains(what));

        // Of a store that never held anything, there is nothing to say but that.
        show(strip, scene.empty());
        QVERIFY(strip.findChild<QLabel*>(QStringLiteral("what"))->isHidden());
        QVERIFY(strip.chipTexts().isEmpty());
        // Where nothing was ever saved there is nothing to compare with the broker.
        QVERIFY2(!strip.spokenText().contains(QStringLiteral("broker")), qPrintable(strip.spokenText()));
        for (const auto* label : strip.findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QStringLiteral("broker")), qPrintable(label->text()));
        strip.setWaiting(QStringLiteral("Reading…"));
        QCOMPARE(strip.spokenText(), QStringLiteral("Reading…"));
        QCOMPARE(strip.level(), StatusLevel::Neutral);
        strip.setWaiting(QStringLiteral("No store"), StatusLevel::Danger, TruthStrip::Offer::Retry);
        QCOMPARE(strip.level(), StatusLevel::Danger);
        QVERIFY(!strip.offerButton()->isHidden());
    }

    void namesTheWorstFinding()
    {
        Snapshot snapshot = snapshots::Scene().connected();
        const Finding row { Severity::Warning, findings::placeholderEntry, QStringLiteral("US500-US30"), {}, {} };
        const Finding whole { Severity::Warning, findings::retention, {}, {}, QStringLiteral("30 days") };
        const Finding worst { Severity::Error, findings::olderPortfolio, {}, {}, {} };
        const Finding note { Severity::Information, findings::naiveTime, {}, {}, {} };
        snapshot.findings = { note, row, whole, worst };
        TruthStrip strip;
        show(strip, snapshot);
        QCOMPARE(label(strip, "worst"),
            QStringLiteral("Record intact (checksum and counts match) · ") + FindingWords::sentence(worst));
        // What no row shows is told here; the row of US500-US30 has its note.
        QCOMPARE(strip.chipTexts(), QStringList { QStringLiteral("⚠ older than the bucket keeps") });
        QVERIFY2(toolTipText(chipLabels(strip).first()->toolTip()).endsWith(QLatin1String("30 days")),
            qPrintable(chipLabels(strip).first()->toolTip()));
        QVERIFY(strip.findingsButton()->text().startsWith(QLatin1Char('4')));
        QSignalSpy wanted(&strip, &TruthStrip::findingsWanted);
        strip.findingsButton()->click();
        QCOMPARE(wanted.count(), 1);
        snapshot.findings = { note };
        show(strip, snapshot);
        QCOMPARE(strip.level(), StatusLevel::Good);
        QVERIFY(strip.chipTexts().isEmpty());
    }

    void viewingIsTheFirstThingToKnow()
    {
        const snapshots::Scene scene;
        TruthStrip strip;
        show(strip, scene.viewing(), { {}, TruthStrip::Offer::BackToNow, {}, 0 });
        QCOMPARE(label(strip, "worst"), QStringLiteral("Viewing trading_state_backup_20250719_080000.json, not now"));
        QCOMPARE(strip.level(), StatusLevel::Information);
        QVERIFY2(strip.chipTexts().value(0).startsWith(QStringLiteral("⚠ Record intact (checksum and counts match)")),
            qPrintable(strip.spokenText()));
        QCOMPARE(strip.offerButton()->text(), QStringLiteral("Back to now"));
    }

    void offersWhatCanBeDone()
    {
        using Offer = TruthStrip::Offer;
        const snapshots::Scene scene;
        TruthStrip strip;
        QSignalSpy taken(&strip, &TruthStrip::offerTaken);
        const std::vector<std::pair<Offer, QString>> offers { { Offer::Choose, QStringLiteral("Choose…") },
            { Offer::Undo, QStringLiteral("Undo…") }, { Offer::Retry, QStringLiteral("Try again") },
            { Offer::Details, QStringLiteral("Details") }, { Offer::BackToNow, QStringLiteral("Back to now") } };
        for (const auto& [offer, text] : offers) {
            show(strip, scene.connected(), { {}, offer, {}, 0 });
            QCOMPARE(strip.offerButton()->text(), text);
            QVERIFY(!strip.offerButton()->isHidden());
            strip.offerButton()->click();
            QCOMPARE(taken.takeLast().at(0).value<Offer>(), offer);
        }
        show(strip, scene.connected());
        QVERIFY(strip.offerButton()->isHidden());
    }

    void anotherSentenceLeavesTheConditionBeside()
    {
        const snapshots::Scene scene;
        TruthStrip strip;
        const QString sentence = QStringLiteral("Restored from a backup");
        show(strip, scene.flat(), { sentence, TruthStrip::Offer::Undo, {}, 0 });
        QCOMPARE(label(strip, "worst"), sentence);
        QCOMPARE(strip.chipTexts(), QStringList { QStringLiteral("✔ No position on record (proven)") });
        QCOMPARE(strip.level(), StatusLevel::Information);
        // A danger stays one.
        show(strip, scene.torn(), { sentence, TruthStrip::Offer::Undo, {}, 0 });
        QCOMPARE(strip.level(), StatusLevel::Danger);
        QVERIFY2(strip.chipTexts().value(0).startsWith(QStringLiteral("✘ The newest save is")),
            qPrintable(strip.spokenText()));
    }

    void aRefreshThatFailedIsTheWorst()
    {
        const snapshots::Scene scene;
        TruthStrip strip;
        TruthStrip::Extra extra;
        extra.refreshError = Error { ErrorCode::TimedOut, QStringLiteral("http://x"), {} };
        extra.shownAgeSeconds = 130;
        show(strip, scene.connected(), extra);
        QCOMPARE(strip.level(), StatusLevel::Danger);
        QVERIFY2(label(strip, "worst").endsWith(QStringLiteral(" · showing what was read 2 min ago")),
            qPrintable(label(strip, "worst")));
    }

    void chipsAreSaidInFull()
    {
        const snapshots::Scene scene;
        Snapshot snapshot = scene.pending();
        TruthStrip strip;
        show(strip, snapshot);
        const QLabel* chip = chipLabels(strip).first();
        QCOMPARE(chip->accessibleName(), strip.chipTexts().first());
        QVERIFY(toolTipText(chip->toolTip()).startsWith(strip.chipTexts().first()));
        QVERIFY(strip.spokenText().contains(strip.chipTexts().first()));
        QVERIFY(chip->minimumSizeHint().width() < chip->sizeHint().width()); // cut rather than pushing the window
        // Also where only what stands behind it changed.
        snapshot.refusedSaves = 2;
        show(strip, snapshot);
        chip = chipLabels(strip).first();
        QVERIFY2(toolTipText(chip->toolTip()).endsWith(QLatin1String("Saves that InfluxDB refused: 2")),
            qPrintable(chip->toolTip()));
        show(strip, scene.connected());
        QCOMPARE(chipLabels(strip).size(), strip.chipTexts().size());
    }

    void announcesOnlyWhatChanged()
    {
        const snapshots::Scene scene;
        TruthStrip strip;
        QSignalSpy announcements(&strip, &TruthStrip::announced);
        const auto announced = [&](const Snapshot& snapshot, qint64 secondsLater) {
            announcements.clear();
            show(strip, snapshot, {}, secondsLater);
            return announcements.count();
        };
        QCOMPARE(announced(scene.unreachable(), 0), 1);
        QCOMPARE(announced(scene.unreachable(), 1), 0);
        QCOMPARE(announced(scene.unreachable(), 7200), 0); // "30 min" has become "2 h 30 min": an age as before
        QCOMPARE(announced(scene.connected(), 0), 1);
        QCOMPARE(announced(scene.connected(), 60), 0);
        Snapshot clean = scene.connected();
        clean.findings.clear();
        QCOMPARE(announced(clean, 0), 1); // a warning less
        Snapshot fewer = clean;
        fewer.state.positions.erase(fewer.state.positions.begin());
        QCOMPARE(announced(fewer, 0), 1); // a position less
        QCOMPARE(announced(scene.viewing(), 0), 1);
        QCOMPARE(announced(scene.fork(), 0), 1);
        QCOMPARE(announced(scene.pending(), 0), 1);
        QCOMPARE(announced(scene.pending(), 10), 0); // the countdown in a chip
    }

    void showsDataAsPlainText()
    {
        const snapshots::Scene scene;
        Snapshot snapshot = scene.viewing();
        snapshot.viewingWhat = QStringLiteral("<b>bold</b> & more");
        TruthStrip strip;
        show(strip, snapshot);
        QCOMPARE(label(strip, "worst"), QStringLiteral("Viewing <b>bold</b> & more, not now"));

        snapshot = scene.fork();
        snapshot.forkCandidates[0].writer = QStringLiteral("<img src='x'>");
        snapshot.findings.push_back({ Severity::Warning, QStringLiteral("<b>new</b>"), {}, {}, {} });
        show(strip, snapshot);
        for (const QLabel* child : strip.findChildren<QLabel*>()) {
            if (!child->text().isEmpty())
                QCOMPARE(child->textFormat(), Qt::PlainText);
            QVERIFY2(!child->toolTip().contains(QLatin1String("<img")), qPrintable(child->toolTip()));
        }
        QVERIFY(strip.chipTexts().contains(QStringLiteral("⚠ <b>new</b>")));
        QVERIFY2(toolTipText(strip.toolTip()).contains(QLatin1String("<img src='x'>")), qPrintable(strip.toolTip()));
        QVERIFY(!strip.toolTip().contains(QLatin1String("<img")));
    }

    void coloursAreReadable_data()
    {
        QTest::addColumn<QColor>("window");
        QTest::addColumn<QColor>("text");
        QTest::newRow("light") << QColor(0xef, 0xef, 0xef) << QColor(Qt::black);
        QTest::newRow("dark") << QColor(0x26, 0x27, 0x2a) << QColor(0xe8, 0xe8, 0xea);
    }
    void coloursAreReadable()
    {
        QFETCH(QColor, window);
        QFETCH(QColor, text);
        QPalette palette;
        palette.setColor(QPalette::Window, window);
        palette.setColor(QPalette::WindowText, text);
        const auto light = [](const QColor& colour) {
            const auto linear = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
            return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
        };
        for (const StatusLevel level : { StatusLevel::Good, StatusLevel::Information, StatusLevel::Warning,
                 StatusLevel::Danger, StatusLevel::Neutral }) {
            const QColor front = Theme::level(level, palette);
            const double a = light(front);
            const double b = light(Theme::tinted(front, palette)); // the strip's own background
            const double contrast = (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
            QVERIFY2(contrast >= 4.5, qPrintable(QStringLiteral("%1 %2").arg(int(level)).arg(contrast)));
        }
    }
};

QTEST_MAIN(TestTruthStrip)
#include "tst_truthstrip.moc"
