// SPDX-License-Identifier: MIT
#include "tests/support/eventlogfixture.h"
#include "tests/support/influxdserver.h"
#include "tests/support/interposedserver.h"
#include "tests/ui/desk.h"
#include "ui/dialogs/planmodel.h"
#include "ui/dialogs/restoredialog.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/views/truthstrip.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

#include <condition_variable>

using namespace tradestate;
using snapshots::Desk;

namespace {

constexpr int patience = 30000;

/// Holds requests back until it is opened.
class Gate
{
public:
    void close(const QByteArray& path)
    {
        const std::lock_guard guard(m_mutex);
        m_path = path;
        m_held = 0;
    }
    void open()
    {
        close(QByteArray());
        m_wake.notify_all();
    }
    void pass(const QByteArray& path)
    {
        std::unique_lock lock(m_mutex);
        if (m_path.isEmpty() || !path.startsWith(m_path))
            return;
        ++m_held;
        m_wake.wait_for(lock, std::chrono::seconds(20), [this] { return m_path.isEmpty(); });
    }
    [[nodiscard]] int held() const
    {
        const std::lock_guard guard(m_mutex);
        return m_held;
    }

private:
    mutable std::mutex m_mutex; // guards what follows
    std::condition_variable m_wake;
    QByteArray m_path;
    int m_held = 0;
};

} // namespace

/// The dialog over a real InfluxDB, behind something that can hold its answers back or take it away.
class TestRestoreDialogInflux : public QObject
{
    Q_OBJECT

private:
    using Purpose = RestoreDialog::Purpose;

