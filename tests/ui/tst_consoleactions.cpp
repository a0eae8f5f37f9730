// SPDX-License-Identifier: MIT
#include "tests/ui/snapshots.h"
#include "tests/ui/tables.h"
#include "ui/mainwindow/consoleactions.h"

#include <QTest>
#include <QToolBar>

using namespace tradestate;
using test::toolTipText;

namespace {

using Situation = ConsoleActions::Situation;

const QString noStore = QStringLiteral("No store is open.");
const QString notRead = QStringLiteral("The record has not been read yet.");
const QString nothingYet = QStringLiteral("Nothing is on record yet.");
const QString noUndo = QStringLiteral("There is no restore, undo or removal to take back.");
const QString noRow = QStringLiteral("Select a position first.");
const QString oneLine = QStringLiteral("There is one line of saves only; nothing needs to be chosen.");
const QString oneStore = QStringLiteral("This window shows one store only.");
const QString noTable = QStringLiteral("Show a table first.");
const QString isNow = QStringLiteral("What is shown is what is on record.");

/// Reasons by the action's name; what is not named must be available.
using Reasons = QMap<QString, QString>;

/// Of all but the paper session, which has nothing to do with a record.
Reasons reasons(const ConsoleActions& actions)
{
    Reasons result;
    for (const QAction* action : actions.findChildren<QAction*>()) {
        if (action == actions.tryPaper || action == actions.stopPaper)
            continue;
        const QString reason = ConsoleActions::reasonOf(action);
        if (!reason.isEmpty())
            result.insert(action->objectName(), reason);
    }
    return result;
}

Reasons of(std::initializer_list<std::pair<const char*, QString>> list)
{
    Reasons result;
    for (const auto& [name, reason] : list)
        result.insert(QLatin1String(name), reason);
    return result;
}

Situation showing(const Snapshot& snapshot, bool positionSelected = true)
{
    Situation situation;
    situation.hasService = true;
    situation.canChoose = true;
    situation.hasTable = true;
    situation.record = &snapshot;
    situation.positionSelected = positionSelected;
    return situation;
}

} // namespace

