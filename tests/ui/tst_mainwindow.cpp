// SPDX-License-Identifier: MIT
#include "tests/ui/desk.h"
#include "tests/ui/snapshots.h"
#include "ui/mainwindow/consolestatusbar.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/models/positionsmodel.h"
#include "ui/views/cards.h"
#include "ui/views/choicebutton.h"
#include "ui/views/detailsdock.h"
#include "ui/views/firstpage.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTcpServer>
#include <QTest>
#include <QTimer>
#include <QTreeView>

using namespace tradestate;
using snapshots::Desk;
using snapshots::Scene;

namespace {

constexpr int patience = 20000;

/// A window that opens what it is told to, without any real settings.
MainWindow::Parts partsOpening(const std::shared_ptr<const Clock>& clock, std::shared_ptr<StateService> service)
{
    MainWindow::Parts parts;
    parts.clock = clock;
    parts.open
        = [service](const QString& path, const MainWindow::AccountChoice&, const MainWindow::OpenCallback& done) {
              if (service)
                  done(service, true);
              else
                  done(failure(ErrorCode::InvalidSetting, path, QStringLiteral("TRADING_STATE_DB_TYPE=oracle")), false);
          };
    return parts;
}

std::shared_ptr<StateService> emptyStore(const QString& folder)
{
    StateManager::Parts parts;
    parts.settings.folder = folder;
    parts.program = QStringLiteral("trading-state-console");
    return std::make_shared<StateService>(std::move(parts));
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        m_texts = snapshots::useLanguage(QStringLiteral("en"));
    }

    void firstPageOffersTheFiveWays()
    {
        MainWindow::Parts parts = partsOpening(m_scene.clock(), nullptr);
        parts.paper.program = QStringLiteral("/usr/bin/paper-session");
        MainWindow window(std::move(parts));
        window.show();
        window.setService(emptyStore(m_folder.filePath(QStringLiteral("empty"))), false);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
        QCOMPARE(window.shown()->status(), Condition::Empty);
        auto* page = window.findChild<FirstPage*>();
        QVERIFY(page && page->isVisible());
        QStringList names;
        for (const auto* button : page->findChildren<ChoiceButton*>()) {
            QVERIFY(button->isEnabled());
            QVERIFY(!button->description().isEmpty());
            names += button->objectName();
        }
        QCOMPARE(names,
            QStringList({ QStringLiteral("useEnvButton"), QStringLiteral("connectInfluxButton"),
                QStringLiteral("openFileButton"), QStringLiteral("sampleButton"), QStringLiteral("tryPaperButton") }));

        // The sample is looked at, and never becomes the record.
        QTest::mouseClick(page->findChild<ChoiceButton*>(QStringLiteral("sampleButton")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown()->viewing, patience);
        QVERIFY(window.positionsPage()->isVisible());
        QCOMPARE(window.positionsPage()->view()->records()->recordCount(), qsizetype(7));
        QVERIFY(!window.actions().restore->isEnabled());
        QVERIFY(ConsoleActions::reasonOf(window.actions().restore).contains(QStringLiteral("sample")));
        QVERIFY(!QFile::exists(m_folder.filePath(QStringLiteral("empty/journal"))));
        window.actions().backToNow->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(page->isVisible(), patience);
    }

    void aStoreThatWasNeverReadIsNoFlatBook()
    {
        StateManager::Parts parts;
        parts.settings.folder = m_folder.filePath(QStringLiteral("unread"));
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = QStringLiteral("http://127.0.0.1:1");
        parts.settings.bucket = QStringLiteral("any");
        parts.settings.retryAttempts = 1;
        parts.program = QStringLiteral("trading-state-console");
        const Desk desk;
        MainWindow window(partsOpening(desk.clock(), desk.service()));
        window.resize(1024, 700);
        window.show();
        window.setService(std::make_shared<StateService>(std::move(parts)), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() && window.shown()->primaryError
                && window.shown()->primaryError->code == ErrorCode::NotRunning,
            patience);
        QCOMPARE(window.positionsPage()->emptyHeading(),
            QStringLiteral("Nothing is known yet: InfluxDB could not be read."));
        QCOMPARE(window.findChild<Cards*>()->positions()->value(), QStringLiteral("–"));
        QStringList tabs;
        const auto* bar = window.findChild<QTabBar*>();
        for (int tab = 0; tab < bar->count(); ++tab)
            tabs += bar->tabText(tab);
        QVERIFY2(tabs.contains(QStringLiteral("Positions –")), qPrintable(tabs.join(QLatin1Char('|'))));
        for (const QLabel* label : window.findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QLatin1String("0 positions")), qPrintable(label->text()));
    }