    [[nodiscard]] StateManager::Parts parts(const char* program = "console") const
    {
        StateManager::Parts parts = m_desk->parts(QString::fromLatin1(program));
        parts.settings.storeType = StoreType::InfluxDb;
        parts.settings.influxUrl = m_between->url();
        parts.settings.bucket = m_database;
        if (!m_ownFolder.isEmpty())
            parts.settings.folder = m_ownFolder;
        parts.settings.connectionTimeoutSeconds = 25;
        parts.settings.retryAttempts = 0;
        return parts;
    }
    [[nodiscard]] std::shared_ptr<const Snapshot> current() const
    {
        StateManager manager(parts("test"));
        const auto snapshot = manager.load();
        return snapshot ? std::make_shared<const Snapshot>(*snapshot) : nullptr;
    }
    void replicate() const
    {
        StateManager manager(parts("bot"));
        QCOMPARE(manager.replicate().value_or(-1), 0);
    }
    void open(RestoreDialog::Request request)
    {
        m_service = std::make_shared<StateService>(parts());
        m_dialog = std::make_unique<RestoreDialog>(*m_service, current(), std::move(request));
        m_dialog->show();
        QTRY_VERIFY_WITH_TIMEOUT(m_dialog->hasBackups() && (m_dialog->plan() || m_dialog->failure()), patience);
    }
    /// The Python system's saves, which nobody here has seen before.
    void loadEventLog()
    {
        m_ownFolder = m_desk->folder() + QStringLiteral("_empty");
        QVERIFY(m_server.load(m_database, QStringLiteral(TRADESTATE_FIXTURES "/python-system/event_log.lp")));
        qint64 newest = 0;
        for (const LogEvent& event : test::fixtureEvents(QStringLiteral("event_log.lp")))
            newest = std::max(newest, event.time);
        m_desk->clock()->set(Timestamp::fromNanoseconds(newest + 3600 * nanosecondsPerSecond));
    }
    [[nodiscard]] QCheckBox* box(const char* name) const
    {
        return m_dialog->findChild<QCheckBox*>(QLatin1String(name));
    }
    [[nodiscard]] QPushButton* button(const char* name) const
    {
        return m_dialog->findChild<QPushButton*>(QLatin1String(name));
    }
    [[nodiscard]] QString label(const char* name) const
    {
        return m_dialog->findChild<QLabel*>(QLatin1String(name))->text();
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.problem())); }

    void init()
    {
        m_desk = std::make_unique<Desk>();
        m_database = QStringLiteral("db%1").arg(++m_number);
        static_cast<void>(m_server.newDatabase(m_database));
        m_ownFolder.clear();
        m_away = false;
        m_gate.open();
        m_between = std::make_unique<test::InterposedServer>(
            m_server.port(), [this](const test::HttpRequestSeen& request) -> std::optional<QByteArray> {
                m_gate.pass(request.path);
                return m_away ? std::optional(QByteArray()) : std::nullopt;
            });
        QVERIFY(m_between->listen());
    }
    void cleanup()
    {
        m_gate.open();
        m_dialog.reset();
        m_service.reset();
        m_between.reset();
        m_desk.reset();
    }

    void eachConsentIsItsOwn()
    {
        m_desk->save(m_desk->now(), SaveReason::Periodic);
        replicate();
        m_away = true;
        open({ Purpose::Restore, m_desk->olderBackup() });
        QVERIFY(box("stopped")->isVisible());
        QVERIFY(box("offline")->isVisible());
        box("stopped")->click();
        QVERIFY(!button("confirm")->isEnabled());
        QCOMPARE(m_dialog->confirmReason(), QStringLiteral("InfluxDB cannot be reached."));
        box("stopped")->click();
        box("offline")->click();
        QVERIFY(!button("confirm")->isEnabled());
        QCOMPARE(m_dialog->confirmReason(), QStringLiteral("A trading system is running: stop it first."));
        box("stopped")->click();
        QVERIFY(button("confirm")->isEnabled());
        // It comes back: that consent goes, and the other one stays.
        m_away = false;
        m_dialog->setCurrent(current());
        QTRY_VERIFY_WITH_TIMEOUT(!box("offline")->isVisible(), patience);
        QVERIFY(!box("offline")->isChecked());
        QVERIFY(box("stopped")->isChecked());
        QTRY_VERIFY_WITH_TIMEOUT(button("confirm")->isEnabled(), patience);
        // And goes once more: nobody has said yes to that.
        m_away = true;
        m_dialog->setCurrent(current());
        QTRY_VERIFY_WITH_TIMEOUT(box("offline")->isVisible(), patience);
        QVERIFY(!box("offline")->isChecked());
        QVERIFY(!button("confirm")->isEnabled());
    }

    void closingStopsItsOwnPlanOnly()
    {
        replicate();
        const auto now = current();
        m_service = std::make_shared<StateService>(parts());
        m_gate.close("/");
        m_dialog = std::make_unique<RestoreDialog>(*m_service, now, RestoreDialog::Request { Purpose::Undo });
        m_dialog->show();
        QTRY_VERIFY_WITH_TIMEOUT(m_gate.held() > 0, patience);
        auto loading = m_service->load(); // waits behind the plan
        QTest::mouseClick(button("cancel"), Qt::LeftButton);
        QVERIFY(!m_dialog->isVisible());
        m_dialog.reset();
        m_gate.open();
        QTRY_VERIFY_WITH_TIMEOUT(loading.isFinished(), patience);
        QVERIFY(loading.result());
    }

    void cancellingBeforeTheWritingChangesNothing()
    {
        replicate();
        open({ Purpose::Restore, m_desk->olderBackup() });
        const QString before = current()->record->saveId;
        m_gate.close("/");
        QTest::mouseClick(button("confirm"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_gate.held() > 0, patience);
        QVERIFY(button("cancel")->isEnabled());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(label("error").contains(QStringLiteral("Cancelled; nothing was changed")), patience);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(m_dialog->findChild<QWidget*>(QStringLiteral("steps"))->isVisible()); // how far it came
        m_gate.open();
        QCOMPARE(current()->record->saveId, before);
        QTRY_VERIFY_WITH_TIMEOUT(button("confirm")->isEnabled(), patience);
    }

    void theWritingIsNotCancelled()
    {
        replicate();
        open({ Purpose::Restore, m_desk->olderBackup() });
        QSignalSpy applied(m_dialog.get(), &RestoreDialog::applied);
        m_gate.close("/write");
        QTest::mouseClick(button("confirm"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(m_gate.held() > 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!button("cancel")->isEnabled(), patience);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QVERIFY(m_dialog->isVisible());
        m_gate.open();
        QTRY_COMPARE_WITH_TIMEOUT(applied.count(), 1, patience);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(current()->record->reason, SaveReason::Restore);
    }

    void takesAGhostAway()
    {
        loadEventLog();
        RestoreDialog::Request request { Purpose::Remove, QStringLiteral("PG.US-CL.US"), QStringLiteral("by hand") };
        request.ghost = true;
        open(request);
        QCOMPARE(button("confirm")->text(), QStringLiteral("Take 1 ghost(s) away"));
        QVERIFY(m_dialog->windowTitle().contains(QStringLiteral("ghost")));
        auto* tree = m_dialog->findChild<QTreeView*>(QStringLiteral("preview"));
        QCOMPARE(tree->model()->index(0, 0).data().toString(), QStringLiteral("PG.US-CL.US"));
        QVERIFY(!box("purgeGhosts")->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(button("confirm")->isEnabled(), patience);
        QTest::mouseClick(button("confirm"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!m_dialog->isVisible(), patience);
        QVERIFY(current()->ghosts.empty());
    }

    void namesWhatPythonBringsBack()
    {
        loadEventLog();
        const QString pair = current()->state.positions.begin()->first;
        open({ Purpose::Remove, pair, QStringLiteral("by hand") });
        QVERIFY(box("keepRemoved")->isVisible());
        QVERIFY(!label("warnings").contains(QStringLiteral("bring back")));
        box("keepRemoved")->click();
        QTRY_VERIFY_WITH_TIMEOUT(label("warnings").contains(QStringLiteral("bring back ") + pair), patience);
        QTRY_VERIFY_WITH_TIMEOUT(button("confirm")->isEnabled(), patience);
        QSignalSpy applied(m_dialog.get(), &RestoreDialog::applied);
        QTest::mouseClick(button("confirm"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(applied.count(), 1, patience);
        QCOMPARE(applied.front().front().value<ChangeReport>().broughtBack, std::vector<QString> { pair });
    }

    void aWipedInfluxGetsItsRecordBack()
    {
        loadEventLog();
        const auto before = current(); // and it is remembered
        QVERIFY(m_server.execute(QStringLiteral("DROP DATABASE ") + m_database));
        QVERIFY(m_server.execute(QStringLiteral("CREATE DATABASE ") + m_database));
        MainWindow::Parts windowParts;
        windowParts.clock = m_desk->clock();
        MainWindow window(std::move(windowParts));
        window.show();
        m_service = std::make_shared<StateService>(parts());
        window.setService(m_service, true);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() && window.shown()->has(Condition::Pending), patience);
        QTRY_COMPARE_WITH_TIMEOUT(window.strip()->offerButton()->text(), QStringLiteral("Put back…"), patience);
        QVERIFY(window.strip()->offerButton()->isVisible());
        QTest::mouseClick(window.strip()->offerButton(), Qt::LeftButton);
        auto* dialog = window.findChild<RestoreDialog*>();
        QVERIFY(dialog);
        auto* confirm = dialog->findChild<QPushButton*>(QStringLiteral("confirm"));
        QTRY_COMPARE_WITH_TIMEOUT(confirm->text(), QStringLiteral("Put the record back into InfluxDB"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(confirm->isEnabled(), patience);
        QTest::mouseClick(confirm, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window.shown() && !window.shown()->has(Condition::Pending), patience);
        QVERIFY(window.strip()->offerButton()->text() != QStringLiteral("Put back…"));
        m_ownFolder = m_desk->folder() + QStringLiteral("_another"); // who never saw the old ones
        const auto after = current();
        QCOMPARE(after->record->reason, SaveReason::Restore);
        QCOMPARE(after->state.positions, before->state.positions);
        QCOMPARE(after->state.pairStates, before->state.pairStates);
    }

private:
    test::InfluxdServer m_server;
    Gate m_gate;
    std::atomic<bool> m_away = false;
    std::unique_ptr<test::InterposedServer> m_between;
    QString m_database;
    QString m_ownFolder;
    int m_number = 0;
    std::unique_ptr<Desk> m_desk;
    std::shared_ptr<StateService> m_service;
    std::unique_ptr<RestoreDialog> m_dialog;
};

QTEST_MAIN(TestRestoreDialogInflux)
#include "tst_restoredialog_influx.moc"
