// SPDX-License-Identifier: MIT
#include "core/base/error.h"

#include "core/base/errorreason.h"
#include "core/base/plaintext.h"

#include <QCoreApplication>

namespace tradestate {

namespace {

struct Words
{
    const char* id;
    const char* what;
    const char* advice;
};

Words words(ErrorCode code)
{
    switch (code) {
    case ErrorCode::FileNotFound:
        return { "file-not-found", QT_TRANSLATE_NOOP("Error", "The file does not exist"),
            QT_TRANSLATE_NOOP("Error", "Check the path.") };
    case ErrorCode::FileNotReadable:
        return { "file-not-readable", QT_TRANSLATE_NOOP("Error", "The file cannot be read"),
            QT_TRANSLATE_NOOP("Error", "Check its permissions and its disk.") };
    case ErrorCode::FileTooLarge:
        return { "file-too-large", QT_TRANSLATE_NOOP("Error", "The file is larger than a state can be"),
            QT_TRANSLATE_NOOP("Error", "Choose a state or backup file of at most 1 GiB.") };
    case ErrorCode::NotWritten:
        return { "not-written",
            QT_TRANSLATE_NOOP("Error", "The file was not written; what was there before is unchanged"),
            QT_TRANSLATE_NOOP("Error", "Check the disk and the folder's permissions, then try again.") };
    case ErrorCode::WrittenButUncertain:
        return { "written-but-uncertain",
            QT_TRANSLATE_NOOP(
                "Error", "The file was written, but the disk did not confirm that it would survive a power loss"),
            QT_TRANSLATE_NOOP("Error", "Check the disk, then save again.") };
    case ErrorCode::DiskFull:
        return { "disk-full", QT_TRANSLATE_NOOP("Error", "The disk is full; what was there before is unchanged"),
            QT_TRANSLATE_NOOP("Error", "Free some space, then try again.") };
    case ErrorCode::FolderNotWritable:
        return { "folder-not-writable", QT_TRANSLATE_NOOP("Error", "The folder cannot be written to"),
            QT_TRANSLATE_NOOP(
                "Error", "Check its permissions, or choose another one with --folder or TRADING_STATE_FALLBACK_DIR.") };
    case ErrorCode::SymlinkRefused:
        return { "symlink-refused", QT_TRANSLATE_NOOP("Error", "A symbolic link stands where a state file should be"),
            QT_TRANSLATE_NOOP("Error", "Remove the link, or name the real file.") };
    case ErrorCode::FileExists:
        return { "file-exists", QT_TRANSLATE_NOOP("Error", "A file of this name already exists; it is unchanged"),
            QT_TRANSLATE_NOOP("Error", "Choose another name, or a folder.") };
    case ErrorCode::LockHeld:
        return { "lock-held", QT_TRANSLATE_NOOP("Error", "Another program is using the folder"),
            QT_TRANSLATE_NOOP("Error", "Wait until it is done, or stop it.") };
    case ErrorCode::NotJson:
        return { "not-json", QT_TRANSLATE_NOOP("Error", "The text is not valid JSON"),
            QT_TRANSLATE_NOOP("Error", "Choose another file; an older backup may be whole.") };
    case ErrorCode::CutOff:
        return { "cut-off", QT_TRANSLATE_NOOP("Error", "The document is cut off"),
            QT_TRANSLATE_NOOP("Error", "Choose an older backup, or accept what could be salvaged.") };
    case ErrorCode::NestedTooDeep:
        return { "nested-too-deep", QT_TRANSLATE_NOOP("Error", "The document is nested too deeply"),
            QT_TRANSLATE_NOOP("Error", "Choose another file; no state is nested like this.") };
    case ErrorCode::DuplicateKey:
        return { "duplicate-key", QT_TRANSLATE_NOOP("Error", "The document has the same key twice in one object"),
            QT_TRANSLATE_NOOP("Error", "Choose another file; which of the two values holds cannot be known.") };
    case ErrorCode::InvalidText:
        return { "invalid-text", QT_TRANSLATE_NOOP("Error", "The text is not valid UTF-8"),
            QT_TRANSLATE_NOOP("Error", "Choose another file, or save it again as UTF-8.") };
    case ErrorCode::InvalidNumber:
        return { "invalid-number", QT_TRANSLATE_NOOP("Error", "This is not a number"),
            QT_TRANSLATE_NOOP("Error", "Correct the value.") };
    case ErrorCode::InvalidTime:
        return { "invalid-time", QT_TRANSLATE_NOOP("Error", "This is not a time"),
            QT_TRANSLATE_NOOP("Error", "Write it as 2025-07-20T08:00:00Z.") };
    case ErrorCode::NotAState:
        return { "not-a-state", QT_TRANSLATE_NOOP("Error", "The document holds no trading state"),
            QT_TRANSLATE_NOOP("Error", "Choose a backup, a state file or a position fallback file.") };
    case ErrorCode::NothingRead:
        return { "nothing-read",
            QT_TRANSLATE_NOOP("Error", "This backup was made while the state could not be read; it is not a flat book"),
            QT_TRANSLATE_NOOP("Error", "Choose another backup; this one can never be restored.") };
    case ErrorCode::SalvagedOnly:
        return { "salvaged-only", QT_TRANSLATE_NOOP("Error", "Only a part of the document could be salvaged"),
            QT_TRANSLATE_NOOP("Error",
                "Look at what was recovered, then accept it with --accept-salvaged, or choose another backup.") };
    case ErrorCode::ChecksumMismatch:
        return { "checksum-mismatch", QT_TRANSLATE_NOOP("Error", "The content does not match its checksum"),
            QT_TRANSLATE_NOOP("Error", "Choose another backup; this one was changed after it was made.") };
    case ErrorCode::UnsupportedFormat:
        return { "unsupported-format", QT_TRANSLATE_NOOP("Error", "The document was written by a newer version"),
            QT_TRANSLATE_NOOP("Error", "Update this program.") };
    case ErrorCode::NotRunning:
        return { "not-running", QT_TRANSLATE_NOOP("Error", "No server answers at this address"),
            QT_TRANSLATE_NOOP("Error", "Start InfluxDB, or check TRADING_STATE_INFLUXDB_URL.") };
    case ErrorCode::TimedOut:
        return { "timed-out", QT_TRANSLATE_NOOP("Error", "The server did not answer in time"),
            QT_TRANSLATE_NOOP("Error", "Check its load and the network, or raise TRADING_STATE_CONNECTION_TIMEOUT.") };
    case ErrorCode::ConnectionLost:
        return { "connection-lost",
            QT_TRANSLATE_NOOP("Error", "The connection was lost before the answer was complete"),
            QT_TRANSLATE_NOOP("Error", "Check the server and the network; it is tried again.") };
    case ErrorCode::NotInfluxDb:
        return { "not-influxdb", QT_TRANSLATE_NOOP("Error", "What answers at this address is not InfluxDB"),
            QT_TRANSLATE_NOOP("Error", "Check http or https, host and port in TRADING_STATE_INFLUXDB_URL.") };
    case ErrorCode::UnsupportedServer:
        return { "unsupported-server", QT_TRANSLATE_NOOP("Error", "This version of InfluxDB is not supported"),
            QT_TRANSLATE_NOOP("Error", "Use InfluxDB 1.6 or newer, 2.4 or newer, or 3 Core.") };
    case ErrorCode::WrongToken:
        return { "wrong-token", QT_TRANSLATE_NOOP("Error", "The token was not accepted"),
            QT_TRANSLATE_NOOP("Error", "Check TRADING_STATE_INFLUXDB_TOKEN; for InfluxDB 1.x it is user:password.") };
    case ErrorCode::MayNotRead:
        return { "may-not-read", QT_TRANSLATE_NOOP("Error", "The token may not read this bucket"),
            QT_TRANSLATE_NOOP("Error", "Give the token the right to read the bucket.") };
    case ErrorCode::MayNotWrite:
        return { "may-not-write", QT_TRANSLATE_NOOP("Error", "The token may not write to this bucket"),
            QT_TRANSLATE_NOOP(
                "Error", "Give the token the right to write; until then only backups to files are possible.") };
    case ErrorCode::NoSuchBucket:
        return { "no-such-bucket", QT_TRANSLATE_NOOP("Error", "The bucket does not exist"),
            QT_TRANSLATE_NOOP("Error", "Create it, or check TRADING_STATE_INFLUXDB_BUCKET.") };
    case ErrorCode::NoSuchOrganisation:
        return { "no-such-organisation", QT_TRANSLATE_NOOP("Error", "The organisation does not exist"),
            QT_TRANSLATE_NOOP("Error", "Check TRADING_STATE_INFLUXDB_ORG.") };
    case ErrorCode::BeyondRetention:
        return { "beyond-retention",
            QT_TRANSLATE_NOOP("Error", "The bucket keeps data for a shorter time than this save is old"),
            QT_TRANSLATE_NOOP(
                "Error", "Lengthen the bucket's retention; the save stays in the journal on this machine.") };
    case ErrorCode::RefusedByServer:
        return { "refused-by-server", QT_TRANSLATE_NOOP("Error", "The server refused the request"),
            QT_TRANSLATE_NOOP("Error", "Read the server's reason; the save stays in the journal on this machine.") };
    case ErrorCode::ServerBusy:
        return { "server-busy", QT_TRANSLATE_NOOP("Error", "The server cannot serve the request now"),
            QT_TRANSLATE_NOOP("Error", "It is tried again; check the server's load and log if this lasts.") };
    case ErrorCode::Redirected:
        return { "redirected",
            QT_TRANSLATE_NOOP("Error", "The server sends to another address; the token is not sent there"),
            QT_TRANSLATE_NOOP("Error", "Set TRADING_STATE_INFLUXDB_URL to the final address, if you trust it.") };
    case ErrorCode::CertificateRefused:
        return { "certificate-refused", QT_TRANSLATE_NOOP("Error", "The server's certificate was refused"),
            QT_TRANSLATE_NOOP("Error", "Renew the certificate, or name its authority in TRADING_STATE_CA_FILE.") };
    case ErrorCode::AnswerTooLarge:
        return { "answer-too-large", QT_TRANSLATE_NOOP("Error", "The server's answer is larger than any state"),
            QT_TRANSLATE_NOOP("Error", "Check that the URL names the right server.") };
    case ErrorCode::AnswerNotUnderstood:
        return { "answer-not-understood", QT_TRANSLATE_NOOP("Error", "The server's answer was not understood"),
            QT_TRANSLATE_NOOP("Error", "Check that the URL names an InfluxDB and no proxy stands before it.") };
    case ErrorCode::NotConfirmed:
        return { "not-confirmed",
            QT_TRANSLATE_NOOP("Error", "The server accepted the save, but it is not there on reading back"),
            QT_TRANSLATE_NOOP("Error", "The save stays in the journal on this machine and is sent again.") };
    case ErrorCode::PlainHttpRefused:
        return { "plain-http-refused",
            QT_TRANSLATE_NOOP("Error", "The token would travel unencrypted to another machine"),
            QT_TRANSLATE_NOOP("Error", "Use https, or set TRADING_STATE_ALLOW_PLAIN_HTTP=true.") };
    case ErrorCode::LayoutUndecided:
        return { "layout-undecided", QT_TRANSLATE_NOOP("Error", "The bucket holds saves in both layouts"),
            QT_TRANSLATE_NOOP("Error", "Set TRADING_STATE_INFLUXDB_LAYOUT to tables or versions.") };
    case ErrorCode::InvalidSetting:
        return { "invalid-setting", QT_TRANSLATE_NOOP("Error", "A setting has a value that is not allowed"),
            QT_TRANSLATE_NOOP("Error", "Correct it in the .env, the environment or the command line.") };
    case ErrorCode::MissingSetting:
        return { "missing-setting", QT_TRANSLATE_NOOP("Error", "A setting is missing"),
            QT_TRANSLATE_NOOP("Error", "Add it to the .env or the environment.") };
    case ErrorCode::KeychainFailed:
        return { "keychain-failed", QT_TRANSLATE_NOOP("Error", "The system's keychain did not answer"),
            QT_TRANSLATE_NOOP("Error", "Unlock the keychain, or keep the token in the .env.") };
    case ErrorCode::ReadOnly:
        return { "read-only", QT_TRANSLATE_NOOP("Error", "This program may only read"),
            QT_TRANSLATE_NOOP("Error", "Start it without --read-only and TRADING_STATE_READ_ONLY.") };
    case ErrorCode::Forked:
        return { "fork", QT_TRANSLATE_NOOP("Error", "Two writers saved over each other"),
            QT_TRANSLATE_NOOP("Error", "Choose one of the saves first: restore --save CANDIDATE.") };
    case ErrorCode::TradingSystemLive:
        return { "trading-system-live",
            QT_TRANSLATE_NOOP("Error", "A trading system is running and would overwrite the change"),
            QT_TRANSLATE_NOOP("Error", "Stop the trading system first; if it is stopped, use --force.") };
    case ErrorCode::HeadChanged:
        return { "head-changed", QT_TRANSLATE_NOOP("Error", "Something was saved since the change was planned"),
            QT_TRANSLATE_NOOP("Error", "Look at the new plan and confirm again.") };
    case ErrorCode::NothingStored:
        return { "nothing-stored", QT_TRANSLATE_NOOP("Error", "Nothing was ever saved here"),
            QT_TRANSLATE_NOOP(
                "Error", "Check that URL, bucket and account are the trading system's, or restore a backup.") };
    case ErrorCode::NoSuchSave:
        return { "no-such-save", QT_TRANSLATE_NOOP("Error", "There is no such save"),
            QT_TRANSLATE_NOOP("Error", "See the saves with: state-manager history.") };
    case ErrorCode::AmbiguousSave:
        return { "ambiguous-save", QT_TRANSLATE_NOOP("Error", "More than one save is meant"),
            QT_TRANSLATE_NOOP("Error", "Give more characters of the save's id.") };
    case ErrorCode::NoSuchPair:
        return { "no-such-pair", QT_TRANSLATE_NOOP("Error", "There is no such position"),
            QT_TRANSLATE_NOOP("Error", "See the positions with: state-manager check.") };
    case ErrorCode::NothingToUndo:
        return { "nothing-to-undo", QT_TRANSLATE_NOOP("Error", "There is no restore, undo or removal to take back"),
            QT_TRANSLATE_NOOP("Error", "Restore a backup or a rescue copy instead.") };
    case ErrorCode::NothingToChange:
        return { "nothing-to-change", QT_TRANSLATE_NOOP("Error", "The record already is as it would become"),
            QT_TRANSLATE_NOOP("Error", "Nothing needs to be done.") };
    case ErrorCode::ReasonRequired:
        return { "reason-required", QT_TRANSLATE_NOOP("Error", "A removal needs a reason"),
            QT_TRANSLATE_NOOP("Error", "Say why, for instance: --reason \"closed at the broker by hand\".") };
    case ErrorCode::RescueFailed:
        return { "rescue-failed",
            QT_TRANSLATE_NOOP("Error", "The rescue copy could not be made, so nothing was changed"),
            QT_TRANSLATE_NOOP("Error", "Check the backup folder and its disk, then try again.") };
    case ErrorCode::CannotBeStored:
        return { "cannot-be-stored",
            QT_TRANSLATE_NOOP("Error", "This state cannot be stored without loss, so it was refused"),
            QT_TRANSLATE_NOOP("Error", "Correct the named value.") };
    case ErrorCode::Unreachable:
        return { "unreachable", QT_TRANSLATE_NOOP("Error", "The primary store could not be read"),
            QT_TRANSLATE_NOOP(
                "Error", "Check the connection; with --force the change is made on this machine and sent later.") };
    case ErrorCode::TornSave:
        return { "torn", QT_TRANSLATE_NOOP("Error", "The save is incomplete"),
            QT_TRANSLATE_NOOP("Error", "Choose an earlier save, or restore a backup.") };
    case ErrorCode::WrongUse:
        return { "wrong-use", QT_TRANSLATE_NOOP("Error", "The command line was not understood"),
            QT_TRANSLATE_NOOP("Error", "See --help.") };
    case ErrorCode::Cancelled:
        return { "cancelled", QT_TRANSLATE_NOOP("Error", "Cancelled; nothing was changed"),
            QT_TRANSLATE_NOOP("Error", "Start it again when you are ready.") };
    case ErrorCode::Declined:
        return { "declined", QT_TRANSLATE_NOOP("Error", "Not confirmed; nothing was changed"),
            QT_TRANSLATE_NOOP("Error", "Answer yes, or give --yes where nobody can be asked.") };
    case ErrorCode::Internal:
        break;
    }
    return { "internal", QT_TRANSLATE_NOOP("Error", "An internal check failed"),
        QT_TRANSLATE_NOOP("Error", "Please report this with the log file.") };
}

} // namespace

QString errorId(ErrorCode code)
{
    return QString::fromLatin1(words(code).id);
}

QString errorWhat(ErrorCode code)
{
    return QCoreApplication::translate("Error", words(code).what);
}

QString errorAdvice(const Error& error)
{
    return error.advice.isEmpty() ? QCoreApplication::translate("Error", words(error.code).advice) : error.advice;
}

QString describe(const Error& error)
{
    QString text = errorWhat(error.code);
    if (!error.subject.isEmpty())
        text += QStringLiteral(": ") + error.subject;
    if (!error.reason.isEmpty())
        text += QStringLiteral(" (") + errorReason(error) + QLatin1Char(')');
    return withoutControls(text + QStringLiteral(". ") + errorAdvice(error));
}

} // namespace tradestate
