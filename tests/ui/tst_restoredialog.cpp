// SPDX-License-Identifier: MIT
#include "tests/ui/desk.h"
#include "ui/dialogs/backupspane.h"
#include "ui/dialogs/planmodel.h"
#include "ui/dialogs/restoredialog.h"

#include <QCheckBox>
#include <QDropEvent>
#include <QFile>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace tradestate;
using snapshots::Desk;

namespace {

constexpr int patience = 20000;
const QString grown = QStringLiteral("BRENT-WTI");

Json number(const char* text)
{
    return Json(Decimal::parse(text).value());
}

} // namespace

/// The dialog over real files.
class TestRestoreDialog : public QObject
{
    Q_OBJECT

private:
    using Purpose = RestoreDialog::Purpose;

    [[nodiscard]] std::shared_ptr<const Snapshot> current() const
    {
        StateManager manager(m_desk->parts(QStringLiteral("test")));
        const auto snapshot = manager.load();
        return snapshot ? std::make_shared<const Snapshot>(*snapshot) : nullptr;
    }
    void open(RestoreDialog::Request request)
    {
        m_dialog = std::make_unique<RestoreDialog>(*m_service, current(), std::move(request));
        m_dialog->show();
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->hasBackups() && (m_dialog->plan() || m_dialog->failure()), patience);
    }
    /// A save of the trading system, which the dialog then hears of.
    void saveAndTell(const TradingState& state, SaveReason reason = SaveReason::Shutdown)
    {
        m_desk->clock()->advance(1);
        m_desk->save(state, reason);
        m_dialog->setCurrent(current());
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->plan() && m_dialog->plan()->now == state, patience);
    }
    [[nodiscard]] QCheckBox* box(const char* name) const
    {
        return m_dialog->findChild<QCheckBox*>(QLatin1String(name));
    }
    [[nodiscard]] QString label(const char* name) const
    {
        return m_dialog->findChild<QLabel*>(QLatin1String(name))->text();
    }
    [[nodiscard]] QPushButton* confirm() const { return m_dialog->findChild<QPushButton*>(QStringLiteral("confirm")); }
    [[nodiscard]] QTreeView* tree() const { return m_dialog->findChild<QTreeView*>(QStringLiteral("preview")); }
    [[nodiscard]] QListView* list() const { return m_dialog->findChild<QListView*>(QStringLiteral("backups")); }
    [[nodiscard]] QModelIndex treeRow(const QString& key) const
    {
        for (int row = 0; row < tree()->model()->rowCount(); ++row) {
            const QModelIndex index = tree()->model()->index(row, 0);
            if (index.data().toString().contains(key))
                return index;
        }
        return {};
    }
    [[nodiscard]] const PlanRow* position(const QString& key) const
    {
        for (const PlanRow& row : m_dialog->plan()->rows) {
            if (row.part == StatePart::Position && row.key == key)
                return &row;
        }
        return nullptr;
    }
    void press(const char* text) const
    {
        for (auto* button : m_dialog->findChildren<QPushButton*>()) {
            if (button->text() == QLatin1String(text))
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<Desk>();
        m_service = m_desk->service();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_service.reset();
        m_desk.reset();
    }

    void onlyTicksSetByHandSurvive()
    {
        open({ Purpose::Restore, m_desk->olderBackup() });
        QVERIFY(tree()->model()->setData(treeRow(QStringLiteral("US500-US30")), Qt::Unchecked, Qt::CheckStateRole));
        TradingState later = m_desk->now();
        later.positions.erase(grown);
        saveAndTell(later);
        QVERIFY(!position(QStringLiteral("US500-US30"))->ticked);
        QVERIFY(position(QStringLiteral("XAUUSD-XAGUSD"))->ticked);
        QCOMPARE(position(grown)->kind, ChangeKind::Added);
        QVERIFY(position(grown)->ticked);
    }

    void aRowThatBecomesAConflictIsNotTaken()
    {
        StateManager manager(m_desk->parts());
        const auto plan = manager.planRestore(m_desk->olderBackup());
        QVERIFY(plan && manager.apply(*plan));
        m_desk->clock()->advance(10);
        open({ Purpose::Undo });
        QVERIFY(position(QStringLiteral("EURUSD-GBPUSD"))->ticked);
        QVERIFY(label("source").contains(QStringLiteral("restore of today 10:04 UTC")));
        press("&All");
        TradingState later = current()->state;
        later.positions.at(QStringLiteral("EURUSD-GBPUSD")).setField("quantity", number("0.77"));
        saveAndTell(later);
        const PlanRow* row = position(QStringLiteral("EURUSD-GBPUSD"));
        QVERIFY(row->conflict);
        QVERIFY(!row->ticked);
        QVERIFY(position(QStringLiteral("US500-US30"))->ticked);
        QVERIFY(treeRow(QStringLiteral("EURUSD-GBPUSD")).data().toString().contains(QStringLiteral("changed since")));
    }

    void acceptingADamagedFileTicksItsRows()
    {
        open({ Purpose::Restore, m_desk->cutOffBackup() });
        QVERIFY(!position(QStringLiteral("EURUSD-GBPUSD"))->ticked);
        QVERIFY(!confirm()->isEnabled());
        QVERIFY(!m_dialog->confirmReason().contains(QStringLiteral("--")));
        QTest::keyClick(box("salvage"), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(position(QStringLiteral("EURUSD-GBPUSD"))->ticked, patience);
        QVERIFY(confirm()->isEnabled());
        // Another file is another question.
        m_dialog->setSource(m_desk->olderBackup());
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->plan(), patience);
        QVERIFY(!box("salvage")->isVisible());
        m_dialog->setSource(m_desk->cutOffBackup());
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->plan(), patience);
        QVERIFY(box("salvage")->isVisible());
        QVERIFY(!box("salvage")->isChecked());
        QVERIFY(!confirm()->isEnabled());
    }

    void aWrongChecksumCanBeAccepted()
    {
        QFile file(m_desk->olderBackup());
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        QVERIFY(bytes.contains("\"quantity\": 0.10"));
        bytes.replace("\"quantity\": 0.10", "\"quantity\": 0.90");
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();

        open({ Purpose::Restore, m_desk->olderBackup() });
        QVERIFY(!confirm()->isEnabled());
        QVERIFY(box("salvage")->isVisible());
        QVERIFY2(
            box("salvage")->text().contains(QStringLiteral("changed or damaged")), qPrintable(box("salvage")->text()));
        QTest::keyClick(box("salvage"), Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(confirm()->isEnabled(), patience);
        QVERIFY(box("salvage")->isVisible());
        QTest::mouseClick(confirm(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isVisible(), patience);
        QCOMPARE(current()->state.positions.at(QStringLiteral("EURUSD-GBPUSD")).quantity().value(),
            Decimal::parse("0.90").value());
    }

    void thePlaceStaysWhereItWas()
    {
        open({ Purpose::Restore, m_desk->olderBackup() });
        m_dialog->resize(900, 420);
        const QModelIndex pairStates = treeRow(QStringLiteral("pair state"));
        QVERIFY(pairStates.isValid());
        tree()->expand(pairStates);
        tree()->collapse(treeRow(QStringLiteral("EURUSD-GBPUSD")));
        const QModelIndex chosen = tree()->model()->index(1, 0, treeRow(QStringLiteral("Portfolio")));
        const QString field = chosen.siblingAtColumn(PlanModel::FieldColumn).data().toString();
        QVERIFY(!field.isEmpty());
        tree()->setCurrentIndex(chosen);
        tree()->scrollTo(treeRow(QStringLiteral("US500-US30")), QAbstractItemView::PositionAtTop);
        const QString top = tree()->indexAt(QPoint(1, 1)).data().toString();

        TradingState later = m_desk->now();
        later.positions.erase(grown); // a row more, above
        saveAndTell(later);
        QVERIFY(tree()->isExpanded(treeRow(QStringLiteral("pair state"))));
        QVERIFY(!tree()->isExpanded(treeRow(QStringLiteral("EURUSD-GBPUSD"))));
        QVERIFY(tree()->isExpanded(treeRow(QStringLiteral("Portfolio"))));
        QCOMPARE(tree()->currentIndex().siblingAtColumn(PlanModel::FieldColumn).data().toString(), field);
        QCOMPARE(tree()->indexAt(QPoint(1, 1)).data().toString(), top);
    }

    void stoppedCountsOnlyWhileItIsAsked()
    {
        m_desk->save(m_desk->now(), SaveReason::Periodic);
        open({ Purpose::Restore, m_desk->olderBackup() });
        QVERIFY(box("stopped")->isVisible());
        QVERIFY(!box("offline")->isVisible());
        QTest::keyClick(box("stopped"), Qt::Key_Space);
        QVERIFY(confirm()->isEnabled());
        // It saves again: it is not stopped, whatever was said.
        saveAndTell(m_desk->older(), SaveReason::Periodic);
        QVERIFY(!box("stopped")->isChecked());
        QTest::keyClick(box("stopped"), Qt::Key_Space);
        m_dialog->setSource(m_desk->cutOffBackup());
        QVERIFY(!box("stopped")->isChecked());
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->plan(), patience);
        QTest::keyClick(box("stopped"), Qt::Key_Space);
        // It ends: nothing is asked any more, and nothing is left over for the next time.
        saveAndTell(m_desk->now(), SaveReason::Shutdown);
        QVERIFY(!box("stopped")->isVisible());
        QVERIFY(!box("stopped")->isChecked());
    }

    void anotherFileTakesTheListsSelection()
    {
        open({ Purpose::Restore, m_desk->olderBackup() });
        QCOMPARE(list()->selectionModel()->selectedIndexes().size(), 1);
        const QModelIndex row = list()->selectionModel()->selectedIndexes().front();
        QTemporaryDir elsewhere;
        const QString copy = elsewhere.filePath(QStringLiteral("copy.json"));
        QVERIFY(QFile::copy(m_desk->olderBackup(), copy));

        QMimeData dropped;
        dropped.setUrls({ QUrl::fromLocalFile(copy) });
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_dialog.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_dialog.get(), &drop);
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->plan() && m_dialog->plan()->source == copy, patience);
        QVERIFY(list()->selectionModel()->selectedIndexes().isEmpty());
        QVERIFY(!list()->currentIndex().isValid());
        list()->setFocus(); // chooses nothing by itself
        QCOMPARE(m_dialog->plan()->source, copy);
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, list()->visualRect(row).center());
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->plan() && m_dialog->plan()->source == m_desk->olderBackup(), patience);
    }

    void aFailingListSaysNothingOfThePreview()
    {
        StateManager::Parts parts = m_desk->parts();
        parts.settings.folder = m_desk->olderBackup(); // not a folder
        StateService service(std::move(parts));
        BackupsPane pane(service, QTimeZone::utc());
        QSignalSpy chosen(&pane, &BackupsPane::chosen);
        pane.setSource(m_desk->olderBackup());
        pane.load();
        QTRY_VERIFY_WITH_TIMEOUT(pane.isReady(), patience);
        QVERIFY(!pane.findChild<QLabel*>(QStringLiteral("listProblem"))->isHidden());
        QCOMPARE(chosen.count(), 0);
    }

    void aFailureIsTriedAgainWhenTheRecordMoves()
    {
        const QString path = m_desk->folder() + QStringLiteral("/late.json");
        open({ Purpose::Restore, path });
        QVERIFY(m_dialog->failure());
        QVERIFY(!confirm()->isEnabled());
        QVERIFY(QFile::copy(m_desk->olderBackup(), path));
        TradingState later = m_desk->now();
        later.positions.erase(grown);
        saveAndTell(later);
        QVERIFY(!m_dialog->failure());
        QVERIFY(confirm()->isEnabled());
    }

    void aChangeInBetweenIsPlannedAgain()
    {
        open({ Purpose::Restore, m_desk->olderBackup() });
        TradingState later = m_desk->now();
        later.positions.erase(grown);
        m_desk->clock()->advance(1);
        m_desk->save(later, SaveReason::Shutdown); // and nobody tells the dialog
        QTest::mouseClick(confirm(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->plan() && m_dialog->plan()->now == later, patience);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(label("error").contains(QStringLiteral("Something was saved")));
        QCOMPARE(current()->state, later);
    }

    void closingWhilePlanningIsSafe()
    {
        const auto now = current();
        for (int round = 0; round < 20; ++round) {
            RestoreDialog dialog(*m_service, now, { Purpose::Restore, m_desk->olderBackup() });
            dialog.show();
            if (round % 2 == 0)
                QCoreApplication::processEvents();
        }
        // What it asked for has ended, and the service goes on.
        auto loading = m_service->load();
        QTRY_VERIFY_WITH_TIMEOUT(loading.isFinished(), patience);
        QVERIFY(loading.result());
    }

private:
    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<StateService> m_service;
    std::unique_ptr<RestoreDialog> m_dialog;
};

QTEST_MAIN(TestRestoreDialog)
#include "tst_restoredialog.moc"
