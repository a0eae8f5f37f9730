// SPDX-License-Identifier: MIT
// Which account is shown, and how another one is chosen: on real folders.
#include "tests/ui/desk.h"
#include "tests/ui/snapshots.h"
#include "ui/mainwindow/accountbox.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/views/noticebar.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSettings>
#include <QTest>
#include <QWheelEvent>

using namespace tradestate;
using snapshots::Desk;

namespace {

constexpr int patience = 20000;
const QString swing = QStringLiteral("swing");
const QString usual = QStringLiteral("default");

/// Opens the desk as the program does: the account of the settings, unless another one is chosen.
struct Opener
{
    const Desk& desk;
    QString envFile = QStringLiteral("/home/desk/.env");
    QString account = usual; ///< that the settings name
    bool fails = false;
    QStringList opened {}; ///< accounts

    void operator()(const MainWindow::AccountChoice& choice, const MainWindow::OpenCallback& done)
    {
        if (fails) {
            done(failure(ErrorCode::InvalidSetting, envFile, QStringLiteral("TRADING_STATE_DB_TYPE=oracle")), false);
            return;
        }
        StateManager::Parts parts = desk.parts();
        parts.settings.envFile = envFile;
        parts.settings.account = account;
        const QString chosen = choice(parts.settings);
        if (!chosen.isEmpty())
            parts.settings.account = chosen;
        opened += parts.settings.account;
        done(std::make_shared<StateService>(std::move(parts)), true);
    }
};

void saveAs(const Desk& desk, const QString& account)
{
    StateManager::Parts parts = desk.parts(QStringLiteral("bot"));
    parts.settings.account = account;
    StateManager manager(parts);
    TradingState state = desk.now();
    state.positions.erase(QStringLiteral("BTCUSD-ETHUSD"));
    QVERIFY(manager.journalSave(state, SaveReason::Shutdown, {}).has_value());
}

} // namespace

class TestAccountBox : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] std::unique_ptr<MainWindow> start(Opener& opener) const
    {
        MainWindow::Parts parts;
        parts.clock = opener.desk.clock();
        parts.layout = m_layout;
        parts.open = [&opener](const QString&, const MainWindow::AccountChoice& account,
                         const MainWindow::OpenCallback& done) { opener(account, done); };
        auto window = std::make_unique<MainWindow>(std::move(parts));
        window->show();
        window->openAtStart({});
        return window;
    }
    static void choose(const MainWindow& window, const QString& account)
    {
        QComboBox* box = window.accountBox()->box();
        box->setFocus();
        box->setCurrentIndex(box->findData(account));
        Q_EMIT box->activated(box->currentIndex());
    }
    [[nodiscard]] static qsizetype positions(const MainWindow& window)
    {
        return window.positionsPage()->view()->records()->recordCount();
    }

