// SPDX-License-Identifier: MIT
#pragma once

#include <QFileDialog>

namespace tradestate {

/// A dialog for one existing file; fileSelected tells which. It goes by itself when it is closed. The files in the
/// folder are not looked into for their icons: one that blocks (a pipe) would hold up the window.
[[nodiscard]] QFileDialog* newOpenFileDialog(
    QWidget* parent, const QString& title, const QString& folder, const QStringList& nameFilters);

} // namespace tradestate
