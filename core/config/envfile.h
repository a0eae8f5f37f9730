// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QStringList>

#include <map>

namespace tradestate {

/// The bindings of a .env file. Pure text work: nothing here touches the process' environment.
struct EnvFile
{
    std::map<QString, QString> values; ///< the last binding of a name wins; a name without "=" is absent
    QStringList unreadable; ///< one line for each line that is no binding, naming its number and never its value
};

/// Reads as python-dotenv does, so that the trading system's own file means the same here: "export", blanks round "=",
/// single quotes (only \' and \\ are escapes), double quotes (also \n, \t, …), quoted values over several lines,
/// comments after a blank, and ${NAME} or ${NAME:-default}, for which the environment comes before the file.
[[nodiscard]] EnvFile parseEnvFile(const QString& text, const std::map<QString, QString>& environment = {});

/// The same of a file: FileNotFound, FileNotReadable, FileTooLarge over 1 MiB, InvalidText.
[[nodiscard]] Result<EnvFile> readEnvFile(const QString& path, const std::map<QString, QString>& environment = {});

} // namespace tradestate
