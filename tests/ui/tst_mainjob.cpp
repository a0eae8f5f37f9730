// SPDX-License-Identifier: MIT
// The main job as a trader does it, by mouse and keyboard, on real files: backup, loss, restore, later saves, undo.
#include "tests/ui/desk.h"
#include "tests/ui/snapshots.h"
#include "ui/dialogs/planmodel.h"
#include "ui/dialogs/removedialog.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/recordpage.h"
#include "ui/models/positionsmodel.h"
#include "ui/views/logdock.h"
#include "ui/views/noticebar.h"

#include <QCheckBox>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>

using namespace tradestate;
using snapshots::Desk;

namespace {

constexpr int patience = 20000;

TradingState onRecord(const Desk& desk)
{
    StateManager manager(desk.parts(QStringLiteral("test")));
    const auto snapshot = manager.load();
    return snapshot ? snapshot->state : TradingState();
}

} // namespace

class TestMainJob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_texts = snapshots::useLanguage(QStringLiteral("en")); }

    void init()
    {
        m_desk = std::make_unique<Desk>();
        MainWindow::Parts parts;
        parts.clock = m_desk->clock();
        m_window = std::make_unique<MainWindow>(std::move(parts));
        m_window->resize(1280, 800);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_window->setService(m_desk->service(), true);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->shown() != nullptr, patience);
    }

    void cleanup()
    {
        m_window.reset();
        m_desk.reset();
    }

    void backupLossRestoreLaterSavesUndo()
    {
        QCOMPARE(shownPositions(), qsizetype(7));

        // One click makes a backup that holds what is on record.
        press("backup");
        QTRY_VERIFY_WITH_TIMEOUT(
            m_window->notice()->text().contains(QStringLiteral("Backed up 7 positions")), patience);
        QCOMPARE(m_window->notice()->level(), StatusLevel::Good);
        const QString written = newestBackup();
        QVERIFY(m_window->notice()->text().contains(written));

        // The trading system loses its book.
        m_desk->clock()->advance(60);
        TradingState lost = m_desk->now();
        lost.positions.clear();
        m_desk->save(lost, SaveReason::Shutdown);
        press("refresh");
        QTRY_COMPARE_WITH_TIMEOUT(shownPositions(), qsizetype(0), patience);

        // Restore: the backup in the list, its preview, the button that says what it will do.
        m_desk->clock()->advance(60);
        RestoreDialog* dialog = openRestore();
        QVERIFY(dialog);
        auto* backups = dialog->findChild<QListView*>(QStringLiteral("backups"));
        const QModelIndex row = rowOf(backups, written);
        QVERIFY(row.isValid());
        QTest::mouseClick(backups->viewport(), Qt::LeftButton, {}, backups->visualRect(row).center());
        QTRY_VERIFY_WITH_TIMEOUT(dialog->plan() && dialog->plan()->source == written, patience);
        auto* confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        QTRY_COMPARE_WITH_TIMEOUT(confirm->text(), QStringLiteral("Add 7"), patience);
        QVERIFY(confirm->isEnabled());
        QVERIFY2(onRecord(*m_desk).positions.empty(), "looking at a preview changed the record");
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(shownPositions(), qsizetype(7), patience);
        QCOMPARE(onRecord(*m_desk).positions, m_desk->now().positions);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->strip()->spokenText().contains(QStringLiteral("Restored from")), patience);
        QVERIFY(m_window->strip()->offerButton()->isVisible());
        // The banner runs in the log.
        QTRY_VERIFY_WITH_TIMEOUT(
            m_window->logDock()->shownText().contains(QStringLiteral("RESTORING PREVIOUS TRADING STATE")), patience);
        QVERIFY(m_window->logDock()->shownText().contains(QStringLiteral("Found 7 stored positions")));

        // Trading goes on: one position grows, a new one opens.
        m_desk->clock()->advance(300);
        TradingState later = m_desk->now();
        later.positions.at(QStringLiteral("BRENT-WTI")).setField("quantity", Json(Decimal::parse("9.0").value()));
        Json::Object opened = later.positions.at(QStringLiteral("BRENT-WTI")).fields();
        later.positions.emplace(QStringLiteral("GAS-OIL"), Position(QStringLiteral("GAS-OIL"), std::move(opened)));
        m_desk->save(later, SaveReason::Shutdown);
        press("refresh");
        QTRY_COMPARE_WITH_TIMEOUT(shownPositions(), qsizetype(8), patience);

        // Undo opens the preview: what changed since the restore is a conflict and stays.
        m_desk->clock()->advance(60);
        QVERIFY(m_window->actions().undo->isEnabled());
        press("undo");
        dialog = dialogShown();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->plan(), patience);
        QCOMPARE(dialog->plan()->purpose, ChangePurpose::Undo);
        const PlanRow* grown = planRow(*dialog->plan(), QStringLiteral("BRENT-WTI"));
        QVERIFY(grown && grown->conflict && !grown->ticked);
        confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        QCOMPARE(confirm->text(), QStringLiteral("Remove 6"));
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(shownPositions(), qsizetype(2), patience);
        const TradingState undone = onRecord(*m_desk);
        QVERIFY(undone.positions.contains(QStringLiteral("BRENT-WTI")));
        QVERIFY(undone.positions.contains(QStringLiteral("GAS-OIL")));

        // Undoing the undo is redo; nothing was saved since, so that it needs no preview.
        m_desk->clock()->advance(60);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->shown()->record->reason == SaveReason::Undo, patience);
        press("undo");
        QTRY_COMPARE_WITH_TIMEOUT(shownPositions(), qsizetype(8), patience);
        QCOMPARE(onRecord(*m_desk).positions, later.positions);
    }

    void untickedRowsStayAndEscapeChangesNothing()
    {
        const TradingState before = onRecord(*m_desk);
        RestoreDialog* dialog = openRestore();
        QVERIFY(dialog);
        chooseOlder(dialog);
        auto* confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        QTRY_COMPARE_WITH_TIMEOUT(confirm->text(), QStringLiteral("Change 1, add 1, remove 2"), patience);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogShownNow(), patience);
        QCOMPARE(onRecord(*m_desk), before);

        // With a stray Enter too: Cancel is the default.
        dialog = openRestore();
        QVERIFY(dialog);
        chooseOlder(dialog);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogShownNow(), patience);
        QCOMPARE(onRecord(*m_desk), before);

        // Only the changed position is taken: the added and removed ones stay as they are.
        dialog = openRestore();
        QVERIFY(dialog);
        chooseOlder(dialog);
        auto* tree = dialog->findChild<QTreeView*>(QStringLiteral("preview"));
        const QModelIndex wanted = treeRow(tree, QStringLiteral("EURUSD-GBPUSD"));
        QVERIFY(wanted.isValid());
        tree->setCurrentIndex(wanted);
        for (auto* button : dialog->findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("&Only this"))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        QCOMPARE(confirm->text(), QStringLiteral("Change 1"));
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogShownNow(), patience);
        const TradingState after = onRecord(*m_desk);
        TradingState expected = before;
        expected.positions.at(QStringLiteral("EURUSD-GBPUSD"))
            = m_desk->older().positions.at(QStringLiteral("EURUSD-GBPUSD"));
        QCOMPARE(after.positions, expected.positions);
        QCOMPARE(after.session, before.session);
    }

    void aLiveSystemHasToBeStoppedFirst()
    {
        m_desk->save(m_desk->now(), SaveReason::Periodic);
        press("refresh");
        QTRY_VERIFY_WITH_TIMEOUT(m_window->shown()->live.has_value(), patience);
        RestoreDialog* dialog = openRestore();
        QVERIFY(dialog);
        chooseOlder(dialog);
        auto* confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        auto* stopped = dialog->findChild<QCheckBox*>(QStringLiteral("stopped"));
        QTRY_VERIFY_WITH_TIMEOUT(stopped->isVisible(), patience);
        QVERIFY(!confirm->isEnabled());
        QCOMPARE(dialog->confirmReason(), QStringLiteral("A trading system is running: stop it first."));
        QVERIFY(stopped->text().contains(QStringLiteral("due in 5:00"))
            || stopped->text().contains(QStringLiteral("due in 4:5")));
        QTest::keyClick(dialog, Qt::Key_Return, Qt::ControlModifier);
        QVERIFY(dialogShownNow());
        QTest::keyClick(stopped, Qt::Key_Space);
        QVERIFY(confirm->isEnabled());
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogShownNow(), patience);
        QCOMPARE(onRecord(*m_desk).positions, m_desk->older().positions);
    }

    void thePreviewFollowsTheHead()
    {
        RestoreDialog* dialog = openRestore();
        QVERIFY(dialog);
        chooseOlder(dialog);
        auto* tree = dialog->findChild<QTreeView*>(QStringLiteral("preview"));
        QAbstractItemModel* model = tree->model();
        // A tick taken away by hand survives the new preview.
        QVERIFY(model->setData(treeRow(tree, QStringLiteral("JPM.US-BAC.US")), Qt::Unchecked, Qt::CheckStateRole));
        TradingState moved = m_desk->now();
        moved.positions.erase(QStringLiteral("BRENT-WTI"));
        m_desk->clock()->advance(1);
        m_desk->save(moved, SaveReason::Shutdown);
        press("refresh");
        QTRY_VERIFY_WITH_TIMEOUT(
            dialog->plan() && !dialog->plan()->now.positions.contains(QStringLiteral("BRENT-WTI")), patience);
        const PlanRow* back = planRow(*dialog->plan(), QStringLiteral("BRENT-WTI"));
        QVERIFY(back && back->kind == ChangeKind::Added);
        const PlanRow* unticked = planRow(*dialog->plan(), QStringLiteral("JPM.US-BAC.US"));
        QVERIFY(unticked && !unticked->ticked);
        auto* confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogShownNow(), patience);
        TradingState expected = m_desk->older();
        expected.positions.erase(QStringLiteral("JPM.US-BAC.US"));
        QCOMPARE(onRecord(*m_desk).positions, expected.positions);
    }

    void aDamagedFileNeedsAnExplicitChoice()
    {
        RestoreDialog* dialog = openRestore();
        QVERIFY(dialog);
        auto* backups = dialog->findChild<QListView*>(QStringLiteral("backups"));
        backups->setCurrentIndex(rowOf(backups, m_desk->cutOffBackup()));
        QTRY_VERIFY_WITH_TIMEOUT(dialog->plan() && dialog->plan()->source == m_desk->cutOffBackup(), patience);
        auto* confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        auto* salvage = dialog->findChild<QCheckBox*>(QStringLiteral("salvage"));
        QVERIFY(salvage->isVisible());
        QVERIFY(!confirm->isEnabled());
        QVERIFY(!dialog->confirmReason().isEmpty());
        QTest::keyClick(salvage, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(confirm->isEnabled(), patience);
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!dialogShownNow(), patience);
        // A partial document takes no row away.
        for (const auto& [key, position] : m_desk->now().positions)
            QVERIFY2(onRecord(*m_desk).positions.contains(key), qPrintable(key));
    }

    void removesAPositionWithAReason()
    {
        RecordView* view = m_window->positionsPage()->view();
        const QModelIndex row = view->proxy()->mapFromSource(view->records()->indexOf(QStringLiteral("BRENT-WTI")));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(row).center());
        QVERIFY(m_window->actions().remove->isEnabled());
        m_window->actions().remove->trigger();
        auto* ask = m_window->findChild<RemoveDialog*>();
        QVERIFY(ask && ask->isVisible());
        QPushButton* next = nullptr;
        for (auto* button : ask->findChildren<QPushButton*>()) {
            if (button->text() == QStringLiteral("Preview…"))
                next = button;
        }
        QVERIFY(next && !next->isEnabled());
        QTest::keyClicks(ask->findChild<QLineEdit*>(), QStringLiteral("closed at the broker"));
        QVERIFY(next->isEnabled());
        QTest::mouseClick(next, Qt::LeftButton);
        RestoreDialog* dialog = dialogShown();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->plan(), patience);
        auto* confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        QCOMPARE(confirm->text(), QStringLiteral("Remove 1"));
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(shownPositions(), qsizetype(6), patience);
        const auto record = m_window->shown()->record;
        QVERIFY(record);
        QCOMPARE(record->reason, SaveReason::Remove);
        QCOMPARE(record->description, QStringLiteral("BRENT-WTI: closed at the broker"));
    }

    void viewingAFileChangesNothing()
    {
        const TradingState before = onRecord(*m_desk);
        m_window->viewFile(m_desk->olderBackup());
        QTRY_VERIFY_WITH_TIMEOUT(m_window->shown()->viewing, patience);
        QCOMPARE(shownPositions(), qsizetype(6));
        QVERIFY(m_window->strip()->spokenText().contains(QStringLiteral("not now")));
        QVERIFY(!m_window->actions().save->isEnabled());
        QVERIFY(!m_window->actions().backup->isEnabled());
        // A refresh meanwhile does not take the place of what is viewed.
        press("refresh");
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->refresher()->isRunning(), patience);
        QVERIFY(m_window->shown()->viewing);
        QTest::mouseClick(m_window->strip()->offerButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->shown()->viewing, patience);
        QCOMPARE(shownPositions(), qsizetype(7));
        QVERIFY(m_window->actions().backup->isEnabled());
        QCOMPARE(onRecord(*m_desk), before);
    }

