// SPDX-License-Identifier: MIT
#pragma once

#include "core/config/settings.h"

#include <QCommandLineOption>
#include <QList>

class QCommandLineParser;

namespace tradestate {

/// The options that every command takes.
[[nodiscard]] const QList<QCommandLineOption>& commonOptions();

/// The settings with what the command line says on top. The token's file is read here.
[[nodiscard]] Result<Settings> settingsFrom(const QCommandLineParser& options);

/// The one line that a token file holds. Refuses folders, empty and large files, and control characters; the error
/// never shows what was read.
[[nodiscard]] Result<QString> readTokenFile(const QString& path);

} // namespace tradestate
