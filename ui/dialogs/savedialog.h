// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/snapshot.h"

#include <QDialog>

class QCheckBox;
class QDialogButtonBox;
class QLineEdit;

namespace tradestate {

/// Asks for the words that a checkpoint is remembered by and, where a trading system is live, whether it is stopped.
class SaveDialog : public QDialog
{
    Q_OBJECT

public:
    SaveDialog(const Snapshot& snapshot, const Timestamp& now, QWidget* parent = nullptr);
    [[nodiscard]] QString description() const;
    /// The user said that the trading system is stopped.
    [[nodiscard]] bool force() const;

private:
    void updateButton();

    QLineEdit* m_description;
    QCheckBox* m_stopped;
    QDialogButtonBox* m_buttons;
    bool m_live;
};

} // namespace tradestate
