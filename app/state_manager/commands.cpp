// SPDX-License-Identifier: MIT
#include "app/state_manager/command.h"

namespace tradestate {

QCommandLineOption jsonOption()
{
    return { QStringLiteral("json"),
        QStringLiteral("Print one JSON document, also on failure ({\"error\": {…}}), for scripts.") };
}

QString exitLine(Exit exit, const char* meaning)
{
    return QStringLiteral("%1  %2").arg(int(exit)).arg(QString::fromUtf8(meaning));
}

namespace {

QCommandLineOption yesOption()
{
    return { QStringLiteral("yes"), QStringLiteral("Do not ask; needed where there is no terminal to ask on.") };
}

QCommandLineOption keepRemovedOption()
{
    return { QStringLiteral("keep-removed"),
        QStringLiteral("Event log of the Python system: leave the events of removed positions there. It will bring "
                       "them back.") };
}

QCommandLineOption forceOption()
{
    return { QStringLiteral("force"),
        QStringLiteral("Go on although a trading system seems to be running (say so only when it is stopped), or "
                       "although InfluxDB does not answer.") };
}

QCommandLineOption dryRunOption()
{
    return { QStringLiteral("dry-run"),
        QStringLiteral("Show what would change, and change nothing; also while a trading system runs.") };
}

QCommandLineOption descriptionOption()
{
    return { QStringLiteral("description"), QStringLiteral("A few words that are kept with it."), QStringLiteral("T") };
}

const QString& saveHelp()
{
    static const QString text = QStringLiteral(
        "SAVE is one of: head (what is on record now); a save's id, or its first 6 characters or more; a time such as "
        "2025-07-20T08:00:00Z (the newest save at or before it); an existing file.");
    return text;
}

QString wrongUseLine()
{
    return exitLine(Exit::WrongUse, "wrong use or wrong settings");
}

QStringList changeExits()
{
    return { exitLine(Exit::Done, "done and confirmed (or nothing had to change)"),
        exitLine(Exit::Failed, "failed, refused or declined; nothing was changed unless it says so"), wrongUseLine(),
        exitLine(Exit::Invalid, "the source or the record is invalid, torn, forked, salvaged or holds nothing read"),
        exitLine(Exit::NothingStored, "nothing is stored"),
        exitLine(Exit::NotConfirmed, "saved on this machine only; InfluxDB has not confirmed it yet") };
}

Command checkCommand()
{
    Command command;
    command.name = QStringLiteral("check");
    command.summary = QStringLiteral("what is stored, and how far it is proven");
    command.help
        = QStringLiteral(
              "Reads the record and proves it: the rows against the checksum and counts that were saved with them. "
              "Prints "
              "the status, all positions, suspected ghosts, the current trading state, pair states with cooldowns and "
              "z-scores, the portfolio and every finding. A – stands for what is unknown. Changes nothing.\n\n")
        + saveHelp();
    command.options = { jsonOption(),
        { QStringLiteral("at"), QStringLiteral("Look at a past save instead of the record of now."),
            QStringLiteral("SAVE") } };
    command.examples = { QStringLiteral("state-manager check"), QStringLiteral("state-manager check --json"),
        QStringLiteral("state-manager check --at 2025-07-20T08:00:00Z") };
    command.exits = { exitLine(Exit::Done, "verified, flat, stale, unverified or pending"),
        exitLine(Exit::Failed, "the store could not be read"), wrongUseLine(),
        exitLine(Exit::Invalid, "the save is torn, or two writers saved over each other (fork)"),
        exitLine(Exit::NothingStored, "nothing was ever saved here") };
    command.run = runCheck;
    return command;
}

Command backupCommand()
{
    Command command;
    command.name = QStringLiteral("backup");
    command.summary = QStringLiteral("write a verified backup file; prints its path alone");
    command.help = QStringLiteral(
        "Reads what is on record and writes it to a new file in the backup folder, proven by reading the file back. "
        "The file's path is all that goes to standard output. It never asks, needs no right to write to InfluxDB, and "
        "never overwrites an older backup.");
    command.options = { { QStringLiteral("output"),
                            QStringLiteral("Write this file, or into this folder, instead of the backup folder."),
                            QStringLiteral("FILE|DIR") },
        descriptionOption() };
    command.examples = { QStringLiteral("state-manager backup"),
        QStringLiteral("state-manager backup --description \"before the rollover\""),
        QStringLiteral("file=$(state-manager backup --quiet) && cp \"$file\" /mnt/usb/") };
    command.exits = { exitLine(Exit::Done, "the file was written and proven"),
        exitLine(Exit::Failed,
            "the file could not be written, or the store could not be read (a printed file then "
            "holds what was last seen)"),
        wrongUseLine(), exitLine(Exit::Invalid, "the record is torn or forked; a printed file holds what check shows"),
        exitLine(Exit::NothingStored, "nothing is stored") };
    command.onlyReads = false;
    command.run = runBackup;
    return command;
}

Command restoreCommand()
{
    Command command;
    command.name = QStringLiteral("restore");
    command.summary = QStringLiteral("put a backup or a past save back on record");
    command.help
        = QStringLiteral(
              "Compares a backup with what is on record, shows every change, asks, makes a rescue copy of the present "
              "record, writes, reads back and prints the restoration banner. Nothing is sent to the broker: it "
              "changes what the trading system believes at its next start. Stop the trading system first. "
              "`state-manager undo` takes it back.\n\n")
        + saveHelp();
    command.options
        = { { QStringLiteral("file"), QStringLiteral("The backup, state or position file."), QStringLiteral("F") },
              { QStringLiteral("save"), QStringLiteral("A past save; in a fork, the one that shall hold."),
                  QStringLiteral("SAVE") },
              dryRunOption(),
              { QStringLiteral("only"),
                  QStringLiteral("Take this pair's position and pair state alone; may be given several times."),
                  QStringLiteral("PAIR") },
              forceOption(),
              { QStringLiteral("accept-salvaged"), QStringLiteral("Take what could be saved of a damaged file.") },
              keepRemovedOption(),
              { QStringLiteral("purge-ghosts"),
                  QStringLiteral("Event log of the Python system: also take away the suspected ghosts.") },
              yesOption() };
    command.examples
        = { QStringLiteral("state-manager restore --file state_fallback/trading_state_backup_20250720_080000.json"),
              QStringLiteral("state-manager restore --file backup.json --dry-run"),
              QStringLiteral("state-manager restore --file backup.json --only BTCUSD-ETHUSD --yes"),
              QStringLiteral("state-manager restore --save 3f9c2a71") };
    command.exits = changeExits();
    command.onlyReads = false;
    command.run = runRestore;
    return command;
}

Command undoCommand()
{
    Command command;
    command.name = QStringLiteral("undo");
    command.summary = QStringLiteral("take the last restore, undo or removal back");
    command.help = QStringLiteral(
        "Takes back the newest restore, undo or removal, also when something was saved since: rows that have not "
        "changed since go back, rows that have are listed and stay. It makes a rescue copy and asks, as restore does. "
        "Undoing an undo is a redo.");
    command.options = { dryRunOption(), forceOption(), keepRemovedOption(), yesOption() };
    command.examples = { QStringLiteral("state-manager undo --dry-run"), QStringLiteral("state-manager undo --yes") };
    command.exits = changeExits();
    command.onlyReads = false;
    command.run = runUndo;
    return command;
}

Command removeCommand()
{
    Command command;
    command.name = QStringLiteral("remove");
    command.arguments = QStringLiteral("PAIR");
    command.least = command.most = 1;
    command.summary = QStringLiteral("take a position off the record");
    command.help = QStringLiteral(
        "Takes one position, or a suspected ghost, off the record: for what was closed at the broker by hand. Its pair "
        "state is set to none. Check the broker first, since one leg may still be open. A reason is required and is "
        "kept with the save; a rescue copy is made; `state-manager undo` takes it back. Of a suspected ghost the "
        "events are taken out of the event log; they are kept in a file, and undo does not bring them back.");
    command.options = { { QStringLiteral("reason"), QStringLiteral("Why it goes (required)."), QStringLiteral("T") },
        forceOption(), keepRemovedOption(), yesOption() };
    command.examples
        = { QStringLiteral("state-manager remove EURUSD-GBPUSD --reason \"closed at the broker by hand\"") };
    command.exits = changeExits();
    command.onlyReads = false;
    command.run = runRemove;
    return command;
}

Command saveCommand()
{
    Command command;
    command.name = QStringLiteral("save");
    command.summary = QStringLiteral("a checkpoint of the current state");
    command.help = QStringLiteral("Saves what is on record now once more, as a checkpoint with a description that "
                                  "history shows and that restore --save can go back to.");
    command.options = { descriptionOption(), forceOption(), yesOption() };
    command.examples = { QStringLiteral("state-manager save --description \"before the weekend\" --yes") };
    command.exits = changeExits();
    command.onlyReads = false;
    command.run = runSave;
    return command;
}

Command historyCommand()
{
    Command command;
    command.name = QStringLiteral("history");
    command.summary = QStringLiteral("every save: when, by whom, why, and how far it is proven");
    command.help = QStringLiteral("Lists the saves of the journal on this machine and of InfluxDB, newest first.");
    command.options = { jsonOption(),
        { QStringLiteral("since"), QStringLiteral("Only saves at or after this time (UTC unless it says otherwise)."),
            QStringLiteral("T") },
        { QStringLiteral("limit"), QStringLiteral("At most so many (default 100)."), QStringLiteral("N") } };
    command.examples = { QStringLiteral("state-manager history --limit 20"),
        QStringLiteral("state-manager history --since 2025-07-20 --json") };
    command.exits = { exitLine(Exit::Done, "done"),
        exitLine(Exit::Failed, "the store could not be read (what is listed is then this machine's journal alone)"),
        wrongUseLine(), exitLine(Exit::NothingStored, "nothing was ever saved here") };
    command.run = runHistory;
    return command;
}

Command showCommand()
{
    Command command;
    command.name = QStringLiteral("show");
    command.arguments = QStringLiteral("FILE");
    command.least = command.most = 1;
    command.summary = QStringLiteral("what a document holds, in the same form as check");
    command.help = QStringLiteral(
        "Reads a backup, a state file, a position fallback file or a journal entry, also those of the Python trading "
        "system and its predecessors, and prints what it holds. A damaged file is read as far as it goes. Needs no "
        "server and changes nothing.");
    command.options = { jsonOption() };
    command.examples = { QStringLiteral("state-manager show state_fallback/trading_state_backup_20250720_080000.json"),
        QStringLiteral("state-manager show old/trading_state.json --json") };
    command.exits = {
        exitLine(Exit::Done, "read"), exitLine(Exit::Failed, "the file could not be read"), wrongUseLine(),
        exitLine(Exit::Invalid, "not a state, damaged, changed after it was made, or made while nothing could be read")
    };
    command.run = runShow;
    return command;
}

Command diffCommand()
{
    Command command;
    command.name = QStringLiteral("diff");
    command.arguments = QStringLiteral("A B");
    command.least = command.most = 2;
    command.summary = QStringLiteral("what differs between two saves or files");
    command.help = QStringLiteral("Compares two states field by field; numbers by value, so that 1.25 equals 1.2500. "
                                  "A and B are each a SAVE.\n\n")
        + saveHelp();
    command.options = { jsonOption() };
    command.examples = { QStringLiteral("state-manager diff backup.json head"),
        QStringLiteral("state-manager diff 3f9c2a71 head --json") };
    command.exits = { exitLine(Exit::Done, "no difference"), exitLine(Exit::Failed, "one of them could not be read"),
        wrongUseLine(), exitLine(Exit::Invalid, "they differ"), exitLine(Exit::NothingStored, "nothing is stored") };
    command.run = runDiff;
    return command;
}

Command verifyCommand()
{
    Command command;
    command.name = QStringLiteral("verify");
    command.summary = QStringLiteral("prove files, the journal and what InfluxDB holds");
    command.help = QStringLiteral(
        "Reads and compares everything with the checksums and counts that were saved with it: the newest save, or one "
        "file, or with --all every backup, journal entry and save in InfluxDB. Changes nothing.");
    command.options = { { QStringLiteral("file"), QStringLiteral("Prove this file."), QStringLiteral("F") },
        { QStringLiteral("all"), QStringLiteral("Prove everything.") }, jsonOption() };
    command.examples = { QStringLiteral("state-manager verify"), QStringLiteral("state-manager verify --all --json"),
        QStringLiteral("state-manager verify --file backup.json") };
    command.exits = { exitLine(Exit::Done, "everything holds (what carries no checksum is listed as unverified)"),
        exitLine(Exit::Failed, "something could not be read"), wrongUseLine(),
        exitLine(Exit::Invalid, "something is torn, damaged, salvaged or does not match"),
        exitLine(Exit::NothingStored, "there is nothing to prove") };
    command.run = runVerify;
    return command;
}

Command migrateCommand()
{
    Command command;
    command.name = QStringLiteral("migrate");
    command.summary = QStringLiteral("take the files of older programs into an empty record");
    command.help = QStringLiteral(
        "Reads the state files, utility backups and position fallback files of the Python trading system and its "
        "predecessors, whatever their names, and makes a save of each whole state: oldest first, so that the newest is "
        "on record and history has the others. Of damaged and partial files only the newest is taken, and only where "
        "no whole one is there. Nothing is taken over what is on record already; a second run changes nothing. The "
        "files stay as they are.\n\nOf a folder also its state_fallback/ and data/ are looked at, and no others. Stop "
        "the trading system first. Backups of this program are restored, not migrated.");
    command.options = { { QStringLiteral("file"), QStringLiteral("Take this file."), QStringLiteral("F") },
        { QStringLiteral("dir"), QStringLiteral("Take what lies in this folder."), QStringLiteral("D") }, jsonOption(),
        { QStringLiteral("dry-run"), QStringLiteral("Show what would be taken, and change nothing.") }, yesOption() };
    command.examples = { QStringLiteral("state-manager migrate --dir ~/trading --dry-run"),
        QStringLiteral("state-manager migrate --dir ~/trading --yes"),
        QStringLiteral("state-manager migrate --file data/trading_state.json") };
    command.exits = { exitLine(Exit::Done, "done and confirmed, or all of it was on record before"),
        exitLine(Exit::Failed, "failed, refused or declined; nothing was changed unless it says so"), wrongUseLine(),
        exitLine(Exit::Invalid, "the record is forked, a damaged file is all there was, or none could be taken"),
        exitLine(Exit::NothingStored, "no such file was found"),
        exitLine(Exit::NotConfirmed, "saved on this machine only; InfluxDB has not confirmed it yet") };
    command.onlyReads = false;
    command.run = runMigrate;
    return command;
}

} // namespace

const std::vector<Command>& commands()
{
    static const std::vector<Command> all { checkCommand(), backupCommand(), restoreCommand(), undoCommand(),
        removeCommand(), saveCommand(), historyCommand(), showCommand(), diffCommand(), verifyCommand(),
        migrateCommand(), watchCommand(), doctorCommand() };
    return all;
}

} // namespace tradestate
