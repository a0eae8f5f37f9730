// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace tradestate {

/// What failed. Each code has an id for JSON, a sentence that says what failed and a sentence that says what to do.
enum class ErrorCode {
    // files
    FileNotFound,
    FileNotReadable,
    FileTooLarge,
    NotWritten,
    WrittenButUncertain,
    DiskFull,
    FolderNotWritable,
    SymlinkRefused,
    FileExists,
    LockHeld,
    // documents
    NotJson,
    CutOff,
    NestedTooDeep,
    DuplicateKey,
    InvalidText,
    InvalidNumber,
    InvalidTime,
    NotAState,
    NothingRead,
    SalvagedOnly,
    ChecksumMismatch,
    UnsupportedFormat,
    // servers
    NotRunning,
    TimedOut,
    ConnectionLost,
    NotInfluxDb,
    UnsupportedServer,
    WrongToken,
    MayNotRead,
    MayNotWrite,
    NoSuchBucket,
    NoSuchOrganisation,
    BeyondRetention,
    RefusedByServer,
    ServerBusy,
    Redirected,
    CertificateRefused,
    AnswerTooLarge,
    AnswerNotUnderstood,
    NotConfirmed,
    PlainHttpRefused,
    LayoutUndecided,
    // settings
    InvalidSetting,
    MissingSetting,
    KeychainFailed,
    // saves
    ReadOnly,
    Forked,
    TradingSystemLive,
    HeadChanged,
    NothingStored,
    NoSuchSave,
    AmbiguousSave,
    NoSuchPair,
    NothingToUndo,
    NothingToChange,
    ReasonRequired,
    RescueFailed,
    CannotBeStored,
    Unreachable,
    TornSave,
    // general
    WrongUse,
    Cancelled,
    Declined,
    Internal,
};

/// An error as a value. Text from code is translated when it is shown, so logs can stay English.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString subject; ///< on what: a path, a URL, a pair; shown as plain text
    QString reason; ///< why: the words of the operating system or the server
    QString advice = {}; ///< what to do, where it differs from the code's own sentence

    bool operator==(const Error&) const = default;
};

/// Stable id for JSON output and tests, such as "wrong-token".
[[nodiscard]] QString errorId(ErrorCode code);
/// What failed, as one sentence without a full stop: "The token was not accepted".
[[nodiscard]] QString errorWhat(ErrorCode code);
/// What to do, as one sentence.
[[nodiscard]] QString errorAdvice(const Error& error);
/// "What failed: on what (why). What to do." on one line, control characters removed.
[[nodiscard]] QString describe(const Error& error);

} // namespace tradestate