private Q_SLOTS:
    void initTestCase() { m_texts = snapshots::useLanguage(QStringLiteral("en")); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_layout = std::make_shared<QSettings>(m_folder->filePath(QStringLiteral("layout.ini")), QSettings::IniFormat);
    }

    void isThereOnlyWhereThereIsAChoice()
    {
        const Desk desk;
        Opener opener { desk };
        const auto window = start(opener);
        QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->accounts().size() == 1, patience);
        QVERIFY(!window->accountBox()->isVisible());
        saveAs(desk, swing);
        window->actions().refresh->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
        QCOMPARE(window->accountBox()->accounts(), (QStringList { usual, swing }));
        QCOMPARE(window->accountBox()->current(), usual);
        const QComboBox* box = window->accountBox()->box();
        QCOMPARE(box->accessibleName(), QStringLiteral("Account"));
        QVERIFY(box->accessibleDescription().contains(QStringLiteral("another account")));
        QVERIFY(!box->toolTip().isEmpty());
    }

    void anotherAccountIsTheSameStoreAndIsKept()
    {
        const Desk desk;
        saveAs(desk, swing);
        Opener opener { desk };
        {
            const auto window = start(opener);
            QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
            QVERIFY(window->windowTitle().startsWith(QStringLiteral("default · ")));
            QCOMPARE(positions(*window), qsizetype(7));
            choose(*window, swing);
            QTRY_VERIFY_WITH_TIMEOUT(window->windowTitle().startsWith(QStringLiteral("swing · ")), patience);
            QTRY_COMPARE_WITH_TIMEOUT(positions(*window), qsizetype(6), patience);
            QCOMPARE(window->shown()->store.account, swing);
            QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
            QCOMPARE(window->accountBox()->current(), swing);
            // The same one once more opens nothing.
            choose(*window, swing);
            QCOMPARE(opener.opened, (QStringList { usual, swing }));
        }
        {
            const auto window = start(opener); // the next start
            QTRY_VERIFY_WITH_TIMEOUT(window->windowTitle().startsWith(QStringLiteral("swing · ")), patience);
            // Other settings have a choice of their own.
            Opener other { desk, QStringLiteral("/home/desk/other.env") };
            const auto second = start(other);
            QTRY_VERIFY_WITH_TIMEOUT(second->windowTitle().startsWith(QStringLiteral("default · ")), patience);
            // Back again: nothing is kept any more.
            QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
            choose(*window, usual);
            QTRY_VERIFY_WITH_TIMEOUT(window->windowTitle().startsWith(QStringLiteral("default · ")), patience);
        }
        m_layout->beginGroup(QStringLiteral("accounts"));
        QCOMPARE(m_layout->allKeys(), QStringList());
        m_layout->endGroup();
    }

    void settingsThatNameAnotherAccountEndTheChoice()
    {
        const Desk desk;
        saveAs(desk, swing);
        Opener opener { desk };
        {
            const auto window = start(opener);
            QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
            choose(*window, swing);
            QTRY_COMPARE_WITH_TIMEOUT(opener.opened.size(), 2, patience);
        }
        opener.account = QStringLiteral("third");
        const auto window = start(opener);
        QTRY_VERIFY_WITH_TIMEOUT(window->shown() != nullptr, patience);
        QCOMPARE(opener.opened.last(), QStringLiteral("third"));
    }

    void aKeptNameThatIsNoAccountIsNotOpened()
    {
        const Desk desk;
        Opener opener { desk };
        saveAs(desk, swing);
        {
            const auto window = start(opener);
            QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
            choose(*window, swing);
            QTRY_COMPARE_WITH_TIMEOUT(opener.opened.size(), 2, patience);
        }
        m_layout->beginGroup(QStringLiteral("accounts"));
        const QStringList keys = m_layout->allKeys();
        QCOMPARE(keys.size(), 1);
        m_layout->setValue(keys.front(), QStringList { QStringLiteral("../../x"), usual });
        m_layout->endGroup();
        const auto window = start(opener);
        QTRY_VERIFY_WITH_TIMEOUT(window->shown() != nullptr, patience);
        QCOMPARE(opener.opened.last(), usual);
    }

    void whatCannotBeOpenedLeavesWhatIsOpen()
    {
        const Desk desk;
        saveAs(desk, swing);
        Opener opener { desk };
        const auto window = start(opener);
        QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
        opener.fails = true;
        choose(*window, swing);
        QVERIFY(window->notice()->text().contains(QStringLiteral("The account cannot be opened")));
        QCOMPARE(window->accountBox()->box()->currentData().toString(), usual);
        QVERIFY(window->windowTitle().startsWith(QStringLiteral("default · ")));
        QCOMPARE(positions(*window), qsizetype(7));
    }

    void boxAndFilterAreSeenAtLargeFonts()
    {
        const Desk desk;
        saveAs(desk, QStringLiteral("swing-trading"));
        Opener opener { desk };
        const QFont usualFont = QApplication::font();
        QFont twice = usualFont;
        twice.setPointSizeF(usualFont.pointSizeF() * 2);
        QApplication::setFont(twice);
        {
            const auto window = start(opener);
            window->resize(1024, 700);
            QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isWanted(), patience);
            QTRY_VERIFY_WITH_TIMEOUT(window->accountBox()->isVisible(), patience);
            QVERIFY(window->filterField()->isVisible());
            QVERIFY2(window->width() <= 1024, qPrintable(QString::number(window->width())));
            for (const QWidget* widget :
                { static_cast<QWidget*>(window->accountBox()), static_cast<QWidget*>(window->filterField()) }) {
                const QRect place(widget->mapTo(window.get(), QPoint()), widget->size());
                QVERIFY(window->rect().contains(place));
            }
        }
        QApplication::setFont(usualFont);
    }

    void theWheelChoosesNothing()
    {
        AccountBox box;
        box.setAccounts({ usual, swing }, usual);
        box.show();
        QString chosen;
        connect(&box, &AccountBox::accountChosen, this, [&chosen](const QString& account) { chosen = account; });
        QWheelEvent wheel(QPointF(2, 2), box.box()->mapToGlobal(QPointF(2, 2)), QPoint(), QPoint(0, -120), Qt::NoButton,
            Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(box.box(), &wheel);
        QCOMPARE(box.box()->currentData().toString(), usual);
        QVERIFY(chosen.isEmpty());
        QTest::keyClick(box.box(), Qt::Key_Down);
        QCOMPARE(chosen, swing);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<QSettings> m_layout;
    std::unique_ptr<QTranslator> m_texts;
};

QTEST_MAIN(TestAccountBox)
#include "tst_accountbox.moc"
