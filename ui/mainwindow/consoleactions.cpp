// SPDX-License-Identifier: MIT
#include "ui/mainwindow/consoleactions.h"

#include "ui/models/tooltips.h"
#include "ui/views/theme.h"

#include <QToolBar>
#include <QToolButton>

namespace tradestate {

namespace {

const char* const sentenceProperty = "sentence";
const char* const reasonProperty = "reason";

QString whyNotWrite(const Snapshot& record)
{
    if (record.mayWriteRecord)
        return {};
    return record.whyNotWrite ? describe(*record.whyNotWrite) : ConsoleActions::tr("The record may not be written.");
}

} // namespace

ConsoleActions::ConsoleActions(QObject* parent)
    : QObject(parent)
{
    refresh = make("refresh", tr("&Refresh"), tr("Read again what is on record"), QKeySequence::Refresh,
        QStringLiteral("refresh"));
    save = make("save", tr("&Save…"), tr("Save what is on record once more, as a checkpoint"), QKeySequence::Save,
        QStringLiteral("save"));
    backup = make("backup", tr("&Backup"), tr("Write what is on record to a verified backup file"),
        QKeySequence(QStringLiteral("Ctrl+B")), QStringLiteral("backup"));
    restore = make("restore", tr("Res&tore…"), tr("Choose a backup, see what it would change, and restore it"),
        QKeySequence(QStringLiteral("Ctrl+O")), QStringLiteral("restore"));
    undo = make("undo", tr("&Undo restore"), tr("Take the last restore, undo or removal back"),
        QKeySequence(QStringLiteral("Ctrl+Shift+Z")), QStringLiteral("undo"));
    remove = make("remove", tr("Re&move from record…"), tr("Take a position that was closed by hand off the record"),
        {}, QStringLiteral("remove"));
    choose = make(
        "choose", tr("&Choose between saves…"), tr("Two writers saved over each other: choose which save goes on"));

    useEnv = make("useEnv", tr("Use the trading system's .&env…"),
        tr("Reads the same settings as the trading system, so that both see the same state."), {},
        QStringLiteral("settings"));
    connectInflux = make("connectInflux", tr("&Connect to InfluxDB…"),
        tr("Enter address, bucket and token; every step is tested and explained."), {}, QStringLiteral("connect"));
    openFile = make("openFile", tr("&Open a backup file…"),
        tr("Look at what a backup holds. Nothing is changed by looking."), QKeySequence(QStringLiteral("Ctrl+Shift+O")),
        QStringLiteral("open"));
    sample = make("sample", tr("Look at the &sample"),
        tr("Fifteen pairs of an invented trading system, to see what this program shows."), {},
        QStringLiteral("sample"));
    tryPaper = make("tryPaper", tr("Try a &paper session"),
        tr("Watch a trading system on an invented market: positions open and close, and every save arrives here."), {},
        QStringLiteral("play"));
    stopPaper = make("stopPaper", tr("S&top the paper session"), tr("It ends with a save, and can go on from there"));
    backToNow = make(
        "backToNow", tr("Back to &now"), tr("Show what is on record again"), QKeySequence(QStringLiteral("Alt+Home")));
    exportCsv = make("exportCsv", tr("E&xport table as CSV…"),
        tr("Write the rows that are shown to a file for a spreadsheet"), QKeySequence(QStringLiteral("Ctrl+E")),
        QStringLiteral("export"));
    quit = make("quit", tr("&Quit"), tr("Close the console; the trading system is not touched"), QKeySequence::Quit);

    copy = make(
        "copy", tr("&Copy"), tr("Copy the selected rows as a table"), QKeySequence::Copy, QStringLiteral("copy"));
    copyCsv = make("copyCsv", tr("Copy as CS&V"), tr("Copy the selected rows as CSV with headings"),
        QKeySequence(QStringLiteral("Ctrl+Shift+C")));
    selectAll = make("selectAll", tr("Select &all"), tr("Select every row that is shown"), QKeySequence::SelectAll);
    filter = make(
        "filter", tr("&Filter"), tr("Show only rows with certain words"), QKeySequence::Find, QStringLiteral("find"));
    clearFilter = make("clearFilter", tr("C&lear the filter"), tr("Show every row again"),
        QKeySequence(QStringLiteral("Ctrl+Shift+F")));

    autoRefresh = make("autoRefresh", tr("Refresh &automatically"), tr("Read the record again every few seconds"));
    autoRefresh->setCheckable(true);
    nextPane = make(
        "nextPane", tr("Ne&xt pane"), tr("Move the keyboard to the next pane"), QKeySequence(QStringLiteral("F6")));
    previousPane = make("previousPane", tr("&Previous pane"), tr("Move the keyboard to the pane before"),
        QKeySequence(QStringLiteral("Shift+F6")));
    resetLayout = make("resetLayout", tr("Reset &layout"), tr("Panes and columns as they were at first"));

    help = make("help", tr("&Help"), tr("What the words and signs mean, and the keys"), QKeySequence::HelpContents,
        QStringLiteral("help"));
    about = make("about", tr("&About Trading State Console"), tr("Version and licence"));
    aboutQt = make("aboutQt", tr("About &Qt"), tr("The library that draws this window"));
    quit->setMenuRole(QAction::QuitRole);
    about->setMenuRole(QAction::AboutRole);
    aboutQt->setMenuRole(QAction::AboutQtRole);
}

QAction* ConsoleActions::make(
    const char* name, const QString& text, const QString& sentence, const QKeySequence& shortcut, const QString& icon)
{
    auto* action = new QAction(text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    action->setProperty(sentenceProperty, sentence);
    action->setData(icon);
    setReason(action, {});
    m_all += action;
    return action;
}

void ConsoleActions::setReason(QAction* action, const QString& reason)
{
    action->setEnabled(reason.isEmpty());
    action->setProperty(reasonProperty, reason);
    const QString sentence = action->property(sentenceProperty).toString();
    action->setStatusTip(reason.isEmpty() ? sentence : tr("Not available: %1").arg(reason));
    QString toolTip = sentence;
    if (!action->shortcut().isEmpty())
        toolTip = tr("%1 (%2)", "what it does, and its keys")
                      .arg(sentence, action->shortcut().toString(QKeySequence::NativeText));
    if (!reason.isEmpty())
        toolTip += QLatin1Char('\n') + action->statusTip();
    action->setToolTip(plainToolTip(toolTip));
    // Buttons of the action would have the tooltip's marks read out.
    const QList<QObject*> shownBy = action->associatedObjects();
    for (QObject* object : shownBy) {
        if (auto* button = qobject_cast<QToolButton*>(object))
            button->setAccessibleDescription(toolTip);
    }
}

QString ConsoleActions::reasonOf(const QAction* action)
{
    return action->property(reasonProperty).toString();
}

void ConsoleActions::apply(const Situation& situation)
{
    const Snapshot* record = situation.record;
    QString notReady;
    if (!situation.noStore.isEmpty())
        notReady = situation.noStore;
    else if (!situation.hasService)
        notReady = tr("No store is open.");
    else if (!record)
        notReady = tr("The record has not been read yet.");
    else if (!situation.busyWith.isEmpty())
        notReady = tr("%1 Wait until it is done.").arg(situation.busyWith);
    const bool empty = record && record->status() == Condition::Empty;
    const QString nothing = empty ? tr("Nothing is on record yet.") : QString();
    const QString notNow
        = situation.viewing ? tr("You are viewing %1; go back to now first.").arg(situation.viewingWhat) : QString();
    const QString mayNot = record ? whyNotWrite(*record) : QString();
    const auto first = [](std::initializer_list<QString> reasons) {
        for (const QString& reason : reasons) {
            if (!reason.isEmpty())
                return reason;
        }
        return QString();
    };
    const bool forked = record && record->has(Condition::Fork);
    const QString noUndo
        = record && !record->undoable ? tr("There is no restore, undo or removal to take back.") : QString();
    const QString noRow = situation.positionSelected ? QString() : tr("Select a position first.");
    const QString noFork = forked ? QString() : tr("There is one line of saves only; nothing needs to be chosen.");
    // A fork stops every other change, and is ended by choosing.
    const QString mayNotChoose
        = record && record->whyNotWrite && record->whyNotWrite->code != ErrorCode::Forked ? mayNot : QString();

    const QString isSample = situation.viewingSample
        ? tr("The sample is invented and never enters a real record; go back to now first.")
        : QString();
    const QString isBusy
        = situation.busyWith.isEmpty() ? QString() : tr("%1 Wait until it is done.").arg(situation.busyWith);
    const QString noChoice = situation.canChoose ? QString() : tr("This window shows one store only.");
    const QString noTable = situation.hasTable ? QString() : tr("Show a table first.");
    const QString noRefresh = situation.noStore.isEmpty() || situation.canReopen ? QString() : situation.noStore;

    setReason(refresh, first({ situation.hasService ? QString() : tr("No store is open."), noRefresh }));
    setReason(backup, first({ notReady, notNow, nothing }));
    setReason(save, first({ notReady, notNow, nothing, mayNot }));
    setReason(restore, first({ notReady, isSample, mayNot }));
    setReason(undo, first({ notReady, notNow, noUndo, mayNot }));
    setReason(remove, first({ notReady, notNow, noRow, mayNot }));
    setReason(choose, first({ notReady, notNow, noFork, mayNotChoose }));
    const QString noService = situation.hasService ? QString() : tr("No store is open.");
    setReason(openFile, noService);
    setReason(sample, noService);
    const QString noPaper = situation.hasPaper ? QString() : tr("There is none in this window.");
    const QString runs = situation.paperRuns ? tr("The paper session runs.") : QString();
    setReason(tryPaper, first({ noPaper, isBusy, runs }));
    setReason(stopPaper, situation.paperRuns ? QString() : tr("No paper session runs."));
    setReason(useEnv, first({ noChoice, isBusy }));
    setReason(connectInflux, first({ noChoice, isBusy }));
    for (QAction* action : { exportCsv, copyCsv })
        setReason(action, noTable);
    setReason(backToNow, situation.viewing ? QString() : tr("What is shown is what is on record."));
}

void ConsoleActions::applyTheme(const QPalette& palette)
{
    for (QAction* action : m_all) {
        const QString name = action->data().toString();
        if (!name.isEmpty())
            action->setIcon(Theme::icon(name, palette));
    }
}

void ConsoleActions::addToToolBar(QToolBar* bar) const
{
    for (QAction* action : { refresh, save, backup, restore, undo })
        bar->addAction(action);
}

} // namespace tradestate
