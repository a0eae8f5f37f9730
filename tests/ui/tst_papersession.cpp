// SPDX-License-Identifier: MIT
// A trading system on paper, through the window: started, seen, stopped, and gone on with. The real program.
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/papersession.h"
#include "ui/models/positionsmodel.h"
#include "ui/views/choicebutton.h"
#include "ui/views/noticebar.h"

#include <QApplication>
#include <QDir>
#include <QPushButton>
#include <QTest>

using namespace tradestate;

namespace {

constexpr int patience = 60000;
const QString program = QStringLiteral(TRADESTATE_BIN "/paper-session");

} // namespace

class TestPaperSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void isStartedSeenStoppedAndGoneOnWith()
    {
        // What the trader has set must not reach it.
        qputenv("TRADING_STATE_FALLBACK_DIR", m_home->filePath(QStringLiteral("real")).toUtf8());
        auto window = newWindow(program);
        auto* button = window->findChild<ChoiceButton*>(QStringLiteral("tryPaperButton"));
        QVERIFY(button && button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(isShown(*window) && window->shown()->state.pairStates.size() == 15, patience);
        QVERIFY(window->windowTitle().startsWith(QStringLiteral("Paper session")));
        QVERIFY(window->notice()->text().contains(QStringLiteral("no order is ever sent")));
        QVERIFY(!window->actions().tryPaper->isEnabled());
        QVERIFY(window->actions().stopPaper->isEnabled());
        QVERIFY(window->notice()->text().contains(QStringLiteral("after half a minute")));
        QCOMPARE(
            QFile::permissions(folder()) & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther),
            QFile::Permissions());
        const QString first = window->shown()->record->saveId;
        QTRY_VERIFY_WITH_TIMEOUT(window->shown()->record->saveId != first, patience); // saves arrive
        qunsetenv("TRADING_STATE_FALLBACK_DIR");

        window->actions().stopPaper->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window->notice()->text().contains(QStringLiteral("ended with a save")), patience);
        QTRY_COMPARE_WITH_TIMEOUT(window->shown()->record->reason, SaveReason::Shutdown, patience);
        QVERIFY(window->actions().tryPaper->isEnabled());
        const double bar = barOf(*window);
        QVERIFY(bar > 0);
        QVERIFY(!QDir(m_home->filePath(QStringLiteral("real"))).exists());

        window->actions().tryPaper->trigger();
        QVERIFY(window->notice()->text().contains(QStringLiteral("goes on from where it ended")));
        QTRY_VERIFY_WITH_TIMEOUT(isShown(*window) && barOf(*window) > bar, patience);
        window->close(); // it ends first
        QVERIFY(window->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), patience);
        QCOMPARE(newest().record->reason, SaveReason::Shutdown);
    }

    void theStoreBeforeCanBeOpenedAgain()
    {
        QStringList opened;
        MainWindow::Parts parts = partsWith(program);
        parts.open = [&opened](const QString& env, const MainWindow::AccountChoice&, const MainWindow::OpenCallback&) {
            opened.append(env);
        };
        MainWindow window(std::move(parts));
        window.show();
        Settings real;
        real.folder = m_home->filePath(QStringLiteral("real"));
        real.envFile = QStringLiteral("/home/trader/bot/.env");
        window.setService(partsWith(program).paper.open(real), true);
        window.actions().tryPaper->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(isShown(window), patience);
        window.actions().stopPaper->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window.notice()->text().contains(QStringLiteral("ended with a save")), patience);
        const auto buttons = window.notice()->findChildren<QPushButton*>();
        const auto back = std::find_if(buttons.begin(), buttons.end(),
            [](const QPushButton* button) { return button->text() == QLatin1String("Back to the store before"); });
        QVERIFY(back != buttons.end());
        (*back)->click();
        QCOMPARE(opened, QStringList(real.envFile));
    }

    void aMissingProgramIsTold()
    {
        auto window = newWindow(m_home->filePath(QStringLiteral("nowhere")));
        window->actions().tryPaper->trigger();
        QVERIFY(window->notice()->text().contains(QStringLiteral("nowhere")));
        QVERIFY(!window->actions().stopPaper->isEnabled());
        QVERIFY(!newWindow({})->actions().tryPaper->isEnabled());
    }

    void whyItEndedByItselfIsTold()
    {
        auto first = newWindow(program);
        first->actions().tryPaper->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(isShown(*first), patience);
        auto second = newWindow(program);
        second->actions().tryPaper->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(second->notice()->text().contains(QStringLiteral("ended: ")), patience);
        QVERIFY2(second->notice()->text().contains(QStringLiteral("paper-session")),
            qPrintable(second->notice()->text())); // the holder of the lock
    }

    void aWindowThatGoesTakesItAlong()
    {
        auto window = newWindow(program);
        window->actions().tryPaper->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(isShown(*window), patience);
        window.reset();
        QCOMPARE(newest().record->reason, SaveReason::Shutdown);
    }

    void aKilledConsoleLeavesNoneBehind()
    {
        QProcess console;
        console.start(QCoreApplication::applicationFilePath(), { QStringLiteral("hold"), folder() });
        QVERIFY(console.waitForStarted());
        StateManager::Parts parts;
        parts.settings.folder = folder();
        StateManager manager(parts);
        QTRY_VERIFY_WITH_TIMEOUT(manager.loadLocal().value().record, patience);
        QVERIFY(!manager.lockSession());
        console.kill();
        QVERIFY(console.waitForFinished(patience));
        QTRY_COMPARE_WITH_TIMEOUT(newest().record->reason, SaveReason::Shutdown, patience);
        QTRY_VERIFY_WITH_TIMEOUT(manager.lockSession(), patience);
    }

private:
    [[nodiscard]] QString folder() const { return m_home->filePath(QStringLiteral("paper")); }
    [[nodiscard]] MainWindow::Parts partsWith(const QString& executable) const
    {
        MainWindow::Parts parts;
        parts.paper = { executable, folder(), [](const Settings& settings) {
                           StateManager::Parts with;
                           with.settings = settings;
                           with.program = QStringLiteral("tst_papersession");
                           return std::make_shared<StateService>(std::move(with));
                       } };
        return parts;
    }
    [[nodiscard]] std::unique_ptr<MainWindow> newWindow(const QString& executable) const
    {
        auto window = std::make_unique<MainWindow>(partsWith(executable));
        window->resize(1200, 800);
        window->show();
        return window;
    }
    static bool isShown(const MainWindow& window) { return window.shown() && window.shown()->record; }
    static double barOf(const MainWindow& window)
    {
        const Json session(window.shown()->state.session.fields());
        const Json* place = &session;
        for (const char* name : { "strategies", "ZScore", "state", "bar" })
            place = place ? place->find(name) : nullptr;
        return place && place->asNumber() ? place->asNumber()->toDouble() : -1;
    }
    [[nodiscard]] Snapshot newest() const
    {
        StateManager::Parts parts;
        parts.settings.folder = folder();
        return StateManager(std::move(parts)).loadLocal().value();
    }

    std::unique_ptr<QTemporaryDir> m_home;
};

/// With "hold FOLDER": a console that has started one, and waits to be killed.
int main(int argc, char** argv)
{
    if (argc == 3 && qstrcmp(argv[1], "hold") == 0) {
        const QCoreApplication application(argc, argv);
        PaperSession paper(program, QString::fromLocal8Bit(argv[2]));
        return paper.start() ? 1 : QCoreApplication::exec();
    }
    QApplication application(argc, argv);
    TestPaperSession test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_papersession.moc"
