// SPDX-License-Identifier: MIT
#include "ui/models/erroradvice.h"

#include "core/base/errorreason.h"
#include "core/base/plaintext.h"

#include <QCoreApplication>

#include <optional>

namespace tradestate {

namespace {

/// Null where core's own advice serves a window as well.
const char* ownAdvice(ErrorCode code)
{
    switch (code) {
    case ErrorCode::FolderNotWritable:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Check its permissions and its disk, or use another folder.");
    case ErrorCode::SalvagedOnly:
        return QT_TRANSLATE_NOOP(
            "ErrorAdvice", "Look at what was recovered, then tick the box that accepts it, or choose another backup.");
    case ErrorCode::ChecksumMismatch:
        return QT_TRANSLATE_NOOP("ErrorAdvice",
            "It was changed or damaged after it was made. Choose another backup, or tick the box that accepts it.");
    case ErrorCode::TornSave:
        return QT_TRANSLATE_NOOP(
            "ErrorAdvice", "Choose an earlier save or a backup, or tick the box that accepts what was found of it.");
    case ErrorCode::NotRunning:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Start InfluxDB, or check its address.");
    case ErrorCode::TimedOut:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Check the server's load and the network, then try again.");
    case ErrorCode::NotInfluxDb:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Check http or https, host and port of the address.");
    case ErrorCode::WrongToken:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Check the token; for InfluxDB 1.x it is user:password.");
    case ErrorCode::NoSuchBucket:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Create it, or check the bucket's name.");
    case ErrorCode::NoSuchOrganisation:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Check the organisation's name.");
    case ErrorCode::Redirected:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Enter the final address, if you trust it.");
    case ErrorCode::CertificateRefused:
        return QT_TRANSLATE_NOOP(
            "ErrorAdvice", "Renew the certificate, or name its authority in the .env (TRADING_STATE_CA_FILE).");
    case ErrorCode::PlainHttpRefused:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Use an https address, or allow unencrypted http to that machine.");
    case ErrorCode::LayoutUndecided:
        return QT_TRANSLATE_NOOP(
            "ErrorAdvice", "Say in the .env which one holds (TRADING_STATE_INFLUXDB_LAYOUT), then open it again.");
    case ErrorCode::InvalidSetting:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Correct it in the .env, then open it again.");
    case ErrorCode::MissingSetting:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Add it to the .env, then open it again.");
    case ErrorCode::KeychainFailed:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Unlock the keychain, or keep the token in the .env file.");
    case ErrorCode::ReadOnly:
        return QT_TRANSLATE_NOOP(
            "ErrorAdvice", "Start it without read-only mode to change the record; backups to files still work.");
    case ErrorCode::Forked:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Choose first which of the saves goes on (State menu).");
    case ErrorCode::TradingSystemLive:
        return QT_TRANSLATE_NOOP(
            "ErrorAdvice", "Stop the trading system first; once it is stopped, tick the box that says so.");
    case ErrorCode::NoSuchSave:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Look at the history for the saves that there are.");
    case ErrorCode::AmbiguousSave:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Choose the save from the history.");
    case ErrorCode::NoSuchPair:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Look at the positions again: it may have been closed meanwhile.");
    case ErrorCode::ReasonRequired:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Say why, such as: closed at the broker by hand.");
    case ErrorCode::Unreachable:
        return QT_TRANSLATE_NOOP("ErrorAdvice",
            "Check the connection, or tick the box to change the record on this machine and send it later.");
    case ErrorCode::Declined:
        return QT_TRANSLATE_NOOP("ErrorAdvice", "Confirm it to go on.");
    default:
        return nullptr;
    }
}

/// The code whose own advice this text is: errors that wrap another one carry that one's advice along.
std::optional<ErrorCode> codeOfAdvice(const QString& advice)
{
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        if (errorAdvice({ static_cast<ErrorCode>(code), {}, {} }) == advice)
            return static_cast<ErrorCode>(code);
    }
    return std::nullopt;
}

} // namespace

QString windowAdvice(const Error& error)
{
    std::optional<ErrorCode> code = error.code;
    if (!error.advice.isEmpty())
        code = codeOfAdvice(error.advice);
    const char* own = code ? ownAdvice(*code) : nullptr;
    return own ? QCoreApplication::translate("ErrorAdvice", own) : errorAdvice(error);
}

QString describeInWindow(const Error& error)
{
    QString text = errorWhat(error.code);
    if (!error.subject.isEmpty())
        text += QStringLiteral(": ") + error.subject;
    if (!error.reason.isEmpty())
        text += QStringLiteral(" (") + errorReason(error) + QLatin1Char(')');
    return withoutControls(text + QStringLiteral(". ") + windowAdvice(error));
}

QString briefInWindow(const Error& error)
{
    return withoutControls(errorWhat(error.code) + QStringLiteral(". ") + windowAdvice(error));
}

} // namespace tradestate
