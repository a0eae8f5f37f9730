// SPDX-License-Identifier: MIT
#include "core/base/filelog.h"
#include "tests/support/fakeclock.h"
#include "tests/ui/snapshots.h"
#include "ui/views/logdock.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <functional>

using namespace tradestate;

namespace {

/// A dock that follows a log file of its own.
struct Desk
{
    QTemporaryDir folder;
    QString path = folder.filePath(QStringLiteral("trading_state.log"));
    FileLog log { path, QStringLiteral("tst"), {} };
    LogDock dock;
    QSignalSpy attention { &dock, &LogDock::attentionWanted };

    [[nodiscard]] int rows() const { return dock.view()->model()->rowCount(); }
    void follow()
    {
        const int before = rows();
        log.write(LogLevel::Information, QStringLiteral("begin"));
        dock.follow(path);
        QTRY_VERIFY(rows() > before);
    }
};

QToolButton* button(const LogDock& dock, const QString& text)
{
    for (auto* candidate : dock.findChildren<QToolButton*>()) {
        if (candidate->text() == text)
            return candidate;
    }
    qFatal("no such button");
}

/// Answers dialogs that ask for a file's name, as long as it lives.
class Answer
{
public:
    explicit Answer(const QString& path, const std::function<void()>& afterwards = {})
    {
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [path, afterwards] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"))->setText(path);
            static_cast<QDialog*>(dialog)->accept();
            if (dialog->result() == QDialog::Accepted && afterwards)
                afterwards();
        });
        m_timer.start(20);
    }

private:
    QTimer m_timer;
};

} // namespace

