// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

namespace tradestate {

/// What the words and signs mean, and the keys.
class HelpDialog : public QDialog
{
    Q_OBJECT

public:
    explicit HelpDialog(QWidget* parent = nullptr);
};

} // namespace tradestate