private:
    [[nodiscard]] qsizetype shownPositions() const
    {
        return m_window->positionsPage()->view()->records()->recordCount();
    }

    /// As a hand would: the button in the toolbar.
    void press(const char* action) const
    {
        auto* bar = m_window->findChild<QToolBar*>(QStringLiteral("mainToolBar"));
        for (QAction* one : bar->actions()) {
            if (one->objectName() != QLatin1String(action))
                continue;
            QTRY_VERIFY_WITH_TIMEOUT(one->isEnabled(), patience);
            QTest::mouseClick(bar->widgetForAction(one), Qt::LeftButton);
            return;
        }
        QFAIL(action);
    }

    [[nodiscard]] RestoreDialog* dialogShownNow() const
    {
        for (auto* dialog : m_window->findChildren<RestoreDialog*>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }

    [[nodiscard]] RestoreDialog* dialogShown() const
    {
        return QTest::qWaitFor([this] { return dialogShownNow() != nullptr; }, patience) ? dialogShownNow() : nullptr;
    }

    [[nodiscard]] RestoreDialog* openRestore() const
    {
        press("restore");
        RestoreDialog* dialog = dialogShown();
        const bool ready
            = dialog && QTest::qWaitFor([dialog] { return dialog->hasBackups() && dialog->plan(); }, patience);
        return ready ? dialog : nullptr;
    }

    void chooseOlder(RestoreDialog* dialog) const
    {
        auto* backups = dialog->findChild<QListView*>(QStringLiteral("backups"));
        const QModelIndex row = rowOf(backups, m_desk->olderBackup());
        QVERIFY(row.isValid());
        backups->setCurrentIndex(row);
        QTRY_VERIFY_WITH_TIMEOUT(dialog->plan() && dialog->plan()->source == m_desk->olderBackup(), patience);
    }

    [[nodiscard]] static QModelIndex rowOf(const QListView* list, const QString& path)
    {
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data(Qt::UserRole + 1).toString() == path || index.data(Qt::ToolTipRole).toString() == path)
                return index;
        }
        return {};
    }

    [[nodiscard]] static QModelIndex treeRow(const QTreeView* tree, const QString& key)
    {
        for (int row = 0; row < tree->model()->rowCount(); ++row) {
            const QModelIndex index = tree->model()->index(row, 0);
            if (index.data().toString() == key)
                return index;
        }
        return {};
    }

    [[nodiscard]] static const PlanRow* planRow(const ChangePlan& plan, const QString& key)
    {
        for (const PlanRow& row : plan.rows) {
            if (row.part == StatePart::Position && row.key == key)
                return &row;
        }
        return nullptr;
    }

    [[nodiscard]] QString newestBackup() const
    {
        const QStringList found
            = QDir(m_desk->folder())
                  .entryList({ QStringLiteral("trading_state_backup_20250720_1*.json") }, QDir::Files, QDir::Name);
        return found.isEmpty() ? QString() : QDir(m_desk->folder()).filePath(found.last());
    }

    std::unique_ptr<QTranslator> m_texts;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainJob)
#include "tst_mainjob.moc"