class TestLogDock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void wantsAttentionForWhatIsNewAndMatters()
    {
        Desk desk;
        desk.log.write(LogLevel::Error, QStringLiteral("an old error"));
        desk.follow();
        QCOMPARE(desk.attention.count(), 0); // what was there before is no news
        desk.log.write(LogLevel::Information, QStringLiteral("saved 3 positions"));
        QTRY_COMPARE(desk.rows(), 3);
        QCOMPARE(desk.attention.count(), 0);
        desk.log.write(LogLevel::Warning, QStringLiteral("2 saves pending"));
        QTRY_COMPARE(desk.attention.count(), 1);
        desk.log.write(LogLevel::Error, QStringLiteral("disk full"));
        QTRY_COMPARE(desk.attention.count(), 2);
    }

    void wantsAttentionForABanner()
    {
        Desk desk;
        desk.follow();
        const QStringList banner = snapshots::bannerLines();
        desk.log.writeBlock(LogLevel::Information, banner);
        QTRY_COMPARE(desk.rows(), 1 + int(banner.size()));
        QVERIFY(desk.attention.count() > 0);
        // As it stands in the guide, in a fixed font.
        QVERIFY(desk.dock.view()->model()->index(2, 0).data().toString().endsWith(banner.at(1)));
        QVERIFY(QFontInfo(desk.dock.view()->font()).fixedPitch());
    }

    void addsLinesOfItsOwn()
    {
        LogDock dock;
        QSignalSpy attention(&dock, &LogDock::attentionWanted);
        dock.addLine(LogLevel::Information, test::at("2025-07-20T08:00:00Z"), QStringLiteral("Backed up"));
        QCOMPARE(attention.count(), 0);
        dock.addLine(LogLevel::Error, test::at("2025-07-20T08:00:01Z"), QStringLiteral("No answer\x1b[2J\nat all"));
        QCOMPARE(attention.count(), 1);
        QCOMPARE(dock.log()->index(1).data().toString(), QStringLiteral("08:00:01  No answer\ufffd[2J at all"));
        QCOMPARE(dock.shownText(),
            QStringLiteral("2025-07-20T08:00:00.000000000Z Backed up\n"
                           "2025-07-20T08:00:01.000000000Z No answer\ufffd[2J at all\n"));
    }

    void showsOnlyWhatIsAskedFor()
    {
        LogDock dock;
        const Timestamp time = test::at("2025-07-20T08:00:00Z");
        dock.addLine(LogLevel::Information, time, QStringLiteral("saved"));
        dock.addLine(LogLevel::Warning, time, QStringLiteral("slow"));
        dock.addLine(LogLevel::Error, time, QStringLiteral("disk full"));
        auto* level = dock.findChild<QComboBox*>();
        auto* find = dock.findChild<QLineEdit*>();
        const auto shown = [&dock] { return dock.view()->model()->rowCount(); };
        QCOMPARE(level->currentText(), QStringLiteral("Everything"));
        QCOMPARE(shown(), 3);
        level->setCurrentText(QStringLiteral("Warnings"));
        QCOMPARE(shown(), 2);
        QTest::keyClicks(find, QStringLiteral("FULL"));
        QCOMPARE(shown(), 1);
        find->clear();
        level->setCurrentText(QStringLiteral("Errors"));
        QCOMPARE(shown(), 1);
        level->setCurrentText(QStringLiteral("Everything"));
        QCOMPARE(shown(), 3);
    }

    void copiesWhatIsSelectedElseWhatIsShown()
    {
        LogDock dock;
        const Timestamp time = test::at("2025-07-20T08:00:00Z");
        for (const char* text : { "one", "two", "three" })
            dock.addLine(LogLevel::Information, time, QString::fromLatin1(text));
        const auto copied = [&dock] {
            button(dock, QStringLiteral("Copy"))->click();
            return QApplication::clipboard()->text();
        };
        QCOMPARE(copied().count(QLatin1Char('\n')), 3);
        dock.proxy()->setNeedle(QStringLiteral("o"));
        QCOMPARE(copied(), QStringLiteral("2025-07-20T08:00:00.000000000Z one\n2025-07-20T08:00:00.000000000Z two\n"));
        dock.proxy()->setNeedle({});
        for (const int row : { 2, 0 })
            dock.view()->selectionModel()->select(dock.proxy()->index(row, 0), QItemSelectionModel::Select);
        QCOMPARE(
            copied(), QStringLiteral("2025-07-20T08:00:00.000000000Z one\n2025-07-20T08:00:00.000000000Z three\n"));
    }

    void savesWhatIsShown()
    {
        LogDock dock;
        const QTemporaryDir folder;
        QSignalSpy saved(&dock, &LogDock::saved);
        QSignalSpy failed(&dock, &LogDock::saveFailed);
        dock.addLine(LogLevel::Information, test::at("2025-07-20T08:00:00Z"), QStringLiteral("▲ long"));
        const QString path = folder.filePath(QStringLiteral("kept.txt"));
        {
            const Answer answer(path);
            button(dock, QStringLiteral("Save as…"))->click();
        }
        QCOMPARE(saved.count(), 1);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()), dock.shownText());

        // The folder goes between the choice and the writing.
        QTemporaryDir gone;
        const QString nowhere = gone.filePath(QStringLiteral("kept.txt"));
        const Answer answer(nowhere, [&gone] { gone.remove(); });
        button(dock, QStringLiteral("Save as…"))->click();
        QCOMPARE(saved.count(), 1);
        QCOMPARE(failed.count(), 1);
        const Error error = failed.at(0).at(0).value<Error>();
        QCOMPARE(error.code, ErrorCode::NotWritten);
        QCOMPARE(error.subject, nowhere);
        QVERIFY(!error.reason.isEmpty());
    }

    void staysWhereSomeoneReads()
    {
        LogDock dock;
        dock.resize(400, 200);
        dock.show();
        const Timestamp time = test::at("2025-07-20T08:00:00Z");
        const auto add = [&](int lines) {
            for (int line = 0; line < lines; ++line)
                dock.addLine(LogLevel::Information, time, QStringLiteral("line"));
            dock.view()->doItemsLayout();
        };
        const QScrollBar* bar = dock.view()->verticalScrollBar();
        add(100);
        QTRY_VERIFY(bar->maximum() > 0);
        add(5);
        QTRY_COMPARE(bar->value(), bar->maximum()); // it follows the end …
        dock.view()->verticalScrollBar()->setValue(7);
        add(5);
        QCOMPARE(bar->value(), 7); // … until someone scrolls up
    }

    void anotherFileIsAnotherLog()
    {
        Desk desk;
        desk.follow();
        QFile other(desk.folder.filePath(QStringLiteral("other.log")));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("of another account\n") > 0 && other.flush());
        desk.log.write(LogLevel::Information, QStringLiteral("late"));
        desk.dock.follow(other.fileName());
        QTRY_COMPARE(desk.dock.shownText(), QStringLiteral("of another account\n"));
    }

    void anOwnLineThatIsInTheFileTooStandsOnce()
    {
        Desk desk;
        desk.follow();
        const QString text = QStringLiteral("The backup was not made");
        const Timestamp time = SystemClock().now();
        const auto times = [&] { return desk.dock.shownText().count(text); };
        for (int each = 1; each <= 2; ++each) {
            desk.dock.addLine(LogLevel::Error, time, text);
            QCOMPARE(times(), each); // at once
            desk.log.write(LogLevel::Error, text);
            desk.log.write(LogLevel::Information, QStringLiteral("next %1").arg(each));
            QTRY_VERIFY(desk.dock.shownText().contains(QStringLiteral("next %1").arg(each)));
            QCOMPARE(times(), each);
            QCOMPARE(desk.attention.count(), each); // it was told when it came
        }
        // Another level is another line.
        desk.log.write(LogLevel::Warning, text);
        QTRY_COMPARE(times(), 3);
        // The same file again, as another account of the same folder has it; then one that does not hold them.
        desk.dock.follow(desk.path);
        QTRY_VERIFY(desk.dock.shownText().contains(QStringLiteral("next 2")));
        QCOMPARE(times(), 3);
        desk.dock.addLine(LogLevel::Error, time, QStringLiteral("nowhere else"));
        desk.dock.follow({});
        QCOMPARE(desk.dock.shownText().count(QStringLiteral("nowhere else")), 1);
    }

    void ownLinesStayInOrderWhenAnotherFileIsFollowed()
    {
        const QTemporaryDir folder;
        LogDock dock;
        const auto own = [&dock](const char* time, const char* text) {
            dock.addLine(LogLevel::Error, test::at(time), QString::fromLatin1(text));
        };
        own("2025-07-20T08:00:00Z", "These settings cannot be used");
        own("2025-07-20T08:30:00Z", "No answer");
        QFile file(folder.filePath(QStringLiteral("trading_state.log")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("2025-07-20T07:00:00.000Z INFO tst[1] early\n2025-07-20T08:10:00.000Z INFO tst[1] later\n");
        file.close();
        dock.follow(file.fileName());
        const auto texts = [&dock] {
            QStringList result;
            for (int row = 0; row < dock.log()->rowCount(); ++row)
                result += dock.log()->index(row).data().toString().section(QStringLiteral("  "), 1);
            return result;
        };
        QCOMPARE(
            texts(), (QStringList { QStringLiteral("These settings cannot be used"), QStringLiteral("No answer") }));
        QTRY_COMPARE(texts(),
            (QStringList { QStringLiteral("early"), QStringLiteral("These settings cannot be used"),
                QStringLiteral("later"), QStringLiteral("No answer") }));
        own("2025-07-20T08:40:00Z", "Again");
        dock.follow({});
        QCOMPARE(texts().size(), 3);
    }
};

QTEST_MAIN(TestLogDock)
#include "tst_logdock.moc"
