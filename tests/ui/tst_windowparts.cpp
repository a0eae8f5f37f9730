// SPDX-License-Identifier: MIT
// What the window's parts do when fonts and palettes change.
#include "tests/ui/snapshots.h"
#include "ui/models/tooltips.h"
#include "ui/views/boxstyle.h"
#include "ui/views/cards.h"
#include "ui/views/choicebutton.h"
#include "ui/views/firstpage.h"
#include "ui/views/flowlayout.h"
#include "ui/views/fluidlabels.h"
#include "ui/views/theme.h"
#include "ui/views/truthstrip.h"

#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyleOptionButton>
#include <QTest>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <cmath>

using namespace tradestate;

namespace {

QFont larger(double times)
{
    QFont font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * times);
    return font;
}

/// As WCAG has it.
double contrast(const QColor& a, const QColor& b)
{
    const auto luminance = [](const QColor& colour) {
        const auto part
            = [](double value) { return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
        return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
    };
    const double lighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

/// As much to say as there can be at once.
Snapshot crowded()
{
    Snapshot snapshot = snapshots::Scene().pending();
    snapshot.conditions
        = { Condition::Unreachable, Condition::Fork, Condition::Torn, Condition::Pending, Condition::Stale };
    snapshot.forkCandidates = { *snapshot.record, *snapshot.record };
    snapshot.tornSave = snapshot.record;
    snapshot.mayWriteRecord = false;
    snapshot.whyNotWrite = Error { ErrorCode::MayNotWrite, snapshot.store.url, {} };
    for (const QString& code : { findings::retention, findings::clockDifference, findings::olderPortfolio })
        snapshot.findings.push_back({ Severity::Warning, code, {}, {}, {} });
    return snapshot;
}

} // namespace

class TestWindowParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStripNeverWidensTheWindow_data()
    {
        QTest::addColumn<double>("times");
        for (const double times : { 1.0, 2.0, 3.0 })
            QTest::addRow("%.0f", times) << times;
    }
    void theStripNeverWidensTheWindow()
    {
        QFETCH(double, times);
        const snapshots::Scene scene;
        QWidget window;
        window.setFont(larger(times));
        auto* column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        TruthStrip strip;
        column->addWidget(&strip);
        column->addStretch(1);
        TruthStrip::Extra extra;
        extra.sentence = QStringLiteral("Restored from trading_state_backup_20250720_080000.json");
        extra.offer = TruthStrip::Offer::BackToNow;
        for (const Snapshot& snapshot : { crowded(), scene.viewing() }) {
            strip.setSnapshot(snapshot);
            strip.setWords(statusWords(snapshot, scene.now), extra);
            QVERIFY2(
                window.minimumSizeHint().width() <= 640, qPrintable(QString::number(window.minimumSizeHint().width())));
        }
        // Everything stays inside, in as many lines as it takes.
        window.resize(640, 900);
        window.show();
        QCoreApplication::processEvents();
        for (const QWidget* child : strip.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
            if (child->isVisible())
                QVERIFY2(strip.rect().contains(child->geometry()), qPrintable(child->objectName()));
        }
    }

    void viewingIsSaidBeforeAnythingElse()
    {
        const snapshots::Scene scene;
        TruthStrip strip;
        TruthStrip::Extra extra;
        extra.sentence = QStringLiteral("Asking InfluxDB; meanwhile this is what was last seen here");
        extra.refreshError = Error { ErrorCode::TimedOut, QStringLiteral("http://x"), {} };
        strip.setSnapshot(scene.viewing());
        strip.setWords(statusWords(scene.viewing(), scene.now), extra);
        QVERIFY2(strip.spokenText().startsWith(QLatin1String("Viewing ")), qPrintable(strip.spokenText()));
        QVERIFY(strip.chipTexts().join(QLatin1Char('|')).contains(extra.sentence));
    }

    void aReadOnlyConsoleSaysSo()
    {
        const snapshots::Scene scene;
        Snapshot snapshot = scene.connected();
        TruthStrip strip;
        const auto chips = [&] {
            strip.setSnapshot(snapshot);
            strip.setWords(statusWords(snapshot, scene.now), {});
            return strip.chipTexts();
        };
        QVERIFY(!chips().contains(QStringLiteral("read only")));
        snapshot.mayWriteRecord = false;
        snapshot.whyNotWrite = Error { ErrorCode::MayNotWrite, QStringLiteral("http://x"), {} };
        const qsizetype at = chips().indexOf(QStringLiteral("read only"));
        QVERIFY(at >= 0);
        const auto* chip = strip.findChildren<QLabel*>(QStringLiteral("chip")).at(at);
        QVERIFY2(chip->accessibleDescription().contains(errorWhat(ErrorCode::MayNotWrite)),
            qPrintable(chip->accessibleDescription()));
        snapshot.whyNotWrite->code = ErrorCode::Forked; // a save is what ends it
        QVERIFY(!chips().contains(QStringLiteral("read only")));
    }

    void cardsKeepNamesAndCountdown()
    {
        const snapshots::Scene scene;
        Cards cards;
        cards.setFont(larger(2));
        cards.setSnapshot(scene.connected(), 4, 3, {});
        cards.setNow(scene.now);
        cards.setCompact(true);
        QVERIFY2(cards.minimumSizeHint().width() <= 900, qPrintable(QString::number(cards.minimumSizeHint().width())));
        cards.resize(1024, cards.sizeHint().height());
        cards.show();
        QTRY_VERIFY(cards.positions()->y() > cards.equity()->y()); // two rows of two
        QCOMPARE(cards.equity()->line(), QStringLiteral("Equity 101,234.56 · as of 10:04"));
        int countdowns = 0;
        for (const QLabel* label : cards.bot()->findChildren<QLabel*>()) {
            if (!label->text().contains(QLatin1String("next save due in 4:48")))
                continue;
            ++countdowns;
            QTRY_VERIFY(label->width() >= label->sizeHint().width());
        }
        QCOMPARE(countdowns, 1);
    }

    void theFirstPageFollows()
    {
        QAction action(QStringLiteral("Look"));
        action.setData(QStringLiteral("warning"));
        action.setStatusTip(QStringLiteral("A state with everything in it, so that one sees what this program shows."));
        FirstPage page({ &action });
        page.resize(700, 400);
        page.show();
        const auto* heading = page.findChild<QLabel*>();
        auto* button = page.findChild<ChoiceButton*>();
        QVERIFY(heading && button);
        const auto labels = button->findChildren<QLabel*>();
        QCOMPARE(labels.size(), 3);
        QTRY_VERIFY(button->height() > 0);
        const QSize before = button->size();
        const double beforeHeading = heading->font().pointSizeF();
        const QSize icon = labels.front()->pixmap().size();
        // A button of the first page has the size of the page's font, whatever the style's own fonts are.
        page.setFont(larger(2));
        QVERIFY(heading->font().pointSizeF() > beforeHeading * 1.9);
        QTRY_VERIFY(button->height() > before.height() * 3 / 2);
        QVERIFY(labels.front()->pixmap().height() > icon.height() * 3 / 2);
        for (const QLabel* label : labels.mid(1)) {
            QVERIFY(label->font().pointSizeF() >= page.font().pointSizeF());
            QVERIFY(label->height() >= label->heightForWidth(label->width())); // nothing is cut off
        }
        QVERIFY(button->width() <= page.width());
    }

    void theFirstPageScrollsOnlyWhereItMust()
    {
        QObject owner;
        QList<QAction*> actions;
        for (int number = 0; number < 5; ++number) {
            auto* action = new QAction(QStringLiteral("Look at number %1").arg(number), &owner);
            action->setStatusTip(QStringLiteral("Watch a trading system on an invented market: positions open and "
                                                "close, and every save arrives here."));
            actions += action;
        }
        FirstPage page(actions);
        page.resize(1024, 580);
        page.show();
        const auto* area = page.findChild<QScrollArea*>();
        QTRY_VERIFY(area->widget()->width() > 900);
        page.resize(1024, area->widget()->heightForWidth(area->widget()->width()) + 4);
        QTRY_COMPARE(area->verticalScrollBar()->maximum(), 0);
        page.resize(1024, page.height() / 2);
        QTRY_VERIFY(area->verticalScrollBar()->maximum() > 0);
    }

    void aChoiceThatCannotBeMadeLooksLikeIt()
    {
        ChoiceButton button(QStringLiteral("Look"), QStringLiteral("What there is."));
        button.setPicture(Theme::icon(QStringLiteral("warning"), button.palette()));
        const auto* picture = button.findChildren<QLabel*>().front();
        const QImage usual = picture->pixmap().toImage();
        button.setEnabled(false);
        QVERIFY(picture->pixmap().toImage() != usual);
        button.setEnabled(true);
        QCOMPARE(picture->pixmap().toImage(), usual);
    }

    void aChoiceIsAButtonForEverybody()
    {
        ChoiceButton button(QStringLiteral("&Look && see"), QStringLiteral("What there is."));
        button.show();
        QVERIFY(QTest::qWaitForWindowActive(&button));
        QSignalSpy clicked(&button, &QPushButton::clicked);
        QTest::mouseClick(&button, Qt::LeftButton, {}, button.findChildren<QLabel*>().at(1)->geometry().center());
        QTest::keyClick(&button, Qt::Key_Space);
        QTest::keyClick(&button, Qt::Key_L, Qt::AltModifier);
        QTRY_COMPARE(clicked.count(), 3); // the shortcut shows the button pressed for a moment
        QCOMPARE(button.findChildren<QLabel*>().at(1)->text(), QStringLiteral("<u>L</u>ook &amp; see"));
        QCOMPARE(button.accessibleName(), QStringLiteral("Look & see"));
        QCOMPARE(button.accessibleDescription(), QStringLiteral("What there is."));
    }

    void flowsInBothDirections()
    {
        QWidget box;
        auto* flow = new FlowLayout(&box);
        flow->setContentsMargins(0, 0, 0, 0);
        flow->setSpacing(10);
        QList<QWidget*> items;
        for (int at = 0; at < 3; ++at) {
            auto* item = new QWidget;
            item->setFixedSize(100, 20);
            flow->addWidget(item);
            items += item;
        }
        QCOMPARE(flow->heightForWidth(320), 20);
        QCOMPARE(flow->heightForWidth(319), 45);
        box.resize(215, 100);
        box.show();
        QTRY_COMPARE(items.at(1)->x(), 110);
        QCOMPARE(items.at(2)->pos(), QPoint(0, 25));
        box.setLayoutDirection(Qt::RightToLeft);
        QTRY_COMPARE(items.at(0)->x(), 115);
        delete items.takeAt(1);
        QTRY_COMPARE(items.at(1)->y(), 0);
    }

    void iconsAreDrawnOnce()
    {
        const QIcon icon = Theme::icon(QStringLiteral("good"), QColor(Qt::red));
        QVERIFY(!icon.isNull());
        QCOMPARE(Theme::icon(QStringLiteral("good"), QColor(Qt::red)).cacheKey(), icon.cacheKey());
        QVERIFY(Theme::icon(QStringLiteral("good"), QColor(Qt::blue)).cacheKey() != icon.cacheKey());
        QVERIFY(Theme::icon(QStringLiteral("warning"), QColor(Qt::red)).cacheKey() != icon.cacheKey());
    }

    void emptyBoxesCanBeSeen_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << snapshots::lightPalette();
        QTest::newRow("dark") << snapshots::darkPalette();
    }
    void emptyBoxesCanBeSeen()
    {
        QFETCH(QPalette, palette);
        BoxStyle style;
        QWidget window;
        window.setPalette(palette);
        auto* column = new QVBoxLayout(&window);
        QCheckBox box(QStringLiteral("It is stopped"));
        QRadioButton circle(QStringLiteral("This one"));
        QTreeWidget tree;
        auto* item = new QTreeWidgetItem(&tree, { QStringLiteral("EURUSD-GBPUSD") });
        item->setCheckState(0, Qt::Unchecked);
        for (QWidget* widget :
            { static_cast<QWidget*>(&box), static_cast<QWidget*>(&circle), static_cast<QWidget*>(&tree) }) {
            widget->setStyle(&style);
            column->addWidget(widget);
        }
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QStyleOptionButton option;
        option.initFrom(&box);
        const QRect inBox = style.subElementRect(QStyle::SE_CheckBoxIndicator, &option, &box);
        const QRect inCircle = style.subElementRect(QStyle::SE_RadioButtonIndicator, &option, &circle);
        const QRect row = tree.visualItemRect(item);
        const QRect inTree = QRect(row.left(), row.top(), row.height(), row.height());
        const auto isSeen = [](QWidget& widget, const QRect& place, const QColor& around) {
            const QImage image = widget.grab(place).toImage();
            double best = 0;
            for (int x = 0; x < image.width(); ++x) // the left side's line, half way down
                best = std::max(best, contrast(image.pixelColor(x, image.height() / 2), around));
            return best;
        };
        const auto check = [&](double found, const char* what) {
            QVERIFY2(found >= 3.0, qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(what)).arg(found)));
        };
        check(isSeen(box, inBox, palette.color(QPalette::Window)), "box, from outside");
        check(isSeen(box, inBox, palette.color(QPalette::Base)), "box, from inside");
        check(isSeen(circle, inCircle, palette.color(QPalette::Window)), "circle");
        check(isSeen(*tree.viewport(), inTree, palette.color(QPalette::Base)), "box in a table");
    }

    void toolTipsAreNeverMarkedUp()
    {
        QCOMPARE(plainToolTip({}), QString());
        const QString toolTip = plainToolTip(QStringLiteral("<b>a</b> & b\nc"));
        QVERIFY(Qt::mightBeRichText(toolTip));
        QVERIFY2(toolTip.contains(QLatin1String("&lt;b&gt;a&lt;/b&gt; &amp; b<br>")), qPrintable(toolTip));
        QLabel label;
        setPlainToolTip(label, QStringLiteral("R&D < 1"));
        QCOMPARE(label.accessibleDescription(), QStringLiteral("R&D < 1"));
    }
};

QTEST_MAIN(TestWindowParts)
#include "tst_windowparts.moc"