    void theEnvDialogShowsHiddenFiles()
    {
        const Desk desk;
        MainWindow window(partsOpening(desk.clock(), desk.service()));
        window.show();
        window.setService(emptyStore(m_folder.filePath(QStringLiteral("e2"))), false);
        QTRY_VERIFY_WITH_TIMEOUT(window.actions().useEnv->isEnabled(), patience);
        window.actions().useEnv->trigger();
        auto* dialog = window.findChild<QFileDialog*>();
        QVERIFY(dialog);
        QVERIFY(dialog->filter().testFlag(QDir::Hidden));
        const QString env = m_folder.filePath(QStringLiteral(".env"));
        Q_EMIT dialog->fileSelected(env);
        dialog->reject();
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() && window.shown()->record.has_value(), patience);
        QCOMPARE(window.positionsPage()->view()->records()->recordCount(), qsizetype(7));
    }

    void anotherStoreLeavesNothingOfTheOneBefore()
    {
        const Desk desk;
        MainWindow window(partsOpening(desk.clock(), desk.service()));
        window.show();
        window.setService(desk.service(), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
        window.showHistory(m_scene.history());
        auto* cards = window.findChild<Cards*>();
        QVERIFY(cards->isVisible());
        QVERIFY(!cards->equity()->value().isEmpty());

        // A server that never answers: nothing may stand under its name that it did not say.
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        StateManager::Parts parts;
        parts.settings.folder = m_folder.filePath(QStringLiteral("other"));
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = QStringLiteral("http://127.0.0.1:%1").arg(silent.serverPort());
        parts.settings.bucket = QStringLiteral("other");
        parts.settings.connectionTimeoutSeconds = 600;
        window.setService(std::make_shared<StateService>(std::move(parts)), true);
        QVERIFY(window.shown() == nullptr);
        QVERIFY(!cards->isVisible());
        QCOMPARE(window.positionsPage()->view()->records()->recordCount(), qsizetype(0));
        QVERIFY(!window.windowTitle().contains(QStringLiteral("state_fallback")));
        QVERIFY(window.strip()->spokenText().contains(QStringLiteral("Asking InfluxDB")));
        QVERIFY(!window.actions().backup->isEnabled());
        // The window waits for nobody, also when it closes.
    }

    void aStoreThatCannotBeOpenedSaysWhyAndIsTriedAgain()
    {
        const Desk desk;
        std::shared_ptr<StateService> service;
        MainWindow::Parts parts;
        parts.clock = desk.clock();
        parts.open = [&service](
                         const QString& path, const MainWindow::AccountChoice&, const MainWindow::OpenCallback& done) {
            if (service)
                done(service, true);
            else
                done(failure(ErrorCode::InvalidSetting, path, QStringLiteral("TRADING_STATE_DB_TYPE=oracle")), false);
        };
        parts.forViewing = [this] { return emptyStore(m_folder.filePath(QStringLiteral("viewing"))); };
        MainWindow window(std::move(parts));
        window.show();
        window.openAtStart({});
        QCOMPARE(window.strip()->level(), StatusLevel::Danger);
        QVERIFY(window.strip()->spokenText().contains(QStringLiteral("TRADING_STATE_DB_TYPE=oracle")));
        QVERIFY(window.notice()->text().contains(QStringLiteral("TRADING_STATE_DB_TYPE=oracle")));
        QVERIFY(ConsoleActions::reasonOf(window.actions().backup).contains(QStringLiteral("TRADING_STATE_DB_TYPE")));
        // A file can still be looked at.
        window.viewFile(desk.olderBackup());
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() && window.shown()->viewing, patience);
        window.actions().backToNow->trigger();
        QCOMPARE(window.strip()->level(), StatusLevel::Danger);
        // The settings are mended: Refresh opens the store.
        service = desk.service();
        QVERIFY(window.actions().refresh->isEnabled());
        window.actions().refresh->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() && !window.shown()->viewing, patience);
        QCOMPARE(window.positionsPage()->view()->records()->recordCount(), qsizetype(7));
    }

    void whatFailsIsKeptInTheLogFile()
    {
        const Desk desk;
        {
            MainWindow window(partsOpening(desk.clock(), nullptr));
            window.show();
            window.setService(desk.service(), true);
            QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
            window.viewFile(QDir(desk.folder()).filePath(QStringLiteral("missing.json")));
            QTRY_VERIFY_WITH_TIMEOUT(
                window.notice()->text().contains(QStringLiteral("missing.json cannot be shown")), patience);
            // In the pane at once, and once it comes from the file, still once.
            const auto shown = [&window] {
                return window.logDock()->shownText().count(QStringLiteral("missing.json cannot be shown"));
            };
            QCOMPARE(shown(), 1);
            QTRY_COMPARE_WITH_TIMEOUT(linesIn(desk, QStringLiteral("missing.json cannot be shown")), 1, patience);
            QTest::qWait(700); // longer than the pane takes to read it
            QCOMPARE(shown(), 1);
        }
        QCOMPARE(linesIn(desk, QStringLiteral("missing.json cannot be shown")), 1);
    }

    void viewingNeverSpeaksOfTheRecord()
    {
        const Desk desk;
        MainWindow window(partsOpening(desk.clock(), nullptr));
        window.show();
        window.setService(desk.service(), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
        auto* bar = window.findChild<ConsoleStatusBar*>();
        const QString before = bar->spokenText();
        QVERIFY(before.contains(QStringLiteral("Journal on this machine")));
        window.viewFile(desk.olderBackup());
        QTRY_VERIFY_WITH_TIMEOUT(window.shown()->viewing, patience);
        QVERIFY(window.strip()->spokenText().startsWith(QStringLiteral("Viewing ")));
        QCOMPARE(bar->spokenText(), before);
        QVERIFY(window.windowTitle().startsWith(QStringLiteral("Viewing ")));
    }

    void staleWithoutAnotherRead()
    {
        const Desk desk;
        desk.clock()->advance(1);
        desk.save(desk.now(), SaveReason::Periodic);
        MainWindow window(partsOpening(desk.clock(), nullptr));
        window.show();
        window.actions().autoRefresh->setChecked(false);
        window.setService(desk.service(), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
        QVERIFY(!window.strip()->spokenText().contains(QStringLiteral("Is it running?")));
        desk.clock()->advance(601);
        QTRY_VERIFY_WITH_TIMEOUT(window.strip()->spokenText().contains(QStringLiteral("Is it running?")), patience);
    }

    void theZoneIsKeptAndShownEverywhere()
    {
        const QString file = m_folder.filePath(QStringLiteral("layout.ini"));
        {
            QSettings settings(file, QSettings::IniFormat);
            settings.setValue(QStringLiteral("zone"), QStringLiteral("writer"));
        }
        const Desk desk;
        StateManager::Parts parts = desk.parts();
        parts.settings.writerZone = QTimeZone("Asia/Tokyo");
        parts.settings.writerZoneIsSet = true;
        MainWindow::Parts windowParts = partsOpening(desk.clock(), nullptr);
        windowParts.layout = std::make_shared<QSettings>(file, QSettings::IniFormat);
        MainWindow window(std::move(windowParts));
        window.show();
        window.setService(std::make_shared<StateService>(std::move(parts)), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
        QVERIFY(window.findChild<ConsoleStatusBar*>()->spokenText().contains(QStringLiteral("times in Asia/Tokyo")));
        const RecordModel* model = window.positionsPage()->view()->records();
        const auto entryTime = [model] {
            return model->indexOf(QStringLiteral("BTCUSD-ETHUSD"), false, PositionsModel::EntryTime).data().toString();
        };
        QVERIFY2(entryTime().contains(QStringLiteral("08:00")), qPrintable(entryTime()));
        const auto heading = [model] {
            return model->headerData(PositionsModel::EntryTime, Qt::Horizontal, Qt::DisplayRole).toString();
        };
        QVERIFY(heading().contains(QStringLiteral("Asia/Tokyo")));
        // In UTC it was nine hours earlier, and the heading follows with the rows.
        for (QAction* action : window.findChildren<QAction*>()) {
            if (action->data().toString() == QLatin1String("utc"))
                action->trigger();
        }
        QTRY_VERIFY_WITH_TIMEOUT(entryTime().contains(QStringLiteral("23:00")), patience);
        QVERIFY(heading().contains(QStringLiteral("UTC")));
        window.close();
        QSettings kept(file, QSettings::IniFormat);
        QCOMPARE(kept.value(QStringLiteral("zone")).toString(), QStringLiteral("utc"));
    }

    void undoWithNothingSavedSinceNeedsNoPreview()
    {
        const Desk desk;
        {
            StateManager manager(desk.parts());
            const auto plan = manager.planRestore(desk.olderBackup());
            QVERIFY(plan.has_value());
            QVERIFY(manager.apply(*plan).has_value());
        }
        MainWindow window(partsOpening(desk.clock(), nullptr));
        window.show();
        window.setService(desk.service(), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() && window.actions().undo->isEnabled(), patience);
        QCOMPARE(window.positionsPage()->view()->records()->recordCount(), qsizetype(6));
        QTest::keyClick(&window, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(window.positionsPage()->view()->records()->recordCount(), qsizetype(7), patience);
        QTRY_COMPARE_WITH_TIMEOUT(window.shown()->record->reason, SaveReason::Undo, patience);
        QVERIFY(window.notice()->text().contains(QStringLiteral("kept in")));
    }

    void closingDuringABackupAsksOnly()
    {
        const Desk desk;
        MainWindow window(partsOpening(desk.clock(), nullptr));
        window.show();
        window.setService(desk.service(), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
        bool asked = false;
        QTimer::singleShot(0, this, [&] {
            for (auto* box : window.findChildren<QMessageBox*>()) {
                asked = true;
                for (QAbstractButton* button : box->buttons()) {
                    if (box->buttonRole(button) == QMessageBox::AcceptRole)
                        button->click();
                }
            }
        });
        const int before = backupsIn(desk.folder());
        window.actions().backup->trigger();
        window.close();
        QVERIFY(asked);
        QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), patience);
        QCOMPARE(backupsIn(desk.folder()), before + 1);
    }

    void keysReachEveryPane()
    {
        const Desk desk;
        MainWindow window(partsOpening(desk.clock(), nullptr));
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.setService(desk.service(), true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() != nullptr, patience);
        QSet<QWidget*> visited;
        for (int turn = 0; turn < 8; ++turn) {
            QTest::keyClick(&window, Qt::Key_F6);
            visited.insert(QApplication::focusWidget());
        }
        QVERIFY(visited.contains(window.positionsPage()->view()));
        QVERIFY(visited.contains(window.logDock()->view()));
        QVERIFY(visited.contains(window.detailsDock()->view()));
        QVERIFY(visited.contains(window.filterField()));
        // Ctrl+F, words, Return: the filter, then the rows.
        QTest::keyClick(&window, Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget(), window.filterField());
        QTest::keyClicks(window.filterField(), QStringLiteral("btc"));
        QTest::keyClick(window.filterField(), Qt::Key_Return);
        QCOMPARE(window.positionsPage()->countText(), QStringLiteral("1 of 7"));
        QCOMPARE(QApplication::focusWidget(), window.positionsPage()->view());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("BTCUSD-ETHUSD")));
        QVERIFY(!QApplication::clipboard()->text().contains(QStringLiteral("BRENT-WTI")));
        QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(window.tabs()->currentWidget(), window.pairStatesPage());
    }

    void aSelectedRowShowsAllItsFields()
    {
        MainWindow window(partsOpening(m_scene.clock(), nullptr));
        window.show();
        window.showSnapshot(m_scene.connected());
        RecordView* view = window.positionsPage()->view();
        view->setCurrentIndex(view->proxy()->mapFromSource(view->records()->indexOf(QStringLiteral("KO.US-PEP.US"))));
        const QString text = window.detailsDock()->asText();
        QVERIFY(text.contains(QStringLiteral("501881144")));
        QVERIFY(text.contains(QStringLiteral("PairsTradingBot")));
        // The selection stays through a refresh that changes other rows.
        Snapshot changed = m_scene.connected();
        changed.state.positions.erase(QStringLiteral("BRENT-WTI"));
        window.showSnapshot(changed);
        QCOMPARE(view->currentRecord()->key, QStringLiteral("KO.US-PEP.US"));
    }

    void fitsSmallWindowsAndLargeFonts_data()
    {
        QTest::addColumn<qreal>("factor");
        QTest::newRow("usual") << 1.0;
        QTest::newRow("200 %") << 2.0;
    }
    void fitsSmallWindowsAndLargeFonts()
    {
        QFETCH(qreal, factor);
        const QFont usual = QApplication::font();
        QFont font = usual;
        font.setPointSizeF(usual.pointSizeF() * factor);
        QApplication::setFont(font);
        {
            MainWindow window(partsOpening(m_scene.clock(), nullptr));
            window.resize(1024, 700);
            window.show();
            const auto fits = [&window](const Snapshot& snapshot) {
                window.showSnapshot(snapshot);
                QApplication::processEvents();
                const QString size = QStringLiteral("%1 needs %2 x %3, least %4 x %5")
                                         .arg(conditionText(snapshot.status()))
                                         .arg(window.width())
                                         .arg(window.height())
                                         .arg(window.minimumSizeHint().width())
                                         .arg(window.minimumSizeHint().height());
                QVERIFY2(window.width() <= 1024 && window.height() <= 700, qPrintable(size));
                QVERIFY2(window.positionsPage()->view()->viewport()->height() >= window.fontMetrics().height(),
                    "no row can be seen");
            };
            for (const Snapshot& snapshot : { m_scene.connected(), m_scene.fork(), m_scene.pending(), m_scene.lost() })
                fits(snapshot);
            // Also while something is told, however much.
            const QString path
                = QStringLiteral("/home/desk/trading/state_fallback/trading_state_backup_20250720_100530.json");
            window.notice()->show(StatusLevel::Good, QStringLiteral("Backed up 7 positions to ") + path,
                { { QStringLiteral("Open folder"), [] {} }, { QStringLiteral("Copy path"), [] {} } });
            fits(m_scene.connected());
            // An error opens the log, too.
            window.logDock()->addLine(LogLevel::Error, m_scene.now, QStringLiteral("The backup was not made"));
            QVERIFY(window.logDock()->isVisible());
            fits(m_scene.connected());
            window.notice()->show(StatusLevel::Warning,
                QStringLiteral(
                    "Saved on this machine only; InfluxDB has not confirmed it yet. InfluxDB does not answer: "
                    "connection refused. What was on record before is kept in %1. The events that were taken "
                    "away are kept in %1. The Python system will bring back: BTCUSD-ETHUSD, EURUSD-GBPUSD.")
                    .arg(path));
            fits(m_scene.pending());
        }
        QApplication::setFont(usual);
    }

    void aHundredThousandPositionsAreShownAndFiltered()
    {
        MainWindow window(partsOpening(m_scene.clock(), nullptr));
        window.resize(1280, 800);
        window.show();
        window.showSnapshot(m_scene.many(100'000));
        QCOMPARE(window.positionsPage()->view()->records()->recordCount(), qsizetype(100'000));
        window.filterField()->setText(QStringLiteral("PAIR099999"));
        Q_EMIT window.filterField()->returnPressed();
        QCOMPARE(window.positionsPage()->countText(), QStringLiteral("1 of 100000"));
    }

private:
    /// Errors of this program in the desk's log file.
    [[nodiscard]] static int linesIn(const Desk& desk, const QString& words)
    {
        QFile file(QDir(desk.folder()).filePath(QStringLiteral("trading_state.log")));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        return static_cast<int>(lines.filter(words).filter(QStringLiteral(" ERROR trading-state-console[")).size());
    }
    [[nodiscard]] static int backupsIn(const QString& folder)
    {
        return static_cast<int>(
            QDir(folder).entryList({ QStringLiteral("trading_state_backup_*.json") }, QDir::Files).size());
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QTranslator> m_texts;
    Scene m_scene;
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
