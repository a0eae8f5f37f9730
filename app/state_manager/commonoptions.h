// SPDX-License-Identifier: MIT
#pragma once

#include "core/config/settings.h"

#include <QCommandLineOption>
#include <QList>

#include <optional>
#include <vector>

class QCommandLineParser;

namespace tradestate {

/// The options that every command takes.
[[nodiscard]] const QList<QCommandLineOption>& commonOptions();

/// The settings with what the command line says on top, and instead on top of that. The token's file is read here,
/// unless instead has a token.
[[nodiscard]] Result<Settings> settingsFrom(const QCommandLineParser& options, const SettingOverrides& instead = {});

/// Settings as far as they are right.
struct PartialSettings
{
    std::optional<Settings> settings; ///< with the default in place of each wrong one; none where nothing can be told
    std::vector<Error> wrong;
};
/// Goes on after each wrong setting, so that all of them are told and the rest is in force.
[[nodiscard]] PartialSettings partialSettingsFrom(const QCommandLineParser& options);

/// The one line that a token file holds. Refuses folders, empty and large files, and control characters; the error
/// never shows what was read.
[[nodiscard]] Result<QString> readTokenFile(const QString& path);

} // namespace tradestate