class TestConsoleActions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhyBeforeAnythingIsOpen()
    {
        ConsoleActions actions(nullptr);
        actions.apply({});
        QCOMPARE(reasons(actions),
            of({ { "refresh", noStore }, { "save", noStore }, { "backup", noStore }, { "restore", noStore },
                { "undo", noStore }, { "remove", noStore }, { "choose", noStore }, { "openFile", noStore },
                { "sample", noStore }, { "useEnv", oneStore }, { "connectInflux", oneStore }, { "exportCsv", noTable },
                { "copyCsv", noTable }, { "backToNow", isNow } }));
        Situation opened;
        opened.hasService = true;
        opened.canChoose = true;
        opened.hasTable = true;
        actions.apply(opened);
        QCOMPARE(reasons(actions),
            of({ { "save", notRead }, { "backup", notRead }, { "restore", notRead }, { "undo", notRead },
                { "remove", notRead }, { "choose", notRead }, { "backToNow", isNow } }));
    }

    void everythingUsualMayBeDoneOnARecord()
    {
        const snapshots::Scene scene;
        ConsoleActions actions(nullptr);
        const Snapshot connected = scene.connected();
        actions.apply(showing(connected));
        QCOMPARE(reasons(actions), of({ { "undo", noUndo }, { "choose", oneLine }, { "backToNow", isNow } }));
        actions.apply(showing(connected, false));
        QCOMPARE(reasons(actions),
            of({ { "undo", noUndo }, { "remove", noRow }, { "choose", oneLine }, { "backToNow", isNow } }));
        const Snapshot restored = scene.restored();
        actions.apply(showing(restored));
        QCOMPARE(reasons(actions), of({ { "choose", oneLine }, { "backToNow", isNow } }));
    }

    void anEmptyRecordMayOnlyBeRestored()
    {
        const Snapshot empty = snapshots::Scene().empty();
        ConsoleActions actions(nullptr);
        actions.apply(showing(empty, false));
        QCOMPARE(reasons(actions),
            of({ { "save", nothingYet }, { "backup", nothingYet }, { "undo", noUndo }, { "remove", noRow },
                { "choose", oneLine }, { "backToNow", isNow } }));
    }

    void aForkStopsEveryChangeButChoosing()
    {
        const Snapshot fork = snapshots::Scene().fork();
        ConsoleActions actions(nullptr);
        actions.apply(showing(fork));
        const QString why = describe(*fork.whyNotWrite);
        QCOMPARE(reasons(actions),
            of({ { "save", why }, { "restore", why }, { "undo", noUndo }, { "remove", why }, { "backToNow", isNow } }));
    }

    void readOnlyLeavesBackups()
    {
        Snapshot readOnly = snapshots::Scene().restored();
        readOnly.mayWriteRecord = false;
        readOnly.whyNotWrite = Error { ErrorCode::ReadOnly, {}, {} };
        ConsoleActions actions(nullptr);
        actions.apply(showing(readOnly));
        const QString why = describe(*readOnly.whyNotWrite);
        QCOMPARE(reasons(actions),
            of({ { "save", why }, { "restore", why }, { "undo", why }, { "remove", why }, { "choose", oneLine },
                { "backToNow", isNow } }));
        // A fork that may not be written to cannot be ended here.
        readOnly.conditions = { Condition::Fork };
        actions.apply(showing(readOnly));
        QCOMPARE(ConsoleActions::reasonOf(actions.choose), why);
        readOnly.whyNotWrite.reset(); // a reason is given also where none is known
        actions.apply(showing(readOnly));
        QVERIFY(!ConsoleActions::reasonOf(actions.save).isEmpty());
    }

    void whileViewingOnlyRestoringIsPossible()
    {
        const Snapshot record = snapshots::Scene().restored();
        Situation situation = showing(record);
        situation.viewing = true;
        situation.viewingWhat = QStringLiteral("yesterday.json");
        ConsoleActions actions(nullptr);
        actions.apply(situation);
        const QString notNow = QStringLiteral("You are viewing yesterday.json; go back to now first.");
        QCOMPARE(reasons(actions),
            of({ { "save", notNow }, { "backup", notNow }, { "undo", notNow }, { "remove", notNow },
                { "choose", notNow } }));
        // The sample never enters a real record.
        situation.viewingSample = true;
        actions.apply(situation);
        QVERIFY(ConsoleActions::reasonOf(actions.restore).startsWith(QLatin1String("The sample is invented")));
    }

    void onePaperSessionAtATime()
    {
        ConsoleActions actions(nullptr);
        Situation situation;
        actions.apply(situation);
        QVERIFY(!ConsoleActions::reasonOf(actions.tryPaper).isEmpty());
        QVERIFY(!ConsoleActions::reasonOf(actions.stopPaper).isEmpty());
        situation.hasPaper = true; // also before any store is open
        actions.apply(situation);
        QVERIFY(ConsoleActions::reasonOf(actions.tryPaper).isEmpty());
        QVERIFY(!ConsoleActions::reasonOf(actions.stopPaper).isEmpty());
        situation.paperRuns = true;
        actions.apply(situation);
        QCOMPARE(ConsoleActions::reasonOf(actions.tryPaper), QStringLiteral("The paper session runs."));
        QVERIFY(ConsoleActions::reasonOf(actions.stopPaper).isEmpty());
    }

    void oneThingAtATime()
    {
        const Snapshot record = snapshots::Scene().restored();
        Situation situation = showing(record);
        situation.busyWith = QStringLiteral("A backup is being written.");
        ConsoleActions actions(nullptr);
        actions.apply(situation);
        const QString busy = QStringLiteral("A backup is being written. Wait until it is done.");
        QCOMPARE(reasons(actions),
            of({ { "save", busy }, { "backup", busy }, { "restore", busy }, { "undo", busy }, { "remove", busy },
                { "choose", busy }, { "useEnv", busy }, { "connectInflux", busy }, { "backToNow", isNow } }));
    }

    void aStoreThatDoesNotOpenSaysWhy()
    {
        const QString why = QStringLiteral("The settings name no bucket.");
        Situation situation;
        situation.hasService = true;
        situation.canChoose = true;
        situation.hasTable = true;
        situation.noStore = why;
        ConsoleActions actions(nullptr);
        actions.apply(situation);
        // Files can be looked at without a store.
        QCOMPARE(reasons(actions),
            of({ { "refresh", why }, { "save", why }, { "backup", why }, { "restore", why }, { "undo", why },
                { "remove", why }, { "choose", why }, { "backToNow", isNow } }));
        situation.canReopen = true;
        actions.apply(situation);
        QVERIFY(actions.refresh->isEnabled());
    }

    void reasonsAreSeenWhereTheActionIs()
    {
        ConsoleActions actions(nullptr);
        actions.apply({});
        QVERIFY(!actions.backup->isEnabled());
        QCOMPARE(actions.backup->statusTip(), QStringLiteral("Not available: No store is open."));
        QCOMPARE(toolTipText(actions.backup->toolTip()),
            QStringLiteral("Write what is on record to a verified backup file (Ctrl+B)\n"
                           "Not available: No store is open."));
        const Snapshot connected = snapshots::Scene().connected();
        actions.apply(showing(connected));
        QVERIFY(actions.backup->isEnabled());
        QCOMPARE(toolTipText(actions.backup->toolTip()),
            QStringLiteral("Write what is on record to a verified backup file (Ctrl+B)"));
        QCOMPARE(actions.backup->statusTip(), QStringLiteral("Write what is on record to a verified backup file"));
    }

    void everyActionSaysWhatItDoes()
    {
        ConsoleActions actions(nullptr);
        actions.applyTheme(QPalette());
        const QList<QAction*> all = actions.findChildren<QAction*>();
        QVERIFY(all.size() >= 26);
        QStringList names;
        for (const QAction* action : all) {
            const QByteArray name = action->objectName().toLatin1();
            QVERIFY(!names.contains(action->objectName()));
            names += action->objectName();
            QVERIFY2(!action->text().isEmpty(), name);
            QVERIFY2(action->text().contains(QLatin1Char('&')), name); // by keyboard from its menu
            QVERIFY2(toolTipText(action->toolTip()).size() > 12, name);
            QVERIFY2(!action->statusTip().isEmpty(), name);
            if (!action->data().toString().isEmpty())
                QVERIFY2(!action->icon().isNull(), name); // the icon that it names is built in
        }
    }

    void shortcutsAreThoseOfTheHelp_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("keys");
        const auto row = [](const char* name, const char* keys) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(keys);
        };
        row("copy", "Ctrl+C");
        row("copyCsv", "Ctrl+Shift+C");
        row("help", "F1");
        row("refresh", "F5");
        row("nextPane", "F6");
        row("save", "Ctrl+S");
        row("backup", "Ctrl+B");
        row("restore", "Ctrl+O");
        row("undo", "Ctrl+Shift+Z");
        row("filter", "Ctrl+F");
    }
    void shortcutsAreThoseOfTheHelp()
    {
        QFETCH(QString, name);
        QFETCH(QString, keys);
        const ConsoleActions actions(nullptr);
        const auto* action = actions.findChild<QAction*>(name);
        QVERIFY(action);
        QCOMPARE(action->shortcut().toString(QKeySequence::PortableText), keys);
        QVERIFY2(toolTipText(action->toolTip()).contains(action->shortcut().toString(QKeySequence::NativeText)),
            qPrintable(action->toolTip()));
    }

    void noTwoShortcutsAreAlike()
    {
        const ConsoleActions actions(nullptr);
        QMap<QString, QString> taken;
        for (const QAction* action : actions.findChildren<QAction*>()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                const QString text = keys.toString(QKeySequence::PortableText);
                QVERIFY2(!taken.contains(text),
                    qPrintable(QStringLiteral("%1: %2, %3").arg(text, taken[text], action->objectName())));
                taken.insert(text, action->objectName());
            }
        }
        QVERIFY(!taken.contains(QStringLiteral("Ctrl+Z"))); // it belongs to text fields
        // Ctrl+1, 2, 3 are the tabs'.
        for (const char* keys : { "Ctrl+1", "Ctrl+2", "Ctrl+3" })
            QVERIFY(!taken.contains(QLatin1String(keys)));
    }

    void theToolBarHasWhatIsUsedMost()
    {
        const ConsoleActions actions(nullptr);
        QToolBar bar;
        actions.addToToolBar(&bar);
        QCOMPARE(bar.actions(),
            (QList<QAction*> { actions.refresh, actions.save, actions.backup, actions.restore, actions.undo }));
    }
};

QTEST_MAIN(TestConsoleActions)
#include "tst_consoleactions.moc"
