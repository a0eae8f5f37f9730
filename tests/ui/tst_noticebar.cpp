// SPDX-License-Identifier: MIT
#include "ui/views/noticebar.h"

#include <QLabel>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace tradestate;

namespace {

QPushButton* button(const NoticeBar& bar, const QString& text)
{
    for (auto* candidate : bar.findChildren<QPushButton*>()) {
        if (candidate->text() == text && !candidate->isHidden())
            return candidate;
    }
    return nullptr;
}

} // namespace

class TestNoticeBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatWasDone()
    {
        NoticeBar bar;
        QVERIFY(bar.isHidden());
        const QString text = QStringLiteral("Backed up 3 positions to /desk/b.json");
        bar.show(StatusLevel::Good, text);
        QVERIFY(!bar.isHidden());
        QCOMPARE(bar.text(), text);
        QCOMPARE(bar.level(), StatusLevel::Good);
        QCOMPARE(bar.accessibleName(), text);
        bar.show(StatusLevel::Danger, QStringLiteral("The disk is full"));
        QCOMPARE(bar.text(), QStringLiteral("The disk is full"));
        QCOMPARE(bar.level(), StatusLevel::Danger);
        bar.dismiss();
        QVERIFY(bar.isHidden());
    }

    void offersWhatToDoNext()
    {
        NoticeBar bar;
        QStringList done;
        const auto note = [&done](const char* what) { return [&done, what] { done += QLatin1String(what); }; };
        bar.show(StatusLevel::Good, QStringLiteral("Backed up"),
            { { QStringLiteral("Open folder"), note("opened") }, { QStringLiteral("Copy path"), note("copied") } });
        button(bar, QStringLiteral("Copy path"))->click();
        button(bar, QStringLiteral("Open folder"))->click();
        QCOMPARE(done, (QStringList { QStringLiteral("copied"), QStringLiteral("opened") }));

        // The next notice has its own buttons only, also where it is shown by the click on one of the old.
        bar.show(StatusLevel::Warning, QStringLiteral("Failed"),
            { { QStringLiteral("Try again"), [&] {
                   bar.show(StatusLevel::Good, QStringLiteral("Done"), { { QStringLiteral("Next"), [] {} } });
               } } });
        QVERIFY(!button(bar, QStringLiteral("Open folder")));
        QTRY_VERIFY(button(bar, QStringLiteral("Try again")));
        button(bar, QStringLiteral("Try again"))->click();
        QCOMPARE(bar.text(), QStringLiteral("Done"));
        QTRY_VERIFY(button(bar, QStringLiteral("Next")));
        QVERIFY(!button(bar, QStringLiteral("Try again")));
        QTRY_COMPARE(bar.findChildren<QPushButton*>().size(), 1);
    }

    void closesByButtonAndKey()
    {
        NoticeBar bar;
        bar.show(StatusLevel::Information, QStringLiteral("x"), { { QStringLiteral("Act"), [] {} } });
        auto* close = bar.findChild<QToolButton*>();
        QVERIFY(!close->accessibleName().isEmpty()); // it has a cross instead of a text
        QVERIFY(!close->icon().isNull());
        close->click();
        QVERIFY(bar.isHidden());
        bar.show(StatusLevel::Information, QStringLiteral("x"), { { QStringLiteral("Act"), [] {} } });
        QTest::keyClick(button(bar, QStringLiteral("Act")), Qt::Key_Escape);
        QVERIFY(bar.isHidden());
    }

    void followsThePalette()
    {
        QWidget window;
        NoticeBar bar(&window);
        bar.show(StatusLevel::Danger, QStringLiteral("The disk is full"));
        const auto* icon = bar.findChildren<QLabel*>().first();
        const QImage before = icon->pixmap().toImage();
        QPalette dark;
        dark.setColor(QPalette::Window, QColor(0x26, 0x27, 0x2a));
        dark.setColor(QPalette::WindowText, QColor(0xe8, 0xe8, 0xea));
        window.setPalette(dark);
        QVERIFY(bar.palette().color(QPalette::Window).lightness() < 128);
        QCOMPARE(bar.palette().color(QPalette::WindowText), QColor(0xe8, 0xe8, 0xea));
        QVERIFY(icon->pixmap().toImage() != before);
    }

    void asManyLinesAsItTakesUpToFour()
    {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        column->setContentsMargins(0, 0, 0, 0);
        auto* bar = new NoticeBar;
        column->addWidget(bar);
        column->addStretch(1);
        window.resize(500, 400);
        window.show();
        const int line = bar->fontMetrics().lineSpacing();
        const QString sentence = QStringLiteral("What was on record before is kept in the folder of the desk. ");
        const auto* label = bar->findChild<QLabel*>(QStringLiteral("noticeText"));
        const auto shownHeight = [&](int sentences) {
            bar->show(StatusLevel::Warning, sentence.repeated(sentences));
            QCoreApplication::processEvents();
            return label->parentWidget()->height();
        };
        QVERIFY(shownHeight(1) < 2 * line);
        const int two = shownHeight(2);
        QVERIFY2(two >= label->heightForWidth(label->width()), qPrintable(QString::number(two))); // nothing is cut
        const int many = shownHeight(40);
        QCOMPARE(many, 4 * line);
        QVERIFY(label->height() > many); // the rest is scrolled to
        bar->setMostLines(2); // where there is little room
        QCoreApplication::processEvents();
        QCOMPARE(label->parentWidget()->height(), 2 * line);
        bar->setMostLines(4);
        QVERIFY(shownHeight(1) < 2 * line);
        window.resize(250, 400);
        QCoreApplication::processEvents();
        QVERIFY(label->parentWidget()->height() >= 2 * line);
    }

    void showsDataAsPlainText()
    {
        NoticeBar bar;
        const QString text = QStringLiteral("Backed up to <b>bold</b> & more");
        bar.show(StatusLevel::Good, text);
        const auto* label = bar.findChild<QLabel*>(QStringLiteral("noticeText"));
        QCOMPARE(label->textFormat(), Qt::PlainText);
        QCOMPARE(label->text(), text);
        QVERIFY(label->textInteractionFlags().testFlag(Qt::TextSelectableByKeyboard)); // a path can be copied
    }
};

QTEST_MAIN(TestNoticeBar)
#include "tst_noticebar.moc"
